// From an event to the rows of the derived tables: written as events arrive, written again by `rebuild`, compared by `audit`.

import { type Bytes, unb64u } from '../chain/bytes.ts';
import type { Leaf } from '../chain/leaf.ts';
import { compareTokens, ROWS_A_PAGE } from '../chain/pages.ts';
import { namesIn } from '../custody/authority-parts.ts';
import { EVENT } from '../custody/events/all.ts';
import { EVENTS, type EventType } from '../custody/events/index.ts';
import { inlinePageId, key48, leafId, lotName, nameKey, pageId, stretchOf } from './ids.ts';
import { addLots } from './pack-merge.ts';
import type { LotPart } from './pack-parts.ts';
import { attachmentRow, HALF_PAGE, storedPage } from './pages.ts';
import { signKeyOf } from './sign-keys.ts';
import type { Sql, SqlValue } from './sqlite.ts';
import { typeCode } from './type-codes.ts';

/** Rows of one statement, as long as there are so many; then of the next. */
const ROWS_A_STATEMENT = [50, 7, 1];
/** Rows that wait before they are sorted and written. */
const WAITING = 200_000;
const GTIN = /^\d{14}$/;
/** In the place of a GTIN in `lacking`: the rows of the leaf are here, a sealed part is not. */
export const SEALED_ONLY = -1;

/** The statements that insert so many rows into a table, made once: an append spends longer on texts than on its rows. */
const texts = new Map<string, readonly { readonly rows: number; readonly text: string }[]>();

function textsFor(into: string, columns: number): readonly { readonly rows: number; readonly text: string }[] {
  let made = texts.get(into);
  if (made === undefined) {
    const row = `(?${', ?'.repeat(columns - 1)})`;
    const one = `INSERT OR IGNORE INTO ${into} VALUES ${row}`;
    made = ROWS_A_STATEMENT.map((rows) => ({ rows, text: one + `, ${row}`.repeat(rows - 1) }));
    texts.set(into, made);
  }
  return made;
}

/** Inserts rows into a table, many a statement. `values` are rows one after another. */
export function insertRows(sql: Sql, into: string, columns: number, values: readonly SqlValue[]): void {
  let at = 0;
  for (const { rows, text } of textsFor(into, columns)) {
    const block = columns * rows;
    for (; at + block <= values.length; at += block) sql.run(text, ...values.slice(at, at + block));
  }
}

/** Whether nothing is derived from well-formed leaves of this type but the type and the tokens that stand in them. */
export function isPlainType(type: string): boolean {
  return EVENTS.get(type)?.index === undefined;
}

/** Whether nothing is derived from a well-formed leaf but its type and the tokens that stand in it. */
export function isPlain(leaf: Leaf): boolean {
  if (!isPlainType(leaf.type) || leaf.rows?.root !== undefined) return false;
  return ![leaf.details, leaf.manifest, leaf.private].some((part) => part !== undefined && 'root' in part);
}

const INTO = { main: { kind: 'main.kind', hop: 'main.hop' }, temp: { kind: 'temp.kind', hop: 'temp.hop' } } as const;

/** Collects the derived rows of events and writes them in the order of their keys. */
export class Indexer {
  readonly #sql: Sql;
  readonly #schema: 'main' | 'temp';
  readonly #known: Map<number, number>;
  /** Stretches by type, ascending. */
  readonly #kinds = new Map<number, number[]>();
  /** Lots whose tokens are here, by GTIN. */
  #lots = new Map<number, LotPart[]>();
  #tokens: number[] = [];
  #leaves: number[] = [];
  /** Whether an event of authority was among them. */
  authority = false;

  /**
   * `schema` is `temp` where the audit builds the tables a second time. `known` has of types a stretch that the index has
   * already, and learns of others.
   */
  constructor(sql: Sql, schema: 'main' | 'temp' = 'main', known = new Map<number, number>()) {
    this.#sql = sql;
    this.#schema = schema;
    this.#known = known;
  }

