// Worlds of a model of the custody rules that others wrote, in real events; what it says of them, and what is said here.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { hex } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import type { Authority } from '../../src/custody/authority.ts';
import type { ItemKey } from '../../src/custody/item.ts';
import { judge } from '../../src/custody/judge.ts';
import type { Life, Line, State } from '../../src/custody/life.ts';
import { seenBy } from '../../src/custody/own-line.ts';
import { createLifeCache, traceItem } from '../../src/custody/trace.ts';
import type { VerdictReason } from '../../src/custody/verdict.ts';
import { EXPIRY, GTIN, LOT, type Party, World } from './world.ts';

/** An event of the model. */
export interface ModelEvent {
  readonly id: number;
  readonly by: string;
  readonly till: string;
  readonly seq: number;
  readonly type: string;
  readonly n: number;
  readonly to?: string;
  readonly reason?: string;
  readonly at: number;
  readonly ref?: number;
  rnd: number;
}

interface ModelState {
  readonly at: string;
  readonly holder?: string;
  readonly from?: string;
  readonly to?: string;
  readonly by?: string;
  readonly reason?: string;
}

interface ModelLine {
  readonly L: {
    readonly state: ModelState;
    readonly steps: readonly { readonly id: number }[];
    readonly findings: readonly { readonly r: string; readonly by: string; readonly e: ModelEvent }[];
  };
  readonly main: boolean;
  readonly handled: boolean;
}

interface ModelLife {
  readonly lines: readonly ModelLine[];
}

interface ModelFold {
  life(events: readonly ModelEvent[], rules: object): ModelLife;
  verdict(life: ModelLife, viewer: string, rules: object): { readonly cls: number; readonly why: readonly string[] };
  isMine(state: ModelState, viewer: string): boolean;
}

export interface Model {
  readonly fold: ModelFold;
  readonly lines: object;
  world(
    seed: number,
    options: object,
    rules: object,
  ): { readonly events: ModelEvent[]; readonly log: readonly string[] };
}

const FOLDER = resolve('../shared/tools/custody-model');

/** The model, where it lies beside the project. */
export function model(): Model | undefined {
  if (!existsSync(FOLDER)) return undefined;
  const load = createRequire(import.meta.url);
  const { lines } = load(`${FOLDER}/variants.js`) as { lines: object };
  const { world } = load(`${FOLDER}/sim.js`) as Pick<Model, 'world'>;
  return { fold: load(`${FOLDER}/fold.js`) as ModelFold, lines, world };
}

export const PARTIES = ['A', 'M', 'C', 'H'] as const;
const QUESTION = { now: 0, today: '1990-01-01', fresh: { peers: 1 }, maxAge: Number.MAX_SAFE_INTEGER };

/** Parties with two tills each, and one pack of theirs. */
export class Stage {
  readonly world: World;
  readonly authority: Authority;
  readonly pack: ItemKey;
  readonly #tills = new Map<string, Party>();
  readonly #names = new Map<string, string>();
  readonly #back: () => void;

  constructor(policy: 'required' | 'endpoints') {
    this.world = new World(policy);
    const roles = ['distributor', 'dispenser'] as const;
    for (const name of PARTIES) {
      const party = this.world.party(name, name === 'A' ? ['manufacturer', ...roles] : roles);
      this.#tills.set(`${name}1`, party).set(`${name}2`, this.world.till(party, roles));
      this.#names.set(party.gln, name);
    }
    this.pack = this.world.pack('K7QWERTY12345678');
    this.authority = this.world.evidence().authority();
    this.#back = this.world.moment();
  }

  gln(name: string): string {
    return this.till(`${name}1`).gln;
  }

  name(gln: string): string {
    return this.#names.get(gln) ?? gln;
  }

  till(name: string): Party {
    const till = this.#tills.get(name);
    if (till === undefined) throw new Error(`no till ${name}`);
    return till;
  }

