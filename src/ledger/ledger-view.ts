// Reading what events say: by type and by what they are about, and the evidence that custody is judged by.
import { type Bytes, b64u, hex } from '../chain/bytes.ts';
import { decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { rowsOf } from '../chain/rows.ts';
import type { Author, Authority } from '../custody/authority.ts';
import { EVENT_REF } from '../custody/event-ref.ts';
import { EVENT } from '../custody/events/all.ts';
import type { CustodyEvent, Hit } from '../custody/evidence.ts';
import { roleAllows } from '../custody/rights.ts';
import { phrase } from '../words/en/ledger.ts';
import { holderOf, pathOf, type Shape } from './branches.ts';
import { branchesUnder, eachUnder, FEW, leavesUnder, MOST_USES, usesOf } from './by-right.ts';
import { eachOfType, hasTypes, lastOfType, rangesOf, rangesWith } from './by-type.ts';
import { ChainsView } from './chains-view.ts';
import { provedForks } from './doubt.ts';
import { branchOf, key48, leafId, lotName, MOST_BRANCHES, seqOf } from './ids.ts';
import { awaitedPages, awaitedWith, hasLostRows, lackedIn, lackingMakers, lacksIn } from './lacking.ts';
import { authorityIn } from './ledger-authority.ts';
import { forkName, leafRanges, MENDED, markName } from './marks.ts';
import { hasToken, lotsMadeWith, placesMade } from './pack-runs.ts';
import { attachmentsOf, lost, openerOf, pageOf } from './pages.ts';
import { StoredEvent } from './stored-event.ts';
import { typeCode } from './type-codes.ts';
import type { AttachmentRef, AwaitedPages, EventsOptions, Lacked, Marks, View } from './types.ts';

/** Of more events and tokens than these it is quicker to look at all there are. */
const MOST_FRESH = 20_000;
/** A token takes some 50 bytes of the file, and eight are passed over while one is looked up. */
const BYTES_A_LOOK = 400;

/** Tokens that one statement asks for; each number of them is a statement of its own. */
const TOKENS_AT_ONCE = 96;

/** A view of all: what chains are, and what events say. */
export class LedgerView extends ChainsView implements View {
  authority(): Authority {
    this.memory.authority ??= authorityIn(this.memory, this);
    return this.memory.authority;
  }

  attachments(bytes: Bytes): readonly AttachmentRef[] {
    return attachmentsOf(decodeLeaf(bytes));
  }

  page(root: Bytes, index: number): Bytes | undefined {
    return pageOf(this.memory.sql, root, index);
  }

  pageCount(root: Bytes): number | undefined {
    return this.memory.sql.value('SELECT pages FROM attachment WHERE root = ? AND have = pages', root);
  }

  hasPages(root: Bytes, pages: number): boolean {
    return (this.pageCount(root) ?? 0) >= pages;
  }

  size(): { readonly events: number; readonly bytes: number } {
    const { sql } = this.memory;
    const events = sql.value<number>('SELECT coalesce(sum(size - base), 0) FROM branch') ?? 0;
    const pages = sql.value<number>('SELECT page_count FROM pragma_page_count()') ?? 0;
    return { events, bytes: pages * (sql.value<number>('SELECT page_size FROM pragma_page_size()') ?? 0) };
  }

  /** An event by the key of its leaf, as an index has it; none where the leaf is malformed. @throws damaged */
  eventById(id: number): StoredEvent | undefined {
    const leaf = this.memory.leaf(id);
    const shape = this.memory.shapes.byRow(branchOf(id));
    // An event that is passed over might be the one that stops a pack.
    if (leaf === undefined || shape === undefined) throw lost(phrase('an-event'));
    if (leaf.fault !== undefined) return undefined;
    return this.#event(id, shape, leaf);
  }

  #event(id: number, shape: Shape, leaf: Leaf): StoredEvent {
    return new StoredEvent(id, shape, leaf, this.memory.shapes.doubt(shape.chain), () => this.authority());
  }

  eventAt(chain: string, branch: number, seq: number): CustodyEvent | undefined {
    const place = this.leafAt(chain, branch, seq);
    return place && this.#event(place.id, holderOf(place.shape, seq), place.leaf);
  }

  event(ref: string): CustodyEvent | undefined {
    const [, chain = '', seq = '', hash] = EVENT_REF.exec(ref) ?? [];
    if (chain === '') return undefined;
    if (hash === undefined) return this.eventAt(chain, 0, Number(seq));
    for (const shape of this.memory.shapes.of(chain)) {
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
    const { sql, shapes } = this.memory;
    const { of } = options;
    const may = of && ((row: number) => of(shapes.byRow(row)?.chain ?? ''));
    const parts = leafRanges(sql, options, this.memory.mended());
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
    const shape = this.memory.shapes.find(chain, branch);
    if (shape === undefined) return 0;
    const { sql } = this.memory;
    // Most branches have none of them, which one question tells, before it is asked how long they are.
    if (shape.parent === undefined && !hasTypes(sql, types, leafId(shape.row, 0), leafId(shape.row + 1, 0))) return 0;
    let size = 0;
    for (const part of pathOf(shape, 0, this.sizeOf(shape))) {
      const [from, to] = [leafId(part.row, part.from), leafId(part.row, part.to)];
      if (shape.parent !== undefined && !hasTypes(sql, types, from, to)) continue;
      for (const type of types) {
        const last = lastOfType(sql, type, from, to);
        if (last !== undefined) size = Math.max(size, seqOf(last) + 1);
      }
    }
    return size;
  }

  marks(): Marks {
    const rows = this.memory.sql.rows<{ chain: string; number: number; size: number }>(
      'SELECT chain, number, size FROM branch',
    );
    const mended = this.memory.mended();
    return {
      ...Object.fromEntries(rows.map((row) => [markName(row.chain, row.number), row.size])),
      ...Object.fromEntries(provedForks(this.memory.sql).map(({ chain, index }) => [forkName(chain, index), 1])),
      ...(mended === 0 ? {} : { [MENDED]: mended }),
    };
  }

  commissions(gtin: string, token: Bytes): readonly CustodyEvent[] {
    const { sql } = this.memory;
    const few = lotsMadeWith(sql, gtin, token, { all: FEW });
    if (few !== undefined) return this.stored(few);
    const makes = this.#may((author) => author.mayMake(gtin));
    const inBranches = (most: (row: number) => number) => this.stored(lotsMadeWith(sql, gtin, token, { most }) ?? []);
    const made = inBranches((row) => (makes(row) ? Number.POSITIVE_INFINITY : 0));
    // Whatever strangers wrote decides only where no commissioning by a maker counts.
    const isMade = made.some(({ author }) => author?.mayMake(gtin) === true);
    const most = isMade ? FEW : Number.POSITIVE_INFINITY;
    return [...made, ...inBranches((row) => (makes(row) ? 0 : most))];
  }

  isIn(event: CustodyEvent, token: Bytes): boolean {
    const { gtin } = event.leaf.public;
    return typeof gtin === 'string' && hasToken(this.memory.sql, gtin, event.id, token);
  }

  made(gtin: string, tokens: Bytes): readonly number[] {
    return placesMade(this.memory.sql, gtin, tokens).filter((place) =>
      this.commissions(gtin, tokens.subarray(place * 16, place * 16 + 16)).some(
        ({ author }) => author?.mayMake(gtin) === true,
      ),
    );
  }

  likelyIn(gtin: string, tokens: Bytes, commissionings: readonly CustodyEvent[]): readonly number[] {
    return placesMade(this.memory.sql, gtin, tokens, new Set(commissionings.map(({ id }) => id)));
  }

  rows(token: Bytes, most = MOST_USES, of?: (chain: string) => boolean): readonly Hit[] {
    const hits: Hit[] = [];
    const { sql, shapes } = this.memory;
    const mayRecall = this.#may(({ roles }) => roleAllows(EVENT.recall.type, roles));
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
      const chain = this.memory.shapes.byRow(row)?.chain;
      const author = chain === undefined ? undefined : this.authority().atMost(chain);
      return author !== undefined && allows(author);
    };
  }

  noRows(tokens: readonly Bytes[], but?: ReadonlySet<string>): boolean {
    for (let at = 0; at < tokens.length; at += TOKENS_AT_ONCE) {
      if (!this.#noneOf(tokens.slice(at, at + TOKENS_AT_ONCE), but)) return false;
    }
    return true;
  }

  #noneOf(tokens: readonly Bytes[], but?: ReadonlySet<string>): boolean {
    const list = new Array(tokens.length).fill('?').join(', ');
    const keys = tokens.map((token) => key48(token));
    const { sql, shapes } = this.memory;
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
    const { sql } = this.memory;
    return (
      (since && this.#doubledSince(since)) ??
      new Set(sql.values<number>('SELECT token FROM hop GROUP BY token HAVING count(*) > 1'))
    );
  }

  // Of the tokens in events that came after the marks; undefined where to look at all tokens is less than to read these events.
  #doubledSince(since: Marks): ReadonlySet<number> | undefined {
    const { sql } = this.memory;
    const found = new Set<number>();
    const most = Math.max(MOST_FRESH, Math.floor(this.size().bytes / BYTES_A_LOOK));
    let looked = 0;
    const some = 'SELECT id FROM leaf WHERE id >= ? AND id < ? AND type IS NOT NULL ORDER BY id LIMIT ?';
    const twice = 'SELECT 1 FROM hop WHERE token = ? LIMIT 1 OFFSET 1';
    for (const { from, to } of leafRanges(sql, { since }, this.memory.mended())) {
      for (const id of sql.values<number>(some, from, to, most)) {
        const leaf = this.eventById(id)?.leaf;
        looked++;
        // What waits for its pages is read again when they have come.
        const rows =
          leaf === undefined || leaf.type === EVENT.commission.type
            ? undefined
            : rowsOf(leaf, (root, index) => this.page(root, index));
        if (rows === undefined || rows === 'missing-page') continue;
        for (let at = 0; at < rows.length; at += leaf?.rows?.width ?? 32) {
          const token = key48(rows, at);
          if (sql.value(twice, token) !== undefined) found.add(token);
          looked++;
        }
        if (looked >= most) return undefined;
      }
    }
    return found;
  }

  usersOf(token: number): readonly string[] {
    const { sql, shapes } = this.memory;
    return branchesUnder(sql, 'hop', token).flatMap((row) => shapes.byRow(row)?.chain ?? []);
  }

  retracted(event: CustodyEvent): boolean {
    const first = this.memory.shapes.find(event.chain, 0);
    if (first === undefined) return false;
    const ids = this.memory.sql.values<number>(
      'SELECT leaf FROM retract WHERE target = ?',
      leafId(first.row, event.leaf.seq),
    );
    // What a revoked chain goes on to write takes nothing back.
    return ids.some((id) => {
      const retraction = this.eventById(id);
      return retraction?.author !== undefined && this.earlier(event, retraction);
    });
  }

  takesBack(chain: string): boolean {
    const first = this.memory.shapes.find(chain, 0);
    if (first === undefined) return false;
    const text = 'SELECT 1 FROM retract WHERE target >= ? AND target < ? LIMIT 1';
    return this.memory.sql.value(text, leafId(first.row, 0), leafId(first.row + 1, 0)) !== undefined;
  }

  earlier(a: CustodyEvent, b: CustodyEvent): boolean {
    if (a.chain !== b.chain || a.leaf.seq >= b.leaf.seq) return false;
    return this.memory.shapes.onPath(a.chain, a.branch, a.leaf.seq, b.branch);
  }

  incomplete(gtin?: string): boolean {
    const { sql } = this.memory;
    if (gtin === undefined) return sql.value('SELECT 1 FROM lacking LIMIT 1') !== undefined;
    // What others withhold of their commissionings makes nobody's serial less unknown.
    const lacking = lackingMakers(sql, Number(gtin));
    return lacking.some(this.#may((author) => author.mayMake(gtin))) || (lacking.length > 0 && hasLostRows(sql));
  }

  awaits(gln: string): boolean {
    const { sql, shapes } = this.memory;
    const chains = this.authority().party(gln)?.chains ?? [];
    return chains.some(({ chain }) => shapes.of(chain).some(({ row }) => lacksIn(sql, row)));
  }

  lacked(most: number): readonly Lacked[] {
    return lackedIn(this.memory, most);
  }

  awaitedPages(): readonly AwaitedPages[] {
    return awaitedPages(this.memory);
  }

  awaited(root: Bytes): AttachmentRef | undefined {
    return awaitedWith(this.memory.sql, root);
  }

  notices(gtin: string): readonly CustodyEvent[] {
    const found = this.stored(
      this.#about(Number(gtin), ({ roles, mayMake }) => roles.includes('regulator') || mayMake(gtin)),
    );
    const ends = found
      .filter((event) => event.leaf.type === EVENT.recall.type)
      .flatMap((recall) => this.#endsOf(recall));
    return [...found, ...ends];
  }

  // Its issuer's party and regulators alone end a recall, while anybody answers it.
  #endsOf({ leaf, author }: CustodyEvent): readonly CustodyEvent[] {
    const may = ({ gln, roles }: Author) => roles.includes('regulator') || gln === author?.gln;
    const ends = this.stored(this.#about(-key48(leaf.hash), may, EVENT.recallEnd.type));
    return ends.filter(
      (event) => event.leaf.type === EVENT.recallEnd.type && event.leaf.public.recall === b64u(leaf.hash),
    );
  }

  aboutRecall(hash: Bytes): readonly CustodyEvent[] {
    const name = b64u(hash);
    return this.stored(this.#about(-key48(hash))).filter((event) => event.leaf.public.recall === name);
  }

  #about(key: number, allows: (author: Author) => boolean = () => true, type?: string): number[] {
    return leavesUnder(this.memory.sql, 'notice', key, this.#may(allows), type);
  }

  *lots(gtin: string, lot?: string): Iterable<CustodyEvent> {
    const makes = this.#may((author) => author.mayMake(gtin));
    const { sql } = this.memory;
    const ids =
      lot === undefined
        ? eachUnder(sql, 'commission', Number(gtin), makes)
        : leavesUnder(sql, 'lot', lotName(Number(gtin), lot), makes);
    for (const id of ids) {
      const event = this.eventById(id);
      if (event) yield event;
    }
  }
}
