// The store of a hub: what many chains say, on PostgreSQL. It appends nothing of its own; whoever writes is an embedded ledger.
import type { Bytes } from '../../chain/bytes.ts';
import type { ForkProof } from '../../chain/fork.ts';
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/ledger.ts';
import { type Decided, judgeFrom, judgeOne, orDamaged, type Ready } from '../admit-all.ts';
import { takeBatch } from '../batch.ts';
import { gtinOf } from '../index-events.ts';
import type { Batch, Heard, PageIn, PagesPut, Proved } from '../types.ts';
import { type HubConnection, type HubDatabase, within } from './connection.ts';
import { hearHub, proveHub } from './doubts.ts';
import { isInTheWay, isLineLost, isThereAlready, MOST_LINES, MOST_TRIES, waitForTry } from './failures.ts';
import { Laid } from './laid.ts';
import { mergeLots } from './merge-lots.ts';
import { LacksTree, Mirror, MovedOn } from './mirror.ts';
import { layOut, prefetch } from './prefetch.ts';
import { storePages } from './put-pages.ts';
import { CHANGED, storePlans } from './store-plans.ts';
import { keepStaged } from './turn-rows.ts';

/** So many batches are judged, and stored, at a time. */
const AT_ONCE = 1_000;
/** And so many bytes of leaves, or one batch that has more: their rows are in memory until they are stored. */
const BYTES_AT_ONCE = 16 * 1024 * 1024;
/** Trees that one judgement may ask for, one after another. */
const MOST_TREES = 64;

export interface HubOptions {
  /** Between 0 and 1: by how much a try is put off. */
  readonly random: () => number;
  /** Most packs of a run of lots that are merged. */
  readonly mostPacks?: number | undefined;
}

export class HubStore {
  readonly database: HubDatabase;
  readonly mirror = new Mirror();
  readonly #random: () => number;
  readonly #mostPacks: number | undefined;
  /** Judging uses the one memory of this process: one after another. */
  #judging: Promise<unknown> = Promise.resolve();

  constructor(database: HubDatabase, { random, mostPacks }: HubOptions) {
    this.database = database;
    this.#random = random;
    this.#mostPacks = mostPacks;
  }

  /**
   * Takes in batches, each whole or not at all, in their order; as an embedded ledger answers for each. What is answered as stored
   * is as durable as the server's commits are. Safe to repeat: whatever was stored before its answer was lost is found again.
   * @throws io-failed, and what the database says where nothing helps
   */
  async admitAll(batches: readonly Batch[]): Promise<readonly Decided[]> {
    const decided: Decided[] = [];
    const read = new WeakMap<Batch, ReturnType<typeof takeBatch>>();
    const take = (batch: Batch): ReturnType<typeof takeBatch> => {
      const known = read.get(batch) ?? takeBatch(batch);
      read.set(batch, known);
      return known;
    };
    for (let next = 0; next < batches.length; ) {
      const some = portion(batches, next);
      const done = await this.#tried((connection) => this.#admitSome(connection, some, take));
      await this.#mergeLots(some.slice(0, done.length), take);
      for (const [i, one] of done.entries()) decided[next + i] = one;
      next += done.length;
    }
    return decided;
  }

