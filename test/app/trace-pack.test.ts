// A pack that is asked for is answered from the index and the shipments of its file, and that is what the whole file says.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { DIGEST, digestAt, documentRecord } from '../../src/app/outside/document-records.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { documentNames } from '../../src/app/outside/kept-files.ts';
import { claimedPackIn } from '../../src/app/tracing/claimed-pack.ts';
import { transactionsInDocuments } from '../../src/app/tracing/from-documents.ts';
import { knownParties } from '../../src/app/tracing/parties.ts';
import { dice } from '../dice.ts';
import { delivery, described, GTIN, LAKESIDE, sgtin, sscc, step } from './epcis-files.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

let net: Network;
let files = 0;
beforeAll(async () => {
  net = makeNetwork();
  const alone = { roles: ['dispenser'], prefixes: [], gtins: [] };
  await net.init('hill', { ...HILL, found: { custody: 'required', alone } });
});
afterAll(() => net.remove());

const take = async (text: string) => {
  const path = net.path(`pack-${++files}.xml`);
  writeFileSync(path, text);
  return (await net.at('hill', (home) => importDocument(home, path))).document;
};
const told = (home: Home, serial: string, isWhole: boolean) => {
  const party = home.ledger.read((view) => knownParties(home, view));
  return transactionsInDocuments(home, { gtin: GTIN, serial }, { party, product: () => undefined }, isWhole);
};
/** Whether it is answered without folding the file. */
const isQuick = (home: Home, document: string, serial: string) => {
  const record = documentRecord(home.ledger.local, document);
  return record !== undefined && claimedPackIn(home, record, { gtin: GTIN, serial }) !== undefined;
};
const same = (serial: string) =>
  net.at('hill', async (home) => {
    const [quick, whole] = [await told(home, serial, false), await told(home, serial, true)];
    expect(quick.transactions, serial).toEqual(whole.transactions);
    expect(whole.transactions.length).toBeGreaterThan(0);
    return quick.transactions;
  });

const events = (text: string) => /<EventList>(.*)<\/EventList>/s.exec(text)?.[1] ?? '';

it('tells product, parties, numbers and how many were sent with it, as the whole file does', async () => {
  const second = delivery({
    to: HILL.gln,
    serials: ['S4', 'S5'],
    into: '82',
    despatch: 'DA-82',
    at: '2026-11-19T08:00:00.000Z',
  });
  const text = delivery({
    ...{ to: HILL.gln, serials: ['S1', 'S2', 'S3'], into: '81', despatch: 'DA-81', header: described() },
    more: events(second),
  });
  const document = await take(text);
  expect(await net.at('hill', (home) => isQuick(home, document, 'S2'))).toBe(true);
  expect(await same('S2')).toMatchObject([{ containers: 3, serials: ['S2'], despatch: 'DA-81', name: 'Examplamol' }]);
  expect(await same('S4')).toMatchObject([{ containers: 2, despatch: 'DA-82' }]);
});

it('reads nothing of the file, and all of it where nothing is remembered of it', async () => {
  const document = await take(delivery({ to: HILL.gln, serials: ['R1'], into: '84', header: described() }));
  const due = await same('R1');
  await net.at('hill', async (home) => {
    const [place = ''] = documentNames(home.dir).filter((name) => name.includes(document));
    const kept = readFileSync(join(home.dir, place));
    writeFileSync(join(home.dir, place), 'something else');
    expect((await told(home, 'R1', false)).transactions).toEqual(due);
    writeFileSync(join(home.dir, place), kept);
    home.ledger.write((local) => local.documents.delete(DIGEST + document));
    expect((await told(home, 'R1', false)).transactions).toEqual(due);
    rmSync(join(home.dir, place));
    expect(await told(home, 'R1', false)).toMatchObject({ transactions: [], unread: [{ document }] });
    writeFileSync(join(home.dir, place), kept);
  });
});

