// Reading the ledger: chains, leaves, notes and events of one transaction, and the evidence that custody is judged by.
import { type Bytes, b64u, hex } from '../chain/bytes.ts';
import { readCheckpoint } from '../chain/checkpoint.ts';
import { type ForkProof, forkProofAt } from '../chain/fork.ts';
import { decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { type CompactRange, EMPTY_ROOT, leafHash } from '../chain/merkle.ts';
import { rowsOf } from '../chain/rows.ts';
import type { Author, Authority } from '../custody/authority.ts';
import { EVENT_REF } from '../custody/event-ref.ts';
import type { CustodyEvent, Hit } from '../custody/evidence.ts';
import { roleAllows } from '../custody/rights.ts';
import { type BranchRow, holderOf, leafOn, mustBeBranch, pathOf, type Shape } from './branches.ts';
import {
  branchesUnder,
  FEW,
  isInLot,
  LAST_LEAF,
  type Lot,
  leavesUnder,
  lotsOf,
  MOST_USES,
  usesOf,
} from './by-right.ts';
import { eachOfType, lastOfType, rangesOf, rangesWith } from './by-type.ts';
import { keptProof, storedProofs, unexplained } from './doubt.ts';
import { branchOf, key48, leafId, MOST_BRANCHES, seqOf } from './ids.ts';
import { authorityIn } from './ledger-authority.ts';
import { leafRanges, MENDED, markName } from './marks.ts';
import { type Memory, rootName } from './memory.ts';
import { type NoteRow, soundNote, TRIED_NOTES } from './note-row.ts';
import { attachmentsOf, lost, openerOf, pageOf } from './pages.ts';
import { StoredEvent } from './stored-event.ts';
import { typeCode } from './tables.ts';
import { Trees } from './tree.ts';
import type { AttachmentRef, ChainInfo, EventsOptions, Fork, ForkDoubt, LeafRow, Marks, View } from './types.ts';

/** Leaves fetched at a time. */
const CHUNK = 256;
const KEPT_ROOTS = 1_000;
/** Of more events, or tokens, than these it is quicker to look at all there are. */
const MOST_FRESH = 20_000;

type InfoRow = Omit<BranchRow, 'range'> & NoteRow;

const INFO = `SELECT b.id, b.chain, b.number, b.parent, b.base, b.size, b.at, b.seen, b.changed, b.open_only,
  CAST(b.root AS BLOB) AS root, CAST(b.head AS BLOB) AS head, b.sum, n.note, n.notesum
  FROM branch b LEFT JOIN leaf n ON n.id = b.id * 4294967296 + b.size - 1`;

export class LedgerView implements View {
  readonly #memory: Memory;
  readonly #trees: Trees;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#trees = new Trees((shape, from, to) => this.leafHashes(shape.chain, shape.number, from, to), memory.subtrees);
  }

  get network(): string {
    return this.#memory.network();
  }

  get founder(): string {
    return this.#memory.network();
  }

  get policy(): 'required' | 'endpoints' {
    return this.#memory.policy();
  }

  get ownChain(): string | undefined {
    return this.#memory.own();
  }

  epoch(): string {
    return this.#memory.meta('epoch') ?? '';
  }

  changes(): number {
    return this.#memory.changes();
  }

  authority(): Authority {
    this.#memory.authority ??= authorityIn(this.#memory, this);
    return this.#memory.authority;
  }

  #info(row: InfoRow): ChainInfo {
    if (!this.#memory.shapes.lenient) mustBeBranch(row);
    const { forkedAt, doubtedAt } = this.#memory.shapes.doubt(row.chain);
    const parent = row.parent === null ? undefined : this.#memory.shapes.byRow(row.parent)?.number;
    return {
      chain: row.chain,
      branch: row.number,
      size: row.size,
      root: row.root,
      tip: row.head,
      // Asked for by whoever sends it alone.
      get note() {
        return soundNote(leafId(row.id, row.size - 1), row) ?? '';
      },
      lastAt: row.at,
      seen: row.seen,
      changed: row.changed,
      base: row.base,
      own: row.chain === this.ownChain,
      openOnly: row.open_only === 1,
      forked: doubtedAt !== Infinity,
      ...(forkedAt === Infinity ? {} : { forkedAt }),
      ...(parent === undefined ? {} : { parent }),
    };
  }

  chains(since = -1): readonly ChainInfo[] {
    const rows = this.#memory.sql.rows<InfoRow>(`${INFO} WHERE b.changed > ? ORDER BY b.chain, b.number`, since);
    const founder = this.founder;
    const first = rows.filter((row) => row.chain === founder);
    return [...first, ...rows.filter((row) => row.chain !== founder)].map((row) => this.#info(row));
  }

  chain(id: string, branch = 0): ChainInfo | undefined {
    const row = this.#memory.sql.row<InfoRow>(`${INFO} WHERE b.chain = ? AND b.number = ?`, id, branch);
    return row && this.#info(row);
  }

  isDoubted(id: string): boolean {
    return this.#memory.shapes.doubt(id).doubtedAt !== Infinity;
  }

  branches(id: string): readonly ChainInfo[] {
    const rows = this.#memory.sql.rows<InfoRow>(`${INFO} WHERE b.chain = ? ORDER BY b.number`, id);
    return rows.map((row) => this.#info(row));
  }

  lastHeard(but?: readonly string[]): number | undefined {
    const left = [this.ownChain ?? '', ...(but ?? [])];
    const sql = `SELECT * FROM branch WHERE open_only <= ? AND chain NOT IN (SELECT value FROM json_each(?))
      ORDER BY seen DESC LIMIT 1`;
    const last = this.#memory.sql.row<BranchRow>(sql, but === undefined ? 1 : 0, JSON.stringify(left));
    if (last !== undefined) mustBeBranch(last);
    return last?.seen;
  }

  #size(shape: Shape): number {
    return this.#memory.sql.value<number>('SELECT size FROM branch WHERE id = ?', shape.row) ?? 0;
  }

  *leaves(chain: string, branch: number, from: number, to: number): Iterable<LeafRow> {
    const shape = this.#memory.shapes.find(chain, branch);
    if (shape === undefined) return;
    for (const part of pathOf(shape, from, Math.min(to, this.#size(shape)))) {
      for (let at = part.from; at < part.to; at += CHUNK) {
        const rows = this.#memory.sql.rows<{ id: number; bytes: Bytes }>(
          'SELECT id, bytes FROM leaf WHERE id >= ? AND id < ? ORDER BY id',
          leafId(part.row, at),
          leafId(part.row, Math.min(at + CHUNK, part.to)),
        );
        for (const [i, row] of rows.entries()) {
          // What stands behind a leaf that is gone is of no use to anybody.
          if (seqOf(row.id) !== at + i) return;
          yield { seq: at + i, bytes: row.bytes };
        }
        if (rows.length < Math.min(CHUNK, part.to - at)) return;
      }
    }
  }

  leafHashes(chain: string, branch: number, from: number, to: number): Bytes[] {
    return Array.from(this.leaves(chain, branch, from, to), (row) => leafHash(row.bytes));
  }

  rootAt(chain: string, branch: number, size: number): Bytes | undefined {
    if (size === 0) return EMPTY_ROOT;
    const shape = this.#memory.shapes.find(chain, branch);
    if (shape === undefined || size > this.#size(shape)) return undefined;
    const name = rootName(holderOf(shape, size - 1).row, size);
    let root = this.#memory.roots.get(name);
    if (root === undefined) {
      const note = this.note(chain, size, branch);
      root = note === undefined ? this.#trees.root(shape, 0, size) : readCheckpoint(note).root;
      if (this.#memory.roots.size >= KEPT_ROOTS) this.#memory.roots.clear();
      this.#memory.roots.set(name, root);
    }
    return root;
  }

  /** What is needed to extend the first `size` leaves of a branch; with `anew` the leaf of that place is read again. */
  rangeOf(shape: Shape, size: number, anew?: number): CompactRange {
    if (anew !== undefined) this.#trees.forget(shape, anew);
    return this.#trees.range(shape, size);
  }

  note(chain: string, size: number, branch = 0): string | undefined {
    const shape = this.#memory.shapes.find(chain, branch);
    if (shape === undefined || size === 0) return undefined;
    const id = leafOn(shape, size - 1);
    const row = this.#memory.sql.row<NoteRow>('SELECT note, notesum FROM leaf WHERE id = ?', id);
    return row && soundNote(id, row);
  }

  noteSizes(chain: string, branch: number, from: number, to: number): readonly number[] {
    const shape = this.#memory.shapes.find(chain, branch);
    if (shape === undefined) return [];
    return pathOf(shape, from, to).flatMap((part) =>
      this.#memory.sql
        .values<number>(
          'SELECT id FROM leaf WHERE id >= ? AND id < ? AND note IS NOT NULL ORDER BY id',
          leafId(part.row, part.from),
          leafId(part.row, part.to),
        )
        .map((id) => seqOf(id) + 1),
    );
  }

  heard(chain?: string): ReturnType<View['heard']> {
    const columns = 'SELECT chain, size, root, note, peer, at FROM heard';
    return chain === undefined
      ? this.#memory.sql.rows(`${columns} ORDER BY chain, size`)
      : this.#memory.sql.rows(`${columns} WHERE chain = ? ORDER BY size`, chain);
  }

  forks(chain?: string): readonly Fork[] {
    const forks: Fork[] = [];
    const { sql } = this.#memory;
    const sides = sql.rows<{ chain: string; number: number }>(
      `SELECT chain, number FROM branch WHERE number > 0 ${chain === undefined ? '' : 'AND chain = ?'}
       ORDER BY chain, number`,
      ...(chain === undefined ? [] : [chain]),
    );
    for (const { chain, number } of sides) {
      const side = this.#memory.shapes.find(chain, number);
      if (side?.parent === undefined) continue;
      const noteA = this.#firstNoteAbove(side.parent, side.base);
      const noteB = this.#firstNoteAbove(side, side.base);
      if (noteA === undefined || noteB === undefined) continue;
      forks.push({ chain, index: side.base, branchA: side.parent.number, branchB: number, noteA, noteB });
    }
    return forks;
  }

  forkProof({ chain, index, branchA, branchB, noteA, noteB }: Fork): ForkProof | undefined {
    const kept = keptProof(this.#memory.sql, chain, branchB);
    if (kept?.index === index) return kept;
    const logOf = (branch: number) => {
      const shape = this.#memory.shapes.find(chain, branch);
      const [leaf] = this.leafHashes(chain, branch, index, index + 1);
      if (shape === undefined || leaf === undefined) return undefined;
      return { leaf: () => leaf, root: (low: number, high: number) => this.#trees.root(shape, low, high) };
    };
    const [logA, logB] = [logOf(branchA), logOf(branchB)];
    return logA && logB && forkProofAt(noteA, noteB, index, logA, logB);
  }

  proofs(chain?: string): readonly ForkProof[] {
    return storedProofs(this.#memory.sql, chain).filter((proof) => !this.#hasBoth(proof));
  }

  #hasBoth({ chain, index, leafA, leafB }: ForkProof): boolean {
    const here = this.#memory.shapes
      .of(chain)
      .flatMap(({ number }) => this.leafHashes(chain, number, index, index + 1))
      .map(hex);
    return here.includes(hex(leafA)) && here.includes(hex(leafB));
  }

  doubts(): readonly ForkDoubt[] {
    const { sql } = this.#memory;
    const doubts: ForkDoubt[] = [
      ...this.forks().map(({ chain, index, branchB }) => ({
        chain,
        index,
        at: this.eventAt(chain, branchB, index)?.leaf.at ?? 0,
      })),
      ...this.proofs().map(({ chain, index }) => ({ chain, index, at: this.eventAt(chain, 0, index)?.leaf.at ?? 0 })),
    ];
    for (const chain of sql.values<string>('SELECT DISTINCT chain FROM heard ORDER BY chain')) {
      const [first] = unexplained(sql, chain);
      if (first === undefined) continue;
      const at = this.heard(chain).reduce((least, one) => Math.min(least, one.at), Infinity);
      doubts.push({ chain, below: first.size, at });
    }
    return doubts;
  }

  strange(chain?: string): ReturnType<View['strange']> {
    const { sql } = this.#memory;
    const chains =
      chain === undefined ? sql.values<string>('SELECT DISTINCT chain FROM heard ORDER BY chain') : [chain];
    return chains.flatMap((chain) => {
      const left = new Set(unexplained(sql, chain).map(({ size, root }) => rootName(size, 0) + hex(root)));
      return this.heard(chain)
        .filter(({ size, root }) => left.has(rootName(size, 0) + hex(root)))
        .map(({ note }) => ({ chain, note }));
    });
  }

  #firstNoteAbove(shape: Shape, size: number): string | undefined {
    const rows = this.#memory.sql.rows<NoteRow & { readonly id: number }>(
      `SELECT id, note, notesum FROM leaf WHERE id >= ? AND id < ? AND note IS NOT NULL ORDER BY id LIMIT ${TRIED_NOTES}`,
      leafId(shape.row, size),
      leafId(shape.row + 1, 0),
    );
    for (const row of rows) {
      const note = soundNote(row.id, row);
      if (note !== undefined) return note;
    }
    return undefined;
  }

  attachments(bytes: Bytes): readonly AttachmentRef[] {
    return attachmentsOf(decodeLeaf(bytes));
  }

  page(root: Bytes, index: number): Bytes | undefined {
    return pageOf(this.#memory.sql, root, index);
  }

  pageCount(root: Bytes): number | undefined {
    return this.#memory.sql.value('SELECT pages FROM attachment WHERE root = ? AND have = pages', root);
  }

  size(): { readonly events: number; readonly bytes: number } {
    const { sql } = this.#memory;
    const events = sql.value<number>('SELECT coalesce(sum(size - base), 0) FROM branch') ?? 0;
    const pages = sql.value<number>('SELECT page_count FROM pragma_page_count()') ?? 0;
    return { events, bytes: pages * (sql.value<number>('SELECT page_size FROM pragma_page_size()') ?? 0) };
  }

  /** An event by the key of its leaf, as an index has it; none where the leaf is malformed. @throws damaged */
  eventById(id: number): StoredEvent | undefined {
    const leaf = this.#memory.leaf(id);
    const shape = this.#memory.shapes.byRow(branchOf(id));
    // An event that is passed over might be the one that stops a pack.
    if (leaf === undefined || shape === undefined) throw lost('an event');
    if (leaf.fault !== undefined) return undefined;
    return this.#event(id, shape, leaf);
  }

  #event(id: number, shape: Shape, leaf: Leaf): StoredEvent {
    return new StoredEvent(id, shape, leaf, this.#memory.shapes.doubt(shape.chain), () => this.authority());
  }

  eventAt(chain: string, branch: number, seq: number): CustodyEvent | undefined {
    const shape = this.#memory.shapes.find(chain, branch);
    if (shape === undefined || !Number.isSafeInteger(seq) || seq < 0 || seq >= this.#size(shape)) return undefined;
    const id = leafOn(shape, seq);
    const leaf = this.#memory.leaf(id);
    return leaf && this.#event(id, holderOf(shape, seq), leaf);
  }

  event(ref: string): CustodyEvent | undefined {
    const [, chain = '', seq = '', hash] = EVENT_REF.exec(ref) ?? [];
    if (chain === '') return undefined;
    if (hash === undefined) return this.eventAt(chain, 0, Number(seq));
    for (const shape of this.#memory.shapes.of(chain)) {
      const event = this.eventAt(chain, shape.number, Number(seq));
      if (event && hex(event.leaf.hash.subarray(0, 4)) === hash) return event;
    }
    return undefined;
  }

  /** The events in these leaves, as far as they are here. */
  stored(ids: readonly number[]): StoredEvent[] {
    const events: StoredEvent[] = [];
    for (const id of ids) {
      const event = this.eventById(id);
      if (event) events.push(event);
    }
    return events;
  }

  *eventsOf(types: readonly string[], options: EventsOptions = {}): Iterable<CustodyEvent> {
    const { sql, shapes } = this.#memory;
    const { of } = options;
    const may = of && ((row: number) => of(shapes.byRow(row)?.chain ?? ''));
    const parts = leafRanges(sql, options, this.#memory.mended());
    const sorted = parts.toSorted((a, b) => a.from - b.from);
    for (const type of types) {
      if (typeCode(type) === 0) continue;
      const found = rangesWith(sql, type, sorted);
      const chosen = found.size === 0 ? [] : parts.filter((part) => found.has(part));
      for (const { from, to } of may === undefined ? chosen : rangesOf(sql, type, chosen, may)) {
        for (const id of eachOfType(sql, type, from, to)) {
          const event = this.eventById(id);
          if (event) yield event;
        }
      }
    }
  }

  sizeWith(chain: string, branch: number, types: readonly string[]): number {
    const shape = this.#memory.shapes.find(chain, branch);
    if (shape === undefined) return 0;
    let size = 0;
    for (const part of pathOf(shape, 0, this.#size(shape))) {
      const [from, to] = [leafId(part.row, part.from), leafId(part.row, part.to)];
      for (const type of types) {
        const last = lastOfType(this.#memory.sql, type, from, to);
        if (last !== undefined) size = Math.max(size, seqOf(last) + 1);
      }
    }
    return size;
  }

  marks(): Marks {
    const rows = this.#memory.sql.rows<{ chain: string; number: number; size: number }>(
      'SELECT chain, number, size FROM branch',
    );
    const mended = this.#memory.mended();
    return {
      ...Object.fromEntries(rows.map((row) => [markName(row.chain, row.number), row.size])),
      ...(mended === 0 ? {} : { [MENDED]: mended }),
    };
  }

  commissions(gtin: string, token: Bytes): readonly CustodyEvent[] {
    const { sql } = this.#memory;
    const with_ = (lots: readonly Lot[]) =>
      lots.filter((lot) => isInLot(sql, lot, token)).flatMap(({ leaf }) => this.eventById(leaf) ?? []);
    const few = lotsOf(sql, gtin, 0, LAST_LEAF, FEW + 1);
    if (few.length <= FEW) return with_(few);
    const branches = branchesUnder(sql, 'commission', Number(gtin));
    const makes = this.#may((author) => author.mayMake(gtin));
    const inBranch = (row: number, most?: number) => with_(lotsOf(sql, gtin, leafId(row, 0), leafId(row + 1, 0), most));
    const made = branches.filter(makes).flatMap((row) => inBranch(row));
    // Whatever strangers wrote decides only where no commissioning by a maker counts.
    const most = made.some(({ author }) => author?.mayMake(gtin) === true) ? FEW : undefined;
    return [...made, ...branches.filter((row) => !makes(row)).flatMap((row) => inBranch(row, most))];
  }

  rows(token: Bytes, most = MOST_USES, of?: (chain: string) => boolean): readonly Hit[] {
    const hits: Hit[] = [];
    const { sql, shapes } = this.#memory;
    const mayRecall = this.#may(({ roles }) => roleAllows('recall', roles));
    const may = of && ((row: number) => of(shapes.byRow(row)?.chain ?? ''));
    for (const id of usesOf(sql, key48(token), most, (row) => shapes.byRow(row), { may, mayRecall })) {
      const event = this.eventById(id);
      const opener = event && openerOf(sql, event.leaf, token);
      if (event && opener) hits.push({ event, opener });
    }
    return hits;
  }

  /** Whether some grant of the chain of a branch allows it, whatever the position. */
  #may(allows: (author: Author) => boolean): (row: number) => boolean {
    return (row) => {
      const chain = this.#memory.shapes.byRow(row)?.chain;
      const author = chain === undefined ? undefined : this.authority().atMost(chain);
      return author !== undefined && allows(author);
    };
  }

  noRows(tokens: readonly Bytes[], but?: ReadonlySet<string>): boolean {
    if (tokens.length === 0) return true;
    const list = new Array(tokens.length).fill('?').join(', ');
    const keys = tokens.map((token) => key48(token));
    const { sql, shapes } = this.#memory;
    const some = `SELECT 1 FROM hop WHERE token IN (${list})`;
    if (but === undefined) return sql.value(`${some} LIMIT 1`, ...keys) === undefined;
    // Between the branches of these chains.
    const left = [...but].flatMap((chain) => shapes.of(chain).map(({ row }) => row)).sort((a, b) => a - b);
    let from = 0;
    for (const row of [...left, MOST_BRANCHES]) {
      const other = sql.value(`${some} AND leaf >= ? AND leaf < ? LIMIT 1`, ...keys, from, leafId(row, 0));
      if (other !== undefined) return false;
      from = leafId(row + 1, 0);
    }
    return true;
  }

  doubled(since?: Marks): ReadonlySet<number> {
    const { sql } = this.#memory;
    const fresh = since && this.#tokensSince(since);
    if (fresh === undefined) {
      return new Set(sql.values<number>('SELECT token FROM hop GROUP BY token HAVING count(*) > 1'));
    }
    const twice = 'SELECT 1 FROM hop WHERE token = ? LIMIT 1 OFFSET 1';
    return new Set([...fresh].filter((token) => sql.value(twice, token) !== undefined));
  }

  // Tokens of the events that came after the marks; undefined where to look at all tokens is less than to read these events.
  #tokensSince(since: Marks): ReadonlySet<number> | undefined {
    const { sql } = this.#memory;
    const tokens = new Set<number>();
    const some = 'SELECT id FROM leaf WHERE id >= ? AND id < ? AND type IS NOT NULL ORDER BY id LIMIT ?';
    for (const { from, to } of leafRanges(sql, { since }, this.#memory.mended())) {
      const ids = sql.values<number>(some, from, to, MOST_FRESH);
      if (ids.length >= MOST_FRESH) return undefined;
      for (const { leaf } of this.stored(ids)) {
        if (leaf.type === 'commission') continue;
        const rows = rowsOf(leaf, (root, index) => this.page(root, index));
        // What waits for its pages is read again when they have come.
        if (rows === undefined || rows === 'missing-page') continue;
        for (let at = 0; at < rows.length; at += leaf.rows?.width ?? 32) tokens.add(key48(rows, at));
        if (tokens.size >= MOST_FRESH) return undefined;
      }
    }
    return tokens;
  }

  usersOf(token: number): readonly string[] {
    const { sql, shapes } = this.#memory;
    return branchesUnder(sql, 'hop', token).flatMap((row) => shapes.byRow(row)?.chain ?? []);
  }

  retracted(event: CustodyEvent): boolean {
    const first = this.#memory.shapes.find(event.chain, 0);
    if (first === undefined) return false;
    const ids = this.#memory.sql.values<number>(
      'SELECT leaf FROM retract WHERE target = ?',
      leafId(first.row, event.leaf.seq),
    );
    // What a revoked chain goes on to write takes nothing back.
    return ids.some((id) => {
      const retraction = this.eventById(id);
      return retraction?.author !== undefined && this.earlier(event, retraction);
    });
  }

  earlier(a: CustodyEvent, b: CustodyEvent): boolean {
    if (a.chain !== b.chain || a.leaf.seq >= b.leaf.seq) return false;
    return this.#memory.shapes.onPath(a.chain, a.branch, a.leaf.seq, b.branch);
  }

  incomplete(gtin?: string): boolean {
    const { sql } = this.#memory;
    return gtin === undefined
      ? sql.value('SELECT 1 FROM lacking LIMIT 1') !== undefined
      : sql.value('SELECT 1 FROM lacking WHERE gtin = ? LIMIT 1', Number(gtin)) !== undefined;
  }

  notices(gtin: string): readonly CustodyEvent[] {
    const found = this.stored(
      this.#about(Number(gtin), ({ roles, mayMake }) => roles.includes('regulator') || mayMake(gtin)),
    );
    const ends = found.filter((event) => event.leaf.type === 'recall').flatMap((recall) => this.#endsOf(recall));
    return [...found, ...ends];
  }

  // Its issuer's party and regulators alone end a recall, while anybody answers it.
  #endsOf({ leaf, author }: CustodyEvent): readonly CustodyEvent[] {
    const may = ({ gln, roles }: Author) => roles.includes('regulator') || gln === author?.gln;
    const ends = this.stored(this.#about(-key48(leaf.hash), may, 'recall-end'));
    return ends.filter((event) => event.leaf.type === 'recall-end' && event.leaf.public.recall === b64u(leaf.hash));
  }

  aboutRecall(hash: Bytes): readonly CustodyEvent[] {
    const name = b64u(hash);
    return this.stored(this.#about(-key48(hash))).filter((event) => event.leaf.public.recall === name);
  }

  #about(key: number, allows: (author: Author) => boolean = () => true, type?: string): number[] {
    return leavesUnder(this.#memory.sql, 'notice', key, this.#may(allows), type);
  }

  lots(gtin: string): readonly CustodyEvent[] {
    const makes = this.#may((author) => author.mayMake(gtin));
    return this.stored(leavesUnder(this.#memory.sql, 'commission', Number(gtin), makes));
  }
}
