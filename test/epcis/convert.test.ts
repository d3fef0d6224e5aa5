// A file that is converted says the same: official documents and fresh events, there and back, with equal events and equal names.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventHasher } from '../../src/epcis/hash-id.ts';
import { JsonWriter } from '../../src/epcis/json-write.ts';
import { LostAndCounted } from '../../src/epcis/lost.ts';
import type { Attribute, EpcisEvent } from '../../src/epcis/model.ts';
import { Namespaces } from '../../src/epcis/namespaces.ts';
import { epcisTime } from '../../src/epcis/times.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS } from '../vectors.ts';
import { twins } from './events.ts';
import { converted, eventsOf, filesIn, partsOf } from './official.ts';
import { jsonJudge, xsdJudge } from './schemas.ts';

/** An event without where it stood in the file and which prefixes it had; the fields of sensors have no order. */
function said({ line: _, path: __, ...event }: EpcisEvent): unknown {
  const key = ({ ns, name }: Attribute) => `${ns} ${name}`;
  const text = JSON.stringify(event, (name, value) =>
    name === 'fields' ? (value as Attribute[]).toSorted((a, b) => (key(a) < key(b) ? -1 : 1)) : value,
  );
  return JSON.parse(text, (name, value) => (name === 'prefix' ? undefined : value));
}

/** In the dialect that has one namespace for master data, however it is declared. */
const names = (events: readonly EpcisEvent[]) => events.map((event) => new EventHasher('cbv2.1').id(event));

/** As the command names the events of a file. */
async function namesIn(file: string | Uint8Array): Promise<readonly string[]> {
  let hasher = new EventHasher();
  const ids: string[] = [];
  for (const part of await partsOf(file)) {
    if (part.part === 'head') hasher = new EventHasher('cbv2.0', part.document);
    if (part.part === 'event') ids.push(hasher.id(part.event));
  }
  return ids;
}

/** Files of others that are no XML. */
const BROKEN = /amerisourcebergen-complex-sample|epcis_1\.2\.sample_hospital/;
const OFFICIAL = filesIn(
  'epcis/json-official',
  'epcis/json-openepcis-valid',
  'epcis/xml12/gs1',
  'epcis/xml12-openepcis',
  'epcis/xml-dscsa',
)?.filter(([name]) => !BROKEN.test(name));
/** They have words that the schema refuses: as they came, or a misspelt one of the CBV. */
const UNFIT = /TransactionEvent_with_userExtensions\.json|epcis_1\.2\.sample\.xml/;

describeGiven(VECTORS, OFFICIAL, 'an official document', (files) => {
  const xsd = xsdJudge();
  const schema = jsonJudge();

  it.each(files)('%s written again in its own form has the same events', async (_, bytes) => {
    const before = await partsOf(bytes);
    const [head] = before;
    const form = head?.part === 'head' ? head.document.form : undefined;
    const to = form === 'epcis-2.0-json' ? '2.0' : form === 'epcis-2.0-xml' ? '2.0-xml' : '1.2';
    const again = await converted(bytes, { to });
    const events = await eventsOf(bytes);
    const after = await eventsOf(again.text);
    expect(after.map(said)).toEqual(events.map(said));
    expect(names(after)).toEqual(names(events));
    const words = (parts: typeof before) =>
      parts.flatMap((part) => (part.part === 'vocabulary' ? [{ ...part.element, line: 0 }] : []));
    expect(words(await partsOf(again.text))).toEqual(words(before));
    expect(again.lost.filter(({ code }) => code !== 'wrapped-event')).toEqual([]);
  });

  it.each(files)('%s has the same names in every form, and is what the schemas want', async (name, bytes) => {
    const before = names(await eventsOf(bytes));
    const old = await converted(bytes, { to: '1.2' });
    expect(names(await eventsOf(old.text))).toEqual(before);
    const isQuery = (await partsOf(bytes)).some(
      (part) => part.part === 'head' && part.document.kind === 'query-result',
    );
    if (!isQuery && !/Association/.test(old.text)) expect(xsd?.(old.text), old.text).toEqual([]);
    expect(names(await eventsOf((await converted(old.text, { to: '2.0-xml' })).text))).toEqual(before);
    const json = await converted(bytes, { to: '2.0' });
    const lossy = json.lost.some(({ code }) => !/^(?:header-parts|document-id)$/.test(code));
    if (!lossy) expect(names(await eventsOf(json.text))).toEqual(before);
    if (!lossy) expect(names(await eventsOf((await converted(json.text, { to: '1.2' })).text))).toEqual(before);
    if (!UNFIT.test(name)) expect(schema?.(json.text), json.text).toEqual([]);
  });
});

