// Whoever answers is asked who it is: oneself is no peer under any name, and an address may come to be another's.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPeer, introducePeer, peersShown } from '../../src/app/exchange/peers.ts';
import { syncWith } from '../../src/app/exchange/sync.ts';
import { setProduct } from '../../src/app/items/product.ts';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { recover } from '../../src/app/maintenance/recover.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { freshness } from '../../src/app/node/freshness.ts';
import { type Home, openHome } from '../../src/app/node/home.ts';
import { proverOf } from '../../src/app/node/prover.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { FRAME } from '../../src/chain/frame.ts';
import { Exchange } from '../../src/sync/exchange.ts';
import { type Serving, serveLedger } from '../../src/sync/server.ts';
import { FRAMES_TYPE, readFrames, SESSION_HEADER, writeFrames } from '../../src/sync/wire.ts';
import { ACME, HILL, makeNetwork, type Network, START } from './network.ts';
import { serveHome } from './serve-home.ts';

const DAY = 86_400_000;

let net: Network;
const open: { close(): unknown }[] = [];
beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
  await net.join('hill', HILL, { roles: ['dispenser'] });
});
afterAll(async () => {
  for (const one of open.toReversed()) await one.close();
  net.remove();
});

/** The party's folder at this moment by its own clock. */
function typed(name: string, now: number): Home {
  const home = openHome({ ...net.env(name), clock: () => now, nowGiven: false });
  open.push(home);
  return home;
}

async function served(home: Home, clock = () => home.env.clock()): Promise<Serving> {
  const serving = await serveHome(home, { clock });
  open.push(serving);
  return serving;
}

/** The party's folder, open for writing at a given moment. */
function openAt(name: string): Home {
  const home = openHome(net.env(name, { now: START + 7 * DAY }));
  open.push(home);
  return home;
}

const heard = (home: Home) => home.ledger.read((view) => freshness(view, home.ledger.local, home.self).oldest);

describe('a node that dials itself', () => {
  test('is refused when the peer is added, whatever the address is called', async () => {
    const home = typed('hill', START + 3 * DAY);
    const { url } = await served(home);
    for (const address of [url, `${url}/`, url.replace('127.0.0.1', 'localhost')]) {
      const adding = introducePeer(home, 'shop', address);
      await expect(adding).rejects.toMatchObject({ code: 'own-peer', exit: 2 });
    }
    expect(peersShown(home)).toEqual([]);
  });

  test('hears nothing new: its knowledge stays as old as it is, and its clock is not believed', async () => {
    const home = typed('hill', START + 9 * DAY);
    const { url } = await served(home);
    const before = heard(home);
    addPeer(home, 'shop', url);
    for (const words of [[], ['shop'], [url]]) {
      const answer = await syncWith(home, words);
      expect(answer).toMatchObject({ exit: 75, peers: [{ error: expect.stringContaining('the own one') }] });
    }
    expect(heard(home)).toBe(before);
    expect(() => setProduct(home, { gtin: '09506000134352', name: 'Far ahead' })).toThrow(
      expect.objectContaining({ code: 'clock-suspect' }),
    );
    expect(doctor(home.env).checks.map(({ code }) => code)).toContain('peer-away');
    await expect(recover(home, url)).rejects.toMatchObject({ code: 'own-peer' });
  });

  test('a peer that is not there yet is added all the same', async () => {
    const home = typed('hill', START);
    const added = await introducePeer(home, 'later', 'http://127.0.0.1:9/');
    expect(added).toMatchObject({ already: false, peers: [{ name: 'later' }, { name: 'shop' }] });
  });
});

test('another till of the own party is no news of others', async () => {
  await net.init('till', { ...HILL, network: net.path('agency.card') });
  await net.at('till', (home) => writeCard(home, net.path('till.card')));
  await net.at('agency', (home) =>
    accredit(home, { who: net.path('till.card'), roles: [], prefixes: [], gtins: [], sameParty: true }),
  );
  await net.carry('agency', 'hill');
  await net.carry('agency', 'till');
  const till = typed('till', START + 5 * DAY);
  const home = typed('hill', START + 5 * DAY);
  const { url } = await served(till);
  const before = heard(home);
  expect(await syncWith(home, [url])).toMatchObject({ exit: 0 });
  expect(heard(home)).toBe(before);
  const agency = typed('agency', START + 5 * DAY);
  expect(await syncWith(home, [(await served(agency)).url])).toMatchObject({ exit: 0 });
  expect(heard(home)).toBe(START + 5 * DAY);
});

