// The audit: the database's own check, every hash and signature again, the derived tables made a second time, the head file.
// Each of them finds damage that the others miss.
import { type Bytes, b64u, sameBytes } from '../chain/bytes.ts';
import { type Checkpoint, readCheckpoint, verifyCheckpoint } from '../chain/checkpoint.ts';
import { chainIdOf, decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { type CompactRange, EMPTY_RANGE, encodeRange, extendRange, leafHash, rangeRoot } from '../chain/merkle.ts';
import { PedigreeError } from '../errors.ts';
import { phrase } from '../words/en/ledger.ts';
import { isAwaited } from './attachments.ts';
import { packFaults } from './audit-packs.ts';
import { recordFindings } from './audit-records.ts';
import { type BranchRow, pathOf, type Shape } from './branches.ts';
import { databaseFaults } from './examine.ts';
import type { HeadRead } from './head-file.ts';
import { leafId, seqOf } from './ids.ts';
import { Indexer } from './index-events.ts';
import { mostFirst } from './lacking.ts';
import { missingOwn, OWN_CHANGES, sayMissing } from './own-records.ts';
import { attachmentRow, attachmentsOf, KINDS, readPage, type StoredAttachment } from './pages.ts';
import { allLeaves, isAsStored } from './rebuild.ts';
import { lastKeySeq, signKeyOf } from './sign-keys.ts';
import { inOurWords } from './sqlite.ts';
import { compareHead, ownHead, type Store, WHY_BEHIND } from './store.ts';
import { DERIVED, ORDERED } from './tables.ts';
import type { AuditFinding, AuditReport, Progress, SettledFork } from './types.ts';

/** Findings of one kind that are named one by one; more are counted. */
const NAMED = 20;
const REPORT_EVERY = 1_000;
const EMPTY: Bytes = new Uint8Array(0);

interface SetKey {
  readonly seq: number;
  readonly key: Bytes;
}

/** See `Ledger.audit`. */
export function audit(store: Store, progress?: Progress): AuditReport {
  // Before the database: whoever appends meanwhile moves the head file after it.
  const head = attempt(() => store.head.read());
  const run = new Audit(store, head, progress);
  store.sql.run('BEGIN');
  try {
    store.memory.lenient = true;
    return run.run();
  } finally {
    if (store.sql.db.inTransaction) store.sql.run('ROLLBACK');
    store.memory.lenient = false;
  }
}

function attempt<T>(fn: () => T): T | PedigreeError {
  try {
    return fn();
  } catch (error) {
    const known = inOurWords(error);
    if (known instanceof PedigreeError) return known;
    throw error;
  }
}

class Audit {
  readonly #store: Store;
  readonly #headRead: HeadRead | PedigreeError;
  readonly #progress: Progress | undefined;
  readonly #findings: AuditFinding[] = [];
  readonly #settled: SettledFork[] = [];
  /** Events that wait for pages, by chain. */
  readonly #awaited = new Map<string, number>();
  #events = 0;
  #notes = 0;
  #pages = 0;
  #total = 0;

  constructor(store: Store, headRead: HeadRead | PedigreeError, progress?: Progress) {
    this.#store = store;
    this.#headRead = headRead;
    this.#progress = progress;
  }

  run(): AuditReport {
    this.#try('database-damaged', () => this.#database());
    let chains = 0;
    this.#try('database-damaged', () => {
      const { sql, memory } = this.#store;
      memory.refresh();
      this.#total = sql.value<number>('SELECT count(*) FROM leaf') ?? 0;
      this.#progress?.(0, this.#total);
      for (const branch of sql.rows<BranchRow>('SELECT * FROM branch ORDER BY id')) {
        chains++;
        this.#try('branch-wrong', () => this.#branch(branch), branch.chain);
      }
      this.#strays();
    });
    this.#try('record-damaged', () => this.#records());
    this.#try('page-damaged', () => this.#attachments());
    this.#try('index-wrong', () => this.#derived());
    this.#try('head-file', () => this.#head());
    this.#try('record-damaged', () => this.#own(this.#headRead));
    this.#try('database-damaged', () => this.#peers());
    this.#progress?.(this.#total, this.#total);
    const counts = { events: this.#events, chains, notes: this.#notes, pages: this.#pages };
    const awaited = [...this.#awaited].map(([chain, events]) => ({ chain, events })).sort(mostFirst);
    return {
      ...counts,
      findings: this.#findings,
      ...(this.#settled.length > 0 && { settled: this.#settled }),
      ...(awaited.length > 0 && { awaited }),
    };
  }

  #find(code: AuditFinding['code'], message: string, chain?: string, seq?: number): void {
    this.#findings.push({
      code,
      message,
      ...(chain === undefined ? {} : { chain }),
      ...(seq === undefined ? {} : { seq }),
    });
  }

  // What throws on the way is itself a finding, and the other checks go on.
  #try(code: AuditFinding['code'], check: () => void, chain?: string): void {
    try {
      check();
    } catch (error) {
      const known = inOurWords(error);
      if (known instanceof PedigreeError) {
        if (known.code === 'interrupted') throw known;
        const isDatabase = known.code === 'damaged' && code !== 'branch-wrong';
        this.#find(isDatabase ? 'database-damaged' : code, known.message, chain);
        return;
      }
      // A row is not even of the kind that it must be.
      this.#find(code, phrase('what-stored-makes', { value: error instanceof Error ? error.message : '' }), chain);
    }
  }

  #database(): void {
    for (const fault of databaseFaults(this.#store.sql)) this.#find('database-damaged', fault);
  }

  // Leaves that no chain here has: the row of their chain is gone, or has become shorter.
  #strays(): void {
    const strays = this.#store.sql.value<number>(
      `SELECT count(*) FROM leaf l LEFT JOIN branch b ON b.id = l.id / 4294967296
       WHERE b.id IS NULL OR l.id % 4294967296 < b.base OR l.id % 4294967296 >= b.size`,
    );
    if (strays) this.#find('branch-wrong', phrase('events-of-no-chain', { strays }));
  }

  #branch(branch: BranchRow): void {
    const { chain } = branch;
    const shape = this.#store.memory.shapes.byRow(branch.id);
    if (shape === undefined) return;
    const keys: SetKey[] = [];
    let range: CompactRange = EMPTY_RANGE;
    let prev: Bytes = Buffer.alloc(32);
    let at = 0;
    let waiting: Bytes[] = [];
    let expected = 0;
    const notes = this.#notesOf(shape, branch);
    for (const { seq, bytes } of this.#store.view.leaves(chain, shape.number, 0, branch.size)) {
      expected++;
      const own = seq >= branch.base;
      const leaf = this.#leaf(chain, seq, bytes, own);
      if (leaf === undefined) return;
      if (own && seq === 0 && chainIdOf(bytes) !== chain)
        this.#find('leaf-damaged', phrase('opening-event-of-another'), chain, 0);
      if (own && (leaf.seq !== seq || !sameBytes(leaf.prev, prev) || leaf.at < at)) {
        this.#find('leaf-damaged', phrase('event-does-not-follow', { seq }), chain, seq);
      }
      prev = leaf.hash;
      at = leaf.at;
      const key = signKeyOf(leaf);
      if (key !== undefined) keys.push({ seq, key });
      waiting.push(leaf.hash);
      const note = notes.get(seq + 1);
      if (note === undefined && seq + 1 < branch.size) continue;
      range = extendRange(range, waiting);
      waiting = [];
      if (note !== undefined && own) this.#note(chain, seq + 1, note, rangeRoot(range), keys);
    }
    if (expected < branch.size) this.#find('leaf-missing', phrase('event-missing', { expected }), chain, expected);
    else this.#headRow(branch, range, prev, at, notes.has(branch.size));
  }

  #leaf(chain: string, seq: number, bytes: Bytes, own: boolean): Leaf | undefined {
    try {
      const leaf = decodeLeaf(bytes);
      if (own) {
        this.#events++;
        if (this.#events % REPORT_EVERY === 0) this.#progress?.(this.#events, this.#total);
        this.#pagesOf(chain, seq, leaf);
      }
      return leaf;
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      this.#find('leaf-damaged', phrase('event-damaged-2', { seq, why: error.message }), chain, seq);
      return undefined;
    }
  }

  #pagesOf(chain: string, seq: number, leaf: Leaf): void {
    if (leaf.fault !== undefined) return;
    let waits = false;
    for (const ref of attachmentsOf(leaf)) {
      const stored = attachmentRow(this.#store.sql, ref.root, ref.kind);
      // What has never been here is no damage: it is asked for, and the event counts as one that has not arrived.
      if (stored !== undefined && isAwaited(stored)) {
        waits = true;
        continue;
      }
      if (stored === undefined || stored.have < stored.pages) {
        this.#find('page-missing', phrase('pages-of-event', { seq }), chain, seq);
      } else if (stored.named !== 1) {
        this.#find('index-wrong', phrase('pages-of-event-not-marked', { seq }), chain, seq);
      }
    }
    if (waits) this.#awaited.set(chain, (this.#awaited.get(chain) ?? 0) + 1);
  }

  #notesOf(shape: Shape, branch: BranchRow): Map<number, string> {
    const notes = new Map<number, string>();
    for (const part of pathOf(shape, 0, branch.size)) {
      for (const row of this.#store.sql.rows<{ id: number; note: string }>(
        'SELECT id, note FROM leaf WHERE id >= ? AND id < ? AND note IS NOT NULL',
        leafId(part.row, part.from),
        leafId(part.row, part.to),
      )) {
        notes.set(seqOf(row.id) + 1, row.note);
      }
    }
    return notes;
  }

  #note(chain: string, size: number, note: string, root: Bytes, keys: readonly SetKey[]): void {
    this.#notes++;
    let checkpoint: Checkpoint;
    try {
      checkpoint = readCheckpoint(note);
    } catch {
      this.#find('note-damaged', phrase('checkpoint-damaged', { size }), chain, size - 1);
      return;
    }
    if (checkpoint.chain !== chain || checkpoint.size !== size || !sameBytes(checkpoint.root, root)) {
      this.#find('note-damaged', phrase('checkpoint-of-size', { size }), chain, size - 1);
      return;
    }
    const key = keys.findLast((one) => one.seq <= lastKeySeq(size))?.key;
    if (key === undefined || !verifyCheckpoint(checkpoint, key)) {
      this.#find('note-signature', phrase('checkpoint-of-size-not-signed', { size }), chain, size - 1);
    }
  }

  #headRow(branch: BranchRow, range: CompactRange, head: Bytes, at: number, hasNote: boolean): void {
    const same =
      sameBytes(rangeRoot(range), branch.root) &&
      sameBytes(encodeRange(range), branch.range) &&
      sameBytes(head, branch.head) &&
      at === branch.at;
    if (!same) this.#find('branch-wrong', phrase('stored-head-of-chain'), branch.chain, branch.size - 1);
    if (!hasNote)
      this.#find('note-damaged', phrase('checkpoint-missing', { size: branch.size }), branch.chain, branch.size - 1);
  }

  /** What no chain can give back, and rows beside the chains: whether they are what was written, and all there. */
  #records(): void {
    for (const finding of recordFindings(this.#store)) {
      const { code, chain, seq } = finding;
      // The replay names a checkpoint that is damaged, too.
      const known = this.#findings.some((one) => one.code === code && one.chain === chain && one.seq === seq);
      if (!known || seq === undefined) this.#findings.push(finding);
    }
  }

  #attachments(): void {
    const { sql } = this.#store;
    type Row = StoredAttachment & { readonly root: Bytes };
    for (const stored of sql.rows<Row & { range: Bytes | null }>(
      'SELECT *, CAST(root AS BLOB) AS root FROM attachment WHERE have < pages',
    )) {
      this.#waiting(stored);
    }
    for (const stored of sql.rows<Row>(
      'SELECT id, CAST(root AS BLOB) AS root, kind, pages, have FROM attachment WHERE have = pages',
    )) {
      const name = `${KINDS[stored.kind] ?? ''} ${b64u(stored.root).slice(0, 8)}`;
      const hashes: Bytes[] = [];
      for (let index = 0; index < stored.pages; index++) {
        const page = readPage(sql, stored, index);
        if (page === undefined) break;
        this.#pages++;
        hashes.push(leafHash(page));
      }
      if (hashes.length < stored.pages)
        this.#find('page-missing', phrase('page-of-missing', { count: hashes.length, name }));
      else if (!sameBytes(rangeRoot(extendRange(EMPTY_RANGE, hashes)), stored.root)) {
        this.#find('page-damaged', phrase('page-of-damaged', { name }));
      }
    }
  }

  // Pages that came before the rest: the next one is hashed on to them.
  #waiting(stored: StoredAttachment & { readonly root: Bytes; readonly range: Bytes | null }): void {
    const hashes: Bytes[] = [];
    for (let index = 0; index < stored.have; index++) {
      const page = readPage(this.#store.sql, stored, index);
      if (page !== undefined) hashes.push(leafHash(page));
    }
    const range = encodeRange(extendRange(EMPTY_RANGE, hashes));
    if (stored.have === 0 ? stored.range === null : sameBytes(range, stored.range ?? EMPTY)) return;
    const name = `${KINDS[stored.kind] ?? ''} ${b64u(stored.root).slice(0, 8)}`;
    this.#find('page-damaged', phrase('page-of', { name }));
  }

  #derived(): void {
    const { sql } = this.#store;
    for (const [name, columns] of Object.entries(DERIVED)) {
      if (!ORDERED.has(name)) sql.db.exec(`CREATE TEMP TABLE ${name} ${columns}`);
    }
    sql.db.exec('CREATE TEMP TABLE page (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)');
    const indexer = new Indexer(sql, 'temp');
    let wrong = 0;
    for (const stored of allLeaves(this.#store.sql)) {
      try {
        const leaf = decodeLeaf(stored.bytes);
        if (!isAsStored(leaf, stored)) wrong++;
        indexer.add(stored.id, stored.first, leaf);
      } catch (error) {
        // Found and named by the replay.
        if (!(error instanceof PedigreeError)) throw error;
      }
    }
    indexer.flush();
    if (wrong > 0) {
      this.#find('index-wrong', phrase('events-do-not-have', { wrong }));
    }
    for (const message of packFaults(sql)) this.#find('index-wrong', message);
    for (const table of [...Object.keys(DERIVED), 'page']) {
      if (ORDERED.has(table)) continue;
      const main = table === 'page' ? 'SELECT * FROM main.page WHERE id < 0' : `SELECT * FROM main.${table}`;
      const missing = sql.value<number>(`SELECT count(*) FROM (SELECT * FROM temp.${table} EXCEPT ${main})`) ?? 0;
      const extra = sql.value<number>(`SELECT count(*) FROM (${main} EXCEPT SELECT * FROM temp.${table})`) ?? 0;
      if (missing > 0) this.#find('index-wrong', phrase('rows-of-index-missing', { missing, table }));
      if (extra > 0) this.#find('index-wrong', phrase('rows-of-index', { extra, table }));
    }
  }

  #head(): void {
    if (this.#headRead instanceof PedigreeError) throw this.#headRead;
    const state = compareHead(this.#store, this.#headRead, ownHead(this.#store));
    const chain = this.#store.memory.own();
    if (this.#headRead.kind === 'here' && !this.#headRead.whole) {
      this.#find('head-file', phrase('one-of-two-halves'), chain);
    }
    if (state.kind === 'ready' || state.kind === 'database-ahead') {
      this.#others(this.#headRead);
      return;
    }
    this.#find('head-file', phrase('head-file-does', { behind: WHY_BEHIND[state.kind] }), chain);
  }

  // The count alone does not tell a database that went another way from there.
  #others(read: HeadRead): void {
    const noted = read.kind === 'here' ? read.head.others : undefined;
    const { n, heads } = this.#store.memory.others();
    if (noted?.n === n && noted.heads !== heads) this.#find('head-file', phrase('chains-of-others'));
  }

  // Where the head file cannot be read that is a finding, and nothing to compare with.
  #own(read: HeadRead | PedigreeError): void {
    const missing = read instanceof PedigreeError ? 0 : missingOwn(this.#store.memory, read);
    if (missing > 0) this.#findings.push({ code: 'record-missing', message: sayMissing(missing), record: OWN_CHANGES });
  }

  #peers(): void {
    for (const { chain, size, peer } of this.#store.view.heard().slice(0, NAMED)) {
      this.#find('peer-saw-other', phrase('holds-another-checkpoint', { peer, size }), chain, size - 1);
    }
    for (const { chain, index } of this.#store.view.doubts().slice(0, NAMED)) {
      if (index !== undefined) this.#fork(chain, index);
    }
  }

  // A fork that somebody has settled for all is no fault any more; what this computer alone has chosen is one still.
  #fork(chain: string, index: number): void {
    const authority = this.#store.view.authority();
    const chosen = authority.settlementOf(chain)?.chosen;
    const by = authority.settled(chain, index) ? (chosen?.by ?? 'revocation') : undefined;
    const said = by === 'here' ? 'author-has-signed-two-settled-here' : 'author-has-signed-two';
    if (by === undefined || by === 'here') this.#find('forked', phrase(said, { index }), chain, index);
    else this.#settled.push({ chain, seq: index, by });
  }
}
