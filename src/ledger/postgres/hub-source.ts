// Evidence from a hub: one statement a round, of one snapshot; from the second round on all of one transaction. Those who ask at the
// same time are asked for in one statement.
import { b64u } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { Evidence } from '../../custody/evidence.ts';
import type { GatherOutcome } from '../../custody/gather.ts';
import { roleAllows } from '../../custody/rights.ts';
import type { FoldAnswer, FoldAnswers, FoldWant } from '../../custody/wants.ts';
import { branchOf, key48 } from '../ids.ts';
import { type EvidenceSource, type Find, gatherFrom, inTurn } from '../source.ts';
import { typeCode } from '../type-codes.ts';
import { type HubConnection, type HubDatabase, within, withinFrom } from './connection.ts';
import { MOST_OF_TOKEN } from './crowded.ts';
import { MOST_TRIES } from './failures.ts';
import { ABOUT, CROWDED, GATHER, GATHER_REST, MOST_MADE } from './gather-sql.ts';
import { type Answers, type FoundRow, FoundRows, HubAnswers } from './hub-answers.ts';
import {
  type AskedTogether,
  type ByAbout,
  HubRights,
  isRare,
  isUsual,
  type Of,
  together,
  valuesOf,
  valuesOfRest,
} from './hub-questions.ts';
import { LacksTree, type Mirror, MovedOn } from './mirror.ts';
import { type AskedHub, inStep, Together } from './together.ts';

/** Commissionings of one token that are read of branches that may make the product. */
const MOST_OF_MAKERS = 4_096;

/** Whoever asks several questions of one state. */
type Reader = (find: Find) => Promise<void>;

export class HubSource implements EvidenceSource {
  readonly #database: HubDatabase;
  readonly #mirror: Mirror;
  readonly #rights: HubRights;
  readonly #answers: HubAnswers;
  readonly #first = new Together<readonly FoldWant[], FoldAnswers>((asked) => this.#findTogether(asked));
  readonly #steady = new Together<Reader, void>((asked) => this.#readTogether(asked));
  /** Statements that were run for answers. */
  statements = 0;

  constructor(database: HubDatabase, mirror: Mirror) {
    this.#database = database;
    this.#mirror = mirror;
    this.#rights = new HubRights(mirror);
    this.#answers = new HubAnswers(mirror, this.#rights);
  }

  find(wants: readonly FoldWant[]): Promise<FoldAnswers> {
    return this.#first.ask(wants);
  }

