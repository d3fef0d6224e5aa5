// A file is put right where its meaning is clear, each change is told, and nothing else changes.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEpcis } from '../../src/epcis/check.ts';
import { EventHasher } from '../../src/epcis/hash-id.ts';
import { LostAndCounted } from '../../src/epcis/lost.ts';
import { type MendedFile, mendEpcis } from '../../src/epcis/mend.ts';
import { Namespaces } from '../../src/epcis/namespaces.ts';
import { XmlWriter } from '../../src/epcis/xml-write.ts';
import { itGiven } from '../left-out.ts';
import { VECTORS } from '../vectors.ts';
import { twins } from './events.ts';
import { jsonDocument } from './files.ts';
import { bytesOf, converted, eventsOf, filesIn } from './official.ts';
import { xsdJudge } from './schemas.ts';

async function mended(file: string | Uint8Array): Promise<MendedFile & { readonly text: string }> {
  const bytes = typeof file === 'string' ? bytesOf(file) : file;
  let text = '';
  const done = await mendEpcis(
    () => [bytes],
    (piece) => {
      text += piece;
    },
  );
  return { ...done, text };
}

const RIGHT = {
  time: '2026-11-20T08:15:30-05:00',
  offset: '-05:00',
  epc: 'urn:epc:id:sgtin:9521321.000001.A1',
  action: 'ADD',
  ilmd: '<cbvmda:lotNumber>LOT7</cbvmda:lotNumber><cbvmda:itemExpirationDate>2031-06-30</cbvmda:itemExpirationDate>',
  more: '',
};

function file(faults: Partial<typeof RIGHT> = {}, before = ''): string {
  const { time, offset, epc, action, ilmd, more } = { ...RIGHT, ...faults };
  const event =
    `<ObjectEvent><eventTime>${time}</eventTime>${offset === '' ? '' : `<eventTimeZoneOffset>${offset}</eventTimeZoneOffset>`}` +
    `<epcList><epc>${epc}</epc></epcList><action>${action}</action><extension><ilmd>${ilmd}</ilmd></extension></ObjectEvent>`;
  return (
    `${before}<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" xmlns:cbvmda="urn:epcglobal:cbv:mda" ` +
    `schemaVersion="1.2" creationDate="2026-11-20T10:00:00Z"><EPCISBody><EventList>${event}${more}</EventList></EPCISBody></epcis:EPCISDocument>`
  );
}

