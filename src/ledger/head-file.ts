// The head file: what the own chain's head was when it was last acknowledged, kept apart from the database so that a restored
// backup or a copied folder is noticed before it forks the chain (DESIGN §3.5).
import {
  type BigIntStats,
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crypto } from '../builtins.ts';
import { type Bytes, hex } from '../chain/bytes.ts';
import { phrase } from '../words/en/ledger.ts';
import {
  type Asked,
  BOTH,
  CHECKSUM,
  decodeSlot,
  HEAD_FILE,
  HEADER,
  type Head,
  newest,
  SECTOR,
  SLOT,
  type Slot,
  slotsIn,
} from './head-slot.ts';
import { OutsideHead } from './outside-head.ts';

export { HEAD_FILE, type Head } from './head-slot.ts';

/** A slot ready to be written. */
interface Write {
  readonly head: Head;
  readonly slot: Slot;
  readonly at: number;
  readonly bytes: Buffer;
}

export type HeadRead =
  | { readonly kind: 'missing' | 'damaged' }
  | {
      readonly kind: 'here';
      readonly head: Slot;
      readonly sameMachine: boolean;
      readonly samePlace: boolean;
      /** Both slots can be read; one alone holds too, until it is the one that is damaged. */
      readonly whole: boolean;
      /** The head that was written outside of the folder, looked at when the file is opened. */
      readonly outside?: Slot | undefined;
    };

/** A file that nobody writes: whoever copies a folder into its place writes it, too. */
export const MARK_FILE = 'mark';
/** How long an open file is taken for the one that has its name, ms. */
const STANDS = 1_000;

/**
 * On Linux each write to the open file is durable when it returns, which is the same as fdatasync in one call and a fifth
 * quicker. Elsewhere O_DSYNC may stop at the cache of the drive, which Node's fdatasync does not.
 */
const DURABLE = process.platform === 'linux' ? constants.O_RDWR | constants.O_DSYNC : 'r+';

let machine: string | undefined;

// A container without a machine id has no lasting name: there the place of the file alone must do.
export function machineMark(): string {
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
    machine = crypto().hash('sha256', `pedigree/machine/v1\0${id}`, 'hex').slice(0, 32);
  }
  return machine;
}

function checksum(slot: Buffer, length: number): string {
  return crypto().hash('sha256', slot.subarray(CHECKSUM, HEADER + length), 'latin1');
}

