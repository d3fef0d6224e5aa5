// What a till writes for its party is read by the party's other tills, also by those that came later, and by nobody else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importBundle } from '../../src/app/exchange/bundle.ts';
import { backUp, restore } from '../../src/app/maintenance/backup.ts';
import type { Home } from '../../src/app/node/home.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { rotateKeys } from '../../src/app/parties/keys.ts';
import { revoke } from '../../src/app/parties/revoke.ts';
import { shareWithTills } from '../../src/app/parties/share-keys.ts';
import { readLog, showEvent } from '../../src/app/record/log.ts';
import { record } from '../../src/app/record/write.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { traceScan } from '../../src/app/verdict/trace.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { GTIN, makeWorld, refused, type World } from './goods-world.ts';
import { ACME, HILL } from './network.ts';

let world: World;
let files = 0;

/** One more chain of a party that is here already, or of one that is not. */
async function another(name: string, party: { readonly name: string; readonly gln: string }): Promise<void> {
  await world.init(name, { ...party, network: world.path('agency.card') });
  await world.at(name, (home) => writeCard(home, world.path(`${name}.card`)));
  const rights = { roles: [], prefixes: [], gtins: [], sameParty: true };
  await world.at('agency', (home) => accredit(home, { who: world.path(`${name}.card`), ...rights }));
}

/** Carries everything, and does what is done after news have come. */
async function bring(from: string, to: string): Promise<void> {
  const file = world.path(`brought-${++files}.pedigree`);
  await world.at(from, (home) => writeBundle(home.ledger, file));
  await world.at(to, (home) => importBundle(home, file));
}

const shown = (who: string, event: string) => world.at(who, (home) => showEvent(home, event).events[0]);
const traced = async (who: string, scan: string) => (await traceScan(world.env(who), scan)).data;
const types = (who: string) =>
  world.at(who, (home) => home.ledger.read((view) => [...view.eventsOf(['share'])].map(({ chain }) => chain)));

async function supply(who: string, scan: string, ref: string, more: object = {}): Promise<string> {
  const given = await world.at(who, (home) => dispense(home, [scan], { ref, ...more }), { operator: 'maria' });
  expect(given.lines[0]).toMatchObject({ result: 'dispensed' });
  return given.event ?? '';
}

describe('a pharmacy with two tills', () => {
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 12 })).scans;
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans, despatch: 'D1' }));
    await world.share();
    await world.as('hill', (home) => receive(home, { items: ['D1'] }));
  });
  afterAll(() => world.remove());

  let early = '';
  test('says to a till that came later what it wrote before, once', async () => {
    early = await supply('hill', scans[0] ?? '', 'RX-EARLY');
    await another('till', HILL);
    await bring('agency', 'till');
    await bring('hill', 'till');
    expect(await shown('till', early)).toMatchObject({ sealed: ['private'] });
    await bring('agency', 'hill');
    await bring('hill', 'till');
    const { private: own, sealed } = await shown('till', early);
    expect(own).toMatchObject({ ref: 'RX-EARLY', operator: 'maria' });
    expect(sealed).toEqual([]);
    const shares = await types('till');
    // One with the keys of the own words, one with those of what says nothing to the party alone.
    expect(shares).toHaveLength(2);
    // Nothing new to say: no event more, on either side, however often they meet.
    await bring('till', 'hill');
    await bring('agency', 'hill');
    await bring('hill', 'till');
    expect(await types('till')).toEqual(shares);
  });

  test('traces and verifies a pack at one till with the reference that the other gave', async () => {
    const scan = scans[1] ?? '';
    await supply('hill', scan, 'RX-17', { note: 'to the daughter' });
    await bring('hill', 'till');
    const { steps } = await traced('till', scan);
    expect(steps.find(({ type }) => type === 'dispense')).toMatchObject({
      ref: 'RX-17',
      note: 'to the daughter',
      operator: 'maria',
    });
    const here = await world.at('till', (home) => dispense(home, [scan]));
    expect(here.lines[0]).toMatchObject({ exit: 14, verdict: { own: { ref: 'RX-17' } } });
    const options = { strict: false };
    for await (const { data } of verifyScans(world.env('till'), [scan], options)) {
      expect(JSON.stringify(data)).toContain('RX-17');
    }
  });

  test('tells neither partner nor regulator nor whoever has the pack', async () => {
    const event = await supply('hill', scans[2] ?? '', 'RX-SECRET');
    await bring('hill', 'agency');
    await bring('hill', 'acme');
    for (const who of ['agency', 'acme']) {
      expect(await shown(who, event)).toMatchObject({ sealed: ['private'] });
      expect(JSON.stringify(await traced(who, scans[2] ?? ''))).not.toContain('RX-SECRET');
    }
  });

  test('knows a key of the other till', async () => {
    const [, , , scan = ''] = scans;
    const once = 'order 4711 of the first till, with a key so long that nothing of it would fit';
    const first = await world.at('hill', (home) => dispense(home, [scan], { ref: 'RX-4', once }));
    await bring('hill', 'till');
    const again = await world.at('till', (home) => dispense(home, [scan], { ref: 'RX-4', once }));
    expect(again).toMatchObject({ already: true, event: first.event, at: first.at, lines: first.lines });
    const other = await world.at('till', (home) => refused(() => dispense(home, [scan], { ref: 'RX-5', once })));
    expect(other).toMatchObject({ code: 'once-key-reused', exit: 2 });
  });

  test('says to a third till what both wrote, through what was shared before', async () => {
    const late = await supply('till', scans[4] ?? '', 'RX-TILL');
    await another('third', HILL);
    for (const one of ['hill', 'till']) await bring('agency', one);
    for (const one of ['agency', 'hill', 'till']) await bring(one, 'third');
    expect((await shown('third', early)).private).toMatchObject({ ref: 'RX-EARLY' });
    expect((await shown('third', late)).private).toMatchObject({ ref: 'RX-TILL' });
    expect((await traced('third', scans[0] ?? '')).steps.at(-1)).toMatchObject({ ref: 'RX-EARLY' });
  });

  test('keeps it through a rebuild', async () => {
    await world.at('third', (home) => home.ledger.rebuild());
    expect((await shown('third', early)).private).toMatchObject({ ref: 'RX-EARLY' });
  });

  test('keeps it through a backup, which another folder restores', async () => {
    await world.at('third', (home) => backUp(home, world.path('third.backup')));
    restore(world.env('restored'), world.path('third.backup'));
    expect((await shown('restored', early)).private).toMatchObject({ ref: 'RX-EARLY' });
    expect((await traced('restored', scans[1] ?? '')).steps.at(-1)).toMatchObject({ ref: 'RX-17' });
  });

  test('hands on what a till wrote that is no more', async () => {
    const last = await supply('till', scans[5] ?? '', 'RX-LAST');
    await bring('till', 'hill');
    await world.at('till', (home) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ type: 'retire', public: {} })),
    );
    await bring('till', 'hill');
    await bring('till', 'agency');
    await another('fourth', HILL);
    await bring('agency', 'hill');
    for (const one of ['agency', 'hill']) await bring(one, 'fourth');
    expect((await shown('fourth', last)).private).toMatchObject({ ref: 'RX-LAST' });
  });

  test('shares nothing in a dry run, and with a party of another name nothing at all', async () => {
    await another('fifth', HILL);
    await bring('agency', 'hill');
    const before = await types('hill');
    await world.at('hill', (home) => shareWithTills(home), { dryRun: true });
    expect(await types('hill')).toEqual(before);
    await bring('hill', 'corner');
    expect(await shown('corner', early)).toMatchObject({ sealed: ['private'] });
  });
});

