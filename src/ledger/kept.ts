// Whether what was acknowledged of the chains of others is still here. Where a part of the write-ahead log is gone the database
// is whole, only older: a recall that was taken in would be missing, and the pack it is of genuine.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { BOTH, HEAD_FILE, newestIn, type Slot } from './head-slot.ts';
import type { Memory } from './memory.ts';

/** What the head file says, as far as it says anything. To be read before the database is. */
export function readHead(dir: string): Slot | undefined {
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
    return newestIn(bytes);
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}

/** Inside a transaction: whether records of others were acknowledged that the database has not got. */
export function isLost(memory: Memory, head: Pick<Slot, 'others' | 'instance'> | undefined): boolean {
  if (memory.meta<number>('lost') === 1) return true;
  const { others, instance } = head ?? {};
  return others !== undefined && instance === memory.instance() && others.n > memory.changesOfOthers();
}
