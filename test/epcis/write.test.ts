// What is written is what the schemas want, and names what could not be carried over.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonWriter } from '../../src/epcis/json-write.ts';
import { LostAndCounted } from '../../src/epcis/lost.ts';
import type { EpcisDocument, EpcisEvent, VocabularyElement } from '../../src/epcis/model.ts';
import { Namespaces } from '../../src/epcis/namespaces.ts';
import { epcisTime } from '../../src/epcis/times.ts';
import { XmlWriter } from '../../src/epcis/xml-write.ts';
import type { XmlVersion } from '../../src/epcis/xml-write-event.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS } from '../vectors.ts';
import { twins } from './events.ts';
import { jsonJudge, xsdJudge } from './schemas.ts';

const DOCUMENT: EpcisDocument = {
  form: 'epcis-1.2-xml',
  kind: 'event-document',
  gzip: false,
  encoding: 'utf-8',
  schemaVersion: '1.2',
  creationDate: epcisTime('2026-11-20T08:15:30Z'),
  senders: [{ id: 'urn:epc:id:sgln:9521321.00011.0', authority: 'GS1', extensions: [] }],
  receivers: [{ id: 'urn:epc:id:sgln:9506000.10003.0', authority: 'GS1', extensions: [] }],
  instanceId: 'D-1',
  identification: [],
  header: [],
  extensions: [{ ns: 'urn:x', prefix: 'x', name: 'sent', value: 'by "hand" & <foot>' }],
  namespaces: [],
  contexts: [],
};
const PRODUCT: VocabularyElement = {
  type: 'urn:epcglobal:epcis:vtype:EPCClass',
  id: 'urn:epc:idpat:sgtin:9521321.000001.*',
  line: 1,
  attributes: [{ id: 'urn:epcglobal:cbv:mda#regulatedProductName', value: 'Übungsmittel <5 mg>' }],
  children: ['urn:epc:idpat:sgtin:9521321.000002.*'],
};

/** A document as a file of one of the three kinds. */
function xmlFile(
  version: XmlVersion,
  events: readonly EpcisEvent[],
  lost = new LostAndCounted(),
  document = DOCUMENT,
): string {
  const spaces = new Namespaces('xml');
  spaces.learnDocument(document);
  for (const event of events) spaces.learn(event);
  const writer = new XmlWriter(version, spaces, lost);
  return writer.head(document, [PRODUCT]) + events.map((event) => writer.event(event)).join('') + writer.end();
}

function jsonFile(events: readonly EpcisEvent[], lost = new LostAndCounted(), document = DOCUMENT): string {
  const spaces = new Namespaces('json');
  spaces.learnDocument(document);
  for (const event of events) spaces.learn(event);
  const writer = new JsonWriter(spaces, lost);
  return writer.head(document, [PRODUCT]) + events.map((event) => writer.event(event)).join('') + writer.end();
}

describeGiven(VECTORS, xsdJudge(), 'XML of 1.2', (judge) => {
  it('is as the XSD wants it, whatever is in the events', () => {
    fc.assert(
      fc.property(fc.array(twins, { minLength: 1, maxLength: 3 }), (all) => {
        const xml = xmlFile(
          '1.2',
          all.map(({ urns }) => urns),
        );
        expect(judge(xml), xml).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describeGiven(VECTORS, jsonJudge(), 'JSON of 2.0', (judge) => {
  it('is as the schema wants it, whatever is in the events', () => {
    fc.assert(
      fc.property(fc.array(twins, { minLength: 1, maxLength: 3 }), (all) => {
        const json = jsonFile(all.map(({ links }) => links));
        expect(judge(json), json).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('has events of classes alone as events of objects, and says so', () => {
    const lost = new LostAndCounted();
    const event: EpcisEvent = {
      ...NOTHING,
      type: 'QuantityEvent',
      quantities: [{ epcClass: 'urn:epc:idpat:sgtin:9521321.000001.*', quantity: '007' }],
    };
    const json = jsonFile([event], lost);
    expect(judge(json)).toEqual([]);
    expect(JSON.parse(json).epcisBody.eventList[0]).toMatchObject({
      type: 'ObjectEvent',
      action: 'OBSERVE',
      quantityList: [{ quantity: 7 }],
    });
    expect(lost.list()).toEqual([{ code: 'quantity-event', count: 1, event: 0 }]);
  });
});

const NOTHING: EpcisEvent = {
  type: 'ObjectEvent',
  index: 0,
  line: 1,
  eventTime: epcisTime('2026-11-20T08:15:30Z'),
  eventTimeZoneOffset: '+00:00',
  certificationInfo: [],
  bizTransactions: [],
  sources: [],
  destinations: [],
  sensorElements: [],
  extensions: [],
};

describe('what one language cannot say', () => {
  it('is named once for each kind, with how often and where first', () => {
    const lost = new LostAndCounted();
    const event: EpcisEvent = {
      ...NOTHING,
      index: 4,
      action: 'ADD',
      extensions: [
        { ns: '', name: 'bare', value: 'a' },
        {
          ns: 'urn:x',
          prefix: 'x',
          name: 'mixed',
          value: 'a',
          children: [{ ns: 'urn:x', prefix: 'x', name: 'b', value: 'c' }],
        },
        { ns: 'urn:x', prefix: 'x', name: 'of', attributes: [{ ns: '', name: 'unit', value: 'kg' }], value: '7' },
      ],
    };
    jsonFile([event, { ...event, index: 5 }], lost);
    expect(lost.list()).toEqual([
      { code: 'extension-without-namespace', count: 2, event: 4, what: 'bare' },
      { code: 'extension-attribute', count: 2, event: 4, what: 'unit' },
      { code: 'mixed-text', count: 2, event: 4, what: 'a' },
    ]);
  });

  it('is characters that XML has not, and names that are none', () => {
    const lost = new LostAndCounted();
    const event: EpcisEvent = {
      ...NOTHING,
      action: 'ADD',
      extensions: [
        { ns: 'urn:x', name: 'bell', value: 'a\u0007b😀\ud800' },
        { ns: 'urn:x', name: 'two words', value: 'a' },
      ],
    };
    const xml = xmlFile('1.2', [event], lost);
    expect(xml).toContain('ab😀<');
    expect(lost.list()).toEqual([
      { code: 'extension-name', count: 1, event: 0, what: 'two words' },
      { code: 'control-character', count: 2, event: 0 },
    ]);
  });
});