  /** `id` is the key of the leaf, `first` the row of its chain's first branch. */
  add(id: number, first: number, leaf: Leaf): void {
    if (leaf.fault !== undefined) return;
    this.#addKind(typeCode(leaf.type), id);
    const index = EVENTS.get(leaf.type)?.index;
    if (index === 'authority') this.#addAuthority(id, first, leaf);
    else if (index === 'commission') this.#addCommission(id, leaf);
    else if (index === 'retraction') this.#addRetraction(id, first, leaf);
    else this.#addNotice(id, leaf, index);
    if (index !== 'commission') this.#addRows(id, leaf);
    this.#addSealed(id, leaf);
    if (this.#tokens.length >= WAITING) this.flush();
  }

  /** As `add` for a plain leaf, whose tokens come by `addToken`. */
  addPlain(id: number, code: number): void {
    this.#addKind(code, id);
    if (this.#tokens.length >= WAITING) this.flush();
  }

  #addKind(code: number, id: number): void {
    const stretch = stretchOf(id);
    if (this.#known.get(code) === stretch) return;
    this.#known.set(code, stretch);
    const waiting = this.#kinds.get(code);
    if (waiting === undefined) this.#kinds.set(code, [stretch]);
    else waiting.push(stretch);
  }

  /** `token` is the first 48 bits. */
  addToken(token: number, id: number): void {
    this.#tokens.push(token);
    this.#leaves.push(id);
  }

  #put(table: string, ...values: SqlValue[]): void {
    this.#sql.run(
      `INSERT OR REPLACE INTO ${this.#schema}.${table} VALUES (${values.map(() => '?').join(', ')})`,
      ...values,
    );
  }

