// A recall from the first letter to the last consignee: what is refused, who is late, and that nothing is lost of the packs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GTIN_A, type Party, START, type World, withCheckDigit, world } from './world.ts';

const HOUR = 3_600_000;
/** In hours. */
const YEAR = 365 * 24;

describe('a recall of class 1 down to consumers, at effectiveness level A', () => {
  let w: World;
  let packs: readonly string[];
  let consignees: readonly Party[] = [];
  const now = (hours: number) => ['--now', new Date(START + hours * HOUR).toISOString()];
  const at = (hours: number) => [...now(hours), '--clock-is-right'];
  const issue = (lot: string, gtin = GTIN_A) => [
    ...['recall', 'issue', '--gtin', gtin, '--lot', lot, '--class', '1', '--reason', 'glass', '--depth', 'consumer'],
    ...['--effectiveness', 'A', '--number', 'R-29', '--instructions', 'send it back'],
  ];
  const end = ['recall', 'end', 'R-29', '--confirm', 'R-29', ...at(31)];
  const progress = async (hours = 31) => (await w.A.expect(0, 'recall', 'status', 'R-29', ...now(hours))).json;

  beforeAll(async () => {
    w = await world('bundle', (parties) => parties);
    await w.R.expect(0, 'accredit', w.path('X.card'), '--role', 'dispenser', '-o', w.path('X.welcome'));
    await w.X.expect(0, 'import', w.path('X.welcome'));
    consignees = [w.M, w.C, w.H, w.X];
    await w.sync(...consignees, w.A, w.R);
    packs = await w.mint(12, { lot: 'ROW29' });
    for (const [i, { gln }] of consignees.entries())
      await w.A.expect(0, 'ship', '--to', gln, ...packs.slice(2 * i, 2 * i + 2));
    await w.sync(...consignees, w.A, w.R);
    for (const party of consignees) await party.expect(0, 'receive', '--all');
    await w.C.expect(0, 'dispense', packs[2] ?? '', '--ref', 'RX-1');
    await w.sync(...consignees, w.A, w.R);
  }, 240_000);
  afterAll(async () => {
    await w?.close();
  });

  test('is refused of a lot that nobody made, of another maker’s product, and without its lot once more', async () => {
    await w.A.expect(11, ...issue('ROW92'), '--confirm', 'ROW92');
    const foreign = withCheckDigit('0400000013435');
    await w.A.expect(77, ...issue('ROW29', foreign), '--confirm', 'ROW29');
    await w.A.expect(2, ...issue('ROW29'));
    await w.A.expect(0, ...issue('ROW29'), '--confirm', 'ROW29', ...at(1));
  });

  test('has three of four following it, and the fourth overdue with contact and two attempts', async () => {
    await w.sync(...consignees, w.A, w.R);
    for (const party of [w.M, w.C, w.X]) await party.expect(0, 'recall', 'respond', 'R-29', ...at(2));
    await w.A.expect(0, 'recall', 'respond', 'R-29', ...at(2));
    await w.sync(...consignees, w.A, w.R);
    await w.A.expect(0, 'recall', 'follow-up', 'R-29', w.H.name, '--method', 'phone', ...at(26));
    await w.A.expect(0, 'recall', 'follow-up', 'R-29', w.H.gln, '--method', 'letter', ...at(30));
    const told = await progress();
    expect(told.effectiveness).toBe(0.75);
    expect(told.parties[0]).toMatchObject({
      ...{ gln: w.H.gln, state: 'silent', overdue: true, effective: false },
      contact: expect.stringContaining('+44 20 7946'),
      attempts: [{ method: 'phone' }, { method: 'letter' }],
    });
    expect(told.parties.filter(({ overdue }: { overdue?: boolean }) => overdue)).toHaveLength(1);
    await w.A.expect(14, ...end);
  });

  test('is over when the fourth was found to follow it, and comes to what was commissioned', async () => {
    const found = ['--method', 'visit', '--result', 'effective'];
    await w.A.expect(0, 'recall', 'check', 'R-29', w.H.name, ...found, ...at(31));
    const { sum, effectiveness } = await progress();
    expect(effectiveness).toBe(1);
    expect(sum).toMatchObject({
      ...{ commissioned: 12, atMaker: { held: 0, quarantined: 4 }, inTransit: 0 },
      ...{ consignees: { held: 2, quarantined: 5 }, sentOn: { held: 0, quarantined: 0 }, dispensed: 1 },
      ...{ decommissioned: {}, unaccounted: 0, disputed: 0, notKnownHere: 0 },
    });
    await w.A.expect(0, ...end);
    expect((await w.A.expect(0, ...end)).json.already).toBe(true);
  });

  test('stops its packs after its end as before, five years later too', async () => {
    await w.sync(...consignees, w.A, w.R);
    for (const party of [w.H, w.M]) {
      await party.expect(12, 'verify', packs[5] ?? '', ...now(32));
      await party.expect(12, 'verify', packs[5] ?? '', ...now(5 * YEAR));
    }
  });
});
