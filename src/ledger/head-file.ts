// The head file: what the own chain's head was when it was last acknowledged, kept apart from the database so that a restored
// backup or a copied folder is noticed before it forks the chain (DESIGN §3.5).
import { createHash } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Bytes, hex, sameBytes, text, utf8 } from '../chain/bytes.ts';

export const HEAD_FILE = 'head';

/** What a slot says. Texts are hex but for the chain id and the note. */
export interface Head {
  readonly chain: string;
  readonly size: number;
  readonly root: string;
  /** The signed note of this size. */
  readonly note: string;
  /** Random id of the database it belongs to; a restored database gets another. */
  readonly instance: string;
}

interface Slot extends Head {
  /** Counts up with every write; the higher of the two whole slots holds. */
  readonly count: number;
  readonly machine: string;
  /** The file itself and its folder: a copy has others. */
  readonly place: string;
}

export type HeadRead =
  | { readonly kind: 'missing' | 'damaged' }
  | { readonly kind: 'here'; readonly head: Head; readonly sameMachine: boolean; readonly samePlace: boolean };

/** Each slot lies in a sector of its own, so that a torn write leaves the other whole. */
const SLOT = 4096;
const HEADER = 4 + 32;

function digest(...parts: readonly Bytes[]): Buffer {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
}

let machine: string | undefined;

// A container without a machine id has no lasting name: there the place of the file alone must do.
function machineMark(): string {
  if (machine === undefined) {
    let id = '';
    for (const file of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
      try {
        id = readFileSync(file, 'utf8').trim();
        if (id !== '') break;
      } catch {
        // Not this system's place for it.
      }
    }
    machine = digest(utf8(`pedigree/machine/v1\0${id}`))
      .subarray(0, 16)
      .toString('hex');
  }
  return machine;
}

function placeMark(dir: string, fd: number): string {
  const folder = statSync(dir, { bigint: true }).ino;
  return `${folder.toString(16)}-${fstatSync(fd, { bigint: true }).ino.toString(16)}`;
}

function encodeSlot(slot: Slot): Buffer {
  const body = utf8(JSON.stringify(slot));
  if (HEADER + body.length > SLOT) throw new RangeError('a head does not fit its slot');
  const out = Buffer.alloc(SLOT);
  out.writeUInt32BE(body.length);
  out.set(digest(out.subarray(0, 4), body), 4);
  out.set(body, HEADER);
  return out;
}

function decodeSlot(bytes: Buffer): Slot | undefined {
  const length = bytes.length < HEADER ? 0 : bytes.readUInt32BE(0);
  if (length === 0 || HEADER + length > bytes.length) return undefined;
  const body = bytes.subarray(HEADER, HEADER + length);
  if (!sameBytes(digest(bytes.subarray(0, 4), body), bytes.subarray(4, HEADER))) return undefined;
  return JSON.parse(text(body)) as Slot;
}

function readSlots(fd: number): (Slot | undefined)[] {
  const bytes = Buffer.alloc(2 * SLOT);
  const length = readSync(fd, bytes, 0, bytes.length, 0);
  return [0, SLOT].map((at) => decodeSlot(bytes.subarray(Math.min(at, length), Math.min(at + SLOT, length))));
}

function newest(slots: readonly (Slot | undefined)[]): Slot | undefined {
  const [first, second] = slots;
  if (first === undefined || second === undefined) return first ?? second;
  return first.count > second.count ? first : second;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Reads the head file of a folder. Throws what the file system throws, but for a missing file. */
export function readHead(dir: string): HeadRead {
  let fd: number;
  try {
    fd = openSync(join(dir, HEAD_FILE), 'r');
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    throw error;
  }
  try {
    const slot = newest(readSlots(fd));
    if (slot === undefined) return { kind: 'damaged' };
    return {
      kind: 'here',
      head: slot,
      sameMachine: slot.machine === machineMark(),
      samePlace: slot.place === placeMark(dir, fd),
    };
  } finally {
    closeSync(fd);
  }
}

/**
 * Writes a higher head over the older slot, in place and durable. The caller holds the database's write lock and has compared
 * what the file said before.
 */
export function advanceHead(dir: string, head: Head): void {
  const fd = openSync(join(dir, HEAD_FILE), 'r+');
  try {
    const slots = readSlots(fd);
    const last = newest(slots);
    const at = last !== undefined && slots[0] === last ? SLOT : 0;
    writeSlot(fd, at, { ...head, count: (last?.count ?? 0) + 1, machine: machineMark(), place: placeMark(dir, fd) });
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes the head file anew for this folder on this machine, whatever was there. */
export function createHead(dir: string, head: Head): void {
  const file = join(dir, HEAD_FILE);
  const fresh = `${file}.new`;
  try {
    unlinkSync(fresh);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const fd = openSync(fresh, 'wx+', 0o600);
  try {
    const slot: Slot = { ...head, count: 1, machine: machineMark(), place: placeMark(dir, fd) };
    writeSlot(fd, 0, slot);
    writeSlot(fd, SLOT, { ...slot, count: 0 });
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(fresh, file);
  syncFolder(dir);
}

function writeSlot(fd: number, at: number, slot: Slot): void {
  const bytes = encodeSlot(slot);
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
}

/** Makes new names in a folder durable, where the system can. */
export function syncFolder(dir: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** The head as it stands in a slot. */
export function headOf(chain: string, size: number, root: Bytes, note: string, instance: string): Head {
  return { chain, size, root: hex(root), note, instance };
}