  #addAuthority(id: number, first: number, leaf: Leaf): void {
    this.authority = true;
    for (const name of namesIn(leaf)) this.#put('about', nameKey(name), id);
    if (leaf.type === EVENT.endorse.type) this.#put('about', -first, id);
    const key = signKeyOf(leaf);
    if (key !== undefined) this.#put('signkey', id, key);
  }

  #addCommission(id: number, leaf: Leaf): void {
    const gtin = gtinOf(leaf);
    if (gtin === undefined) return;
    const rows = leaf.rows;
    let page: number | null = null;
    if (rows?.data !== undefined) {
      page = inlinePageId(id);
      this.#put('page', page, rows.data);
    } else if (rows?.root !== undefined) {
      const attachment = attachmentRow(this.#sql, rows.root, 'tokens');
      if (attachment === undefined || attachment.have < attachment.pages) this.#put('lacking', id, gtin);
      else if (isAsLong(attachment, rows) && this.#ascends(pageId(attachment.id, 0), 2, rows.n, 16, ROWS_A_PAGE))
        page = pageId(attachment.id, 0);
    }
    const n = page === null ? 0 : (rows?.n ?? 0);
    const known = this.#sql.value<number | null>(
      `SELECT page FROM ${this.#schema}.commission WHERE gtin = ? AND leaf = ?`,
      gtin,
      id,
    );
    this.#put('commission', gtin, id, page, n);
    const name = lotNameOf(gtin, leaf);
    if (name !== undefined) this.#put('lot', name, id);
    const waiting = this.#lots.get(gtin) ?? [];
    if (page !== null && typeof known !== 'number') waiting.push({ kind: 'lot', leaf: id, first: page, n });
    this.#lots.set(gtin, waiting);
  }

  #addRetraction(id: number, first: number, leaf: Leaf): void {
    const target = retractedBy(first, leaf);
    if (target !== undefined) this.#put('retract', target, id);
  }

  #addNotice(id: number, leaf: Leaf, index: EventType['index']): void {
    if (index === 'gtin') {
      const gtin = gtinOf(leaf);
      if (gtin !== undefined) this.#put('notice', gtin, id);
    } else if (index === 'recall') {
      const recall = recallNamed(leaf);
      if (recall !== undefined) this.#put('notice', -key48(recall), id);
    }
  }

  #addRows(id: number, leaf: Leaf): void {
    const rows = leaf.rows;
    if (rows === undefined) return;
    if (rows.data !== undefined) {
      for (let at = 0; at < rows.data.length; at += 32) this.addToken(key48(rows.data, at), id);
    } else if (rows.root !== undefined) {
      const attachment = attachmentRow(this.#sql, rows.root, 'rows');
      if (attachment === undefined || attachment.have < attachment.pages) {
        this.#put('lacking', id, 0);
        return;
      }
      const first = pageId(attachment.id, 0);
      if (!isAsLong(attachment, rows) || !this.#ascends(first, 1, rows.n, 32, HALF_PAGE)) return;
      for (let i = 0; i * HALF_PAGE < rows.n; i++) {
        const half = storedPage(this.#sql, first + i) ?? Buffer.alloc(0);
        for (let at = 0; at < half.length; at += 32) this.addToken(key48(half, at), id);
      }
    }
  }

  // What lies beside a leaf besides its rows: whoever asks for what is not here finds it by this.
  #addSealed(id: number, { details, manifest, private: own }: Leaf): void {
    for (const part of [details, manifest, own]) {
      if (part === undefined || !('root' in part)) continue;
      const stored = attachmentRow(this.#sql, part.root, 'sealed');
      if (stored !== undefined && stored.have === stored.pages) continue;
      this.#sql.run(`INSERT OR IGNORE INTO ${this.#schema}.lacking VALUES (?, ?)`, id, SEALED_ONLY);
    }
  }

  // Whether stored rows are as many as the leaf says and strictly ascend; else the event has no rows for anybody.
  #ascends(first: number, step: number, n: number, width: 16 | 32, each: number): boolean {
    let last: Bytes | undefined;
    for (let i = 0; i * each < n; i++) {
      const page = storedPage(this.#sql, first + i * step);
      if (page === undefined || page.length !== Math.min(each, n - i * each) * width) return false;
      if (last !== undefined && compareTokens(last, last.length - width, page, 0) >= 0) return false;
      for (let at = width; at < page.length; at += width) {
        if (compareTokens(page, at - width, page, at) >= 0) return false;
      }
      last = page;
    }
    return true;
  }

  /** Writes what waits. */
  flush(): void {
    const { kind, hop } = INTO[this.#schema];
    const types = [...this.#kinds].sort(([a], [b]) => a - b);
    insertRows(
      this.#sql,
      kind,
      2,
      types.flatMap(([code, stretches]) => stretches.flatMap((stretch) => [code, stretch])),
    );
    this.#kinds.clear();
    // The audit looks whether the parts that are here are of these lots: see audit-packs.ts.
    if (this.#schema === 'main') for (const [gtin, lots] of this.#lots) addLots(this.#sql, gtin, lots);
    this.#lots.clear();
    const values: number[] = [];
    for (const i of nearlySorted(this.#tokens)) values.push(this.#tokens[i] ?? 0, this.#leaves[i] ?? 0);
    insertRows(this.#sql, hop, 2, values);
    this.#tokens = [];
    this.#leaves = [];
  }
}

/** Whether an attachment has as many pages as the leaf that names it says; else the event has no rows for anybody. */
function isAsLong({ pages }: { readonly pages: number }, { n }: { readonly n: number }): boolean {
  return pages === Math.ceil(n / ROWS_A_PAGE);
}

/** The hash of the recall that an event ends, answers or checks. */
export function recallNamed(leaf: Leaf): Bytes | undefined {
  return bytesOf(leaf.public.recall);
}

/** What a commissioning of a GTIN is found by besides that: its lot. */
export function lotNameOf(gtin: number, leaf: Leaf): number | undefined {
  const { lot } = leaf.public;
  return typeof lot === 'string' ? lotName(gtin, lot) : undefined;
}

/** The place of the event that a retraction takes back, on the first branch of its chain, whose row is `first`. */
export function retractedBy(first: number, leaf: Leaf): number | undefined {
  const { seq } = leaf.public;
  return typeof seq === 'number' && seq >= 0 && seq < leaf.seq ? leafId(first, seq) : undefined;
}

function bytesOf(value: unknown): Bytes | undefined {
  if (typeof value !== 'string' || value.length !== 43) return undefined;
  try {
    return unb64u(value);
  } catch {
    return undefined;
  }
}

export function gtinOf(leaf: Leaf): number | undefined {
  const { gtin } = leaf.public;
  return typeof gtin === 'string' && GTIN.test(gtin) ? Number(gtin) : undefined;
}

const DIGITS = 2048;
/** So few rows are not worth the sorting. */
const FEW = 64;

// Places in the order of the first 22 of 48 bits: near enough for a tree to be filled from left to right.
function nearlySorted(tokens: readonly number[]): Iterable<number> {
  if (tokens.length < FEW) return tokens.keys();
  const heads = new Uint32Array(tokens.length);
  for (let i = 0; i < tokens.length; i++) heads[i] = (tokens[i] ?? 0) / 2 ** 26;
  let order = new Uint32Array(tokens.length).map((_, i) => i);
  for (const shift of [0, 11]) {
    const starts = new Uint32Array(DIGITS + 1);
    for (const head of heads) {
      const digit = ((head >>> shift) & (DIGITS - 1)) + 1;
      starts[digit] = (starts[digit] ?? 0) + 1;
    }
    for (let i = 1; i <= DIGITS; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
    const next = new Uint32Array(tokens.length);
    for (const item of order) {
      const digit = ((heads[item] ?? 0) >>> shift) & (DIGITS - 1);
      const place = starts[digit] ?? 0;
      next[place] = item;
      starts[digit] = place + 1;
    }
    order = next;
  }
  return order;
}
