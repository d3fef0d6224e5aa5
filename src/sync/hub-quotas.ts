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

/** How long a chain is let go on to what must not wait, ms: a peer comes again sooner. */
const OWED = 3_600_000;

interface Count {
  minute: number;
  events: number;
  day: number;
  bytes: number;
}

export class HubQuotas {
  readonly #limits: QuotaLimits;
  readonly #counts = new Map<string, Count>();
  /** Up to which size chains say what must not wait, as far as they have shown it, and until when that counts. */
  readonly #urgent = new Map<string, { readonly size: number; readonly until: number }>();
  /** Batches that were refused. */
  refused = 0;

  constructor(limits: QuotaLimits = QUOTAS) {
    this.#limits = limits;
  }

  /**
   * Notes that a chain brings what must not wait, which cannot be taken before what it follows. It is not proved yet, and lets a chain
   * do what its author can do anyway.
   */
  sees({ chain, start, leaves }: Pick<Batch, 'chain' | 'start' | 'leaves'>, now: number): void {
    const size = start + leaves.findLastIndex(isUrgent) + 1;
    const before = this.#urgent.get(chain);
    if (size === start || (before !== undefined && before.size >= size && before.until > now)) return;
    if (this.#urgent.size >= MOST) this.#urgent.clear();
    this.#urgent.set(chain, { size, until: now + OWED });
  }

  /** Whether a batch is taken: the first of a minute always is, however long, so that what protects people never waits for a day. */
  allows({ chain, start, leaves, now }: Batch): boolean {
    const count = this.#countOf(chain, now);
    const { events, bytes } = this.#limits;
    const is = count.events === 0 || (count.events < events && count.bytes < bytes);
    const owed = this.#urgent.get(chain);
    const isOwed = owed !== undefined && start < owed.size && now < owed.until;
    if (!is && !isOwed && !leaves.some(isUrgent)) {
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