  // What was merged is found as it was before: whether it was decides nothing, and nobody waits for another who merges.
  async #mergeLots(batches: readonly Batch[], take: typeof takeBatch): Promise<void> {
    const gtins = new Set<number>();
    for (const batch of batches) {
      const taken = take(batch);
      if ('admission' in taken) continue;
      for (const leaf of taken.whole.values()) {
        const gtin = leaf.type === EVENT.commission.type ? gtinOf(leaf) : undefined;
        if (gtin !== undefined) gtins.add(gtin);
      }
    }
    for (const gtin of gtins) await this.#tried((connection) => mergeLots(connection, gtin, this.#mostPacks));
  }

  /** As many of them as can be stored in one transaction; at least the first. */
  async #admitSome(
    connection: HubConnection,
    batches: readonly Batch[],
    take: typeof takeBatch,
  ): Promise<readonly Decided[]> {
    for (let tries = 1; ; tries++) {
      const { decided, ready, end } = await this.#judged(connection, batches, take);
      if (ready.length > 0) {
        const stored = await within(connection, 'write', (inside) => storePlans(inside, this.mirror, ready));
        if (stored === CHANGED) {
          if (tries === MOST_TRIES) throw new PedigreeError('locked', say('others-writing'));
          continue;
        }
        for (const [i, { at }] of ready.entries()) {
          const one = stored[i];
          if (one !== undefined) decided[at] = one;
        }
      }
      return decided.slice(0, end);
    }
  }

  #judged(
    connection: HubConnection,
    batches: readonly Batch[],
    take: typeof takeBatch,
  ): Promise<{ readonly decided: Decided[]; readonly ready: readonly Ready[]; readonly end: number }> {
    return this.#alone(() =>
      within(connection, 'one-state', async (inside) => {
        await this.mirror.sync(inside);
        const known = await prefetch(inside, this.mirror, batches, take);
        return this.#withTrees(inside, () => {
          const ready: Ready[] = [];
          const decided: Decided[] = [];
          layOut(this.mirror, known);
          const laid = new Laid(this.mirror);
          let end: number;
          try {
            end = judgeFrom(this.mirror, batches, 0, { ready, decided }, take, laid);
          } finally {
            laid.forget();
          }
          const first = batches[0];
          // What others hang on, or what is rare, is stored by itself.
          if (end === 0 && first !== undefined) {
            const judged = orDamaged(() => judgeOne(this.mirror, first, take));
            if (judged instanceof PedigreeError) decided[0] = judged;
            else if ('admission' in judged) decided[0] = judged.admission;
            else ready.push({ at: 0, batch: first, plan: judged.plan });
            end = 1;
          }
          return { decided, ready, end };
        });
      }),
    );
  }

  /** Takes pages of attachments, in ascending order of index for each root; as an embedded ledger does. */
  putPages(pages: readonly PageIn[]): Promise<PagesPut> {
    return this.#tried((connection) =>
      this.#alone(() => within(connection, 'write', (inside) => storePages(inside, this.mirror, pages))),
    );
  }

  /** Keeps parts of commits that wait for the rest, and takes out those of which there is nothing. */
  async keepParts(staged: ReadonlyMap<string, Bytes | undefined>): Promise<void> {
    if (staged.size === 0) return;
    await this.#tried((connection) => within(connection, 'write', (inside) => keepStaged(inside, staged)));
  }

  /** A peer showed this checkpoint: kept if its signature is right and it is on no branch here. */
  hear(note: string, peer: string, at: number): Promise<Heard> {
    return this.#doubted((inside, scratch) => hearHub(inside, this.mirror, scratch, { note, peer, at }));
  }

  /** A proof that a chain forked: kept if it proves it. */
  prove(proof: ForkProof): Promise<Proved> {
    return this.#doubted((inside, scratch) => proveHub(inside, this.mirror, scratch, proof));
  }

  #doubted<T>(ask: (inside: HubConnection, scratch: <R>(fn: () => R) => Promise<R>) => Promise<T>): Promise<T> {
    return this.#tried((connection) =>
      this.#alone(async () => {
        await within(connection, 'one-state', (inside) => this.mirror.sync(inside));
        return within(connection, 'write', (inside) => ask(inside, (fn) => this.#withTrees(inside, fn)));
      }),
    );
  }

  /** Runs `fn` over the memory, which forgets what it wrote; again where it takes the root of a tree that is not here. */
  async #withTrees<T>(connection: HubConnection, fn: () => T): Promise<T> {
    for (let trees = 0; ; trees++) {
      try {
        return this.mirror.scratch(fn);
      } catch (error) {
        if (!(error instanceof LacksTree) || trees === MOST_TREES) throw error;
        await this.mirror.fetchRoot(connection, error.shape, error.size);
      } finally {
        this.mirror.wholeChains.clear();
      }
    }
  }

  #alone<T>(fn: () => Promise<T>): Promise<T> {
    const run = this.#judging.then(fn);
    this.#judging = run.catch(() => {});
    return run;
  }

  /**
   * Runs `fn` with a connection; again, after a while, where others were in the way, and where the line was lost: what became of
   * it then shows when the chains are read again, which is the first thing that each try does.
   */
  async #tried<T>(fn: (connection: HubConnection) => Promise<T>): Promise<T> {
    let lines = 0;
    for (let tries = 1; ; tries++) {
      try {
        return await this.database.lend(fn);
      } catch (error) {
        const isLost = isLineLost(error) && !(error instanceof MovedOn);
        const passes = isLost || error instanceof MovedOn || isInTheWay(error) || isThereAlready(error);
        if (isLost) lines++;
        if (!passes || lines === MOST_LINES || tries - lines === MOST_TRIES) throw error;
        await waitForTry(tries, this.#random);
      }
    }
  }

  close(): Promise<void> {
    this.mirror.close();
    return this.database.close();
  }
}

/** Those that are stored at a time. */
function portion(batches: readonly Batch[], from: number): readonly Batch[] {
  let bytes = 0;
  let end = from;
  for (; end < batches.length && end - from < AT_ONCE; end++) {
    for (const leaf of batches[end]?.leaves ?? []) bytes += leaf.length;
    if (bytes > BYTES_AT_ONCE && end > from) break;
  }
  return batches.slice(from, end);
}