test('a stranger is no news, and a thousand cards of strangers are none', async () => {
  await net.init('nobody', { name: 'Nobody', gln: '9506000100098', network: net.path('agency.card') });
  const home = typed('acme', START + 6 * DAY);
  const before = heard(home);
  const nobody = typed('nobody', START + 6 * DAY);
  await syncWith(home, [(await served(nobody)).url]);
  const mine = await served(home);
  await syncWith(nobody, [mine.url]);
  expect(heard(home)).toBe(before);
});

test('a time that a wrong clock heard at is put right by the next answer', async () => {
  const agency = typed('agency', START + 5 * DAY);
  const { url } = await served(agency);
  const wrong = typed('hill', START + 4_000 * DAY);
  await syncWith(wrong, [url]);
  const home = typed('hill', START + 6 * DAY);
  expect(heard(home)).toBe(START + 4_000 * DAY);
  expect(doctor(home.env).checks.find(({ code }) => code === 'clock')).toMatchObject({ level: 'warning' });
  await syncWith(home, [url]);
  expect(heard(home)).toBe(START + 6 * DAY);
});

test('a peer that offers what it does not give makes nothing newer', async () => {
  const home = typed('acme', START + 7 * DAY);
  const agency = typed('agency', START + 7 * DAY);
  setProduct(openAt('agency'), { gtin: '09506000134352', name: 'Withheld' });
  const { network, chain } = agency.self;
  const clock = () => START + 7 * DAY;
  const exchange = new Exchange(agency.ledger, {
    network,
    chain,
    prover: proverOf(agency),
    peer: 'them',
    clock,
    pack: false,
  });
  const server = createServer(async (request, response) => {
    await readFrames(request, (frame) => exchange.take(frame));
    response.writeHead(200, { 'content-type': FRAMES_TYPE, [SESSION_HEADER]: 'one' });
    await writeFrames(
      response,
      [...exchange.turn()].filter(({ type }) => type !== FRAME.data),
    );
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => server.close() });
  const before = heard(home);
  const answer = await syncWith(home, [`http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
  expect(answer.warnings).toEqual([expect.stringContaining('offers more than it gave')]);
  expect(heard(home)).toBe(before);
});

describe('an address that another chain answers', () => {
  test('is told of by sync, doctor and the list, until it is said to be right', async () => {
    const home = typed('acme', START + DAY);
    const agency = typed('agency', START + DAY);
    const hill = typed('hill', START + DAY);
    const first = await served(agency);
    await introducePeer(home, 'hub', first.url);
    expect(peersShown(home)).toMatchObject([{ name: 'hub', chain: agency.self.chain, party: 'Medicines Agency' }]);
    expect((await syncWith(home, ['hub'])).warnings).toEqual([]);
    const port = Number(new URL(first.url).port);
    await first.close();
    const { network, chain } = hill.self;
    open.push(
      await serveLedger(hill.ledger, { network, chain, prover: proverOf(hill), clock: () => START + DAY, port }),
    );
    const warned = (await syncWith(home, ['hub'])).warnings;
    expect(warned).toEqual([expect.stringMatching(/^hub is answered by Hill Pharmacy .*, before by Medicines Agency/)]);
    expect((await syncWith(home, ['hub'])).warnings).toEqual([]);
    expect(peersShown(home)).toMatchObject([{ chain, formerly: agency.self.chain }]);
    const changed = () => doctor(home.env).checks.filter(({ code }) => code === 'peer-changed');
    expect(changed()).toMatchObject([{ level: 'warning', hint: expect.stringContaining("peer add 'hub'") }]);
    expect(await introducePeer(home, 'hub', first.url)).toMatchObject({ already: false });
    expect(changed()).toEqual([]);
    expect(await introducePeer(home, 'hub', first.url)).toMatchObject({ already: true });
    expect((await status(home.env)).fresh.peers).toBe(1);
  });
});
