// Records of this folder alone that were written by themselves: settings, what waits in the outbox, peers. Nobody can bring them
// again, so the head file counts their changes: where the end of the write-ahead log is gone, the database has counted fewer.
import { PedigreeError } from '../errors.ts';
import { phrase } from '../words/en/ledger.ts';
import type { HeadRead } from './head-file.ts';
import type { Counting } from './local.ts';
import type { Memory } from './memory.ts';
import { guard } from './sqlite.ts';
import { currentHead, exclusively, fits, ownHead, raise, type Store } from './store.ts';
import { readWith } from './transaction.ts';

/** The kind of record under which changes are told that nobody can name. */
export const OWN_CHANGES = 'changes';

/** Changes are counted with whatever they are made in: an event counts by itself, and a change alone is a write of its own. */
export function makeCounting(store: Store): Counting {
  return (change) => {
    if (!store.sql.db.inTransaction) return writeOwn(store, () => counted(store, change));
    return counted(store, change);
  };
}

function counted<T>({ memory }: Store, change: () => T): T {
  memory.ownChanged = true;
  return change();
}

/** One transaction that writes; where it has changed own records the head file says so when this returns. */
export function writeOwn<T>(store: Store, fn: () => T): T {
  const { memory } = store;
  const value = exclusively(store, () => {
    memory.ownChanged = false;
    const made = fn();
    countOwn(store);
    return made;
  });
  tellOwn(store);
  return value;
}

/**
 * At the end of a transaction without an event: counts where own records were changed in it. What is missing must not look whole
 * because more has been written since.
 */
export function countOwn({ memory, head }: Store): void {
  if (memory.own() === undefined) memory.ownChanged = false;
  if (!memory.ownChanged) return;
  const missing = memory.comparedOwn ? 0 : lacking(memory, readAnyhow(head));
  if (missing > 0) memory.setMeta('forgotten', (memory.meta<number>('forgotten') ?? 0) + missing);
  memory.setMeta('wrote', memory.wrote() + missing + 1);
}

// A head file that cannot be read says nothing of own records, and keeps nobody from writing them.
function readAnyhow(head: Store['head']): HeadRead {
  try {
    return guard(() => head.read());
  } catch (error) {
    if (error instanceof PedigreeError) return { kind: 'damaged' };
    throw error;
  }
}

/**
 * After COMMIT, under a second write lock: the file may lag behind the database, and never leads. The records stand, whatever
 * comes of the file: the next one that is written is counted with those before it.
 */
export function tellOwn(store: Store): void {
  const { memory, head } = store;
  if (!memory.ownChanged) return;
  memory.ownChanged = false;
  memory.comparedOwn = true;
  try {
    exclusively(store, () => {
      const own = ownHead(store);
      if (own === undefined || !fits(raise(store, own))) return;
      const wrote = memory.wrote();
      if (head.wrote < wrote) head.advance({ ...currentHead(store, own), wrote });
    });
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
  }
}

/** How many changes the head file knows of, it or the one outside of the folder, that the database has not got. */
function lacking(memory: Memory, read: HeadRead): number {
  if (read.kind !== 'here' || read.head.instance !== memory.instance()) return 0;
  const { head, outside } = read;
  // A copy of the folder on this machine writes to the same one.
  const beyond = outside?.place === head.place ? (outside.wrote ?? 0) : 0;
  return Math.max(0, Math.max(head.wrote ?? 0, beyond) - memory.wrote());
}

/** Inside a transaction that began after `read`: how many changes of own records are missing. */
export function missingOwn(memory: Memory, read: HeadRead): number {
  return (memory.meta<number>('forgotten') ?? 0) + lacking(memory, read);
}

/** See `Ledger.forgotten`. */
export function forgotten(store: Store): number {
  const read = readAnyhow(store.head);
  return readWith(store.sql, store.memory, store.view, () => missingOwn(store.memory, read));
}

/** See `Ledger.forget`. */
export function forget(store: Store): number {
  return exclusively(store, () => takeAsIs(store, readAnyhow(store.head)));
}

/** Under the write lock: what is here counts as all there is. */
export function takeAsIs({ sql, memory }: Store, read: HeadRead): number {
  const missing = missingOwn(memory, read);
  const wrote = memory.wrote() + lacking(memory, read);
  if (missing === 0) return 0;
  sql.run("DELETE FROM meta WHERE key = 'forgotten'");
  memory.clear();
  memory.setMeta('wrote', wrote);
  return missing;
}

export function sayMissing(count: number): string {
  return phrase('own-changes-gone', { count });
}
