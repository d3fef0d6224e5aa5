// What is told of goods: their lives put together from the chain events that stand in them. Goods in cases of which nothing was
// recorded since they went in are taken together, a pallet at a time.
import { type Bytes, hex, sameBytes } from '../../chain/bytes.ts';
import { itemToken } from '../../chain/item-key.ts';
import { EVENT } from '../../custody/events/all.ts';
import { commission } from '../../custody/events/commission.ts';
import { type ContainerLine, type Items, readItems } from '../../custody/events/items.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { packItem } from '../../custody/item.ts';
import type { Details, Life, State } from '../../custody/life.ts';
import { type Placed, pedigreeOf } from '../../custody/pedigree.ts';
import { MOST_AROUND } from '../../custody/trace.ts';
import type { ContainerIdentity, Goods, PackIdentity } from '../items/goods.ts';
import { canLookInside, childrenOf, isContainer } from '../items/inventory-contents.ts';
import { itemOf } from '../items/resolve.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import { containerCalled } from '../record/container-names.ts';
import { knownContainer, packedBy } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { childrenThen } from '../steps/shipped.ts';
import { type Bag, SerialText } from './bag.ts';
import { type MarkOf, type ToldEvent, ToldEvents } from './told-events.ts';

const NOWHERE: State = { at: 'none' };

type Is = PackIdentity | ContainerIdentity;

/** What cannot be told of goods, by kind. */
export interface Untold {
  /** Containers that nobody here can look into. */
  readonly closed: Set<string>;
  /** Keys of containers that no manifest here names. */
  readonly nameless: Set<string>;
  /** Refs of events that do not fit into a life. */
  readonly findings: Set<string>;
}

export class Told {
  readonly #known: Knowledge;
  readonly #ownChains: ReadonlySet<string>;
  readonly events: ToldEvents;
  readonly #lots = new Map<string, readonly CustodyEvent[]>();
  /** Containers of which the packs that nothing was recorded of since are told, by lot. */
  readonly #plainly = new Set<string>();
  readonly untold: Untold = { closed: new Set(), nameless: new Set(), findings: new Set() };

  constructor(known: Knowledge, mark?: MarkOf) {
    this.#known = known;
    this.events = new ToldEvents(mark);
    this.#ownChains = new Set(chainsOfSelf(known.view.authority(), known.self));
  }

  /**
   * Everything of goods and of what is in them now; with `until` what was in them when that event stood, up to it.
   * @param isMoving they are still on their way, so that nothing was recorded of what is inside since
   */
  add({ is, item, life }: Pick<Goods, 'is' | 'item' | 'life'>, until?: CustodyEvent, isMoving = true): void {
    const ways = this.#way(life);
    const end = until === undefined ? ways.length : ways.findIndex(({ step }) => step.event.id === until.id) + 1;
    this.#walk(is, life, ways.slice(0, end));
    if (!isContainer(item)) return;
    const last = until === undefined ? undefined : life.steps.find(({ event }) => event.id === until.id);
    const isOwn = until !== undefined && this.#ownChains.has(until.chain);
    if (last !== undefined && isMoving && isOwn) this.#asFilled(is, life);
    else this.#inside(is, life, last === undefined || isMoving ? undefined : last.n);
  }

