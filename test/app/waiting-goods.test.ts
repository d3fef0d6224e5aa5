// Goods of partners outside that come before their files, and files that come before their goods: each waits for the other.
import { writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptRecords } from '../../src/app/maintenance/accept.ts';
import { auditFolder, rebuild } from '../../src/app/maintenance/audit.ts';
import { backUp, restore } from '../../src/app/maintenance/backup.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { openHome } from '../../src/app/node/home.ts';
import { catchUpDocuments } from '../../src/app/outside/document-index.ts';
import { documentRecord } from '../../src/app/outside/document-records.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { outsideIncoming } from '../../src/app/outside/on-the-way.ts';
import { listOutside, setOutside } from '../../src/app/outside/partners.ts';
import { receiveDocument } from '../../src/app/outside/receive-document.ts';
import { outsideAmong, receiveGoods } from '../../src/app/outside/receive-goods.ts';
import { listWaiting, noteAskedAbout } from '../../src/app/outside/waiting-goods.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { packKey } from '../../src/chain/item-key.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { text } from '../../src/ui/text/waiting.ts';
import { type DeliveryFile, delivery, GTIN, LAKESIDE, LOT, sgtin } from './epcis-files.ts';
import { GTIN as NETWORK_GTIN } from './goods-world.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

const HOUR = 3_600_000;
let nets: Network[] = [];
let net: Network;
let files = 0;

beforeEach(async () => {
  net = makeNetwork();
  nets.push(net);
  await net.init('hill', {
    ...HILL,
    found: { custody: 'required', alone: { roles: ['dispenser'], prefixes: [], gtins: [] } },
  });
  await net.at('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside', trust: 'trusted' }));
});
afterAll(() => {
  for (const one of nets) one.remove();
  nets = [];
});

const at = <T>(fn: Parameters<typeof net.at<T>>[1]) => net.at('hill', fn);
const take = async (file: Omit<DeliveryFile, 'to'>): Promise<string> => {
  const path = net.path(`door-${++files}.xml`);
  writeFileSync(path, delivery({ to: HILL.gln, despatch: `DA-${files}`, ...file }));
  return (await at((home) => importDocument(home, path))).document;
};
const scan = (serial: string) => `(01)${GTIN}(21)${serial}(17)310630(10)${LOT}`;
const SSCC = '(00)095213210000000414';
const goods = (...scans: readonly string[]) => at((home) => receiveGoods(home, { items: scans, from: LAKESIDE }));
const waits = async () =>
  (await at(listWaiting)).waiting.map(
    ({ kind, items }) => `${kind === 'goods-without-data' ? 'goods' : 'data'} ${items}`,
  );
const todo = async (what: string) => (await status(net.env('hill'))).todo.find((one) => one.what === what);

