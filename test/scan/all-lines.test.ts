// A list of a million lines is read a chunk at a time, and as it is read line by line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { allLines } from '../../src/commands/all-lines.ts';
import { allScans } from '../../src/commands/scan-words.ts';

const dir = mkdtempSync(join(tmpdir(), 'pedigree-lines-'));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('lines are the same, whatever ends them and however they are cut into chunks', async () => {
  const file = join(dir, 'serials.txt');
  const serials = Array.from({ length: 20_000 }, (_, i) => `SERIAL-${i}`);
  const text = serials
    .map((one, i) => `${i % 7 === 0 ? '  ' : ''}${one}${['\n', '\r\n', '\r', ' \n\n'][i % 4]}`)
    .join('');
  writeFileSync(file, text);
  const stdin = async function* (size: number) {
    for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
  };
  expect([...(await allLines(file, () => stdin(1)))]).toEqual(serials);
  for (const size of [1_000, 4_097]) {
    expect([...(await allLines('-', () => stdin(size)))]).toEqual(serials);
    expect((await allScans(['-'], () => stdin(size))).map((one) => one.trim())).toEqual(serials);
  }
});

it('a line that is too long is refused by its number', async () => {
  const stdin = async function* () {
    yield Buffer.from(`A1\n${'x'.repeat(70_000)}\nA2\n`);
  };
  await expect(allLines('-', stdin)).rejects.toMatchObject({ code: 'bad-input' });
});
