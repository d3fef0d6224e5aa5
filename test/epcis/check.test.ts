// A file checked: each kind of fault is told with its code at its place, and nothing is told of a good file.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CheckedFile, type CheckOptions, checkEpcis } from '../../src/epcis/check.ts';
import { FINDINGS } from '../../src/epcis/findings.ts';
import {
  bytesOf,
  CASE,
  CREATED,
  commissioned,
  jsonDocument,
  MADE,
  OTHER_CASE,
  packed,
  shipped,
  xmlDocument,
} from './files.ts';

const check = (text: string, options: CheckOptions = {}) =>
  checkEpcis(() => [bytesOf(text)], { claims: true, ...options });
/** What is found in a 1.2 document with these events: `code@event`. */
const foundIn = async (...events: readonly string[]) => codesOf(await check(xmlDocument(events.join('\n'))));
const codesOf = ({ findings }: CheckedFile) =>
  findings.map(({ code, event }) => (event === undefined ? code : `${code}@${event}`)).toSorted();

const claimOf = (file: CheckedFile, serial: string) => file.claimOf?.('09521321000018', serial);

test('a shipment of packs in a case in a pallet: nothing is found, and each pack is claimed', async () => {
  const pallet = OTHER_CASE;
  const file = await check(
    xmlDocument(
      [
        commissioned(['A1', 'A2']),
        packed(CASE, ['A1', 'A2']),
        packed(pallet, [CASE], '08:40:00'),
        shipped(pallet),
      ].join(''),
    ),
  );
  expect(file).toMatchObject({ exit: 0, events: 4, packs: 2, containers: 2, profile: 'plain', findings: [] });
  expect(claimOf(file, 'A2')).toEqual({
    lot: 'LOT7',
    expiry: '2031-06-30',
    within: '195213210000000015',
    from: '9521321000117',
    to: '9506000100036',
    state: 'shipped',
    event: 3,
    at: Date.UTC(2026, 10, 20, 9),
  });
});

test('a case with a serial of its own is a container, and no pack', async () => {
  const box = 'urn:epc:id:sgtin:9521321.100001.C1';
  const events = [commissioned(['A1', 'A2']), packed(box, ['A1']), packed(CASE, [box], '08:40:00'), shipped(CASE)];
  expect(await check(xmlDocument(events.join('')))).toMatchObject({ packs: 2, containers: 2 });
});

test('a lot and a date may stand as typed values', async () => {
  const ilmd = {
    'cbvmda:lotNumber': { '@value': 'LOT7' },
    'cbvmda:itemExpirationDate': { '@type': 'xsd:date', '@value': '2031-06-30' },
  };
  const file = await check(jsonDocument([{ ...MADE, epcList: ['urn:epc:id:sgtin:9521321.000001.A1'], ilmd }]));
  expect([codesOf(file), claimOf(file, 'A1')]).toMatchObject([[], { lot: 'LOT7', expiry: '2031-06-30' }]);
});

test('every code of the table has its own words', () => {
  expect(Object.keys(FINDINGS).length).toBeGreaterThan(60);
});

