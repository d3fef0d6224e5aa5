// What a till that came later reads of goods: what its siblings recorded without a word of their own, and what partners wrote
// to them before they had heard of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importBundle } from '../../src/app/exchange/bundle.ts';
import { recallStatus } from '../../src/app/judging/recall-status.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { endorse } from '../../src/app/parties/endorse.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { respondToRecall } from '../../src/app/recalls/recall-respond.ts';
import { showEvent } from '../../src/app/record/log.ts';
import { record } from '../../src/app/record/write.ts';
import { contents } from '../../src/app/steps/contents.ts';
import { incoming, outgoing } from '../../src/app/steps/incoming.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { traceScan } from '../../src/app/verdict/trace.ts';
import { b64u, concat, joined, u64be } from '../../src/chain/bytes.ts';
import { decodePart } from '../../src/custody/events/index.ts';
import { GTIN, LOT, makeWorld, type World } from './goods-world.ts';
import { ACME, AGENCY, HILL, MIDWAY } from './network.ts';

const DAY = 24 * 3_600_000;
let world: World;
let files = 0;

type Party = { readonly name: string; readonly gln: string };

/** One more chain of a party, which nobody has accredited. */
async function begin(name: string, party: Party): Promise<void> {
  await world.init(name, { ...party, network: world.path('agency.card') });
  await world.at(name, (home) => writeCard(home, world.path(`${name}.card`)));
}

async function name(till: string): Promise<void> {
  const rights = { roles: [], prefixes: [], gtins: [], sameParty: true };
  await world.at('agency', (home) => accredit(home, { who: world.path(`${till}.card`), ...rights }));
}

async function another(till: string, party: Party): Promise<void> {
  await begin(till, party);
  await name(till);
}

/** Carries everything, or these chains beside the regulator's, and does what is done after news have come. */
async function bring(from: string, to: string, chains: 'all' | readonly string[] = 'all'): Promise<void> {
  const file = world.path(`late-${++files}.pedigree`);
  await world.at(from, (home) => writeBundle(home.ledger, file, { chains }));
  await world.at(to, (home) => importBundle(home, file));
}

const chainOf = (who: string) => world.at(who, ({ self }) => self.chain);
const shown = (who: string, event: string) => world.at(who, (home) => showEvent(home, event).events[0]);
const coming = async (who: string) =>
  (await world.at(who, (home) => incoming(home))).shipments.map((one) => one.despatch);
const sharesOf = (who: string) =>
  world.at(who, (home) => home.ledger.read((view) => [...view.eventsOf(['share'], { chain: home.self.chain })].length));
const send = (despatch: string, items: readonly string[], to = HILL) =>
  world.as('acme', (home) => ship(home, { to: to.gln, items, despatch }));

