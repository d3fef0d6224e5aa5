// Who is known to have heard of own recalls, because a node of it and this one have told each other all, whichever of the two dialled.
import { EVENT } from '../../custody/events/all.ts';
import type { Local } from '../../ledger/types.ts';
import type { Cursor } from '../../sync/messages.ts';
import type { Home } from './home.ts';

/** Of so many recalls it is remembered when each chain was met first. */
const MOST = 50;

const keyOf = (chain: string): string => `met:${chain}`;

/**
 * A whole exchange with a chain has ended, in which each side proved who it is. It is written down where it is the first one since
 * an own recall or what was added to one: so once for each of them, however often peers meet.
 * @param began when it began, ms: what was recorded later was no part of it
 */
export function noteMet(home: Pick<Home, 'ledger' | 'self'>, chain: string, began: number): void {
  noteSince(home, chain, began, newestOf(home));
}

/** The same for the side that answers, which hears in the next exchange how far the other had come in the last one. */
export class Answered {
  readonly #home: Pick<Home, 'ledger' | 'self'>;
  #size = -1;
  #newest = 0;
  /** Where the ledger stood when the newest own recall was seen in it. */
  #mark: Cursor | undefined;

  constructor(home: Pick<Home, 'ledger' | 'self'>) {
    this.#home = home;
  }

  /** `had` is where this ledger stood when the chain had all of it. */
  heard(chain: string, had: Cursor, now: number): void {
    this.#look();
    const mark = this.#mark;
    if (mark !== undefined && had.epoch === mark.epoch && had.n >= mark.n)
      noteSince(this.#home, chain, now, this.#newest);
  }

  #look(): void {
    const { ledger, self } = this.#home;
    const size = ledger.read((view) => view.chain(self.chain)?.size ?? 0);
    if (size === this.#size) return;
    this.#size = size;
    const newest = newestOf(this.#home);
    if (newest !== this.#newest) this.#mark = ledger.mark();
    this.#newest = newest;
  }
}

function noteSince({ ledger }: Pick<Home, 'ledger'>, chain: string, at: number, newest: number): void {
  const before = meetings(ledger.local, chain);
  if (newest === 0 || at <= newest || (before.at(-1) ?? 0) > newest) return;
  ledger.write((local) => local.setSetting(keyOf(chain), [...before, at].slice(-MOST)));
}

/** When this chain recalled something last, ms; 0 where it never did. */
function newestOf({ ledger, self }: Pick<Home, 'ledger' | 'self'>): number {
  return ledger.read((view) =>
    [...view.eventsOf([EVENT.recall.type], { chain: self.chain })].reduce(
      (last, { leaf }) => Math.max(last, leaf.at),
      0,
    ),
  );
}

/** When such an exchange with the chain was first known of after a moment, ms. */
export function metSince(local: Local, chain: string, since: number): number | undefined {
  return meetings(local, chain).find((at) => at > since);
}

/** Ascending. */
function meetings(local: Local, chain: string): readonly number[] {
  const stored = local.setting(keyOf(chain));
  return Array.isArray(stored) ? stored.filter((at) => typeof at === 'number') : [];
}