  /**
   * A container of an own shipment of which nothing was recorded since it left, by the line of the shipment's manifest. It was filled by
   * own events alone and never opened: what they list is in it, and no life has to be read for that.
   */
  addOwn(event: CustodyEvent, details: Details, line: ContainerLine): void {
    const sent = this.events.of(event, EVENT.ship.type, details);
    sent.subjects.addContainer(this.#nameIn(line));
    this.#filled(line, sent, MOST_AROUND);
  }

  #filled(line: ContainerLine, next: ToldEvent, levels: number): void {
    const fillings = levels === 0 ? undefined : this.#listedIn(line);
    if (fillings === undefined) {
      this.#folded(line, levels);
      return;
    }
    let last: ToldEvent | undefined;
    for (const { event, items } of fillings) {
      const filling = this.events.of(event, EVENT.pack.type, {});
      if (last !== undefined && last !== filling) filling.follows(last);
      last = filling;
      this.#packsIn(line.key, event, items);
      for (const inner of items.containers) {
        if (!isOwnLine(inner, this.#ownChains)) this.#folded(inner, levels - 1);
        else {
          filling.into(this.#nameIn(line)).addContainer(this.#nameIn(inner));
          this.#filled(inner, filling, levels - 1);
        }
      }
    }
    if (last !== undefined && last !== next) next.follows(last);
  }

  /** What each filling of a container lists, where all of them can be read. */
  #listedIn({ events }: ContainerLine): readonly { readonly event: CustodyEvent; readonly items: Items }[] | undefined {
    const found: { readonly event: CustodyEvent; readonly items: Items }[] = [];
    for (const filled of events) {
      const event = packedBy(this.#known, filled);
      if (event === undefined) return undefined;
      const manifest = this.#known.manifest(event, filled.m);
      const items = manifest && readItems(manifest.items);
      if (items === undefined) return undefined;
      found.push({ event, items });
    }
    return found;
  }

  /** A container by its life, with what is in it. */
  #folded(line: ContainerLine, levels: number): void {
    const found = knownContainer(this.#known, line.key);
    if (found === undefined) {
      this.untold.closed.add(containerCalled(line));
      return;
    }
    const life = this.#known.trace(itemOf(this.#known, found));
    const is = { kind: 'container', name: found.name } as const;
    this.#walk(is, life, this.#way(life));
    this.#asFilled(is, life, levels);
  }

  /** Packs that one own filling lists: new ones together, others by their lives. */
  #packsIn(container: Bytes, event: CustodyEvent, items: Items): void {
    for (const { gtin, lot, expiry, n, serials } of items.packs) {
      const pack = { kind: 'pack', gtin, lot, expiry } as const;
      if (n === 1) this.#plain(container, { ...pack, serial: '' }, serials, [event]);
      else
        for (const serial of serials) {
          const inner = this.#known.trace(packItem(this.#known.view.network, gtin, serial));
          this.#walk({ ...pack, serial }, inner, this.#way(inner));
        }
    }
  }

  #way(life: Life): readonly Placed[] {
    return pedigreeOf(life, (item) => this.#known.trace(item));
  }

  /**
   * What is in a container of an own shipment on its way. What the own party put in, and nobody has opened since, is what its own
   * records list: it was judged when it was packed and sent, and is not judged pack by pack again.
   */
  #asFilled(is: Is, life: Life, levels = MOST_AROUND): void {
    const fillings = this.#ownFillings(life);
    if (fillings === undefined || levels === 0) {
      this.#inside(is, life, undefined, levels);
      return;
    }
    for (const { event, items } of fillings) {
      this.#packsIn(life.key, event, items);
      for (const line of items.containers) this.#folded(line, levels - 1);
    }
  }

  /** The fillings of a container with what each lists; undefined where others filled it, or it was opened. */
  #ownFillings(life: Life): readonly { readonly event: CustodyEvent; readonly items: Items }[] | undefined {
    if (life.lines !== undefined || life.findings.length > 0) return undefined;
    const known = knownContainer(this.#known, life.key)?.fillings ?? [];
    const found: { readonly event: CustodyEvent; readonly items: Items }[] = [];
    for (const { role, events } of life.steps) {
      if (role === 'opened') return undefined;
      if (role !== 'container') continue;
      for (const event of events) {
        const filling = known.find(({ hash }) => sameBytes(hash, event.leaf.hash));
        const manifest = filling && this.#known.manifest(event, filling.m);
        const items = manifest && readItems(manifest.items);
        if (items === undefined || !this.#ownChains.has(event.chain)) return undefined;
        found.push({ event, items });
      }
    }
    return found;
  }

  /** What is in a container now, or was before its step `before`. */
  #inside(is: Is, life: Life, before?: number, levels = MOST_AROUND): void {
    if (levels === 0) return;
    if (!canLookInside(this.#known, life) && is.kind === 'container') this.untold.closed.add(is.name);
    if (before !== undefined) {
      for (const child of childrenThen(this.#known, life, before)) {
        const inner = this.#known.trace(child.item);
        const ways = this.#way(inner);
        this.#walk(
          child.is,
          inner,
          ways.slice(0, ways.findIndex((way) => way.within === undefined && way.step.n === child.packed.n) + 1),
        );
        if (isContainer(child.item)) this.#inside(child.is, inner, child.packed.n + 1, levels - 1);
      }
      return;
    }
    const plain = new Map<string, { readonly is: PackIdentity; readonly serials: string[] }>();
    for (const child of childrenOf(this.#known, life.key)) {
      if (child.plain && child.is.kind === 'pack') {
        const { gtin, lot, expiry } = child.is;
        const name = `${gtin} ${lot} ${expiry}`;
        let group = plain.get(name);
        if (group === undefined) {
          group = { is: child.is, serials: [] };
          plain.set(name, group);
        }
        group.serials.push(child.is.serial);
      } else {
        const inner = this.#known.trace(child.item);
        this.#walk(child.is, inner, this.#way(inner));
        if (isContainer(child.item)) this.#inside(child.is, inner, undefined, levels - 1);
      }
    }
    const fillings = life.steps.filter(({ role }) => role === 'container').flatMap(({ events }) => events);
    for (const group of plain.values()) this.#plain(life.key, group.is, group.serials, fillings);
  }

  /** Packs that were made, packed into this container and never named again. */
  #plain(container: Bytes, is: PackIdentity, serials: readonly string[], fillings: readonly CustodyEvent[]): void {
    const name = `${hex(container)} ${is.gtin} ${is.lot} ${is.expiry} ${fillings[0]?.id}`;
    if (this.#plainly.has(name)) return;
    this.#plainly.add(name);
    const commissions = this.#commissionsOf(is);
    const [made, ...otherwise] = commissions;
    const [filled, ...later] = fillings;
    const isOnePair = otherwise.length === 0 && later.length === 0;
    // Which commissioning made them and which filling took them is asked for only where there are several.
    if (isOnePair && made !== undefined && filled !== undefined)
      this.#madeAndPacked(container, is, made, filled, serials);
    else this.#plainByEvents(container, is, serials, commissions, fillings);
  }

  #plainByEvents(
    container: Bytes,
    is: PackIdentity,
    serials: readonly string[],
    commissions: readonly CustodyEvent[],
    fillings: readonly CustodyEvent[],
  ): void {
    const { view } = this.#known;
    const byPair = new Map<string, { readonly made: CustodyEvent; readonly filled: CustodyEvent; serials: string[] }>();
    for (const serial of serials) {
      const key = () => packItem(view.network, is.gtin, serial).key;
      const [made] = commissions.length === 1 ? commissions : view.commissions(is.gtin, itemToken(key(), 0));
      const [filled] = fillings.length === 1 ? fillings : view.rows(itemToken(key(), 1)).map(({ event }) => event);
      if (made === undefined || filled === undefined) continue;
      const both = `${made.id} ${filled.id}`;
      let pair = byPair.get(both);
      if (pair === undefined) {
        pair = { made, filled, serials: [] };
        byPair.set(both, pair);
      }
      pair.serials.push(serial);
    }
    for (const { made, filled, serials: some } of byPair.values())
      this.#madeAndPacked(container, is, made, filled, some);
  }

  #madeAndPacked(
    container: Bytes,
    { gtin }: PackIdentity,
    made: CustodyEvent,
    filled: CustodyEvent,
    serials: readonly string[],
  ): void {
    const list = new SerialText(serials);
    const beginning = this.events.of(made, EVENT.commission.type, {});
    const filling = this.events.of(filled, EVENT.pack.type, {});
    beginning.madeOf(made, gtin).addList(gtin, list);
    filling.into(this.#nameOf(container)).addList(gtin, list);
    filling.follows(beginning);
  }

  #commissionsOf({ gtin, lot }: PackIdentity): readonly CustodyEvent[] {
    const name = `${gtin} ${lot}`;
    let found = this.#lots.get(name);
    if (found === undefined) {
      found = [...this.#known.view.lots(gtin, lot)].filter(
        (event) => event.author?.mayMake(gtin) === true && saidIn(commission, event.leaf)?.lot === lot,
      );
      this.#lots.set(name, found);
    }
    return found;
  }

  /** The steps of one thing, its own and those of the containers that it lay in. */
  #walk(is: Is, life: Life, ways: readonly Placed[]): void {
    for (const finding of life.findings) this.untold.findings.add(finding.event ?? finding.reason);
    let last: ToldEvent | undefined;
    /** Where it was, and where what it lay in was. */
    const states = new Map<string, State>();
    for (const { step, within } of ways) {
      const told = this.events.of(step.event, step.kind, step.details);
      if (last !== undefined && last !== told) told.follows(last);
      last = told;
      const mover = within === undefined ? is : this.#moverIn(within, is, step.role);
      if (mover === undefined) continue;
      const key = within === undefined ? '' : hex(within);
      const state = states.get(key) ?? NOWHERE;
      told.before ??= state;
      told.reached ??= step.state;
      this.#ownStep(told, step.event, mover, step.role, state, step.state);
      states.set(key, step.state);
    }
  }

  /**
   * What moved with goods in it. Of a container that no manifest here names it is told that it was sent or came with the goods as
   * if they had gone by themselves, and nothing of what it went into.
   */
  #moverIn(container: Bytes, is: Is, role: string): Is | undefined {
    const name = this.#nameOf(container);
    if (name !== '') return { kind: 'container', name };
    return role === 'subject' ? is : undefined;
  }

