// An accreditation that ends is seen coming, told once it is over, and never said to end where it goes on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setProduct } from '../../src/app/items/product.ts';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { listParties } from '../../src/app/node/parties.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { makeStyle } from '../../src/ui/style.ts';
import { text as accreditText } from '../../src/ui/text/accredit.ts';
import { text as partiesText } from '../../src/ui/text/parties.ts';
import { text as statusText } from '../../src/ui/text/status.ts';
import { GTIN, OTHER_GTIN } from './goods-world.ts';
import { ACME, HILL, MIDWAY, makeNetwork, type Network, START } from './network.ts';

const DAY = 86_400_000;
/** The last moment of the day on which the pharmacy's accreditation ends. */
const END = Date.parse('2027-01-31T23:59:59.999Z');

let net: Network;
beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('hill', HILL, { roles: ['dispenser'], until: '2027-01-31' });
  await net.join('midway', MIDWAY, { roles: ['distributor'] });
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'], until: '2027-01-31' });
});
afterAll(() => net.remove());

const statusAt = (name: string, now: number) => status(net.env(name, { now }));
const rowAt = async (now: number) =>
  (await net.at('midway', listParties, { now })).parties.find(({ gln }) => gln === HILL.gln);
const checksAt = (name: string, now: number) =>
  doctor(net.env(name, { now })).checks.filter(({ code }) => code.startsWith('accredit'));

describe('an accreditation that ends', () => {
  beforeAll(async () => {
    await net.carry('agency', 'midway');
  });

  test('is not spoken of before its last thirty days', async () => {
    const early = END - 31 * DAY;
    expect((await statusAt('hill', early)).until).toBeUndefined();
    expect((await rowAt(early))?.until).toBeUndefined();
    expect(checksAt('hill', early)).toMatchObject([{ level: 'ok' }]);
  });

  test('is seen coming from then on', async () => {
    // The first hour of the thirtieth day before the last one.
    const soon = END - 31 * DAY + 1;
    const data = await statusAt('hill', soon);
    expect(data).toMatchObject({
      until: '2027-01-31',
      ends: [{ role: 'dispenser', ended: false, days: 30 }],
      todo: expect.arrayContaining([{ what: 'accreditation-ends', count: 30, command: 'pedigree parties' }]),
    });
    expect(data.goOn).toContain(`pedigree accredit ${HILL.gln} --role dispenser`);
    const said = statusText(data, await makeStyle(false, false));
    expect(said).toContain('Accredited as dispenser until 2027-01-31');
    expect(await rowAt(soon)).toMatchObject({ until: '2027-01-31' });
    expect(partiesText(await net.at('midway', listParties, { now: soon }), await makeStyle(false, false))).toContain(
      'until 2027-01-31',
    );
    expect(checksAt('hill', soon)).toContainEqual(
      expect.objectContaining({ level: 'warning', message: expect.stringContaining('ends on 2027-01-31, in 30 days') }),
    );
  });

  test('says afterwards what stopped and what to do', async () => {
    const data = await statusAt('hill', END + 1);
    expect(data).toMatchObject({
      ends: [{ role: 'dispenser', ended: true }],
      todo: expect.arrayContaining([{ what: 'accreditation-ended', count: 1, command: 'pedigree parties' }]),
    });
    const said = statusText(data, await makeStyle(false, false)).replace(/\s+/g, ' ');
    expect(said).toContain('The accreditation as dispenser ended on 2027-01-31: nothing can be recorded any more.');
    expect(said).toMatch(
      /To go on, ask Medicines Agency \(\+44 20 7946 0000\): pedigree accredit 9506000100036 --role/,
    );
    expect(checksAt('hill', END + 1)).toMatchObject([{ level: 'error' }]);
    expect(partiesText(await net.at('midway', listParties, { now: END + 1 }), await makeStyle(false, false))).toContain(
      'ended 2027-01-31',
    );
  });

  test('goes on with another one', async () => {
    const who = HILL.gln;
    const again = { who, roles: ['dispenser'], prefixes: [], gtins: [] };
    const { warnings } = await net.at('agency', (home) => accredit(home, { ...again, until: '2028-01-31' }));
    expect(warnings).toEqual([]);
    await net.carry('agency', 'hill');
    expect((await statusAt('hill', END + 1)).until).toBeUndefined();
  });
});

