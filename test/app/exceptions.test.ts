// Where goods and data differ: told at the door or later, answered, resolved, or settled by what becomes of the goods; both parties,
// and both tills of one, see the same, in whatever order they hear of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { wordOf } from '../../src/app/judging/life-tokens.ts';
import type { Home } from '../../src/app/node/home.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { answerException, resolveException, tellException } from '../../src/app/steps/exception-handling.ts';
import { listExceptions } from '../../src/app/steps/exceptions.ts';
import { found, missing } from '../../src/app/steps/missing.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { retract } from '../../src/app/steps/retract.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { refuseShipment, voidShipment } from '../../src/app/steps/void.ts';
import { listAlerts } from '../../src/app/verdict/alerts.ts';
import { hex } from '../../src/chain/bytes.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { makeStyle, plainStyle } from '../../src/ui/style.ts';
import { resolveText, text } from '../../src/ui/text/exceptions.ts';
import { copyFolder } from '../copy-folder.ts';
import { GTIN, makeWorld, refused, type World } from './goods-world.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

let world: World;
let scans: readonly string[];
let at = 0;
let deliveries = 0;
beforeAll(async () => {
  world = await makeWorld();
  await world.secondTill('site');
  scans = (await world.mint({ count: 80 })).scans;
  await world.share();
});
afterAll(() => world.remove());

const open = (who: string) => world.at(who, (home) => listExceptions(home, { open: true }));
const of = async (who: string, shipment: string) =>
  (await world.at(who, (home) => listExceptions(home, { open: false }))).exceptions.filter(
    (one) => one.shipment === shipment,
  );
/** What both parties and the other till of the shipper say of a shipment. */
async function everywhere(shipment: string) {
  await world.share();
  await world.carry('agency', 'site');
  const seen = [await of('acme', shipment), await of('midway', shipment), await of('site', shipment)];
  const [first = [], ...others] = seen.map((lines) =>
    lines.map(({ id, kind, state, settled }) => ({ id, kind, state, settled })),
  );
  for (const other of others) expect(other).toEqual(first);
  return first.map(({ kind, state, settled }) => (settled === undefined ? [kind, state] : [kind, state, settled]));
}

/** Ships so many packs from Acme to Midway. */
async function deliver(
  count: number,
  to = MIDWAY.gln,
): Promise<{ readonly ref: string; readonly packs: readonly string[] }> {
  const packs = scans.slice(at, at + count);
  at += count;
  const despatch = `D${++deliveries}`;
  const { shipment } = await world.as('acme', (home) => ship(home, { to, items: packs, despatch }));
  await world.share();
  return { ref: shipment, packs };
}

const midway = <T>(fn: (home: Home) => T) => world.as('midway', fn);
const acme = <T>(fn: (home: Home) => T) => world.as('acme', fn);
const tell =
  (kind: string, items: readonly string[], more = {}) =>
  (home: Home) =>
    tellException(home, { kind, items, ...more });

