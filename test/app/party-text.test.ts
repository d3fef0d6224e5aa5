// Whatever people type as a name, reason or note: it is stored clean or refused in words, and it shows on a terminal.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainValue } from '../../src/answer/plain.ts';
import { listProducts, setProduct } from '../../src/app/items/product.ts';
import { cleanText, fileName } from '../../src/app/node/names.ts';
import { listParties } from '../../src/app/node/parties.ts';
import { readPassphraseFile } from '../../src/app/node/passphrase.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeBundle } from '../../src/app/parties/bundle-files.ts';
import { initParty } from '../../src/app/parties/init.ts';
import { readLog, showEvent } from '../../src/app/record/log.ts';
import { PedigreeError } from '../../src/errors.ts';
import { TEXTS } from '../../src/ui/registry.ts';
import { columns, plainStyle } from '../../src/ui/style.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
const file = vectors('text/blns.json');
const strings: readonly string[] | undefined = file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8'));

let net: Network;
beforeAll(async () => {
  net = makeNetwork();
  await net.found();
});
afterAll(() => net.remove());

describeGiven(VECTORS, strings, 'naughty strings', (naughty) => {
  it('as product names are stored clean or refused in words', async () => {
    let stored = 0;
    await net.at('agency', (home) => {
      // Every third: each costs a durable commit.
      for (const name of naughty.filter((_, at) => at % 3 === 0)) {
        try {
          const [product] = setProduct(home, { gtin: '09506000134352', name, strength: '1 mg' }).products;
          expect(product?.name).not.toMatch(UNSAFE);
          stored++;
        } catch (error) {
          expect(error, JSON.stringify(name)).toMatchObject({ exit: 2 });
        }
      }
    });
    expect(stored).toBeGreaterThan(100);
    const { products } = await net.at('agency', listProducts);
    expect(products).toHaveLength(1);
  });

  it('as the names, contacts and notes of parties make a card that a regulator can take', async () => {
    const names = naughty.filter((name) => cleanText(name) !== '' && cleanText(name).length <= 120);
    const step = Math.ceil(names.length / 12);
    for (let at = 0; at < names.length; at += step) {
      const name = names[at] ?? '';
      const made = await net.init('x', { name, gln: HILL.gln, contact: name, network: net.path('agency.card') });
      expect(made.party.name).not.toMatch(UNSAFE);
      await net.at('x', (home) => writeBundle(home.ledger, net.path('x.card'), { chains: 'card' }));
      const request = { who: net.path('x.card'), roles: ['dispenser'], prefixes: [], gtins: [], note: name };
      const data = await net.at('agency', (home) => accredit(home, { ...request, sameParty: at > 0 }));
      const [shown] = (await net.at('agency', (home) => showEvent(home, data.event ?? ''))).events;
      expect(shown.public).toMatchObject({ party: { name: made.party.name } });
      await expectNarrow('accredit', data);
      await expectNarrow('show', { events: [shown] });
      rmSync(net.path('x'), { recursive: true });
    }
    await expectNarrow('parties', await net.at('agency', listParties));
    await expectNarrow('log', await net.at('agency', (home) => readLog(home, {})));
  });
});

/** What the terminal gets: no control character, no line of more than 80 columns but for a word that cannot be broken. */
async function expectNarrow(command: string, data: object): Promise<void> {
  const { text } = (await TEXTS[command]?.()) ?? { text: () => '' };
  const shown = await text(plainValue(data) as never, plainStyle(), { exit: 0 });
  for (const line of shown.split('\n')) {
    expect(line).not.toMatch(UNSAFE);
    const longest = Math.max(...line.trim().split(' ').map(columns));
    expect(columns(line), line).toBeLessThanOrEqual(Math.max(80, longest + 16));
  }
}

describe('any text', () => {
  it('is clean after cleaning, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const clean = cleanText(text);
        expect(clean).not.toMatch(UNSAFE);
        expect(cleanText(clean)).toBe(clean);
        expect(fileName(text)).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*$/u);
        expect(Buffer.byteLength(fileName(text))).toBeLessThanOrEqual(80);
      }),
    );
  });

  it('as a name makes a party or a refusal, and nothing in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ maxLength: 16 }),
        async (name, gln) => {
          try {
            await initParty(net.env('any', { dryRun: true }), {
              name,
              gln,
              found: { custody: 'required' },
              test: true,
            });
          } catch (error) {
            expect(error).toBeInstanceOf(PedigreeError);
            expect(error).toMatchObject({ exit: expect.toSatisfy((exit: number) => exit === 2 || exit === 65) });
          }
          expect(existsSync(net.path('any'))).toBe(false);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a passphrase file', () => {
  it('gives its first line, whatever comes after', () => {
    writeFileSync(net.path('words'), 'correct horse\nbattery\n', { mode: 0o600 });
    expect(readPassphraseFile(net.path('words'))).toBe('correct horse');
    writeFileSync(net.path('words'), 'ünïcödé\r\n', { mode: 0o600 });
    expect(readPassphraseFile(net.path('words'))).toBe('ünïcödé');
  });

  it('is refused where it is no text, because other bytes would unlock the key as well', () => {
    for (const bytes of [[0xff, 0xfe, 0x41], [0x41, 0, 0x42], [0xc3]]) {
      writeFileSync(net.path('words'), Uint8Array.from(bytes), { mode: 0o600 });
      expect(() => readPassphraseFile(net.path('words'))).toThrow(expect.objectContaining({ exit: 2 }));
    }
  });

  it('is refused where it is empty, endless or not there', () => {
    writeFileSync(net.path('words'), '\n', { mode: 0o600 });
    expect(() => readPassphraseFile(net.path('words'))).toThrow(expect.objectContaining({ exit: 2 }));
    writeFileSync(net.path('words'), 'x'.repeat(100_000), { mode: 0o600 });
    expect(() => readPassphraseFile(net.path('words'))).toThrow(expect.objectContaining({ exit: 2 }));
    expect(() => readPassphraseFile(net.path('none'))).toThrow(expect.objectContaining({ exit: 66 }));
    expect(() => readPassphraseFile(net.dir)).toThrow(expect.objectContaining({ exit: 66 }));
  });
});
