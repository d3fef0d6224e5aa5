// Whoever has received goods keeps them, whatever others write at older steps: all sets of a few hostile or late entries.
import { describe, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import type { Authority } from '../../src/custody/authority.ts';
import type { ItemKey } from '../../src/custody/item.ts';
import { judge } from '../../src/custody/judge.ts';
import type { OpenedEvents } from '../../src/custody/opening.ts';
import { seenBy } from '../../src/custody/own-line.ts';
import { createLifeCache, traceItem } from '../../src/custody/trace.ts';
import type { Told } from '../../src/custody/verdict.ts';
import { type Dice, dice } from '../dice.ts';
import type { Stored } from './memory.ts';
import { EXPIRY, GTIN, LOT, type Party, START, World } from './world.ts';

const SERIAL = 'K7QWERTY12345678';

/** One entry: for the pack at a step, for the box at a step, or both; `opens` says that it takes out of what is around. */
interface Entry {
  readonly by: string;
  readonly type: string;
  readonly p?: number;
  readonly box?: number;
  /** The pallet that the box is on. */
  readonly pallet?: number;
  readonly opens?: true;
  readonly missing?: true;
  readonly to?: string;
  readonly reason?: string;
  /** Takes back this entry of the same till. */
  readonly of?: Entry;
}

interface Case {
  readonly name: string;
  readonly trunk: readonly Entry[];
  readonly holder: string;
  readonly pool: readonly Entry[];
}

const commission: Entry = { by: 'A1', type: 'commission' };
const packed: Entry = { by: 'A1', type: 'pack', p: 1, box: 0 };
const refused: Entry = { by: 'B1', type: 'void', p: 2 };

const CASES: readonly Case[] = [
  {
    name: 'a loose pack, received',
    trunk: [commission, { by: 'A1', type: 'ship', p: 1, to: 'B' }, { by: 'B1', type: 'receive', p: 2 }],
    holder: 'B',
    pool: [
      { by: 'A2', type: 'dispense', p: 1 },
      { by: 'A2', type: 'decommission', p: 1, reason: 'destroyed' },
      { by: 'A2', type: 'decommission', p: 1, reason: 'lost' },
      { by: 'A2', type: 'ship', p: 1, to: 'C' },
      { by: 'A2', type: 'quarantine', p: 1, reason: 'suspect' },
      { by: 'A2', type: 'pack', p: 1, box: 0 },
      { by: 'A1', type: 'dispense', p: 1 },
      { by: 'A1', type: 'void', p: 2 },
      { by: 'A2', type: 'decommission', p: 2, reason: 'lost' },
      { by: 'A2', type: 'ship', box: 1, to: 'C' },
      { by: 'A1', type: 'dispense', p: 3 },
      { by: 'A1', type: 'ship', p: 3, to: 'C' },
      { by: 'C1', type: 'receive', p: 2 },
      { by: 'C1', type: 'receive', box: 2 },
      { by: 'C1', type: 'receive', p: 4 },
      { by: 'C1', type: 'dispense', p: 3 },
      { by: 'C1', type: 'dispense', p: 5 },
    ],
  },
  {
    name: 'a pack in a box, received',
    trunk: [commission, packed, { by: 'A1', type: 'ship', box: 1, to: 'B' }, { by: 'B1', type: 'receive', box: 2 }],
    holder: 'B',
    pool: [
      { by: 'A2', type: 'unpack', p: 2, box: 1, opens: true },
      { by: 'A2', type: 'dispense', p: 2, box: 1, opens: true },
      { by: 'A2', type: 'ship', p: 3, to: 'C' },
      { by: 'C1', type: 'receive', p: 4 },
      { by: 'C1', type: 'dispense', p: 5 },
      { by: 'A2', type: 'ship', box: 1, to: 'C' },
      { by: 'C1', type: 'receive', box: 2 },
      { by: 'C2', type: 'receive', box: 2, p: 2, missing: true },
      { by: 'A1', type: 'void', box: 2 },
      { by: 'A2', type: 'decommission', box: 2, reason: 'lost' },
      { by: 'A2', type: 'decommission', box: 1, reason: 'destroyed' },
      { by: 'A1', type: 'unpack', p: 2, box: 3, opens: true },
      { by: 'A1', type: 'dispense', p: 3 },
      { by: 'A2', type: 'dispense', p: 1 },
      { by: 'A2', type: 'ship', p: 1, to: 'C' },
      { by: 'C1', type: 'receive', p: 2 },
      { by: 'C1', type: 'dispense', p: 2, box: 3, opens: true },
    ],
  },
  {
    name: 'a pack taken out of a box and received',
    trunk: [
      commission,
      packed,
      { by: 'A1', type: 'unpack', p: 2, box: 1, opens: true },
      { by: 'A1', type: 'ship', p: 3, to: 'B' },
      { by: 'B1', type: 'receive', p: 4 },
    ],
    holder: 'B',
    pool: [
      { by: 'A2', type: 'ship', box: 1, to: 'C' },
      { by: 'A2', type: 'ship', box: 2, to: 'C' },
      { by: 'C1', type: 'receive', box: 2 },
      { by: 'C2', type: 'receive', box: 2, p: 2, missing: true },
      { by: 'C1', type: 'receive', box: 3 },
      { by: 'C2', type: 'receive', box: 3, p: 2, missing: true },
      { by: 'C1', type: 'unpack', p: 2, box: 3, opens: true },
      { by: 'C2', type: 'dispense', p: 2, box: 3, opens: true },
      { by: 'C1', type: 'dispense', p: 2, box: 4, opens: true },
      { by: 'A2', type: 'dispense', p: 2, box: 1, opens: true },
      { by: 'A2', type: 'decommission', box: 1, reason: 'destroyed' },
      { by: 'A2', type: 'dispense', p: 3 },
      { by: 'A1', type: 'void', p: 4 },
      { by: 'A2', type: 'decommission', p: 4, reason: 'lost' },
      { by: 'A2', type: 'void', box: 2 },
      { by: 'A1', type: 'ship', p: 5, to: 'C' },
    ],
  },
  {
    name: 'a pack taken out of a box on a pallet and received',
    trunk: [
      commission,
      packed,
      { by: 'A1', type: 'pack', box: 1, pallet: 0 },
      { by: 'A1', type: 'unpack', p: 2, box: 2, pallet: 1, opens: true },
      { by: 'A1', type: 'ship', p: 3, to: 'B' },
      { by: 'B1', type: 'receive', p: 4 },
    ],
    holder: 'B',
    pool: [
      { by: 'A2', type: 'ship', pallet: 1, to: 'C' },
      { by: 'C1', type: 'receive', pallet: 2 },
      { by: 'C2', type: 'receive', pallet: 2, box: 2, missing: true },
      { by: 'A2', type: 'unpack', box: 2, pallet: 1, opens: true },
      { by: 'A2', type: 'ship', box: 2, to: 'C' },
      { by: 'A2', type: 'ship', box: 3, to: 'C' },
      { by: 'C1', type: 'receive', box: 3 },
      { by: 'C1', type: 'dispense', p: 2, box: 2, pallet: 3, opens: true },
      { by: 'C1', type: 'unpack', p: 2, box: 2, pallet: 3, opens: true },
      { by: 'A2', type: 'dispense', p: 2, box: 2, pallet: 1, opens: true },
      { by: 'A2', type: 'decommission', pallet: 1, reason: 'destroyed' },
      { by: 'A2', type: 'dispense', p: 3 },
      { by: 'A1', type: 'void', pallet: 2 },
    ],
  },
  {
    name: 'a pack in a box on a pallet, received',
    trunk: [
      commission,
      packed,
      { by: 'A1', type: 'pack', box: 1, pallet: 0 },
      { by: 'A1', type: 'ship', pallet: 1, to: 'B' },
      { by: 'B1', type: 'receive', pallet: 2 },
      { by: 'B1', type: 'unpack', box: 2, pallet: 3, opens: true },
    ],
    holder: 'B',
    pool: [
      { by: 'A2', type: 'unpack', p: 2, box: 2, pallet: 1, opens: true },
      { by: 'A2', type: 'dispense', p: 2, box: 2, pallet: 1, opens: true },
      { by: 'A2', type: 'unpack', box: 2, pallet: 1, opens: true },
      { by: 'A2', type: 'ship', box: 3, to: 'C' },
      { by: 'C1', type: 'receive', box: 4 },
      { by: 'A2', type: 'ship', p: 3, to: 'C' },
      { by: 'C1', type: 'receive', p: 4 },
      { by: 'A2', type: 'ship', pallet: 1, to: 'C' },
      { by: 'C1', type: 'receive', pallet: 2 },
      { by: 'A1', type: 'void', pallet: 2 },
      { by: 'A2', type: 'decommission', pallet: 2, reason: 'lost' },
      { by: 'A1', type: 'dispense', p: 2, box: 2, pallet: 3, opens: true },
      { by: 'C1', type: 'dispense', p: 5 },
    ],
  },
  {
    name: 'a pack that is two hand-overs on',
    trunk: [
      commission,
      { by: 'A1', type: 'ship', p: 1, to: 'B' },
      { by: 'B1', type: 'receive', p: 2 },
      { by: 'B1', type: 'ship', p: 3, to: 'C' },
      { by: 'C1', type: 'receive', p: 4 },
    ],
    holder: 'C',
    pool: [
      { by: 'A2', type: 'dispense', p: 1 },
      { by: 'A2', type: 'ship', p: 1, to: 'B' },
      { by: 'A1', type: 'void', p: 2 },
      { by: 'A2', type: 'decommission', p: 2, reason: 'lost' },
      { by: 'B2', type: 'void', p: 2 },
      { by: 'B2', type: 'decommission', p: 2, reason: 'stolen' },
      { by: 'B2', type: 'dispense', p: 3 },
      { by: 'B2', type: 'quarantine', p: 3, reason: 'suspect' },
      { by: 'B2', type: 'ship', p: 3, to: 'A' },
      { by: 'A1', type: 'receive', p: 4 },
      { by: 'B1', type: 'void', p: 4 },
      { by: 'B2', type: 'decommission', p: 4, reason: 'lost' },
      { by: 'A1', type: 'dispense', p: 3 },
      { by: 'A1', type: 'ship', p: 3, to: 'B' },
      { by: 'B1', type: 'retract', of: { by: 'B1', type: 'receive', p: 2 } },
      { by: 'A1', type: 'retract', of: { by: 'A1', type: 'ship', p: 1, to: 'B' } },
    ],
  },
  {
    name: 'a pack in a box that is two hand-overs on',
    trunk: [
      commission,
      packed,
      { by: 'A1', type: 'ship', box: 1, to: 'B' },
      { by: 'B1', type: 'receive', box: 2 },
      { by: 'B1', type: 'ship', box: 3, to: 'C' },
      { by: 'C1', type: 'receive', box: 4 },
    ],
    holder: 'C',
    pool: [
      { by: 'B2', type: 'receive', box: 2, p: 2, missing: true },
      { by: 'B2', type: 'void', p: 3 },
      { by: 'A1', type: 'void', p: 3 },
      { by: 'A1', type: 'ship', p: 4, to: 'B' },
      { by: 'B1', type: 'receive', p: 5 },
      { by: 'B2', type: 'receive', p: 3 },
      { by: 'B2', type: 'unpack', p: 2, box: 3, opens: true },
      { by: 'B2', type: 'dispense', p: 2, box: 3, opens: true },
      { by: 'A2', type: 'unpack', p: 2, box: 1, opens: true },
      { by: 'A2', type: 'quarantine', box: 1, reason: 'suspect' },
      { by: 'A2', type: 'decommission', box: 1, reason: 'destroyed' },
      { by: 'B1', type: 'void', box: 4 },
      { by: 'B2', type: 'decommission', box: 4, reason: 'lost' },
    ],
  },
  {
    name: 'a pack that the other party refused',
    trunk: [commission, { by: 'A1', type: 'ship', p: 1, to: 'B' }, refused],
    holder: 'A',
    pool: [
      { by: 'B2', type: 'receive', p: 2 },
      { by: 'B2', type: 'decommission', p: 2, reason: 'lost' },
      { by: 'B1', type: 'retract', of: refused },
      { by: 'B2', type: 'dispense', p: 3 },
      { by: 'B2', type: 'ship', p: 3, to: 'C' },
      { by: 'B1', type: 'dispense', p: 3 },
      { by: 'C1', type: 'receive', p: 4 },
      { by: 'C1', type: 'dispense', p: 5 },
      { by: 'C1', type: 'receive', p: 2 },
      { by: 'C1', type: 'dispense', p: 3 },
    ],
  },
  {
    name: 'a pack that was missing from a box and came back',
    trunk: [
      commission,
      packed,
      { by: 'A1', type: 'ship', box: 1, to: 'B' },
      { by: 'B1', type: 'receive', box: 2, p: 2, missing: true },
      { by: 'B1', type: 'void', p: 3 },
    ],
    holder: 'A',
    pool: [
      { by: 'B2', type: 'receive', box: 2 },
      { by: 'B2', type: 'receive', p: 3 },
      { by: 'B2', type: 'decommission', p: 3, reason: 'lost' },
      { by: 'B2', type: 'unpack', p: 2, box: 3, opens: true },
      { by: 'B2', type: 'dispense', p: 2, box: 3, opens: true },
      { by: 'B2', type: 'dispense', p: 4 },
      { by: 'B2', type: 'ship', p: 3, to: 'C' },
      { by: 'B2', type: 'ship', box: 3, to: 'C' },
      { by: 'C1', type: 'receive', box: 4 },
      { by: 'C1', type: 'receive', p: 4 },
      { by: 'C1', type: 'dispense', p: 2, box: 5, opens: true },
      { by: 'B2', type: 'void', box: 2 },
    ],
  },
  {
    name: 'a box that came back as a return',
    trunk: [
      commission,
      packed,
      { by: 'A1', type: 'ship', box: 1, to: 'B' },
      { by: 'B1', type: 'receive', box: 2 },
      { by: 'B1', type: 'ship', box: 3, to: 'A', reason: 'wrong goods' },
      { by: 'A1', type: 'receive', box: 4 },
      { by: 'A1', type: 'release', box: 5 },
    ],
    holder: 'A',
    pool: [
      { by: 'B1', type: 'void', box: 4 },
      { by: 'B2', type: 'decommission', box: 4, reason: 'stolen' },
      { by: 'B2', type: 'dispense', p: 2, box: 3, opens: true },
      { by: 'B2', type: 'unpack', p: 2, box: 3, opens: true },
      { by: 'B2', type: 'ship', p: 3, to: 'C' },
      { by: 'C1', type: 'receive', p: 4 },
      { by: 'B2', type: 'ship', box: 3, to: 'C' },
      { by: 'C1', type: 'receive', box: 4 },
      { by: 'B1', type: 'dispense', p: 2, box: 5, opens: true },
      { by: 'B2', type: 'void', box: 2 },
      { by: 'B1', type: 'retract', of: { by: 'B1', type: 'receive', box: 2 } },
      { by: 'C1', type: 'dispense', p: 2, box: 5, opens: true },
    ],
  },
];

class Stage {
  readonly world = new World('required');
  readonly tills = new Map<string, Party>();
  readonly p: ItemKey;
  readonly box: ItemKey;
  readonly pallet: ItemKey;

  constructor() {
    const roles = ['distributor', 'dispenser'] as const;
    for (const name of ['A', 'B', 'C']) {
      const party = this.world.party(name, name === 'A' ? ['manufacturer', ...roles] : roles);
      this.tills.set(`${name}1`, party).set(`${name}2`, this.world.till(party, roles));
    }
    this.p = this.world.pack(SERIAL);
    this.box = this.world.container('box');
    this.pallet = this.world.container('pallet');
  }

  till(name: string): Party {
    const till = this.tills.get(name);
    if (till === undefined) throw new Error(`no till ${name}`);
    return till;
  }

  write(entry: Entry, written: ReadonlyMap<string, Stored>): Stored {
    const { type, p, box, pallet, opens, missing, to, reason, of } = entry;
    const by = this.till(entry.by);
    if (type === 'commission') return this.world.commission(by, [SERIAL]);
    if (of !== undefined)
      return this.world.write(by, { type, public: { seq: written.get(sayEntry(of))?.leaf.seq ?? 0 } });
    const items: ItemKey[] = [];
    const steps: number[] = [];
    const opened: { readonly item: ItemKey; readonly n: number }[] = [];
    const levels = [
      [this.p, p],
      [this.box, box],
      [this.pallet, pallet],
    ] as const;
    for (const [item, n] of levels) {
      if (n === undefined) continue;
      if (opens === true && items.length > 0) opened.push({ item, n });
      else {
        items.push(item);
        steps.push(n);
      }
    }
    const gone = p === undefined ? itemToken(this.box.key, box ?? 0) : itemToken(this.p.key, p);
    const details: JsonObject = {
      ...(to !== undefined && { to: this.till(`${to}1`).gln }),
      ...(reason !== undefined && { reason }),
      ...(['void', 'release'].includes(type) && { reason: 'other' }),
      ...(type === 'receive' && { from: this.till('A1').gln }),
      ...(type === 'pack' && { container: b64u((pallet === undefined ? this.box : this.pallet).key) }),
      ...(missing === true && { missing: [b64u(gone)] }),
    };
    return this.world.act(by, { type, items, steps, opens: opened, details });
  }
}

function sayEntry({ by, type, p, box, pallet, to, reason, missing, of }: Entry): string {
  const level = (name: string, n: number | undefined) => (n === undefined ? '' : `@${name}${n}`);
  const where = [level('', p), level('box ', box), level('pallet ', pallet)].join('');
  const more = to !== undefined ? `→${to}` : (reason ?? (missing ? 'missing' : ''));
  return `${by} ${type}${of === undefined ? '' : ` of ${sayEntry(of)}`}${more && ` ${more}`}${where}`;
}

function* subsets(length: number, most: number, from = 0): Generator<number[]> {
  yield [];
  if (most === 0) return;
  for (let i = from; i < length; i++) for (const rest of subsets(length, most - 1, i + 1)) yield [i, ...rest];
}

const LONG = process.env.PEDIGREE_LONG === '1';
const MOST = LONG ? 5 : 3;

/** Everybody's view of the pack: who is custodian of a line, and what stops the one that received it. */
function lookAs(stage: Stage, holder: string, events: readonly Stored[], shared: Shared): Look {
  const evidence = stage.world.evidence({ events, authority: shared.authority });
  const life = traceItem(stage.p, evidence, { ...createLifeCache(), opened: shared.opened });
  const viewer = stage.till(`${holder}1`).gln;
  const question = { now: START, today: '2026-11-22', viewer, fresh: { peers: 1 }, maxAge: 1e12 };
  const verdict = judge({ gtin: GTIN, serial: SERIAL, lot: LOT, expiry: EXPIRY }, life, evidence, question);
  const stops = verdict.reasons.filter(({ status }) => status !== 'caution');
  const kept = seenBy(life, viewer).as === 'custodian' && stops.length === 0;
  return { kept, asks: verdict.confirm === true, why: `${say(stops)} ${JSON.stringify(life.effective)}` };
}

interface Shared {
  readonly authority: Authority;
  readonly opened: OpenedEvents;
}

interface Look {
  readonly kept: boolean;
  readonly asks: boolean;
  readonly why: string;
}

describe('what one party has received', { timeout: 1_800_000 }, () => {
  it.each(CASES)('cannot be undone by others: $name', ({ trunk, holder, pool }) => {
    const stage = new Stage();
    const { world } = stage;
    const written = new Map<string, Stored>();
    for (const entry of trunk) written.set(sayEntry(entry), stage.write(entry, written));
    const before = [...world.events];
    const late = pool.map((entry) => ({ entry, event: stage.write(entry, written) }));
    const shared = { authority: world.evidence().authority(), opened: createLifeCache().opened };
    let asked = 0;
    let seen = 0;
    for (const chosen of subsets(late.length, MOST)) {
      const some = chosen.flatMap((i) => late[i] ?? []);
      const look = lookAs(stage, holder, [...before, ...some.map(({ event }) => event)], shared);
      if (!look.kept) expect.fail(`${some.map(({ entry }) => sayEntry(entry)).join('; ')}: ${look.why}`);
      if (look.asks) asked++;
      seen++;
    }
    expect(seen).toBeGreaterThan(150);
    expect(asked).toBeGreaterThan(0);
  });

  it.each(CASES)('cannot be undone by anything that others write: $name', ({ trunk, holder }) => {
    const stage = new Stage();
    const { world } = stage;
    const written = new Map<string, Stored>();
    for (const entry of trunk) written.set(sayEntry(entry), stage.write(entry, written));
    const shared = { authority: world.evidence().authority(), opened: new Map() as OpenedEvents };
    const others = ['A', 'B', 'C'].filter((name) => name !== holder);
    let asked = 0;
    for (let seed = 1; seed <= (LONG ? 4_000 : 120); seed++) {
      const back = world.moment();
      const roll = dice(seed * 7919);
      const late: Entry[] = [];
      for (let left = 4 + roll(10); left > 0; left--) {
        const entry = anyEntry(roll, others);
        late.push(entry);
        written.set(sayEntry(entry), stage.write(entry, written));
      }
      const look = lookAs(stage, holder, world.events, { ...shared, opened: new Map() });
      if (!look.kept) expect.fail(`seed ${seed}: ${late.map(sayEntry).join('; ')}: ${look.why}`);
      if (look.asks) asked++;
      back();
    }
    expect(asked).toBeGreaterThan(0);
  });
});

const TYPES = [
  'ship',
  'ship',
  'receive',
  'receive',
  'void',
  'dispense',
  'decommission',
  'quarantine',
  'release',
] as const;

/** Anything that one of some parties may write about the pack, the box or the pallet. */
function anyEntry(roll: Dice, parties: readonly string[]): Entry {
  const by = `${parties[roll(parties.length)]}${1 + roll(2)}`;
  const kind = roll(10);
  if (kind === 0) return { by, type: 'pack', p: 1 + roll(4), box: roll(3) };
  if (kind === 1) return { by, type: 'pack', box: 1 + roll(4), pallet: roll(3) };
  if (kind <= 3) {
    const type = roll(2) === 0 ? 'unpack' : 'dispense';
    const out = { by, type, p: 2 + roll(2), box: 1 + roll(4), opens: true } as const;
    return roll(3) === 0 ? { ...out, pallet: 1 + roll(4) } : out;
  }
  if (kind === 4) return { by, type: 'unpack', box: 2 + roll(2), pallet: 1 + roll(4), opens: true };
  if (kind === 5) return { by, type: 'receive', box: 2 + roll(3), p: 2 + roll(2), missing: true };
  const type = TYPES[roll(TYPES.length)] ?? 'ship';
  const n = 1 + roll(5);
  const what = roll(2) === 0 ? { p: n } : roll(2) === 0 ? { box: n } : { pallet: n };
  const to = type === 'ship' ? { to: ['A', 'B', 'C'][roll(3)] ?? 'A' } : {};
  const reason = type === 'decommission' ? { reason: ['lost', 'destroyed', 'stolen'][roll(3)] ?? 'lost' } : {};
  return { by, type, ...what, ...to, ...reason, ...(type === 'quarantine' && { reason: 'suspect' }) };
}

function say(reasons: readonly Told[]): string {
  return reasons.map(({ code, by }) => `${code} ${by}`).join(', ');
}
