// A pharmacy scans packs whose makers never joined: what its wholesalers' files say of them, and what they never change.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { setOutside } from '../../src/app/outside/partners.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { type Verified, verifyScans } from '../../src/app/verdict/verify.ts';
import { type DeliveryFile, delivery, GTIN, LAKESIDE, LOT, sgtin, sscc, step } from './epcis-files.ts';
import { GTIN as ACMES, LOT as ACMES_LOT, makeWorld, type World } from './goods-world.ts';
import { ACME, HILL } from './network.ts';

let world: World;
let files = 0;

beforeAll(async () => {
  world = await makeWorld();
  await world.mint({ count: 1 });
  await world.share();
});
afterAll(() => world.remove());

/** @param tote what the case is called instead of by its SSCC */
const take = (file: Omit<DeliveryFile, 'to'> & { readonly to?: string }, tote?: string) => {
  const path = world.path(`claims-${++files}.xml`);
  const text = delivery({ to: HILL.gln, despatch: `DA-${files}`, ...file });
  writeFileSync(path, tote === undefined ? text : text.replaceAll(sscc(file.into ?? ''), tote));
  return world.as('hill', (home) => importDocument(home, path));
};
const trust = (how: 'trusted' | 'named' | 'none') =>
  world.as('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside', trust: how }));

async function verify(
  serial: string,
  { lot = LOT, gtin = GTIN, expiry = '310630' } = {},
): Promise<Verified & { exit: number }> {
  const scan = `(01)${gtin}(21)${serial}(17)${expiry}(10)${lot}`;
  for await (const { data, exit, error } of verifyScans(world.env('hill'), [scan], { strict: false })) {
    if (error !== undefined) throw error;
    return { ...(data as Verified), exit: exit ?? 0 };
  }
  throw new TypeError('no answer');
}
const codes = ({ reasons }: Verified) => reasons.map(({ code }) => code);

describe('a pack of a maker outside the network', () => {
  it('is as unknown as ever where no file names it', async () => {
    await take({ serials: ['A1', 'A2'] });
    expect(await verify('Z9')).toMatchObject({ status: 'unknown', exit: 19 });
    expect(await verify('Z9')).not.toHaveProperty('claims');
  });

  it('is a caution by the word of a sender who is trusted, and only then', async () => {
    const first = await verify('A1');
    expect(first).toMatchObject({ status: 'unknown', exit: 19, claims: [{ sender: LAKESIDE, trust: 'none' }] });
    expect(codes(first)).toContain('outside-unproved');
    await trust('named');
    expect(codes(await verify('A1'))).toContain('outside-unproved');
    await trust('trusted');
    const now = await verify('A1');
    expect(now).toMatchObject({
      status: 'caution',
      exit: 0,
      claims: [
        { senderName: 'Lakeside', trust: 'trusted', lot: LOT, expiry: '2031-06-30', state: 'shipped', to: HILL.gln },
      ],
    });
    expect(now.reasons.find(({ code }) => code === 'outside-claim')?.text).toContain('Lakeside');
    expect(codes(now)).not.toContain('unknown-product');
  });

  it('is supplied by nobody on that word alone: it is in no custody here', async () => {
    const supplied = await world.as('hill', (home) =>
      dispense(home, [`(01)${GTIN}(21)A1(17)310630(10)${LOT}`], { note: 'at the counter' }),
    );
    expect(supplied.lines).toMatchObject([{ exit: 19, result: 'refused', verdict: { status: 'unknown' } }]);
    expect(await world.as('hill', (home) => home.ledger.local.outbox.list())).toEqual([]);
  });

  it('with another lot or expiry on its label is no fake, and is not supplied', async () => {
    for (const label of [{ lot: 'LOT8' }, { expiry: '310731' }]) {
      const verdict = await verify('A1', label);
      expect(verdict).toMatchObject({ status: 'unknown', exit: 19, cause: 'data' });
      expect(codes(verdict)).toContain('outside-claim-differs');
    }
  });

  it('goes where its case goes, in a later file too', async () => {
    await take({ serials: ['B1'], into: '41', shipped: false });
    expect(codes(await verify('B1'))).toContain('outside-unproved');
    await take({ serials: ['B2'], into: '41', at: '2026-11-21T08:00:00.000Z' });
    expect(codes(await verify('B1'))).toContain('outside-claim');
    expect(sscc('41')).toMatch(/000000041$/);
  });

  it('goes where its tote goes, whatever that is called', async () => {
    const tote = 'https://totes.example/hall/7';
    await take({ serials: ['T1'], into: '61', shipped: false }, tote);
    expect(codes(await verify('T1'))).toContain('outside-unproved');
    await take({ serials: ['T2'], into: '61', at: '2026-11-21T08:00:00.000Z' }, tote);
    expect(codes(await verify('T1'))).toContain('outside-claim');
  });

  it('that its sender says is gone is a stop', async () => {
    const gone = step('destroying', [sgtin('C1')], '2026-11-21T09:00:00.000Z', 'DELETE', 'destroyed');
    await take({ serials: ['C1'], more: gone });
    expect(await verify('C1')).toMatchObject({ status: 'stop', exit: 14 });
    await trust('none');
    expect(await verify('C1')).toMatchObject({ status: 'unknown', exit: 19 });
    await trust('trusted');
  });

  it('that is on its way to somebody else is unproved here', async () => {
    await take({ serials: ['D1'], to: '9506000100043' });
    expect(codes(await verify('D1'))).toContain('outside-unproved');
  });
});

describe('a pack of a maker of the network', () => {
  it('is judged by the chain alone, whatever a file says of it', async () => {
    const [scan = ''] = (await world.mint({ count: 1 })).scans;
    await world.share();
    const [, serial = ''] = /21(.{16})/.exec(scan.replace(/^\]d2/, '').slice(16)) ?? [];
    const before = await verify(serial, { gtin: ACMES, lot: ACMES_LOT, expiry: '280630' });
    await take({ serials: [serial], lot: 'OTHER', from: ACME.gln });
    const { micros: _, ...after } = await verify(serial, { gtin: ACMES, lot: ACMES_LOT, expiry: '280630' });
    const { micros: __, ...was } = before;
    expect(after).toEqual(was);
  });

  it('that the maker never made in a lot it knows stays a stop, and the claim is shown', async () => {
    const path = world.path('made-up.xml');
    const text = delivery({ to: HILL.gln, serials: ['MADEUP1'], lot: ACMES_LOT, expiry: '2028-06-30' });
    writeFileSync(path, text.replaceAll('urn:epc:id:sgtin:9521321.000001.', 'urn:epc:id:sgtin:9506000.013435.'));
    await world.as('hill', (home) => importDocument(home, path));
    const verdict = await verify('MADEUP1', { gtin: ACMES, lot: ACMES_LOT, expiry: '280630' });
    expect(verdict).toMatchObject({ status: 'stop', exit: 11, claims: [{ state: 'shipped', lot: ACMES_LOT }] });
  });
});