describe('each kind of fault is told', () => {
  const A1 = commissioned('A1');
  const made = (more: object) => jsonDocument([{ ...MADE, epcList: ['urn:epc:id:sgtin:9521321.000001.A1'], ...more }]);
  const xml = xmlDocument(A1);
  const error = (id: string) =>
    `<baseExtension><eventID>${id}</eventID><errorDeclaration><declarationTime>${CREATED}</declarationTime></errorDeclaration></baseExtension>`;
  const loop = [packed(CASE, [OTHER_CASE]), packed(OTHER_CASE, [CASE], '08:30:00')].join('');
  const faults: Readonly<Record<string, readonly [file: string, ...codes: readonly string[]]>> = {
    'no time': [xml.replace(/<eventTime>.*?<\/eventTime>/, ''), 'time-missing@0'],
    'a time that is none': [xml.replace('T08:00:00Z', ' at eight'), 'time-unreadable@0'],
    'a time without a zone and no offset beside it': [
      xml.replace('08:00:00Z', '08:00:00').replace(/<eventTimeZoneOffset>.*?<\/eventTimeZoneOffset>/, ''),
      'offset-missing@0',
      'time-unreadable@0',
    ],
    'a time before all calendars': [xml.replace('>2026-11-20T08:00', '>-2026-11-20T08:00'), 'time-unreadable@0'],
    'a document in a namespace of no version': [xml.replace('epcis:xsd:1', 'epcis:xsd:3'), 'element-namespace'],
    'a document in no namespace': [
      xml.replace(/ xmlns:epcis="[^"]*"/, '').replaceAll('epcis:EPCISDocument', 'EPCISDocument'),
      'element-namespace',
    ],
    'an encoding that nobody knows': [xml.replace('UTF-8', 'x-foo'), 'encoding-label'],
    'two lots of one event': [
      xml.replace('</cbvmda:lotNumber>', '</cbvmda:lotNumber><cbvmda:lotNumber>LOT8</cbvmda:lotNumber>'),
      'lot-form@0',
    ],
    'two expiries of one event': [
      made({ ilmd: { 'cbvmda:lotNumber': 'LOT7', 'cbvmda:itemExpirationDate': ['2031-06-30', '2032-06-30'] } }),
      'date-unreadable@0',
    ],
    'a declaration of an error that is none': [made({ errorDeclaration: 'wrong' }), 'not-an-object@0'],
    'master data that are none': [made({ ilmd: ['LOT7'] }), 'not-an-object@0'],
    'a link with keys by their names': [
      made({ epcList: ['https://example.com/gtin/09521321000018/ser/A1'] }),
      'epc-form@0',
    ],
    'a wrong check digit in such a link': [
      made({ epcList: ['https://example.com/gtin/09521321000019/ser/A1'] }),
      'epc-check-digit@0',
    ],
    'a time in small letters': [xml.replace('T08:00:00Z', 't08:00:00z'), 'time-form@0'],
    'an offset by name': [xml.replace('>-05:00<', '>EST<'), 'offset-form@0'],
    'a day after the file itself': [xml.replace('11-20T08', '11-22T08'), 'time-after-document@0'],
    'an action that is none': [xml.replace('>ADD<', '>CREATE<'), 'bad-action@0'],
    'no goods': [xml.replace(/<epcList>.*?<\/epcList>/, '<epcList/>'), 'no-items@0'],
    'no container': [xmlDocument(packed(CASE, ['A1']).replace(/<parentID>.*?<\/parentID>/, '')), 'no-parent@0'],
    'a word of the CBV that is misspelt': [
      xml.replace('bizstep:commissioning', 'bizstep:Commissioning'),
      'word-unknown@0',
    ],
    'a word that is none': [xml.replace('urn:epcglobal:cbv:bizstep:commissioning', 'making'), 'word-unknown@0'],
    'an element twice': [
      xml.replace('<action>ADD</action>', '<action>ADD</action><action>ADD</action>'),
      'element-repeated@0',
    ],
    'an element of another event type': [
      xml.replace('<action>', '<colour>red</colour><action>'),
      'element-namespace@0',
    ],
    'a document that does not say when it was made': [xml.replace(/ creationDate="[^"]*"/, ''), 'creation-date'],
    'nothing in it': [xmlDocument(''), 'no-events'],
    'no document around': [
      A1.replace('<ObjectEvent>', '<ObjectEvent xmlns:cbvmda="urn:epcglobal:cbv:mda">'),
      'no-document',
    ],
    'a digit too few': [xml.replace('000001.A1', '00001.A1'), 'epc-digits@0'],
    'a check digit in the URN': [xml.replace('000001.A1', '0000018.A1'), 'epc-check-digit@0'],
    'an SSCC without its zeros': [xmlDocument(packed('urn:epc:id:sscc:9521321.11', ['A1'])), 'epc-digits@0'],
    'a place whose number is wrong': [xml.replace('9521321.00012.0', '9521321.000121.0'), 'epc-digits@0'],
    'a company prefix that is too short': [xml.replace('9521321.000001.A1', '95213.00000001.A1'), 'epc-prefix@0'],
    'a pack twice in one list': [xmlDocument(commissioned(['A1', 'A1'])), 'epc-repeats@0'],
    'one product by two prefixes': [
      xmlDocument(commissioned(['A1', 'urn:epc:id:sgtin:952132.0100001.A2', 'urn:epc:id:sgtin:952132.0000001.A3'])),
      'prefix-differs@0',
    ],
    'an event twice': [xmlDocument(A1 + A1), 'event-repeats@1'],
    'one id for two events': [
      xmlDocument(commissioned('A1', { id: 'urn:uuid:1' }) + commissioned('A2', { id: 'urn:uuid:1' })),
      'event-id-reused@1',
    ],
    'a pack made twice': [xmlDocument(A1 + commissioned('A1', { time: '08:10:00' })), 'commissioned-twice@1'],
    'two lots of a pack': [xmlDocument(A1 + commissioned('A1', { lot: 'LOT8' })), 'lot-conflict@1'],
    'two dates of a lot': [xmlDocument(A1 + commissioned('A2', { expiry: '2031-07-31' })), 'expiry-conflict@1'],
    'a lot that is none': [xmlDocument(commissioned('A1', { lot: 'LOT 7 – part' })), 'lot-form@0'],
    'a date that may be two days': [xmlDocument(commissioned('A1', { expiry: '06/07/2031' })), 'date-ambiguous@0'],
    'a date in another form': [xmlDocument(commissioned('A1', { expiry: '20310630' })), 'date-form@0'],
    'a date that is none': [xmlDocument(commissioned('A1', { expiry: '2031-02-30' })), 'date-unreadable@0'],
    'shipped before it was made': [xmlDocument(A1 + shipped('A1', '07:00:00')), 'times-out-of-order@1'],
    'made after it was shipped': [xmlDocument(shipped('A1', '07:00:00') + A1), 'times-out-of-order@1'],
    'packed into a second case': [
      xmlDocument(A1 + packed(CASE, ['A1']) + packed(OTHER_CASE, ['A1'], '08:30:00')),
      'two-parents@2',
    ],
    'taken out of a case that it is not in': [
      xmlDocument(A1 + packed(CASE, ['A1']) + packed(OTHER_CASE, ['A1'], '08:30:00', 'DELETE')),
      'not-inside@2',
    ],
    'packed into itself over another': [xmlDocument(loop), 'inside-itself@1'],
    'a case that nothing says what is in': [xmlDocument(shipped(CASE)), 'contents-unknown'],
    'packs that nothing says the lot of': [xmlDocument(shipped(['A1', 'A2'])), 'lot-unknown'],
    'shipped after a step that is called like what every object has': [
      xmlDocument(A1 + shipped('A1', '08:30:00').replace(/<bizStep>.*?</, '<bizStep>constructor<') + shipped('A1')),
      'word-unknown@1',
    ],
    'shipped after it was destroyed': [
      xmlDocument(A1 + shipped('A1', '08:30:00', 'destroying') + shipped('A1')),
      'used-after-end@2',
    ],
    'an event taken back that came in another file': [
      xmlDocument(A1 + shipped('A1', '09:00:00', 'shipping', error('urn:uuid:9'))),
      'error-elsewhere@1',
    ],
    'no context': [made({}).replace(/"@context":\[[^\]]*\],/, ''), 'no-context'],
    'a context of somebody else': [
      jsonDocument([{ ...MADE, epcList: ['urn:epc:id:sgtin:9521321.000001.A1'] }], {
        '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', 'https://example.com/c.jsonld'],
      }),
      'context-unknown',
    ],
    'a list that is none': [made({ epcList: 'urn:epc:id:sgtin:9521321.000001.A1' }), 'not-a-list@0'],
    'a number in a list of goods': [made({ epcList: [7] }), 'not-text@0'],
    'a number for a lot': [
      made({ ilmd: { 'cbvmda:lotNumber': 7, 'cbvmda:itemExpirationDate': '2031-06-30' } }),
      'lot-not-text@0',
    ],
    'nothing for a lot': [
      made({ ilmd: { 'cbvmda:lotNumber': null, 'cbvmda:itemExpirationDate': '2031-06-30' } }),
      'lot-not-text@0',
    ],
    'a quantity in words': [
      made({ quantityList: [{ epcClass: 'urn:epc:idpat:sgtin:9521321.000001.*', quantity: 'ten' }] }),
      'bad-quantity@0',
    ],
    'a step that the CBV has not': [made({ bizStep: 'https://ref.gs1.org/cbv/BizStep-despatching' }), 'word-unknown@0'],
    'a step of nobody': [made({ bizStep: 'transforming' }), 'word-unknown@0'],
    'places that are texts': [
      made({ readPoint: 'urn:epc:id:sgln:9521321.00001.0', bizLocation: 'urn:epc:id:sgln:9521321.00001.0' }),
      'place-form@0',
    ],
    'a place that is a number': [made({ readPoint: 7 }), 'not-an-object@0'],
    'an event of no type': [made({ type: 'PartyEvent' }), 'event-unknown@0'],
  };
  test.each(Object.entries(faults))('%s', async (_, [file, ...codes]) => {
    const told = (await check(file)).findings
      .map(({ code, event }) => (event === undefined ? code : `${code}@${event}`))
      .filter((code) => codes.includes(code) || !SIDE.has(code));
    expect(told.toSorted()).toEqual([...codes].toSorted());
  });
  // What follows by itself where goods are left out of an event.
  const SIDE = new Set(['no-items@0', 'lot-unknown', 'error-elsewhere@1']);
});

