// Knowledge is never newer than it says: a clock behind its own records, and news that is old, reach whoever acts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { openHome } from '../../src/app/node/home.ts';
import { readBundle, writeBundle } from '../../src/app/parties/bundle-files.ts';
import { goodsJudge, verifyingJudge } from '../../src/app/sessions/session-judge.ts';
import { lineOfScan } from '../../src/app/sessions/session-lines.ts';
import type { ScanAnswer } from '../../src/app/sessions/session-look.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { type VerifyLine, verifyScans } from '../../src/app/verdict/verify.ts';
import { makeStyle } from '../../src/ui/style.ts';
import { text as scanText } from '../../src/ui/text/scan.ts';
import { GTIN, makeWorld, refused, type Who, type World } from './goods-world.ts';
import { START } from './network.ts';

const DAY = 86_400_000;
/** The next day, less than one after the last news. */
const NEXT = START + DAY - 3_600_000;
/** What a clock says whose battery has died. */
const DEAD = Date.parse('2000-01-01T00:00:00Z');
const iso = (at: number) => new Date(at).toISOString();

let world: World;
let scans: readonly string[];
let short: readonly string[];
beforeAll(async () => {
  world = await makeWorld();
  ({ scans } = await world.mint({ count: 8 }));
  // Good until the day on which all is sent on.
  ({ scans: short } = await world.mint({ count: 3, lot: 'SHORT', expiry: '2026-11-22' }));
  await world.as('acme', (home) => ship(home, { to: 'Hill Pharmacy', items: [...scans.slice(0, 5), ...short] }));
  await world.share();
  await world.as('hill', (home) => receive(home, { items: [], all: true }));
  world.later(NEXT - START);
  // The day after, the pharmacy works on: its chain says that the short lot has expired.
  await world.as('hill', (home) => dispense(home, [scan(0)]));
  await world.share();
}, 240_000);
afterAll(() => world.remove());
const scan = (at: number): string => scans[at] ?? '';
const shortOne = (at: number): string => short[at] ?? '';

/** The party's folder on a machine whose clock says this, without `--now`. */
function by(who: Who, clock: number, options: { readonly clockIsRight?: boolean } = {}) {
  return { ...world.env(who, options), clock: () => clock, nowGiven: false };
}

async function verify(env: ReturnType<typeof by>, input: string): Promise<VerifyLine['data']> {
  for await (const line of verifyScans(env, [input], { strict: false })) return line.data;
  throw new Error('no answer');
}
const codes = (data: object) => ((data as { reasons?: { code: string }[] }).reasons ?? []).map(({ code }) => code);

describe('a clock behind the own chain', () => {
  test('does not make an expired pack good', async () => {
    const data = await verify(by('hill', DEAD), shortOne(0));
    expect(data).toMatchObject({ status: 'stop' });
    expect(codes(data)).toEqual(['expired', 'clock-behind']);
  });

  test('is told of a good one, as a caution', async () => {
    const data = await verify(by('hill', DEAD), scan(1));
    expect(data).toMatchObject({ status: 'caution', reasons: [{ code: 'clock-behind', exit: 0, at: iso(NEXT) }] });
  });

  test('says on which day something was recorded: by its own word no day is today', async () => {
    const day = iso(NEXT).slice(0, 10);
    for (const at of [DEAD, NEXT - 3_600_000]) {
      const [, text = ''] =
        /"text":"(the clock here [^"]+)"/.exec(JSON.stringify(await verify(by('hill', at), scan(1)))) ?? [];
      expect(text).toContain(`recorded or heard something on ${day} at`);
      const home = openHome(by('hill', at, { clockIsRight: true }));
      try {
        const [line] = dispense(home, [scan(0)]).lines;
        expect(JSON.stringify(line)).toContain(`you supplied it on ${day} at`);
      } finally {
        home.close();
      }
    }
  });

  test('two minutes are none: a long append runs ahead of the clock', async () => {
    expect(codes(await verify(by('hill', NEXT - 119_000), scan(1)))).toEqual([]);
    expect(codes(await verify(by('hill', NEXT - 121_000), scan(1)))).toEqual(['clock-behind']);
  });

  test('a moment that is given is meant', async () => {
    const given = { ...world.env('hill', { now: iso(START) }) };
    const data = await verify(given, shortOne(0));
    expect(codes(data)).not.toContain('expired');
    expect(codes(data)).not.toContain('clock-behind');
  });

  test('a dispense is judged by the time it would carry', async () => {
    const home = openHome(by('hill', DEAD, { clockIsRight: true }));
    try {
      const [line] = dispense(home, [shortOne(0)]).lines;
      expect(line).toMatchObject({ result: 'refused', exit: 13 });
    } finally {
      home.close();
    }
  });

  test('nothing expired leaves, and what does leave says of the clock', async () => {
    const home = openHome(by('hill', DEAD, { clockIsRight: true }));
    try {
      const to = { to: 'Midway Wholesale' };
      expect(refused(() => ship(home, { ...to, items: [shortOne(1)] }))).toMatchObject({ exit: 13 });
      const { warnings } = ship(home, { ...to, items: [scan(1)] });
      expect(warnings).toEqual([expect.stringMatching(/^the clock here is \d+ days behind/)]);
    } finally {
      home.close();
    }
  });

  test('no expired lot is made, and the days to an expiry are counted from the later day', async () => {
    await world.as('acme', (home) => mint(home, { gtin: GTIN, lot: 'TODAY', expiry: '2028-01-31', count: 1 }));
    const home = openHome(by('acme', DEAD, { clockIsRight: true }));
    try {
      const past = { gtin: GTIN, lot: 'PAST', expiry: '2026-11-22', count: 1 };
      expect(refused(() => mint(home, past))).toMatchObject({ code: 'expired', exit: 13 });
      const soon = stock(home, { expiring: 600 });
      expect(soon.lots.map(({ lot }) => lot)).toContain('ABC123');
      expect(soon.warnings).toEqual([expect.stringMatching(/^the clock here is/)]);
      expect(stock(home).warnings).toBeUndefined();
    } finally {
      home.close();
    }
  });

  test('a scan session says it beside another caution that comes first', async () => {
    const { scans: soon } = await world.mint({ count: 1, lot: 'SOON', expiry: '2026-12-05' });
    await world.as('acme', (home) => ship(home, { to: 'Hill Pharmacy', items: [...soon] }));
    await world.share();
    await world.as('hill', (home) => receive(home, { items: [], all: true }));
    const home = openHome(by('hill', DEAD));
    const verifying = verifyingJudge(by('hill', DEAD), false);
    try {
      for (const judge of [goodsJudge(home, 'dispense'), verifying]) {
        const [look] = await judge.looks([...soon]);
        expect(look).toMatchObject({ status: 'caution', text: expect.stringContaining('2026-12-05') });
        expect(look?.notes).toEqual([expect.stringContaining('behind')]);
        const { data } = lineOfScan(look as ScanAnswer, { result: 'counted' } as never, false);
        const said = scanText({ ...data, mode: 'dispense' }, await makeStyle(false, false), {
          exit: 0,
          several: false,
        });
        expect(said.replace(/\s+/g, ' ')).toContain('Note: the clock here is');
      }
    } finally {
      verifying.close();
      home.close();
    }
  });

  test('a scan session says it of every pack', async () => {
    const home = openHome(by('hill', DEAD));
    try {
      const [good, bad] = await goodsJudge(home, 'dispense').looks([scan(2), shortOne(0)]);
      expect(good).toMatchObject({ taken: true, status: 'caution', code: 'clock-behind' });
      expect(bad).toMatchObject({ taken: false, status: 'stop', code: 'expired' });
    } finally {
      home.close();
    }
  });
});

