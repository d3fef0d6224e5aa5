// An inspector's question: who sent this pack, this lot, this product to whom, by which file; and what of it nobody here knows.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setProduct } from '../../src/app/items/product.ts';
import { rebuild } from '../../src/app/maintenance/audit.ts';
import { backUp, restore } from '../../src/app/maintenance/backup.ts';
import { documentRecord } from '../../src/app/outside/document-records.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { setOutside } from '../../src/app/outside/partners.ts';
import { receiveDocument } from '../../src/app/outside/receive-document.ts';
import { receiveGoods } from '../../src/app/outside/receive-goods.ts';
import { setProfile } from '../../src/app/parties/profile.ts';
import { listRequests } from '../../src/app/tracing/requests.ts';
import { type TraceRequest, traceGoods } from '../../src/app/tracing/trace-goods.ts';
import { checkEpcis } from '../../src/epcis/index.ts';
import { checkDigit } from '../../src/gs1/index.ts';
import { delivery, described, EXPIRY, GTIN, LAKESIDE, LOT, sgtin, step } from './epcis-files.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

let net: Network;
const documents: Record<string, string> = {};
const take = async (name: string, text: string) => {
  writeFileSync(net.path(name), text);
  documents[name] = (await net.at('hill', (home) => importDocument(home, net.path(name)))).document;
};

beforeAll(async () => {
  net = makeNetwork();
  const alone = { roles: ['dispenser'], prefixes: [], gtins: [] };
  await net.init('hill', { ...HILL, found: { custody: 'required', alone } });
  const to = HILL.gln;
  await take(
    'full.xml',
    delivery({
      to,
      serials: ['A1', 'A2', 'A3'],
      into: '1',
      despatch: 'DA-1',
      header: described({ ndc: '0904-1234-56' }),
    }),
  );
  await take('bare.xml', delivery({ to, serials: ['B1'], despatch: 'DA-2', at: '2026-11-10T08:00:00.000Z' }));
  await take('other.xml', delivery({ to, serials: ['C1'], lot: 'LOT8', despatch: 'DA-3' }));
  // A wholesaler's own shipment that says nothing of lots: the maker's file does.
  await take('made.xml', delivery({ to: LAKESIDE, from: '9521321000018', serials: ['D1', 'D2'], lot: 'LOT9' }));
  const [, sent = ''] =
    /<ObjectEvent>.*?<\/ObjectEvent>.*?<ObjectEvent>.*?<\/ObjectEvent>(<ObjectEvent>.*<\/ObjectEvent>)/s.exec(
      delivery({ to, serials: ['D1'] }),
    ) ?? [];
  const lotless = delivery({ to, serials: ['D1'] }).replace(
    /<EventList>.*<\/EventList>/s,
    `<EventList>${sent}</EventList>`,
  );
  await take('lotless.xml', lotless);
});
afterAll(() => net.remove());

const trace = (request: Partial<TraceRequest>, more = {}) =>
  net.at('hill', (home) => traceGoods(home, { affirm: false, ...request }), more);
const scan = (serial: string) => `(01)${GTIN}(21)${serial}`;

describe('a pack', () => {
  test('is answered with all that the law asks for, and with the file as evidence', async () => {
    const { transactions, packs, documents: looked } = await trace({ item: scan('A2') });
    expect([transactions.length, packs, looked]).toEqual([1, 1, 1]);
    expect(transactions[0]).toMatchObject({
      source: 'document',
      ...{ gtin: GTIN, name: 'Examplamol', strength: '5 mg', form: 'TABLET', ndc: '0904-1234-56', size: '30 tablets' },
      ...{ lot: LOT, expiry: EXPIRY, containers: 3, serials: ['A2'] },
      ...{
        transactionDate: '2026-11-20',
        shipmentDate: '2026-11-20',
        at: '2026-11-20T10:00:00.000Z',
        despatch: 'DA-1',
      },
      from: { gln: LAKESIDE, name: 'Lakeside Wholesale', address: '1 Lake St, Lakeside, MN 55001, US' },
      to: { gln: HILL.gln, name: HILL.name },
      statement: { affirmed: true, notice: 'Seller has complied.' },
      evidence: { document: documents['full.xml'], fileEvent: 2, sender: LAKESIDE, trust: 'none' },
      added: ['to-name'],
      missing: ['to-address'],
    });
  });

  test('of a file that says less has each field named that nobody here knows', async () => {
    const { transactions, exit, missing } = await trace({ item: scan('B1') });
    expect(exit).toBe(20);
    expect(transactions[0]?.missing).toEqual([
      ...['product-name', 'strength', 'dosage-form', 'ndc', 'container-size'],
      ...['from-name', 'from-address', 'to-address', 'statement'],
    ]);
    expect(missing).toEqual(transactions[0]?.missing);
  });

  test('of which only this party knows what it is called says so', async () => {
    await net.at('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside' }));
    await net.at('hill', (home) => setProduct(home, { gtin: GTIN, name: 'Own name', strength: '5 mg' }));
    const [bare] = (await trace({ item: scan('B1') })).transactions;
    expect(bare).toMatchObject({ name: 'Own name', from: { name: 'Lakeside' } });
    expect(bare?.added).toEqual(['product-name', 'strength', 'from-name', 'to-name']);
    expect((await trace({ item: scan('A1') })).transactions[0]).toMatchObject({ name: 'Examplamol' });
  });

  test('has the address that a party gives itself', async () => {
    await net.at('hill', (home) =>
      setProfile(home, { address: { street: '2 Hill Rd', city: 'Hillside', country: 'US' } }),
    );
    const [told] = (await trace({ item: scan('A1') })).transactions;
    expect(told).toMatchObject({
      to: { address: '2 Hill Rd, Hillside, US' },
      added: ['to-name', 'to-address'],
      missing: [],
    });
    expect(await trace({ item: scan('A1') })).toMatchObject({ exit: 0 });
  });

  test('that nothing tells of is no error, and ends as what is not known', async () => {
    expect(await trace({ item: scan('Z9') })).toMatchObject({ exit: 19, transactions: [], packs: 0 });
  });
});