describe('goods without data', () => {
  it('wait with their age until a file names them', async () => {
    const received = await goods(scan('A1'), scan('A2'));
    expect(received).toMatchObject({ exit: 20, received: 2, packs: 2, withoutData: [`${GTIN}/A1`, `${GTIN}/A2`] });
    net.later(73 * HOUR + 1000);
    const [line] = (await at(listWaiting)).waiting;
    expect(line).toMatchObject({
      ...{ id: received.waiting, kind: 'goods-without-data', items: 2, ageHours: 73 },
      ...{ from: LAKESIDE, fromName: 'Lakeside', names: [`${GTIN}/A1`, `${GTIN}/A2`] },
    });
    expect(await todo('goods-without-data')).toEqual({
      ...{ what: 'goods-without-data', count: 2, command: 'pedigree waiting', ageHours: 73 },
    });
    await take({ serials: ['A1', 'A2'] });
    expect([await waits(), await todo('goods-without-data'), await todo('incoming')]).toEqual([
      [],
      undefined,
      undefined,
    ]);
  });

  it('are settled one by one: a file of half of them leaves the other half', async () => {
    await goods(scan('A1'), scan('A2'));
    const document = await take({ serials: ['A1', 'B1'] });
    expect(await waits()).toEqual(['data 1', 'goods 1']);
    expect(await at(outsideIncoming)).toMatchObject([{ document, items: 1, packs: 1, came: 1 }]);
    await take({ serials: ['A2'] });
    expect(await waits()).toEqual(['data 1']);
    expect(await goods(scan('B1'))).toMatchObject({ exit: 0, received: 1, withoutData: [] });
    expect(await waits()).toEqual([]);
  });

  it('are received once', async () => {
    const first = await goods(scan('A1'));
    expect(await goods(scan('A1'))).toMatchObject({ exit: 0, already: true, event: first.event, received: 0 });
    expect(await goods(scan('A1'), scan('A2'))).toMatchObject({ already: false, received: 1 });
    expect(await waits()).toEqual(['goods 1', 'goods 1']);
  });

  it('of a case that was received are here with it, but for those that were missing', async () => {
    const document = await take({ serials: ['C1', 'C2'], into: '41' });
    const received = await at((home) => {
      const record = documentRecord(home.ledger.local, document);
      if (record === undefined) throw new TypeError('no document');
      return receiveDocument(home, record, { missing: [scan('C2')], damaged: [], items: [] });
    });
    expect(await goods(scan('C1'))).toMatchObject({ exit: 0, already: true, event: received.event, received: 0 });
    expect(await goods(scan('C2'))).toMatchObject({ exit: 0, already: false, received: 1 });
    expect(await goods(scan('C2'))).toMatchObject({ already: true, received: 0 });
  });

  it('are not settled by a file of goods for somebody else, nor by one of a delivery long after', async () => {
    await goods(scan('A1'));
    const path = net.path('other.xml');
    writeFileSync(path, delivery({ to: '9506000100043', serials: ['A1'] }));
    await at((home) => importDocument(home, path));
    expect(await waits()).toEqual(['goods 1']);
    await take({ serials: ['A1'], at: '2027-03-01T08:00:00.000Z' });
    expect(await waits()).toEqual(['goods 1', 'data 1']);
  });

  it('in a case are the case, by its number or by a pack of it', async () => {
    expect(await goods(SSCC)).toMatchObject({ exit: 20, received: 1, withoutData: ['095213210000000414'] });
    const document = await take({ serials: ['C1', 'C2'], into: '41' });
    expect(await waits()).toEqual([]);
    const again = await at((home) => {
      const record = documentRecord(home.ledger.local, document);
      if (record === undefined) throw new TypeError('no document');
      return receiveDocument(home, record, { missing: [], damaged: [], items: [] });
    });
    expect(again).toMatchObject({ already: true, exit: 0 });
    await take({ serials: ['D1', 'D2'], into: '42' });
    await goods(scan('D1'));
    expect(await waits()).toEqual([]);
  });

  it('wait again where their sender takes its word back', async () => {
    await goods(scan('A1'));
    const gone = (id: string) =>
      `<ObjectEvent><eventTime>2026-11-20T10:00:00.000Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>` +
      `<baseExtension><eventID>${id}</eventID>` +
      '<errorDeclaration><declarationTime>2026-11-21T08:00:00.000Z</declarationTime></errorDeclaration></baseExtension>' +
      `<epcList><epc>${sgtin('A1')}</epc></epcList><action>OBSERVE</action>` +
      '<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep></ObjectEvent>';
    const id = 'urn:uuid:11111111-2222-4333-8444-555555555555';
    const path = net.path('with-id.xml');
    const told = delivery({ to: HILL.gln, serials: ['A1'] }).replace(
      /(<ObjectEvent><eventTime>[^<]*<\/eventTime><eventTimeZoneOffset>[^<]*<\/eventTimeZoneOffset>)(<epcList>(?:(?!<\/ObjectEvent>).)*bizstep:shipping)/s,
      `$1<baseExtension><eventID>${id}</eventID></baseExtension>$2`,
    );
    writeFileSync(path, told);
    await at((home) => importDocument(home, path));
    expect(await waits()).toEqual([]);
    await take({ serials: ['Z1'], more: gone(id) });
    expect(await waits()).toContain('goods 1');
  });
});

