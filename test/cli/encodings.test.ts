// Files of scans as programs write them: with or without a mark, in UTF-8 or UTF-16, with the line ends of any system.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allScans } from '../../src/commands/scan-words.ts';

const SCANS = [']d20109506000134352219X\u001d17390630\u001d10ABC', '(01)09506000134352(21)7K2M', 'DA-Ü1'];
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16 of Windows': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16, the high byte first': (text) => swapped(Buffer.from(`\ufeff${text}`, 'utf16le')),
};

/** Standard input in pieces of so many bytes. */
function inPieces(bytes: Buffer, size: number): () => AsyncIterable<Uint8Array> {
  return async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
}

describe.each(Object.entries(ENCODINGS))('%s', (_, encode) => {
  test.each(['\n', '\r\n'])('with lines that end in %j is read as it is meant, however it comes', async (end) => {
    for (const last of ['', end]) {
      const bytes = encode(SCANS.join(end) + last);
      for (const size of [1, 2, 3, 7, 1_000]) expect(await allScans(['-'], inPieces(bytes, size))).toEqual(SCANS);
    }
  });
});

test('bytes of any kind are lines of something, and nothing is thrown', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 50 }), fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
      const whole = await allScans(['-'], inPieces(Buffer.from(bytes), 1_000));
      expect(await allScans(['-'], inPieces(Buffer.from(bytes), size))).toEqual(whole);
    }),
  );
});