it('remembers no file that has too many words or shipments', async () => {
  const word = (n: number) =>
    `<VocabularyElement id="urn:epc:idpat:sgtin:9521321.${String(n).padStart(6, '0')}.*"><attribute id="urn:epcglobal:cbv:mda#regulatedProductName">P${n}</attribute></VocabularyElement>`;
  const many = Array.from({ length: 1100 }, (_, n) => word(n + 100)).join('');
  const header = described().replace('</VocabularyElementList>', `${many}</VocabularyElementList>`);
  expect(header).toContain('P1000');
  const document = await take(delivery({ to: HILL.gln, serials: ['W1'], into: '85', header }));
  expect(await net.at('hill', (home) => digestAt(home.ledger.local, document))).toBeUndefined();
  expect(await same('W1')).toMatchObject([{ name: 'Examplamol' }]);
});

it('folds the file where the index does not say enough', async () => {
  // A lot of two products, a case that is made like a pack, packs that are made twice.
  const pack = (serial: string) => sgtin(serial);
  const other = events(delivery({ to: HILL.gln, serials: ['T9'] })).replaceAll(
    sgtin(''),
    'urn:epc:id:sgtin:9521321.000002.',
  );
  const cases: readonly string[] = [
    delivery({ to: HILL.gln, serials: ['T1', 'T2'], despatch: 'DA-T1', more: other }),
    delivery({ to: HILL.gln, serials: ['T3', 'T4'], into: '83', despatch: 'DA-T2' }).replaceAll(
      `<epc>${pack('T3')}</epc><epc>${pack('T4')}</epc></epcList><action>ADD`,
      `<epc>${pack('T3')}</epc><epc>${pack('T4')}</epc><epc>${sscc('83')}</epc></epcList><action>ADD`,
    ),
  ];
  for (const [at, text] of cases.entries()) {
    const document = await take(text);
    const serial = ['T1', 'T3'][at] ?? '';
    expect(await net.at('hill', (home) => isQuick(home, document, serial)), serial).toBe(false);
    await same(serial);
  }
  // Without a lot there is nothing to count by.
  const lotless = await take(
    delivery({ to: HILL.gln, serials: ['T5'], despatch: 'DA-T5' }).replace(
      /<extension><ilmd>.*?<\/ilmd><\/extension>/s,
      '',
    ),
  );
  expect(await net.at('hill', (home) => isQuick(home, lotless, 'T5'))).toBe(false);
  await same('T5');
});

it('comes to the same whatever happens to the packs in a file', async () => {
  const roll = dice(20261130);
  let quick = 0;
  for (let n = 0; n < 40; n++) {
    const serials = Array.from({ length: 1 + roll(5) }, (_, i) => `R${n}X${i}`);
    const at = `2026-11-${String(10 + roll(9)).padStart(2, '0')}T08:00:00.000Z`;
    const some = () => serials.filter(() => roll(2) === 0).map(sgtin);
    const later = (hour: number) => new Date(Date.parse(at) + hour * 3_600_000).toISOString();
    const steps = ['receiving', 'void_shipping', 'shipping', 'decommissioning', 'holding', 'storing'] as const;
    const more = Array.from({ length: roll(4) }, (_, i) => {
      const goods = some();
      return goods.length === 0
        ? ''
        : step(steps[roll(steps.length)] ?? 'storing', goods, later(3 + i), roll(4) === 0 ? 'DELETE' : 'OBSERVE');
    });
    const second = delivery({
      to: HILL.gln,
      serials: [`R${n}Y0`, `R${n}Y1`],
      lot: roll(2) === 0 ? 'LOT7' : 'LOT8',
      despatch: `DB-${n}`,
      at,
    });
    const into = roll(2) === 0 ? {} : { into: String(100 + n) };
    const text = delivery({
      to: roll(4) === 0 ? LAKESIDE : HILL.gln,
      serials,
      ...into,
      despatch: `DR-${n}`,
      at,
      more: more.join('') + (roll(2) === 0 ? events(second) : ''),
    });
    const all = events(text).match(/<(\w+Event)>.*?<\/\1>/gs) ?? [];
    // Some events are there twice, some are taken back.
    const again = roll(5) === 0 ? (all[roll(all.length)] ?? '') : '';
    const document = await take(text.replace('</EventList>', `${again}</EventList>`));
    for (const serial of serials) {
      await same(serial);
      if (await net.at('hill', (home) => isQuick(home, document, serial))) quick++;
    }
  }
  expect(quick).toBeGreaterThan(40);
});
