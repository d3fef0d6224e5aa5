// The message to a partner outside where goods and data differ: what the published schema asks for, and nothing that nobody said.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentRecord } from '../../src/app/outside/document-records.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { receiveDocument } from '../../src/app/outside/receive-document.ts';
import { receiveGoods } from '../../src/app/outside/receive-goods.ts';
import { resolveException, tellException } from '../../src/app/steps/exception-handling.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { formPdg, type PdgRequest } from '../../src/app/verdict/form-pdg.ts';
import type { PdgMessage } from '../../src/app/verdict/pdg-message.ts';
import { RESOLUTIONS } from '../../src/custody/exceptions.ts';
import { delivery, GTIN, LAKESIDE, sgtin } from './epcis-files.ts';
import { EXPIRY, LOT, makeWorld, type World } from './goods-world.ts';
import { MIDWAY } from './network.ts';

let world: World;
let scans: readonly string[];
beforeAll(async () => {
  world = await makeWorld();
  scans = (await world.mint({ count: 8 })).scans;
  await world.share();
});
afterAll(() => world.remove());

const scanOf = (serial: string) => `(01)${GTIN}(21)${serial}(17)310630(10)LOT7`;
const take = async (
  name: string,
  file: { readonly serials: readonly string[]; readonly lot?: string },
  isAcmes = false,
) => {
  const text = delivery({ to: MIDWAY.gln, despatch: `DA-${name}`, ...file });
  writeFileSync(
    world.path(name),
    isAcmes ? text.replaceAll(sgtin(''), 'urn:epc:id:sgtin:9506000.013435.').replaceAll('2031-06-30', EXPIRY) : text,
  );
  return world.as('midway', (home) => importDocument(home, world.path(name), { name }));
};
const form = (request: PdgRequest, who: 'midway' | 'acme' = 'midway') =>
  world.as(who, (home) => formPdg(home, request));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** Members of the items of each list, as the schema of 2024-08-12 requires them; the rest is not told. */
const ITEMS: Readonly<Record<string, readonly string[]>> = {
  missing_product_data: ['product_gtin', 'observation_source', 'product_serial'],
  missing_product: ['file_id', 'product_gtin', 'product_serial'],
  data_misalignment: ['received_product', 'product_data'].flatMap((side) =>
    ['gtin', 'lot', 'expiry', 'serial'].map((name) => `${side}_${name}`),
  ),
  overages: ['gtin', 'quantity_ordered', 'quantity_received'],
};

/** What the schema says of a message, beside what only a person can fill in. */
function conforms(message: PdgMessage | undefined, open: readonly string[] = []): PdgMessage {
  if (message === undefined) throw new TypeError('no message');
  expect(Object.keys(message)).toEqual([
    ...['message_uuid', 'exception_case_uuid', 'timestamp', 'po_number', 'sender_information', 'exceptions'],
    ...['other_errors', 'case_resolved'],
  ]);
  expect(message.message_uuid).toMatch(UUID);
  expect(message.exception_case_uuid).toMatch(UUID);
  expect(Number.isInteger(message.timestamp)).toBe(true);
  for (const [member, items] of Object.entries(message.exceptions)) {
    for (const item of items) {
      const { exception_item_uuid: id, resolution_request: ask, ...rest } = item;
      expect(id).toMatch(UUID);
      expect(Object.keys(rest).toSorted()).toEqual(ITEMS[member]?.toSorted());
      if (!open.includes('resolution_request')) expect(RESOLUTIONS).toContain(ask);
    }
  }
  const ids = Object.values(message.exceptions).flatMap((items) => items.map((item) => item.exception_item_uuid));
  expect(new Set([...ids, message.message_uuid, message.exception_case_uuid]).size).toBe(ids.length + 2);
  return message;
}

test('what did not come of a file is told pack by pack, and a person adds what no file says', async () => {
  const { document } = await take('short.xml', { serials: ['A1', 'A2', 'A3'] });
  expect(await form({ about: document })).toEqual({ event: expect.any(String), missing: [] });
  await world.as('midway', (home) => {
    const record = documentRecord(home.ledger.local, document);
    if (record === undefined) throw new TypeError('not kept');
    return receiveDocument(home, record, { missing: [scanOf('A2')], damaged: [scanOf('A3')], items: [] });
  });
  const first = await form({ about: document });
  expect(first.missing).toEqual(['po_number', 'email', 'resolution_request']);
  const message = conforms(first.message, first.missing);
  expect(message.exceptions.missing_product).toMatchObject([
    { file_id: 'short.xml', product_gtin: GTIN, product_serial: 'A2', resolution_request: '' },
  ]);
  expect(message.other_errors).toEqual([`damaged: (01)${GTIN}(21)A3`]);
  const out = world.path('pdg.json');
  const told = await form({ about: 'DA-short.xml', po: 'PO-88', ask: 'credit-account', out });
  expect(told).toMatchObject({ missing: ['email'], file: out });
  const written = conforms(JSON.parse(readFileSync(out, 'utf8')) as PdgMessage);
  expect(written.po_number).toBe('PO-88');
  // A repeat is the same message about the same case.
  expect([written.message_uuid, written.exception_case_uuid]).toEqual([
    message.message_uuid,
    message.exception_case_uuid,
  ]);
});

