// `receive` and `incoming` at a pharmacy: what a partner outside announced by a file, beside what comes over the network.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { delivery, GTIN, LOT } from '../app/epcis-files.ts';
import { HILL, makeNetwork, type Network } from '../app/network.ts';
import { inProcess } from './program.ts';

let net: Network;

beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('hill', HILL, { roles: ['dispenser'] });
});
afterAll(() => net.remove());

const SSCC = '095060001343520017';
const hill = async (args: readonly string[], input?: string) => {
  const now = new Date(net.env('hill').clock()).toISOString();
  const env = { PEDIGREE_HOME: net.path('hill') };
  const { exit, json } = await inProcess(net.path('hill'), [...args, '--now', now, '--json'], {
    env,
    ...(input === undefined ? {} : { input }),
  });
  return { exit, ...json[0] };
};

test('what begins like a document is an SSCC where there is none, before and after there are any', async () => {
  expect(await hill(['incoming'])).toMatchObject({ exit: 0, shipments: [] });
  const before = await hill(['receive', SSCC]);
  expect(before).toMatchObject({ ok: false });
  expect(before).not.toHaveProperty('document');
  writeFileSync(net.path('one.xml'), delivery({ to: HILL.gln, serials: ['A1', 'A2'], despatch: 'DA-1' }));
  const { document } = (await hill(['epcis', 'import', net.path('one.xml')])) as unknown as { document: string };
  expect(await hill(['incoming'])).toMatchObject({ shipments: [{ document, outside: true, packs: 2 }] });
  expect(await hill(['receive', SSCC])).toMatchObject({ exit: before.exit, ok: false });
  const scans = ['A1', 'Z9'].map((serial) => `(01)${GTIN}(21)${serial}(17)310630(10)${LOT}`);
  const word = document.slice(0, 12);
  const told = await hill(['receive', word, '-', '--missing', `(01)${GTIN}(21)A2`], scans.join('\n'));
  expect(told).toMatchObject({
    ...{ exit: 20, document, outside: true, received: 1, packs: 1, missing: [`${GTIN}/A2`], extra: [scans[1]] },
  });
  expect(await hill(['receive', word])).toMatchObject({ exit: 0, document, already: true });
  expect(await hill(['incoming'])).toMatchObject({ shipments: [] });
});

test('a despatch advice number means shipments of the network alone, also one of digits', async () => {
  writeFileSync(net.path('number.xml'), delivery({ to: HILL.gln, serials: ['N1'], despatch: '47114711' }));
  const { document } = (await hill(['epcis', 'import', net.path('number.xml')])) as unknown as { document: string };
  expect(await hill(['receive', '47114711'])).toMatchObject({ ok: false });
  expect(await hill(['epcis', 'show', '47114711'])).toMatchObject({ document });
  expect(await hill(['receive', document])).toMatchObject({ exit: 0, document, already: false });
});

test('goods of the world outside that no file names are received, wait, and are asked about', async () => {
  const scan = (serial: string) => `(01)${GTIN}(21)${serial}(17)310630(10)${LOT}`;
  const told = await hill(['receive', scan('W1'), scan('W2'), '--damaged', scan('W2')]);
  expect(told).toMatchObject({
    ...{ exit: 20, outside: true, received: 2, withoutData: [`${GTIN}/W1`, `${GTIN}/W2`], damaged: [`${GTIN}/W2`] },
  });
  const { waiting } = told as unknown as { waiting: string };
  // Z9 came with the first delivery, and no file names it either.
  expect(await hill(['waiting'])).toMatchObject({ waiting: [{ names: [`${GTIN}/Z9`] }, { id: waiting, items: 2 }] });
  expect(await hill(['asked', waiting, '--on', '2026-11-21'])).toMatchObject({
    ...{ exit: 0, already: false, waiting: [{ asked: '2026-11-21', askedDays: 1 }] },
  });
  expect(await hill(['receive', scan('W1')])).toMatchObject({ exit: 0, already: true });
  writeFileSync(net.path('late.xml'), delivery({ to: HILL.gln, serials: ['W1', 'W2'], despatch: 'DA-W' }));
  await hill(['epcis', 'import', net.path('late.xml')]);
  expect(await hill(['waiting'])).toMatchObject({ waiting: [{ names: [`${GTIN}/Z9`] }], total: 1 });
  expect(await hill(['incoming'])).toMatchObject({ shipments: [] });
});

test('what is named missing or damaged beside goods of the world outside is of a shipment, or nothing is received', async () => {
  const scan = (serial: string) => `(01)${GTIN}(21)${serial}(17)310630(10)${LOT}`;
  const before = await hill(['waiting']);
  for (const option of ['--missing', '--damaged']) {
    expect(await hill(['receive', scan('V1'), option, SSCC])).toMatchObject({ ok: false, exit: 2, code: 'usage' });
  }
  expect(await hill(['waiting'])).toEqual(before);
});