describe('a lot, a product, a container', () => {
  test('is found in every file, each pack once in each', async () => {
    const { transactions, packs } = await trace({ item: LOT });
    expect(transactions.map(({ shipmentDate, serials }) => [shipmentDate, serials])).toEqual([
      ['2026-11-10', ['B1']],
      ['2026-11-20', ['A1', 'A2', 'A3']],
    ]);
    expect(packs).toBe(4);
    expect((await trace({ gtin: GTIN, lot: 'LOT8' })).transactions).toMatchObject([{ serials: ['C1'] }]);
    expect((await trace({ gtin: '09521321000025' })).transactions).toEqual([]);
  });

  test('is asked for by days', async () => {
    const serials = async (since?: string, before?: string) =>
      (await trace({ gtin: GTIN, lot: LOT, since, before })).transactions.flatMap((one) => one.serials);
    expect(await serials('2026-11-11')).toEqual(['A1', 'A2', 'A3']);
    expect(await serials(undefined, '2026-11-11')).toEqual(['B1']);
    expect(await serials('2026-11-11', '2026-11-20')).toEqual([]);
  });

  test('is found too where the sender names no lot and the maker did', async () => {
    const { transactions } = await trace({ lot: 'LOT9' });
    const told = transactions.map(({ evidence, serials, to, lot }) => [evidence.document, serials, to?.gln, lot]);
    expect(told).toContainEqual([documents['lotless.xml'], ['D1'], HILL.gln, 'LOT9']);
    expect(told).toContainEqual([documents['made.xml'], ['D1', 'D2'], LAKESIDE, 'LOT9']);
  });

  test('is found by the container around it', async () => {
    const stem = '09521321000000001';
    const { transactions } = await trace({ item: `${stem}${checkDigit(stem)}` });
    expect(transactions).toMatchObject([
      { serials: ['A1', 'A2', 'A3'], evidence: { document: documents['full.xml'] } },
    ]);
  });
});