describe('data without goods', () => {
  it('waits until the goods are received against it, by scans or all at once', async () => {
    const document = await take({ serials: ['A1', 'A2'] });
    await take({ serials: ['B1'] });
    net.later(100 * HOUR);
    expect(await waits()).toEqual(['data 2', 'data 1']);
    expect(await todo('late')).toMatchObject({ count: 2 });
    expect(await goods(scan('A1'))).toMatchObject({ exit: 0, withoutData: [] });
    expect(await waits()).toEqual(['data 1', 'data 1']);
    await at((home) => {
      const record = documentRecord(home.ledger.local, document);
      if (record === undefined) throw new TypeError('no document');
      return receiveDocument(home, record, { missing: [scan('A2')], damaged: [], items: [] });
    });
    await goods(scan('B1'));
    expect(await waits()).toEqual([]);
  });

  it('keeps its age where the clock was set back', async () => {
    await take({ serials: ['A1'] });
    net.later(50 * HOUR);
    await goods(scan('Z1'));
    const [before] = await at(outsideIncoming);
    net.later(-50 * HOUR);
    const home = openHome({ ...net.env('hill'), nowGiven: false });
    const [line] = outsideIncoming(home);
    home.close();
    expect(before?.ageHours).toBeGreaterThanOrEqual(50);
    expect(line?.ageHours).toBe(before?.ageHours);
  });

  it('goods that came along and that no file names wait for theirs', async () => {
    const document = await take({ serials: ['A1'] });
    const told = await at((home) => {
      const record = documentRecord(home.ledger.local, document);
      if (record === undefined) throw new TypeError('no document');
      return receiveDocument(home, record, { missing: [], damaged: [], items: [scan('A1'), scan('Z9')] });
    });
    expect(told).toMatchObject({ exit: 20, extra: [scan('Z9')], withoutData: [`${GTIN}/Z9`] });
    expect(await waits()).toEqual(['goods 1']);
    await take({ serials: ['Z9'] });
    expect(await waits()).toEqual([]);
  });
});

