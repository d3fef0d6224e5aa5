// How much one chain may bring to a hub in a time, so that one author who runs wild keeps out nobody else. Each process counts for
// itself. What protects people is never refused.
import type { Batch } from '../ledger/types.ts';
import { isUrgent } from './offer.ts';

export interface QuotaLimits {
  /** Events of one chain a minute. */
  readonly events: number;
  /** Bytes of one chain a day. */
  readonly bytes: number;
}

/** A line that packs or a till in a rush is far below; a month that is caught up with takes some minutes. */
export const QUOTAS: QuotaLimits = { events: 20_000, bytes: 1024 * 1024 * 1024 };

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Chains that are counted at a time: of those beyond it counting begins anew. */
const MOST = 100_000;

interface Count {
  minute: number;
  events: number;
  day: number;
  bytes: number;
}

export class HubQuotas {
  readonly #limits: QuotaLimits;
  readonly #counts = new Map<string, Count>();
  /** Batches that were refused. */
  refused = 0;

  constructor(limits: QuotaLimits = QUOTAS) {
    this.#limits = limits;
  }

  /** Whether a batch is taken: the first of a minute always is, however long, so that what protects people never waits for a day. */
  allows({ chain, leaves, now }: Batch): boolean {
    const count = this.#countOf(chain, now);
    const { events, bytes } = this.#limits;
    const is = count.events === 0 || (count.events < events && count.bytes < bytes);
    if (!is && !leaves.some(isUrgent)) {
      this.refused++;
      return false;
    }
    return true;
  }

  /** Counts a batch that was stored. What is none of its chain's costs that chain nothing: anybody can send it. */
  took({ chain, leaves, now }: Batch): void {
    const count = this.#countOf(chain, now);
    count.events += leaves.length;
    count.bytes += leaves.reduce((sum, leaf) => sum + leaf.length, 0);
  }

  #countOf(chain: string, now: number): Count {
    const [minute, day] = [Math.floor(now / MINUTE), Math.floor(now / DAY)];
    let count = this.#counts.get(chain);
    if (count === undefined) {
      if (this.#counts.size >= MOST) this.#counts.clear();
      count = { minute, events: 0, day, bytes: 0 };
      this.#counts.set(chain, count);
    }
    if (count.minute !== minute) Object.assign(count, { minute, events: 0 });
    if (count.day !== day) Object.assign(count, { day, bytes: 0 });
    return count;
  }
}
