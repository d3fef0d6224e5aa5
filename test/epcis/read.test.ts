// EPCIS files read: any form and encoding gives the same events, cut into whatever pieces, and what is hostile ends at once.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PedigreeError } from '../../src/errors.ts';
import { bytesOf, inPieces, jsonDocument, read, xmlDocument } from './files.ts';

const SHIPPED =
  '<ObjectEvent><eventTime>2026-11-20T09:00:00Z</eventTime><eventTimeZoneOffset>-05:00</eventTimeZoneOffset>' +
  '<baseExtension><eventID>urn:uuid:1</eventID></baseExtension>' +
  '<epcList><epc>urn:epc:id:sgtin:9521321.000001.A1</epc>\n<epc> urn:epc:id:sgtin:9521321.000001.A2 </epc></epcList>' +
  '<action>OBSERVE</action><bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>' +
  '<disposition>urn:epcglobal:cbv:disp:in_transit</disposition>' +
  '<readPoint><id>urn:epc:id:sgln:9521321.00012.0</id></readPoint>' +
  '<bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:po">urn:po:7</bizTransaction></bizTransactionList>' +
  '<extension><sourceList><source type="urn:epcglobal:cbv:sdt:owning_party">urn:epc:id:sgln:9521321.00011.0</source>' +
  '</sourceList></extension><example:note xmlns:example="http://ns.example.com" level="3">Übung &amp; mehr</example:note>' +
  '</ObjectEvent>';

const SAME = {
  type: 'ObjectEvent',
  eventTime: '2026-11-20T09:00:00Z',
  eventTimeZoneOffset: '-05:00',
  eventID: 'urn:uuid:1',
  epcList: ['urn:epc:id:sgtin:9521321.000001.A1', 'urn:epc:id:sgtin:9521321.000001.A2'],
  action: 'OBSERVE',
  bizStep: 'shipping',
  disposition: 'https://ref.gs1.org/cbv/Disp-in_transit',
  readPoint: { id: 'urn:epc:id:sgln:9521321.00012.0' },
  bizTransactionList: [{ type: 'po', bizTransaction: 'urn:po:7' }],
  sourceList: [{ type: 'cbv:SDT-owning_party', source: 'urn:epc:id:sgln:9521321.00011.0' }],
  'example:note': 'Übung & mehr',
};
const PREFIXED = {
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { example: 'http://ns.example.com' }],
};

test('one event is the same in XML and in JSON', async () => {
  const xml = await read(xmlDocument(SHIPPED));
  const json = await read(jsonDocument([SAME], PREFIXED));
  const [{ line: _, extensions, ...event } = fail()] = xml.events;
  const [{ line: __, path, extensions: others, ...same } = fail()] = json.events;
  expect(event).toEqual(same);
  expect(path).toBe('$.epcisBody.eventList[0]');
  expect(event).toMatchObject({
    bizStep: 'shipping',
    disposition: 'in_transit',
    eventTime: { ms: Date.UTC(2026, 10, 20, 9) },
    sources: [{ type: 'owning_party', id: 'urn:epc:id:sgln:9521321.00011.0' }],
  });
  const note = { ns: 'http://ns.example.com', name: 'note', prefix: 'example', value: 'Übung & mehr' };
  expect(others).toEqual([note]);
  expect(extensions).toEqual([{ ...note, attributes: [{ ns: '', name: 'level', value: '3' }] }]);
  expect([xml.found, json.found]).toEqual([[], []]);
});

function fail(): never {
  throw new Error('no event');
}

