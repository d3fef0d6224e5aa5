// FDA's Form 3911 out of reports: what is known is filled in, what a person has to say is named.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setProduct } from '../../src/app/items/product.ts';
import { DIGEST } from '../../src/app/outside/document-records.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { setOutside } from '../../src/app/outside/partners.ts';
import { FIELDS_3911, form3911 } from '../../src/app/verdict/form-3911.ts';
import { report } from '../../src/app/verdict/report.ts';
import { convertEpcis } from '../../src/epcis/convert.ts';
import { elementString } from '../../src/gs1/index.ts';
import { delivery, described, GTIN as FILE_GTIN, LAKESIDE } from './epcis-files.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

const GTIN = '00309041234567';
const pack = (serial: string, gtin = GTIN) =>
  elementString([
    { ai: '01', value: gtin },
    { ai: '17', value: '310630' },
    { ai: '10', value: 'LT9' },
    { ai: '21', value: serial },
  ]);

let net: Network;
const events: Record<string, string> = {};
beforeAll(async () => {
  net = makeNetwork();
  const alone = { roles: ['dispenser'], prefixes: [], gtins: [] };
  await net.init('hill', {
    ...HILL,
    contact: '+1 555 0100 200, qa@hill.example',
    found: { custody: 'required', alone },
  });
  const codes = { ndc: '0904-1234-56' };
  await net.at('hill', (home) =>
    setProduct(home, { gtin: GTIN, name: 'Amoxil', strength: '500 mg', form: 'capsule', codes }),
  );
  const tell = async (name: string, scan: string, as: 'suspect' | 'illegitimate' | 'cleared', note: string) => {
    events[name] = (await report(net.env('hill'), scan, { as, note })).data.event ?? '';
  };
  await tell('first', pack('A1'), 'illegitimate', 'print is blurred');
  await tell('second', pack('A2'), 'illegitimate', 'seal is broken');
  await tell('suspect', pack('A3'), 'suspect', 'odd');
  await tell('cleared', pack('A4'), 'cleared', 'maker confirmed');
  await tell('other', pack('A5', '09506000134352'), 'illegitimate', 'blurred');
});
afterAll(() => net.remove());

const form = (reports: readonly string[], more: Partial<Parameters<typeof form3911>[1]> = {}) =>
  net.at('hill', (home) =>
    form3911(home, { reports: reports.map((name) => events[name] ?? name), type: 'initial', fill: {}, ...more }),
  );

test('what the ledger knows is filled in, and a person is asked for the rest', async () => {
  const data = await form(['first', 'second']);
  expect(data.form).toMatchObject({
    'product-name': 'Amoxil',
    strength: '500 mg',
    'dosage-form': 'capsule',
    ndc: '0904-1234-56',
    quantity: '2',
    'serial-numbers': 'A1, A2',
    'lot-numbers': 'LT9',
    'expiration-dates': '2031-06-30',
    'description-of-event': 'print is blurred, seal is broken',
    'company-name': HILL.name,
    'company-type': 'Dispenser (Pharmacy)',
    'contact-telephone': '+1 555 0100 200',
    'contact-email': 'qa@hill.example',
    'date-determined-illegitimate': '2026-11-22',
  });
  expect(data.missing).toEqual([
    'classification',
    'primary-ingredients',
    'drug-use',
    'drug-description',
    'company-address',
    'contact-name',
  ]);
});

test('what own records do not say of the product is that of a file whose sender is believed', async () => {
  const scan = pack('F1', FILE_GTIN).replace(/LT9/, 'LOT7');
  writeFileSync(net.path('file.xml'), delivery({ to: HILL.gln, serials: ['F1'], header: described() }));
  const { document } = await net.at('hill', (home) => importDocument(home, net.path('file.xml')));
  events.file = (await report(net.env('hill'), scan, { as: 'illegitimate', note: 'blurred' })).data.event ?? '';
  expect((await form(['file'])).missing).toContain('product-name');
  await net.at('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside', trust: 'trusted' }));
  const data = await form(['file']);
  expect(data).toMatchObject({ document, form: { 'product-name': 'Examplamol' } });
  expect(data.missing).not.toContain('strength');
  expect(await form(['first'])).not.toHaveProperty('document');
});

test('words that a file has behind its events are those of the product, be they remembered or read', async () => {
  const scan = pack('G1', FILE_GTIN).replace(/LT9/, 'LOT7');
  const converted: string[] = [];
  const xml = delivery({ to: HILL.gln, serials: ['G1'], header: described({ name: 'Later name' }) });
  await convertEpcis(
    () => [new TextEncoder().encode(xml)],
    { to: '2.0' },
    (text) => converted.push(text),
  );
  const { epcisHeader, ...before } = JSON.parse(converted.join('')) as Record<string, unknown>;
  writeFileSync(net.path('behind.json'), JSON.stringify({ ...before, epcisHeader }));
  const { document } = await net.at('hill', (home) => importDocument(home, net.path('behind.json')));
  await net.at('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside', trust: 'trusted' }));
  events.behind = (await report(net.env('hill'), scan, { as: 'illegitimate', note: 'blurred' })).data.event ?? '';
  const told = { document, form: { 'product-name': 'Later name', strength: '5 mg', 'dosage-form': 'TABLET' } };
  expect(await form(['behind'])).toMatchObject(told);
  await net.at('hill', (home) => home.ledger.write((local) => local.documents.delete(DIGEST + document)));
  expect(await form(['behind'])).toMatchObject(told);
});

test('what a person says goes before what is known, and nothing is left out once all is said', async () => {
  const fill = Object.fromEntries(FIELDS_3911.map((field) => [field, `typed ${field}`]));
  const out = net.path('3911.txt');
  const data = await form(['first'], { fill, out });
  expect(data).toMatchObject({ missing: [], file: out, form: { ndc: 'typed ndc' } });
  expect(readFileSync(out, 'utf8')).toContain('Ndc: typed ndc\n');
});

test('a follow-up asks for the number that FDA gave', async () => {
  expect((await form(['first'], { type: 'follow-up' })).missing).toContain('incident-number');
});

test('a pack that was cleared ends a notification, and begins none', async () => {
  expect((await form(['cleared'], { type: 'termination' })).form['serial-numbers']).toBe('A4');
  await expect(form(['cleared'])).rejects.toMatchObject({ code: 'wrong-state', exit: 14 });
});

test.each([
  ['a suspect pack', ['suspect'], {}, { code: 'wrong-state', exit: 14 }],
  ['packs of two products', ['first', 'other'], {}, { code: 'usage', exit: 2 }],
  ['an event that is no report', ['0'], {}, { code: 'not-found', exit: 66 }],
  ['an event that there is not', ['999'], {}, { code: 'not-found', exit: 66 }],
  ['a field that the form has not', ['first'], { fill: { colour: 'red' } }, { code: 'usage', exit: 2 }],
])('refuses %s', async (_, reports, more, expected) => {
  await expect(form(reports, more)).rejects.toMatchObject(expected);
});
