// Pictures that are put into a folder in all the ways that phones, cameras and people do it: each is read once, and whole.
import { appendFileSync, mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { dataMatrixPng } from '../../src/label/data-matrix.ts';
import { folderCodes, type PictureCodes } from '../../src/scan/folder.ts';
import { folder } from '../cli/program.ts';

const EVERY = 100;
const root = folder();
afterAll(() => root.remove());

let dir: string;
let pictures: readonly Uint8Array[];
let found: PictureCodes[];
let stop: AbortController;
let done: Promise<void>;

beforeAll(async () => {
  pictures = await Promise.all([0, 1, 2].map((n) => dataMatrixPng(`010950600013435221SERIAL${n}\x1d1728063010ABC`)));
});
beforeEach(() => {
  dir = root.path(`pictures-${Math.random()}`);
  mkdirSync(dir);
  found = [];
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await done;
});

function watch(): void {
  done = (async () => {
    for await (const one of folderCodes(dir, { signal: stop.signal, every: EVERY })) found.push(one);
  })();
}

async function until(count: number): Promise<void> {
  for (let tries = 0; found.length < count && tries < 600; tries++) await pause(20);
  expect(found.length).toBeGreaterThanOrEqual(count);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const picture = (n: number) => pictures[n] ?? new Uint8Array();
const serials = () => found.map(({ codes }) => codes.map((code) => /SERIAL\d/.exec(code)?.[0]).join());

test('what is there is read first, what is moved in or put below afterwards, each once', async () => {
  writeFileSync(join(dir, 'b.png'), picture(0));
  watch();
  await until(1);
  writeFileSync(join(dir, '.a.png'), picture(1));
  renameSync(join(dir, '.a.png'), join(dir, 'a.PNG'));
  mkdirSync(join(dir, 'DCIM/100PHONE'), { recursive: true });
  mkdirSync(join(dir, 'folder.png'));
  writeFileSync(join(dir, 'DCIM/100PHONE/1.png'), picture(2));
  await until(3);
  await pause(6 * EVERY);
  expect(serials().slice(0, 1)).toEqual(['SERIAL0']);
  expect(serials().slice(1).sort()).toEqual(['SERIAL1', 'SERIAL2']);
});

test('a picture that is still being written is read when it is whole', async () => {
  watch();
  const path = join(dir, 'slow.png');
  const bytes = picture(0);
  for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 20)) {
    appendFileSync(path, bytes.subarray(at, at + Math.ceil(bytes.length / 20)));
    await pause(EVERY / 4);
  }
  // Should this machine pause for longer than the watcher does, the half is told of; the whole is read once all the same.
  await until(1);
  await pause(6 * EVERY);
  expect(serials().filter((serial) => serial !== '')).toEqual(['SERIAL0']);
});

test('where the writer paused, the broken half is told of and the whole is read in the end', async () => {
  watch();
  const path = join(dir, 'paused.png');
  const bytes = picture(1);
  writeFileSync(path, bytes.subarray(0, 100));
  await until(1);
  expect(found[0]).toMatchObject({ path, codes: [], problem: expect.any(String) });
  writeFileSync(path, bytes);
  await until(2);
  expect(serials()[1]).toBe('SERIAL1');
});

test('another picture under the same name is read, also one of the same age', async () => {
  watch();
  const path = join(dir, 'photo.png');
  writeFileSync(path, picture(0));
  utimesSync(path, 1_000, 1_000);
  await until(1);
  const other = root.path('other.png');
  writeFileSync(other, picture(1));
  utimesSync(other, 1_000, 1_000);
  renameSync(other, path);
  await until(2);
  expect(serials()).toEqual(['SERIAL0', 'SERIAL1']);
});

test('a kind of picture that cannot be read, and a file that is none, are told of', async () => {
  writeFileSync(join(dir, 'a.heic'), 'ftypheic');
  writeFileSync(join(dir, 'b.jpg'), 'no picture');
  writeFileSync(join(dir, 'c.txt'), 'no picture');
  watch();
  await until(2);
  await pause(4 * EVERY);
  expect(found.map(({ codes, problem }) => [codes, typeof problem])).toEqual([
    [[], 'string'],
    [[], 'string'],
  ]);
});

test('a folder that is not there is refused', async () => {
  const missing = folderCodes(root.path('nowhere'), { signal: stop.signal })[Symbol.asyncIterator]().next();
  await expect(missing).rejects.toMatchObject({ code: 'no-such-file' });
});
