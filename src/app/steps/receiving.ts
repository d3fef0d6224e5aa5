// One run of a receipt: what is to be received of which shipment, what of it did not come or is set apart, and what is written.
import { hex } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import type { PartyInfo } from '../../custody/authority.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { ExceptionKind } from '../../custody/exceptions.ts';
import type { Life } from '../../custody/life.ts';
import { type GivenUp, givenUp } from '../../custody/own-line.ts';
import { worstExit } from '../../custody/reasons.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { type Goods, itemsOf, type Refusal, refusalLine, refuseAny } from '../items/goods.ts';
import { packsIn } from '../items/lots.ts';
import { containerGoods, type ShipmentReceipt, shipmentRefOf, writeReceipt } from '../items/receipt.ts';
import { type Resolved, refusalOf, resolveItems, resolveNamed, resolveParty } from '../items/resolve.ts';
import { shipmentsToTell } from '../judging/done-shipments.ts';
import { type ItemStanding, refusedFor, standingOf } from '../judging/standing.ts';
import { partyAndContact, partyName } from '../node/party-text.ts';
import type { Shipment } from '../record/shipments-known.ts';
import type { WriteTx, Written } from '../record/write.ts';
import { answerTo, atDoor, givenUpOf, outstanding, reportedMissing } from './incoming.ts';
import { notComing, takenWithAll } from './pass-over.ts';
import { contestedAtDoor } from './preconditions.ts';
import type { ReceiveData, ReceiveRequest } from './receive-data.ts';
import { type HeldGoods, heldAmong, setApart } from './receive-held.ts';

const LOOK = 20;
const WRONG_STATE = 14;

/** Set apart before: said again it is no news. */
function isApart({ life }: Goods): boolean {
  return life.steps.some((step) => step.kind === EVENT.quarantine.type);
}

/** What did not come did not come damaged. */
function bothNamed(gone: readonly Resolved[], broken: readonly Resolved[]): readonly Refusal[] {
  const absent = new Set(gone.map(({ item }) => hex(item.key)));
  return broken
    .filter(({ life }) => [life, ...life.around].some(({ key }) => absent.has(hex(key))))
    .map(({ n, input }) => ({ n, input, code: 'usage', reason: phrase('named-as-missing'), exit: 2 }));
}

/** What is to be received of one shipment. */
interface Lot {
  readonly from: string;
  readonly goods: Map<string, Goods>;
}

/** One run of `receive`. */
export class Receiving {
  readonly #tx: WriteTx;
  readonly #request: ReceiveRequest;
  readonly #lots = new Map<string, Lot>();
  readonly #refused: Refusal[] = [];
  /** Of what is refused, the goods: they are here and were not announced. */
  readonly #extra: Refusal[] = [];
  /** Of shipments that were named and have been received before: keys of what was found missing of them. */
  readonly #short = new Set<string>();
  /** What `--all` leaves on its way. */
  readonly #passed: Refusal[] = [];
  #from: PartyInfo | undefined;
  #already: string | undefined;

  constructor(tx: WriteTx, request: ReceiveRequest) {
    this.#tx = tx;
    this.#request = request;
  }