  async #findTogether(all: readonly AskedHub<readonly FoldWant[], FoldAnswers>[]): Promise<void> {
    const questions = all.map(({ question }) => question);
    const found = await this.#database.lend(async (connection) => {
      const shared = together(questions);
      // One statement is of one state by itself; of two, and where who is who has changed, a transaction is.
      const isOnce = isUsual(shared.asked) && !isRare(shared.asked);
      const once = isOnce ? await this.#found(connection, questions, shared, false) : undefined;
      return once ?? within(connection, 'one-state', (inside) => this.#foundSteadily(inside, questions));
    });
    for (const [i, one] of all.entries()) one.answer(found[i] as FoldAnswers);
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

  async steady<T>(fn: (find: Find) => Promise<T>): Promise<T> {
    let value: { readonly of: T } | undefined;
    await this.#steady.ask(async (find) => {
      value = { of: await fn(find) };
    });
    if (value === undefined) throw new Error('a reader that has not ended');
    return value.of;
  }

  #readTogether(all: readonly AskedHub<Reader, void>[]): Promise<void> {
    return this.#database.lend((connection) =>
      withinFrom(connection, 'one-state', (begin) => {
        let inside: HubConnection | undefined;
        let state: string | undefined;
        const round = async (questions: readonly (readonly FoldWant[])[]): Promise<readonly FoldAnswers[]> => {
          // Where nothing is stored meanwhile, statements are of one state without a transaction, and cost less. Whoever has begun
          // with another state asks for all of it again.
          const found = inside === undefined ? await this.#foundWhole(connection, questions) : undefined;
          if (found !== undefined && (state ?? found[0]?.state) === found[0]?.state) {
            state = found[0]?.state;
            return found;
          }
          inside ??= await begin();
          return this.#foundSteadily(inside, questions);
        };
        // Whoever knows enough waits for no other one.
        return inStep(
          all.map((one) => (find: Find) => one.question(find).then(one.answer)),
          round,
        );
      }),
    );
  }

  // Undefined where that takes more than one statement.
  async #foundWhole(
    connection: HubConnection,
    questions: readonly (readonly FoldWant[])[],
  ): Promise<readonly FoldAnswers[] | undefined> {
    const shared = together(questions);
    if (isRare(shared.asked)) return undefined;
    const found = await this.#found(connection, questions, shared, false);
    const isWhole = found?.every(
      ({ answers }, i) => answers.filter(({ about }) => about !== 'retracted').length === questions[i]?.length,
    );
    return isWhole === true ? found : undefined;
  }

  async #foundSteadily(
    inside: HubConnection,
    questions: readonly (readonly FoldWant[])[],
  ): Promise<readonly FoldAnswers[]> {
    const shared = together(questions);
    for (let tries = 0; tries < 4; tries++) {
      const found = await this.#found(inside, questions, shared, true);
      if (found !== undefined) return found;
      await this.#mirror.sync(inside);
    }
    throw new MovedOn();
  }

  // Undefined where what this process knows of the network is not of the state that answers.
  async #found(
    connection: HubConnection,
    questions: readonly (readonly FoldWant[])[],
    { asked, same }: AskedTogether,
    steadily: boolean,
  ): Promise<readonly FoldAnswers[] | undefined> {
    const rows: FoundRow[] = [];
    // Before the values are made of it: while the answer was awaited another reader may have brought the mirror further.
    const { stamp } = this.#mirror;
    if (isUsual(asked) || !isRare(asked)) {
      this.statements++;
      for (const row of await connection.rows<FoundRow>(GATHER, ...valuesOf(asked, this.#rights))) rows.push(row);
    }
    if (isRare(asked)) {
      this.statements++;
      const values = valuesOfRest(asked, this.#rights);
      for (const row of await connection.rows<FoundRow>(GATHER_REST, ...values)) rows.push(row);
    }
    const found = new FoundRows(rows);
    const [counter] = found.of(ABOUT.counter, null);
    if (counter?.bytes == null || counter.page == null) throw new Error('a hub without a counter');
    if (this.#mirror.stamp !== stamp || !this.#mirror.isOf(counter.page)) return undefined;
    const answers = this.#answers.to(asked, found);
    if (steadily) {
      await this.#askMore(connection, asked, found, answers);
      if (this.#mirror.stamp !== stamp) return undefined;
    }
    const { view } = this.#mirror;
    const state = `${counter.id} ${b64u(counter.bytes)}`;
    return questions.map((wants) => ({
      state,
      standing: view,
      answers: wants.flatMap((want) => answers.get(same.get(want) ?? want) ?? []),
    }));
  }

  // What is used more often than anybody gives at once is asked for by itself.
  async #askMore(connection: HubConnection, asked: ByAbout, found: FoundRows, answers: Answers): Promise<void> {
    for (const [i, want] of asked.rows.entries())
      if (found.of(ABOUT.rows, i + 1).length > MOST_OF_TOKEN)
        answers.set(want, [await this.#crowded(connection, want)]);
    for (const [i, want] of asked.commissions.entries())
      if (found.of(ABOUT.commissions, i + 1).length > MOST_MADE)
        answers.set(want, [await this.#madeByMany(connection, want)]);
  }

  async #crowded(connection: HubConnection, want: Of<'rows'>): Promise<FoldAnswer> {
    const { view, memory } = this.#mirror;
    const mayRecall = view
      .authority()
      .parties()
      .filter(({ roles }) => roleAllows(EVENT.recall.type, roles))
      .flatMap(({ gln }) => this.#rights.rowsOf(gln))
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
    return { ...want, hits: this.#answers.hits(rows, want.token), whole: false };
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
    const makes = this.#rights.may((author) => author.mayMake(want.gtin));
    const [makers, others] = [[] as FoundRow[], [] as FoundRow[]];
    for (const row of rows) (makes(branchOf(row.id ?? 0)) ? makers : others).push(row);
    return {
      ...want,
      events: this.#answers.events([...makers.slice(0, MOST_OF_MAKERS), ...others.slice(0, MOST_MADE)]),
    };
  }
}