function jsonFile(events: readonly EpcisEvent[]): string {
  const spaces = new Namespaces('json');
  for (const event of events) spaces.learn(event);
  const writer = new JsonWriter(spaces, new LostAndCounted());
  const head = writer.head(
    {
      form: 'epcis-2.0-json',
      kind: 'event-document',
      gzip: false,
      encoding: 'utf-8',
      creationDate: epcisTime('2026-11-20T08:15:30Z'),
      senders: [],
      receivers: [],
      identification: [],
      header: [],
      extensions: [],
      namespaces: [],
      contexts: [],
    },
    [],
  );
  return head + events.map((event) => writer.event(event)).join('') + writer.end();
}

describe('a lot in a fresh file', () => {
  it('has one name in XML and JSON, though their namespaces of master data differ by a colon', async () => {
    const xml =
      '<ObjectEvent xmlns:cbvmda="urn:epcglobal:cbv:mda"><eventTime>2026-11-20T08:15:30Z</eventTime>' +
      '<eventTimeZoneOffset>+00:00</eventTimeZoneOffset><epcList><epc>urn:epc:id:sgtin:9521321.000001.A1</epc></epcList>' +
      '<action>ADD</action><extension><ilmd><cbvmda:lotNumber>L7</cbvmda:lotNumber></ilmd></extension></ObjectEvent>';
    const { text } = await converted(xml, { to: '2.0', ids: 'link' });
    expect(text).toContain('"ilmd":{"cbvmda:lotNumber":"L7"}');
    expect(await namesIn(text)).toEqual(await namesIn(xml));
    const declared = text.replace('"@context":[', '"@context":[{"cbvmda":"urn:epcglobal:cbv:mda:"},');
    expect(await namesIn(declared)).not.toEqual(await namesIn(xml));
  });

  it('keeps words of sensors that nobody knows as they are', async () => {
    const json =
      '{"@context":[{"own":"https://own.example/"}],"type":"ObjectEvent","eventTime":"2026-11-20T08:15:30Z",' +
      '"eventTimeZoneOffset":"+00:00","action":"OBSERVE","epcList":["urn:epc:id:sscc:9521321.0000000001"],' +
      '"sensorElementList":[{"sensorReport":[{"type":"own:Mood","component":"own:left","value":7.5}]}]}';
    const { text } = await converted(json, { to: '2.0-xml' });
    expect(text).toContain('type="own:Mood" component="own:left" value="7.5"');
    expect(text).toContain('xmlns:own="https://own.example/"');
    expect(await namesIn(text)).toEqual(await namesIn(json));
  });

  it('has what became of a case left out in JSON, whose schema has no place for it, unless it came so', async () => {
    const xml =
      '<AggregationEvent><eventTime>2026-11-20T08:15:30Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>' +
      '<parentID>urn:epc:id:sscc:9521321.0000000001</parentID><childEPCs/><action>DELETE</action><extension><extension>' +
      '<persistentDisposition><set>urn:epcglobal:cbv:disp:recalled</set></persistentDisposition></extension></extension>' +
      '</AggregationEvent>';
    const { text, lost } = await converted(xml, { to: '2.0' });
    expect(text).not.toContain('recalled');
    expect(lost).toEqual([{ code: 'persistent-disposition', count: 1, event: 0 }]);
    const given = text.replace('"action"', '"persistentDisposition":{"set":["recalled"]},"action"');
    const again = await converted(given, { to: '2.0' });
    expect([again.text.includes('"persistentDisposition":{"set":["recalled"]}'), again.lost]).toEqual([true, []]);
  });

  it('has addresses and the like of its master data as they were, wherever its context stands', async () => {
    const address = '{"own:street":"Hill Road","own:number":7,"own:door":{"own:side":"left"}}';
    const header =
      '"epcisHeader":{"epcisMasterData":{"vocabularyList":[{"type":"urn:epcglobal:epcis:vtype:Location",' +
      '"vocabularyElementList":[{"id":"urn:epc:id:sgln:9521321.00011.0","attributes":[{"id":"urn:epcglobal:cbv:mda#address",' +
      `"attribute":${address}}]}]}]}}`;
    const context =
      '"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"own":"https://own.example/"}]';
    const rest =
      '"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-11-20T08:15:30Z","epcisBody":{"eventList":[]}';
    for (const json of [`{${context},${header},${rest}}`, `{${header},${rest},${context}}`]) {
      const again = await converted(json, { to: '2.0' });
      expect([again.text.includes(`"attribute":${address}`), again.lost]).toEqual([true, []]);
      const xml = await converted(json, { to: '2.0-xml' });
      expect(xml.text).toContain('<own:street>Hill Road</own:street>');
      expect((await converted(xml.text, { to: '2.0' })).text).toContain(`"attribute":${address}`);
    }
  });

  it('may have fields of sensors with any name, and what they say is kept', async () => {
    const xml =
      '<ObjectEvent><eventTime>2026-11-20T08:15:30Z</eventTime><sensorElementList><sensorElement>' +
      '<sensorReport type="gs1:Temperature" constructor="warm" valueOf="7"/></sensorElement></sensorElementList></ObjectEvent>';
    const again = await converted(xml, { to: '2.0-xml' });
    expect(again.text).toContain('type="gs1:Temperature" constructor="warm" valueOf="7"');
    expect(await namesIn(again.text)).toEqual(await namesIn(xml));
    const [event] = await eventsOf(xml);
    expect(event && new EventHasher().text(event)).toContain('constructor=warm');
  });
});