describe('a till that has written thousands of events', () => {
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  const MANY = 3_600;
  let first = 0;
  test('shares them in pieces, also those under a key that it has changed', async () => {
    const write = (count: number) =>
      world.as('hill', (home) =>
        home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
          const at = tx.view.chain(tx.chain)?.size ?? 0;
          for (let i = 0; i < count; i++)
            tx.add({ type: 'profile', public: { name: 'Hill' }, private: { note: `n${i}` } });
          return at;
        }),
      );
    first = (await write(MANY)).value;
    await world.as('hill', (home) => rotateKeys(home, ['sign', 'seal']));
    const last = (await write(1)).value;
    await another('till', HILL);
    await bring('agency', 'hill');
    expect(await types('hill')).toHaveLength(2);
    for (const one of ['agency', 'hill']) await bring(one, 'till');
    const { chain } = await world.as('hill', (home) => home.self);
    for (const [seq, note] of [
      [first, 'n0'],
      [first + MANY - 1, `n${MANY - 1}`],
      [last, 'n0'],
    ] as const) {
      expect((await shown('till', `${chain}/${seq}`)).private).toEqual({ note });
    }
  });

  test('and changes its key without sharing them again; the other till reads on, after its own change too', async () => {
    await world.at('till', (home) => rotateKeys(home, ['seal']));
    await bring('till', 'hill');
    await world.as('hill', (home) => rotateKeys(home, ['seal']));
    const { value } = await world.as('hill', (home) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
        const siblings = tx.view.authority().party(HILL.gln)?.sealKeys ?? [];
        return tx.add({ type: 'profile', public: { name: 'Hill' }, private: { note: 'new keys' }, siblings });
      }),
    );
    await bring('hill', 'till');
    expect((await shown('till', value.ref)).private).toEqual({ note: 'new keys' });
    const { chain } = await world.as('hill', (home) => home.self);
    expect((await shown('till', `${chain}/${first}`)).private).toEqual({ note: 'n0' });
    expect(await types('hill')).toHaveLength(2);
  });

  test('and keeps what it writes from a till that was revoked', async () => {
    const { chain } = await world.at('till', (home) => home.self);
    await world.at('agency', (home) => revoke(home, { who: chain, reason: 'stolen', confirm: HILL.gln }));
    await bring('agency', 'hill');
    const said = await world.at('hill', (home) => setContact(home, 'a new desk'));
    await bring('hill', 'till');
    expect(await shown('till', said)).toMatchObject({ sealed: ['private'] });
    expect((await shown('hill', said)).private).toEqual({ note: 'moved' });
  });
});

