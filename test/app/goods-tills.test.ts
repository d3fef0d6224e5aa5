// Two tills of one pharmacy, two sites of one maker: what one of them has said is said for the party.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listProducts, setProduct } from '../../src/app/items/product.ts';
import type { Home } from '../../src/app/node/home.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { respondToRecall } from '../../src/app/recalls/recall-respond.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { refuseShipment } from '../../src/app/steps/void.ts';
import { GTIN, LOT, makeWorld, type World } from './goods-world.ts';
import { ACME, HILL } from './network.ts';

describe('a party with two tills', () => {
  let world: World;
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    await another('till', HILL);
    await another('site', ACME);
    for (const name of ['acme', 'hill', 'till', 'site']) await world.carry('agency', name);
    scans = (await world.mint({ count: 30 })).scans;
  });
  afterAll(() => world.remove());

  /** One more chain of a party that is here already. */
  async function another(name: string, party: { readonly name: string; readonly gln: string }): Promise<void> {
    await world.init(name, { ...party, network: world.path('agency.card') });
    await world.at(name, (home) => writeCard(home, world.path(`${name}.card`)));
    const rights = { roles: [], prefixes: [], gtins: [], sameParty: true };
    await world.at('agency', (home) => accredit(home, { who: world.path(`${name}.card`), ...rights }));
  }

  async function deliver(despatch: string, items: readonly string[]): Promise<void> {
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items, despatch }));
    await world.carry('acme', 'hill');
    await world.carry('acme', 'till');
  }

  test('a delivery that the other till received is already recorded', async () => {
    await deliver('D1', scans.slice(0, 3));
    const first = await world.at('till', (home) => receive(home, { items: ['D1'] }));
    await world.carry('till', 'hill');
    const again = await world.as('hill', (home) => receive(home, { items: ['D1'] }));
    expect(again).toMatchObject({ already: true, exit: 0, packs: 0, event: first.event });
  });

  test('a delivery of which the other till found nothing is already recorded', async () => {
    await deliver('D2', scans.slice(3, 5));
    const items = scans.slice(3, 5);
    const first = await world.at('till', (home) => receive(home, { items: ['D2'], missing: items }));
    expect(first.exit).toBe(20);
    await world.carry('till', 'hill');
    const again = await world.as('hill', (home) => receive(home, { items: ['D2'] }));
    expect(again).toMatchObject({ already: true, event: first.event });
  });

  test('a delivery is refused once', async () => {
    await deliver('D3', scans.slice(5, 7));
    const refuse = (home: Home) => refuseShipment(home, { shipment: 'D3', reason: 'wet' });
    const first = await world.at('till', refuse);
    await world.carry('till', 'hill');
    expect(await world.as('hill', refuse)).toMatchObject({ already: true, event: first.event });
  });

  test('a recall that the other till answered is answered', async () => {
    const recall = { gtin: GTIN, lots: [LOT], reason: 'leaflet', confirm: [LOT] };
    const order = { ...recall, class: 2, allLots: false, unknownLot: false, sync: false };
    const { data } = await issueRecall(world.env('acme'), order);
    await world.carry('acme', 'till');
    const first = await respondToRecall(world.env('till'), data.recall, {});
    await world.carry('till', 'hill');
    const again = await respondToRecall(world.env('hill'), data.recall, {});
    expect(again.data).toMatchObject({ already: true, event: first.data.event, counts: first.data.counts });
  });

  test('the last word on a product is the party’s, whichever site says it', async () => {
    const named = (name: string) => (home: Home) => setProduct(home, { gtin: GTIN, name });
    await world.as('acme', named('Amoxil'));
    await world.carry('acme', 'site');
    world.later();
    await world.at('site', named('Amoxil forte'));
    await world.carry('site', 'acme');
    world.later();
    expect(await world.as('acme', named('Amoxil'))).toMatchObject({ already: false });
    const { products } = await world.as('acme', listProducts);
    expect(products.map(({ name }) => name)).toEqual(['Amoxil']);
  });
});
