// A file judged by a schema besides its own check: what does not fit is found at its place, and nothing is judged in silence.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkFile } from '../../src/app/outside/check-file.ts';
import { commissioned, jsonDocument, MADE, xmlDocument } from '../epcis/files.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';

/** A schema of our own in which a disposition is wanted of every event. */
const JSON_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  properties: { epcisBody: { properties: { eventList: { items: { required: ['disposition'] } } } } },
};
/** The same for XML, in two files. */
const XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:epcglobal:epcis:xsd:1" xmlns="urn:epcglobal:epcis:xsd:1">
<xs:include schemaLocation="event.xsd"/><xs:element name="EPCISDocument" type="Document"/></xs:schema>`;
const EVENT = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:epcglobal:epcis:xsd:1" xmlns="urn:epcglobal:epcis:xsd:1">
<xs:complexType name="Document"><xs:sequence><xs:element name="EPCISBody"><xs:complexType><xs:sequence><xs:element name="EventList">
<xs:complexType><xs:sequence><xs:element name="OtherEvent" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
</xs:element></xs:sequence></xs:complexType></xs:element></xs:sequence><xs:anyAttribute processContents="skip"/></xs:complexType></xs:schema>`;

let folder: string;
const at = (name: string) => join(folder, name);
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(at(name), content);
  return at(name);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pedigree-schema-'));
  file('EPCIS-JSON-Schema.json', JSON.stringify(JSON_SCHEMA));
  file('EPCglobal-epcis-1_2.xsd', XSD);
  file('event.xsd', EVENT);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MADE_EPCS = { ...MADE, epcList: ['urn:epc:id:sgtin:9521321.000001.A1'] };
const good = () => file('good.json', jsonDocument([{ ...MADE_EPCS, disposition: 'active' }]));
const poor = () => {
  const { disposition: _, ...bare } = { ...MADE_EPCS, disposition: 'active' };
  return file('poor.json', jsonDocument([{ ...MADE_EPCS, disposition: 'active', bizStep: 'packing' }, bare]));
};

describe('2.0 JSON', () => {
  test('that fits is judged as without a schema', async () => {
    expect(await checkFile(good(), { schema: folder })).toEqual(await checkFile(good(), {}));
  });

  test('that does not fit is refused, with the event and the place', async () => {
    const { exit, findings } = await checkFile(poor(), { schema: at('EPCIS-JSON-Schema.json') });
    const place = { code: 'schema', level: 'error', event: 1, path: '$.epcisBody.eventList[1]' };
    expect([exit, findings.filter(({ code }) => code === 'schema')]).toMatchObject([65, [place]]);
    expect((await checkFile(poor(), {})).findings.map(({ code }) => code)).not.toContain('schema');
  });

  test('is judged in whatever encoding it comes', async () => {
    const packed = file('poor.json.gz', gzipSync(readFileSync(poor())));
    expect((await checkFile(packed, { schema: folder })).counts).toMatchObject({ schema: 1 });
  });
});

describe('1.2 XML', () => {
  test('that does not fit is to be looked at, with the line', async () => {
    const path = file('good.xml', xmlDocument(commissioned(['A1'])));
    const line = readFileSync(path, 'utf8')
      .split('\n')
      .findIndex((one) => one.includes('<ObjectEvent>'));
    const { exit, findings } = await checkFile(path, { schema: folder });
    expect([exit, findings]).toMatchObject([20, [{ code: 'schema', line: line + 1 }]]);
    expect(findings[0]?.text).toContain('ObjectEvent');
  });

  test('in UTF-16, which its declaration says, is judged all the same', async () => {
    const text = xmlDocument(commissioned(['A1'])).replace('UTF-8', 'UTF-16');
    const path = file('wide.xml', Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect((await checkFile(path, { schema: folder })).counts).toEqual({ schema: 1 });
  });

  test('that names a schema of its own is judged by the one that was given', async () => {
    const text = xmlDocument(commissioned(['A1'])).replace(
      '<epcis:EPCISDocument ',
      `<epcis:EPCISDocument xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:other ${at('event.xsd')}" `,
    );
    expect((await checkFile(file('names.xml', text), { schema: folder })).counts).toEqual({ schema: 1 });
  });
});

describe('what cannot be judged is said', () => {
  test('where there is no schema for it', async () => {
    const [empty, csv] = [mkdtempSync(join(folder, 'empty-')), file('t.csv', 'gtin,serial\n09506000134352,K1\n')];
    const xml = file('good.xml', xmlDocument(commissioned(['A1'])));
    for (const [path, schema] of [
      [good(), empty],
      [good(), at('EPCglobal-epcis-1_2.xsd')],
      [xml, at('EPCIS-JSON-Schema.json')],
      [xml, at('nowhere')],
      [csv, folder],
    ] as const)
      await expect(checkFile(path, { schema })).rejects.toMatchObject({ code: 'no-such-file', exit: 66 });
  });

  test('where what was given is no schema', async () => {
    const xml = file('good.xml', xmlDocument(commissioned(['A1'])));
    for (const [path, schema] of [
      [good(), file('broken.json', '{')],
      [good(), file('odd.json', '{"type": 7}')],
      [xml, file('broken.xsd', '<xs:schema')],
      [xml, file('odd.xsd', '<html/>')],
    ] as const)
      await expect(checkFile(path, { schema })).rejects.toMatchObject({ code: 'bad-input', exit: 65 });
  });

  test('where what judges is not installed', async () => {
    vi.resetModules();
    vi.doMock('node:module', () => ({
      createRequire: () => {
        const none = () => {
          throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
        };
        return Object.assign(none, { resolve: none });
      },
    }));
    try {
      const alone = await import('../../src/app/outside/check-file.ts');
      const xml = file('good.xml', xmlDocument(commissioned(['A1'])));
      for (const [path, name] of [
        [good(), 'ajv'],
        [xml, 'libxml2-wasm'],
      ] as const)
        await expect(alone.checkFile(path, { schema: folder })).rejects.toMatchObject({
          code: 'bad-input',
          message: expect.stringContaining(`where ${name} is installed`),
          hint: expect.stringContaining(`npm install ${name}`),
        });
    } finally {
      vi.doUnmock('node:module');
      vi.resetModules();
    }
  });

  test('and a file that cannot be read is refused before it is judged', async () => {
    const path = file('bomb.xml', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>');
    await expect(checkFile(path, { schema: folder })).rejects.toMatchObject({ code: 'doctype' });
  });
});

describeGiven(VECTORS, vectors('epcis'), 'the schemas of the standard', (epcis) => {
  test('take what is official, and tell what is not valid', async () => {
    const given = mkdtempSync(join(folder, 'given-'));
    const xsds = join(epcis, 'xml12/xsd');
    for (const name of readdirSync(xsds)) if (name.endsWith('.xsd')) copyFileSync(join(xsds, name), join(given, name));
    copyFileSync(join(epcis, 'schema/EPCIS-JSON-Schema.json'), join(given, 'EPCIS-JSON-Schema.json'));
    const judged = async (path: string) => (await checkFile(path, { schema: given })).counts.schema ?? 0;
    for (const name of ['Example_9.6.1-ObjectEvent.jsonld', 'EPCISQueryDocument.jsonld'])
      expect([name, await judged(join(epcis, 'json-official', name))]).toEqual([name, 0]);
    const xml = xmlDocument(commissioned(['A1']));
    expect(await judged(file('valid.xml', xml))).toBe(0);
    expect(await judged(file('invalid.xml', xml.replace('<action>ADD</action>', '<action>NEW</action>')))).toBe(1);
  });
});
