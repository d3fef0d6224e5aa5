// EPC URNs, element strings and Digital Links name the same things; the company prefix is never guessed.
import { describe, expect, it } from 'vitest';
import { standardTable } from '../../src/gs1/ai-table.ts';
import { readBracketed } from '../../src/gs1/bracketed.ts';
import { buildDigitalLink, readDigitalLink, unescapeUri } from '../../src/gs1/digital-link.ts';
import { epcElements } from '../../src/gs1/epc.ts';
import { companyPrefixes, epcIdentity, epcUrn, isEpcUrn } from '../../src/gs1/epc-urn.ts';
import type { Fault } from '../../src/gs1/faults.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS } from '../vectors.ts';
import { type Row, suite } from './suite.ts';

const table = standardTable();

/** The source writes characters into URIs that URIs and URNs do not have: such rows say nothing. */
function isWellFormed(uri: string): boolean {
  return /^(?:[A-Za-z0-9\-._~:/?#[\]@!$'()*+,;=]|%[0-9A-Fa-f]{2})*$/.test(uri) && !/\/\/(?!.*\/\/)/.test(uri.slice(8));
}

function prefixOf(urn: string): number {
  return /:([0-9]{6,12})\./.exec(urn)?.[1]?.length ?? 0;
}

describeGiven(VECTORS, suite('epc'), 'EPC vectors', (rows) => {
  const of = (name: string): readonly Row[] => rows.filter(({ suite: own }) => own === name);

  it('URNs are well-formed or not', () => {
    for (const row of of('epc.uri'))
      expect([row.id, isEpcUrn(String(row.uri), row.scheme as string | undefined)], String(row.uri)).toEqual([
        row.id,
        row.ok,
      ]);
    for (const row of of('epc.tag')) if (row.ok) expect([row.id, isEpcUrn(String(row.uri))]).toEqual([row.id, true]);
  });

  it('URNs and element strings, both ways', () => {
    for (const row of of('epc.element')) {
      const [uri, text] = [String(row.uri), row.gs1_element_string];
      if (!row.ok || text === undefined) continue;
      const faults: Fault[] = [];
      const { elements } = epcElements(uri, table, faults);
      // The extension 0 of an SGLN is that it has none (Tag Data Standard 6.3.3); the source keeps it.
      const read = readBracketed(
        String(text)
          .replace(/\(254\)0$/, '')
          .replace(/(?<=.)\((?![0-9]{2,4}\))/g, '\\('),
        table,
        faults,
      );
      expect([row.id, elements.map(({ ai, value }) => [ai, value])]).toEqual([
        row.id,
        read.elements.map(({ ai, value }) => [ai, value]),
      ]);
      expect([row.id, epcUrn(read.elements, Number(row.company_prefix_length))]).toEqual([row.id, uri]);
    }
  });

  it('URNs become Digital Links', () => {
    for (const row of [...of('epc.dl'), ...of('epc.normalise')]) {
      const expected = String(row.expect);
      if (!row.input.startsWith('urn:') || !isWellFormed(row.input) || !isWellFormed(expected)) continue;
      if (!isEpcUrn(row.input)) continue;
      const built = buildDigitalLink(epcElements(row.input, table, []).elements) ?? '';
      expect([row.id, unescapeUri(built, false)]).toEqual([row.id, unescapeUri(expected, false)]);
    }
  });

  it('Digital Links become URNs where the length of the company prefix is known', () => {
    for (const row of of('epc.urn')) {
      const expected = String(row.expect);
      if (!row.ok || !isWellFormed(row.input) || !isEpcUrn(expected)) continue;
      const { elements } = readDigitalLink(row.input, table, []);
      expect([row.id, epcUrn(elements, Number(row.gcpLength ?? prefixOf(expected)))]).toEqual([row.id, expected]);
    }
  });

  it('links with names for AIs and short GTINs become canonical', () => {
    for (const row of of('epc.normalise')) {
      if (row.input.startsWith('urn:')) continue;
      const { elements } = readDigitalLink(row.input, table, [], { aliases: true, shortGtins: true });
      expect([row.id, buildDigitalLink(epcIdentity(elements))]).toEqual([row.id, row.expect]);
    }
  });
});

describe('EPC URNs', () => {
  it('are of the scheme that is asked about', () => {
    expect(isEpcUrn('urn:epc:id:gsrnp:0614141.1234567890')).toBe(true);
    expect(isEpcUrn('urn:epc:id:gsrnp:0614141.1234567890', 'gsrn')).toBe(false);
  });

  it('hold no numbers that their scheme has no room for', () => {
    expect(isEpcUrn('urn:epc:id:usdod:2S194.68719476735')).toBe(true);
    expect(isEpcUrn('urn:epc:id:usdod:2S194.68719476736')).toBe(false);
    expect(isEpcUrn('urn:epc:id:gid:268435456.1.1')).toBe(false);
  });

  it('are none under a scheme that nobody has, whatever it is called', () => {
    expect(isEpcUrn('urn:epc:id:constructor:1.2.3')).toBe(false);
    expect(isEpcUrn('urn:epc:id:nobody:1.2.3')).toBe(false);
  });
});

describe('company prefixes', () => {
  it('that a key cannot have are refused', () => {
    for (const [ai, value, length] of [
      ['8004', '275822?eX', 9],
      ['8004', '412453', 6],
      ['401', '003740LE', 8],
      ['8004', '1496381.klwe', 12],
      ['8010', '118827XL7', 8],
    ] as const)
      expect(() => epcUrn([{ ai, value }], length), value).toThrow(/has no company prefix/);
  });

  const elements = [
    { ai: '01', value: '04012345111118' },
    { ai: '21', value: '98"' },
  ];

  it('come from a number or a table, and are never guessed', () => {
    expect(epcUrn(elements, 7)).toBe('urn:epc:id:sgtin:4012345.011111.98%22');
    expect(
      epcUrn(
        elements,
        companyPrefixes([
          ['40', 6],
          ['401234', 7],
        ]),
      ),
    ).toBe('urn:epc:id:sgtin:4012345.011111.98%22');
    expect(() => epcUrn(elements, companyPrefixes([['95', 7]]))).toThrow(/company prefix .* is not known/);
    expect(() => epcUrn([{ ai: '10', value: 'A' }], 7)).toThrow(/no EPC URN/);
  });
});
