// Whatever honest parties do in whatever order: every pack that was made is somewhere, once, and nobody disputes it.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { incoming, outgoing } from '../../src/app/steps/incoming.ts';
import { found, missing } from '../../src/app/steps/missing.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { quarantine, release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { unpack } from '../../src/app/steps/unpack.ts';
import { voidShipment } from '../../src/app/steps/void.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { PedigreeError } from '../../src/errors.ts';
import { makeWorld, type Who, type World } from './goods-world.ts';

const PARTIES = ['acme', 'midway', 'hill', 'corner'] as const;
const NAMES = { acme: 'Acme', midway: 'Midway Wholesale', hill: 'Hill Pharmacy', corner: 'Corner Pharmacy' };
type Party = (typeof PARTIES)[number];

const party = fc.constantFrom(...PARTIES);
const pick = fc.nat({ max: 1_000 });
const minting = fc.record({
  act: fc.constant('mint' as const),
  count: fc.integer({ min: 1, max: 6 }),
  cased: fc.boolean(),
});
const ACTS = [
  'pack',
  'unpack',
  'ship',
  'ship',
  'return',
  'dispense',
  'quarantine',
  'release',
  'missing',
  'found',
  'sample',
] as const;
const acting = fc.record({
  act: fc.constantFrom(...ACTS),
  who: party,
  to: party,
  pick,
  most: fc.integer({ min: 1, max: 3 }),
});
const arriving = fc.record({ act: fc.constantFrom('receive', 'short', 'void'), who: party, pick });
const carrying = fc.record({ act: fc.constant('carry' as const), who: party, to: party });
const step = fc.oneof(
  { weight: 1, arbitrary: minting },
  { weight: 6, arbitrary: acting },
  { weight: 3, arbitrary: arriving },
  { weight: 3, arbitrary: carrying },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

let world: World;
let made = 0;
let lot = 0;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

/** What somebody at that party might point at: packs by their scan, or the cases they are in. */
function things(home: Home, at: number, most: number): readonly string[] {
  const { items = [] } = stock(home, { items: true });
  const all = [...new Set(items.flatMap(({ item, within }) => [item, ...(within === undefined ? [] : [within])]))];
  return Array.from({ length: Math.min(most, all.length) }, (_, n) => all[(at + n * 7) % all.length] ?? '');
}

async function take(one: Step): Promise<void> {
  if (one.act === 'mint') {
    await world.mint({ count: one.count, lot: `L${++lot}`, ...(one.cased ? { caseOf: 2 } : {}) });
    made += one.count;
  } else if (one.act === 'carry') {
    if (one.who !== one.to) await world.carry(one.who, one.to);
  } else if (one.act === 'void') {
    // A void and a receipt at the same time are a dispute by design; these parties call each other first.
    await world.share();
    await world.as(one.who, (home) => act(home, one));
    await world.share();
  } else {
    await world.as(one.who, (home) => act(home, one));
  }
}

function act(home: Home, one: Exclude<Step, { act: 'mint' | 'carry' }>): unknown {
  if (!('to' in one)) {
    if (one.act === 'receive') return receive(home, { items: [], all: true });
    const { shipments } = one.act === 'void' ? outgoing(home) : incoming(home);
    const shipment = shipments[one.pick % Math.max(1, shipments.length)];
    if (shipment === undefined) return undefined;
    if (one.act === 'void') return voidShipment(home, { items: [shipment.shipment], reason: 'mistake' });
    return receive(home, { items: [shipment.shipment], missing: things(home, one.pick, 1) });
  }
  const items = things(home, one.pick, one.most);
  if (items.length === 0) return undefined;
  switch (one.act) {
    case 'pack':
      return pack(home, { into: 'new', items });
    case 'unpack':
      return unpack(home, { items });
    case 'ship':
      return ship(home, { to: NAMES[one.to as Party], items });
    case 'return':
      return ship(home, { to: NAMES[one.to as Party], items, reason: 'not wanted' });
    case 'dispense':
      return dispense(home, items);
    case 'quarantine':
      return quarantine(home, { reason: 'temperature', items });
    case 'release':
      return release(home, { items });
    case 'missing':
      return missing(home, { items });
    case 'found':
      return found(home, { items });
    default:
      return decommission(home, { reason: 'sample', items });
  }
}

test('the counts of all parties add up to what was made', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
      for (const one of steps) {
        try {
          await take(one);
        } catch (error) {
          // A refusal is an honest party's own tool keeping it honest; it changes nothing.
          if (!(error instanceof PedigreeError)) throw error;
        }
      }
      await world.share();
      const total: Record<string, number> = {};
      for (const who of PARTIES as readonly Who[]) {
        for (const [state, packs] of Object.entries(await world.counts(who))) {
          if (state !== 'incoming') total[state] = (total[state] ?? 0) + packs;
        }
      }
      expect(total.disputed).toBeUndefined();
      expect(Object.values(total).reduce((sum, packs) => sum + packs, 0)).toBe(made);
    }),
    { numRuns: 6, seed: 20_261_122, endOnFailure: true },
  );
}, 240_000);
