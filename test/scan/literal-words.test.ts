// Words of somebody who may not read the files of this computer: each is the scan itself, whatever it looks like.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { allLines } from '../../src/commands/all-lines.ts';
import { openFile, withFile } from '../../src/commands/in-file.ts';
import { allScans, oneScan, scansInFile, scansOf } from '../../src/commands/scan-words.ts';
import type { Input, Stdin } from '../../src/commands/spec.ts';

const CODE = '(01)09506000134352(21)A1';
const folder = mkdtempSync(join(tmpdir(), 'pedigree-literal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const list = join(folder, 'scans.txt');
const picture = join(folder, 'pack.png');
/** A picture that no reader takes: whoever opened it would fail. */
writeFileSync(picture, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
writeFileSync(list, `${CODE}\n`);

const open: Stdin = async function* () {
  yield Buffer.from(`${CODE}\n`);
};
let asked = 0;
const literal: Stdin = Object.assign(
  () => {
    asked++;
    return open();
  },
  { literal: true as const },
);

const WORDS = ['-', '@-', `@${list}`, list, picture, '/dev/stdin', '@/dev/stdin', '/dev/fd/0', `@${folder}/none`];

async function read(words: readonly string[], stdin: Stdin) {
  const scans = [];
  for await (const scan of scansOf(words, stdin, { everySymbol: true })) scans.push(scan);
  return scans;
}

describe('words of somebody elsewhere', () => {
  it('name no file, no picture and no stream', async () => {
    const scans = WORDS.map((word, at) => ({ n: at + 1, input: word, text: word, typed: true }));
    expect(await read(WORDS, literal)).toEqual(scans);
    for (const word of WORDS) {
      expect(await allScans([word], literal)).toEqual([word]);
      expect(await oneScan(word, literal)).toBe(word);
    }
    expect(asked).toBe(0);
    // The same words of a person here are opened.
    expect(await allScans([`@${list}`], open)).toEqual([CODE]);
    expect(await allScans(['-'], open)).toEqual([CODE]);
  });

  it('are scans as ever', async () => {
    expect(await read([CODE], literal)).toEqual(await read([CODE], open));
  });

  it.each(['\n', '\r', '\r\n', '\u2028', '\u2029'])('hold one scan each, and not several after %j', async (end) => {
    const [scan, next] = await read([`${CODE}${end}${CODE}`, CODE], literal);
    expect(scan).toMatchObject({ n: 1, input: '', error: { code: 'bad-input' } });
    expect(next).toMatchObject({ n: 2, text: CODE });
    await expect(allScans([`${CODE}${end}`], literal)).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('are no whole files either', async () => {
    expect(await read(['x'.repeat(65_536)], literal)).toMatchObject([{ n: 1, text: 'x'.repeat(65_536) }]);
    expect(await read(['x'.repeat(65_537)], literal)).toMatchObject([{ n: 1, error: { code: 'bad-input' } }]);
  });

  it('open nothing where a command wants a file', async () => {
    const input = { stdin: literal } as Input;
    for (const word of WORDS) {
      await expect(allLines(word, literal)).rejects.toMatchObject({ code: 'not-allowed' });
      await expect(scansInFile(word, literal)).rejects.toMatchObject({ code: 'not-allowed' });
      await expect(openFile(input, word)).rejects.toMatchObject({ code: 'not-allowed' });
      await expect(withFile(input, word, () => 'opened')).rejects.toMatchObject({ code: 'not-allowed' });
    }
    expect(asked).toBe(0);
    expect([...(await allLines(list, open))]).toEqual([CODE]);
    expect(await scansInFile(list, open)).toEqual([CODE]);
    expect(await withFile({ stdin: open } as Input, list, (path) => path)).toBe(list);
  });
});
