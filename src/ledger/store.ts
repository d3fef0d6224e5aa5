// The open database of a folder with all that its writers share: one transaction at a time, the head file, the index.
import { hex } from '../chain/bytes.ts';
import { withoutWitnesses } from '../chain/checkpoint.ts';
import { PedigreeError } from '../errors.ts';
import { isStorageFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/ledger.ts';
import type { Said } from '../words/say.ts';
import type { BranchRow } from './branches.ts';
import { type Head, type HeadFile, type HeadRead, headOf } from './head-file.ts';
import type { Others } from './head-slot.ts';
import { isLost } from './kept.ts';
import type { LedgerView } from './ledger-view.ts';
import type { Memory } from './memory.ts';
import { allKeys } from './sign-keys.ts';
import { guard, isOf, LOG_PAGES, type Sql } from './sqlite.ts';
import { readWith } from './transaction.ts';
import type { HeadState, Local } from './types.ts';

export interface Store {
  readonly dir: string;
  readonly readOnly: boolean;
  readonly sql: Sql;
  readonly memory: Memory;
  readonly view: LedgerView;
  readonly local: Local;
  readonly head: HeadFile;
}

/** What deciding about others' records takes of it. */
export type Deciding = Pick<Store, 'sql' | 'memory' | 'view' | 'readOnly'>;

/** How a transaction ends when its function returns. */
export type TransactionEnd = 'commit' | 'roll-back';

/**
 * Runs `fn` under the write lock and commits, or undoes all of it: where it throws, and where `ending` says so.
 * @throws locked, io-failed, damaged, and what `fn` throws
 */
export function exclusively<T>(store: Deciding, fn: () => T, ending: () => TransactionEnd = () => 'commit'): T {
  const { sql, memory } = store;
  if (store.readOnly) throw new PedigreeError('io-failed', say('opened-for-reading'));
  return guard(() => {
    sql.keepLogUpTo(LOG_PAGES);
    sql.run('BEGIN IMMEDIATE');
    try {
      memory.refresh();
      const value = fn();
      if (ending() === 'commit') {
        commit(sql);
        return value;
      }
      undo(store);
      return value;
    } catch (error) {
      undo(store);
      throw error;
    }
  });
}

// A log that was written and could not be synced may hold the whole transaction all the same, for whoever reads it after a crash.
function commit(sql: Sql): void {
  try {
    sql.run('COMMIT');
  } catch (cause) {
    if (!isOf(cause, 'SQLITE_IOERR') || isOf(cause, 'SQLITE_IOERR_WRITE')) throw cause;
    throw new PedigreeError('io-failed', say('recorded-unknown'), {
      hint: say('log-tells-or-once'),
      detail: { recorded: 'unknown' },
      cause,
    });
  }
}

function undo({ sql, memory }: Deciding): void {
  if (sql.db.inTransaction) sql.run('ROLLBACK');
  memory.clear();
}

/** The own chain as the database has it. */
export type OwnHead = Pick<BranchRow, 'id' | 'chain' | 'size' | 'root'>;

/** Inside a transaction. */
export function ownHead({ sql, memory }: Store): OwnHead | undefined {
  const chain = memory.own();
  if (chain === undefined) return undefined;
  return sql.row<OwnHead>(
    'SELECT id, chain, size, CAST(root AS BLOB) AS root FROM branch WHERE chain = ? AND number = 0',
    chain,
  );
}

/**
 * Compares the head file with the database, inside a transaction. Where that holds no write lock, `read` is of before it
 * began: whoever appends meanwhile moves the file after the database, and must not be taken for one that is ahead of it.
 */
export function compareHead(store: Store, read: HeadRead, own: OwnHead | undefined): HeadState {
  const state = compare(store, read, own);
  if (fits(state) || !stagedFits(store, own)) return state;
  return { kind: 'database-ahead', size: state.size, head: 0 };
}

export function fits({ kind }: HeadState): boolean {
  return kind === 'ready' || kind === 'database-ahead';
}

// A run was killed after the database had what its new head file says, and before that took the place of the old one. As long
// as it waits there nothing was appended, so it cannot be older than what its chain has signed.
function stagedFits(store: Store, own: OwnHead | undefined): boolean {
  return own !== undefined && fits(compare(store, store.head.readStaged(), own));
}

function compare(store: Store, read: HeadRead, own: OwnHead | undefined): HeadState {
  const size = own?.size ?? 0;
  if (read.kind !== 'here')
    return own === undefined && read.kind === 'missing' ? { kind: 'ready', size: 0 } : { kind: read.kind, size };
  const { head } = read;
  if (own === undefined) return { kind: 'behind', size, head: head.size };
  if (!read.sameMachine) return { kind: 'other-machine', size, head: head.size };
  if (!read.samePlace) return { kind: 'other-copy', size, head: head.size };
  if (head.chain !== own.chain || head.size > size || head.instance !== store.memory.instance()) {
    return { kind: 'behind', size, head: head.size };
  }
  if (!isOwn(store, own, head)) return { kind: 'behind', size, head: head.size };
  const { outside } = read;
  // Folder and head file are set back together; what lies outside of them is not.
  if (outside !== undefined && outside.instance === head.instance && !isKnown(store, own, outside)) {
    return { kind: 'behind', size, head: outside.size };
  }
  const elsewhere = seenElsewhere(store, own);
  if (elsewhere !== undefined && !isKnown(store, own, elsewhere)) return { kind: 'behind', size, head: elsewhere.size };
  if (isLost(store.memory, head)) return { kind: 'lost', size, head: head.size };
  return head.size === size ? { kind: 'ready', size } : { kind: 'database-ahead', size, head: head.size };
}

/** The longest own head that a peer has shown. */
export function seenElsewhere({ memory }: Store, { chain }: OwnHead): Tree | undefined {
  const [size, root] = memory.meta<string>('elsewhere')?.split(' ') ?? [];
  return size === undefined || root === undefined ? undefined : { chain, size: Number(size), root };
}

type Tree = Pick<Head, 'chain' | 'size' | 'root'>;

/** Whether a head of the own chain is here: on its own branch, or on another one, and then the fork is known. */
function isKnown(store: Store, own: OwnHead, head: Tree): boolean {
  if (isOwn(store, own, head)) return true;
  return store.memory.shapes.of(own.chain).some(({ number }) => {
    const there = number === 0 ? undefined : store.view.rootAt(own.chain, number, head.size);
    return there !== undefined && hex(there) === head.root;
  });
}

/** Whether the own chain in the database has a head, at its end or on its way. */
function isOwn(store: Store, own: OwnHead, head: Tree): boolean {
  if (head.chain !== own.chain || head.size > own.size) return false;
  const there = head.size === own.size ? own.root : store.view.rootAt(own.chain, 0, head.size);
  return there !== undefined && hex(there) === head.root;
}

/** Compares the head file with the database, in a read transaction of its own. */
export function headState(store: Store): HeadState {
  const read = guard(() => store.head.read());
  return readWith(store.sql, store.memory, store.view, () => compareHead(store, read, ownHead(store)));
}

export const WHY_BEHIND: Readonly<Record<Exclude<HeadState['kind'], 'ready' | 'database-ahead'>, Said>> = {
  lost: say('records-of-others-taken'),
  behind: say('folder-older'),
  missing: say('head-file-of-this'),
  damaged: say('head-file-of-this-chain'),
  'other-machine': say('folder-comes-from-another'),
  'other-copy': say('folder-copy-of-another'),
};

/**
 * Under the write lock, before anything is appended: brings the head file up to the database, or refuses.
 * @throws chain-behind (78)
 */
export function settleHead(store: Store, own: OwnHead): void {
  const state = raise(store, own);
  if (state.kind !== 'ready' && state.kind !== 'database-ahead') {
    throw new PedigreeError('chain-behind', say('behind-no-append', { behind: WHY_BEHIND[state.kind] }), {
      hint: say('recover-fetches'),
      detail: { state: state.kind, size: state.size, ...(state.head === undefined ? {} : { head: state.head }) },
    });
  }
}

/** What the head file has to say of the database. @throws chain-broken */
export function currentHead(store: Store, own: OwnHead | undefined): Head {
  const note = own && store.view.note(own.chain, own.size);
  if (own === undefined || note === undefined) throw new PedigreeError('chain-broken', say('own-chain-no-checkpoint'));
  const keys = allKeys(store.memory, own.chain).map(({ key }) => key);
  return headOf(own, withoutWitnesses(note, keys), store.memory.instance());
}

/**
 * After COMMIT, under a second write lock: the head file learns the database's head, whoever committed it. Only ever upward;
 * a file that is of another copy or ahead is left as it is.
 */
export function raiseHead(store: Store): HeadState {
  return exclusively(store, () => raise(store, ownHead(store)));
}

export function raise(store: Store, own: OwnHead | undefined): HeadState {
  let state = compare(store, store.head.reread(store.memory.version), own);
  // Another file may have taken the place of the one that is open here.
  if (state.kind !== 'ready') state = compare(store, store.head.read(), own);
  if (state.kind === 'ready') return state;
  if (state.kind === 'database-ahead') {
    store.head.advance(currentHead(store, own));
    return { kind: 'ready', size: state.size };
  }
  if (!stagedFits(store, own)) return state;
  store.head.settle();
  return raise(store, own);
}

/** As `raiseHead`, by whoever has just committed this head in the present `memory.version`, and compared the file before. */
export function raiseTo(store: Store, committed: Head): void {
  const { version } = store.memory;
  exclusively(store, () => {
    // As long as nobody else has written, the file says the head of before this commit, or already this one.
    if (store.memory.version === version) store.head.advance(committed);
    else raise(store, ownHead(store));
  });
}

/**
 * Notes in the head file what the database has of others: durable there, so that the loss of a part of the database shows. A
 * folder without an own chain, or of which the head file says something else, is left as it is.
 */
export function acknowledge(store: Store): void {
  if (store.readOnly || !store.memory.unacknowledged) return;
  store.memory.unacknowledged = false;
  const read = guard(() => store.head.read());
  const isNews = readWith(store.sql, store.memory, store.view, () => {
    if (read.kind !== 'here' || ownHead(store) === undefined) return false;
    return !sameOthers(read.head.others, store.memory.others());
  });
  if (!isNews) return;
  try {
    exclusively(store, () => {
      const own = ownHead(store);
      if (!fits(raise(store, own))) return;
      const others = store.memory.others();
      if (!sameOthers(store.head.others, others)) store.head.advance({ ...currentHead(store, own), others });
    });
  } catch (error) {
    store.memory.unacknowledged = true;
    if (!(error instanceof PedigreeError && isStorageFailure(error))) throw error;
    const message = phrase('what-came-recorded', { why: error.message });
    throw new PedigreeError(error.code, message, { cause: error, ...(error.hint && { hint: error.hint }) });
  }
}

function sameOthers(a: Others | undefined, b: Others): boolean {
  return a?.n === b.n && a.heads === b.heads;
}

/** Under the write lock, before anything of others is stored: what is lost must not look whole because more has come since. */
export function noteLoss(store: Store): void {
  const { memory } = store;
  if (memory.comparedOthers) return;
  memory.comparedOthers = true;
  if (memory.own() === undefined || memory.meta('lost') === 1) return;
  const read = store.head.read();
  if (read.kind === 'here' && isLost(memory, read.head)) memory.setMeta('lost', 1);
}

/** The head file, made anew from the database, when its owner has confirmed the head. Under the write lock. */
export function makeHead(store: Store): void {
  const { memory } = store;
  store.head.create({ ...currentHead(store, ownHead(store)), others: memory.others(), wrote: memory.wrote() });
  // Others may have the old file open: what they find written they look at anew.
  memory.bumpStamp();
}
