// Where evidence is fetched from: a ledger of this machine, a database elsewhere, or several copies of one in turn.
import type { Evidence } from '../custody/evidence.ts';
import { type GatherOutcome, gather } from '../custody/gather.ts';
import type { FoldAnswers, FoldWant } from '../custody/wants.ts';

/** Answers questions, all of one call by one state. */
export type Find = (wants: readonly FoldWant[]) => Promise<FoldAnswers>;

/** A store that is asked from afar. */
export interface EvidenceSource {
  find(wants: readonly FoldWant[]): Promise<FoldAnswers>;
  /**
   * Runs `fn` with a `find` that answers every call by one and the same state, where the store can; else whoever asks begins
   * again when the state is another one. May run it again with another one where that fails.
   */
  steady?<T>(fn: (find: Find) => Promise<T>): Promise<T>;
}

/** Asks `ask` of what a source has: one call where that is enough, the following ones by one state of it. */
export async function gatherFrom<T>(
  source: EvidenceSource,
  ask: (evidence: Evidence) => T,
  about: readonly FoldWant[] = [],
): Promise<GatherOutcome<T>> {
  const run = gather(ask, about);
  let step = run.next();
  // What `ask` itself throws is no failure of a source: no other one is asked because of it.
  let failed: { readonly error: unknown } | undefined;
  const once = async (find: Find): Promise<void> => {
    if (step.done === true) return;
    const found = await find(step.value);
    try {
      step = run.next(found);
    } catch (error) {
      failed = { error };
    }
  };
  const rest = async (find: Find): Promise<void> => {
    while (step.done !== true && failed === undefined) await once(find);
  };
  await once((wants) => source.find(wants));
  if (step.done !== true && failed === undefined) {
    if (source.steady === undefined) await rest((wants) => source.find(wants));
    else await source.steady(rest);
  }
  if (failed !== undefined) throw (failed as { readonly error: unknown }).error;
  if (step.done !== true) throw new Error('a gathering that has not ended');
  return step.value;
}

/**
 * Several copies of one store, the first that answers: those that fail are passed over, and those whose state is not new enough.
 * What one verdict rests on is answered by one of them.
 * @param isNewEnough whether an answer by this state is one; for whoever has to read what it wrote
 */
export function inTurn(
  sources: readonly EvidenceSource[],
  isNewEnough: (state: string) => boolean = () => true,
): EvidenceSource {
  async function first<T>(ask: (source: EvidenceSource) => Promise<T>): Promise<T> {
    let failure: unknown;
    for (const source of sources) {
      try {
        return await ask(source);
      } catch (error) {
        failure ??= error;
      }
    }
    throw failure;
  }
  const checked =
    (find: Find): Find =>
    async (wants) => {
      const found = await find(wants);
      if (!isNewEnough(found.state)) throw new StaleCopy(found.state);
      return found;
    };
  return {
    find: (wants) => first((source) => checked((some) => source.find(some))(wants)),
    steady: (fn) =>
      first((source) => {
        const find = checked((wants) => source.find(wants));
        return source.steady === undefined ? fn(find) : source.steady((steadily) => fn(checked(steadily)));
      }),
  };
}

/** A copy that has not yet heard what whoever asks has seen. */
export class StaleCopy extends Error {}
