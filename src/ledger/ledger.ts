// The ledger of a folder: SQLite behind the interface of types.ts.
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { crypto } from '../builtins.ts';
import { hex } from '../chain/bytes.ts';
import { PedigreeError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { asFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/ledger.ts';
import { accept } from './accept.ts';
import { admit } from './admit.ts';
import { admitAll } from './admit-all.ts';
import { append } from './append.ts';
import { deletePages, takePages } from './attachments.ts';
import { audit } from './audit.ts';
import { backup } from './backup.ts';
import { checkAhead } from './check-ahead.ts';
import { prove } from './evidence.ts';
import { HeadFile } from './head-file.ts';
import { hear } from './hear.ts';
import { knowsMark, markOf } from './history.ts';
import { isLostBy, readHead } from './kept.ts';
import { noteLate } from './late.ts';
import { LedgerView } from './ledger-view.ts';
import { makeLocal } from './local.ts';
import { Memory } from './memory.ts';
import { mendRest, mendRows } from './mend.ts';
import { mergePiece, takeUpMerges } from './merge-in-pieces.ts';
import { askedPeers, hearOwnHeads, mustAsk, seenElsewhere } from './own-head.ts';
import { forget, forgotten, makeCounting, takeAsIs, writeOwn } from './own-records.ts';
import { attachmentRow } from './pages.ts';
import { indexLacking, lackPages, rebuild } from './rebuild.ts';
import { settleHere } from './settled-here.ts';
import { guard, openForReading, openForWriting } from './sqlite.ts';
import { acknowledge, compareHead, exclusively, headState, makeHead, ownHead, raiseHead, type Store } from './store.ts';
import { keepSums } from './sums.ts';
import { createTables } from './tables.ts';
import { copyTakenOver, type TakeOver, takeOver } from './take-over.ts';
import { readWith } from './transaction.ts';
import type { Ledger, PageIn, PagesPut, Progress } from './types.ts';
import { LEDGER_FILE } from './view.ts';

export interface OpenOptions {
  readonly readOnly?: boolean;
  readonly create?: boolean;
  readonly mending?: boolean;
  /** Told the version that the tables had, where those of an earlier one were taken over. */
  readonly takenOver?: TakeOver['takenOver'];
  readonly progress?: Progress | undefined;
  /** A folder outside of `dir` where the own head is written once more, so that a folder that was put back is noticed. */
  readonly state?: string | undefined;
}

/**
 * Opens the ledger in `dir`. `create` makes the folder (0700) and an empty ledger where there is none; `readOnly` works on
 * read-only media; `mending` is for whoever fetches from a peer what is damaged here.
 * @throws no-party, cannot-create, io-failed, locked, damaged
 */
export function openLedger(dir: string, options: OpenOptions = {}): Ledger {
  const store = openStore(dir, options);
  const { sql, memory, view, local } = store;
  return {
    dir,
    readOnly: store.readOnly,
    local,
    read: (fn) => readWith(sql, memory, view, fn),
    publish(fn) {
      // Another process may commit between the head file and the read: then once more.
      for (;;) {
        const shown = readWith(sql, memory, view, () => {
          const { kind } = compareHead(store, store.head.read(), ownHead(store));
          return kind === 'database-ahead' ? undefined : { value: fn(view) };
        });
        if (shown !== undefined) return shown.value;
        if (store.readOnly) {
          throw new PedigreeError('io-failed', say('newest-not-in-head'), {
            hint: say('next-writes-head'),
          });
        }
        raiseHead(store);
      }
    },
    append: (self, appendOptions, fn) => append(store, self, appendOptions, fn),
    write: (fn) => (sql.db.inTransaction ? fn(local, view) : writeOwn(store, () => fn(local, view))),
    forgotten: () => forgotten(store),
    forget: () => forget(store),
    admit: (batch) => admit(store, batch),
    admitAll: (batches) => admitAll(store, batches),
    checkAhead: (batches) => checkAhead(store, batches),
    putPages: (pages) => putPages(store, pages),
    pagesHere(ref) {
      const stored = guard(() => attachmentRow(sql, ref.root, ref.kind));
      return { have: stored?.have ?? 0, complete: stored !== undefined && stored.have === stored.pages };
    },
    waitForWriters: (ms) => {
      sql.db.pragma(`busy_timeout = ${Math.floor(ms)}`);
    },
    putOffLongWork: () => guard(() => takeUpMerges(sql)),
    tidy: (now) => mergePiece(sql, (fn) => exclusively(store, fn), now),
    forgetPages(ref) {
      exclusively(store, () => {
        const stored = attachmentRow(sql, ref.root, ref.kind);
        if (stored === undefined) return;
        deletePages(sql, stored);
        sql.run('UPDATE attachment SET have = 0, range = NULL WHERE id = ?', stored.id);
        lackPages(store, ref);
      });
    },
    joinNetwork(founder) {
      exclusively(store, () => {
        const known = memory.network();
        if (known !== '' && known !== founder) throw new PedigreeError('other-network', say('folder-of-other-network'));
        if (known === '') memory.setMeta('network', founder);
      });
    },
    mark: () => markOf(store),
    knows: (mark) => knowsMark(store, mark),
    settleHere: (chain, tree) =>
      writeOwn(store, () => {
        memory.ownChanged = true;
        settleHere(sql, chain, tree);
        memory.bumpStamp();
      }),
    hear: (note, peer, at) => hear(store, note, peer, at),
    prove: (proof) => prove(store, proof),
    confirm(at) {
      exclusively(store, () => memory.confirm(at));
    },
    acknowledge: () => acknowledge(store),
    isLost: () => {
      const head = readHead(dir);
      return readWith(sql, memory, view, () => isLostBy(memory, head));
    },
    commits: () => guard(() => sql.value<number>('PRAGMA data_version') ?? 0),
    mustAsk: (now) => mustAsk(store, now),
    askedPeers: (now, answered) => askedPeers(store, now, answered),
    seenElsewhere: (note, peer, at) => seenElsewhere(store, note, peer, at),
    headState: () => headState(store),
    confirmHead() {
      hearOwnHeads(store);
      return exclusively(store, () => {
        if (memory.own() !== undefined) {
          sql.run("DELETE FROM meta WHERE key IN ('lost', 'elsewhere')");
          memory.clear();
          takeAsIs(store, store.head.read());
          makeHead(store);
        }
        return compareHead(store, store.head.read(), ownHead(store));
      });
    },
    audit: (auditOptions = {}) => guard(() => audit(store, auditOptions.progress)),
    accept: ({ dryRun }) => accept(store, dryRun),
    mend: (when) => (when === 'before' ? mendRows(store) : mendRest(store)),
    rebuild: (rebuildOptions = {}) => exclusively(store, () => rebuild(store, rebuildOptions.progress)),
    backup: (file, carry) => guard(() => backup(store, file, carry)),
    close() {
      // Whoever was cut off has told nobody; the next one that takes something in notes it.
      store.head.close();
      sql.close();
    },
  };
}

function openStore(dir: string, options: OpenOptions): Store {
  const { readOnly = false, create = false, mending = false, state } = options;
  const file = join(dir, LEDGER_FILE);
  if (create && !existsSync(file)) makePlace(dir, file);
  const sql = readOnly
    ? openForReading(file, (earlier) => copyTakenOver(earlier, options))
    : openForWriting(file, create);
  const memory = new Memory(sql, mending);
  const head = new HeadFile(dir, readOnly, state);
  const local = makeLocal(sql, (change) => counting(change));
  const store: Store = { dir, readOnly, sql, memory, view: new LedgerView(memory), local, head };
  const counting = makeCounting(store);
  if (readOnly) return store;
  try {
    if (create) makeTables(store);
    takeOver(sql, options);
    guard(() => keepSums(sql.db));
    return store;
  } catch (error) {
    sql.close();
    throw error;
  }
}

// The folder, and the file in it, which SQLite would make for everybody to read; what it puts beside it has the same mode.
function makePlace(dir: string, file: string): void {
  try {
    if (!existsSync(dir)) {
      makeFolder(dir, 0o700);
      chmodSync(dir, 0o700);
    }
  } catch (cause) {
    throw asFailure(cause, phrase('folder-cannot-made', { dir }), 'creating');
  }
  guard(() => closeSync(openSync(file, 'a', 0o600)));
}

function makeTables(store: Store): void {
  if (store.sql.db.pragma('user_version', { simple: true }) !== 0) return;
  guard(() => {
    store.sql.run('BEGIN IMMEDIATE');
    try {
      if (store.sql.db.pragma('user_version', { simple: true }) === 0) {
        createTables(store.sql, hex(crypto().randomBytes(16)), hex(crypto().randomBytes(16)));
      }
      store.sql.run('COMMIT');
    } catch (error) {
      if (store.sql.db.inTransaction) store.sql.run('ROLLBACK');
      throw error;
    }
  });
}

function putPages(store: Store, pages: Iterable<PageIn>): PagesPut {
  return exclusively(store, () => {
    const { sql, memory } = store;
    const put = takePages(sql, pages);
    // Whoever has read the leaves that name them could not open what lies in them.
    const late = indexLacking(store, put.complete);
    if (late.length > 0) noteLate(memory, late);
    else if (put.complete.some((ref) => attachmentRow(sql, ref.root, ref.kind)?.named === 1)) memory.bumpMended();
    return put;
  });
}
