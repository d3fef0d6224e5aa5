// Cases that are products themselves: GTIN and serial on their label instead of an SSCC, on the same road.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printLabels } from '../../src/app/labels/label.ts';
import { contents } from '../../src/app/steps/contents.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { incoming } from '../../src/app/steps/incoming.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { unpack } from '../../src/app/steps/unpack.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { traceScan } from '../../src/app/verdict/trace.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { GTIN, LOT, makeWorld, refused, type Who, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

const CASE_GTIN = '19506000134359';
const caseOf = (serial: string) => `(01)${CASE_GTIN}(21)${serial}`;
const GS = '\u001d';

describe('a case with GTIN and serial of its own', () => {
  let world: World;
  let scans: readonly string[];
  const CASE = caseOf('CASE1');
  const verified = async (who: Who, scan: string) => {
    for await (const line of verifyScans(world.env(who), [scan], { strict: false })) return line;
    return undefined;
  };
  beforeAll(async () => {
    world = await makeWorld();
    ({ scans } = await world.mint({ count: 12 }));
  });
  afterAll(() => world.remove());

  test.each([
    ['as a scanner types it', `]d201${CASE_GTIN}21CASE1`],
    ['with lot and expiry', `]d201${CASE_GTIN}17280630${'10'}${LOT}${GS}21CASE1`],
    ['as a Digital Link', `https://id.gs1.org/01/${CASE_GTIN}/21/CASE1`],
    ['as bracketed text', CASE],
  ])('takes packs by its label %s', async (_, into) => {
    const items = [scans[0] ?? '', scans[1] ?? ''];
    expect(await world.as('acme', (home) => pack(home, { into, items }))).toMatchObject({
      container: CASE,
      children: 2,
      packs: 2,
    });
  });

  test('takes more while it is open, and goes onto a pallet, one among cases with an SSCC', async () => {
    await world.as('acme', (home) => pack(home, { into: CASE, items: [scans[2] ?? ''] }));
    const other = await world.as('acme', (home) => pack(home, { into: 'new', items: [scans[3] ?? ''] }));
    const pallet = await world.as('acme', (home) => pack(home, { into: 'new', items: [CASE, other.container] }));
    expect(pallet).toMatchObject({ children: 2, packs: 4 });
    const { tree } = await world.as('acme', (home) => contents(home, pallet.container));
    expect(tree.children?.map(({ item, packs }) => [item, packs])).toContainEqual([CASE, 3]);
    await world.as('acme', (home) => unpack(home, { items: [pallet.container] }));
  });

  test('is no case under the GTIN of packs, nor under a pack of its own', async () => {
    for (const into of [`(01)${GTIN}(21)CASE1`, scans[5] ?? '']) {
      const error = await world.as('acme', (home) => refused(() => pack(home, { into, items: [scans[6] ?? ''] })));
      expect(error).toMatchObject({ code: 'sscc-in-use', exit: 14 });
    }
    for (const into of ['(01)19506000134350(21)CASE1', `(01)${CASE_GTIN}`, '095060001343520018', 'case one']) {
      const error = await world.as('acme', (home) => refused(() => pack(home, { into, items: [scans[6] ?? ''] })));
      expect(error).toMatchObject({ code: 'not-gs1', exit: 65 });
    }
  });

  test('has a label to print, with its lot', async () => {
    const out = world.path('case.svg');
    const printed = await world.at('acme', (home) =>
      printLabels(home, { scans: [CASE], format: 'svg', graphics: false, reprint: false, out }),
    );
    expect(printed).toMatchObject({ kind: 'unit', labels: 1, use: 'case', lots: [] });
  });

  test('is shipped, told of, received and judged whole by its own code', async () => {
    const sent = await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [CASE], despatch: 'DA-1' }));
    expect(sent).toMatchObject({ items: 1, packs: 3 });
    await world.share('acme', 'midway');
    // Nothing was read of what came before this verdict.
    expect(await verified('midway', CASE)).toMatchObject({
      exit: 0,
      data: { status: 'caution', item: { gtin: CASE_GTIN, serial: 'CASE1', packs: 3 } },
    });
    const [shipment] = await world.as('midway', (home) => incoming(home).shipments);
    expect(shipment).toMatchObject({ items: 1, packs: 3 });
    const came = await world.as('midway', (home) => receive(home, { items: [CASE] }));
    expect(came).toMatchObject({ received: 1, packs: 3 });
    expect(await world.as('midway', (home) => receive(home, { items: [CASE] }))).toMatchObject({ already: true });
    expect(await verified('midway', CASE)).toMatchObject({ exit: 0, data: { status: 'genuine', item: { packs: 3 } } });
    expect(await world.counts('midway')).toEqual({ active: 3 });
    const items = await world.as('midway', (home) => stock(home, { items: true }).items);
    expect(items?.map(({ within }) => within)).toEqual([CASE, CASE, CASE]);
  });

  test('is traced by its own code, and its packs say what they lay in', async () => {
    const { data, exit } = await traceScan(world.env('midway'), CASE);
    expect(exit).toBeUndefined();
    expect(data).toMatchObject({ item: { gtin: CASE_GTIN, serial: 'CASE1' }, state: 'active' });
    expect(data.recalls).toBeUndefined();
    expect(data.steps.map(({ type }) => type)).toEqual(expect.arrayContaining(['pack', 'ship', 'receive']));
    const inside = await traceScan(world.env('midway'), scans[0] ?? '');
    expect(inside.data.steps.find(({ type }) => type === 'pack')?.within).toBe(CASE);
    expect(inside.data.custody.within).toBe(CASE);
  });

  test('goes on short, is opened by a supply, emptied, and never filled again', async () => {
    await world.as('midway', (home) => ship(home, { to: HILL.gln, items: [CASE] }));
    await world.share();
    const came = await world.as('hill', (home) => receive(home, { items: [CASE], missing: [scans[2] ?? ''] }));
    expect(came).toMatchObject({ packs: 2, exit: 20 });
    const given = await world.as('hill', (home) => dispense(home, [scans[0] ?? '']));
    expect(given.lines[0]).toMatchObject({ result: 'dispensed', opened: [CASE] });
    const notPack = await world.as('hill', (home) => dispense(home, [CASE]));
    expect(notPack.lines[0]).not.toMatchObject({ result: 'dispensed' });
    expect(await world.as('hill', (home) => unpack(home, { items: [CASE] }))).toMatchObject({
      containers: [CASE],
      packs: 1,
    });
    const items = [scans[1] ?? ''];
    const error = await world.as('hill', (home) => refused(() => pack(home, { into: CASE, items })));
    expect(error).toMatchObject({ code: 'sscc-in-use', exit: 14 });
  });

  test('is unknown, and no fake, to whoever no manifest told of it', async () => {
    expect(await verified('corner', CASE)).toMatchObject({ exit: 19, data: { status: 'unknown' } });
    const error = await world.as('corner', (home) => refused(() => receive(home, { items: [CASE] })));
    expect(error.exit).toBe(19);
  });

  test('is taken out of use with all that is in it', async () => {
    const items = [scans[7] ?? '', scans[8] ?? ''];
    await world.as('acme', (home) => pack(home, { into: caseOf('C/2(b)'), items }));
    const done = await world.as('acme', (home) =>
      decommission(home, { items: [caseOf('C/2(b)')], reason: 'destroyed', confirm: 2 }),
    );
    expect(done).toMatchObject({ packs: 2 });
  });

  test('makes no case of what would be a fake: a manifest that calls a made-up pack a container is not believed', async () => {
    const fake = `(01)${GTIN}(21)FAKE1(17)280630(10)${LOT}`;
    // Whoever writes manifests by other means than the command can call a container anything.
    const at = await world.as('acme', (home) =>
      home.ledger.write((local) => {
        const key = new Uint8Array(32).fill(7);
        local.containers.put({ key, name: `(01)${GTIN}(21)FAKE1`, value: [] });
        return key;
      }),
    );
    expect(at).toHaveLength(32);
    expect(await verified('acme', fake)).toMatchObject({ exit: 11, data: { status: 'stop' } });
  });

  test('gives single packs, as one with an SSCC', async () => {
    const into = caseOf('CASE3');
    await world.as('acme', (home) => pack(home, { into, items: [scans[9] ?? '', scans[10] ?? ''] }));
    expect(await world.as('acme', (home) => unpack(home, { from: into, items: [scans[9] ?? ''] }))).toMatchObject({
      container: into,
      packs: 1,
    });
  });
});