describe('what is clear is put right', () => {
  it.each([
    ['a zone without its colon', { time: '2026-11-20T08:15:30-0500' }, 'time-form', RIGHT.time],
    ['a time without a zone, beside its offset', { time: '2026-11-20T08:15:30' }, 'time-zone', RIGHT.time],
    ['small letters in a time', { time: '2026-11-20t08:15:30.5-05:00' }, 'time-form', '2026-11-20T08:15:30.500-05:00'],
    ['an offset without its colon', { offset: '-0500' }, 'offset-form', '-05:00'],
    ['Z as an offset', { offset: 'Z' }, 'offset-form', '+00:00'],
    ['an offset that stands in the time alone', { offset: '' }, 'offset-missing', '-05:00'],
    ['the case of a scheme', { epc: 'URN:EPC:ID:SGTIN:9521321.000001.A1' }, 'identifier-form', RIGHT.epc],
    [
      'what is not escaped',
      { epc: 'urn:epc:id:sgtin:9521321.000001.A/1' },
      'identifier-escapes',
      'urn:epc:id:sgtin:9521321.000001.A%2F1',
    ],
    ['the case of an action', { action: 'Add' }, 'action-form', 'ADD'],
    [
      'a date that can mean one day alone',
      { ilmd: RIGHT.ilmd.replace('2031-06-30', '30/06/2031') },
      'date-form',
      '2031-06-30',
    ],
    [
      'a lot without its namespace',
      { ilmd: '<lotNumber>LOT7</lotNumber>' },
      'master-data-namespace',
      'cbvmda:lotNumber',
    ],
  ] as const)('%s', async (_, fault, code, is) => {
    const { changes, lost, text } = await mended(file(fault));
    expect(changes).toMatchObject([{ code, event: 0, is }]);
    expect(lost).toEqual([]);
    // Once is enough.
    const again = await mended(text);
    expect(again.changes).toEqual([]);
    expect(again.text).toBe(text);
  });

  it('an event that is there twice is there once, with its error declaration it is another', async () => {
    const event = file().match(/<ObjectEvent>.*<\/ObjectEvent>/)?.[0] ?? '';
    const twice = await mended(file({ more: event }));
    expect(twice.changes).toMatchObject([{ code: 'event-repeats', event: 1 }]);
    expect(twice.events).toBe(1);
    const declared = event.replace(
      '</eventTimeZoneOffset>',
      '</eventTimeZoneOffset><baseExtension><errorDeclaration><declarationTime>2026-11-21T08:15:30Z</declarationTime></errorDeclaration></baseExtension>',
    );
    expect((await mended(file({ more: declared }))).events).toBe(2);
  });

  it('a name of an encoding that the bytes do not have', async () => {
    const { counts, text } = await mended(file({}, '<?xml version="1.0" encoding="UTF-16"?>'));
    expect(counts).toEqual({ encoding: 1 });
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>/);
  });

  it('bytes that are no plain UTF-8', async () => {
    const wide = Buffer.from(`\ufeff${file()}`, 'utf16le');
    expect((await mended(wide)).changes).toMatchObject([{ code: 'encoding', was: 'utf-16le' }]);
    expect((await mended(gzipSync(file()))).changes).toMatchObject([{ code: 'compressed' }]);
  });

  it('the date of the document', async () => {
    const { changes, text } = await mended(file().replace('2026-11-20T10:00:00Z', '2026-11-20 10:00:00Z'));
    expect(changes).toMatchObject([{ code: 'time-form', is: '2026-11-20T10:00:00Z' }]);
    expect(text).toContain('creationDate="2026-11-20T10:00:00Z"');
  });

  it('elements in a namespace that they should not have', async () => {
    const { counts, text } = await mended(
      file().replaceAll('ObjectEvent>', 'epcis:ObjectEvent>').replaceAll('action>', 'epcis:action>'),
    );
    expect(counts).toEqual({ namespace: 1 });
    expect(text).toContain('<action>ADD</action>');
  });

  it('a place of a JSON file that is a text', async () => {
    const place = 'urn:epc:id:sgln:9521321.00001.0';
    const event = {
      type: 'ObjectEvent',
      eventTime: RIGHT.time,
      eventTimeZoneOffset: RIGHT.offset,
      epcList: [RIGHT.epc],
      action: 'OBSERVE',
    };
    const told = jsonDocument([{ ...event, readPoint: place, bizLocation: place }, event]);
    const { changes, text, lost } = await mended(told);
    const is = `{"id":"${place}"}`;
    expect(changes).toEqual([
      { code: 'place-form', event: 0, was: `"${place}"`, is },
      { code: 'place-form', event: 0, was: `"${place}"`, is },
    ]);
    expect(lost).toEqual([]);
    expect(text.replaceAll(/\s/g, '')).toContain(`"readPoint":${is},"bizLocation":${is}`);
    expect((await checkEpcis(() => [bytesOf(text)])).findings.map(({ code }) => code)).not.toContain('place-form');
    expect((await mended(text)).changes).toEqual([]);
  });

  it('a lone event stays alone', async () => {
    const event = file().match(/<ObjectEvent>.*<\/ObjectEvent>/)?.[0] ?? '';
    const lone = event.replace('<ObjectEvent>', '<ObjectEvent xmlns:cbvmda="urn:epcglobal:cbv:mda">');
    const { changes, lost, text } = await mended(lone);
    expect([changes, lost]).toEqual([[], []]);
    expect(text).toMatch(/^<\?xml[^>]*>\n<ObjectEvent xmlns:cbvmda="urn:epcglobal:cbv:mda">/);
    expect(await eventsOf(text)).toMatchObject(
      await eventsOf(lone).then((all) => all.map(({ line: _, ...one }) => one)),
    );
  });
});