describe('a right that ends while others go on', () => {
  test('is told by its own name, and what it is for is refused', async () => {
    const who = ACME.gln;
    const grant = (roles: readonly string[], gtins: readonly string[]) =>
      net.at('agency', (home) => accredit(home, { who, roles, prefixes: [], gtins }));
    await grant(['logistics'], []);
    await net.carry('agency', 'acme');
    const after = END + DAY;
    expect((await statusAt('acme', after)).ends).toMatchObject([{ role: 'manufacturer', ended: true }]);
    expect(checksAt('acme', after)).toMatchObject([{ level: 'warning' }]);
    const lot = (gtin: string) => ({ gtin, lot: 'LATE', expiry: '2029-06-30', count: 1 });
    const making = (gtin: string) => net.at('acme', (home) => mint(home, lot(gtin)), { now: after });
    await expect(making(GTIN)).rejects.toMatchObject({ code: 'not-allowed', exit: 77 });
    await grant(['manufacturer'], [GTIN]);
    await net.carry('agency', 'acme');
    expect((await statusAt('acme', after)).ends).toMatchObject([
      { role: 'manufacturer', of: ['9506000'], ended: true },
    ]);
    expect(await making(GTIN)).toMatchObject({ count: 1 });
    await expect(making(OTHER_GTIN)).rejects.toMatchObject({ code: 'not-allowed', exit: 77 });
    // A name, or a recall, would count for nobody either.
    const naming = (gtin: string) => net.at('acme', (home) => setProduct(home, { gtin, name: 'Late' }), { now: after });
    expect(await naming(GTIN)).toMatchObject({ already: false });
    await expect(naming(OTHER_GTIN)).rejects.toMatchObject({ code: 'not-allowed', exit: 77 });
  });
});

describe('an end beside a grant without one', () => {
  const request = { who: MIDWAY.gln, roles: ['distributor'], prefixes: [], gtins: [], until: '2027-03-31' };
  const granting = (more: object = {}, dryRun = false) =>
    net.at('agency', (home) => accredit(home, { ...request, ...more }), { dryRun });

  test('ends nothing: that is said with what would', async () => {
    for (const dryRun of [true, false]) {
      const data = await granting({}, dryRun);
      expect(data.until).toBeUndefined();
      expect(data.warnings).toEqual([
        expect.stringMatching(/^2027-03-31 ends nothing: .*distributor without an end.*pedigree revoke 9506000100029/),
      ]);
      expect(accreditText(data, await makeStyle(false, false))).not.toContain('Until');
    }
    await net.carry('agency', 'midway');
    expect((await statusAt('midway', Date.parse('2027-04-15'))).ends).toBeUndefined();
  });

  test('a later end counts, and is the one that is shown', async () => {
    const who = ACME.gln;
    const one = { who, roles: ['dispenser'], until: '2027-06-30' };
    expect(await granting(one)).toMatchObject({ until: '2027-06-30', warnings: [] });
    const shorter = await granting({ ...one, until: '2027-05-31' });
    expect(shorter).toMatchObject({ until: '2027-06-30', warnings: [expect.stringContaining('until 2027-06-30')] });
  });

  test('another role has an end of its own, and a day that is past is told', async () => {
    expect(await granting({ roles: ['logistics'] })).toMatchObject({ until: '2027-03-31', warnings: [] });
    const past = new Date(START - DAY).toISOString().slice(0, 10);
    const { warnings } = await granting({ roles: ['dispenser'], until: past });
    expect(warnings).toEqual([expect.stringContaining('is past')]);
  });
});
