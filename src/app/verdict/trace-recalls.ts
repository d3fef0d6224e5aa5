// The recalls that touch one pack, those too that were ended or taken back: a part of its pedigree.
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { Life } from '../../custody/life.ts';
import { isRecalled, recallsOf } from '../../custody/recall.ts';
import type { RecallState } from '../../custody/recall-words.ts';
import type { View } from '../../ledger/types.ts';
import { lotsOfPack } from '../judging/recall.ts';

export interface TraceRecall {
  /** The event that issued it. */
  readonly id: string;
  readonly number?: string;
  /** 1 to 3. */
  readonly class: number;
  readonly reason: string;
  /** Name and GLN of the issuer. */
  readonly by: string;
  readonly gln: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly state: RecallState;
  /** How the action ended; packs of an ended recall stay recalled. */
  readonly end?: { readonly event: string; readonly at: string; readonly by: string; readonly reason?: string };
}

/** In the order of their claimed times. */
export function recallsOfPack(view: View, gtin: string, lot: string | undefined, life: Life): readonly TraceRecall[] {
  const lots = lot === undefined ? [] : lotsOfPack(view, gtin, lot);
  return recallsOf(gtin, view).flatMap((found) => {
    const { ended, ...standing } = found;
    if (!isRecalled(standing, lots, life.recalls)) return [];
    const { event, body } = found;
    return [
      {
        id: event.ref,
        ...(found.number === undefined ? {} : { number: found.number }),
        class: found.class,
        reason: body.reason,
        by: event.author?.name ?? found.by,
        gln: found.by,
        at: new Date(event.leaf.at).toISOString(),
        state: ended?.outcome ?? 'open',
        ...(ended === undefined ? {} : { end: endOf(ended.event) }),
      },
    ];
  });
}

function endOf({ ref, leaf, author }: Life['recalls'][number]): NonNullable<TraceRecall['end']> {
  const reason = saidIn(EVENT.recallEnd, leaf)?.reason;
  return {
    event: ref,
    at: new Date(leaf.at).toISOString(),
    by: author?.name ?? '',
    ...(reason === undefined ? {} : { reason }),
  };
}