test('all findings come at once, each with its place and what to ask for', async () => {
  const file = await check(
    xmlDocument(
      [
        commissioned('A1').replace('>-05:00<', '>Z<'),
        commissioned('A/2', { expiry: '06/07/2031' }),
        shipped(['A1', 'A/2'], '07:00:00'),
      ].join('\n'),
    ),
  );
  expect(codesOf(file)).toEqual([
    'date-ambiguous@1',
    'epc-unescaped@1',
    'epc-unescaped@2',
    'offset-form@0',
    'times-out-of-order@2',
  ]);
  for (const { line, text, hint } of file.findings) {
    expect(line).toBeGreaterThan(0);
    expect([text.length > 10, hint.length > 10]).toEqual([true, true]);
  }
  expect(file.exit).toBe(20);
});

test('of one kind in one event the first is shown and all are counted; of one code a hundred places are', async () => {
  const serials = Array.from({ length: 300 }, (_, i) => `X/${i}`);
  const one = await check(xmlDocument(commissioned(serials)));
  expect(one.findings).toMatchObject([{ code: 'epc-unescaped', count: 300 }]);
  const many = await check(xmlDocument(serials.map((serial) => commissioned(serial)).join('')));
  expect([many.findings.length, many.counts]).toEqual([100, { 'epc-unescaped': 300 }]);
});

