// Random worlds: tills that hear of each other late and go on from what they know, parties that write whatever they like
// about goods they once had, copies of folders, and an agency that settles and assigns.
import { b64u, sameBytes } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import type { Authority } from '../../src/custody/authority.ts';
import type { Evidence } from '../../src/custody/evidence.ts';
import { containerItem, type ItemKey } from '../../src/custody/item.ts';
import { reasonsOfLife } from '../../src/custody/judge-life.ts';
import type { Life, State, Step } from '../../src/custody/life.ts';
import { isContested, lifeAtDoor, ownLife } from '../../src/custody/own-line.ts';
import { createLifeCache, type LifeCache, traceItem } from '../../src/custody/trace.ts';
import { type Dice, dice } from '../dice.ts';
import type { Stored } from './memory.ts';
import { anyEntry, type Hand, type Stage, sayEntry } from './stage.ts';
import { DAY, type Party, START } from './world.ts';

const PARTIES = ['A', 'B', 'C'];
const TURNS = 26;

/** What somebody knows at some time: the events that have reached them. */
export interface View {
  readonly of: string;
  readonly events: readonly Stored[];
}

/** A world as it was written, and how it looked from different places. */
export interface Played {
  readonly story: readonly string[];
  /** All at half time, all at the end, and what some know then. */
  readonly views: readonly View[];
  /** Parties, by their letter, that wrote in the second half. */
  readonly wrote: ReadonlySet<string>;
  readonly evidence: (view: View) => Evidence;
}

/** Somebody who writes: a till, a copy of one, or the agency. */
interface Writer extends Hand {
  readonly name: string;
  /** What it knows, in leaves by chain and branch. */
  readonly known: Map<string, number>;
}

/** A deed on goods: rows at steps, openings and what is said. */
interface Deed {
  readonly type: string;
  readonly rows: readonly { readonly item: ItemKey; readonly n: number }[];
  readonly opens?: readonly { readonly item: ItemKey; readonly n: number }[];
  readonly details?: JsonObject;
}