test('a file is the same in whatever pieces it comes', async () => {
  for (const text of [xmlDocument(SHIPPED), jsonDocument([SAME, SAME], PREFIXED)]) {
    const whole = await read(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (length) => {
        expect(await read(inPieces(bytesOf(text), length))).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  }
});

test('a name with a bare & is told at its line, and one in a section of characters is none', async () => {
  const text = xmlDocument(SHIPPED);
  const wrong = (note: string) => text.replace('Übung &amp; mehr', note);
  for (const note of ['A & B', 'A &B', 'A&', 'A & B &amp; C']) {
    for (const length of [7, 4096]) {
      await expect(read(inPieces(bytesOf(wrong(note)), length)), note).rejects.toMatchObject({
        code: 'not-well-formed',
        detail: { line: text.slice(0, text.indexOf('Übung')).split('\n').length },
        message: expect.stringContaining('&amp;'),
      });
    }
  }
  const { events } = await read(wrong('<![CDATA[A & B]]>'));
  expect(events[0]?.extensions[0]?.value).toBe('A & B');
});

test('a large file may come all at once, and then its bounds are the same', async () => {
  const packs = Array.from(
    { length: 40_000 },
    (_, i) => `urn:epc:id:sgtin:9521321.000001.${String(i).padStart(20, '0')}`,
  );
  const list = packs.map((epc) => `<epc>${epc}</epc>`).join('\n');
  const xml = xmlDocument(`<ObjectEvent><epcList>${list}</epcList><action>OBSERVE</action></ObjectEvent>`);
  for (const file of [xml, jsonDocument([{ ...SAME, epcList: packs }])]) {
    const { events } = await read(file);
    expect([file.length > 1_500_000, events[0]?.epcs?.length]).toEqual([true, packs.length]);
  }
  const hostile = xmlDocument(`<!--${'x'.repeat(1_200_000)}-->${SHIPPED}`);
  await expect(read(hostile)).rejects.toMatchObject({ code: 'too-large' });
});

test('any encoding gives the same events; a name that does not fit the bytes is told', async () => {
  const text = xmlDocument(SHIPPED);
  const { events } = await read(text);
  const utf16 = (order: 'le' | 'be', declared: string, mark: string) => {
    const bytes = Buffer.from(mark + text.replace('UTF-8', declared), 'utf16le');
    return order === 'le' ? bytes : bytes.swap16();
  };
  const files: readonly (readonly [bytes: Uint8Array, encoding: string, told: readonly string[]])[] = [
    [Buffer.from(`\ufeff${text}`), 'utf-8', []],
    [gzipSync(text), 'utf-8', []],
    [utf16('le', 'UTF-16', '\ufeff'), 'utf-16le', []],
    [utf16('be', 'UTF-16', '\ufeff'), 'utf-16be', []],
    [utf16('be', 'UTF-16', ''), 'utf-16be', []],
    [utf16('le', 'UTF-8', '\ufeff'), 'utf-16le', ['encoding-label']],
    [Buffer.from(text.replace('UTF-8', 'UTF-16')), 'utf-8', ['encoding-label']],
    [Buffer.from(text.replace('UTF-8', 'ISO-8859-1')), 'utf-8', ['encoding-label']],
    [Buffer.from(text.replace('UTF-8', 'ISO-8859-1'), 'latin1'), 'windows-1252', []],
    [Buffer.from(text, 'latin1'), 'windows-1252', ['encoding-label']],
    [Buffer.from(text.replace(' encoding="UTF-8"', ''), 'latin1'), 'windows-1252', ['encoding-label']],
  ];
  for (const [bytes, encoding, told] of files) {
    for (const length of [7, 4096]) {
      const file = await read(inPieces(bytes, length));
      expect(file.events).toEqual(events);
      expect([file.document?.encoding, file.found.map(([code]) => code)]).toEqual([encoding, told]);
    }
  }
  expect((await read(gzipSync(text))).document?.gzip).toBe(true);
  // What log shippers write: pieces that were packed each for itself, and zeros where a tape wants them.
  const members = [text.slice(0, 300), text.slice(300, 301), '', text.slice(301)].map((part) => gzipSync(part));
  const shipped = Buffer.concat([...members, Buffer.alloc(512)]);
  for (const length of [1, 7, 4096]) {
    const file = await read(inPieces(shipped, length));
    expect(file.events).toEqual(events);
    expect(file.document?.gzip).toBe(true);
  }
  const ascii = text.replaceAll('Ü', 'U').replace('UTF-8', 'windows-1252');
  expect((await read(ascii)).found).toEqual([]);
});

test('a context that stands behind the events counts for them', async () => {
  const { '@context': _, ...rest } = JSON.parse(jsonDocument([SAME])) as Record<string, unknown>;
  const file = await read(JSON.stringify({ ...rest, ...PREFIXED }));
  expect(file.events[0]?.extensions).toMatchObject([{ ns: 'http://ns.example.com', name: 'note' }]);
  expect(file.found).toEqual([]);
});

test('master data and header are read, in XML one word at a time', async () => {
  const head =
    '<sbdh:StandardBusinessDocumentHeader xmlns:sbdh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">' +
    '<sbdh:Sender><sbdh:Identifier Authority="GLN">9521321000117</sbdh:Identifier></sbdh:Sender>' +
    '<sbdh:Receiver><sbdh:Identifier Authority="GLN">9506000100036</sbdh:Identifier></sbdh:Receiver>' +
    '<sbdh:DocumentIdentification><sbdh:InstanceIdentifier>D1</sbdh:InstanceIdentifier></sbdh:DocumentIdentification>' +
    '</sbdh:StandardBusinessDocumentHeader><extension><EPCISMasterData><VocabularyList>' +
    '<Vocabulary type="urn:epcglobal:epcis:vtype:EPCClass"><VocabularyElementList>' +
    '<VocabularyElement id="urn:epc:idpat:sgtin:9521321.000001.*">' +
    '<attribute id="urn:epcglobal:cbv:mda#regulatedProductName">Examplamol</attribute></VocabularyElement>' +
    '</VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension>';
  const { document, words } = await read(xmlDocument(SHIPPED, head));
  expect(document).toMatchObject({
    senders: [{ id: '9521321000117', authority: 'GLN' }],
    receivers: [{ id: '9506000100036' }],
    instanceId: 'D1',
  });
  expect(words).toMatchObject([
    {
      type: 'urn:epcglobal:epcis:vtype:EPCClass',
      id: 'urn:epc:idpat:sgtin:9521321.000001.*',
      attributes: [{ id: 'urn:epcglobal:cbv:mda#regulatedProductName', value: 'Examplamol' }],
    },
  ]);
});

/** How reading ends, and in how many milliseconds. */
async function refused(source: Parameters<typeof read>[0]) {
  const start = performance.now();
  const code = await read(source).then(
    () => 'read',
    (error: unknown) => (error instanceof PedigreeError && error.exit === 65 ? error.code : String(error)),
  );
  return { code, milliseconds: performance.now() - start };
}

describe('hostile files end at once', () => {
  const deep = (open: string, close: string) => open.repeat(1_000_000) + close.repeat(1_000_000);
  const many = Array.from({ length: 20_000 }, (_, i) => `xmlns:n${i}="urn:${i}"`).join(' ');
  const bombs =
    '<!DOCTYPE x [<!ENTITY a "ha">' +
    Array.from(
      { length: 20 },
      (_, i) => `<!ENTITY ${'a'.repeat(i + 2)} "${`&${'a'.repeat(i + 1)};`.repeat(10)}">`,
    ).join('') +
    ']>';
  const files: Readonly<Record<string, readonly [string | Uint8Array, string]>> = {
    'an entity bomb': [bombs + xmlDocument(SHIPPED).replace(/^.*\n/, ''), 'doctype'],
    'an entity of its own': [xmlDocument(SHIPPED).replace('&amp;', '&bomb;'), 'not-well-formed'],
    'a document type that never ends': [`<!DOCTYPE x [${' '.repeat(3_000_000)}`, 'doctype'],
    'a million elements inside each other': [xmlDocument(deep('<a>', '</a>')), 'too-deep'],
    'elements inside each other, in an event': [xmlDocument(`<ObjectEvent>${deep('<a>', '</a>')}`), 'too-deep'],
    'twenty thousand namespaces on one element': [xmlDocument(SHIPPED, '', many), 'too-large'],
    'a giant attribute': [xmlDocument(SHIPPED, '', `a="${'x'.repeat(50_000_000)}"`), 'too-large'],
    'a giant text': [xmlDocument(`<ObjectEvent><action>${'x'.repeat(50_000_000)}`), 'too-large'],
    'a giant comment': [xmlDocument(`<!--${'x'.repeat(50_000_000)}-->`), 'too-large'],
    'a million arrays inside each other': ['['.repeat(1_000_000), 'not-epcis'],
    'a million objects inside each other': ['{"a":'.repeat(1_000_000), 'too-deep'],
    'a giant string': [`{"a":"${'x'.repeat(50_000_000)}"}`, 'too-large'],
    'a giant string behind others of a list': [
      jsonDocument([SAME]).replace('"epcList":[', `"epcList":["a","b","${'x'.repeat(2_000_000)}",`),
      'too-large',
    ],
    'half a million properties of a document': [
      `{${Array.from({ length: 500_000 }, (_, i) => `"k${i}":1`).join(',')}}`,
      'too-large',
    ],
    'half a million properties of an extension': [
      jsonDocument([SAME], { x: Object.fromEntries(Array.from({ length: 500_000 }, (_, i) => [`k${i}`, 0])) }),
      'too-large',
    ],
    'half a million properties of an event': [
      jsonDocument([{ ...SAME, x: Object.fromEntries(Array.from({ length: 500_000 }, (_, i) => [`k${i}`, {}])) }]),
      'too-large',
    ],
    'half a million elements of an event': [
      xmlDocument(`<ObjectEvent>${'<a/>'.repeat(500_000)}</ObjectEvent>`),
      'too-large',
    ],
    'half a million elements between events': [xmlDocument('<a/>'.repeat(500_000)), 'too-large'],
    'two bodies': [jsonDocument([SAME]).replace(/\}$/, ',"epcisBody":{"eventList":[]}}'), 'duplicate-key'],
    'two lists of goods in one event': [
      jsonDocument([SAME]).replace('"action"', '"epcList":[],"action"'),
      'duplicate-key',
    ],
    'a property twice, once with an escape': [
      jsonDocument([SAME]).replace('"action"', '"\\u0061ction":"ADD","action"'),
      'duplicate-key',
    ],
    'bytes that are no text': [
      Buffer.concat([bytesOf(xmlDocument(SHIPPED)), Buffer.from([0xc3, 0x28])]),
      'bad-encoding',
    ],
    'a file that is cut off': [xmlDocument(SHIPPED).slice(0, 900), 'not-well-formed'],
    'an object that is cut off': [jsonDocument([SAME]).slice(0, 300), 'not-well-formed'],
    'something behind the end': [`${jsonDocument([SAME])} {}`, 'not-well-formed'],
    'a comma too many': [jsonDocument([SAME]).replace(']}}', ',]}}'), 'not-well-formed'],
    'a compressed file that is cut off': [gzipSync(xmlDocument(SHIPPED)).subarray(0, 200), 'not-well-formed'],
    'a compressed file with a last piece that is cut off': [
      Buffer.concat([gzipSync(xmlDocument(SHIPPED)), gzipSync(' ').subarray(0, 12)]),
      'not-well-formed',
    ],
    'a compressed file with something behind it': [
      Buffer.concat([gzipSync(xmlDocument(SHIPPED)), bytesOf('and so on')]),
      'not-well-formed',
    ],
    'nothing, compressed a hundred thousand times': [
      Buffer.concat(Array.from({ length: 100_000 }, () => gzipSync(' '))),
      'not-well-formed',
    ],
    'ten gigabytes of nothing, compressed': [gzipSync(Buffer.alloc(100_000_000)), 'not-epcis'],
    'a zip archive': [Buffer.from('PK\x03\x04 and so on'), 'not-epcis'],
    nothing: ['', 'not-well-formed'],
    'an element that is called like what every object has': ['<constructor><EPCISBody/></constructor>', 'not-epcis'],
    'a web page': ['<html><body>404</body></html>', 'not-epcis'],
    'a letter': ['Dear Sir or Madam', 'not-epcis'],
    'a list': ['[1, 2]', 'not-epcis'],
    'another object': ['{"type": "Letter"}', 'not-epcis'],
  };
  test.each(Object.entries(files))('%s', async (_, [file, code]) => {
    const bytes = typeof file === 'string' ? bytesOf(file) : file;
    const ended = await refused(inPieces(bytes, 1 << 16));
    expect(ended.code).toBe(code);
    // A second is promised; under the load of other tests it may be several.
    expect(ended.milliseconds).toBeLessThan(5000);
  });
});

test('an event that has two ids is read all the same: they change nothing about the goods', async () => {
  const { events, found } = await read(jsonDocument([SAME]).replace('"action"', '"eventID":"urn:uuid:2","action"'));
  expect([events.length, found.map(([code]) => code)]).toEqual([1, ['name-repeats']]);
});