describe('what a file claims', () => {
  test('a pack that was taken out and packed again is in the second case', async () => {
    const events = [
      commissioned(['A1', 'A2']),
      packed(CASE, ['A1', 'A2']),
      packed(CASE, ['A2'], '08:25:00', 'DELETE'),
      packed(OTHER_CASE, ['A2'], '08:30:00'),
    ];
    const file = await check(xmlDocument(events.join('')));
    expect([codesOf(file), claimOf(file, 'A1')?.within, claimOf(file, 'A2')?.within]).toEqual([
      [],
      '195213210000000015',
      '195213210000000022',
    ]);
  });

  test('an unpacking without a list takes everything out', async () => {
    const events = [commissioned('A1'), packed(CASE, ['A1']), packed(CASE, undefined, '08:30:00', 'DELETE')];
    const file = await check(xmlDocument(events.join('')));
    expect([codesOf(file), claimOf(file, 'A1')?.within]).toEqual([[], undefined]);
  });

  test('a pack that two cases claim is in neither', async () => {
    const events = [commissioned('A1'), packed(CASE, ['A1']), packed(OTHER_CASE, ['A1'], '08:30:00')];
    expect(claimOf(await check(xmlDocument(events.join(''))), 'A1')).not.toHaveProperty('within');
  });

  test('a shipment that was taken back is none, by a step or by a declaration of an error', async () => {
    const byStep = [commissioned('A1'), shipped('A1'), shipped('A1', '09:30:00', 'void_shipping')];
    const id = '<baseExtension><eventID>urn:uuid:7</eventID></baseExtension>';
    const declared = id.replace(
      '</baseExtension>',
      `<errorDeclaration><declarationTime>${CREATED}</declarationTime></errorDeclaration></baseExtension>`,
    );
    const byError = [
      commissioned('A1'),
      shipped('A1', '09:00:00', 'shipping', id),
      shipped('A1', '09:00:00', 'shipping', declared),
    ];
    for (const events of [byStep, byError]) {
      const file = await check(xmlDocument(events.join('')));
      expect(codesOf(file)).toEqual([]);
      expect(claimOf(file, 'A1')).toMatchObject({ state: 'made', lot: 'LOT7' });
      expect(claimOf(file, 'A1')).not.toHaveProperty('to');
    }
  });

  test('what came after counts, whatever stands first in the file', async () => {
    const events = [commissioned('A1'), packed(CASE, ['A1']), shipped(CASE), shipped(CASE, '11:00:00', 'receiving')];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(events, { minLength: 4 }), async (order) => {
        const file = await check(xmlDocument(order.join('')));
        expect(codesOf(file)).toEqual([]);
        expect(claimOf(file, 'A1')).toMatchObject({
          state: 'received',
          to: '9506000100036',
          within: '195213210000000015',
        });
      }),
      { numRuns: 24 },
    );
  });

  test('packs dispensed and destroyed are gone', async () => {
    const events = [
      commissioned(['A1', 'A2']),
      shipped('A1', '09:00:00', 'dispensing'),
      shipped('A2', '09:00:00', 'destroying'),
    ];
    const file = await check(xmlDocument(events.join('')));
    expect([claimOf(file, 'A1')?.state, claimOf(file, 'A2')?.state]).toEqual(['dispensed', 'destroyed']);
  });
});

