// Batches that go on from others that are judged with them: what those will have stored is laid where the judge of the next one looks,
// so that a chain of many commits is stored in one transaction.
import { EVENTS } from '../../custody/events/index.ts';
import type { GoingOn } from '../admit-all.ts';
import { key48, leafId } from '../ids.ts';
import type { AdmissionPlan } from '../judge.ts';
import { isBounded } from '../named.ts';
import type { Batch } from '../types.ts';
import type { Mirror } from './mirror.ts';
import { grownBy } from './store-plans.ts';

/** Inside `Mirror.scratch`, which forgets what was laid. */
export class Laid implements GoingOn {
  readonly #mirror: Mirror;
  readonly #ends = new Map<string, number>();
  /** The keys of events that were laid. */
  readonly #ids: number[] = [];

  constructor(mirror: Mirror) {
    this.#mirror = mirror;
  }

  /** Where it ends exactly: of what was laid the judge finds the last event alone. */
  goesOn({ chain, start }: Batch): boolean {
    return this.#ends.get(chain) === start;
  }

  // A new branch has no row yet, and what authority is made of is read by the next judgement.
  lay(batch: Batch, plan: AdmissionPlan): void {
    const { chain } = batch;
    this.#ends.delete(chain);
    const { branch, checkpoint, kind, shape, taken } = plan;
    if (kind !== 'extends' || branch === undefined || shape === undefined) return;
    for (const { type } of taken.whole.values()) if (EVENTS.get(type)?.index === 'authority') return;
    if (isBounded(this.#mirror.memory, chain)) return;
    const last = taken.leaves.length - 1;
    const [bytes, code = -1] = [taken.leaves[last], taken.codes[last]];
    if (bytes === undefined) return;
    this.#mirror.takeBranches([{ ...branch, ...grownBy(batch, plan, branch.seen) }]);
    const id = leafId(shape.row, checkpoint.size - 1);
    this.#ids.push(id);
    this.#mirror.takeLeaf({
      id,
      sum: key48(taken.hashes, 32 * last),
      type: code < 0 ? null : code,
      bytes,
      note: batch.note,
    });
    this.#ends.set(chain, checkpoint.size);
  }

  /** Has what was read of them forgotten: another process may store another history of the chain in their place. */
  forget(): void {
    const { memory } = this.#mirror;
    for (const id of this.#ids) memory.forget(id);
    if (this.#ids.length > 0) memory.subtrees.clear();
  }
}
