// There and back: what a maker exports of its goods, another folder of that maker captures, and the goods have the same lives there.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { captureFile } from '../../src/app/capture/capture.ts';
import { exportEpcis } from '../../src/app/export/export-epcis.ts';
import { contents } from '../../src/app/steps/contents.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { quarantine } from '../../src/app/steps/quarantine.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { unpack } from '../../src/app/steps/unpack.ts';
import { EXPIRY, GTIN, makeWorld, type World } from './goods-world.ts';
import { lives } from './lives.ts';
import { MIDWAY } from './network.ts';

let there: World;
let here: World;
let rounds = 0;
beforeAll(async () => {
  there = await makeWorld();
  here = await makeWorld();
}, 240_000);
afterAll(() => {
  there.remove();
  here.remove();
});

/** Reasons for which the CBV has words, and such as it has none for. */
const ENDINGS = ['destroyed', 'expired', 'exported', 'free-sample', 'lost', 'other'] as const;
const HOLDS = ['damaged', 'suspect', 'temperature', 'authority'] as const;
type Ending = (typeof ENDINGS)[number];
type Hold = `held ${(typeof HOLDS)[number]}`;

interface Plan {
  /** Packs of each case; a case with GTIN and serial of its own where the number is odd. */
  readonly cases: readonly number[];
  readonly loose: number;
  readonly isPalletised: boolean;
  readonly isUnpacked: boolean;
  readonly ends: 'nothing' | 'taken-out' | Ending | Hold;
  readonly isShipped: boolean;
  readonly to: '1.2' | '2.0';
}

const plans: fc.Arbitrary<Plan> = fc.record({
  cases: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
  loose: fc.integer({ min: 1, max: 2 }),
  isPalletised: fc.boolean(),
  isUnpacked: fc.boolean(),
  ends: fc.constantFrom('nothing', 'taken-out', ...ENDINGS, ...HOLDS.map((why): Hold => `held ${why}`)),
  isShipped: fc.boolean(),
  to: fc.constantFrom('1.2', '2.0'),
});

/** What happens to goods at the maker; everything that it named, outermost. */
async function happens(
  plan: Plan,
  lot: string,
): Promise<{ readonly scans: readonly string[]; readonly all: string[] }> {
  const inCases = plan.cases.reduce((sum, count) => sum + count, 0);
  const { scans } = await there.mint({ count: inCases + plan.loose, lot });
  const loose = scans.slice(inCases);
  const boxes: string[] = [];
  let at = 0;
  for (const [n, count] of plan.cases.entries()) {
    const items = scans.slice(at, at + count);
    at += count;
    const into = n % 2 === 1 ? `(01)19506000134359(21)${lot}-${n}` : 'new';
    boxes.push((await there.as('acme', (home) => pack(home, { into, items }))).container);
    there.later(60_000);
  }
  const first = scans[0] ?? '';
  if (plan.ends === 'taken-out')
    await there.as('acme', (home) => unpack(home, { from: boxes[0] ?? '', items: [first] }));
  there.later(60_000);
  const outermost = plan.isPalletised
    ? [(await there.as('acme', (home) => pack(home, { into: 'new', items: boxes }))).container]
    : boxes;
  there.later(60_000);
  if (plan.isPalletised && plan.isUnpacked) await there.as('acme', (home) => unpack(home, { items: outermost }));
  there.later(60_000);
  const one = [loose[0] ?? ''];
  const reason = ENDINGS.find((why) => why === plan.ends);
  if (reason !== undefined) await there.as('acme', (home) => decommission(home, { items: one, reason }));
  const held = HOLDS.find((why) => plan.ends === `held ${why}`);
  if (held !== undefined) await there.as('acme', (home) => quarantine(home, { items: one, reason: held }));
  there.later(60_000);
  const goods = plan.isPalletised && plan.isUnpacked ? boxes : outermost;
  if (plan.isShipped) {
    await there.as('acme', (home) =>
      ship(home, { to: MIDWAY.gln, items: goods, despatch: `DA-${lot}`, po: `PO-${lot}` }),
    );
  }
  return { scans, all: [...goods, ...scans] };
}

test('the way of packs of a maker is the same where its files are captured', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const lot = `ROAD${++rounds}`;
      const { scans, all } = await happens(plan, lot);
      const out = there.path(`${lot}.epcis`);
      const exported = await there.as('acme', (home) => exportEpcis(home, { items: all, out, to: plan.to }));
      expect(exported.packs).toBeGreaterThanOrEqual(scans.length);
      here.later(6 * 60_000);
      const captured = await here.as('acme', (home) => captureFile(home, out));
      expect(captured).toMatchObject({ skipped: [], packs: scans.length });
      const [mine, theirs] = [await lives(there, 'acme', scans), await lives(here, 'acme', scans)];
      expect(theirs.told).toEqual(mine.told);
      const ofLot = ({ lots }: typeof mine) => lots.filter((line) => line.lot === lot);
      expect(ofLot(theirs)).toEqual(ofLot(mine));
      for (const { item, within } of mine.told.map((one) => ({ item: one.item, within: one.within }))) {
        expect(item).toMatchObject({ gtin: GTIN, lot, expiry: EXPIRY });
        if (within === undefined) continue;
        const inside = (world: World) => world.as('acme', (home) => contents(home, within));
        expect((await inside(here)).tree).toEqual((await inside(there)).tree);
      }
      // Exported again from there it is the same file but for its own name.
      expect(captured.already).toBe(false);
      expect(await here.as('acme', (home) => captureFile(home, out))).toMatchObject({ already: true });
    }),
    { numRuns: 6, endOnFailure: true },
  );
}, 240_000);

test('goods that were taken out of use or put aside have the same reason there, whatever the CBV calls it', async () => {
  const lot = `ROAD${++rounds}`;
  const { scans } = await there.mint({ count: ENDINGS.length + HOLDS.length, lot });
  for (const [at, reason] of ENDINGS.entries())
    await there.as('acme', (home) => decommission(home, { items: [scans[at] ?? ''], reason }));
  for (const [at, reason] of HOLDS.entries())
    await there.as('acme', (home) => quarantine(home, { items: [scans[ENDINGS.length + at] ?? ''], reason }));
  for (const to of ['1.2', '2.0'] as const) {
    const out = there.path(`${lot}-${to}.epcis`);
    await there.as('acme', (home) => exportEpcis(home, { items: scans, out, to }));
    here.later(60_000);
    const captured = await here.as('acme', (home) => captureFile(home, out));
    expect(captured).toMatchObject({ skipped: [], already: to === '2.0' });
    const [mine, theirs] = [await lives(there, 'acme', scans), await lives(here, 'acme', scans)];
    expect(theirs.told).toEqual(mine.told);
  }
}, 240_000);
