// Files of the world outside, kept as they came: `documents/SHA-256.zst` in the party's folder, zstd in frames of 1 MiB with the
// seek table of the zstd seekable format, so that a piece is read without what is before it and `zstd -d` gives the file back.
// A file has its name when it is whole and on the disk, and is never changed.
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
// As a whole: an older Node.js has not all of its names.
import * as zlib from 'node:zlib';
import { crypto } from '../../builtins.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { PedigreeError } from '../../errors.ts';
import { DOCUMENT_NAME, DOCUMENTS } from '../../ledger/carried.ts';
import { syncFolder } from '../../ledger/head-file.ts';
import { partFor } from '../../sync/out-file.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/outside.ts';

/** Bytes of a file that one frame holds. */
export const FRAME = 1024 * 1024;

/** How frames are packed, by the end of the file's name. Node.js has zstd from 22.15 and 23.8 on; gzip is what is before. */
const PACKINGS = {
  zst: { pack: (bytes: Bytes) => zlib.zstdCompressSync(bytes), open: (bytes: Bytes) => zlib.zstdDecompressSync(bytes) },
  gz: { pack: (bytes: Bytes) => zlib.gzipSync(bytes), open: (bytes: Bytes) => zlib.gunzipSync(bytes) },
} as const;
type Packing = keyof typeof PACKINGS;
const ENDINGS: readonly Packing[] = ['zst', 'gz'];

// The seekable format: a frame that decoders skip, with the sizes of all others, and at its end where to look for it.
const SKIPPABLE = 0x184d2a5e;
const SEEKABLE = 0x8f92eab1;
const HEAD = 8;
const ENTRY = 8;
const FOOT = 9;

/** What is kept: the file at a path, or bytes that were made here. */
export type KeptSource = string | Bytes;

/** A file by what is in it. */
export interface HashedFile {
  /** SHA-256 of the bytes as they came, in hex: its name. */
  readonly hash: string;
  /** Of the file as it came. */
  readonly bytes: number;
}

export interface KeptFile extends HashedFile {
  /** On the disk. */
  readonly stored: number;
  /** It was here before. */
  readonly already: boolean;
}

/** What this Node.js packs with. */
function packing(): Packing {
  return 'zstdCompressSync' in zlib ? 'zst' : 'gz';
}

interface Keeping {
  /** What frames are packed with; what this Node.js can do best where absent. */
  readonly how?: Packing;
  /** Looks and reads, and keeps nothing. */
  readonly dryRun?: boolean;
  /** What it was when it was looked at: one that has changed since is not kept. As it is now where absent. */
  readonly found?: HashedFile | undefined;
}

/**
 * Keeps a file in the folder of a party. Killed at any point there is the whole file under its name, or none.
 * @throws no-such-file (66), io-failed (74), cannot-create (73)
 */
export function keepFile(
  dir: string,
  source: KeptSource,
  { how = packing(), dryRun = false, found = hashOf(source) }: Keeping = {},
): KeptFile {
  const folder = join(dir, DOCUMENTS);
  const { hash, bytes } = found;
  const known = placeOf(dir, hash);
  // One that is damaged is written anew, in the place of what is left of it.
  if (known !== undefined && checkFile(dir, hash) === 'whole') {
    return { hash, bytes, stored: statSync(known).size, already: true };
  }
  if (dryRun) return { hash, bytes, stored: 0, already: false };
  const part = partIn(folder);
  const place = known ?? join(folder, `${hash}.${how}`);
  const path = typeof source === 'string' ? source : place;
  try {
    const to = openSync(part, 'wx', 0o600);
    try {
      if (packInto(pieces(source), to, packingOf(place)) !== hash) {
        throw new PedigreeError('io-failed', say('file-changed', { path }), { hint: say('when-it-is-whole') });
      }
      fsyncSync(to);
    } finally {
      closeSync(to);
    }
    renameSync(part, place);
    syncFolder(folder);
    return { hash, bytes, stored: statSync(place).size, already: false };
  } catch (cause) {
    rmSync(part, { force: true });
    throw asFailure(cause, phrase('cannot-keep-file', { path }));
  }
}

/** @throws no-such-file (66), io-failed (74) */
export function hashOf(source: KeptSource): HashedFile {
  const sha = crypto().createHash('sha256');
  let bytes = 0;
  try {
    for (const piece of pieces(source)) {
      sha.update(piece);
      bytes += piece.length;
    }
  } catch (cause) {
    throw typeof source === 'string' ? asFailure(cause, phrase('cannot-read', { file: source })) : cause;
  }
  return { hash: sha.digest('hex'), bytes };
}

/** What a frame holds each; a piece is good until the next is asked for. Errors of the file system are thrown as they come. */
function* pieces(source: KeptSource): Generator<Bytes> {
  if (typeof source !== 'string') {
    for (let at = 0; at < source.length; at += FRAME) yield source.subarray(at, at + FRAME);
    return;
  }
  const fd = openSync(source, 'r');
  try {
    const chunk = Buffer.alloc(FRAME);
    for (let read = fill(fd, chunk); read > 0; read = fill(fd, chunk)) yield chunk.subarray(0, read);
  } finally {
    closeSync(fd);
  }
}

/** A name to write under, the folder made; what runs that were killed have left is taken away. */
function partIn(folder: string): string {
  try {
    if (!existsSync(folder)) {
      mkdirSync(folder, { mode: 0o700 });
      syncFolder(dirname(folder));
    }
    return partFor(join(folder, 'incoming'));
  } catch (cause) {
    throw asFailure(cause, phrase('documents-cannot-be-made', { folder }), 'creating');
  }
}

