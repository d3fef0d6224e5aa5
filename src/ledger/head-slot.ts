// What stands in a slot of the head file, and how it is read. On the way of a scan to its verdict: nothing that writes is here.
import { sameBytes, text } from '../chain/bytes.ts';
import { sha256 } from '../chain/hash.ts';

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
  /** What was acknowledged of the chains of others. */
  readonly others?: Others | undefined;
  /** How often records of this folder alone were written. */
  readonly wrote?: number | undefined;
  /** When peers were last asked for the own head. */
  readonly asked?: Asked | undefined;
}

/** The count of the last change of any chain but the own one, and a digest of all their heads. */
export interface Others {
  readonly n: number;
  /** The sum (xor) of a hash of each head, hex. */
  readonly heads: string;
}

/** When peers were asked for the own head, and what the folder was then. */
export interface Asked {
  /** ms */
  readonly at: number;
  /** This start of the machine. */
  readonly boot: string;
  /** Inode and time of change of a file that is never written. */
  readonly mark: string;
}

export interface Slot extends Head {
  /** Counts up with every write; the higher of the two whole slots holds. */
  readonly count: number;
  readonly machine: string;
  /** The file itself and its folder: a copy has others. */
  readonly place: string;
}

/** Each slot lies in a sector of its own, so that a torn write leaves the other whole. */
export const SECTOR = 4096;
/** Bytes of a slot: SHA-256 over length and body, u32be length, JSON, zeros. */
export const SLOT = 1024;
export const CHECKSUM = 32;
export const HEADER = CHECKSUM + 4;
export const BOTH = SECTOR + SLOT;

/** What whole bytes of a slot say. */
export function decodeSlot(bytes: Buffer): Slot | undefined {
  const body = bodyOf(bytes);
  if (body === undefined) return undefined;
  if (!sameBytes(sha256(bytes.subarray(CHECKSUM, HEADER + body.length)), bytes.subarray(0, CHECKSUM))) return undefined;
  return JSON.parse(text(body)) as Slot;
}

/** What a slot says, be it whole or torn: of a whole one what `decodeSlot` gives, without the time that a hash takes. */
export function claimOf(bytes: Buffer): Partial<Slot> | undefined {
  const body = bodyOf(bytes);
  try {
    return body && (JSON.parse(text(body)) as Partial<Slot>);
  } catch {
    return undefined;
  }
}

function bodyOf(bytes: Buffer): Buffer | undefined {
  const length = bytes.readUInt32BE(CHECKSUM);
  return length === 0 || HEADER + length > bytes.length ? undefined : bytes.subarray(HEADER, HEADER + length);
}

/** The bytes of both slots of a file. */
export function slotsIn(file: Buffer): readonly [Buffer, Buffer] {
  return [file.subarray(0, SLOT), file.subarray(SECTOR, BOTH)];
}

export function newest(slots: readonly (Slot | undefined)[]): Slot | undefined {
  const [first, second] = slots;
  if (first === undefined || second === undefined) return first ?? second;
  return first.count > second.count ? first : second;
}
