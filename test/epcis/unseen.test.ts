// Files as systems elsewhere write them: what is right by the standard is told of nothing, and what names no goods is.
import { describe, expect, test } from 'vitest';
import { type CheckedFile, checkEpcis } from '../../src/epcis/check.ts';
import { bytesOf, commissioned, jsonDocument, MADE, packed, xmlDocument } from './files.ts';

const check = (text: string) => checkEpcis(() => [bytesOf(text)], { claims: true });
const codesOf = ({ findings }: CheckedFile) => findings.map(({ code, event }) => `${code}@${event ?? ''}`).toSorted();

/** The answer to a query, whose results the XSD has in the namespace of queries. */
function answer(events: string, version: '1' | '2', inner = 'q:QueryResults'): string {
  return (
    `<?xml version="1.0"?><q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:${version}" ` +
    `xmlns:cbvmda="urn:epcglobal:cbv:mda" schemaVersion="${version}.${version === '1' ? '2' : '0'}" creationDate="2026-11-20T10:00:00Z">` +
    `<EPCISBody><${inner}><queryName>SimpleEventQuery</queryName><resultsBody><EventList>${events}</EventList></resultsBody>` +
    `</${inner}></EPCISBody></q:EPCISQueryDocument>`
  );
}

describe('the answer to a query', () => {
  test('is read with its results in the namespace of queries, in both versions', async () => {
    expect(await check(answer(commissioned('A1'), '1'))).toMatchObject({ exit: 0, packs: 1, findings: [] });
    const made = commissioned('A1').replace(/<extension>|<\/extension>/g, '');
    expect(await check(answer(made, '2'))).toMatchObject({ exit: 0, packs: 1, findings: [] });
  });

  test('is told where an event stands in that namespace, which no XSD has', async () => {
    const wrong = commissioned('A1').replaceAll('ObjectEvent>', 'q:ObjectEvent>');
    expect(codesOf(await check(answer(wrong, '1')))).toEqual(['element-namespace@']);
  });
});

describe('a product or a lot where single goods are named', () => {
  const classes = [
    'urn:epc:idpat:sgtin:9521321.000001.*',
    'urn:epc:class:lgtin:9521321.000001.LOT7',
    'https://id.gs1.org/01/09521321000018/10/LOT7',
    'https://id.gs1.org/01/09521321000018',
  ];

  test.each(classes)('is told: %s', async (one) => {
    const made = await check(jsonDocument([{ ...MADE, epcList: [one] }]));
    expect([codesOf(made), made.packs, made.exit]).toEqual([['epc-class@0'], 0, 20]);
    const inside = xmlDocument(commissioned('A1') + packed('urn:epc:id:sscc:9521321.1000000001', ['A1', one]));
    expect(codesOf(await check(inside))).toEqual(['epc-class@1']);
  });

  test('is in its place among quantities', async () => {
    const quantityList = [{ epcClass: classes[1], quantity: 5 }];
    expect(codesOf(await check(jsonDocument([{ ...MADE, quantityList, epcList: undefined }])))).toEqual([]);
  });
});

describe('an event of very much that says nothing', () => {
  const event = (inside: string) =>
    jsonDocument([{ ...MADE, epcList: ['urn:epc:id:sgtin:9521321.000001.A1'], 'ex:a': [] }]).replace(
      '"ex:a":[]',
      `"ex:a":[${inside}]`,
    );
  const hostile: Readonly<Record<string, () => string>> = {
    'arrays in JSON': () => event(`${'[],'.repeat(140_000)}[]`),
    'objects in JSON': () => event(`${'{},'.repeat(140_000)}{}`),
    'numbers in JSON': () => event(`${'1,'.repeat(2_200_000)}1`),
    'texts in JSON': () => event(`${'"",'.repeat(4_200_000)}""`),
    'EPCs in XML': () =>
      xmlDocument(commissioned('A1').replace('</epcList>', `${'<epc/>'.repeat(4_200_000)}</epcList>`)),
  };

  test.each(Object.entries(hostile))('is refused: %s', async (_, make) => {
    await expect(check(make())).rejects.toMatchObject({ code: 'too-large', exit: 65 });
  });

  test('is not what a long list over many lines is', async () => {
    const many = Array.from({ length: 150_000 }, (_, i) => `urn:epc:id:sgtin:9521321.000001.S${i}`);
    const text = jsonDocument([{ ...MADE, epcList: [] }]).replace(
      '"epcList":[]',
      `"epcList":${JSON.stringify(many, null, 2)}`,
    );
    expect(await check(text)).toMatchObject({ exit: 0, packs: 150_000 });
  });
});