describe('at the door', () => {
  test('a missing case and a crushed pack are two exceptions that the shipper sees', async () => {
    const [one = '', two = '', crushed = ''] = scans.slice(at, at + 3);
    at += 3;
    const packed = await acme((home) => pack(home, { into: 'new', items: [one, two] }));
    const { shipment } = await acme((home) =>
      ship(home, { to: MIDWAY.gln, items: [packed.container, crushed], despatch: 'ROW-3' }),
    );
    await world.share();
    await midway((home) => receive(home, { items: ['ROW-3'], missing: [packed.container], damaged: [crushed] }));
    expect(await everywhere(shipment)).toEqual([
      ['underage', 'open'],
      ['damaged', 'open'],
    ]);
    const told = await open('acme');
    expect(told).toMatchObject({ open: 2, byKind: { underage: 1, damaged: 1 } });
    expect(told.exceptions).toMatchObject([
      { own: false, fromName: MIDWAY.name, waitsFor: 'here', items: [packed.container], count: 1, packs: 2 },
      { own: false, waitsFor: 'here', packs: 1, pdg: 'other_errors' },
    ]);
    expect((await open('midway')).exceptions).toMatchObject([{ own: true, waitsFor: 'there' }, { own: true }]);
    // The case comes after all, and the pack was not crushed.
    await midway((home) => receive(home, { items: [packed.container] }));
    await midway((home) => release(home, { items: [crushed] }));
    expect(await everywhere(shipment)).toEqual([
      ['underage', 'resolved', 'moved-on'],
      ['damaged', 'resolved', 'moved-on'],
    ]);
  });

  test('what did not come is settled once its shipper has taken it back', async () => {
    const { ref, packs } = await deliver(3);
    await midway((home) => receive(home, { items: [ref], missing: packs.slice(1) }));
    expect(await everywhere(ref)).toEqual([['underage', 'open']]);
    await acme((home) => voidShipment(home, { items: packs.slice(1, 2), reason: 'left behind' }));
    expect(await everywhere(ref)).toEqual([['underage', 'open']]);
    await acme((home) => voidShipment(home, { items: packs.slice(2), reason: 'left behind' }));
    expect(await everywhere(ref)).toEqual([['underage', 'resolved', 'voided']]);
  });

  test('of a delivery of which nothing came the data are without goods', async () => {
    const { ref, packs } = await deliver(2);
    await midway((home) => receive(home, { items: [ref], missing: packs }));
    expect(await everywhere(ref)).toEqual([['data-without-goods', 'open']]);
    await midway((home) => voidShipment(home, { items: [ref], reason: 'never came' }));
    expect(await everywhere(ref)).toEqual([['data-without-goods', 'resolved', 'voided']]);
  });

  test('a refused delivery is settled by its shipper', async () => {
    const { ref } = await deliver(2);
    await midway((home) => refuseShipment(home, { shipment: ref, reason: 'wet' }));
    expect(await everywhere(ref)).toEqual([['refused', 'open']]);
    const [told] = await of('acme', ref);
    expect(told).toMatchObject({ resolution: 'wet', command: `pedigree void ${ref} --reason refused` });
    await acme((home) => answerException(home, told?.id ?? '', { note: 'we fetch it' }));
    expect(await everywhere(ref)).toEqual([['refused', 'answered']]);
    // The answer is no second refusal.
    await acme((home) => voidShipment(home, { items: [ref], reason: 'refused' }));
    expect(await everywhere(ref)).toEqual([['refused', 'resolved', 'voided']]);
    const late = await acme((home) => resolveException(home, told?.id ?? '', { as: 'credit-account' }));
    expect(late).toMatchObject({ already: true, warnings: [expect.stringContaining('settled')] });
    expect(resolveText(late, plainStyle())).not.toContain('Send it on');
  });

  test('goods for somebody else that came along are settled by a shipment of them that is received', async () => {
    const astray = await deliver(1, HILL.gln);
    const { ref, packs } = await deliver(1);
    await midway((home) => receive(home, { items: [...packs, ...astray.packs] }));
    expect(await everywhere(ref)).toEqual([['overage', 'open']]);
    await acme((home) => voidShipment(home, { items: [astray.ref], reason: 'went to Midway' }));
    await acme((home) => ship(home, { to: MIDWAY.gln, items: astray.packs }));
    expect(await everywhere(ref)).toEqual([['overage', 'open']]);
    await midway((home) => receive(home, { items: astray.packs }));
    expect(await everywhere(ref)).toEqual([['overage', 'resolved', 'moved-on']]);
    // What becomes of them later opens nothing again.
    await midway((home) => ship(home, { to: HILL.gln, items: astray.packs }));
    expect(await everywhere(ref)).toEqual([['overage', 'resolved', 'moved-on']]);
  });
});

test('of goods that both have by their records both say what the main line says', async () => {
  const { ref, packs } = await deliver(1);
  const received = await midway((home) => receive(home, { items: packs }));
  await acme((home) => voidShipment(home, { items: [ref], reason: 'never left' }));
  await midway(tell('packaging', [ref, ...packs]));
  expect(await everywhere(ref)).toEqual([['packaging', 'open']]);
  await midway((home) => retract(home, { event: received.events[0] ?? '', reason: 'received by list' }));
  expect(await everywhere(ref)).toEqual([['packaging', 'resolved', 'voided']]);
});

