// Identifiers of EPCIS files: one pack has one name however it is written, and what cannot be read names nothing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elementOf, glnOf, nameOf, readId } from '../../src/epcis/ids.ts';
import { digitalLink } from '../../src/gs1/index.ts';
import { epcUrn } from '../../src/gs1/write.ts';

const faultsOf = (written: string) => readId(written).faults;
const name = (written: string) => nameOf(readId(written));

/** Characters that a serial may have (CSET 82). */
const serials = fc.string({
  unit: fc.constantFrom(...'!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'),
  minLength: 1,
  maxLength: 20,
});

test('a pack has one name, as URN of any prefix length and as Digital Link', () => {
  fc.assert(
    fc.property(serials, fc.integer({ min: 6, max: 12 }), (serial, length) => {
      const elements = [
        { ai: '01', value: '09506000134352' },
        { ai: '21', value: serial },
      ];
      const urn = readId(epcUrn(elements, length));
      const link = readId(digitalLink(elements, 'https://example.com/some/stem'));
      expect([nameOf(urn), nameOf(link)]).toEqual([`09506000134352/${serial}`, `09506000134352/${serial}`]);
      expect([urn.faults, link.faults, urn.prefixLength]).toEqual([[], [], length]);
    }),
  );
});

test('escapes that are missing and a scheme in capitals are told, and the serial is what it says', () => {
  expect(readId('urn:epc:id:sgtin:9521321.000001.A/1')).toMatchObject({ faults: ['epc-unescaped'] });
  expect(name('urn:epc:id:sgtin:9521321.000001.A/1')).toBe('09521321000018/A/1');
  expect(name('urn:epc:id:sgtin:9521321.000001.A%2F1')).toBe('09521321000018/A/1');
  expect(name('urn:epc:id:sgtin:9521321.000001.A%3')).toBe('09521321000018/A%3');
  expect(readId('URN:EPC:ID:SGTIN:9521321.000001.a1')).toMatchObject({ faults: ['epc-form'] });
  expect(name('URN:EPC:ID:SGTIN:9521321.000001.a1')).toBe('09521321000018/a1');
});

test('blanks around it and what a reader of tags writes are told, and read', () => {
  for (const written of [' urn:epc:id:sgtin:9521321.000001.A1', 'urn:epc:tag:sgtin-198:1.9521321.000001.A1'])
    expect([faultsOf(written), name(written)]).toEqual([['epc-form'], '09521321000018/A1']);
  expect(name('urn:epc:tag:sscc-96:2.9521321.1000000001')).toBe('195213210000000015');
});

test('a link of version 1.0 names the same as one by numbers, and its form is told', () => {
  for (const [old, now] of [
    ['gtin/9521321000018/ser/A1', '01/09521321000018/21/A1'],
    ['shop/sscc/095213210000000179', '00/095213210000000179'],
    ['gln/9521321000117', '414/9521321000117'],
  ]) {
    const read = readId(`https://example.com/${old}`);
    expect(read.elements).toEqual(readId(`https://id.gs1.org/${now}`).elements);
    expect(read.faults).toEqual(['epc-form']);
  }
  expect(readId('https://example.com/gtin/of-the-month').faults).toEqual([]);
});

test('a link may name the lot beside the serial', () => {
  expect(readId('https://id.gs1.org/01/09521321000018/10/LOT7/21/A2')).toMatchObject({ isClass: false, faults: [] });
  expect(name('https://id.gs1.org/01/09521321000018/10/LOT7/21/A2')).toBe('09521321000018/A2');
});

test('nothing is guessed: a key with a digit too few, too many or a wrong check digit names no goods', () => {
  const wrong = {
    'urn:epc:id:sgtin:9521321.00001.A2': 'epc-digits',
    'urn:epc:id:sgtin:9521321.0000019.A2': 'epc-digits',
    'urn:epc:id:sgtin:9521321.0000018.A2': 'epc-check-digit',
    'urn:epc:id:sscc:9521321.10000000015': 'epc-check-digit',
    'urn:epc:id:sscc:9521321.100000001': 'epc-digits',
    'urn:epc:id:sgln:9521321.000117.0': 'epc-check-digit',
    'urn:epc:id:sgtin:95213.00000001.A2': 'epc-prefix',
    'urn:epc:id:sgtin:9521321.000001.': 'epc-serial',
    'urn:epc:id:sgtin:9521321.000001.ABCDEFGHIJKLMNOPQRSTU': 'epc-serial',
    'urn:epc:id:sgtim:9521321.000001.A': 'epc-syntax',
    'https://id.gs1.org/01/09521321000017/21/A1': 'epc-check-digit',
    'https://id.gs1.org/01/095213210000/21/A1': 'epc-check-digit',
    'https://id.gs1.org/00/1234': 'epc-digits',
    '(01)09521321000018(21)A1': 'epc-syntax',
    A1: 'epc-syntax',
  };
  for (const [written, fault] of Object.entries(wrong))
    expect([written, faultsOf(written), name(written)]).toEqual([written, [fault], undefined]);
});

test('other URIs are their own names', () => {
  for (const uri of [
    'urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8',
    'http://example.com/po/12',
    'urn:epc:id:gid:1.2.3',
  ])
    expect([faultsOf(uri), name(uri)]).toEqual([[], uri]);
});

test('an EPC of a scheme that nobody has cannot be read, whatever it is called', () => {
  for (const scheme of ['nobody', 'constructor'])
    expect(faultsOf(`urn:epc:id:${scheme}:1.2.3`)).toEqual(['epc-syntax']);
});

test('a class has no serial: a GTIN as pattern, a lot, a Digital Link of either', () => {
  for (const written of [
    'urn:epc:idpat:sgtin:9521321.000001.*',
    'urn:epc:class:lgtin:9521321.000001.LOT7',
    'https://id.gs1.org/01/09521321000018/10/LOT7',
  ]) {
    expect(readId(written)).toMatchObject({ isClass: true, faults: [] });
    expect(elementOf(readId(written), '01')).toBe('09521321000018');
  }
});

test('a party is known by its GLN, whether as SGLN, PGLN, link or digits', () => {
  for (const written of [
    'urn:epc:id:sgln:9521321.00011.0',
    'urn:epc:id:sgln:9521321.00011.dock7',
    'urn:epc:id:pgln:9521321.00011',
    'https://id.gs1.org/414/9521321000117',
    'https://id.gs1.org/417/9521321000117',
    ' 9521321000117 ',
  ])
    expect(glnOf(written)).toBe('9521321000117');
  expect(glnOf('9521321000118')).toBeUndefined();
  expect(glnOf('Midway')).toBeUndefined();
});
