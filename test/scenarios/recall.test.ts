// A recall from the first letter to the last consignee: what is refused, who is late, and that nothing is lost of the packs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GTIN_A, type Party, run, START, type World, withCheckDigit, world } from './world.ts';

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

// Row 17: the same sync brings the delivery, and that it is called back.
describe.each(['bundle', 'http'] as const)('a pack supplied from paper while its recall was on the way (%s)', (how) => {
  let w: World;
  let packs: readonly string[];
  const later = (hours: number) => ['--now', new Date(START + hours * HOUR).toISOString(), '--clock-is-right'];
  const [supplied, other] = ['RX-17', 'RX-18'];

  beforeAll(async () => {
    w = await world(how, (parties) => parties);
    packs = await w.mint(6, { lot: 'ROW17' });
    const more = await w.mint(2, { lot: 'GOOD17' });
    packs = [...packs, ...more];
    await w.sync();
    await w.A.expect(0, 'ship', '--to', w.M.gln, ...packs);
    await w.sync(w.A, w.M, w.R);
    await w.M.expect(0, 'receive', '--all');
  }, 240_000);
  afterAll(async () => {
    await w?.close();
  });

  test('is neither silently recorded nor dropped: an alert, exit 20, and its patient stands in the list', async () => {
    const [first = '', second = '', third = '', , , , good = ''] = packs;
    await w.M.expect(0, 'ship', '--to', w.H.gln, first, second, third, good);
    await w.H.expect(14, 'dispense', first, ...later(30));
    await w.H.expect(17, 'dispense', '--later', first, '--ref', supplied, '--dry-run', ...later(30));
    await w.H.expect(17, 'dispense', '--later', first, '--ref', supplied, '--operator', 'Bo', ...later(30));
    await w.H.expect(17, 'dispense', '--later', good, '--ref', other, ...later(30));
    const issue = ['--gtin', GTIN_A, '--lot', 'ROW17', '--class', '1', '--reason', 'glass', '--confirm', 'ROW17'];
    await w.A.expect(0, 'recall', 'issue', ...issue, '--number', 'R-17');
    for (const party of [w.A, w.M]) await (how === 'bundle' ? w.tell(party, w.R) : w.tell(w.R, party));
    const news = await w.tell(w.R, w.H);
    expect(news.exit).toBe(20);
    expect(news.json.new.recalls).toMatchObject([{ number: 'R-17', class: 1 }]);
    expect(news.json.new.alerts).toMatchObject([{ code: 'dispensed-after-recall', severity: 'high' }]);
    expect(news.json.outbox).toMatchObject({ recorded: 2, failed: 0, waiting: 0 });
    expect((await w.H.expect(0, 'outbox')).json.pending).toEqual([]);
  }, 240_000);

  test('is found by its reference, its serial and its recall, with whoever supplied it', async () => {
    const [first = ''] = packs;
    const { packs: listed } = (await w.H.expect(0, 'recall', 'affected', 'R-17', '--dispensed')).json;
    expect(listed).toMatchObject([{ ref: supplied, operator: 'Bo', lot: 'ROW17', state: 'dispensed' }]);
    const csv = await run(['--home', w.H.home, 'recall', 'affected', 'R-17', '--dispensed', '--csv']);
    expect(csv.stdout.split('\r\n')[1]).toContain(`,${supplied},`);
    const { steps } = (await w.H.expect(0, 'trace', first)).json;
    const supply = steps.find(({ type }: { type: string }) => type === 'dispense');
    expect(supply).toMatchObject({ ref: supplied, operator: 'Bo', event: listed[0].event });
    const { events } = (await w.H.expect(0, 'log', '--ref', supplied)).json;
    expect(events.map(({ event }: { event: string }) => event)).toEqual([listed[0].event]);
    // To nobody else does either say who it was for.
    for (const party of [w.A, w.M, w.R]) {
      await w.tell(w.H, party);
      expect(JSON.stringify((await party.expect(0, 'trace', first)).json)).not.toContain(supplied);
      expect((await party.expect(0, 'log', '--ref', supplied)).json.events).toEqual([]);
    }
  }, 240_000);

  test('is the first thing that the pharmacist sees, with the alert and what to do', async () => {
    const screen = (await run(['--home', w.H.home, 'status'])).stdout;
    expect(screen).toContain('RECALL 1  you hold none, dispensed 1, on the way here 2');
    expect(screen).toContain('pedigree recall respond R-17');
    expect(screen).toContain('pedigree recall affected --dispensed R-17');
    expect(screen.trimEnd().split('\n').length).toBeLessThanOrEqual(23);
    const { alerts } = (await w.H.expect(0, 'alerts', '--open')).json;
    expect(alerts).toMatchObject([{ code: 'dispensed-after-recall', state: 'open' }]);
    await w.H.expect(0, 'alerts', 'close', alerts[0].id, '--as', 'state', '--note', 'patient called', ...later(31));
    expect((await w.H.expect(0, 'alerts', '--open')).json.alerts).toEqual([]);
  }, 240_000);
});
