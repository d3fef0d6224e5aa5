// What partners outside get: files of chain events that schemas and our own check find nothing in, with all that happened to goods.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isKeptNamed } from '../../src/app/export/asked.ts';
import { type EpcisExportRequest, exportEpcis } from '../../src/app/export/export-epcis.ts';
import { setProduct } from '../../src/app/items/product.ts';
import { setProfile } from '../../src/app/parties/profile.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { quarantine, release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { voidShipment } from '../../src/app/steps/void.ts';
import { checkEpcis } from '../../src/epcis/check.ts';
import { EventHasher } from '../../src/epcis/hash-id.ts';
import type { EpcisEvent } from '../../src/epcis/model.ts';
import { read } from '../epcis/files.ts';
import { jsonJudge, xsdJudge } from '../epcis/schemas.ts';
import { GTIN, makeWorld, refused, type Who, type World } from './goods-world.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

const xsd = xsdJudge();
const json = jsonJudge();
const CASE = '(01)19506000134359(21)CASE1';

let world: World;
let files = 0;

async function exported(who: Who, items: readonly string[], more: Omit<EpcisExportRequest, 'items' | 'out'> = {}) {
  const out = world.path(`out-${++files}`);
  const data = await world.as(who, (home) => exportEpcis(home, { items, out, ...more }));
  const text = readFileSync(out, 'utf8');
  const { events, words, document } = await read(text);
  return { data, text, events, words, document };
}

/** Held to everything: the schema, and our own check for whom it is meant. */
async function sound({ data, text, events }: Awaited<ReturnType<typeof exported>>, findings: readonly string[] = []) {
  expect((data.to === '1.2' ? xsd : json)?.(text) ?? []).toEqual([]);
  const profile = data.profile.startsWith('dscsa') ? 'dscsa' : data.profile === 'eu' ? 'eu' : 'plain';
  const checked = await checkEpcis(() => [Buffer.from(text)], {
    claims: true,
    profile,
    ...(data.receiver === undefined ? {} : { as: data.receiver }),
  });
  expect(checked.findings.map(({ code, text: said }) => [code, said])).toEqual(
    findings.map((code) => [code, expect.any(String)]),
  );
  expect(checked.packs).toBe(data.packs);
  expect(data.events).toBe(events.length);
  const hasher = new EventHasher('cbv2.0', { namespaces: [] });
  for (const [at, event] of events.entries()) {
    const { eventID, ...rest } = event;
    expect(eventID).toBe(data.ids[at]);
    if (event.errorDeclaration === undefined) expect(hasher.id(rest)).toBe(eventID);
  }
  return checked;
}

const steps = (events: readonly EpcisEvent[]) =>
  events.map(({ type, action, bizStep, disposition }) => `${type.slice(0, 3)} ${action} ${bizStep} ${disposition}`);

beforeAll(async () => {
  world = await makeWorld();
  await world.as('acme', (home) =>
    setProduct(home, {
      gtin: GTIN,
      name: 'Amoxil',
      strength: '500 mg',
      form: 'CAPSULE',
      size: '21 capsules',
      codes: { ndc: '99999-123-45' },
    }),
  );
  const address = { street: '1 Mill Lane', city: 'Leeds', postcode: 'LS1 1AA', country: 'GB' };
  for (const who of ['acme', 'midway', 'hill'] as const) await world.as(who, (home) => setProfile(home, { address }));
  await world.as('acme', (home) => setProfile(home, { prefixes: ['9506000'] }));
  await world.share();
});
afterAll(() => world.remove());

