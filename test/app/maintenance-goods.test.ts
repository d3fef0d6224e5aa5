// A party that lost its chain goes on under a new one: what it made and holds stays its own.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rebuild } from '../../src/app/maintenance/audit.ts';
import { backUp, restore } from '../../src/app/maintenance/backup.ts';
import { recoverWithNewChain } from '../../src/app/maintenance/recover.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { readBundle, writeBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { rotateKeys } from '../../src/app/parties/keys.ts';
import { incoming } from '../../src/app/steps/incoming.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { ACME, MIDWAY, makeNetwork, type Network } from './network.ts';

const GTIN = '09506000134352';
const LOT = { gtin: GTIN, lot: 'ABC123', expiry: '2028-06-30' };

let net: Network;
beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
  await net.join('midway', MIDWAY, { roles: ['distributor'] });
  await net.carry('agency', 'acme');
  await net.carry('agency', 'midway');
});
afterAll(() => net.remove());

const packs = (name: string) => net.at(name, (home) => stock(home).lots.reduce((sum, line) => sum + line.packs, 0));

it('keeps its stock, ships it, and the receiver sees the same party', async () => {
  const made = await net.at('acme', (home) =>
    mint(home, { ...LOT, count: 20, caseOf: 10, ssccPrefix: '9506000', once: 'job7' }),
  );
  await net.at('acme', (home) => mint(home, { ...LOT, lot: 'LOOSE', count: 5 }));
  expect(await packs('acme')).toBe(25);
  await net.carry('acme', 'agency');
  await net.at('acme', (home) => backUp(home, net.path('acme.backup')));
  restore(net.env('acme-2'), net.path('acme.backup'));
  expect(await packs('acme-2')).toBe(25);
  const { chain } = await net.at('acme-2', recoverWithNewChain);
  await net.at('acme-2', (home) => writeCard(home, net.path('acme-2.card')));
  const welcome = net.path('acme-2.welcome');
  const request = { who: net.path('acme-2.card'), roles: [], prefixes: [], gtins: [], sameParty: true, welcome };
  await net.at('agency', (home) => accredit(home, request));
  await net.at('acme-2', (home) => readBundle(home.ledger, welcome, { now: home.env.clock() }));
  expect(await packs('acme-2')).toBe(25);
  await net.at('acme-2', (home) => rebuild(home));
  expect(await packs('acme-2')).toBe(25);
  const again = await net.at('acme-2', (home) =>
    mint(home, { ...LOT, count: 20, caseOf: 10, ssccPrefix: '9506000', once: 'job7' }),
  );
  expect(again).toMatchObject({ already: true, event: made.event });
  const [first = ''] = made.ssccs ?? [];
  const sent = await net.at('acme-2', (home) => ship(home, { to: MIDWAY.gln, items: [first] }));
  expect(sent.shipment.startsWith(`${chain}/`)).toBe(true);
  expect(await packs('acme-2')).toBe(15);
  const file = net.path('acme-2.pedigree');
  await net.at('acme-2', (home) => writeBundle(home.ledger, file));
  await net.at('midway', (home) => readBundle(home.ledger, file, { now: home.env.clock() }));
  const { shipments } = await net.at('midway', incoming);
  expect(shipments).toEqual([expect.objectContaining({ from: ACME.gln, packs: 10 })]);
  expect((await status(net.env('midway'))).todo).toContainEqual({
    what: 'incoming',
    count: 1,
    command: 'pedigree incoming',
    ageHours: 0,
  });
  expect(await net.at('midway', (home) => receive(home, { items: [], all: true }))).toMatchObject({
    exit: 0,
    packs: 10,
  });
  expect(await packs('midway')).toBe(10);
});

it('opens after a change of keys what was sealed for the old ones, and is sealed for with the new ones', async () => {
  await net.at('midway', (home) => rotateKeys(home, ['sign', 'seal']));
  expect(await packs('midway')).toBe(10);
  await net.at('midway', (home) => rebuild(home));
  expect(await packs('midway')).toBe(10);
  await net.carry('midway', 'acme-2');
  const [line] = (await net.at('acme-2', (home) => stock(home, { items: true }))).lots;
  expect(line).toMatchObject({ packs: 10, lot: 'ABC123' });
  const minted = await net.at('acme-2', (home) =>
    mint(home, { ...LOT, lot: 'DEF456', count: 3, caseOf: 3, ssccPrefix: '9506000' }),
  );
  await net.at('acme-2', (home) => ship(home, { to: MIDWAY.gln, items: minted.ssccs ?? [] }));
  await net.carry('acme-2', 'midway');
  expect(await net.at('midway', (home) => receive(home, { items: [], all: true }))).toMatchObject({ packs: 3 });
  expect(await packs('midway')).toBe(13);
});
