// Evidence from a hub: one statement a round, of one snapshot; from the second round on all of one transaction.
import { type Bytes, b64u, sameBytes } from '../../chain/bytes.ts';
import { decodeLeaf, type Leaf } from '../../chain/leaf.ts';
import { compareTokens } from '../../chain/pages.ts';
import type { Author } from '../../custody/authority.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { CustodyEvent, Evidence, Hit } from '../../custody/evidence.ts';
import type { GatherOutcome } from '../../custody/gather.ts';
import { roleAllows } from '../../custody/rights.ts';
import type { FoldAnswer, FoldAnswers, FoldWant } from '../../custody/wants.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/ledger.ts';
import { branchOf, key48, leafId, lotName } from '../ids.ts';
import { recallNamed } from '../index-events.ts';
import { type EvidenceSource, gatherFrom, inTurn } from '../source.ts';
import type { StoredEvent } from '../stored-event.ts';
import { typeCode } from '../type-codes.ts';
import { type HubConnection, type HubDatabase, type HubValue, within } from './connection.ts';
import { MOST_TRIES } from './failures.ts';
import { ABOUT, CROWDED, GATHER, GATHER_REST, LOTS_AT_ONCE, MOST_MADE, MOST_OF_TOKEN } from './gather-sql.ts';
import { LacksTree, type Mirror, MovedOn } from './mirror.ts';

/** Decoded leaves that a process keeps, in bytes. */
const LEAF_BYTES = 16 * 1024 * 1024;
/** Commissionings of one token that are read of branches that may make the product. */
const MOST_OF_MAKERS = 4_096;

interface FoundRow {
  readonly about: number;
  readonly w: number | null;
  readonly id: number | null;
  readonly sum: number | null;
  readonly type: number | null;
  readonly bytes: Buffer | null;
  readonly page: Buffer | null;
}

type Of<A extends FoldWant['about']> = Extract<FoldWant, { readonly about: A }>;

/** Wants by what they are about. */
type ByAbout = { readonly [A in FoldWant['about']]: readonly Of<A>[] };

export class HubSource implements EvidenceSource {
  readonly #database: HubDatabase;
  readonly #mirror: Mirror;
  readonly #leaves = new Map<number, Leaf>();
  #bytes = 0;
  /** Statements that were run for answers. */
  statements = 0;

  constructor(database: HubDatabase, mirror: Mirror) {
    this.#database = database;
    this.#mirror = mirror;
  }