describe('what would have to be guessed stays', () => {
  it.each([
    ['a date that can mean two days', { ilmd: RIGHT.ilmd.replace('2031-06-30', '06/07/2031') }],
    ['a URN with twelve digits', { epc: 'urn:epc:id:sgtin:9521321.00001.A1' }],
    ['a check digit in a URN', { epc: 'urn:epc:id:sscc:9521321.00000000017' }],
    ['a time without a zone and without an offset', { time: '2026-11-20T08:15:30', offset: '' }],
    ['an offset that no time tells', { time: '2026-11-20T13:15:30Z', offset: '' }],
    ['an action that is none', { action: 'MOVE' }],
  ])('%s', async (_, fault) => {
    const { changes, text } = await mended(file(fault));
    expect(changes).toEqual([]);
    for (const value of Object.values(fault)) if (value !== '') expect(text.replace(/\n\s*/g, '')).toContain(value);
  });
});

describe('what cannot be read is left out, and told', () => {
  const event = { type: 'ObjectEvent', eventTime: RIGHT.time, eventTimeZoneOffset: RIGHT.offset, action: 'ADD' };
  const goods = { ...event, bizStep: 'shipping', epcList: [RIGHT.epc] };

  it.each([
    ['an identifier that is a number', [{ ...goods, epcList: [RIGHT.epc, 17] }], 1, { event: 0, what: '17' }],
    ['no event at all', [goods, null], 1, { event: 1, what: 'null' }],
    ['an event of no kind', [{ ...goods, type: 'objectEvent' }, goods], 1, { event: 0, what: 'objectEvent' }],
  ] as const)('%s', async (_, events, written, one) => {
    const done = await mended(jsonDocument(events as unknown as object[]));
    expect(done).toMatchObject({ events: written, lost: [{ code: 'unreadable', count: 1, ...one }] });
    const { lost } = await mended(done.text);
    expect(lost).toEqual([]);
  });
});

describe('what is right stays as it is', () => {
  it('in events that nobody has written yet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(twins, { minLength: 1, maxLength: 3 }), async (all) => {
        const events = all.map(({ urns }, index) => ({ ...urns, index, eventID: `urn:uuid:${index}` }));
        const spaces = new Namespaces('xml');
        for (const event of events) spaces.learn(event);
        const writer = new XmlWriter('1.2', spaces, new LostAndCounted());
        const empty = await converted('<EPCISDocument/>', { to: '1.2' });
        const [head = '', end = ''] = empty.text.split('    </EventList>');
        const declared = spaces.declared().map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
        const xml =
          head.replace('<epcis:EPCISDocument', `<epcis:EPCISDocument${declared.join('')}`) +
          events.map((event) => writer.event(event)).join('') +
          `    </EventList>${end}`;
        const { changes, lost, text } = await mended(xml);
        expect([changes, lost]).toEqual([[], []]);
        const names = async (of: string) => (await eventsOf(of)).map((event) => new EventHasher().id(event));
        expect(await names(text)).toEqual(await names(xml));
      }),
      { numRuns: 20 },
    );
  });

  const interop = filesIn('interop')?.filter(([name]) => /(?:base-r1[23]|other-prefix|void-shipping)\.xml$/.test(name));
  itGiven(VECTORS, interop, 'in clean files, which are as the XSD wants them afterwards', async (files) => {
    const judge = xsdJudge();
    for (const [name, bytes] of files) {
      const { changes, lost, text } = await mended(bytes);
      expect([name, changes, lost, judge?.(text)]).toEqual([name, [], [], []]);
    }
  });
});
