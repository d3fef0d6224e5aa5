// The letter to whoever sent a faulty file: all that is found in it, where it stands and what is asked for, in the language spoken.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { plainValue } from '../../src/answer/plain.ts';
import { type Complaint, complain } from '../../src/app/outside/complain.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { showDocument } from '../../src/app/outside/list-documents.ts';
import { setOutside } from '../../src/app/outside/partners.ts';
import { cleanText } from '../../src/custody/name.ts';
import { complained } from '../../src/ui/text/tracing.ts';
import { TABLES } from '../../src/words/de/index.ts';
import { speak } from '../../src/words/say.ts';
import { delivery, LAKESIDE } from './epcis-files.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

let net: Network;
let faulty: string;
let good: string;

beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('hill', HILL, { roles: ['dispenser'] });
  await net.at('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside Wholesale' }));
  const take = async (name: string, text: string) => {
    writeFileSync(net.path(name), text);
    return (await net.at('hill', (home) => importDocument(home, net.path(name), { name }))).document;
  };
  good = await take('good.xml', delivery({ to: HILL.gln, serials: ['A1'], despatch: 'DA-1' }));
  const wrong = delivery({ to: HILL.gln, serials: ['B1', 'B2'], despatch: 'DA-2', lot: 'L&#x9b;31m\u202e!' });
  faulty = await take('fault\u001b[31my.xml', wrong.replace('sgtin:9521321.000001.B2', 'sgtin:9521321.00001.B2'));
});
afterAll(() => net.remove());
afterEach(() => speak('en', {}));

const write = (document: string, file?: string) => net.at('hill', (home) => complain(home, document, file));

test('it says who writes to whom about which file, and everything that was found', async () => {
  const { letter: lines = [], findings } = await write(faulty);
  const letter = lines.join('\n');
  expect(findings.length).toBeGreaterThan(1);
  expect(letter).toContain(`To: Lakeside Wholesale, GLN ${LAKESIDE}`);
  expect(letter).toContain(`From: ${HILL.name}, GLN ${HILL.gln}`);
  expect(letter).toContain(`SHA-256: ${faulty}`);
  expect(letter).toContain('Despatch advice: DA-2');
  expect(letter).toContain('2026-11-22');
  for (const { code, hint, text } of findings) {
    expect(letter).toContain(code);
    const inOne = letter.replaceAll(/\s+/g, ' ');
    expect(inOne).toContain(`Please: ${hint.replaceAll(/\s+/g, ' ')}`);
    expect(inOne).toContain(cleanText(text).split(' ').slice(0, 3).join(' '));
  }
  expect(letter).toMatch(/\(event \d+, line \d+\)/);
});

test('nothing that the file says steers a terminal or begins a line of its own', async () => {
  const letter = (await write(faulty)).letter?.join('\n') ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  expect(letter).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(letter.split('\n').every((line) => line.length <= 80 || !line.trim().includes(' '))).toBe(true);
});

test('it is written into a file, in the language that is spoken', async () => {
  speak('de', TABLES);
  const out = net.path('brief.txt');
  expect(await write('DA-2', out)).toMatchObject({ document: faulty, file: out });
  expect(readFileSync(out, 'utf8')).toContain(`Von: ${HILL.name}, GLN ${HILL.gln}`);
  expect(readFileSync(out, 'utf8')).toContain('Bitte: ');
});

test('it is shown in its lines, as whatever others wrote is made harmless', async () => {
  const told = await write(faulty);
  expect(complained(plainValue(told) as Complaint)).toMatch(
    new RegExp(
      `^To: .*\nFrom: .*\n.*\n\nYour EPCIS file .*\n\nDear Sir or Madam,\n\n(?:.*\n)+\n.*Yours faithfully\n\n${HILL.name}$`,
    ),
  );
});

test('of a file in which nothing is wrong there is none', async () => {
  const out = net.path('none.txt');
  const told = await write(good, out);
  expect(told).toMatchObject({ document: good, findings: [], counts: {} });
  expect(told).not.toHaveProperty('letter');
  expect(existsSync(out)).toBe(false);
});

test('what a file was called is remembered as it came', async () => {
  const shown = await net.at('hill', (home) => [good, faulty].map((one) => showDocument(home, one).name));
  expect(shown).toEqual(['good.xml', 'fault[31my.xml']);
});

test('a document that there is not has none', async () => {
  await expect(write('DA-9')).rejects.toMatchObject({ code: 'not-found', exit: 66 });
});