describe('news that is old', () => {
  const later = START + 4 * DAY;

  test('reaches whoever dispenses, ships, receives or scans as it reaches whoever verifies', async () => {
    expect(codes(await verify(by('hill', later), scan(2)))).toEqual(['stale-knowledge']);
    const home = openHome(by('hill', later, { clockIsRight: true }));
    try {
      const [look] = await goodsJudge(home, 'dispense').looks([scan(2)]);
      expect(look).toMatchObject({ taken: true, status: 'caution', code: 'stale-knowledge' });
      const { lines, warnings } = dispense(home, [scan(2)]);
      expect(lines).toMatchObject([{ result: 'dispensed', verdict: { reasons: [{ code: 'stale-knowledge' }] } }]);
      expect(warnings).toEqual([]);
      const shipped = ship(home, { to: 'Midway Wholesale', items: [scan(3)] });
      expect(shipped.warnings).toEqual([
        expect.stringMatching(/^this computer last heard from others .* pedigree sync/),
      ]);
    } finally {
      home.close();
    }
    await world.carry('hill', 'midway');
    const midway = openHome(by('midway', later + 2 * DAY, { clockIsRight: true }));
    try {
      const [look] = await goodsJudge(midway, 'receive').looks([scan(3)]);
      expect(look).toMatchObject({ taken: true, status: 'caution', code: 'stale-knowledge' });
      const { warnings } = receive(midway, { items: [scan(3)] });
      expect(warnings).toEqual([expect.stringMatching(/^this computer last heard from others/)]);
    } finally {
      midway.close();
    }
  });

  test('is told with what a session recorded, harmless to the terminal', async () => {
    const recorded = { warnings: ['this computer last heard from others long ago\u001b[2J'] };
    const said = scanText({ kind: 'end', mode: 'ship', result: 'recorded', recorded }, await makeStyle(false, false), {
      exit: 0,
    });
    expect(said).toContain('Note: this computer last heard from others long ago');
    expect(said).not.toContain('\u001b');
  });

  test('a file is as new as its newest record, whenever it is read', async () => {
    const file = world.path('drawer.pedigree');
    await world.as('agency', (home) => writeBundle(home.ledger, file));
    const now = START + 20 * DAY;
    const env = by('corner', now);
    const fresh = async () => (await verify(env, scan(4))) as { fresh: { oldest: string } };
    const before = await fresh();
    const home = openHome(env);
    try {
      await readBundle(home.ledger, file, { now });
    } finally {
      home.close();
    }
    expect((await fresh()).fresh).toEqual(before.fresh);
    expect(codes(await fresh())).toContain('stale-knowledge');
  });

  test('a clock behind the last news is told, although the own chain is older', async () => {
    const says = NEXT - 3_600_000;
    expect(codes(await verify(by('corner', says), scan(4)))).toContain('clock-behind');
    expect(doctor(by('corner', says)).checks.find(({ code }) => code === 'clock')).toMatchObject({ level: 'warning' });
  });
});
