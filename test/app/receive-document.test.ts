// A delivery of a wholesaler outside is at the door: its file is on the list of what comes, and the goods are compared with it.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditFolder, rebuild } from '../../src/app/maintenance/audit.ts';
import { catchUpDocuments } from '../../src/app/outside/document-index.ts';
import { documentRecord } from '../../src/app/outside/document-records.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { outsideIncoming } from '../../src/app/outside/on-the-way.ts';
import { setOutside } from '../../src/app/outside/partners.ts';
import { type ReceiveDocument, receiveDocument } from '../../src/app/outside/receive-document.ts';
import { type DeliveryFile, delivery, EXPIRY, GTIN, LAKESIDE, LOT } from './epcis-files.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

let net: Network;
let files = 0;

beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('hill', HILL, { roles: ['dispenser'] });
  await net.at('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside', trust: 'trusted' }));
});
afterAll(() => net.remove());

const at = <T>(fn: Parameters<typeof net.at<T>>[1]) => net.at('hill', fn);
async function take(file: Omit<DeliveryFile, 'to'> & { readonly to?: string }): Promise<string> {
  const path = net.path(`door-${++files}.xml`);
  writeFileSync(path, delivery({ to: HILL.gln, despatch: `DA-${files}`, ...file }));
  return (await at((home) => importDocument(home, path))).document;
}
const coming = async () => (await at(outsideIncoming)).map(({ document }) => document);
const receive = (document: string, more: Partial<ReceiveDocument> = {}) =>
  at((home) => {
    const record = documentRecord(home.ledger.local, document);
    if (record === undefined) throw new TypeError('no document');
    return receiveDocument(home, record, { missing: [], damaged: [], items: [], ...more });
  });
const scan = (serial: string) => `(01)${GTIN}(21)${serial}(17)310630(10)${LOT}`;
const sscc = '(00)095213210000000414';

describe('a delivery of a partner outside', () => {
  it('is on its way by its file until it is received, and then once', async () => {
    const document = await take({ serials: ['A1', 'A2', 'A3'], into: '41' });
    const elsewhere = await take({ serials: ['X1'], to: '9506000100043' });
    const [line] = await at(outsideIncoming);
    expect(line).toMatchObject({
      ...{
        document,
        shipment: document.slice(0, 16),
        from: LAKESIDE,
        fromName: 'Lakeside',
        to: HILL.gln,
        outside: true,
        items: 1,
        packs: 3,
      },
      ...{ despatch: 'DA-1', lots: [{ gtin: GTIN, lot: LOT, expiry: EXPIRY, packs: 3 }] },
    });
    expect(await coming()).not.toContain(elsewhere);
    const received = await receive(document);
    expect(received).toMatchObject({
      exit: 0,
      already: false,
      received: 1,
      packs: 3,
      missing: [],
      extra: [],
      damaged: [],
    });
    expect(await coming()).not.toContain(document);
    expect(await receive(document)).toMatchObject({ already: true, event: received.event, exit: 0 });
    expect(auditFolder(net.env('hill')).findings).toEqual([]);
  });

  it('that differs from its file says so: missing, extra, damaged, all in one', async () => {
    const document = await take({ serials: ['B1', 'B2', 'B3'] });
    const told = await receive(document, {
      missing: [scan('B1')],
      damaged: [scan('B2')],
      items: [scan('B3'), scan('Z9')],
    });
    expect(told).toMatchObject({
      ...{ exit: 20, received: 2, packs: 2, missing: [`${GTIN}/B1`], damaged: [`${GTIN}/B2`] },
      extra: [scan('Z9')],
    });
  });

  it('lacks all that is in a case that is missing', async () => {
    const document = await take({ serials: ['C1', 'C2'], into: '41' });
    expect(await receive(document, { missing: [sscc] })).toMatchObject({ exit: 20, received: 0, packs: 0 });
  });

  it('lacks nothing that was never announced', async () => {
    const document = await take({ serials: ['D1'] });
    await expect(receive(document, { missing: [scan('D9')] })).rejects.toMatchObject({ code: 'not-found' });
    expect(await coming()).toContain(document);
  });

  it('stays received after a rebuild', async () => {
    const document = await take({ serials: ['E1'] });
    await receive(document);
    const before = await coming();
    await at(rebuild);
    await at(catchUpDocuments);
    expect(await coming()).toEqual(before);
  });
});
