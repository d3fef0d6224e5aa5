// Whether what was acknowledged of the chains of others is still here. Where a part of the write-ahead log is gone the database
// is whole, only older: a recall that was taken in would be missing, and the pack it is of genuine.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { BOTH, claimOf, decodeSlot, HEAD_FILE, newest, type Slot, slotsIn } from './head-slot.ts';
import type { Memory } from './memory.ts';

/** The bytes of the head file, as far as there are any. To be read before the database is. */
export function readHead(dir: string): Buffer | undefined {
  let fd: number;
  try {
    fd = openSync(join(dir, HEAD_FILE), 'r');
  } catch {
    // Without a head file nothing is appended, and nothing can be compared.
    return undefined;
  }
  try {
    const bytes = Buffer.alloc(BOTH);
    readSync(fd, bytes, 0, BOTH, 0);
    return bytes;
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}

/** What the newest whole slot of a head file says. */
export function newestIn(file: Buffer): Slot | undefined {
  return newest(slotsIn(file).map(decodeSlot));
}

/** As `isLost`, by the bytes of the head file. What no slot claims the newest whole one does not say: only then it is hashed. */
export function isLostBy(memory: Memory, file: Buffer | undefined): boolean {
  if (file === undefined) return isLost(memory, undefined);
  return slotsIn(file).some((slot) => isLost(memory, claimOf(slot))) && isLost(memory, newestIn(file));
}

/** Inside a transaction: whether records of others were acknowledged that the database has not got. */
export function isLost(memory: Memory, head: Partial<Pick<Slot, 'others' | 'instance'>> | undefined): boolean {
  if (memory.meta<number>('lost') === 1) return true;
  const { others, instance } = head ?? {};
  return others?.n !== undefined && instance === memory.instance() && others.n > memory.changesOfOthers();
}
