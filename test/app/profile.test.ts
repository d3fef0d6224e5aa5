// What a party says of itself: address and company prefixes, for whoever writes or reads files that name it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listParties } from '../../src/app/node/parties.ts';
import { profileOf } from '../../src/app/node/profiles.ts';
import { setProfile } from '../../src/app/parties/profile.ts';
import { makeWorld, refused, type World } from './goods-world.ts';
import { ACME } from './network.ts';

describe('a profile', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  test('has an address and prefixes, which every other party reads', async () => {
    const address = { street: '1 Mill Lane', city: 'Leeds', postcode: 'LS1 1AA', country: 'gb' };
    const set = await world.as('acme', (home) => setProfile(home, { address, prefixes: ['9506000', '0614141'] }));
    const said = { address: { ...address, country: 'GB' }, prefixes: ['0614141', '9506000'] };
    expect(set).toMatchObject({ ...said, gln: ACME.gln, already: false, contact: `desk of ${ACME.name}` });
    await world.share();
    const known = await world.as('hill', (home) => home.ledger.read((view) => profileOf(view, ACME.gln)));
    expect(known).toMatchObject(said);
    const { parties } = await world.as('hill', listParties);
    expect(parties.find(({ gln }) => gln === ACME.gln)).toMatchObject({
      address: said.address,
      companyPrefixes: said.prefixes,
      contact: `desk of ${ACME.name}`,
    });
  });

  test('keeps what is not said anew, and says nothing twice', async () => {
    world.later();
    const moved = await world.as('acme', (home) => setProfile(home, { address: { street: '2 Mill Lane' } }));
    expect(moved.address).toMatchObject({ street: '2 Mill Lane', city: 'Leeds', country: 'GB' });
    expect(moved.prefixes).toEqual(['0614141', '9506000']);
    expect(await world.as('acme', (home) => setProfile(home, { address: { city: 'Leeds' } }))).toMatchObject({
      already: true,
    });
    expect(await world.as('acme', (home) => setProfile(home, { contact: '+44 113 4960000' }))).toMatchObject({
      contact: '+44 113 4960000',
      address: { street: '2 Mill Lane' },
    });
  });

  test.each([
    ['nothing', {}, 'usage'],
    ['a country that is none', { address: { country: 'XX' } }, 'usage'],
    ['the number of a country', { address: { country: '826' } }, 'usage'],
    ['an empty line', { address: { city: ' ' } }, 'usage'],
    ['a prefix of five digits', { prefixes: ['95060'] }, 'not-gs1'],
    ['a prefix of thirteen digits', { prefixes: ['9506000134352'] }, 'not-gs1'],
    ['a prefix that is no number', { prefixes: ['95060OO'] }, 'not-gs1'],
    ['two prefixes of which one begins the other', { prefixes: ['9506000', '95060001'] }, 'usage'],
  ] as const)('is refused with %s', async (_, request, code) => {
    expect(await world.as('acme', (home) => refused(() => setProfile(home, request)))).toMatchObject({ code });
  });
});
