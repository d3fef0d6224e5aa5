// A maker to whom a pharmacy reports hundreds of packs: its verdict reads what concerns the pack in hand.
import { afterEach, expect, test, vi } from 'vitest';
import { auditFolder } from '../../src/app/maintenance/audit.ts';
import { report } from '../../src/app/verdict/report.ts';
import { LedgerView } from '../../src/ledger/ledger-view.ts';
import { GTIN, makeWorld, type World } from './goods-world.ts';
import { type Attack, strike, timed } from './insiders.ts';
import { ACME } from './network.ts';

let world: World;
afterEach(() => world.remove());

/** Of other packs of the lot. */
const REPORTS: Attack = {
  what: 'reports',
  by: 'corner',
  draft: (_, i, home) => ({
    type: 'report',
    public: {},
    manifest: { as: 'suspect', raw: 'x', item: { gtin: GTIN, serial: `OTHER${i}`, lot: 'LOT-1' }, note: `x${i}` },
    readers: home.ledger.read((view) => view.authority().sealKeysOf(ACME.gln)),
  }),
};

async function scene() {
  world = await makeWorld();
  const { scans } = await world.mint({ count: 2, lot: 'LOT-1' });
  await world.share();
  const [scan = '', other = ''] = scans;
  const at = (text: string) => ({ world, scan: text, key: new Uint8Array(32), serial: '', recall: '' });
  const look = async (text = scan) => {
    const read = vi.spyOn(LedgerView.prototype, 'eventById');
    const { verdict } = await timed(at(text), 1, 'acme');
    const reports = read.mock.results.filter(({ value }) => value?.leaf.type === 'report').length;
    read.mockRestore();
    return { codes: verdict.reasons.map(({ code }) => code), reports };
  };
  return { scan, other, at, look };
}

test('a verdict at the maker opens no more of three hundred reports than of fifty', async () => {
  const { at, scan, look } = await scene();
  const reported = async (from: number, to: number) => {
    await strike(at(scan), REPORTS, from, to);
    await world.share('corner', 'acme');
  };
  await reported(0, 50);
  const few = await look();
  expect(few.codes).toContain('sibling-suspect');
  await reported(50, 300);
  const many = await look();
  expect(many.codes).toContain('sibling-suspect');
  expect(many.reports).toBeLessThanOrEqual(few.reports + 1);
  expect(few.reports).toBeLessThan(20);
  expect(auditFolder(world.env('acme')).findings).toEqual([]);
}, 240_000);

test('what was reported of the pack is told, and no more once it was cleared', async () => {
  const { scan, other, look } = await scene();
  await report(world.env('corner'), scan, { as: 'illegitimate', note: 'the print is blurred' });
  await world.share('corner', 'acme');
  expect((await look()).codes).toContain('quarantined');
  expect((await look(other)).codes).toContain('sibling-suspect');
  world.later();
  await report(world.env('acme'), scan, { as: 'cleared', note: 'it is ours' });
  expect((await look()).codes).not.toContain('quarantined');
  expect((await look(other)).codes).not.toContain('sibling-suspect');
});

test('a verdict at a pharmacy, which can read no reports, looks for none', async () => {
  const { at, scan } = await scene();
  const asked = vi.spyOn(LedgerView.prototype, 'eventsOf');
  await timed(at(scan), 1, 'hill');
  const ofReports = asked.mock.calls.filter(([types]) => types.includes('report'));
  await timed(at(scan), 1, 'acme');
  expect(asked.mock.calls.some(([types]) => types.includes('report'))).toBe(true);
  asked.mockRestore();
  expect(ofReports).toEqual([]);
});
