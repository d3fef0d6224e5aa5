// Taking the leaves of many chains: what does not hang on each other is checked, then stored in one durable transaction.
import { EVENT } from '../custody/events/all.ts';
import { PedigreeError } from '../errors.ts';
import { admit, storePlan } from './admit.ts';
import { putBack, type TakenBatch, takeBatch } from './batch.ts';
import { Indexer } from './index-events.ts';
import { type AdmissionPlan, Judge, type Judged } from './judge.ts';
import { OWN_TYPES } from './ledger-authority.ts';
import { MANY_LOG_PAGES } from './sqlite.ts';
import { acknowledge, type Deciding, exclusively, type Store } from './store.ts';
import { readWith } from './transaction.ts';
import { AUTHORITY_TYPES } from './type-codes.ts';
import type { Admission, Batch } from './types.ts';

/** So many chains write to as many pages, which are taken over with those of the next ones. */
const MANY = 64;

export type Decided = Admission | PedigreeError;

/** What decides about chains other than its own: whatever comes behind it is judged by it. */
const DECIDES: ReadonlySet<string> = new Set(
  AUTHORITY_TYPES.filter((type) => type !== EVENT.open.type && !OWN_TYPES.includes(type)),
);

export interface Ready {
  readonly at: number;
  readonly batch: Batch;
  readonly plan: AdmissionPlan;
}

/** A batch that goes on where another one of its chain ends, which is stored in the same transaction before it. */
interface Behind {
  readonly at: number;
  readonly batch: Batch;
  readonly taken: TakenBatch;
}

/** Of chains whose batches follow one another: by it the next one is judged as if those before it were stored. */
export interface GoingOn {
  /** Whether a batch of a chain that has one before it may be judged. */
  readonly goesOn: (batch: Batch) => boolean;
  /** Takes note of one that will be stored. */
  readonly lay: (batch: Batch, plan: AdmissionPlan) => void;
}

/** See `Ledger.admitAll`. */
export function admitAll(store: Store, batches: readonly Batch[]): readonly Decided[] {
  const decided: Decided[] = [];
  for (let next = 0; next < batches.length; ) {
    const ready: Ready[] = [];
    next = readWith(store.sql, store.memory, store.view, () => judgeFrom(store, batches, next, { ready, decided }));
    const behind = behindFrom(batches, next, ready);
    const followed = storeAll(store, ready, behind, decided);
    // Else a chain of which every second batch stands alone would be read anew from each of them to its end.
    for (const { batch, taken } of behind.slice(followed)) putBack(batch, taken);
    next += followed;
    const batch = batches[next];
    if (batch === undefined || ready.some((one) => one.batch.chain === batch.chain)) continue;
    decided[next] = orDamaged(() => admit(store, batch));
    next++;
  }
  return decided;
}

// Those that follow one another without a gap; what they are can be said once the one before is stored.
function behindFrom(batches: readonly Batch[], from: number, ready: readonly Ready[]): readonly Behind[] {
  const ends = new Map(ready.map(({ batch, plan }) => [batch.chain, plan.checkpoint.size]));
  const behind: Behind[] = [];
  for (let at = from; at < batches.length; at++) {
    const batch = batches[at];
    if (batch === undefined || ends.get(batch.chain) !== batch.start) break;
    const taken = takeBatch(batch);
    if ('admission' in taken) break;
    behind.push({ at, batch, taken });
    ends.set(batch.chain, taken.checkpoint.size);
  }
  return behind;
}

/**
 * As many as hang on nothing before them, or on what `goingOn` knows; gives the place of the first that does, or that has to stand alone.
 * @param take how a batch is read, for whoever has read it before
 */
export function judgeFrom(
  store: Deciding,
  batches: readonly Batch[],
  from: number,
  { ready, decided }: { readonly ready: Ready[]; readonly decided: Decided[] },
  take: typeof takeBatch = takeBatch,
  goingOn?: GoingOn,
): number {
  const chains = new Set<string>();
  for (let at = from; at < batches.length; at++) {
    const batch = batches[at];
    if (batch === undefined || batch.chain === store.memory.own()) return at;
    if (chains.has(batch.chain) && goingOn?.goesOn(batch) !== true) return at;
    const judged = orDamaged(() => judgeOne(store, batch, take));
    if (judged instanceof PedigreeError) decided[at] = judged;
    else if ('admission' in judged) decided[at] = judged.admission;
    else if (standsAlone(judged.plan)) return at;
    else {
      ready.push({ at, batch, plan: judged.plan });
      chains.add(batch.chain);
      goingOn?.lay(batch, judged.plan);
    }
  }
  return batches.length;
}

/** What one batch is, by itself. @throws damaged */
export function judgeOne(store: Deciding, batch: Batch, take: typeof takeBatch = takeBatch): Judged {
  const taken = take(batch);
  return 'admission' in taken ? taken : new Judge(store, batch, taken).judge();
}

// Whatever may decide about others, counts against a limit, or is no everyday growth of a chain.
function standsAlone({ kind, openOnly, adoptsNetwork, taken }: AdmissionPlan): boolean {
  if (openOnly || adoptsNetwork || (kind !== 'extends' && kind !== 'new')) return true;
  for (const { type } of taken.whole.values()) if (DECIDES.has(type)) return true;
  return false;
}

// Stores all of them, and of those behind as many as are everyday growth too: how many that were.
function storeAll(store: Store, ready: readonly Ready[], behind: readonly Behind[], decided: Decided[]): number {
  if (ready.length === 0) return 0;
  let followed = 0;
  const stored = exclusively(store, () => {
    if (ready.length >= MANY) store.sql.keepLogUpTo(MANY_LOG_PAGES);
    const indexer = new Indexer(store.sql);
    const together = { indexer, strange: store.sql.value('SELECT 1 FROM heard LIMIT 1') !== undefined };
    let tellsAuthority = false;
    const put = (batch: Batch, plan: AdmissionPlan) => {
      const one = storePlan(store, batch, plan, together);
      tellsAuthority ||= indexer.authority;
      return one;
    };
    const all = ready.map(({ batch, plan }) => put(batch, plan));
    for (const { at, batch, taken } of all.includes('changed') ? [] : behind) {
      // What is read of authority from here on is that of what has been stored.
      if (tellsAuthority) indexer.flush();
      tellsAuthority = false;
      const judged = orDamaged(() => new Judge(store, batch, taken).judge());
      if (judged instanceof PedigreeError || 'admission' in judged || standsAlone(judged.plan)) break;
      // The branch has grown since this began: whether it ends where this begins is looked up.
      const one = put(batch, { ...judged.plan, version: undefined });
      if (one === 'changed') break;
      decided[at] = one;
      followed++;
    }
    indexer.flush();
    return all;
  });
  for (const [i, { at, batch }] of ready.entries()) {
    const one = stored[i];
    // Another writer was faster: that one is judged again.
    decided[at] = one === undefined || one === 'changed' ? orDamaged(() => admit(store, batch)) : one;
  }
  if (ready.some(({ batch }) => batch.later !== true)) acknowledge(store);
  return followed;
}

export function orDamaged<T>(fn: () => T): T | PedigreeError {
  try {
    return fn();
  } catch (error) {
    if (!(error instanceof PedigreeError) || error.code !== 'damaged') throw error;
    return error;
  }
}
