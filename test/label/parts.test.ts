// A message in several symbols is read where all of them are in the picture, and named where they are not: a part is no code.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkLabel } from '../../src/app/labels/label-check.ts';
import { makeEnv } from '../../src/app/node/env.ts';
import { scansOf } from '../../src/commands/scan-words.ts';
import { inspectPicture } from '../../src/scan/picture.ts';
import { readFrame } from '../../src/scan/picture-frame.ts';
import { drawnPart, together } from '../app/drawn.ts';
import { folder } from '../cli/program.ts';
import { dice as diceOf } from '../dice.ts';
import { filed, paper, paste } from './degraded.ts';

const dice = diceOf(Number(process.env.PEDIGREE_SEED ?? 1_422));
const made = (length: number): string =>
  Array.from({ length }, () => 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'.charAt(dice(32))).join('');
const message = (): string => `01095060001343521731063010${made(6)}\x1d21${made(12)}`;

/** The message cut anywhere, a symbol for each part. */
async function parts(text: string, count: number) {
  const cuts = Array.from({ length: count - 1 }, (_, i) => 8 + i * 14 + dice(12));
  const pieces = [0, ...cuts].map((from, i) => text.slice(from, cuts[i] ?? text.length));
  const id = 1 + dice(254);
  return Promise.all(pieces.map((piece, index) => drawnPart(piece, index, count, id)));
}

const nothing = async function* (): AsyncIterable<Uint8Array> {};

describe('a code in several symbols', () => {
  test.each([2, 3, 4])(
    'of which there are %i, in any order',
    async (count) => {
      const text = message();
      const pictures = await parts(text, count);
      const { symbols, incomplete } = await inspectPicture(filed(together(...pictures.toReversed())));
      expect([symbols.map((one) => one.text), incomplete]).toEqual([[`]d2${text}`], []]);
    },
    60_000,
  );

  test('beside another code is told from it', async () => {
    const [one, other] = [message(), message()];
    const pictures = [...(await parts(one, 2)), ...(await parts(other, 2))];
    const { symbols } = await inspectPicture(filed(together(...pictures)));
    expect(symbols.map(({ text }) => text).sort()).toEqual([`]d2${one}`, `]d2${other}`].sort());
  });

  test('of which some are missing is no scan, and is told with what to do', async () => {
    const [first, ...more] = await parts(message(), 3);
    const dir = folder();
    try {
      for (const pictures of [first === undefined ? [] : [first], more]) {
        const path = join(dir.path(''), 'part.png');
        writeFileSync(path, filed(together(...pictures)));
        const found: unknown[] = [];
        for await (const scan of scansOf([path], nothing)) found.push('error' in scan ? scan.error.message : scan.text);
        const told = `one message in 3 symbols, of which ${pictures.length} are in the picture`;
        expect(found).toEqual([told]);
        const env = makeEnv({ home: dir.path('nobody'), warn: () => {} });
        await expect(checkLabel(env, path)).rejects.toMatchObject({ code: 'not-gs1', message: told });
      }
    } finally {
      dir.remove();
    }
  });

  test('before a camera is read as a whole or not at all', async () => {
    const text = message();
    const [first, second] = await parts(text, 2);
    const frames = [first, together(...[first, second].filter((one) => one !== undefined))].map((picture) => {
      const frame = paper(1280, 720, 150);
      if (picture !== undefined) paste(frame, picture, 640 - picture.width / 2, 360 - picture.height / 2);
      return frame;
    });
    const read: unknown[] = [];
    for (const frame of frames) read.push((await readFrame(frame)).map((one) => one.text));
    expect(read).toEqual([[], [`]d2${text}`]]);
  });
});