describe('a till that was named after a delivery had been sent', () => {
  let scans: readonly string[];
  let box: string;
  let sent = '';
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 20 })).scans;
    const packed = { into: 'new', items: scans.slice(10), ssccPrefix: '9506000' };
    box = (await world.as('acme', (home) => pack(home, packed))).container;
    sent = (await send('EARLY', [box, ...scans.slice(0, 2)])).event ?? '';
    await world.share();
    await another('till', HILL);
  });
  afterAll(() => world.remove());

  test('knows of it, and what is in it, once a sibling has shared; nobody has to write twice', async () => {
    await bring('agency', 'till');
    await bring('hill', 'till');
    expect(await coming('till')).toEqual([]);
    await bring('agency', 'hill');
    expect(await sharesOf('hill')).toBe(1);
    await bring('hill', 'till');
    expect(await coming('till')).toEqual(['EARLY']);
    expect(await world.at('till', (home) => contents(home, box).packs)).toBe(10);
    expect(await shown('till', sent)).toMatchObject({ sealed: [], manifest: { to: HILL.gln, despatch: 'EARLY' } });
    for (const [from, to] of [
      ['till', 'hill'],
      ['agency', 'hill'],
      ['hill', 'till'],
    ] as const)
      await bring(from, to);
    expect([await sharesOf('hill'), await sharesOf('till')]).toEqual([1, 0]);
  });

  test('keeps it through a rebuild, and receives it', async () => {
    await world.at('till', (home) => home.ledger.rebuild());
    expect(await coming('till')).toEqual(['EARLY']);
    const received = await world.at('till', (home) => receive(home, { items: ['EARLY'] }));
    expect(received).toMatchObject({ exit: 0 });
    await bring('till', 'hill');
    expect(await coming('hill')).toEqual([]);
    const { data } = await traceScan(world.env('till'), scans[0] ?? '');
    expect(JSON.stringify(data.steps)).toContain('EARLY');
  });

  test('knows of what was sent before the sender had heard of it', async () => {
    await send('UNHEARD', [scans[2] ?? '']);
    await bring('acme', 'till');
    expect(await coming('till')).toEqual([]);
    await bring('acme', 'hill');
    await bring('hill', 'till');
    expect(await coming('till')).toEqual(['UNHEARD']);
  });

  test('whichever of share and delivery arrives first', async () => {
    await send('LATER', [scans[3] ?? '']);
    await bring('acme', 'hill');
    await bring('hill', 'till', [await chainOf('hill')]);
    expect(await coming('till')).toEqual(['UNHEARD']);
    await bring('acme', 'till');
    expect((await coming('till')).toSorted()).toEqual(['LATER', 'UNHEARD']);
  });

  test('is told nothing by partners that it does not share with: not a stranger, nor a folder nobody has named', async () => {
    await begin('stray', HILL);
    for (const who of ['corner', 'stray']) {
      await bring('hill', who);
      expect(await shown(who, sent)).toMatchObject({ sealed: ['details', 'manifest'] });
      expect(await coming(who)).toEqual([]);
    }
  });

  test('also where what was shared arrives before the word that it is a till', async () => {
    await begin('second', HILL);
    await bring('hill', 'second');
    await name('second');
    await bring('agency', 'hill');
    await bring('hill', 'second', [await chainOf('hill'), await chainOf('acme')]);
    await bring('agency', 'second');
    expect((await coming('second')).toSorted()).toEqual(['LATER', 'UNHEARD']);
    expect(await shown('second', sent)).toMatchObject({ sealed: [] });
  });

  test('also where it had read everything when that word came', async () => {
    const agency = await chainOf('agency');
    await world.at('second', (home) => {
      home.ledger.rebuild();
      home.ledger.write((local, view) => {
        const before = Object.entries(view.marks()).map(([mark, size]) => [
          mark,
          mark.startsWith(agency) ? size - 1 : size,
        ]);
        local.marks.put('inventory-4', { ...Object.fromEntries(before), kin: 1 });
      });
    });
    expect((await coming('second')).toSorted()).toEqual(['LATER', 'UNHEARD']);
  });

  test('no more once it is revoked', async () => {
    const till = await chainOf('till');
    await world.at('agency', (home) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
        const { size = 0, root = Buffer.alloc(32) } = tx.view.chain(till) ?? {};
        return tx.add({ type: 'revoke', public: { chain: till, size, root: b64u(root), reason: 'stolen' } });
      }),
    );
    await bring('agency', 'hill');
    const { event = '' } = await send('SECRET', [scans[4] ?? '']);
    await bring('acme', 'hill');
    for (const who of ['till', 'second']) await bring('hill', who);
    expect(await coming('second')).toContain('SECRET');
    expect(await shown('till', event)).toMatchObject({ sealed: ['details', 'manifest'] });
  });

  test('and a month after the last till was named partners are taken to have heard: nothing more is shared', async () => {
    const before = await sharesOf('hill');
    for (const [days, despatch, shares] of [
      [29, 'WEEKS', 1],
      [2, 'MONTH', 1],
    ] as const) {
      world.later(days * DAY);
      await send(despatch, [scans[days === 2 ? 5 : 6] ?? '']);
      await bring('acme', 'hill');
      expect(await coming('hill')).toContain(despatch);
      expect((await sharesOf('hill')) - before).toBe(shares);
    }
  });
});