describe('what settled itself is remembered', () => {
  /** What is remembered of an exception at one party, with the first 32 bits of the tokens that it rests on. */
  const kept = (who: string, id: string) =>
    world.at(who, async (home) => {
      await retryOutbox(home);
      return home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        catchUp(known);
        const hash = view.event(id)?.leaf.hash;
        const stored = known.index.get(`ended:exception ${hash === undefined ? '' : hex(hash)}`) as
          | { readonly chains: Readonly<Record<string, string>>; readonly words: string }
          | undefined;
        const words = new Uint8Array(Buffer.from(stored?.words ?? '', 'base64'));
        return stored && { chains: Object.keys(stored.chains), words: [...new Uint32Array(words.buffer)] };
      });
    });
  const row = (home: Home, scan: string, n: number) => {
    const key = packKey(home.self.network, GTIN, /21([0-9A-Z]{16})/.exec(scan)?.[1] ?? '');
    return { key, token: itemToken(key, n) };
  };
  const write = (draft: Draft) => (home: Home) =>
    home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add(draft));

  test('with the rights of whoever told it, and not while anything is flagged in a life', async () => {
    const [one, two] = [await deliver(1), await deliver(1)];
    const chain = await midway(({ self }) => self.chain);
    for (const { ref } of [one, two]) await midway((home) => refuseShipment(home, { shipment: ref, reason: 'wet' }));
    await world.share();
    for (const { ref } of [one, two]) await acme((home) => voidShipment(home, { items: [ref], reason: 'refused' }));
    await world.as('corner', (home) => {
      write({ type: 'dispense', public: {}, items: [row(home, two.packs[0] ?? '', 3)] })(home);
    });
    await world.share();
    const [first, second] = [(await of('acme', one.ref))[0], (await of('acme', two.ref))[0]];
    expect([first?.state, second?.state]).toEqual(['resolved', 'resolved']);
    expect((await kept('acme', first?.id ?? ''))?.chains).toContain(chain);
    expect(await kept('acme', second?.id ?? '')).toBeUndefined();
  });

  test('with every pack of a shipment that was refused by its name alone', async () => {
    const { ref, packs } = await deliver(3);
    await midway((home) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
        const readers = [ACME.gln, MIDWAY.gln].flatMap((gln) => tx.view.authority().sealKeysOf(gln));
        return tx.add({ type: 'exception', public: {}, manifest: { kind: 'refused', shipment: ref }, readers });
      }),
    );
    expect(await everywhere(ref)).toEqual([['refused', 'open']]);
    await midway((home) => receive(home, { items: [ref] }));
    await midway((home) => ship(home, { to: HILL.gln, items: packs.slice(0, 1) }));
    expect(await everywhere(ref)).toEqual([['refused', 'resolved', 'moved-on']]);
    const [told] = await of('midway', ref);
    const words = (await kept('midway', told?.id ?? ''))?.words;
    const tokens = await midway((home) => packs.map((scan) => wordOf(row(home, scan, 0).token)));
    expect(words).toEqual(expect.arrayContaining(tokens));
  });
});