describe('what is written', () => {
  const written = async (name: string, request: Partial<TraceRequest> = {}) => {
    const out = net.path(name);
    const told = await trace({ lot: LOT, out, ...request });
    return { text: readFileSync(out, 'utf8'), told };
  };

  test('has the transaction statement only where somebody affirms it', async () => {
    for (const name of ['a.csv', 'a.xml', 'a.json', 'a.html']) {
      const without = await written(name);
      expect(without.told.affirmed).toBe(false);
      expect(without.text).not.toMatch(/complied|affirm/i);
      const affirmed = await written(name, { affirm: true });
      expect(affirmed.text).toMatch(/complied/);
    }
    await expect(trace({ lot: LOT, affirm: true })).rejects.toMatchObject({ code: 'usage' });
  });

  test('is a table with a line for each pack', async () => {
    const { text } = await written('b.csv');
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^product_name,strength,dosage_form,ndc,gtin,container_size,number_of_containers,lot,/);
    expect(lines[2]).toContain(`Examplamol,5 mg,TABLET,0904-1234-56,${GTIN},30 tablets,3,${LOT},${EXPIRY},A1,`);
    expect(lines[2]).toContain('"1 Lake St, Lakeside, MN 55001, US"');
  });

  test('is EPCIS of these goods alone, in which the check finds them', async () => {
    for (const name of ['c.xml', 'c.json']) {
      const { text } = await written(name, { lot: undefined, item: scan('A2') });
      const checked = await checkEpcis(() => [new TextEncoder().encode(text)], { claims: true });
      expect(checked).toMatchObject({ packs: 1, containers: 1, events: 3 });
      expect(checked.document.form).toBe(name.endsWith('xml') ? 'epcis-1.2-xml' : 'epcis-2.0-json');
      expect(checked.claimOf?.(GTIN, 'A2')).toMatchObject({ lot: LOT });
      expect(text).not.toMatch(/sgtin:9521321\.000001\.A1|21\/A1/);
      expect(text).toContain('Examplamol');
    }
  });

  test('has the day of the zone in which goods were shipped, however that is written', async () => {
    const days: string[] = [];
    for (const [n, zone] of ['-05:00', '-0500', '-05', 'UTC-05:00'].entries()) {
      const file = delivery({ to: HILL.gln, serials: [`Z${n}`], lot: 'LOTZ', at: '2026-11-20T02:00:00.000Z' });
      writeFileSync(net.path('z.xml'), file.replaceAll('>+00:00<', `>${zone}<`));
      await net.at('hill', (home) => importDocument(home, net.path('z.xml')));
      const { transactions } = await trace({ item: scan(`Z${n}`) });
      days.push(...transactions.map(({ shipmentDate = '' }) => shipmentDate));
    }
    expect(days).toEqual(Array(4).fill('2026-11-19'));
  });

  test('leaves out what its sender took back', async () => {
    const taken = step('decommissioning', [sgtin('E1')], '2026-11-21T08:00:00Z', 'DELETE', 'inactive').replace(
      '</eventTimeZoneOffset>',
      '</eventTimeZoneOffset><baseExtension><eventID>urn:uuid:1</eventID></baseExtension>',
    );
    const back = taken.replace(
      '</eventID>',
      '</eventID><errorDeclaration><declarationTime>2026-11-22T08:00:00Z</declarationTime></errorDeclaration>',
    );
    writeFileSync(net.path('e.xml'), delivery({ to: HILL.gln, serials: ['E1'], lot: 'LOTE', more: taken + back }));
    await net.at('hill', (home) => importDocument(home, net.path('e.xml')));
    const { text } = await written('d.json', { lot: 'LOTE' });
    expect(text).toContain('shipping');
    expect(text).not.toContain('decommissioning');
  });

  test('says by its name or by --as what it is to be', async () => {
    await expect(trace({ lot: LOT, out: net.path('answer') })).rejects.toMatchObject({ code: 'usage' });
    expect((await written('answer', { as: 'csv' })).text).toMatch(/^product_name,/);
  });

  test('is harmless whatever a file says', async () => {
    const header = described({
      name: '=HYPERLINK(1)&#x1f;&#x9b;31m&lt;script&gt;alert(1)&lt;/script&gt;',
      street: '@SUM(1)&#x202e;&quot;,&quot;',
    }).replaceAll(/&#x1f;/g, '');
    writeFileSync(net.path('f.xml'), delivery({ to: HILL.gln, serials: ['F1'], lot: 'LOTF', header }));
    await net.at('hill', (home) => importDocument(home, net.path('f.xml')));
    for (const name of ['f.csv', 'f.html']) {
      const { text } = await written(name, { lot: 'LOTF' });
      expect(text).not.toMatch(/[\u0080-\u009f\u202e]|(?:^|,)"?[=@]/m);
      if (name.endsWith('html')) expect(text).not.toMatch(/<script|=HYPERLINK\(1\)<|"&quot;/);
      expect(text).toContain('HYPERLINK');
    }
  });
});

describe('requests', () => {
  const HOUR = 3_600_000;
  const later = (hours: number) => ({ now: net.env('hill').clock() + hours * HOUR });
  const log = (hours = 0) => net.at('hill', listRequests, later(hours)).then(({ requests }) => requests);

  test('are open until an answer is written, and counted in hours', async () => {
    const before = (await log()).length;
    const ask = { item: LOT, for: 'Board of Pharmacy', ref: '2026-117' };
    expect((await trace(ask)).request).toBe(String(before + 1));
    const [open] = (await log(25)).slice(before);
    expect(open).toMatchObject({
      for: ask.for,
      ref: ask.ref,
      lot: LOT,
      state: 'open',
      ageHours: 25,
      over24: true,
      over48: false,
    });
    expect((await log(49)).at(-1)).toMatchObject({ over48: true });
    await trace({ ...ask, out: net.path('late.csv') }, later(30));
    await trace({ ...ask, out: net.path('late.html'), affirm: true }, later(31));
    const [answered, ...others] = (await log(60)).slice(before);
    expect(others).toEqual([]);
    expect(answered).toMatchObject({ state: 'answered', ageHours: 30, over24: true, over48: false });
    expect(answered?.answers).toMatchObject([
      { as: 'csv', affirmed: false, packs: 4 },
      { as: 'html', affirmed: true },
    ]);
  });

  test('came when whoever logs them says', async () => {
    const received = new Date(net.env('hill').clock() - 50 * HOUR).toISOString();
    await trace({ item: LOT, for: 'Maker', received });
    expect((await log()).find((one) => one.for === 'Maker')).toMatchObject({
      ageHours: 50,
      over48: true,
      at: received,
    });
    const tomorrow = new Date(net.env('hill').clock() + HOUR).toISOString();
    await expect(trace({ item: LOT, received: tomorrow })).rejects.toMatchObject({ code: 'usage' });
  });

  test('are not logged where somebody only looks', async () => {
    const before = await log();
    await trace({ item: LOT });
    expect(await log()).toEqual(before);
  });

  test('outlive a rebuild, and come back with a backup', async () => {
    const before = await log();
    expect(before.length).toBeGreaterThan(1);
    await net.at('hill', rebuild);
    expect(await log()).toEqual(before);
    await net.at('hill', (home) => backUp(home, net.path('hill.backup')));
    restore(net.env('again'), net.path('hill.backup'));
    expect((await net.at('again', listRequests)).requests).toEqual(before);
  });
});

test.each([
  [{}, 'usage'],
  [{ item: LOT, gtin: GTIN }, 'usage'],
  [{ gtin: '123' }, 'bad-input'],
  [{ item: '(01)09521321000018' }, 'not-gs1'],
  [{ lot: 'two words and more than twenty characters' }, 'bad-input'],
  [{ item: LOT, since: '2026-11-20', before: '2026-11-20' }, 'usage'],
])('%o is no question', async (request, code) => {
  await expect(trace(request)).rejects.toMatchObject({ code });
});

describe('goods of a file that did not come as it says', () => {
  const receiveOf = (name: string, request: { missing?: string[]; damaged?: string[] }) =>
    net.at('hill', (home) => {
      const record = documentRecord(home.ledger.local, documents[name] ?? '');
      if (record === undefined) throw new TypeError('not kept');
      return receiveDocument(home, record, { missing: [], damaged: [], items: [], ...request });
    });
  const goods = (request: { items: string[]; damaged?: string[] }) =>
    net.at('hill', (home) => receiveGoods(home, { ...request, from: LAKESIDE }));

  test('are told pack by pack: received, missing, damaged, received later', async () => {
    const serials = ['S1', 'S2', 'S3', 'S4'];
    await take('short.xml', delivery({ to: HILL.gln, serials, lot: 'SHORT1', into: '7', despatch: 'DA-7' }));
    const told = async () => (await trace({ gtin: GTIN, lot: 'SHORT1' })).transactions[0];
    expect(await told()).not.toHaveProperty('receipt');
    await receiveOf('short.xml', { missing: [scan('S2'), scan('S4')], damaged: [scan('S3')] });
    expect(await told()).toMatchObject({
      receipt: { received: 2, notReceived: ['S2', 'S4'], damaged: ['S3'] },
      evidence: { received: expect.any(String) },
    });
    const gone = (await trace({ item: scan('S2') })).transactions[0];
    expect(gone).toMatchObject({ receipt: { received: 0, notReceived: ['S2'], damaged: [] } });
    expect(gone?.evidence).not.toHaveProperty('received');
    const out = net.path('short.csv');
    await trace({ gtin: GTIN, lot: 'SHORT1', out });
    const [heads = '', ...rows] = readFileSync(out, 'utf8').trim().split('\n');
    // From the end: an address has commas of its own.
    const names = heads.trim().split(',');
    const cell = (row: string, name: string) =>
      row
        .trim()
        .split(',')
        .at(names.indexOf(name) - names.length);
    const read = rows.map((row) => [cell(row, 'receipt'), cell(row, 'received_at') !== '']);
    expect(read).toEqual([
      ['received', true],
      ['not-received', false],
      ['damaged', true],
      ['not-received', false],
    ]);
    await goods({ items: [scan('S2')] });
    expect(await told()).toMatchObject({ receipt: { received: 3, notReceived: ['S4'], damaged: ['S3'] } });
    await goods({ items: [], damaged: [scan('S1')] });
    expect(await told()).toMatchObject({ receipt: { received: 3, damaged: ['S1', 'S3'] } });
  });

  test('that were scanned one by one are what came of it', async () => {
    await take('loose.xml', delivery({ to: HILL.gln, serials: ['L1', 'L2'], lot: 'LOOSE1', despatch: 'DA-8' }));
    await goods({ items: [scan('L2')] });
    const [told] = (await trace({ gtin: GTIN, lot: 'LOOSE1' })).transactions;
    expect(told).toMatchObject({ receipt: { received: 1, notReceived: ['L1'], damaged: [] } });
  });
});
