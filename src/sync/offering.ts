// What this side says of itself: HELLO with where it stands, and the heads of what it has, once or as often as they must be heard.
import type { Ledger } from '../ledger/types.ts';
import type { Acquaintance } from './acquaintance.ts';
import { evidenceOf } from './fork.ts';
import { type Cursor, HEADS_A_FRAME, type Hello, type Message } from './messages.ts';
import { authorityDigest, shownHeads } from './offer.ts';
import { type ExchangeOptions, isDue } from './options.ts';

/** How often heads are told in one exchange, where each turn is heard by another process. */
const MOST_OFFERS = 8;

export class Offering {
  readonly #ledger: Ledger;
  readonly #options: ExchangeOptions;
  readonly #known: Acquaintance;
  #offered: 'none' | 'some' | 'all' = 'none';
  #times = 0;
  /** Where this side stood when it began, and who had which rights. */
  #ours: Cursor | undefined;
  #authority = '';
  /** Whether all heads of the peer are asked for, and not only what changed. */
  #asksAll = true;

  constructor(ledger: Ledger, options: ExchangeOptions, known: Acquaintance) {
    this.#ledger = ledger;
    this.#options = options;
    this.#known = known;
  }

  get ours(): Cursor | undefined {
    return this.#ours;
  }

  get authority(): string {
    return this.#authority;
  }

  /** Whether heads may be told once more. */
  get mayTell(): boolean {
    return this.#times < MOST_OFFERS;
  }

  /** Whether all heads were told. */
  get toldAll(): boolean {
    return this.#offered === 'all';
  }

  /** Whether all was told and all was asked for. */
  get whole(): boolean {
    return this.#asksAll && this.toldAll;
  }

  /** `told` is what the peer remembers of this side, `takes` how much an answer may bring. */
  hello(told: Cursor | undefined, takes: number | undefined): Hello {
    const { network, chain, last, clock } = this.#options;
    // Before the heads are read: what comes between the two is offered, and told again the next time.
    const cursor = this.#ledger.mark();
    this.#ours = cursor;
    this.#authority = this.#ledger.publish((view) => authorityDigest(view.authority()));
    // Whoever honours more than the last time asks for all heads: what was set aside then may be admitted now.
    const since =
      last !== undefined && last.authority === this.#authority && !isDue(last, clock()) ? last.theirs : undefined;
    this.#asksAll = since === undefined;
    return {
      type: 'hello',
      network,
      chain,
      cursor,
      since,
      last: last?.reached,
      knows: told === undefined ? undefined : this.#ledger.knows(told),
      authority: this.#authority,
      takes,
    };
  }

  /**
   * The count after which heads are offered: of the side that dials what is remembered of the last time, if the peer is who it was
   * then and not set back, of the other side what the peer asks for.
   */
  since(peer: Hello | undefined, dialled: boolean): number | undefined {
    const { last, clock } = this.#options;
    if (this.#known.level !== 'all' || peer === undefined) return undefined;
    let since = peer.since;
    if (dialled) {
      const { cursor, knows, authority } = peer;
      const same =
        last !== undefined &&
        knows === true &&
        cursor.epoch === last.theirs.epoch &&
        authority === last.theirAuthority &&
        !isDue(last, clock());
      since = same ? last.ours : undefined;
    }
    return since !== undefined && this.#ledger.knows(since) ? since.n : undefined;
  }

  /** Heads, and before them what shows forks; the chain `first` before all others. */
  heads(since: number | undefined, first: string | undefined): Generator<Message> {
    this.#known.told();
    return this.#heldOut(since, first);
  }

  *#heldOut(since: number | undefined, first: string | undefined): Generator<Message> {
    this.#offered = since === undefined ? 'all' : 'some';
    this.#times += 1;
    const { heads, evidence } = this.#ledger.publish((view) => {
      const shown = this.#known.shownIn(view);
      const heads = shownHeads(view, since, first, shown);
      const whole = heads.map((head) => head.chain).filter((chain) => shown(chain) === Number.POSITIVE_INFINITY);
      return { heads, evidence: evidenceOf(view, new Set(whole)) };
    });
    yield* evidence;
    for (let at = 0; at < heads.length || at === 0; at += HEADS_A_FRAME) {
      yield { type: 'heads', full: since === undefined, heads: heads.slice(at, at + HEADS_A_FRAME) };
    }
  }
}