describe('told later', () => {
  test('what is found short after the receipt is told as missing, and settled when it is found', async () => {
    const { ref, packs } = await deliver(2);
    await midway((home) => receive(home, { items: [ref] }));
    const short = packs.slice(1);
    const early = await midway((home) => refused(() => tell('underage', short)(home)));
    expect(early).toMatchObject({ exit: 14 });
    await midway((home) => missing(home, { items: short }));
    const told = await midway(tell('underage', short, { note: 'one short' }));
    expect(told).toMatchObject({ already: false, shipment: ref, to: 'Acme', packs: 1 });
    expect(await midway(tell('underage', short, { note: 'one short' }))).toMatchObject({
      already: true,
      exception: told.exception,
    });
    expect(await everywhere(ref)).toEqual([['underage', 'open']]);
    await midway((home) => found(home, { items: short }));
    expect(await everywhere(ref)).toEqual([['underage', 'resolved', 'moved-on']]);
  });

  test('what is damaged is quarantined with it, and settled when it is back at its shipper', async () => {
    const { ref, packs } = await deliver(1);
    const coming = await midway((home) => refused(() => tell('damaged', [ref, ...packs])(home)));
    expect(coming).toMatchObject({ exit: 14 });
    await midway((home) => receive(home, { items: [ref] }));
    await midway(tell('damaged', packs));
    expect((await midway((home) => refused(() => ship(home, { to: HILL.gln, items: packs })))).exit).toBe(16);
    expect(await everywhere(ref)).toEqual([['damaged', 'open']]);
    await midway((home) => ship(home, { to: 'Acme', items: packs, reason: 'damaged' } as never));
    expect(await everywhere(ref)).toEqual([['damaged', 'open']]);
    await acme((home) => receive(home, { items: packs }));
    expect(await everywhere(ref)).toEqual([['damaged', 'resolved', 'moved-on']]);
  });

  test('wrong data go from one to the other until they agree, however the resolution is written', async () => {
    const { ref } = await deliver(1);
    const told = await midway(tell('wrong-data', [ref], { expected: '2028-06-30', seen: '2028-03-06' }));
    await world.share();
    expect((await of('acme', ref))[0]).toMatchObject({ expected: '2028-06-30', seen: '2028-03-06', waitsFor: 'here' });
    const id = told.exception;
    await acme((home) => answerException(home, id, { note: 'mended today', as: 'SEND NEW DATA' }));
    expect(await everywhere(ref)).toEqual([['wrong-data', 'answered']]);
    expect((await of('midway', ref))[0]).toMatchObject({ waitsFor: 'here', resolution: 'Send new data' });
    await midway((home) => answerException(home, id, { note: 'still wrong' }));
    expect(await midway((home) => answerException(home, id, { note: 'still wrong' }))).toMatchObject({ already: true });
    await world.share();
    expect((await of('acme', ref))[0]).toMatchObject({ waitsFor: 'here' });
    const done = await acme((home) => resolveException(home, id, { as: 'credit-account' }));
    expect(done).toMatchObject({ already: false, state: 'resolved', resolution: 'Credit account' });
    expect(await everywhere(ref)).toEqual([['wrong-data', 'resolved']]);
    const again = await midway((home) => resolveException(home, id, { as: 'Return product' }));
    expect(again).toMatchObject({ already: true, event: done.event, resolution: 'Credit account' });
    expect(again.warnings).toEqual([expect.stringContaining('credit account')]);
    const late = await midway((home) => refused(() => answerException(home, id, { note: 'hm' })));
    expect(late).toMatchObject({ exit: 14 });
  });

  test('goods that nobody announced are told to whoever sent them', async () => {
    const [stray = ''] = scans.slice(at, ++at);
    const nobody = await midway((home) => refused(() => tell('goods-without-data', [stray])(home)));
    expect(nobody).toMatchObject({ exit: 2 });
    const told = await midway(tell('goods-without-data', [stray], { to: 'Acme' }));
    await world.share();
    const [seen] = (await open('acme')).exceptions.filter(({ id }) => id === told.exception);
    expect(seen).toMatchObject({
      kind: 'goods-without-data',
      waitsFor: 'here',
      items: [stray],
      pdg: 'missing_product_data',
    });
    await acme((home) => ship(home, { to: MIDWAY.gln, items: [stray] }));
    await world.share();
    await midway((home) => receive(home, { items: [stray] }));
    await world.share();
    for (const who of ['acme', 'midway']) {
      const { exceptions } = await world.at(who, (home) => listExceptions(home, { open: false }));
      expect(exceptions.find(({ id }) => id === told.exception)).toMatchObject({
        state: 'resolved',
        settled: 'moved-on',
      });
    }
  });

  test('is for its two parties: others are refused, read nothing of it, and their word counts for nothing', async () => {
    const { ref } = await deliver(1);
    const told = await midway(tell('label', [ref], { note: 'no 2D code' }));
    await world.share();
    const answer = (home: Home) => refused(() => answerException(home, told.exception, { note: 'x' }));
    expect(await world.as('hill', answer)).toMatchObject({ exit: 66 });
    expect(await world.as('agency', answer)).toMatchObject({ exit: 77 });
    await world.as('hill', (home) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
        const readers = [MIDWAY.gln, '9506000100012'].flatMap((gln) => tx.view.authority().sealKeysOf(gln));
        const manifest = { kind: 'label', shipment: ref, about: told.exception, state: 'resolved', resolution: 'x' };
        return tx.add({ type: 'exception', public: {}, manifest, readers });
      }),
    );
    expect(await everywhere(ref)).toEqual([['label', 'open']]);
  });

  test('names at a regulator, and once it is resolved, no command that is refused there', async () => {
    const { ref } = await deliver(1);
    const { exception } = await midway(tell('packaging', [ref]));
    await world.share();
    const alert = async (who: 'acme' | 'agency') =>
      (await listAlerts(world.env(who), { open: true })).data.alerts.find(({ id }) => id === exception)?.command;
    const command = async (who: string) => (await of(who, ref))[0]?.command;
    const look = `pedigree show ${exception}`;
    expect(await alert('acme')).toBe(`pedigree exceptions answer ${exception} --note T`);
    expect(await alert('agency')).toBe(`pedigree alerts close ${exception} --as state --note T`);
    expect(await command('agency')).toBe(look);
    expect(await command('acme')).toBe(`pedigree exceptions answer ${exception} --note T`);
    await acme((home) => resolveException(home, exception, { as: 'send-product' }));
    expect(await command('acme')).toBe(look);
  });

  test('stays the same where the shipper’s records split at that shipment, also after a rebuild', async () => {
    const fork = await makeWorld();
    try {
      const [pack = ''] = (await fork.mint({ count: 1 })).scans;
      await fork.share();
      copyFolder(fork.path('acme'), fork.path('copy'));
      await fork.at('copy', (home) => home.ledger.confirmHead());
      const { shipment } = await fork.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [pack] }));
      await fork.share();
      await fork.as('midway', (home) => receive(home, { items: [pack] }));
      const { exception } = await fork.as('midway', tell('wrong-data', [shipment]));
      const seen = async () =>
        (await fork.as('midway', (home) => listExceptions(home, { open: false }))).exceptions.map(
          ({ id, state, items }) => ({ id, state, items }),
        );
      const before = await seen();
      expect(before).toMatchObject([{ id: exception, state: 'open', items: [expect.any(String)] }]);
      await fork.at('copy', (home) => ship(home, { to: HILL.gln, items: [pack] }));
      await fork.carry('copy', 'midway');
      const split = await fork.as('midway', (home) => home.ledger.read((view) => view.event(shipment)?.ref ?? ''));
      expect(split).toMatch(/~/);
      for (const again of [() => undefined, (home: Home) => home.ledger.rebuild()]) {
        await fork.as('midway', again);
        expect(await seen()).toEqual(before);
        for (const named of [shipment, split])
          expect(await fork.as('midway', tell('wrong-data', [named]))).toMatchObject({ already: true, exception });
      }
    } finally {
      fork.remove();
    }
  });

  test('is a misuse without a kind there is, a shipment, or a resolution there is', async () => {
    const { ref, packs } = await deliver(2);
    const other = await deliver(1);
    const exits: readonly (readonly [fn: (home: Home) => unknown, exit: number])[] = [
      [tell('nonsense', [ref]), 2],
      [tell('refused', [ref]), 2],
      [tell('overage', [ref]), 2],
      [tell('label', [ref, other.ref]), 2],
      [tell('label', [ref], { to: 'Hill Pharmacy' }), 2],
      [tell('label', scans.slice(-1)), 2],
      [tell('label', ['no code']), 65],
      [(home) => resolveException(home, 'nonsense', { as: 'send-product' }), 66],
      [(home) => resolveException(home, 'nonsense', { as: 'nothing' }), 2],
    ];
    for (const [fn, exit] of exits) expect(await midway((home) => refused(() => fn(home)))).toMatchObject({ exit });
    expect(packs).toHaveLength(2);
  });
});

test('is told with whose turn it is, and with the command that goes on', async () => {
  const { exceptions, ...more } = await open('acme');
  const shown = text({ exceptions, ...more }, await makeStyle(false, false));
  expect(shown.split('\n').every((line) => line.length <= 80)).toBe(true);
  expect(shown).toContain('waits for us');
  expect(shown).toMatch(/pedigree exceptions answer [a-z2-7]{26}\/\d+ --note T/);
});
