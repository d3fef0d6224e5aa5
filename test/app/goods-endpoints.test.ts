// A network that asks for both ends alone: hand-overs are optional, supplying and taking out of use are not.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeCard } from '../../src/app/parties/card.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { EXPIRY, GTIN, LOT } from './goods-world.ts';
import { ACME, AGENCY, HILL, makeNetwork, type Network } from './network.ts';

let net: Network;
let scans: readonly string[];
beforeAll(async () => {
  net = makeNetwork();
  await net.init('agency', { ...AGENCY, found: { custody: 'endpoints' } });
  await net.at('agency', (home) => writeCard(home, net.path('agency.card')));
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
  await net.join('hill', HILL, { roles: ['dispenser'] });
  await net.carry('agency', 'acme');
  await net.at('acme', (home) => mint(home, { gtin: GTIN, lot: LOT, expiry: EXPIRY, count: 4, caseOf: 2 }));
  scans = await net.at('acme', (home) => (stock(home, { items: true }).items ?? []).map(({ item }) => item));
  await net.carry('acme', 'hill');
});
afterAll(() => net.remove());

test('a pharmacy supplies a pack of which only the making is recorded, out of a case that is elsewhere by the records', async () => {
  const [scan = ''] = scans;
  const given = await net.at('hill', (home) => dispense(home, [scan]));
  expect(given.lines[0]).toMatchObject({ result: 'dispensed', exit: 0, verdict: { status: 'caution' } });
  const again = await net.at('hill', (home) => dispense(home, [scan]));
  expect(again.lines[0]).toMatchObject({
    exit: 14,
    verdict: { reasons: [{ code: 'already-dispensed' }, { code: 'custody-gap' }] },
  });
});

test('the maker sees that the pack is gone and the rest of the case is there', async () => {
  await net.carry('hill', 'acme');
  expect(await net.at('acme', (home) => stock(home).packs)).toBe(3);
});

test('and whoever has a pack may take it out of use', async () => {
  const scan = scans[1] ?? '';
  await net.at('hill', (home) => decommission(home, { reason: 'damaged', items: [scan] }));
  await net.carry('hill', 'acme');
  expect(await net.at('acme', (home) => stock(home).packs)).toBe(2);
});
