// Through whose hands a pack went, by its life and those of the containers it lay in; many packs of one case share one way.
import { hex } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { isLossOf } from '../../custody/events/decommission.ts';
import { containerItem, type ItemKey } from '../../custody/item.ts';
import type { Life, State, Step } from '../../custody/life.ts';
import { pedigreeOf } from '../../custody/pedigree.ts';
import type { Knowledge } from '../record/knowledge.ts';

/** Parties are GLNs. */
export interface Travel {
  /** To whom the maker sent it last; absent where it never did. */
  readonly supplied?: string;
  /** Everybody who had it from somebody, or to whom it is on its way, and by whom. */
  readonly received: ReadonlyMap<string, string>;
  /** Everybody but the maker who sent it on, to somebody who has had it since. */
  readonly sentOn: ReadonlySet<string>;
}

/** What did not arrive: it was taken back or refused, or was lost on its way. */
function isTakenBack({ kind, details }: Step): boolean {
  return kind === EVENT.voiding.type || (kind === EVENT.decommission.type && isLossOf(details));
}

export class Travels {
  readonly #known: Knowledge;
  readonly #lives = new Map<string, Life>();
  readonly #cased = new Map<string, Travel>();

  constructor(known: Knowledge) {
    this.#known = known;
  }

  of(life: Life, maker: string): Travel {
    const last = life.steps.at(-1);
    // What went into a case right after it was made, and nowhere by itself since, went where the case did.
    if (life.steps.length !== 2 || last?.state.at !== 'inside') return this.#follow(life, maker);
    const name = `${hex(last.state.container)} ${last.state.origin} ${last.state.since} ${maker}`;
    let travel = this.#cased.get(name);
    if (travel === undefined) {
      travel = this.#follow(life, maker);
      this.#cased.set(name, travel);
    }
    return travel;
  }

  #follow(life: Life, maker: string): Travel {
    const received = new Map<string, string>();
    const sentOn = new Set<string>();
    let supplied: string | undefined;
    let way: Extract<State, { at: 'transit' }> | undefined;
    for (const { step } of pedigreeOf(life, (item) => this.#life(item))) {
      if (way !== undefined && !isTakenBack(step)) {
        received.set(way.to, way.from);
        if (way.from !== maker) sentOn.add(way.from);
      }
      way = step.kind === EVENT.ship.type && step.state.at === 'transit' ? step.state : undefined;
      if (way?.from === maker) supplied = way.to;
    }
    if (way !== undefined) received.set(way.to, way.from);
    return { received, sentOn, ...(supplied === undefined ? {} : { supplied }) };
  }

  #life(item: ItemKey): Life {
    const name = `${hex(item.key)} ${item.kind === 'container' ? item.origin : ''}`;
    let life = this.#lives.get(name);
    if (life === undefined) {
      life = this.#known.trace(item.kind === 'container' ? containerItem(item.key, item.origin) : item);
      this.#lives.set(name, life);
    }
    return life;
  }
}