describe('a site that was named after goods had gone out', () => {
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 6 })).scans;
    await send('IN', scans, MIDWAY);
    await world.share();
    await world.as('midway', (home) => receive(home, { items: ['IN'] }));
    await world.as('midway', (home) => ship(home, { to: HILL.gln, items: scans.slice(0, 3), despatch: 'OUT' }));
    const order = { gtin: GTIN, lots: [LOT], allLots: false, class: 2 as const, reason: 'glass', confirm: [LOT] };
    await issueRecall(world.env('acme'), { ...order, number: 'R-1', unknownLot: false, sync: false });
    await world.share();
    await world.as('corner', (home) =>
      record(home, { command: 'report' }, (tx) => {
        tx.add({ type: 'report', public: {}, manifest: { as: 'suspect', note: 'odd print' }, partners: [ACME.gln] });
        return {};
      }),
    );
    await respondToRecall(world.env('midway'), 'R-1', {});
    await world.share();
    await another('dock', MIDWAY);
    await another('plant', ACME);
    for (const [sibling, till] of [
      ['midway', 'dock'],
      ['acme', 'plant'],
    ] as const) {
      await bring('agency', till);
      await bring('agency', sibling);
      await bring(sibling, till);
    }
  });
  afterAll(() => world.remove());

  test('knows what is on its way out, and to whom it went', async () => {
    const { shipments } = await world.at('dock', (home) => outgoing(home));
    expect(shipments).toMatchObject([{ despatch: 'OUT', to: HILL.gln, packs: 3 }]);
    const { data } = await traceScan(world.env('dock'), scans[0] ?? '');
    expect(JSON.stringify(data.steps)).toContain('OUT');
  });

  test('reads the answers to a recall as the site does that issued it', async () => {
    const { data } = await recallStatus(world.env('plant'), 'R-1');
    expect(data.parties.filter(({ level }) => level === 'consignee')).toMatchObject([
      { gln: MIDWAY.gln, state: 'answered' },
    ]);
    expect(data).toEqual((await recallStatus(world.env('acme'), 'R-1')).data);
  });

  test('reads what was reported to its maker', async () => {
    const [report] = await world.at('plant', (home) =>
      home.ledger.read((view) => [...view.eventsOf(['report'])].map(({ ref }) => ref)),
    );
    expect((await shown('plant', report ?? '')).manifest).toMatchObject({ note: 'odd print' });
    expect((await shown('dock', report ?? '')).sealed).toEqual(['manifest']);
  });

  test('is handed on what a sibling was told that is no more', async () => {
    await bring('dock', 'midway');
    const append = (home: Parameters<Parameters<typeof world.at>[1]>[0]) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ type: 'retire', public: {} }));
    await world.at('midway', append);
    for (const who of ['agency', 'dock']) await bring('midway', who);
    await another('gate', MIDWAY);
    await bring('agency', 'dock');
    for (const who of ['agency', 'dock']) await bring(who, 'gate');
    const { shipments } = await world.at('gate', (home) => outgoing(home));
    expect(shipments).toMatchObject([{ despatch: 'OUT', to: HILL.gln, packs: 3 }]);
  });
});