describe('a fresh file', () => {
  it('has the same names through all forms and both kinds of identifiers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(twins, { minLength: 1, maxLength: 3 }), async (all) => {
        const before = names(all.map(({ urns }) => urns));
        let text = jsonFile(all.map(({ links }) => links));
        for (const step of [
          { to: '1.2' },
          { to: '2.0', ids: 'link' },
          { to: '2.0-xml' },
          { to: '2.0' },
          { to: '1.2' },
        ] as const) {
          const next = await converted(text, step);
          expect(next.lost, text).toEqual([]);
          expect(names(await eventsOf(next.text)), next.text).toEqual(before);
          text = next.text;
        }
      }),
      { numRuns: 30 },
    );
  });

  it('gets URNs where the length of the company prefix is known, and keeps links where it is not', async () => {
    const event = (epc: string) =>
      `{"@context":[],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-11-20T08:15:30Z","epcisBody":{"eventList":[{"type":"ObjectEvent","eventTime":"2026-11-20T08:15:30Z","eventTimeZoneOffset":"+00:00","action":"ADD","epcList":["${epc}"]}]}}`;
    const link = event('https://id.gs1.org/01/09521321000018/21/A%2F1');
    const none = await converted(link, { to: '1.2', ids: 'urn' });
    expect(none.lost).toEqual([
      { code: 'no-urn', count: 1, event: 0, what: 'https://id.gs1.org/01/09521321000018/21/A%2F1' },
    ]);
    expect(none.text).toContain('<epc>https://id.gs1.org/01/09521321000018/21/A%2F1</epc>');
    const given = await converted(link, { to: '1.2', ids: 'urn', prefixes: ['9521321'] });
    expect(given.lost).toEqual([]);
    expect(given.text).toContain('<epc>urn:epc:id:sgtin:9521321.000001.A%2F1</epc>');
    const lot = await converted(event('https://id.gs1.org/01/09521321000018/10/L1/21/A1'), {
      to: '1.2',
      ids: 'urn',
      prefixes: ['9521321'],
    });
    expect(lot.lost.map(({ code }) => code)).toEqual(['id-parts']);
  });
});