  run(): Omit<ReceiveData, keyof Written> {
    const { known } = this.#tx;
    const { missing = [], damaged = [] } = this.#request;
    this.#gather();
    if (this.#lots.size === 0) return this.#nothing();
    const absent = resolveItems(known, missing);
    const gone = absent.filter((goods) => !this.#wasMissing(goods));
    if (gone.length < absent.length) this.#already ??= '';
    const broken = resolveItems(known, damaged);
    refuseAny([
      ...this.#strangers(gone),
      ...this.#strangers(broken.filter((goods) => !isApart(goods))),
      ...bothNamed(absent, broken),
    ]);
    const arrivals = this.#arrivals(absent, gone, broken);
    if (arrivals.length === 0) return this.#nothing();
    // Where nothing came at all there is no receipt to write: the shipper is told, below.
    const receipts = arrivals.filter((arrival) => arrival.received.length > 0);
    const written = receipts.flatMap((arrival) => writeReceipt(this.#tx, arrival).map(({ ref }) => ref));
    const came = arrivals.flatMap((arrival) => arrival.received);
    const now = came.map((goods) => this.#again(goods));
    const hurt = broken.map((goods) => this.#again(goods));
    const packs = packsIn(known, came);
    const held = heldAmong(known, now, hurt);
    const kept = held.map(({ goods, code, reason }) => ({
      item: goods.input,
      code,
      reason,
      packs: packsIn(known, [goods]),
    }));
    const apart = setApart(this.#tx, hurt, held);
    const events = [...written, ...apart, ...this.#tellShippers(arrivals, gone, hurt, held)];
    if (events[0] !== undefined) this.#tx.about(events[0]);
    const differs = gone.length + hurt.length + held.length > 0;
    return {
      exit: worstExit([differs ? LOOK : 0, ...this.#notTaken().map((refusal) => this.#exitOf(refusal))]),
      ...this.#shipper(),
      events,
      received: came.length,
      packs,
      missing,
      extra: this.#extra.map((refusal) => refusal.input),
      damaged,
      held: kept,
      returned: packsIn(known, now.filter(isReturned)),
      items: this.#notTaken().map(refusalLine),
    };
  }

  #notTaken(): readonly Refusal[] {
    return [...this.#refused, ...this.#passed];
  }

  #shipper(): Pick<ReceiveData, 'from' | 'fromName'> {
    return this.#from === undefined ? {} : { from: this.#from.gln, fromName: this.#from.name };
  }

  #gather(): void {
    const { known } = this.#tx;
    if (this.#request.from !== undefined) this.#from = resolveParty(this.#tx.view, this.#request.from);
    const from = this.#from?.gln;
    this.#request.items.forEach((input, at) => {
      try {
        this.#name(input, at + 1, from);
      } catch (error) {
        if (!(error instanceof PedigreeError)) throw error;
        this.#refused.push(refusalOf(error, input, at + 1));
      }
    });
    if (this.#request.all !== true) return;
    for (const shipment of shipmentsToTell(known)) {
      if (shipment.to === known.self.gln && (from ?? shipment.from) === shipment.from) this.#takeWithAll(shipment);
    }
  }

  #name(input: string, n: number, from: string | undefined): void {
    const { known } = this.#tx;
    const goods = resolveNamed(known, input, n);
    if ('shipment' in goods) {
      const { shipment } = goods;
      if (shipment.to !== known.self.gln || (from ?? shipment.from) !== shipment.from) {
        throw new PedigreeError('wrong-state', say('shipment-not-on-way'), { hint: say('incoming') });
      }
      if (this.#take(shipment) === 0) this.#seen(shipment, input, n);
      return;
    }
    this.#nameOne(atDoor(known, goods), from);
  }

  #nameOne(goods: Goods, from: string | undefined): void {
    const { known } = this.#tx;
    const standing = standingOf(goods.life, known.self.gln);
    const { effective } = goods.life;
    const outer = goods.life.around.at(-1);
    const lost = givenUp(outer ?? goods.life, known.self.gln);
    if (lost !== undefined) {
      const whole = outer === undefined ? goods : (containerGoods(known, outer, goods.input, goods.n) ?? goods);
      this.#comeAfterAll(whole, lost, from);
    } else if (standing === 'coming' && effective.at === 'transit') {
      if ((from ?? effective.from) !== effective.from) this.#refuse(goods, 'in-transit-to-you');
      else this.#addAtDoor(shipmentRefOf(known, goods.life), effective.from, this.#outermost(goods));
    } else if ('holder' in effective && effective.holder === known.self.gln) {
      this.#already ??= goods.life.steps.findLast((step) => step.kind === EVENT.receive.type)?.event.ref ?? '';
    } else {
      this.#refuse(goods, standing === 'here' || standing === 'coming' ? 'disputed' : standing);
    }
  }

  /** Declared lost, and here: the receipt stands at the step of the loss. A chain that declared it has used that step. */
  #comeAfterAll(goods: Goods, { life, by, chains }: GivenUp, from: string | undefined): void {
    const { known } = this.#tx;
    const { effective } = life;
    if (effective.at !== 'transit') return;
    if ((from ?? effective.from) !== effective.from) {
      this.#refuse(goods, 'decommissioned');
      return;
    }
    if (chains.includes(known.self.chain)) {
      const reason = phrase('declared-lost-here');
      const hint = phrase('another-till-of-yours', { view: partyAndContact(known.view, effective.from) });
      this.#refused.push({ n: goods.n, input: goods.input, code: 'decommissioned', reason, exit: WRONG_STATE, hint });
      return;
    }
    this.#tx.warn(phrase('declared-lost-by-came', { input: goods.input, view: partyName(known.view, by) }));
    this.#add(shipmentRefOf(known, life), effective.from, { ...goods, life });
  }

  /** What others have in hand by their records is not taken in. */
  #addAtDoor(shipment: string, from: string, goods: Goods): void {
    const contested = contestedAtDoor(this.#tx.known, goods);
    if (contested.length === 0) this.#add(shipment, from, goods);
    else for (const one of contested) this.#passed.push(one);
  }

  #refuse(goods: Goods, code: Exclude<ItemStanding, 'here' | 'coming'>): void {
    const refusal = refusedFor(this.#tx.known, goods, code);
    this.#refused.push(refusal);
    this.#extra.push(refusal);
  }

  #takeWithAll(shipment: Shipment): void {
    const named = this.#lots.get(shipment.ref)?.goods;
    const { taken, passed } = takenWithAll(this.#tx.known, shipment, (key) => named?.has(key) === true);
    for (const one of taken) this.#add(shipment.ref, shipment.from, one);
    for (const one of [...passed, ...notComing(this.#tx.known, shipment)]) this.#passed.push(one);
  }

  /** Everything of a shipment that is still on its way, but for what was found missing: that must be named to be here. */
  #take(shipment: Shipment): number {
    const { known } = this.#tx;
    const short = reportedMissing(known, shipment.ref);
    const goods = outstanding(known, shipment).filter((one) => !short.has(hex(one.item.key)));
    for (const one of goods) this.#addAtDoor(shipment.ref, shipment.from, one);
    const lost = givenUpOf(known, shipment);
    for (const one of lost) this.#comeAfterAll(one, one.lost, undefined);
    return goods.length + lost.length;
  }

  /** Reported before: said again it is no news. */
  #wasMissing({ life, item }: Goods): boolean {
    const { known } = this.#tx;
    if (life.effective.at !== 'transit') return false;
    return reportedMissing(known, shipmentRefOf(known, life)).has(hex(item.key));
  }

  #seen(shipment: Shipment, input: string, n: number): void {
    const receipt = answerTo(this.#tx.known, shipment);
    for (const key of reportedMissing(this.#tx.known, shipment.ref)) this.#short.add(key);
    if (receipt !== undefined) {
      this.#already ??= receipt;
      for (const one of takenWithAll(this.#tx.known, shipment).passed.map((line) => ({ ...line, n })))
        this.#passed.push(one);
    } else {
      const reason = phrase('nothing-of-this-shipment');
      this.#refused.push({ n, input, code: 'wrong-state', reason, exit: 14, hint: phrase('incoming') });
    }
  }

  /** Goods that are recorded elsewhere and came along are a difference, as what is missing is; a fake stays a fake. */
  #exitOf(refusal: Refusal): number {
    const differs = this.#extra.includes(refusal) || this.#passed.includes(refusal);
    return refusal.exit === WRONG_STATE && differs ? LOOK : refusal.exit;
  }

  #add(shipment: string, from: string, goods: Goods): void {
    const lot = this.#lots.get(shipment) ?? { from, goods: new Map<string, Goods>() };
    lot.goods.set(hex(goods.item.key), goods);
    this.#lots.set(shipment, lot);
  }

  /** A pack scanned out of a case that is on its way here: the case is here. */
  #outermost(goods: Goods): Goods {
    const outer = goods.life.around.at(-1);
    return (outer && containerGoods(this.#tx.known, outer, undefined, goods.n)) ?? goods;
  }

  /** What is said to be missing or damaged must be part of what is being received. */
  #strangers(gone: readonly Goods[]): Refusal[] {
    const keys = new Set([...this.#lots.values()].flatMap((lot) => [...lot.goods.keys()]));
    return gone.flatMap((goods) => {
      const places = [goods.life, ...goods.life.around].map((life) => hex(life.key));
      if (places.some((place) => keys.has(place))) return [];
      const standing = standingOf(goods.life, this.#tx.known.self.gln);
      if (standing !== 'here' && standing !== 'coming') return [refusedFor(this.#tx.known, goods, standing)];
      const hint = standing === 'here' ? phrase('for-what-here-already') : phrase('name-shipment-too');
      return [
        {
          n: goods.n,
          input: goods.input,
          code: 'wrong-state',
          reason: phrase('not-part'),
          exit: 14,
          hint,
        },
      ];
    });
  }

  /** `named` are missing, whoever said so first; `gone` of them are news. */
  #arrivals(named: readonly Goods[], gone: readonly Goods[], broken: readonly Goods[]): readonly ShipmentReceipt[] {
    const absent = new Set(named.map((goods) => hex(goods.item.key)));
    return [...this.#lots].flatMap(([shipment, { from, goods }]) => {
      const mine = (one: Goods) => [one.life, ...one.life.around].some((life) => goods.has(hex(life.key)));
      const received = [...goods.values()].filter((one) => !absent.has(hex(one.item.key)));
      const missing = gone.filter(mine).filter((one) => !one.life.around.some((outer) => absent.has(hex(outer.key))));
      if (received.length === 0 && missing.length === 0) return [];
      return [
        {
          shipment,
          from,
          received,
          missing,
          damaged: broken.filter(mine),
          checked: this.#request.checked ?? false,
        },
      ];
    });
  }

  /** A difference that is named only after the receipt is not recorded by it, and must not look as if it were. */
  #tooLate(): Refusal[] {
    const { known } = this.#tx;
    const gone = resolveItems(known, this.#request.missing ?? []).filter(
      (goods) => !this.#short.has(hex(goods.item.key)) && !this.#wasMissing(goods),
    );
    const hurt = resolveItems(known, this.#request.damaged ?? []).filter(
      (goods) => goods.life.effective.at === 'active' && !isApart(goods),
    );
    const late = hurt.map(({ n, input }) => {
      const hint = phrase('quarantine-reason-damaged');
      return { n, input, code: 'wrong-state', reason: phrase('received-before-as-should'), exit: WRONG_STATE, hint };
    });
    return [...this.#strangers(gone), ...late];
  }

  /** Nothing came that is not here. That is "already recorded" only of what was named. */
  #nothing(): Omit<ReceiveData, keyof Written> {
    refuseAny([...this.#refused, ...this.#passed.filter(({ exit }) => exit === WRONG_STATE), ...this.#tooLate()]);
    if (this.#already === undefined && this.#request.all !== true) {
      throw new PedigreeError('not-found', say('nothing-on-way-here'), {
        hint: say('incoming-or-sync-first'),
      });
    }
    if (this.#already !== undefined) this.#tx.already(this.#already === '' ? undefined : this.#already);
    return {
      exit: worstExit(this.#passed.map(({ exit }) => exit)),
      ...this.#shipper(),
      events: [],
      received: 0,
      packs: 0,
      missing: [],
      extra: [],
      damaged: [],
      held: [],
      returned: 0,
      items: this.#passed.map(refusalLine),
    };
  }

  #again<T extends Goods>(goods: T): T {
    return { ...goods, life: this.#tx.known.trace(goods.item) };
  }

  #tellShippers(
    arrivals: readonly ShipmentReceipt[],
    gone: readonly Goods[],
    hurt: readonly Goods[],
    held: readonly HeldGoods[],
  ): string[] {
    const { known } = this.#tx;
    const refs: string[] = [];
    const tell = (to: string, kind: ExceptionKind, shipment: string, about: JsonObject) => {
      refs.push(
        this.#tx.add({ type: EVENT.exception.type, public: {}, manifest: { kind, shipment, ...about }, partners: [to] })
          .ref,
      );
    };
    for (const arrival of arrivals) {
      const here = new Set(arrival.received.map((goods) => hex(goods.item.key)));
      const among = (one: { readonly life: Life }) =>
        [one.life, ...one.life.around].some((life) => here.has(hex(life.key)));
      const missing = (arrival.missing ?? []).filter((goods) => gone.includes(goods as (typeof gone)[number]));
      const kind = arrival.received.length === 0 ? 'data-without-goods' : 'underage';
      if (missing.length > 0) tell(arrival.from, kind, arrival.shipment, { missing: itemsOf(known, missing) });
      const damaged = hurt.filter((goods) => (arrival.damaged ?? []).some((one) => one.input === goods.input));
      if (damaged.length > 0) tell(arrival.from, 'damaged', arrival.shipment, { damaged: itemsOf(known, damaged) });
      const kept = held.map(({ goods }) => goods).filter(among);
      if (kept.length > 0) tell(arrival.from, 'hold', arrival.shipment, { items: itemsOf(known, kept) });
    }
    const extra = this.#extra.map((refusal) => refusal.input);
    const [first] = arrivals;
    if (extra.length > 0 && first !== undefined) tell(first.from, 'overage', first.shipment, { extra });
    return refs;
  }
}

function isReturned({ life }: Goods): boolean {
  return life.effective.at === 'quarantined' && life.effective.reason === 'return-inspection';
}