describe('a file for the United States', () => {
  const US = 'xmlns:gs1ushc="http://epcis.gs1us.org/hc/ns"';
  const sbdh = (authority: string) =>
    '<s:StandardBusinessDocumentHeader xmlns:s="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">' +
    ['Sender', 'Receiver']
      .map(
        (who) =>
          `<s:${who}><s:Identifier Authority="${authority}">urn:epc:id:sgln:9521321.00011.0</s:Identifier></s:${who}>`,
      )
      .join('') +
    '</s:StandardBusinessDocumentHeader>';
  const statement =
    '<gs1ushc:dscsaTransactionStatement><gs1ushc:affirmTransactionStatement>true</gs1ushc:affirmTransactionStatement></gs1ushc:dscsaTransactionStatement>';
  const version = '<gs1ushc:guidelineVersion>GS1 US DSCSA R1.3</gs1ushc:guidelineVersion>';
  const word = (id: string, attributes: Readonly<Record<string, string>>) =>
    `<extension><EPCISMasterData><VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:EPCClass"><VocabularyElementList><VocabularyElement id="${id}">` +
    Object.entries(attributes)
      .map(([name, value]) => `<attribute id="urn:epcglobal:cbv:mda#${name}">${value}</attribute>`)
      .join('') +
    '</VocabularyElement></VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension>';
  const name = { regulatedProductName: 'Examplamol' };
  const ours = word('urn:epc:idpat:sgtin:9521321.000001.*', name);
  const file = (head: string, events = commissioned('A1')) => check(xmlDocument(events, head, US));

  test('nothing is found where nothing is missing', async () => {
    const checked = await file(sbdh('GS1') + ours + version + statement);
    expect([checked.profile, codesOf(checked)]).toEqual(['dscsa-1.3', []]);
  });

  test('statement, product, sender and receiver are missed', async () => {
    expect(codesOf(await file(version))).toEqual([
      'no-receiver',
      'no-sender',
      'no-transaction-statement',
      'product-unknown',
    ]);
    const nobody = sbdh('GS1').replace(/(<s:Identifier[^>]*>)[^<]*/g, '$1');
    expect(codesOf(await file(nobody + ours + version + statement))).toEqual(['no-receiver', 'no-sender']);
    const denied = statement.replace('true', 'false');
    expect(codesOf(await file(sbdh('GS1') + ours + version + denied))).toEqual(['no-transaction-statement']);
  });

  test('two releases at once are told', async () => {
    const checked = await file(sbdh('GLN') + ours + version + statement);
    expect([checked.profile, codesOf(checked)]).toEqual(['mixed', ['mixed-guideline']]);
  });

  test('an NDC that does not belong to its GTIN, in any of its forms', async () => {
    const ndc = (kind: string, number: string) =>
      word('urn:epc:idpat:sgtin:0399999.012345.*', {
        ...name,
        additionalTradeItemIdentification: number,
        additionalTradeItemIdentificationTypeCode: kind,
      });
    const codes = async (kind: string, number: string) =>
      codesOf(
        await file(sbdh('GS1') + ndc(kind, number) + statement, commissioned('urn:epc:id:sgtin:0399999.012345.A1')),
      );
    for (const number of ['99999-123-45', '99999-1234-5', '9999-9123-45'])
      expect(await codes('US_FDA_NDC', number)).toEqual([]);
    expect(await codes('US_FDA_NDC', '99999-123-46')).toEqual(['ndc-gtin-differ']);
    expect(await codes('US_FDA_NDC', '9999912345')).toEqual(['ndc-form']);
  });

  test('goods by number alone are told, and what is for somebody else', async () => {
    const byNumber = shipped([])
      .replace(/<epcList>.*?<\/epcList>/, '<epcList/>')
      .replace(
        '<extension>',
        '<extension><quantityList><quantityElement><epcClass>urn:epc:idpat:sgtin:9521321.000001.*</epcClass><quantity>5</quantity></quantityElement></quantityList>',
      );
    expect(codesOf(await file(sbdh('GS1') + ours + version + statement, byNumber))).toEqual(['no-serials@0']);
    const forUs = xmlDocument(commissioned('A1') + shipped('A1'));
    expect(codesOf(await check(forUs, { as: '9506000100036' }))).toEqual([]);
    expect(codesOf(await check(forUs, { as: '9506000110004' }))).toEqual(['not-for-us']);
  });

  test('a plain file is asked for nothing of this, unless one says what it has to be', async () => {
    const plain = xmlDocument(commissioned('A1'));
    expect((await check(plain)).exit).toBe(0);
    expect(codesOf(await check(plain, { profile: 'dscsa' }))).toContain('no-transaction-statement');
    expect((await check(plain, { profile: 'eu' })).exit).toBe(0);
  });
});