/** Packs pieces into a file, the table at its end; the hash of what was read. */
function packInto(from: Iterable<Bytes>, to: number, how: Packing): string {
  const { pack } = PACKINGS[how];
  const sha = crypto().createHash('sha256');
  const sizes: number[] = [];
  for (const piece of from) {
    sha.update(piece);
    const packed = pack(piece);
    writeFileSync(to, packed);
    sizes.push(packed.length, piece.length);
  }
  writeFileSync(to, seekTable(sizes));
  return sha.digest('hex');
}

/** Reads until the buffer is full or the file ends: a pipe gives less at a time. */
function fill(fd: number, into: Buffer): number {
  let filled = 0;
  while (filled < into.length) {
    const read = readSync(fd, into, filled, into.length - filled, null);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

function seekTable(sizes: readonly number[]): Buffer {
  const table = Buffer.alloc(HEAD + sizes.length * 4 + FOOT);
  table.writeUInt32LE(SKIPPABLE, 0);
  table.writeUInt32LE(table.length - HEAD, 4);
  for (const [at, size] of sizes.entries()) table.writeUInt32LE(size, HEAD + at * 4);
  table.writeUInt32LE(sizes.length / 2, table.length - FOOT);
  table.writeUInt32LE(SEEKABLE, table.length - 4);
  return table;
}

function placeOf(dir: string, hash: string): string | undefined {
  return ENDINGS.map((ending) => join(dir, DOCUMENTS, `${hash}.${ending}`)).find((place) => existsSync(place));
}

function packingOf(place: string): Packing {
  return place.endsWith('.gz') ? 'gz' : 'zst';
}

/** Names below the party's folder of what a backup has to carry. */
export function documentNames(dir: string): readonly string[] {
  const folder = join(dir, DOCUMENTS);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => DOCUMENT_NAME.test(name))
    .sort()
    .map((name) => `${DOCUMENTS}/${name}`);
}

export function isKept(dir: string, hash: string): boolean {
  return placeOf(dir, hash) !== undefined;
}

/** Lets a file go, for good. @throws io-failed */
export function dropFile(dir: string, hash: string): void {
  const place = placeOf(dir, hash);
  if (place === undefined) return;
  try {
    rmSync(place, { force: true });
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-write', { file: place }));
  }
}

/**
 * The bytes of a kept file as it came, piece by piece. They are what was kept: where the last piece does not make its hash true
 * this throws at the end, so that whoever writes them elsewhere writes to a file that is not yet in its place.
 * @throws no-such-file (66) where it is not here, damaged (74), io-failed (74)
 */
export function* keptBytes(dir: string, hash: string): Generator<Bytes> {
  const place = placeOf(dir, hash);
  if (place === undefined) {
    throw new PedigreeError('no-such-file', say('document-not-here', { hash }), { hint: say('backup-has-documents') });
  }
  const { open } = PACKINGS[packingOf(place)];
  const sha = crypto().createHash('sha256');
  const fd = opened(place);
  try {
    let at = 0;
    for (const { stored, bytes } of frames(fd, hash)) {
      const packed = Buffer.alloc(stored);
      if (readSync(fd, packed, 0, stored, at) < stored) throw damaged(hash);
      at += stored;
      const piece = unpacked(() => open(packed), hash);
      if (piece.length !== bytes) throw damaged(hash);
      sha.update(piece);
      yield piece;
    }
    if (sha.digest('hex') !== hash) throw damaged(hash);
  } finally {
    closeSync(fd);
  }
}

function opened(place: string): number {
  try {
    return openSync(place, 'r');
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-read', { file: place }));
  }
}

function unpacked(open: () => Bytes, hash: string): Bytes {
  try {
    return open();
  } catch (cause) {
    if (cause instanceof TypeError) {
      throw new PedigreeError('io-failed', say('no-zstd-here'), { hint: say('newer-node-has-zstd'), cause });
    }
    throw damaged(hash, cause);
  }
}

interface Frame {
  /** Packed, and as it came. */
  readonly stored: number;
  readonly bytes: number;
}

/** The sizes of the frames, in their order, which together are the file. @throws damaged */
function frames(fd: number, hash: string): readonly Frame[] {
  const { size } = fstatSync(fd);
  const foot = Buffer.alloc(FOOT);
  if (size < HEAD + FOOT || readSync(fd, foot, 0, FOOT, size - FOOT) < FOOT) throw damaged(hash);
  const count = foot.readUInt32LE(0);
  const start = size - HEAD - count * ENTRY - FOOT;
  if (foot.readUInt32LE(FOOT - 4) !== SEEKABLE || start < 0) throw damaged(hash);
  const table = Buffer.alloc(count * ENTRY);
  readSync(fd, table, 0, table.length, start + HEAD);
  const found = Array.from({ length: count }, (_, at) => ({
    stored: table.readUInt32LE(at * ENTRY),
    bytes: table.readUInt32LE(at * ENTRY + 4),
  }));
  const total = found.reduce((sum, { stored }) => sum + stored, 0);
  if (total !== start || found.some(({ bytes }) => bytes > FRAME)) throw damaged(hash);
  return found;
}

function damaged(hash: string, cause?: unknown): PedigreeError {
  return new PedigreeError('damaged', say('document-damaged', { hash }), {
    hint: say('backup-has-documents'),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Whether a file is here and is what was kept. */
export function checkFile(dir: string, hash: string): 'whole' | 'missing' | 'damaged' {
  if (!isKept(dir, hash)) return 'missing';
  try {
    for (const _ of keptBytes(dir, hash));
    return 'whole';
  } catch (error) {
    if (error instanceof PedigreeError && error.code === 'damaged') return 'damaged';
    throw error;
  }
}