describe('a pharmacy whose two tills were sent one delivery', () => {
  let sent = '';
  beforeAll(async () => {
    world = await makeWorld();
    await another('till', HILL);
    for (const who of ['acme', 'hill', 'till']) await bring('agency', who);
    const { scans } = await world.mint({ count: 2 });
    sent = (await send('BOTH', scans)).event ?? '';
    await bring('acme', 'hill');
    await another('third', HILL);
    await world.carry('agency', 'hill');
  });
  afterAll(() => world.remove());

  test('takes a key that a sibling names where the event proves it, though a wrong one stands under the same number', async () => {
    const [chain = '', seq = ''] = sent.split('/');
    await world.at('hill', (home) =>
      record(home, { command: 'share' }, ({ known, view, add }) => {
        const event = view.event(sent);
        const { kd = Buffer.alloc(16), km = Buffer.alloc(16) } = (event && known.granted(event)) ?? {};
        const at = u64be(Number(seq));
        const keys = b64u(joined([at, Buffer.alloc(32, 1), at, kd, km]));
        const said = { chain: home.self.chain, keys: '', to: 0, with: [], parts: [{ chain, keys }] };
        add({ type: 'share', public: {}, private: said });
        return {};
      }),
    );
    for (const who of ['agency', 'hill']) await bring(who, 'third');
    expect(await shown('third', sent)).toMatchObject({ sealed: [], manifest: { despatch: 'BOTH' } });
    expect(await coming('third')).toEqual(['BOTH']);
  });

  test('says once what both were sent: the one that hears of the share has nothing to add', async () => {
    expect(await sharesOf('hill')).toBe(2);
    await bring('hill', 'till');
    expect(await coming('till')).toEqual(['BOTH']);
    expect(await sharesOf('till')).toBe(0);
  });
});

describe('a node of a regulator that came later', () => {
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  test('reads what was shipped and received in its network before', async () => {
    const { scans } = await world.mint({ count: 3 });
    const sent = (await send('SEEN', scans)).event ?? '';
    await bring('acme', 'hill');
    const got = (await world.as('hill', (home) => receive(home, { items: ['SEEN'] }))).events?.[0] ?? '';
    for (const who of ['acme', 'hill']) await bring(who, 'agency');
    await begin('bureau', AGENCY);
    await world.at('agency', (home) => endorse(home, { who: world.path('bureau.card'), roles: ['regulator'] }));
    await bring('agency', 'bureau');
    expect(await shown('bureau', sent)).toMatchObject({ sealed: [], manifest: { to: HILL.gln, despatch: 'SEEN' } });
    expect((await shown('bureau', got)).sealed).toEqual([]);
  });
});

describe('a till whose siblings were told a great deal', () => {
  const MANY = 2_100;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  test('gets it in pieces, first to last', async () => {
    const { value: first } = await world.as('hill', (home) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
        const at = tx.view.chain(tx.chain)?.size ?? 0;
        for (let i = 0; i < MANY; i++)
          tx.add({ type: 'report', public: {}, manifest: { as: 'suspect', note: `n${i}` } });
        return at;
      }),
    );
    await another('till', HILL);
    await bring('agency', 'hill');
    expect(await sharesOf('hill')).toBe(2);
    for (const who of ['agency', 'hill']) await bring(who, 'till');
    const chain = await chainOf('hill');
    for (const i of [0, 1_999, 2_000, MANY - 1]) {
      expect((await shown('till', `${chain}/${first + i}`)).manifest).toMatchObject({ note: `n${i}` });
    }
  });
});

describe('what a share says', () => {
  const chain = 'a'.repeat(26);
  const before = { chain, keys: b64u(concat(u64be(1), Buffer.alloc(16))), to: 2, with: [] };

  test('may have no parts, as of before there were any', () => {
    const read = decodePart('share', 'private', before);
    expect(read).toMatchObject({ chain, to: 2 });
    expect(read).not.toHaveProperty('parts');
  });

  test('may have parts and no keys, and is malformed where the parts are', () => {
    const parts = [{ chain, keys: b64u(Buffer.alloc(40)) }];
    expect(decodePart('share', 'private', { ...before, keys: '', parts })).toMatchObject({ parts: [{ chain }] });
    for (const wrong of ['', [{ chain }], [{ chain: 'x', keys: '' }], Array(10_001).fill({ chain, keys: '' })]) {
      expect(decodePart('share', 'private', { ...before, parts: wrong })).toBeUndefined();
    }
  });
});