describe('a shipment of a pallet with two cases, and a loose pack', () => {
  let scans: readonly string[];
  let pallet: string;
  let sscc: string;
  let shipment: string;
  beforeAll(async () => {
    ({ scans } = await world.mint({ count: 9 }));
    await world.as('acme', (home) => pack(home, { into: CASE, items: scans.slice(0, 4) }));
    sscc = (await world.as('acme', (home) => pack(home, { into: 'new', items: scans.slice(4, 8) }))).container;
    pallet = (await world.as('acme', (home) => pack(home, { into: 'new', items: [CASE, sscc] }))).container;
    const papers = { po: 'PO 7/1', despatch: 'DA-1', invoice: 'I-1' };
    ({ shipment } = await world.as('acme', (home) =>
      ship(home, { to: MIDWAY.gln, items: [pallet, scans[8] ?? ''], ...papers }),
    ));
    await world.share();
  });

  test.each([
    ['dscsa-1.3', '1.2'],
    ['dscsa-1.2', '1.2'],
    ['dscsa-1.3', '2.0'],
    ['plain', '1.2'],
    ['plain', '2.0'],
    ['eu', '2.0'],
    ['eu', '1.2'],
  ] as const)('is whole and right as %s in %s', async (profile, to) => {
    const file = await exported('acme', ['DA-1'], { profile, to, affirm: true });
    const { data, events } = file;
    expect(data).toMatchObject({ packs: 9, left: [], exit: 0, receiver: MIDWAY.gln, profile, to });
    const checked = await sound(file);
    expect(checked).toMatchObject({ sender: ACME.gln, receiver: MIDWAY.gln, containers: 3 });
    const begun = profile.startsWith('dscsa') ? 3 : 0;
    expect(steps(events).filter((step) => step === 'Obj ADD commissioning active')).toHaveLength(1 + begun);
    expect(steps(events).filter((step) => step === 'Agg ADD packing in_progress')).toHaveLength(3);
    expect(steps(events).at(-1)).toBe('Obj OBSERVE shipping in_transit');
    const sent = events.at(-1);
    expect(sent?.bizLocation).toBeUndefined();
    expect(sent?.epcs).toHaveLength(2);
    expect(sent?.bizTransactions).toEqual([
      { type: 'po', id: `urn:epcglobal:cbv:bt:${MIDWAY.gln}:PO%207%2F1` },
      { type: 'desadv', id: `urn:epcglobal:cbv:bt:${ACME.gln}:DA-1` },
      { type: 'inv', id: `urn:epcglobal:cbv:bt:${ACME.gln}:I-1` },
    ]);
    const claim = checked.claimOf?.(GTIN, /\(21\)([^(]+)/.exec(await bracketed(scans[0]))?.[1] ?? '');
    expect(claim).toMatchObject({ lot: 'ABC123', expiry: '2028-06-30', state: 'shipped', to: MIDWAY.gln });
  });

  test('has names and addresses of products and parties', async () => {
    const { words } = await exported('acme', ['DA-1'], { profile: 'dscsa-1.3', affirm: true });
    const said = (end: string) =>
      Object.fromEntries(
        words
          .find(({ id }) => id.endsWith(end))
          ?.attributes.map(({ id, value }) => [id.replace(/.*#/, ''), value] as const) ?? [],
      );
    expect(said('013435.*')).toEqual({
      additionalTradeItemIdentification: '99999-123-45',
      additionalTradeItemIdentificationTypeCode: 'US_FDA_NDC',
      regulatedProductName: 'Amoxil',
      manufacturerOfTradeItemPartyName: ACME.name,
      dosageFormType: 'CAPSULE',
      strengthDescription: '500 mg',
      netContentDescription: '21 capsules',
    });
    expect(words.filter(({ type }) => type.endsWith('Location')).map(({ attributes }) => attributes.length)).toEqual([
      5, 5,
    ]);
    const old = await exported('acme', ['DA-1'], { profile: 'dscsa-1.2', affirm: true });
    expect(old.text).toContain('>99999012345<');
    expect(old.document?.senders).toMatchObject([{ authority: 'GLN', id: ACME.gln }]);
  });

  test('makes no declaration by law by itself, and says so', async () => {
    const file = await exported('acme', ['DA-1'], { profile: 'dscsa-1.3' });
    expect(file.text).not.toContain('affirmTransactionStatement');
    expect(file.data).toMatchObject({ exit: 20, left: [{ code: 'no-statement', count: 1 }] });
    await sound(file, ['no-transaction-statement']);
  });

  test('says the same to who receives it, before and after it was opened; and nothing to others', async () => {
    const before = await exported('acme', ['DA-1'], { to: '1.2' });
    const theirs = await exported('midway', ['DA-1'], { to: '1.2' });
    expect(theirs.data.ids).toEqual(before.data.ids);
    await world.as('midway', (home) => receive(home, { items: [shipment] }));
    await world.as('midway', (home) => ship(home, { to: HILL.gln, items: [scans[0] ?? ''], despatch: 'M-1' }));
    await world.share();
    const after = await exported('acme', ['DA-1'], { to: '1.2' });
    expect(after.data.ids.toSorted()).toEqual(before.data.ids.toSorted());
    await sound(after);
    const error = await world.as('corner', (home) => refused(() => exportEpcis(home, { items: [shipment], out: '-' })));
    expect(error).toMatchObject({ exit: 14 });
  });

  test('goes on at the wholesaler with what happened before, under the names of who did it', async () => {
    const file = await exported('midway', ['M-1'], { profile: 'dscsa-1.3', affirm: true });
    await sound(file);
    expect(file.data).toMatchObject({ packs: 1, receiver: HILL.gln, left: [] });
    expect(steps(file.events)).toEqual([
      'Obj ADD commissioning active',
      'Obj ADD commissioning active',
      'Agg ADD packing in_progress',
      'Obj ADD commissioning active',
      'Agg ADD packing in_progress',
      'Obj OBSERVE shipping in_transit',
      'Obj OBSERVE receiving in_progress',
      'Agg DELETE unpacking in_progress',
      'Obj OBSERVE shipping in_transit',
    ]);
    const [made] = file.events;
    expect(made?.readPoint?.id).toContain(ACME.gln.slice(7, 12));
    expect(made?.ilmd?.map(({ name, value }) => [name, value])).toEqual([
      ['lotNumber', 'ABC123'],
      ['itemExpirationDate', '2028-06-30'],
    ]);
  });

  test('tells the whole way of single goods', async () => {
    await world.as('hill', (home) => receive(home, { items: [scans[0] ?? ''] }));
    await world.as('hill', (home) => dispense(home, [scans[0] ?? '']));
    const file = await exported('hill', [scans[0] ?? '']);
    await sound(file);
    expect(steps(file.events).slice(-2)).toEqual([
      'Obj OBSERVE receiving in_progress',
      'Obj OBSERVE dispensing dispensed',
    ]);
    expect(file.data).toMatchObject({
      packs: 1,
      left: [{ code: 'container-unknown', count: 2 }, { code: 'no-receiver' }],
    });
    expect(file.text).not.toContain('"urn:epc:');
    const error = await world.as('corner', (home) =>
      refused(() => exportEpcis(home, { items: [scans[0] ?? ''], out: world.path('none') })),
    );
    expect(error).toMatchObject({ exit: 14, detail: { items: [{ code: 'not-in-your-custody' }] } });
    expect(existsSync(world.path('none'))).toBe(false);
  });
});

describe('what happened besides', () => {
  test('a receipt that was short, and what was set apart, released and destroyed', async () => {
    const { scans } = await world.mint({ count: 5, lot: 'SHORT1' });
    const { container } = await world.as('acme', (home) => pack(home, { into: 'new', items: scans }));
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [container], despatch: 'DA-2' }));
    await world.share();
    await world.as('midway', (home) => receive(home, { items: ['DA-2'], missing: [scans[4] ?? ''] }));
    const apart = [scans[0] ?? ''];
    await world.as('midway', (home) => quarantine(home, { items: apart, reason: 'damaged' }));
    world.later();
    await world.as('midway', (home) => release(home, { items: apart }));
    world.later();
    await world.as('midway', (home) => decommission(home, { items: apart, reason: 'destroyed' }));
    const file = await exported('midway', apart);
    await sound(file);
    expect(steps(file.events)).toEqual([
      'Obj ADD commissioning active',
      'Agg ADD packing in_progress',
      'Obj OBSERVE shipping in_transit',
      'Obj OBSERVE receiving in_progress',
      'Agg DELETE unpacking in_progress',
      'Obj OBSERVE holding damaged',
      'Obj OBSERVE inspecting active',
      'Obj DELETE destroying destroyed',
    ]);
    expect(file.events[5]).toMatchObject({ persistentDisposition: { set: ['damaged'] } });
    expect(file.events[6]).toMatchObject({ persistentDisposition: { unset: ['damaged'] } });
    expect(file.events[5]?.extensions).toMatchObject([{ name: 'reason', value: 'damaged' }]);
    const gone = await exported('midway', [scans[4] ?? '']);
    expect(steps(gone.events).slice(-2)).toEqual([
      'Agg DELETE unpacking in_progress',
      'Obj OBSERVE inspecting mismatch_instance',
    ]);
    const old = await exported('midway', [scans[4] ?? ''], { to: '1.2' });
    expect(old.data.left).toContainEqual(expect.objectContaining({ code: 'missing-goods', count: 1 }));
  });

  test.each([
    ['plain', 1],
    ['dscsa-1.3', 2],
  ] as const)('a shipment that was taken back, as %s', async (profile, more) => {
    const { scans } = await world.mint({ count: 1, lot: `VOID-${more}` });
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: scans, despatch: `V-${more}` }));
    await world.as('acme', (home) => voidShipment(home, { items: [`V-${more}`], reason: 'wrong street' }));
    const file = await exported('acme', scans, { profile, affirm: true });
    await sound(file);
    const told = file.events.slice(1);
    expect(told).toHaveLength(1 + more);
    expect(told.at(-1)).toMatchObject({ errorDeclaration: { reason: 'did_not_occur' }, eventID: told[0]?.eventID });
    expect(told.slice(1, -1).map(({ bizStep }) => bizStep)).toEqual(more === 2 ? ['void_shipping'] : []);
  });

  test('goods sent back', async () => {
    const { scans } = await world.mint({ count: 1, lot: 'BACK1' });
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: scans, despatch: 'B-1' }));
    await world.share();
    await world.as('midway', (home) => receive(home, { items: ['B-1'] }));
    await world.as('midway', (home) => ship(home, { to: ACME.gln, items: scans, reason: 'wrong goods', rma: 'R-1' }));
    await world.share();
    await world.as('acme', (home) => receive(home, { items: scans }));
    const file = await exported('acme', scans);
    await sound(file);
    expect(steps(file.events).slice(-2)).toEqual(['Obj OBSERVE shipping returned', 'Obj OBSERVE receiving returned']);
  });

  test('a number whose company prefix nobody says is a link in XML too, and named', async () => {
    const { scans } = await world.mint({ count: 1, lot: 'PREFIX1' });
    await world.as('acme', (home) => setProfile(home, { prefixes: ['1234567'] }));
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: scans, despatch: 'P-1' }));
    const file = await exported('acme', ['P-1'], { to: '1.2' });
    expect(file.data.exit).toBe(20);
    expect(file.data.left.map(({ code }) => code)).toEqual(['prefix-unknown']);
    await sound(file);
    const given = await exported('acme', ['P-1'], { to: '1.2', prefixes: ['9506000'] });
    expect(given.data).toMatchObject({ left: [], exit: 0 });
    await world.as('acme', (home) => setProfile(home, { prefixes: ['9506000'] }));
  });

  test('a file that is there already is not touched; a despatch number means a shipment first', async () => {
    const error = await world.as('acme', (home) =>
      refused(() => exportEpcis(home, { items: ['P-1'], out: world.path('agency.card') })),
    );
    expect(error).toMatchObject({ code: 'cannot-create', exit: 73 });
    expect(await world.as('acme', (home) => isKeptNamed(home, 'P-1'))).toBe(false);
  });

  test('serials of every character stay what they are', async () => {
    const odd = ['A/1', 'B%2', 'C&<3', "D'4", 'E(5)', 'F+=6', 'G?_7', 'H"8'];
    await world.mint({ count: odd.length, lot: 'ODD1', serials: odd });
    const items = odd.map((serial) => `]d201${GTIN}17280630${'10'}ODD1\u001d21${serial}`);
    for (const to of ['1.2', '2.0'] as const) {
      const file = await exported('acme', items, { to });
      const checked = await sound(file);
      for (const serial of odd) expect(checked.claimOf?.(GTIN, serial)).toMatchObject({ lot: 'ODD1' });
    }
  });
});

async function bracketed(scan: string | undefined): Promise<string> {
  const { identify } = await import('../../src/app/scans/identify.ts');
  const { label } = identify(scan ?? '');
  return label?.kind === 'pack' ? `(01)${label.gtin}(21)${label.serial}` : '';
}
