// The sum of a recall: every commissioned pack once. Each whose code is known here has one fate, by the main line of its life; how
// many more there are the commissionings say in public.
import { hex } from '../../chain/bytes.ts';
import { itemToken } from '../../chain/item-key.ts';
import { EVENT } from '../../custody/events/all.ts';
import { commission } from '../../custody/events/commission.ts';
import { readItems } from '../../custody/events/items.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { isContested } from '../../custody/own-line.ts';
import { isNamed } from '../../custody/recall.ts';
import type { PackIdentity } from '../items/goods.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type FoundRecall, lotsOfPack } from './recall.ts';
import { candidates, packsListed, RECORDS_GOODS } from './recall-candidates.ts';
import { countFates, type Fate, fateOf, type RecallCounts } from './recall-packs.ts';
import { tokensIn } from './recall-singles.ts';
import { type Travel, Travels } from './recall-travels.ts';

/** Packs that somebody has. */
export interface RecallStock {
  readonly held: number;
  readonly quarantined: number;
}

/** All fields but the last add up to `commissioned`. */
export interface RecallSum {
  readonly commissioned: number;
  readonly atMaker: RecallStock;
  readonly inTransit: number;
  /** With those whom the maker supplied. */
  readonly consignees: RecallStock;
  /** With those to whom these sent them on. */
  readonly sentOn: RecallStock;
  readonly dispensed: number;
  /** By reason. */
  readonly decommissioned: Readonly<Record<string, number>>;
  /** Missing where they were. */
  readonly unaccounted: number;
  /** Several have it, and nobody's claim goes before the others'. */
  readonly disputed: number;
  /** Commissioned, and nothing here says which they are or where. */
  readonly notKnownHere: number;
  /** Of all these, such of which others say something else; counted where the rules put them. */
  readonly contested: number;
}

/** What the lives tell of one party. */
export interface PartyLives {
  held: number;
  quarantined: number;
  /** On their way to it. */
  coming: number;
  dispensed: number;
  decommissioned: number;
  unaccounted: number;
  sentOn: number;
  /** It was supplied by the maker itself, by others, or both. */
  readonly from: Set<string>;
}

export interface RecallLives {
  readonly sum: RecallSum;
  /** By GLN: whoever ever had covered packs, or is sent some, the maker too. */
  readonly parties: ReadonlyMap<string, PartyLives>;
  /** GLNs of those who made the packs. */
  readonly makers: ReadonlySet<string>;
  /** Packs whose codes are known here. */
  readonly codes: number;
  /** What became of those that were ever here. */
  readonly own: RecallCounts;
  /** Of packs that are recalled one by one, those in no lot that is known here: they are no part of the sum. */
  readonly uncommissioned: number;
  /** Own commissionings that the keys here do not open. */
  readonly closed: number;
}

export function livesOf(known: Knowledge, recall: FoundRecall): RecallLives {
  return known.once(`lives:${recall.id}`, () => new Count(known, recall).lives());
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };

class Count {
  readonly #known: Knowledge;
  readonly #recall: FoundRecall;
  readonly #travels: Travels;
  /** Commissionings of which every pack is covered, by event → how many say they are. */
  readonly #whole = new Map<number, number>();
  /** Tokens of packs that are recalled one by one, of other commissionings → event. */
  readonly #single = new Map<string, number>();
  readonly #codes = new Map<number, number>();
  readonly #parties = new Map<string, PartyLives>();
  readonly #makers = new Set<string>();
  readonly #lots = new Map<string, boolean>();
  readonly #own: { readonly fate: Fate }[] = [];
  #uncommissioned = 0;
  #closed = 0;
  readonly #sum = {
    atMaker: { held: 0, quarantined: 0 },
    inTransit: 0,
    consignees: { held: 0, quarantined: 0 },
    sentOn: { held: 0, quarantined: 0 },
    dispensed: 0,
    decommissioned: {} as Record<string, number>,
    unaccounted: 0,
    disputed: 0,
    contested: 0,
  };

  constructor(known: Knowledge, recall: FoundRecall) {
    this.#known = known;
    this.#recall = recall;
    this.#travels = new Travels(known);
  }

  lives(): RecallLives {
    this.#commissioned();
    const seen = new Set<string>();
    let unclear = 0;
    for (const pack of this.#packs()) {
      const { gtin, serial } = pack;
      if (seen.has(serial)) continue;
      const item = packItem(this.#known.view.network, gtin, serial);
      const life = this.#known.trace(item);
      const made = life.commission;
      const isCovered =
        made !== undefined && (this.#whole.has(made.id) || this.#single.has(hex(itemToken(item.key, 0))));
      // What nobody has commissioned, as far as it is known here, is no part of the sum; another list may say another lot of it.
      if (!isCovered && (made !== undefined || !this.#isListed(pack, life))) continue;
      seen.add(serial);
      this.#countOwn(life);
      if (!isCovered) continue;
      this.#codes.set(made.id, (this.#codes.get(made.id) ?? 0) + 1);
      if (!this.#count(life)) unclear++;
    }
    const codes = [...this.#codes.values()].reduce((sum, count) => sum + count, 0);
    const commissioned = this.#all();
    return {
      sum: { commissioned, ...this.#sum, notKnownHere: commissioned - codes + unclear },
      parties: this.#parties,
      makers: this.#makers,
      codes,
      own: countFates(this.#own),
      uncommissioned: this.#uncommissioned,
      closed: this.#closed,
    };
  }

  #isListed({ lot }: Pick<PackIdentity, 'lot'>, { recalls }: Life): boolean {
    return isNamed(this.#recall.case, lotsOfPack(this.#known.view, this.#recall.gtin, lot), recalls);
  }

  #countOwn(life: Life): void {
    const fate = fateOf(this.#known, life);
    if (fate !== undefined) this.#own.push({ fate });
  }

  /** What makers say in public; never less than is known of. */
  #all(): number {
    const singles = new Map<number, number>();
    for (const event of this.#single.values()) singles.set(event, (singles.get(event) ?? 0) + 1);
    return [...this.#whole, ...singles].reduce(
      (sum, [event, count]) => sum + Math.max(count, this.#codes.get(event) ?? 0),
      0,
    );
  }

  #covers(lot: string): boolean {
    let found = this.#lots.get(lot);
    if (found === undefined) {
      const { all, lots } = this.#recall.case;
      found = all || lotsOfPack(this.#known.view, this.#recall.gtin, lot).some((name) => lots.has(name));
      this.#lots.set(lot, found);
    }
    return found;
  }

  #commissioned(): void {
    const { view } = this.#known;
    const { gtin, case: of } = this.#recall;
    for (const event of view.lots(gtin)) {
      const made = event.author?.mayMake(gtin) === true ? saidIn(commission, event.leaf) : undefined;
      if (made?.gtin !== gtin || !this.#covers(made.lot)) continue;
      this.#whole.set(event.id, made.count);
      if (event.author?.gln === this.#known.self.gln && this.#known.private(event) === undefined)
        this.#closed += made.count;
      if (event.author !== undefined) this.#makers.add(event.author.gln);
    }
    for (const event of of.bySerial) this.#bySerial(event);
  }

  #bySerial(event: CustodyEvent): void {
    const { view } = this.#known;
    const { gtin } = this.#recall;
    let found = 0;
    for (const token of tokensIn(view, event)) {
      const made = view.commissions(gtin, token).find(({ author }) => author?.mayMake(gtin) === true);
      if (made === undefined) continue;
      found++;
      if (!this.#whole.has(made.id)) this.#single.set(hex(token), made.id);
      if (made.author !== undefined) this.#makers.add(made.author.gln);
    }
    this.#uncommissioned += Math.max(0, (saidIn(EVENT.recall, event.leaf)?.serials ?? 0) - found);
  }

  /** Every pack of the product that may be covered and whose code is known here; one may come several times. */
  *#packs(): Iterable<Pick<PackIdentity, 'gtin' | 'serial' | 'lot'>> {
    const known = this.#known;
    const { gtin } = this.#recall;
    const single = this.#single.size > 0;
    yield* candidates(known, this.#recall);
    const opened = new Set<string>();
    for (const event of known.view.eventsOf(RECORDS_GOODS)) {
      // The own ones are among the candidates.
      if (event.author?.gln === known.self.gln) continue;
      const items = readItems(known.manifest(event)?.items);
      for (const pack of packsListed(known, items, opened)) {
        if (pack.gtin === gtin && (single || this.#covers(pack.lot))) yield pack;
      }
    }
  }

  /** @returns whether it is known where the pack is */
  #count(life: Life): boolean {
    const sum = this.#sum;
    if (isContested(life)) sum.contested++;
    const main = mainOf(life);
    const maker = life.origin ?? '';
    const travel = this.#travels.of(main ?? life, maker);
    for (const [gln, from] of travel.received) this.#party(gln).from.add(from);
    for (const gln of travel.sentOn) this.#party(gln).sentOn++;
    const state = main?.effective;
    switch (state?.at) {
      case undefined:
      case 'disputed':
        sum.disputed++;
        return true;
      case 'active':
      case 'quarantined': {
        const name = state.at === 'active' ? 'held' : 'quarantined';
        this.#stocked(travel, state.holder, maker)[name]++;
        this.#party(state.holder)[name]++;
        return true;
      }
      case 'transit':
        sum.inTransit++;
        this.#party(state.to).coming++;
        return true;
      case 'unaccounted':
        sum.unaccounted++;
        this.#party(state.holder).unaccounted++;
        return true;
      case 'dispensed':
        sum.dispensed++;
        this.#party(state.by).dispensed++;
        return true;
      case 'decommissioned':
        sum.decommissioned[state.reason] = (sum.decommissioned[state.reason] ?? 0) + 1;
        this.#party(state.by).decommissioned++;
        return true;
      default:
        return false;
    }
  }

  #stocked({ supplied }: Travel, holder: string, maker: string): Draft<RecallStock> {
    if (holder === maker) return this.#sum.atMaker;
    return supplied === undefined || supplied === holder ? this.#sum.consignees : this.#sum.sentOn;
  }

  #party(gln: string): PartyLives {
    let party = this.#parties.get(gln);
    if (party === undefined) {
      const none = { held: 0, quarantined: 0, coming: 0, dispensed: 0, decommissioned: 0, unaccounted: 0, sentOn: 0 };
      party = { ...none, from: new Set() };
      this.#parties.set(gln, party);
    }
    return party;
  }
}

/** The life that third parties go by; undefined where nobody's claim goes before the others'. */
function mainOf(life: Life): Life | undefined {
  return life.lines === undefined ? life : life.lines.find(({ main }) => main)?.life;
}