test('goods without data ask for it until it is here, and then the case is over', async () => {
  const came = await world.as('midway', (home) =>
    receiveGoods(home, { items: [scanOf('B1'), scanOf('B2')], from: LAKESIDE }),
  );
  const open = await form({ about: came.waiting ?? '', po: 'PO-9' });
  const message = conforms(open.message);
  expect(message.exceptions.missing_product_data).toMatchObject(
    ['B1', 'B2'].map((serial) => ({
      ...{
        product_gtin: GTIN,
        product_serial: serial,
        observation_source: 'Scan',
        resolution_request: 'Send new data',
      },
    })),
  );
  expect(message.case_resolved).toBe(false);
  await take('late.xml', { serials: ['B1', 'B2'] });
  const over = conforms((await form({ about: came.waiting ?? '', po: 'PO-9' })).message);
  expect(over).toMatchObject({ case_resolved: true, exceptions: {}, other_errors: null });
  expect(over.exception_case_uuid).toBe(message.exception_case_uuid);
  expect(over.message_uuid).not.toBe(message.message_uuid);
});

test('a file that differs from what the maker signed has both beside each other', async () => {
  const serial = /21([0-9A-Z]{16})/.exec(scans[7] ?? '')?.[1] ?? '';
  const { document } = await take('other.xml', { serials: [serial], lot: 'OTHER' }, true);
  const message = conforms((await form({ about: document, po: 'PO-1' })).message);
  expect(message.exceptions.data_misalignment).toMatchObject([
    {
      received_product_lot: LOT,
      product_data_lot: 'OTHER',
      received_product_expiry: EXPIRY,
      product_data_expiry: EXPIRY,
    },
  ]);
});

test('an exception of the network is told as its kind is, and its end with it', async () => {
  const sent = scans.slice(0, 3);
  const { shipment } = await world.as('acme', (home) =>
    ship(home, { to: MIDWAY.gln, items: sent, despatch: 'DA-9', po: 'PO-7' }),
  );
  await world.share();
  await world.as('midway', (home) => receive(home, { items: sent.slice(0, 2) }));
  const short = await world.as('midway', (home) =>
    tellException(home, { kind: 'underage', items: [shipment, sent[2] ?? ''] }),
  );
  const message = conforms((await form({ about: short.exception, ask: 'send-product' })).message);
  expect(message).toMatchObject({ po_number: 'PO-7', case_resolved: false });
  expect(message.exceptions.missing_product).toMatchObject([{ file_id: 'DA-9', resolution_request: 'Send product' }]);
  const extra = await world.as('midway', (home) =>
    tellException(home, { kind: 'overage', items: [shipment, scans[4] ?? ''] }),
  );
  const over = conforms((await form({ about: extra.exception, ask: 'return-product' })).message);
  expect(over.exceptions.overages).toMatchObject([{ quantity_ordered: 3, quantity_received: 4 }]);
  const label = await world.as('midway', (home) =>
    tellException(home, { kind: 'wrong-data', items: [shipment], expected: '2028-06-30', seen: '2028-03-06' }),
  );
  expect((await form({ about: label.exception })).message?.other_errors).toContainEqual(
    expect.stringContaining('wrong-data; expected 2028-06-30; seen 2028-03-06'),
  );
  await world.as('midway', (home) => resolveException(home, short.exception, { as: 'credit-account' }));
  expect((await form({ about: short.exception })).message).toMatchObject({ case_resolved: true, exceptions: {} });
  await world.share();
  await expect(form({ about: extra.exception }, 'acme')).rejects.toMatchObject({ code: 'not-allowed' });
});

test('nothing is written where it cannot be, and no resolution is invented', async () => {
  await expect(form({ about: 'DA-short.xml', ask: 'send-flowers' })).rejects.toMatchObject({ code: 'usage' });
  await expect(form({ about: 'ffff' })).rejects.toMatchObject({ code: 'not-found' });
});