test('a good file stays good however its packs are packed, cut into events and named', async () => {
  const serials = fc.uniqueArray(fc.stringMatching(/^[A-Z0-9]{1,12}$/), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(serials, fc.integer({ min: 1, max: 9 }), async (all, a) => {
      const groups = Array.from({ length: Math.ceil(all.length / a) }, (_, i) => all.slice(i * a, i * a + a));
      const sscc = (i: number) => `urn:epc:id:sscc:9521321.1${String(i).padStart(9, '0')}`;
      const events = groups.flatMap((group, i) => [commissioned(group), packed(sscc(i), group)]);
      const file = await check(xmlDocument([...events, shipped(groups.map((_, i) => sscc(i)))].join('\n')));
      expect([codesOf(file), file.packs, file.containers]).toEqual([[], all.length, groups.length]);
      for (const serial of all) expect(claimOf(file, serial)).toMatchObject({ lot: 'LOT7', to: '9506000100036' });
    }),
    { numRuns: 30 },
  );
});

test('a fault in one event of many is told at that event alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.nat(), async (count, at) => {
      const wrong = at % count;
      const events = Array.from({ length: count }, (_, i) => commissioned(`S${i}`));
      events[wrong] = (events[wrong] ?? '').replace('000001.S', '0000001.S');
      expect(await foundIn(...events)).toEqual([expect.stringMatching(`^epc-(?:digits|check-digit)@${wrong}$`)]);
    }),
    { numRuns: 30 },
  );
});
