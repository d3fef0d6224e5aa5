// The composite component above bars is named where the reader sees it: what names the pack may stand in it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkLabel } from '../../src/app/labels/label-check.ts';
import { type SessionLine, scanSession } from '../../src/app/sessions/session.ts';
import { scansOf } from '../../src/commands/scan-words.ts';
import { inspectPicture } from '../../src/scan/picture.ts';
import { drawn, together } from '../app/drawn.ts';
import { makeWorld } from '../app/goods-world.ts';
import { folder } from '../cli/program.ts';
import { filed, paper, paste } from './degraded.ts';

const G = '(01)09506000134352';
const REST = '(17)310630(10)LT9022(21)7XK9';
const nothing = async function* (): AsyncIterable<Uint8Array> {};
const component = (bars: string, ccversion: 'b' | 'c', rest = REST) =>
  drawn('gs1-128composite', `${bars}|${rest}`, 3, { ccversion, parsefnc: false });

async function told(picture: Uint8Array): Promise<readonly string[]> {
  const dir = folder();
  try {
    const path = join(dir.path(''), 'composite.png');
    writeFileSync(path, picture);
    const found: string[] = [];
    for await (const scan of scansOf([path], nothing)) found.push('error' in scan ? scan.error.message : scan.text);
    return found;
  } finally {
    dir.remove();
  }
}

const UNREAD = 'the rest of this code stands in the composite component above the bars, which is not read here';

test.each(['b', 'c'] as const)(
  'CC-%s above a product',
  async (version) => {
    expect(await told(filed(await component(G, version)))).toEqual([UNREAD]);
  },
  60_000,
);

test('bars that name a unit are that unit', async () => {
  const unit = await component('(00)095060000000000015', 'c', '(02)09506000134352(37)12(10)LT9022');
  expect(await told(filed(unit))).toEqual([']C100095060000000000015']);
});

test('bars alone, and a PDF417 of something else beside or far above them, are no composite', async () => {
  const bars = await drawn('gs1-128', G);
  const other = await drawn('pdf417', 'a delivery note, and nothing of a pack');
  const apart = paper(Math.max(bars.width, other.width), bars.height + 3 * other.height, 255);
  paste(apart, other, 0, 0);
  paste(apart, bars, 0, 3 * other.height);
  for (const picture of [bars, together(bars, other), apart]) {
    const { composite } = await inspectPicture(filed(picture));
    expect(composite).toBeUndefined();
    expect(await told(filed(picture))).toEqual([']C10109506000134352']);
  }
});

test('a watched folder says so, and takes the bars for no scan', async () => {
  const world = await makeWorld();
  try {
    const dir = world.path('watched');
    mkdirSync(dir);
    const path = join(dir, 'composite.png');
    writeFileSync(path, filed(await component(G, 'c')));
    const said: SessionLine[] = [];
    const text = `]d2${G.slice(1, 3)}${G.slice(4)}217XK9`;
    const lines = async function* () {
      yield { n: 1, input: text, text };
    };
    const options = { strict: false, lines, watch: dir };
    for await (const line of scanSession(world.env('hill'), { mode: 'verify' }, options)) said.push(line);
    expect(said.filter(({ exit }) => exit === 65).map(({ data }) => data.text)).toEqual([`${path}: ${UNREAD}`]);
    expect(said.at(-1)?.data).toMatchObject({ tally: { scans: 1 } });
    const { exit, composite } = await checkLabel(world.env('hill'), path);
    expect([exit, composite]).toEqual([65, true]);
    writeFileSync(path, filed(await component('(00)095060000000000015', 'c', '(02)09506000134352(37)12(10)LT9022')));
    expect((await checkLabel(world.env('hill'), path)).composite).toBeUndefined();
  } finally {
    world.remove();
  }
});