  /** Writes the model's events anew; gives the reference of each by its id there. */
  play(events: readonly ModelEvent[]): Map<number, string> {
    this.#back();
    const refs = new Map<number, string>();
    const places = new Map<number, { readonly till: Party; readonly seq: number }>();
    for (const event of events) {
      const said = places.get(event.ref ?? -1);
      // An entry is taken back on the chain that has it.
      const till = event.type === 'retract' && said !== undefined ? said.till : this.till(event.till);
      const stored = this.#write(till, event, said?.seq);
      places.set(event.id, { till, seq: stored.leaf.seq });
      refs.set(event.id, stored.ref);
      event.rnd = Number.parseInt(hex(stored.leaf.hash).slice(0, 12), 16);
    }
    return refs;
  }

  #write(till: Party, { type, n, to, reason, at }: ModelEvent, seq: number | undefined) {
    if (type === 'commission') return this.world.commission(till, ['K7QWERTY12345678']);
    if (type === 'retract') return this.world.write(till, { type, public: { seq: seq ?? 0 } }, at);
    const more: JsonObject = {
      ...(to !== undefined && { to: this.gln(to) }),
      ...(type === 'decommission' ? { reason: reason ?? 'other' } : {}),
      ...(['void', 'quarantine', 'release'].includes(type) ? { reason: 'other' } : {}),
      ...(type === 'receive' && { from: this.gln('A') }),
      ...(type === 'reinstate' && { reason: 'other', notSupplied: true }),
    };
    return this.world.act(till, { type, items: [this.pack], steps: [n], opens: [], details: more, at });
  }

  trace(): Life {
    return traceItem(this.pack, this.world.evidence({ authority: this.authority }), createLifeCache());
  }

  /** 0 nothing, 1 caution, 2 a caution that asks, 3 stop: of what custody says. */
  weigh(
    life: Life,
    viewer: string,
  ): { readonly as: string; readonly main: boolean; readonly cls: number; readonly reasons: readonly VerdictReason[] } {
    const label = { gtin: GTIN, serial: 'K7QWERTY12345678', lot: LOT, expiry: EXPIRY };
    const evidence = this.world.evidence({ authority: this.authority });
    const { reasons } = judge(label, life, evidence, { ...QUESTION, viewer: this.gln(viewer) });
    const { as, line } = seenBy(life, this.gln(viewer));
    const cls = reasons.map(({ code, status, confirm, by = [] }) => {
      if (code === 'quarantined' || (code === 'in-transit-to-you' && as === 'custodian')) return 0;
      // What a custodian wrote itself stops it here and not in the model: its own shipment, and its own entries further on.
      const own = as !== 'other' && by.every((gln) => gln === this.gln(viewer));
      if (status !== 'caution' && own) return 1;
      if (code === 'in-transit-elsewhere' && by[0] === this.gln(viewer)) return 0;
      return status !== 'caution' ? 3 : confirm === true ? 2 : 1;
    });
    return { as, main: line?.main !== false, cls: Math.max(0, ...cls), reasons };
  }

  say(state: State): string {
    const party = (gln: string) => this.name(gln);
    if ('holder' in state) return `${state.at} ${party(state.holder)}`;
    if (state.at === 'transit') return `transit ${party(state.from)} ${party(state.to)}`;
    if (state.at === 'decommissioned')
      return `decommissioned ${['lost', 'stolen'].includes(state.reason) ? 'lost' : state.reason}`;
    return state.at === 'dispensed' ? `dispensed ${party(state.by)}` : state.at;
  }
}

export function sayModel(state: ModelState): string {
  if (state.at === 'transit') return `transit ${state.from} ${state.to}`;
  if (state.at === 'decommissioned') return `decommissioned ${state.reason === 'stolen' ? 'lost' : state.reason}`;
  return `${state.at}${state.at === 'dispensed' ? ` ${state.by}` : ''}${state.holder ? ` ${state.holder}` : ''}`;
}

export function linesOrOne(life: Life): readonly Pick<Line, 'life' | 'main' | 'handled' | 'closed'>[] {
  return life.lines ?? [{ life, main: life.state.at !== 'disputed', handled: false, closed: false }];
}
