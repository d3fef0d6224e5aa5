// Files and streams of scans as other programs write them: encodings, line ends, tables.
import { describe, expect, test } from 'vitest';
import { scansOf } from '../../src/commands/scan-words.ts';

const CODES = ['(01)09506000134352(21)A1', ']d2010950600013435221B2\x1d10L'];
/** The texts of the scans that come in these pieces. */
async function read(...pieces: readonly (string | Uint8Array)[]): Promise<readonly string[]> {
  async function* stream(): AsyncIterable<Uint8Array> {
    for (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
  }
  const texts: string[] = [];
  for await (const scan of scansOf(['-'], stream)) texts.push('text' in scan ? scan.text : scan.error.message);
  return texts;
}
const big = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('a stream of scans is read', () => {
  test.each(['\n', '\r\n', '\r'])('with lines that end in %j, cut anywhere', async (end) => {
    const text = `${CODES.join(end)}${end}`;
    expect(await read(text)).toEqual(CODES);
    for (let at = 1; at < text.length; at++) expect(await read(text.slice(0, at), text.slice(at))).toEqual(CODES);
  });

  test.each([
    ['little, with its mark', Buffer.from(`\ufeff${CODES.join('\r\n')}\r\n`, 'utf16le')],
    ['little, without', Buffer.from(`${CODES.join('\r\n')}\r\n`, 'utf16le')],
    ['big, with its mark', big(`\ufeff${CODES.join('\n')}`)],
    ['big, without', big(CODES.join('\n'))],
  ])('in UTF-16 %s', async (_, bytes) => {
    expect(await read(bytes)).toEqual(CODES);
    expect(await read(bytes.subarray(0, 3), bytes.subarray(3))).toEqual(CODES);
  });

  test('a line that ends in CR is answered before the next comes', async () => {
    let told = 0;
    async function* stream(): AsyncIterable<Uint8Array> {
      yield Buffer.from(`${CODES[0]}\r`);
      told = answered;
      yield Buffer.from(`\n${CODES[1]}\n`);
    }
    let answered = 0;
    for await (const _ of scansOf(['-'], stream)) answered++;
    expect([told, answered]).toEqual([1, 2]);
  });
});
