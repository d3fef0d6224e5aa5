// A verdict from a hub: on a pack, by whoever has its code, from a copy of the database that has heard all that the asker has.

import { packItem } from '../../custody/item.ts';
import { judge } from '../../custody/judge.ts';
import { judgeUnreached } from '../../custody/judge-unreached.ts';
import { traceItem } from '../../custody/trace.ts';
import type { Question, Verdict } from '../../custody/verdict.ts';
import { foreseen } from '../../custody/wants.ts';
import { PedigreeError } from '../../errors.ts';
import type { HubSource } from '../../ledger/postgres/hub-source.ts';
import type { Mirror } from '../../ledger/postgres/mirror.ts';
import { StaleCopy } from '../../ledger/source.ts';
import { say } from '../../words/en/hub.ts';
import { identify } from '../scans/identify.ts';

/** One copy of the database, with what this process knows of it. */
export interface HubReader {
  readonly source: HubSource;
  readonly mirror: Mirror;
}

export interface HubVerifyRequest {
  readonly scan: string;
  /** Judge custody as if the pack were with the party of this GLN. */
  readonly at?: string;
  /** The newest change that the asker has seen: an older copy does not answer. */
  readonly seen?: number;
}

export interface HubVerified {
  readonly verdict: Verdict;
  /** The newest change that it rests on. */
  readonly n: number;
  readonly rounds: number;
}

/**
 * Asks the readers in turn, the next one where one is away or too far behind; the last should be the primary.
 * @throws not-gs1 (65) for what is no pack, peer-away (75) where none can answer
 */
export async function hubVerify(
  readers: readonly HubReader[],
  network: string,
  { scan, at, seen = 0 }: HubVerifyRequest,
  ask: Omit<Question, 'viewer'>,
): Promise<HubVerified> {
  const { label, repairs } = identify(scan);
  if (label?.kind !== 'pack')
    throw new PedigreeError('not-gs1', say('hub-verifies-packs'), { hint: say('scan-again') });
  const question: Question = { ...ask, repairs, ...(at === undefined ? {} : { viewer: at }) };
  const item = packItem(network, label.gtin, label.serial);
  let failure: unknown;
  for (const { source, mirror } of readers) {
    let n = 0;
    try {
      const outcome = await source.gather(
        (evidence) => judge(label, traceItem(item, evidence), evidence, question),
        foreseen(item),
        (state) => {
          n = Number.parseInt(state, 10);
          return n >= seen;
        },
      );
      const verdict = outcome.whole ? outcome.answer : judgeUnreached(label, mirror.view, question);
      return { verdict, n, rounds: outcome.rounds };
    } catch (error) {
      if (error instanceof PedigreeError) throw error;
      // The next one may be there, and have heard more.
      if (failure === undefined || failure instanceof StaleCopy) failure = error;
    }
  }
  if (failure instanceof StaleCopy) throw new PedigreeError('locked', say('no-copy-so-new'), { cause: failure });
  throw failure;
}