/** A profile with a word for the own party. */
function setContact(home: Home, contact: string): string {
  const what = { command: 'profile', note: 'moved' };
  return record(home, what, (tx) => {
    tx.add({ type: 'profile', public: { name: HILL.name, contact } });
    return {};
  }).event as string;
}

describe('a dispense with a key', () => {
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    await another('till', HILL);
    for (const one of ['hill', 'till']) await bring('agency', one);
    scans = (await world.mint({ count: 40 })).scans;
    const packed = { into: 'new', items: scans.slice(30), ssccPrefix: '9506000' };
    const { container } = await world.as('acme', (home) => pack(home, packed));
    const items = [...scans.slice(0, 30), container];
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items, despatch: 'D1' }));
    await world.share();
    await world.as('hill', (home) => receive(home, { items: ['D1'] }));
  });
  afterAll(() => world.remove());

  /** Bytes of the last event of Hill's, but for its number. */
  const bytes = async () => {
    const last = await world.as('hill', (home) => readLog(home, {}).events.at(-1));
    return Number(last?.bytes) - (last?.event.split('/')[1] ?? '').length;
  };

  test('has the length of one without, whatever the key and the words, and one pack fits 700 bytes', async () => {
    let at = 0;
    for (const words of [{}, { ref: 'RX-2026-004711' }, { ref: 'R'.repeat(40) }, { ref: 'RX', note: 'n'.repeat(90) }]) {
      const lengths = new Set<number>();
      for (const once of [undefined, `k${at}`, `${at}`.padEnd(200, 'long')]) {
        const key = once === undefined ? {} : { once };
        await world.as('hill', (home) => dispense(home, [scans[at++] ?? ''], { ...words, ...key }));
        lengths.add(await bytes());
      }
      expect(lengths.size).toBe(1);
      // Three grants, filled up to four: two tills and the regulator. With two it is 114 bytes less.
      if (JSON.stringify(words).length < 40) expect(Math.max(...lengths) - 114).toBeLessThan(700);
    }
  });

  test('of several packs is told again by another till as it was, with the case they came out of', async () => {
    const items = [scans[30] ?? '', scans[20] ?? ''];
    const first = await world.as('hill', (home) => dispense(home, items, { once: 'two' }));
    expect(first.lines[0]).toMatchObject({ result: 'dispensed', opened: [expect.any(String)] });
    await bring('hill', 'till');
    const again = await world.at('till', (home) => dispense(home, items, { once: 'two' }));
    expect(again).toMatchObject({ already: true, event: first.event });
    expect(again.lines).toEqual(first.lines);
  });

  test('of which some were refused is told again scan by scan', async () => {
    const [good = '', dispensed = '', last = ''] = [scans[21], scans[30], scans[22]];
    for (const [once, items] of [
      ['mixed', [good, dispensed, 'rubbish', last]],
      ['twice', [scans[23] ?? '', scans[24] ?? '', scans[23] ?? '', dispensed]],
    ] as const) {
      const first = await world.as('hill', (home) => dispense(home, items, { once }));
      await bring('hill', 'till');
      const again = await world.at('till', (home) => dispense(home, items, { once }));
      expect(again).toMatchObject({ already: true, event: first.event });
      expect(again.lines.map(({ exit }) => exit)).toEqual(first.lines.map(({ exit }) => exit));
      expect(again.lines.map((line) => 'event' in line && line.event)).toEqual(
        first.lines.map((line) => 'event' in line && line.event),
      );
    }
  });

  test('is known after a rebuild of a folder that has forgotten it', async () => {
    const first = await world.as('hill', (home) => dispense(home, [scans[25] ?? ''], { once: 'kept' }));
    await bring('hill', 'till');
    await world.at('till', (home) => home.ledger.rebuild());
    const again = await world.at('till', (home) => dispense(home, [scans[25] ?? ''], { once: 'kept' }));
    expect(again).toMatchObject({ already: true, lines: first.lines });
  });
});

describe('a maker with two sites', () => {
  beforeAll(async () => {
    world = await makeWorld();
    await another('site', ACME);
    await bring('agency', 'acme');
    await bring('agency', 'site');
  });
  afterAll(() => world.remove());

  test('counts at each what both have made, and knows the key of either', async () => {
    const request = { gtin: GTIN, lot: 'SITE', count: 8, once: 'job1' };
    const first = await world.mint(request);
    await bring('acme', 'site');
    expect(await world.at('site', (home: Home) => stock(home).packs)).toBe(8);
    const { mint } = await import('../../src/app/steps/mint.ts');
    const again = await world.at('site', (home) =>
      mint(home, { ...request, expiry: first.expiry, moreOfThisLot: true }),
    );
    expect(again).toMatchObject({ already: true, event: first.event });
  });
});
