// What a hub found for a fold, as answers to its questions.
import { type Bytes, b64u, sameBytes } from '../../chain/bytes.ts';
import { decodeLeaf, type Leaf } from '../../chain/leaf.ts';
import { compareTokens } from '../../chain/pages.ts';
import type { CustodyEvent, Hit } from '../../custody/evidence.ts';
import type { FoldAnswer, FoldWant } from '../../custody/wants.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/ledger.ts';
import { branchOf, key48 } from '../ids.ts';
import { recallNamed } from '../index-events.ts';
import type { StoredEvent } from '../stored-event.ts';
import { MOST_OF_TOKEN } from './crowded.ts';
import { ABOUT, LOTS_AT_ONCE, MOST_MADE } from './gather-sql.ts';
import type { ByAbout, HubRights, Of } from './hub-questions.ts';
import type { Mirror } from './mirror.ts';

/** Decoded leaves that a process keeps, in bytes. */
const LEAF_BYTES = 16 * 1024 * 1024;

/** A row of the answer of a statement; `w` is the place of the question from 1 on, or what the row is about. */
export interface FoundRow {
  readonly about: number;
  readonly w: number | null;
  readonly id: number | null;
  readonly sum: number | null;
  readonly type: number | null;
  readonly bytes: Buffer | null;
  readonly page: Buffer | null;
}

/** Rows by the question that they answer. */
export class FoundRows {
  readonly #rows = new Map<number, Map<number | null, FoundRow[]>>();

  constructor(rows: readonly FoundRow[]) {
    for (const row of rows) {
      let places = this.#rows.get(row.about);
      if (places === undefined) {
        places = new Map();
        this.#rows.set(row.about, places);
      }
      const same = places.get(row.w);
      if (same === undefined) places.set(row.w, [row]);
      else same.push(row);
    }
  }

  of(about: number, w: number | null): readonly FoundRow[] {
    return this.#rows.get(about)?.get(w) ?? NO_ROWS;
  }
}

const NO_ROWS: readonly FoundRow[] = [];

/** The answers to each question. */
export type Answers = Map<FoldWant, readonly FoldAnswer[]>;

export class HubAnswers {
  readonly #mirror: Mirror;
  readonly #rights: HubRights;
  readonly #leaves = new Map<number, Leaf>();
  #bytes = 0;

  constructor(mirror: Mirror, rights: HubRights) {
    this.#mirror = mirror;
    this.#rights = rights;
  }

