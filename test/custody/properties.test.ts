// Properties of any run of events: everything commissioned is somewhere, and nowhere twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ItemKey } from '../../src/custody/item.ts';
import { judge } from '../../src/custody/judge.ts';
import { createLifeCache, traceItem } from '../../src/custody/trace.ts';
import type { Stored } from './memory.ts';
import { type Deed, EXPIRY, GTIN, LOT, type Party, START, World } from './world.ts';

const SERIALS = ['P', 'Q', 'R', 'S'];

interface Run {
  readonly world: World;
  readonly companies: readonly Party[];
  readonly packs: readonly ItemKey[];
  readonly box: ItemKey;
}

function begin(): Run {
  const world = new World();
  const roles = ['distributor', 'dispenser'] as const;
  const maker = world.party('A', ['manufacturer', ...roles]);
  const companies = [maker, world.party('B', roles), world.party('C', roles)];
  world.commission(maker, SERIALS);
  return { world, companies, packs: SERIALS.map((serial) => world.pack(serial)), box: world.container('box') };
}

const TYPES = [
  'ship',
  'receive',
  'void',
  'dispense',
  'quarantine',
  'release',
  'missing',
  'found',
  'decommission',
  'pack',
  'unpack',
];

/** A move: who, what, which thing, to whom, and how far off its step is (0 mostly). */
const move = fc.record({
  by: fc.nat(2),
  type: fc.constantFrom(...TYPES),
  item: fc.nat(SERIALS.length),
  to: fc.nat(2),
  off: fc.constantFrom(0, 0, 0, 0, -1, 1),
});

function perform(
  { world, companies, packs, box }: Run,
  made: { by: number; type: string; item: number; to: number; off: number },
): void {
  const by = companies[made.by];
  const to = companies[made.to];
  const item = packs[made.item] ?? box;
  if (by === undefined || to === undefined) return;
  const details = { to: to.gln, from: to.gln, reason: made.type === 'quarantine' ? 'other' : 'lost' };
  const steps = [Math.max(0, world.trace(item).next + made.off)];
  const deed: Deed = { type: made.type, items: [item], steps, details };
  if (made.type === 'pack') {
    if (item !== box) world.packInto(by, box, [item]);
  } else if (made.type === 'unpack' && item === box) {
    world.act(by, { ...deed, opens: [] });
  } else world.act(by, made.type === 'ship' ? { ...deed, details: { to: to.gln } } : deed);
}

describe('after any events', () => {
  it('every pack is in exactly one place, or disputed; the numbers add up to what was commissioned', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 12 }), fc.integer(), (moves, seed) => {
        const run = begin();
        for (const made of moves) perform(run, made);
        const evidence = run.world.evidence();
        const places = new Map<string, number>();
        const cache = createLifeCache();
        for (const item of run.packs) {
          const { effective } = traceItem(item, evidence, cache);
          expect(['none', 'inside']).not.toContain(effective.at);
          const holder = 'holder' in effective ? effective.holder : effective.at;
          places.set(holder, (places.get(holder) ?? 0) + 1);
        }
        expect([...places.values()].reduce((a, b) => a + b, 0)).toBe(SERIALS.length);
        // To one party at most the pack is rightly there, unless the parties dispute it.
        for (const [i, item] of run.packs.entries()) {
          const life = traceItem(item, evidence, cache);
          const label = { gtin: GTIN, serial: SERIALS[i] ?? '', lot: LOT, expiry: EXPIRY };
          const holders = run.companies.filter(({ gln }) => {
            const question = { now: START, today: '2026-11-22', viewer: gln, fresh: { peers: 0 }, maxAge: 1 };
            return judge(label, life, evidence, question).custody.holder?.gln === gln;
          });
          expect(holders.length).toBe(life.effective.at === 'disputed' || !HELD.includes(life.effective.at) ? 0 : 1);
        }
        // Whatever the order of arrival, and with or without a shared cache.
        const turned = shuffled(run.world.events, seed);
        const other = run.world.evidence({ events: turned });
        for (const item of [...run.packs, run.box]) {
          const [a, b] = [traceItem(item, evidence, cache), traceItem(item, other)];
          expect([b.effective, b.next, b.findings.length]).toEqual([a.effective, a.next, a.findings.length]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const HELD = ['active', 'quarantined', 'unaccounted', 'transit'];

function shuffled(events: readonly Stored[], seed: number): Stored[] {
  const place = (event: Stored) => (Math.imul(event.id + 1, 2_654_435_761) ^ seed) >>> 0;
  return [...events].sort((a, b) => place(a) - place(b));
}