  find(wants: readonly FoldWant[]): Promise<FoldAnswers> {
    return this.#database.lend(async (connection) => {
      const asked = byAbout(wants);
      // One statement is of one state by itself; of two, and where who is who has changed, a transaction is.
      const found = isUsual(asked) && !isRare(asked) ? await this.#found(connection, asked, false) : undefined;
      return found ?? within(connection, 'one-state', (inside) => this.#foundSteadily(inside, wants));
    });
  }

  /**
   * Asks `ask` of this store. Where a line is cut between two rounds it goes on with another one, and begins anew where who is who
   * has changed while it was asked.
   * @param isNewEnough as of `inTurn`
   * @throws StaleCopy where the state that answers is not new enough
   */
  async gather<T>(
    ask: (evidence: Evidence) => T,
    about: readonly FoldWant[] = [],
    isNewEnough?: (state: string) => boolean,
  ): Promise<GatherOutcome<T>> {
    for (let tries = 1; ; tries++) {
      try {
        return await gatherFrom(inTurn([this, this], isNewEnough), ask, about);
      } catch (error) {
        if (tries === MOST_TRIES) throw error;
        if (error instanceof LacksTree) await this.#fetchTree(error);
        else if (!(error instanceof MovedOn)) throw error;
      }
    }
  }

  #fetchTree({ shape, size }: LacksTree): Promise<void> {
    return this.#database.lend((connection) =>
      within(connection, 'one-state', (inside) => this.#mirror.fetchRoot(inside, shape, size)),
    );
  }

  steady<T>(fn: (find: (wants: readonly FoldWant[]) => Promise<FoldAnswers>) => Promise<T>): Promise<T> {
    return this.#database.lend((connection) =>
      within(connection, 'one-state', (inside) => fn((wants) => this.#foundSteadily(inside, wants))),
    );
  }

  async #foundSteadily(inside: HubConnection, wants: readonly FoldWant[]): Promise<FoldAnswers> {
    const asked = byAbout(wants);
    for (let tries = 0; tries < 4; tries++) {
      const found = await this.#found(inside, asked, true);
      if (found !== undefined) return found;
      await this.#mirror.sync(inside);
    }
    throw new MovedOn();
  }

  // Undefined where what this process knows of the network is not of the state that answers.
  async #found(connection: HubConnection, asked: ByAbout, steadily: boolean): Promise<FoldAnswers | undefined> {
    const rows: FoundRow[] = [];
    // Before the values are made of it: while the answer was awaited another reader may have brought the mirror further.
    const { stamp } = this.#mirror;
    if (isUsual(asked) || !isRare(asked)) {
      this.statements++;
      for (const row of await connection.rows<FoundRow>(GATHER, ...this.#values(asked))) rows.push(row);
    }
    if (isRare(asked)) {
      this.statements++;
      for (const row of await connection.rows<FoundRow>(GATHER_REST, ...this.#valuesOfRest(asked))) rows.push(row);
    }
    const counter = rows.find(({ about }) => about === ABOUT.counter);
    if (counter?.bytes == null || counter.page == null) throw new Error('a hub without a counter');
    if (this.#mirror.stamp !== stamp || !this.#mirror.isOf(counter.page)) return undefined;
    const found = Map.groupBy(rows, ({ about }) => about);
    const answers = this.#answers(asked, found);
    if (steadily) {
      for (const want of asked.rows)
        if (this.#isCrowded(want, asked.rows, found)) answers.push(await this.#crowded(connection, want));
      for (const want of asked.commissions)
        if (of(found, ABOUT.commissions, place(asked.commissions, want)).length > MOST_MADE)
          answers.push(await this.#madeByMany(connection, want));
      if (this.#mirror.stamp !== stamp) return undefined;
    }
    const { view } = this.#mirror;
    return { state: `${counter.id} ${b64u(counter.bytes)}`, standing: view, answers };
  }

  #values(asked: ByAbout): HubValue[] {
    return [
      asked.rows.map(({ token }) => key48(token)),
      asked.rows.map(({ token }) => token),
      asked.commissions.map(({ gtin }) => Number(gtin)),
      asked.commissions.map(({ token }) => key48(token)),
      asked.commissions.map(({ token }) => token),
      asked.notices.map(({ gtin }) => Number(gtin)),
      asked.notices.flatMap(({ gtin }) => this.#mayNotify(gtin).map((row) => `${Number(gtin)}:${row}`)),
      typeCode(EVENT.recallEnd.type),
    ];
  }

  #valuesOfRest(asked: ByAbout): HubValue[] {
    const { shapes } = this.#mirror.memory;
    const awaited = asked.awaits.flatMap(({ gln }, i) => {
      const chains = this.#knowsNobody() ? [] : (this.#mirror.view.authority().party(gln)?.chains ?? []);
      return chains.flatMap(({ chain }) => shapes.of(chain).map(({ row }) => ({ row, ask: i + 1 })));
    });
    return [
      asked.lots.map(({ gtin }) => Number(gtin)),
      asked.lots.map(({ gtin, lot }) => (lot === undefined ? null : lotName(Number(gtin), lot))),
      asked.lots.map(({ after }) => after ?? -1),
      asked.page.map(({ root }) => root),
      asked.page.map(({ index }) => index),
      asked.retracted.map(({ event }) => this.#targetOf(event)),
      asked.incomplete.map(({ gtin }) => (gtin === undefined ? -1 : Number(gtin))),
      awaited.map(({ row }) => leafId(row, 0)),
      awaited.map(({ row }) => leafId(row + 1, 0)),
      awaited.map(({ ask }) => ask),
      asked.pages.map(({ root }) => root),
    ];
  }

  // Before the first answer nothing is known of anybody, and the first answer is thrown away.
  #knowsNobody(): boolean {
    return this.#mirror.stamp < 0;
  }

  /** Whether some grant of the chain of a branch allows it, whatever the position. */
  #may(allows: (author: Author) => boolean): (row: number) => boolean {
    const { view, memory } = this.#mirror;
    return (row) => {
      const chain = memory.shapes.byRow(row)?.chain;
      const author = chain === undefined ? undefined : view.authority().atMost(chain);
      return author !== undefined && allows(author);
    };
  }

  #rowsOf(gln: string): number[] {
    const { view, memory } = this.#mirror;
    return (view.authority().party(gln)?.chains ?? []).flatMap(({ chain }) =>
      memory.shapes.of(chain).map(({ row }) => row),
    );
  }

  // Branches of those who may say anything of a product.
  #mayNotify(gtin: string): number[] {
    if (this.#knowsNobody()) return [];
    const authority = this.#mirror.view.authority();
    const glns = new Set([
      ...authority.makersOf(gtin).map(({ gln }) => gln),
      ...authority.parties().flatMap(({ gln, regulator }) => (regulator ? [gln] : [])),
    ]);
    const may = this.#may(({ roles, mayMake }) => roles.includes('regulator') || mayMake(gtin));
    return [...glns].flatMap((gln) => this.#rowsOf(gln)).filter(may);
  }

  #targetOf({ chain, leaf }: CustodyEvent): number {
    return leafId(this.#mirror.memory.shapes.find(chain, 0)?.row ?? 0, leaf.seq);
  }

  #answers(asked: ByAbout, found: ReadonlyMap<number, readonly FoundRow[]>): FoldAnswer[] {
    const { view } = this.#mirror;
    const answers: FoldAnswer[] = [];
    const seen = new Map<number, CustodyEvent>();
    asked.rows.forEach((want, i) => {
      const rows = of(found, ABOUT.rows, i + 1);
      if (rows.length > MOST_OF_TOKEN) return;
      const hits = this.#hits(rows, want.token);
      for (const { event } of hits) seen.set(event.id, event);
      answers.push({ ...want, hits, whole: true });
    });
    asked.commissions.forEach((want, i) => {
      const rows = of(found, ABOUT.commissions, i + 1);
      if (rows.length <= MOST_MADE) answers.push({ ...want, events: this.#events(rows) });
    });
    asked.notices.forEach((want, i) => {
      const ends = this.#events(of(found, ABOUT.ends, i + 1));
      const recalls = this.#events(of(found, ABOUT.notices, i + 1));
      const hashes = new Set(recalls.map(({ leaf }) => b64u(leaf.hash)));
      const real = ends.filter(({ leaf }) => hashes.has(b64u(recallNamed(leaf) ?? NOTHING)));
      answers.push({ ...want, events: [...recalls, ...real] });
    });
    asked.lots.forEach((want, i) => {
      answers.push(this.#lots(want, of(found, ABOUT.lots, i + 1)));
    });
    asked.page.forEach((want, i) => {
      answers.push({ ...want, bytes: of(found, ABOUT.page, i + 1)[0]?.bytes ?? undefined });
    });
    asked.pages.forEach((want, i) => {
      answers.push({ ...want, is: (of(found, ABOUT.pages, i + 1)[0]?.id ?? 0) >= want.pages });
    });
    asked.incomplete.forEach((want, i) => {
      const rows = of(found, ABOUT.incomplete, i + 1);
      const makes = this.#may((author) => want.gtin !== undefined && author.mayMake(want.gtin));
      answers.push({ ...want, is: want.gtin === undefined ? rows.length > 0 : rows.some(({ id }) => makes(id ?? 0)) });
    });
    asked.awaits.forEach((want, i) => {
      answers.push({ ...want, is: of(found, ABOUT.awaits, i + 1).length > 0 });
    });
    const back = Map.groupBy(found.get(ABOUT.retracted) ?? [], ({ w }) => w ?? 0);
    const isBack = (event: CustodyEvent): boolean =>
      this.#events(back.get(this.#targetOf(event)) ?? []).some(
        (retraction) => retraction.author !== undefined && view.earlier(event, retraction),
      );
    for (const want of asked.retracted) answers.push({ ...want, is: isBack(want.event) });
    // Where a chain forked, what stands under the event of its first branch is asked for by itself.
    for (const event of seen.values())
      if (this.#targetOf(event) === event.id) answers.push({ about: 'retracted', event, is: isBack(event) });
    return answers;
  }

  #lots(want: Of<'lots'>, rows: readonly FoundRow[]): FoldAnswer {
    const { gtin, lot } = want;
    const given = rows.toSorted((a, b) => (a.id ?? 0) - (b.id ?? 0)).slice(0, LOTS_AT_ONCE);
    const isMore = rows.length > LOTS_AT_ONCE;
    // Of many those alone that somebody wrote who may make the product.
    const makes = this.#may((author) => author.mayMake(gtin));
    const isFew = want.after === undefined && !isMore;
    const some = isFew ? given : given.filter(({ id }) => makes(branchOf(id ?? 0)));
    const next = isMore ? (given.at(-1)?.id ?? undefined) : undefined;
    return { ...want, lot, events: this.#events(some), ...(next !== undefined && { next }) };
  }

  #isCrowded(want: Of<'rows'>, all: readonly Of<'rows'>[], found: ReadonlyMap<number, readonly FoundRow[]>): boolean {
    return of(found, ABOUT.rows, place(all, want)).length > MOST_OF_TOKEN;
  }

  async #crowded(connection: HubConnection, want: Of<'rows'>): Promise<FoldAnswer> {
    const { view, memory } = this.#mirror;
    const mayRecall = view
      .authority()
      .parties()
      .filter(({ roles }) => roleAllows(EVENT.recall.type, roles))
      .flatMap(({ gln }) => this.#rowsOf(gln))
      .filter((row) => memory.shapes.byRow(row) !== undefined);
    this.statements++;
    const rows = await connection.rows<FoundRow>(
      CROWDED,
      key48(want.token),
      want.most,
      mayRecall,
      typeCode(EVENT.recall.type),
      want.token,
    );
    return { ...want, hits: this.#hits(rows, want.token), whole: false };
  }

  // Whatever strangers wrote decides only where no commissioning by a maker counts: of each of their branches the first are read.
  async #madeByMany(connection: HubConnection, want: Of<'commissions'>): Promise<FoldAnswer> {
    this.statements++;
    const rows = await connection.rows<FoundRow>(
      `select l.id, l.sum, l.type, l.bytes from commission c join leaf l on l.id = c.leaf
       cross join lateral (select bytes from tokenpage t where t.root = c.root and t.first <= $2::bytea
         order by t.first desc limit 1) t
       where c.gtin = $1 and c.root is not null and position($2::bytea in t.bytes) > 0 order by l.id`,
      Number(want.gtin),
      want.token,
    );
    const makes = this.#may((author) => author.mayMake(want.gtin));
    const [makers, others] = [[] as FoundRow[], [] as FoundRow[]];
    for (const row of rows) (makes(branchOf(row.id ?? 0)) ? makers : others).push(row);
    return { ...want, events: this.#events([...makers.slice(0, MOST_OF_MAKERS), ...others.slice(0, MOST_MADE)]) };
  }

  #hits(rows: readonly FoundRow[], token: Bytes): Hit[] {
    const hits: Hit[] = [];
    for (const row of rows) {
      const event = this.#event(row);
      if (event === undefined) continue;
      const opener = openerIn(event.leaf.rows?.data ?? row.page ?? undefined, token);
      if (opener !== undefined) hits.push({ event, opener });
    }
    return hits;
  }

  #events(rows: readonly FoundRow[]): StoredEvent[] {
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

function byAbout(wants: readonly FoldWant[]): ByAbout {
  const all: { [A in FoldWant['about']]: Of<A>[] } = {
    rows: [],
    commissions: [],
    notices: [],
    lots: [],
    page: [],
    pages: [],
    retracted: [],
    incomplete: [],
    awaits: [],
  };
  for (const want of wants) (all[want.about] as FoldWant[]).push(want);
  return all;
}

/** What nearly every fold asks for is in one statement. */
const isUsual = ({ rows, commissions, notices }: ByAbout): boolean =>
  rows.length + commissions.length + notices.length > 0;

const isRare = ({ lots, page, pages, retracted, incomplete, awaits }: ByAbout): boolean =>
  lots.length + page.length + pages.length + retracted.length + incomplete.length + awaits.length > 0;

function of(found: ReadonlyMap<number, readonly FoundRow[]>, about: number, place: number): readonly FoundRow[] {
  return found.get(about)?.filter(({ w }) => w === place) ?? [];
}

function place<T>(all: readonly T[], one: T): number {
  return all.indexOf(one) + 1;
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