/** Plays one world; the same for the same seed. Puts the stage back when `back` is called. */
export class Player {
  readonly #stage: Stage;
  readonly #authority: Authority;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#authority = stage.world.evidence().authority();
  }

  play(seed: number): Played & { readonly back: () => void } {
    const back = this.#stage.world.moment();
    return { ...new Play(this.#stage, this.#authority, seed).play(), back };
  }
}

class Play {
  readonly #stage: Stage;
  readonly #authority: Authority;
  readonly #roll: Dice;
  readonly #writers: Writer[];
  readonly #hostile: readonly string[];
  readonly #forks: boolean;
  readonly #assigns: boolean;
  readonly #story: string[] = [];
  readonly #views: View[] = [];
  readonly #opened: LifeCache['opened'] = new Map();
  readonly #wrote = new Set<string>();
  #copies = 0;

  constructor(stage: Stage, authority: Authority, seed: number) {
    this.#stage = stage;
    this.#authority = authority;
    this.#roll = dice(seed * 2_654_435_761 + 99);
    for (let i = 0; i < 5; i++) this.#roll(2);
    const { length } = PARTIES;
    const [one = 'A', two = 'B'] = [PARTIES[seed % length], PARTIES[(seed + 1 + (seed % 2)) % length]];
    this.#hostile = [[], [one], [one, two]][seed % 3] ?? [];
    this.#forks = seed % 4 === 1;
    this.#assigns = seed % 5 === 2;
    this.#writers = PARTIES.flatMap((party) =>
      [1, 2].map((i) => ({ name: `${party}${i}`, ...stage.hand(`${party}${i}`), known: new Map<string, number>() })),
    );
  }

  play(): Played {
    this.#begin();
    for (let turn = 1; turn <= TURNS; turn++) {
      if (this.#roll(5) === 0) this.#stage.world.now += this.#roll(5) * DAY;
      this.#turn();
      if (turn !== TURNS >> 1) continue;
      this.#views.push({ of: 'all, half way', events: [...this.#stage.world.events] });
      this.#wrote.clear();
    }
    this.#views.push({ of: 'all', events: [...this.#stage.world.events] });
    for (const writer of this.#writers) {
      if (this.#roll(3) > 0) continue;
      this.#hear(writer);
      this.#views.push({ of: writer.name, events: this.#seen(writer) });
    }
    return {
      story: this.#story,
      views: this.#views,
      wrote: this.#wrote,
      evidence: (view) => this.#evidence(view.events),
    };
  }

  #begin(): void {
    const { world, p, q, box, pallet } = this.#stage;
    const maker = this.#stage.till('A1');
    this.#stage.write({ by: 'A1', type: 'commission' }, new Map());
    const packed = this.#roll(4);
    const rows = (items: readonly ItemKey[], steps: readonly number[]) => ({ items, steps, opens: [] });
    const into = (container: ItemKey) => ({ type: 'pack', details: { container: b64u(container.key) } });
    if (packed > 0) world.act(maker, { ...into(box), ...rows([p, q, box], [1, 1, 0]) });
    if (packed > 2) world.act(maker, { ...into(pallet), ...rows([box, pallet], [1, 0]) });
    this.#story.push(['loose', 'in a box', 'in a box', 'in a box on a pallet'][packed] ?? '');
    for (const writer of this.#writers) this.#hearAll(writer);
  }

  #turn(): void {
    const roll = this.#roll;
    if (this.#forks && roll(12) === 0 && this.#copies < 2) {
      this.#copyFolder();
      return;
    }
    if (this.#copies > 0 && roll(12) === 0) {
      this.#settle();
      return;
    }
    if (this.#assigns && roll(12) === 0) {
      this.#assign();
      return;
    }
    const writer = this.#writers[roll(this.#writers.length)];
    if (writer === undefined) return;
    this.#hear(writer);
    const party = writer.name.slice(0, 1);
    this.#wrote.add(party);
    if (writer.name.endsWith('~') || (this.#hostile.includes(party) && roll(5) < 3)) this.#hostileDeed(writer);
    else this.#honestDeed(writer);
  }

  // News come late and in part; of the own company sooner.
  #hear(writer: Writer): void {
    const roll = this.#roll;
    for (const [stream, length] of this.#lengths()) {
      const known = writer.known.get(stream) ?? 0;
      const own = stream.startsWith(writer.party.chain);
      if (own || roll(2) === 0) writer.known.set(stream, known + (own ? length - known : roll(length - known + 1)));
    }
    if (roll(10) < 5) this.#hearAll(writer, writer.party.gln);
    if (roll(10) < 3) this.#hearAll(writer);
  }

  #hearAll(writer: Writer, of?: string): void {
    const own = this.#writers.filter(({ party }) => party.gln === of).map(({ party }) => party.chain);
    for (const [stream, length] of this.#lengths()) {
      if (of === undefined || own.some((chain) => stream.startsWith(chain))) writer.known.set(stream, length);
    }
  }

  #lengths(): Map<string, number> {
    const lengths = new Map<string, number>();
    for (const { chain, branch, leaf } of this.#stage.world.events) lengths.set(`${chain} ${branch}`, leaf.seq + 1);
    return lengths;
  }

  #seen({ known, party, branch: own }: Writer): readonly Stored[] {
    const { world } = this.#stage;
    const has = (chain: string, branch: number, seq: number): boolean => {
      const shape = world.shapes.get(chain)?.[branch];
      // A copy knows what the folder knew.
      if (chain === party.chain && branch === 0 && own > 0 && seq < (world.shapes.get(chain)?.[own]?.from ?? 0))
        return true;
      if (seq >= (known.get(`${chain} ${branch}`) ?? 0)) return false;
      return branch === 0 || shape === undefined || has(chain, shape.parent, shape.from - 1);
    };
    return world.events.filter(({ chain, branch, leaf }) => has(chain, branch, leaf.seq));
  }

  #evidence(events: readonly Stored[]): Evidence {
    return this.#stage.world.evidence({ events, ...(this.#copies === 0 && { authority: this.#authority }) });
  }

  #cache(): LifeCache {
    return { ...createLifeCache(), opened: this.#opened };
  }

  #doer({ party }: Writer, evidence: Evidence): Doer {
    const next = (item: ItemKey) => traceItem(item, evidence, this.#cache()).next;
    return { party, stage: this.#stage, roll: this.#roll, next };
  }

  #pick<T>(list: readonly T[]): T | undefined {
    return list[this.#roll(list.length)];
  }

  #item(): ItemKey {
    const { p, q, box, pallet } = this.#stage;
    return this.#pick([p, p, p, q, box, box, pallet]) ?? p;
  }

  #say(writer: Writer, text: string): void {
    this.#story.push(`${writer.name} ${text}`);
  }

  // As a node would: on the own line, what the table allows, and nothing against a stop.
  #honestDeed(writer: Writer): void {
    const evidence = this.#evidence(this.#seen(writer));
    for (let tries = 0; tries < 3; tries++) if (this.#honestTry(writer, evidence, this.#item())) return;
  }

  #honestTry(writer: Writer, evidence: Evidence, item: ItemKey): boolean {
    const { gln } = writer.party;
    const whole = traceItem(item, evidence, this.#cache());
    const question = { now: START, today: '2026-11-22', viewer: gln, fresh: { peers: 1 }, maxAge: 1e12 };
    const told = reasonsOfLife(whole, evidence, question);
    const own = ['quarantined', 'unaccounted', 'already-dispensed', 'decommissioned'];
    if (told.some(({ status, code, by }) => status !== 'caution' && !(own.includes(code) && by?.[0] === gln))) {
      return this.#roll(9) === 0 && this.#retract(writer);
    }
    const asks = told.some(({ confirm }) => confirm === true);
    if (isContested(whole) && this.#roll(5) === 0 && this.#retract(writer)) return true;
    const coming = lifeAtDoor(whole, gln);
    const door = coming !== whole && this.#roll(2) === 0;
    const life = door ? coming : ownLife(whole, gln);
    const deeds = deedsOf(life, this.#doer(writer, evidence));
    const allowed = asks ? deeds.filter(({ type }) => type === 'dispense') : deeds;
    const deed = this.#pick(allowed);
    if (deed !== undefined) this.#do(writer, deed);
    return deed !== undefined;
  }

  // Whoever does not have what it received, or has what it took back, says so.
  #retract(writer: Writer): boolean {
    const own = this.#stage.world
      .path(writer.party.chain, writer.branch)
      .filter(({ leaf }) => ['receive', 'void', 'ship', 'unpack', 'dispense', 'decommission'].includes(leaf.type));
    const event = own.at(-1 - this.#roll(Math.min(own.length, 3)));
    if (event === undefined) return false;
    const body = { type: 'retract', public: { seq: event.leaf.seq } };
    this.#stage.world.write(writer.party, body, undefined, writer.branch);
    this.#say(writer, `retract ${event.leaf.type} ${event.leaf.seq}`);
    return true;
  }

  #hostileDeed(writer: Writer): void {
    const roll = this.#roll;
    this.#hearAll(writer);
    if (roll(8) === 0 && this.#retract(writer)) return;
    if (roll(3) === 0) {
      const entry = { ...anyEntry(roll, PARTIES), by: writer.name };
      this.#stage.write(entry, new Map());
      this.#story.push(sayEntry(entry));
      return;
    }
    const evidence = this.#evidence(this.#stage.world.events);
    const life = traceItem(this.#item(), evidence, this.#cache());
    const line = this.#pick(life.lines ?? []);
    const read = line?.life ?? life;
    const doer = this.#doer(writer, evidence);
    const possible = read.steps.map((_, n) => deedsOf(before(read, n), doer)).filter((deeds) => deeds.length > 0);
    const deed = this.#pick(this.#pick(possible) ?? []);
    if (deed !== undefined) this.#do(writer, deed);
  }

  #do(writer: Writer, { type, rows, opens = [], details = {} }: Deed): void {
    const { world } = this.#stage;
    const back = this.#hostile.includes(writer.name.slice(0, 1)) && this.#roll(3) === 0;
    const at = back ? { at: world.now - this.#roll(12) * DAY } : {};
    const items = rows.map(({ item }) => item);
    const steps = rows.map(({ n }) => n);
    world.act(writer.party, { type, items, steps, opens, details, branch: writer.branch, ...at });
    const where = [...rows, ...opens].map(({ item, n }) => `${this.#name(item)}@${n}`);
    const more = [
      details.to === undefined ? '' : `→${this.#partyOf(String(details.to))}`,
      details.missing === undefined ? '' : ' missing',
    ];
    const why =
      type === 'decommission' || (type === 'ship' && details.reason !== undefined) ? ` ${details.reason}` : '';
    this.#say(writer, `${type}${more.join('')}${why} ${where.join(' ')}${back ? ' back-dated' : ''}`);
  }

  #name({ key }: ItemKey): string {
    const { p, q, box, pallet } = this.#stage;
    const known = Object.entries({ p, q, box, pallet }).find(([, item]) => sameBytes(item.key, key));
    return known?.[0] ?? '?';
  }

  #partyOf(gln: string): string {
    return PARTIES.find((name) => this.#stage.till(`${name}1`).gln === gln) ?? gln;
  }

  #copyFolder(): void {
    const tills = this.#writers.filter(({ name }) => !name.endsWith('~'));
    const of = this.#pick(tills);
    if (of === undefined || this.#writers.some(({ name }) => name === `${of.name}~`)) return;
    const { length } = this.#stage.world.path(of.party.chain);
    const from = 1 + this.#roll(length);
    const hand = this.#stage.copy(of.name, from);
    this.#copies++;
    this.#writers.push({ name: `${of.name}~`, ...hand, known: new Map(of.known) });
    this.#story.push(`${of.name} is copied at ${from} of ${length}`);
  }

  #settle(): void {
    const copy = this.#pick(this.#writers.filter(({ name }) => name.endsWith('~')));
    if (copy === undefined) return;
    const branch = this.#roll(2) === 0 ? 0 : copy.branch;
    const { world } = this.#stage;
    const { chain } = copy.party;
    world.settle(copy.party, world.path(chain, branch).length, branch);
    const endorses = (one: number) => world.path(chain, one).some(({ leaf }) => leaf.type === 'endorse');
    if (!endorses(branch) && endorses(branch === 0 ? copy.branch : 0)) this.#wrote.add('R disowns a till');
    this.#story.push(`R settles ${copy.name.slice(0, 2)}${branch === 0 ? '' : '~'}`);
  }

  // Where the oldest open contest parts, or next.
  #assign(): void {
    const { world } = this.#stage;
    const item = this.#item();
    const life = traceItem(item, this.#evidence(world.events), this.#cache());
    if (life.state.at === 'none') return;
    const [first, ...rest] = life.lines?.filter(({ closed }) => !closed) ?? [];
    let { next } = life;
    if (first !== undefined && rest.length > 0) {
      const same = (a: Step | undefined, b: Step | undefined) => a !== undefined && a.event.ref === b?.event.ref;
      for (next = 0; rest.every((one) => same(first.life.steps[next], one.life.steps[next])); ) next++;
    }
    const to = this.#pick(PARTIES) ?? 'A';
    const details = { to: this.#stage.till(`${to}1`).gln, reason: 'x' };
    world.act(world.regulator, { type: 'assign', items: [item], steps: [next], opens: [], details });
    this.#wrote.add('R assigns');
    this.#story.push(`R assign→${to} ${this.#name(item)}@${next}`);
  }
}

/** A life as it was after its step `n`, in the containers around as they are now. */
function before(life: Life, n: number): Life {
  const state = life.steps[n]?.state ?? life.state;
  const effective = state.at === 'inside' ? life.effective : state;
  return { ...life, state, effective, next: n + 1, around: state.at === 'inside' ? life.around : [] };
}

/** Who does something, and what it goes by. */
interface Doer {
  readonly party: Party;
  readonly stage: Stage;
  readonly roll: Dice;
  /** The next step of an item, as far as is known there. */
  readonly next: (item: ItemKey) => number;
}

/** What a party may do with an item by its life. */
function deedsOf(life: Life, doer: Doer): readonly Deed[] {
  const { stage, roll } = doer;
  const { gln, chain } = doer.party;
  const outermost = life.around.at(-1) ?? life;
  const item = itemOf(life, stage);
  const outer = itemOf(outermost, stage);
  const own = { item, n: life.next };
  const around = { item: outer, n: outermost.next };
  const opens = life.around.map((one) => ({ item: itemOf(one, stage), n: one.next }));
  const isPack = life.kind === 'pack';
  const others = PARTIES.map((name) => stage.till(`${name}1`).gln).filter((other) => other !== gln);
  const to = () => others[roll(others.length)] ?? gln;
  const out = (type: string, details: JsonObject = {}): Deed => ({ type, rows: [own], opens, details });
  const whole = (type: string, details: JsonObject = {}): Deed => ({ type, rows: [around], details });
  const state: State = life.effective;
  switch (state.at) {
    case 'active':
      if (state.holder !== gln) return [];
      return [
        ...Array.from({ length: 4 }, () => whole('ship', { to: to() })),
        whole('ship', { to: to(), reason: 'wrong goods' }),
        out('ship', { to: to() }),
        out('quarantine', { reason: 'suspect' }),
        ...(roll(3) > 0 ? [] : [out('missing'), out('decommission', { reason: roll(2) === 0 ? 'destroyed' : 'lost' })]),
        ...(isPack ? [out('dispense'), out('dispense')] : []),
        ...(opens.length > 0 ? [out('unpack'), out('unpack')] : packings(life, doer)),
      ];
    case 'transit': {
      const deeds: Deed[] = [];
      if (state.to === gln) {
        for (let i = 0; i < 5; i++) deeds.push(whole('receive', { from: state.from }));
        deeds.push(whole('void', { reason: 'other' }), whole('decommission', { reason: 'lost' }));
        if (opens.length > 0) {
          // Everything that came but this.
          const missing = [b64u(itemToken(item.key, own.n))];
          const between = opens.slice(0, -1);
          deeds.push({ type: 'receive', rows: [own, around], opens: between, details: { from: state.from, missing } });
        }
      }
      if (state.from === gln && state.chain === chain) deeds.push(whole('void', { reason: 'other' }));
      if (state.from === gln) deeds.push(whole('decommission', { reason: roll(2) === 0 ? 'lost' : 'stolen' }));
      return deeds;
    }
    case 'quarantined':
      if (state.holder !== gln) return [];
      return [
        whole('release', { reason: 'fine' }),
        whole('release', { reason: 'fine' }),
        whole('ship', { to: to(), reason: 'return' }),
        whole('decommission', { reason: 'destroyed' }),
      ];
    case 'unaccounted':
      return state.holder === gln ? [whole('found'), whole('decommission', { reason: 'lost' })] : [];
    case 'dispensed':
    case 'decommissioned':
      return state.by === gln && isPack
        ? [{ type: 'reinstate', rows: [own], details: { reason: 'x', notSupplied: true } }]
        : [];
    default:
      return [];
  }
}

function packings(life: Life, { stage, next }: Doer): readonly Deed[] {
  const item = itemOf(life, stage);
  if (item === stage.pallet) return [];
  const into = life.kind === 'pack' ? stage.box : stage.pallet;
  const rows = [
    { item, n: life.next },
    { item: into, n: next(into) },
  ];
  return [{ type: 'pack', rows, details: { container: b64u(into.key) } }];
}

function itemOf({ key }: Life, { p, q, box, pallet }: Stage): ItemKey {
  return [p, q, box, pallet].find((one) => sameBytes(one.key, key)) ?? containerItem(key);
}