describe('the day on which a sender was asked', () => {
  it('is told with what waits, and by status no more as a finding to deal with', async () => {
    const { waiting = '' } = await goods(scan('A1'));
    const document = await take({ serials: ['B1'], expiry: '2031-02-31' });
    expect(await todo('documents')).toMatchObject({ count: 1 });
    net.later(72 * HOUR);
    await at((home) => noteAskedAbout(home, waiting, '2026-11-22'));
    await at((home) => noteAskedAbout(home, document.slice(0, 16)));
    expect((await at(listWaiting)).waiting).toMatchObject([
      { kind: 'data-without-goods', asked: '2026-11-25', askedDays: 0 },
      { kind: 'goods-without-data', asked: '2026-11-22', askedDays: 3 },
    ]);
    expect(text(await at(listWaiting), plainStyle())).toContain('asked on 2026-11-22, 3 days');
    expect(await at(outsideIncoming)).toMatchObject([{ asked: '2026-11-25' }]);
    expect(await todo('documents')).toBeUndefined();
    expect(await at((home) => noteAskedAbout(home, waiting, '2026-11-22'))).toMatchObject({ already: true });
    expect(await at((home) => listOutside(home).outside.map(({ gln }) => gln))).toEqual([LAKESIDE]);
  });

  it('is not yet to come, and is of something that waits', async () => {
    const { waiting = '' } = await goods(scan('A1'));
    const asking = (word: string, on?: string) => at((home) => noteAskedAbout(home, word, on));
    await expect(asking(waiting, '2026-11-23')).rejects.toMatchObject({ code: 'usage' });
    await expect(asking('ffffffff')).rejects.toMatchObject({ code: 'not-found' });
    await take({ serials: ['A1'] });
    await expect(asking(waiting)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what waits', () => {
  it('is the same after a rebuild, and after a restore', async () => {
    const { waiting = '' } = await goods(scan('A1'), scan('A2'));
    await take({ serials: ['A1', 'B1'] });
    await at((home) => noteAskedAbout(home, waiting));
    const before = await at(listWaiting);
    await at(rebuild);
    await at(catchUpDocuments);
    expect(await at(listWaiting)).toEqual(before);
    await at((home) => backUp(home, net.path('hill.backup')));
    restore(net.env('restored'), net.path('hill.backup'));
    expect(await net.at('restored', listWaiting)).toEqual(before);
  });
});

describe('goods of the world outside', () => {
  it('are those that nobody of the network makes', async () => {
    const joined = makeNetwork();
    nets.push(joined);
    await joined.found();
    await joined.join(
      'acme',
      { name: 'Acme', gln: '9506000100012' },
      { roles: ['manufacturer'], prefixes: ['9506000'] },
    );
    await joined.join('hill', HILL, { roles: ['dispenser'] });
    const scans = [scan('A1'), `(01)${NETWORK_GTIN}(21)X1`, SSCC, 'no code'];
    const among = (from?: string) => joined.at('hill', (home) => [...outsideAmong(home, scans, from)]);
    expect(await among()).toEqual([]);
    expect(await among(LAKESIDE)).toEqual([scan('A1'), SSCC]);
    const path = joined.path('one.xml');
    writeFileSync(path, delivery({ to: HILL.gln, serials: ['C1'], into: '41' }));
    await joined.at('hill', (home) => importDocument(home, path));
    expect(await among()).toEqual([scan('A1'), SSCC]);
  });
});

describe('goods that were received before', () => {
  const hurt = (note: string, ...damaged: readonly string[]) =>
    at((home) => receiveGoods(home, { items: [], damaged, from: LAKESIDE, note }));
  const notes = () =>
    at((home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        return [...view.eventsOf(['document'])].flatMap((event) => known.private(event)?.note ?? []);
      }),
    );

  it('may still be said to be damaged, once, with a note of their own', async () => {
    await take({ serials: ['A1', 'A2'] });
    const first = await goods(scan('A1'), scan('A2'));
    const later = await hurt('wet through', scan('A2'));
    expect(later).toMatchObject({ already: false, exit: 20, received: 0, packs: 0, damaged: [`${GTIN}/A2`] });
    expect(later.event).not.toBe(first.event);
    expect(await notes()).toEqual(['wet through']);
    expect(await hurt('again', scan('A2'))).toMatchObject({ already: true, event: first.event, damaged: [] });
    expect(await notes()).toEqual(['wet through']);
    // It is received as it was, and waits for nothing.
    expect([await waits(), (await goods(scan('A2'))).event]).toEqual([[], first.event]);
  });

  it('of a file too, whose other goods stay received', async () => {
    const document = await take({ serials: ['B1', 'B2'], into: '61' });
    const receive = (more: { readonly damaged?: readonly string[]; readonly missing?: readonly string[] }) =>
      at((home) => {
        const record = documentRecord(home.ledger.local, document);
        if (record === undefined) throw new TypeError('no document');
        return receiveDocument(home, record, { missing: [], damaged: [], items: [], note: 'as seen', ...more });
      });
    const first = await receive({});
    expect(await notes()).toEqual(['as seen']);
    expect(await receive({ damaged: [scan('B2')] })).toMatchObject({
      ...{ document, already: false, exit: 20, received: 0, damaged: [`${GTIN}/B2`] },
    });
    expect(await receive({ damaged: [scan('B2')] })).toMatchObject({ already: true, event: first.event, exit: 0 });
    expect(await receive({ missing: [scan('B1')] })).toMatchObject({
      ...{ already: true, exit: 20, missing: [], warnings: [expect.stringContaining('received before')] },
    });
    await expect(receive({ damaged: [scan('Z9')] })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are known after own records were let go, without another import', async () => {
    await take({ serials: ['C1'] });
    const db = new Database(`${net.path('hill')}/ledger.db`);
    db.exec("UPDATE record SET value = value || ' ' WHERE kind = 'outside'");
    db.close();
    expect(auditFolder(net.env('hill')).findings.map(({ code }) => code)).toEqual(['record-damaged']);
    expect((await acceptRecords(net.env('hill'))).findings).toEqual([]);
    const known = await at((home) => home.ledger.local.claims.find(packKey(home.self.network, GTIN, 'C1')).length);
    expect(known).toBe(1);
  });
});