  #ownStep(told: ToldEvent, event: CustodyEvent, is: Is, role: string, before: State, after: State): void {
    if (role === 'container' || role === 'opened') return;
    if (told.kind === EVENT.commission.type && is.kind === 'pack') {
      told.madeOf(event, is.gtin).addPack(is.gtin, is.serial);
      return;
    }
    const isIn = (state: State, other: State) =>
      state.at === 'inside' && other.at === 'inside' && sameBytes(state.container, other.container);
    const nameIn = (state: State) => (state.at === 'inside' ? this.#nameOf(state.container) : '');
    const [out, into] = [nameIn(before), nameIn(after)];
    if (out !== '' && !isIn(before, after)) put(told.outOf(out), is);
    if (after.at === 'inside') {
      if (into !== '' && !isIn(after, before)) put(told.into(into), is);
    } else if (role === 'missing') put(told.missing, is);
    else if (told.kind !== EVENT.unpack.type && told.kind !== EVENT.pack.type) put(told.subjects, is);
  }

  readonly #names = new Map<string, string>();

  /** The name that a manifest has for a container. */
  #nameIn(line: ContainerLine): string {
    const name = containerCalled(line);
    this.#names.set(hex(line.key), name);
    return name;
  }

  #nameOf(key: Bytes): string {
    const id = hex(key);
    let name = this.#names.get(id);
    if (name === undefined) {
      name = knownContainer(this.#known, key)?.name ?? '';
      if (name === '') this.untold.nameless.add(id);
      this.#names.set(id, name);
    }
    return name;
  }
}

function put(bag: Bag, is: Is): void {
  if (is.kind === 'container') bag.addContainer(is.name);
  else bag.addPack(is.gtin, is.serial);
}

/** Whether a container was filled by events of these chains alone, and nothing else had happened to it when it was listed. */
export function isOwnLine({ n, events }: ContainerLine, chains: ReadonlySet<string>): boolean {
  return n === events.length && events.every(({ event }) => chains.has(event.slice(0, event.indexOf('/'))));
}