  to(asked: ByAbout, found: FoundRows): Answers {
    const { view } = this.#mirror;
    const answers: Answers = new Map();
    const isBack = (event: CustodyEvent): boolean =>
      this.events(found.of(ABOUT.retracted, this.#rights.targetOf(event))).some(
        (retraction) => retraction.author !== undefined && view.earlier(event, retraction),
      );
    asked.rows.forEach((want, i) => {
      const rows = found.of(ABOUT.rows, i + 1);
      if (rows.length > MOST_OF_TOKEN) return;
      const hits = this.hits(rows, want.token);
      // Where a chain forked, what stands under the event of its first branch is asked for by itself.
      const first = hits.filter(({ event }) => this.#rights.targetOf(event) === event.id);
      const back = first.map(({ event }): FoldAnswer => ({ about: 'retracted', event, is: isBack(event) }));
      answers.set(want, [{ ...want, hits, whole: true }, ...back]);
    });
    asked.commissions.forEach((want, i) => {
      const rows = found.of(ABOUT.commissions, i + 1);
      if (rows.length <= MOST_MADE) answers.set(want, [{ ...want, events: this.events(rows) }]);
    });
    asked.notices.forEach((want, i) => {
      const ends = this.events(found.of(ABOUT.ends, i + 1));
      const recalls = this.events(found.of(ABOUT.notices, i + 1));
      const hashes = new Set(recalls.map(({ leaf }) => b64u(leaf.hash)));
      const real = ends.filter(({ leaf }) => hashes.has(b64u(recallNamed(leaf) ?? NOTHING)));
      answers.set(want, [{ ...want, events: [...recalls, ...real] }]);
    });
    asked.lots.forEach((want, i) => {
      answers.set(want, [this.#lots(want, found.of(ABOUT.lots, i + 1))]);
    });
    asked.page.forEach((want, i) => {
      answers.set(want, [{ ...want, bytes: found.of(ABOUT.page, i + 1)[0]?.bytes ?? undefined }]);
    });
    asked.pages.forEach((want, i) => {
      answers.set(want, [{ ...want, is: (found.of(ABOUT.pages, i + 1)[0]?.id ?? 0) >= want.pages }]);
    });
    asked.incomplete.forEach((want, i) => {
      const rows = found.of(ABOUT.incomplete, i + 1);
      const makes = this.#rights.may((author) => want.gtin !== undefined && author.mayMake(want.gtin));
      const is = want.gtin === undefined ? rows.length > 0 : rows.some(({ id }) => makes(id ?? 0));
      answers.set(want, [{ ...want, is }]);
    });
    asked.awaits.forEach((want, i) => {
      answers.set(want, [{ ...want, is: found.of(ABOUT.awaits, i + 1).length > 0 }]);
    });
    for (const want of asked.retracted) answers.set(want, [{ ...want, is: isBack(want.event) }]);
    return answers;
  }

  #lots(want: Of<'lots'>, rows: readonly FoundRow[]): FoldAnswer {
    const { gtin, lot } = want;
    const given = rows.toSorted((a, b) => (a.id ?? 0) - (b.id ?? 0)).slice(0, LOTS_AT_ONCE);
    const isMore = rows.length > LOTS_AT_ONCE;
    // Of many those alone that somebody wrote who may make the product.
    const makes = this.#rights.may((author) => author.mayMake(gtin));
    const isFew = want.after === undefined && !isMore;
    const some = isFew ? given : given.filter(({ id }) => makes(branchOf(id ?? 0)));
    const next = isMore ? (given.at(-1)?.id ?? undefined) : undefined;
    return { ...want, lot, events: this.events(some), ...(next !== undefined && { next }) };
  }

  hits(rows: readonly FoundRow[], token: Bytes): Hit[] {
    const hits: Hit[] = [];
    for (const row of rows) {
      const event = this.#event(row);
      if (event === undefined) continue;
      const opener = openerIn(event.leaf.rows?.data ?? row.page ?? undefined, token);
      if (opener !== undefined) hits.push({ event, opener });
    }
    return hits;
  }

  events(rows: readonly FoundRow[]): StoredEvent[] {
    const events: StoredEvent[] = [];
    for (const row of rows) {
      const event = this.#event(row);
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  /** @throws damaged where the stored bytes are no event */
  #event({ id, sum, bytes }: FoundRow): StoredEvent | undefined {
    if (id === null || bytes === null) return undefined;
    const { memory, view } = this.#mirror;
    memory.keep(id, this.#leaf(id, sum, bytes));
    return view.eventById(id);
  }

  #leaf(id: number, sum: number | null, bytes: Bytes): Leaf {
    const known = this.#leaves.get(id);
    // Another history of the database may have another leaf in the same place.
    if (known !== undefined && sameBytes(known.bytes, bytes)) return known;
    const leaf = decodeLeaf(bytes);
    if (key48(leaf.hash) !== sum)
      throw new PedigreeError('damaged', say('event-damaged'), { hint: say('audit-tells-which') });
    this.#bytes += bytes.length;
    if (this.#bytes > LEAF_BYTES) {
      this.#leaves.clear();
      this.#bytes = bytes.length;
    }
    this.#leaves.set(id, leaf);
    return leaf;
  }
}

const NOTHING: Bytes = new Uint8Array(0);

/** The opener beside a token in ascending rows of 32 bytes. */
function openerIn(rows: Bytes | undefined, token: Bytes): Bytes | undefined {
  if (rows === undefined) return undefined;
  let [low, high] = [0, rows.length / 32];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareTokens(token, 0, rows, middle * 32);
    if (order === 0) return rows.subarray(middle * 32 + 16, middle * 32 + 32);
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return undefined;
}
