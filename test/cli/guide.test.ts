// The guide for a pharmacy alone, played line by line: what it says is typed works, and ends as it says.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, shell } from './program.ts';

const GUIDE = readFileSync(join(ROOT, 'docs/dscsa.md'), 'utf8');
const LINES = [...GUIDE.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.trim().split('\n'));

/** The years of the guide come nearer: here they are as far away as they were when it was written. */
const YEAR = new Date().getFullYear() + 5;
const later = (line: string) =>
  line.replace('2028-12-31', `${YEAR}-12-31`).replace('310630', `${YEAR % 100}0630`.padStart(6, '0'));

/** What a reader's own hands do: nobody types a passphrase here, and nothing waits for files for ever. */
const BY_HAND = /^pedigree key passphrase$| --watch /;

/** The form has fields that a person fills in, and the file of the guide lacks what a careful sender says. */
const LOOK = /^pedigree dscsa (?:3911|trace)/;

const EVENT = (body: string) =>
  `<ObjectEvent><eventTime>2026-11-20T08:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset><epcList><epc>urn:epc:id:sgtin:9521321.000001.A1</epc></epcList>${body}</ObjectEvent>`;
const FILE = `<?xml version="1.0" encoding="UTF-8"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" xmlns:sbdh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader" xmlns:cbvmda="urn:epcglobal:cbv:mda" schemaVersion="1.2" creationDate="2026-11-20T10:00:00Z">
<EPCISHeader><sbdh:StandardBusinessDocumentHeader><sbdh:HeaderVersion>1.0</sbdh:HeaderVersion><sbdh:Sender><sbdh:Identifier Authority="GS1">urn:epc:id:sgln:9521321.00011.0</sbdh:Identifier></sbdh:Sender><sbdh:Receiver><sbdh:Identifier Authority="GS1">urn:epc:id:sgln:9506000.10003.0</sbdh:Identifier></sbdh:Receiver><sbdh:DocumentIdentification><sbdh:Standard>EPCglobal</sbdh:Standard><sbdh:TypeVersion>1.0</sbdh:TypeVersion><sbdh:InstanceIdentifier>guide-1</sbdh:InstanceIdentifier><sbdh:Type>Events</sbdh:Type><sbdh:CreationDateAndTime>2026-11-20T10:00:00Z</sbdh:CreationDateAndTime></sbdh:DocumentIdentification></sbdh:StandardBusinessDocumentHeader></EPCISHeader>
<EPCISBody><EventList>
${EVENT(`<action>ADD</action><bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep><disposition>urn:epcglobal:cbv:disp:active</disposition><readPoint><id>urn:epc:id:sgln:9521321.00011.0</id></readPoint><bizLocation><id>urn:epc:id:sgln:9521321.00011.0</id></bizLocation><extension><ilmd><cbvmda:lotNumber>LOT7</cbvmda:lotNumber><cbvmda:itemExpirationDate>${YEAR}-06-30</cbvmda:itemExpirationDate></ilmd></extension>`)}
${EVENT('<action>OBSERVE</action><bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep><disposition>urn:epcglobal:cbv:disp:in_transit</disposition><readPoint><id>urn:epc:id:sgln:9521321.00011.0</id></readPoint><extension><sourceList><source type="urn:epcglobal:cbv:sdt:owning_party">urn:epc:id:sgln:9521321.00011.0</source></sourceList><destinationList><destination type="urn:epcglobal:cbv:sdt:owning_party">urn:epc:id:sgln:9506000.10003.0</destination></destinationList></extension>')}
</EventList></EPCISBody></epcis:EPCISDocument>
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pedigree-guide-'));
  writeFileSync(join(folder, 'lakeside-4711.xml'), FILE);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (line: string, home = 'home') => shell(folder, line, { PEDIGREE_HOME: join(folder, home) });

/** The network that comes later: its card lies there, and this is its fingerprint. */
function networkComes(): string {
  const init = "pedigree init --name 'Agency' --gln 9506000100005 --regulator --json";
  const { stdout } = run(init, 'agency');
  expect(run('pedigree card -o agency.card', 'agency').exit).toBe(0);
  return /"fingerprint":"([^"]+)"/.exec(stdout)?.[1] ?? '';
}

test('the guide for a pharmacy alone works as it is typed', () => {
  expect(LINES.length).toBeGreaterThan(10);
  let document = '';
  const digits = networkComes();
  for (const line of LINES.filter((one) => !BY_HAND.test(one))) {
    if (line.startsWith('pedigree log --type report')) {
      expect(
        run("pedigree report '(01)00309041234567(21)B1(10)L1(17)310630' --as illegitimate --note 'blurred'").exit,
      ).toBe(0);
    }
    const reported = /"event":"([^"]+)"/.exec(run('pedigree log --type report --json').stdout)?.[1] ?? '';
    const typed = later(line)
      .replaceAll('38c23e3a536e', document)
      .replace(/'58203[ \d]+'/, `'${digits}'`)
      .replace(' EVENT ', ` ${reported} `);
    const { exit, stdout, stderr } = run(typed);
    expect(exit, `${typed}\n${stdout}${stderr}`).toBe(LOOK.test(line) ? 20 : 0);
    if (line.startsWith('pedigree verify')) expect(stdout).toContain('says in a file that it is for you');
    document = /"document":"(\w{12})/.exec(stdout)?.[1] ?? document;
  }
}, 240_000);