function encodeSlot(slot: Slot, out: Buffer = Buffer.alloc(SLOT)): Buffer {
  const body = JSON.stringify(slot);
  const length = out.write(body, HEADER);
  if (length < Buffer.byteLength(body)) throw new RangeError('a head does not fit its slot');
  out.fill(0, HEADER + length);
  out.writeUInt32BE(length, CHECKSUM);
  out.write(checksum(out, length), 'latin1');
  return out;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The head file of one folder, kept open from its reading to its writing. Errors of the file system are thrown as they come. */
export class HeadFile {
  readonly #dir: string;
  readonly #file: string;
  /** Where a new file waits until the chain that it speaks of is in the database. */
  readonly #staged: string;
  readonly #flags: 'r' | typeof DURABLE;
  #open: number | undefined;
  // When the open file was opened (performance.now), and what the database was then.
  #openedAt = 0;
  #openedFor: number | undefined;
  // The last bytes that were read or written, what they say, where the file lay that had them, and room to read into.
  #bytes: Buffer = Buffer.alloc(BOTH);
  #slots: readonly (Slot | undefined)[] = [];
  #place = '';
  #room: Buffer = Buffer.alloc(BOTH);
  #write: Write | undefined;
  readonly #outside: OutsideHead;
  #outsideHead: Slot | undefined;
  #asked: Asked | undefined;

  /** @param state where the own head is written once more, outside of the folder */
  constructor(dir: string, readOnly: boolean, state?: string) {
    this.#dir = dir;
    this.#outside = new OutsideHead(state);
    this.#file = join(dir, HEAD_FILE);
    this.#staged = `${this.#file}.new`;
    this.#flags = readOnly ? 'r' : DURABLE;
  }

  close(): void {
    if (this.#open !== undefined) closeSync(this.#open);
    this.#open = undefined;
    this.#outside.close();
  }

  /** What was acknowledged of others, as the file that was read last says it. */
  get others(): Head['others'] {
    return newest(this.#slots)?.others;
  }

  /** How often own records were written, as the file that was read last says it. */
  get wrote(): number {
    return newest(this.#slots)?.wrote ?? 0;
  }

  /** When peers were last asked for the own head, as the file that was read last says it. */
  get asked(): Asked | undefined {
    return this.#asked ?? newest(this.#slots)?.asked;
  }

  /** Whether peers were asked through this opening of the folder. */
  get askedHere(): boolean {
    return this.#asked !== undefined;
  }

  /** Goes into the file with the next head that is written. */
  set asked(asked: Asked) {
    this.#asked = asked;
    this.#write = undefined;
  }

  /** Inode and time of change of the mark, which is made where it is missing; empty where it cannot be. */
  mark(): string {
    const file = join(this.#dir, MARK_FILE);
    try {
      const { ino, ctimeNs } = statSync(file, { bigint: true, throwIfNoEntry: false }) ?? made(file);
      return `${ino.toString(16)}-${ctimeNs.toString(16)}`;
    } catch {
      return '';
    }
  }

  /**
   * What lies there now: it is opened anew, as another process may have put a new file in the place of the last one. Its inode
   * is not asked for as long as it says what it said: Linux notes exact times for a file that somebody has asked for its times,
   * and then each of two syncs of an append writes an inode too, which is a fifth of its time.
   */
  read(): HeadRead {
    this.close();
    return this.#read();
  }

  /**
   * As `read`, but the file that was opened within the last second is read through that opening, as long as nobody else has
   * written to the database: `version` is `Memory.version`. A burst of appends opens it once.
   */
  reread(version: number | undefined): HeadRead {
    if (version !== this.#openedFor || performance.now() - this.#openedAt > STANDS) this.close();
    this.#openedFor = version;
    return this.#read();
  }

  #read(): HeadRead {
    try {
      this.#take();
    } catch (error) {
      if (isCode(error, 'ENOENT')) return { kind: 'missing' };
      if (isCode(error, 'EISDIR')) return { kind: 'damaged' };
      throw error;
    }
    const slot = newest(this.#slots);
    if (slot === undefined) return { kind: 'damaged' };
    return { ...readOf(slot, this.#place, !this.#slots.includes(undefined)), outside: this.#outsideHead };
  }

  #take(): number {
    const opens = this.#open === undefined;
    if (this.#open === undefined) {
      this.#open = openSync(this.#file, this.#flags);
      this.#openedAt = performance.now();
    }
    const bytes = this.#room;
    bytes.fill(0, readSync(this.#open, bytes, 0, BOTH, 0));
    if (this.#place === '' || !bytes.equals(this.#bytes)) {
      this.#write = undefined;
      this.#slots = slotsIn(bytes).map(decodeSlot);
      this.#place = placeOf(this.#dir, this.#open);
      this.#room = this.#bytes;
      this.#bytes = bytes;
    }
    const slot = opens ? newest(this.#slots) : undefined;
    this.#outsideHead = slot && this.#outside.read(slot);
    return this.#open;
  }

  /**
   * What `advance` will write of this head. Whoever has yet to commit it asks beforehand: right after a wait for the disk
   * everything takes three times as long.
   */
  prepare(head: Head): Write {
    if (this.#write?.head !== head) {
      const last = newest(this.#slots);
      const at = last !== undefined && this.#slots[0] === last ? SECTOR : 0;
      const slot: Slot = {
        ...head,
        // What is not said anew goes on: an own append changes nothing of others.
        others: head.others ?? last?.others,
        wrote: head.wrote ?? last?.wrote,
        asked: this.asked,
        count: (last?.count ?? 0) + 1,
        machine: machineMark(),
        place: this.#place,
      };
      this.#write = { head, slot, at, bytes: encodeSlot(slot, this.#write?.bytes) };
    }
    return this.#write;
  }

  /**
   * Writes a higher head over the older slot, in place and durable. The caller holds the database's write lock and knows
   * that the file says what it said when it was read here last, or this head already.
   */
  advance(head: Head): void {
    const fd = this.#open ?? this.#take();
    const { slot, at, bytes } = this.prepare(head);
    writeAt(fd, bytes, at);
    if (DURABLE === 'r+') fdatasyncSync(fd);
    bytes.copy(this.#bytes, at);
    this.#outside.write(slot, bytes);
    this.#slots = at === 0 ? [slot, this.#slots[1]] : [this.#slots[0], slot];
  }

  /** Makes the file anew for this folder on this machine, whatever was there. */
  create(head: Head): void {
    this.#asked = undefined;
    const bytes = this.stage(head);
    this.settle();
    this.mark();
    this.#outside.write(head, bytes);
  }

  /** Puts a new file beside the one that counts, durable. It is this folder's alone, as the other is. */
  stage(head: Head): Buffer {
    const fresh = this.#staged;
    rmSync(fresh, { force: true });
    const fd = openSync(fresh, 'wx+', 0o600);
    try {
      const slot: Slot = { ...head, count: 1, machine: machineMark(), place: placeOf(this.#dir, fd) };
      writeAt(fd, Buffer.alloc(2 * SECTOR), 0);
      const bytes = encodeSlot(slot);
      writeAt(fd, bytes, 0);
      writeAt(fd, encodeSlot({ ...slot, count: 0 }), SECTOR);
      fsyncSync(fd);
      return bytes;
    } finally {
      closeSync(fd);
    }
  }

  /** What the file beside the one that counts says. */
  readStaged(): HeadRead {
    try {
      const fd = openSync(this.#staged, 'r');
      try {
        const bytes = Buffer.alloc(SLOT);
        const slot = readSync(fd, bytes, 0, SLOT, 0) === SLOT ? decodeSlot(bytes) : undefined;
        return slot === undefined ? { kind: 'damaged' } : readOf(slot, placeOf(this.#dir, fd));
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      if (isCode(error, 'ENOENT')) return { kind: 'missing' };
      throw error;
    }
  }

  /** Makes the file beside the one that counts; another run may have done so already. */
  settle(): void {
    this.close();
    if (statSync(this.#file, { throwIfNoEntry: false })?.isDirectory()) rmSync(this.#file, { recursive: true });
    try {
      renameSync(this.#staged, this.#file);
    } catch (error) {
      if (!isCode(error, 'ENOENT')) throw error;
    }
    syncFolder(this.#dir);
  }
}

function readOf(slot: Slot, place: string, whole = true): Extract<HeadRead, { kind: 'here' }> {
  return {
    kind: 'here',
    head: slot,
    sameMachine: slot.machine === machineMark(),
    samePlace: slot.place === place,
    whole,
  };
}

/** Never written again. Its words are for whoever finds it. */
function made(file: string): BigIntStats {
  const words = phrase('whether-this-file-put');
  writeFileSync(file, words, { flag: 'wx', mode: 0o600 });
  return statSync(file, { bigint: true });
}

/** Inodes of the folder and of the open file, hex. */
function placeOf(dir: string, fd: number): string {
  const [folder, file] = [statSync(dir, { bigint: true }).ino, fstatSync(fd, { bigint: true }).ino];
  return `${folder.toString(16)}-${file.toString(16)}`;
}

/** All of the bytes, from this place of a file on. */
export function writeAt(fd: number, bytes: Bytes, at: number): void {
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
export function headOf(
  { chain, size, root }: { readonly chain: string; readonly size: number; readonly root: Bytes },
  note: string,
  instance: string,
): Head {
  return { chain, size, root: hex(root), note, instance };
}
