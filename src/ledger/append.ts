// Appending to the own chain: one transaction, signed, durable, and in the head file before anybody is told.
import { PedigreeError } from '../errors.ts';
import { isStorageFailure } from '../system-errors.ts';
import { say } from '../words/en/ledger.ts';
import { AppendRun } from './append-run.ts';
import type { Head } from './head-file.ts';
import { holdingLease } from './lease.ts';
import { countOwn, tellOwn } from './own-records.ts';
import { type Notes, PreparedNotes, signedAtOnce } from './signing.ts';
import { inOurWords } from './sqlite.ts';
import { exclusively, raiseTo, type Store } from './store.ts';
import type { Appended, Appender, AppendOptions, AppendTx } from './types.ts';

/** Runs of one append whose key takes its time. Each but the last met other records than the one before. */
const TRIES = 8;

/** See `Ledger.append`. */
export function append<T>(store: Store, self: Appender, options: AppendOptions, fn: (tx: AppendTx) => T): Appended<T> {
  if (store.sql.db.inTransaction) throw new PedigreeError('unexpected', say('append-inside-transaction'));
  const { sign } = self.keyring;
  const once = (notes: Notes, random = self.random) => attempt(store, { ...self, random }, options, notes, fn);
  // The write lock is the lease where nobody can be in the middle of signing.
  if (sign.immediate === true || options.dryRun === true || store.readOnly) return stands(once(signedAtOnce(sign)));
  return underLease(store, options, () => {
    const notes = new PreparedNotes(sign, self.random);
    for (let tries = 0; tries < TRIES; tries++) {
      const appended = once(notes, (n) => notes.random(n));
      if (appended !== undefined) return appended;
      notes.sign();
    }
    return stands<Appended<T>>(undefined);
  });
}

function underLease<T>({ dir }: Store, { patience }: AppendOptions, fn: () => T): T {
  try {
    return holdingLease(dir, fn, patience);
  } catch (error) {
    throw unrecorded(error);
  }
}

/** @throws locked where the last run was undone, too */
function stands<T>(appended: T | undefined): T {
  if (appended !== undefined) return appended;
  throw new PedigreeError('locked', say('changes-faster-than-signed'), {
    hint: say('in-a-moment'),
  });
}

/** One run of an append; undefined where it was undone because notes are still to be signed. */
function attempt<T>(
  store: Store,
  self: Appender,
  options: AppendOptions,
  notes: Notes,
  fn: (tx: AppendTx) => T,
): Appended<T> | undefined {
  const dryRun = options.dryRun ?? false;
  const appending = new AppendRun(store, self, options, notes);
  let value: T | undefined;
  try {
    exclusively(
      store,
      () => {
        appending.begin();
        store.memory.ownChanged = false;
        value = fn(appending);
        appending.closeCommit();
        // What waits in the outbox, for one: no event says that it was here.
        if (appending.added === 0) countOwn(store);
        // A new chain begins a new file, which waits beside the old one for this to be durable.
        const { opens, head } = appending;
        if (head !== undefined && notes.complete)
          opens ? store.head.stage(opening(store, head)) : store.head.prepare(head);
      },
      () => (dryRun || !notes.complete ? 'roll-back' : 'commit'),
    );
  } catch (error) {
    throw unrecorded(error);
  }
  if (!notes.complete) return undefined;
  if (!dryRun) appending.added > 0 ? acknowledge(store, appending) : tellOwn(store);
  return { value: value as T, at: appending.lastAt ?? options.now, dryRun };
}

function opening({ memory }: Store, head: Head): Head {
  return { ...head, others: memory.others(), wrote: memory.wrote() };
}

// Where the disk failed, whoever asked has to know that there is no event. What could not be told says so itself.
function unrecorded(error: unknown): unknown {
  if (!isStorageFailure(error) || error.detail !== undefined) return error;
  const { code, message, hint } = error;
  return new PedigreeError(code, say('nothing-recorded', { message }), {
    ...(hint === undefined ? {} : { hint }),
    detail: { recorded: false },
    cause: error,
  });
}

// The events are durable here; the head file has to say so too before anybody is told.
function acknowledge(store: Store, { opens, head }: AppendRun): void {
  try {
    if (opens) exclusively(store, () => store.head.settle());
    else if (head !== undefined) raiseTo(store, head);
  } catch (cause) {
    const known = inOurWords(cause);
    const code = isStorageFailure(known) ? known.code : 'io-failed';
    throw new PedigreeError(code, say('head-not-written'), {
      hint: say('make-room-head'),
      detail: { recorded: true },
      cause,
    });
  }
}
