// Digital Links are read, built and escaped as the reference engine does.
import { describe, expect, it } from 'vitest';
import { standardTable } from '../../src/gs1/ai-table.ts';
import { readBracketed } from '../../src/gs1/bracketed.ts';
import {
  buildDigitalLink,
  escapeUri,
  isKeySequence,
  readDigitalLink,
  unescapeUri,
} from '../../src/gs1/digital-link.ts';
import { compressDigitalLink, compressElements } from '../../src/gs1/digital-link-compress.ts';
import { decompressDigitalLink } from '../../src/gs1/digital-link-compressed.ts';
import type { Fault } from '../../src/gs1/faults.ts';
import { elementString } from '../../src/gs1/pack.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS } from '../vectors.ts';
import { options, suite, suites } from './suite.ts';

const table = standardTable();
const reference = suites('dl.parseDLuri', 'dl.generateDLuri', 'dl.URIescape', 'dl.URIunescape', 'dl.pathSeq');

function raw(elements: Parameters<typeof elementString>[0]): string {
  return `^${elementString(elements).replaceAll('\x1d', '^')}`;
}

describeGiven(VECTORS, reference, 'Digital Links of the reference engine', (rows) => {
  it('are read', () => {
    for (const row of rows['dl.parseDLuri']) {
      const faults: Fault[] = [];
      const given = options(row);
      const read = readDigitalLink(row.input, table, faults, {
        aliases: given.convenienceAlphas,
        shortGtins: given.permitZeroSuppressedGTIN,
        unknown: given.permitUnknownAIs,
        unknownAttributes: !given.unknownNotDLattr,
      });
      expect([row.id, faults.length === 0], row.input).toEqual([row.id, row.ok]);
      if (row.ok) expect([row.id, raw(read.elements)]).toEqual([row.id, row.expect]);
    }
  });

  it('are built', () => {
    for (const row of rows['dl.generateDLuri']) {
      const given = options(row);
      const faults: Fault[] = [];
      const read = readBracketed(row.input, table, faults, given.permitUnknownAIs);
      const built = buildDigitalLink(read.elements, {
        stem: String(row.stem),
        unknownAttributes: !given.unknownNotDLattr,
      });
      expect([row.id, faults.length === 0 ? (built ?? null) : null]).toEqual([row.id, row.expect]);
    }
  });

  it('are escaped and unescaped', () => {
    for (const { id, input, path, query } of rows['dl.URIescape'])
      expect([id, escapeUri(input, false), escapeUri(input, true)]).toEqual([id, path, query]);
    for (const { id, input, path, query } of rows['dl.URIunescape'])
      expect([id, unescapeUri(input, false), unescapeUri(input, true)]).toEqual([id, path, query]);
  });

  it('have keys and qualifiers in order', () => {
    for (const { id, input, ok } of rows['dl.pathSeq'])
      expect([id, isKeySequence(table, input.split(' '))], input).toEqual([id, ok]);
  });
});

/** A link with its attributes in one order: compression keeps what they are, not how they were sorted. */
function attributes(link: string): readonly string[] {
  const [path = '', query = ''] = link.split('?');
  return [path, ...query.split('&').sort()];
}

describeGiven(VECTORS, suite('dl.compressed'), 'compressed Digital Links of the GS1 toolkit', (rows) => {
  it('are decompressed and compressed', () => {
    for (const row of rows) {
      const [short, long] = [String(row.compressed), String(row.uncompressed)];
      expect([row.id, attributes(decompressDigitalLink(short) ?? '')]).toEqual([row.id, attributes(long)]);
      expect([row.id, compressDigitalLink(long)]).toEqual([row.id, short]);
    }
  });
});

describe('compression', () => {
  it.each([
    'https://id.gs1.org/01/09520123456788/10/000123/21/00000000000000000001?17=300100',
    'https://id.gs1.org/01/09520123456788/21/99999999999999999999',
    'https://id.gs1.org/01/09520123456788/235/0012',
    'https://id.gs1.org/01/46186967140019/235/No1Hs8?00=208700847849491094',
    'https://id.gs1.org/8004/9520123ABC?01=09520123456788&10=AB',
    'https://id.gs1.org/8008/x',
    'https://id.gs1.org/414/9520123456788/254/0',
    'https://id.gs1.org/00/095201234567891235?02=09520123456788&37=00000025',
  ])('keeps leading zeros and 20-digit serials: %s', (link) => {
    if (link.includes('/8008/')) expect(() => compressDigitalLink(link)).toThrow(/not a GS1 Digital Link/);
    else expect(decompressDigitalLink(compressDigitalLink(link))).toBe(link);
  });

  it('takes a link whose key is not compressed, keeps its stem and its other parameters', () => {
    const part = compressElements([{ ai: '10', value: 'ABC' }]);
    expect(decompressDigitalLink(`https://brand.example/x/01/09520123456788/${part}?utm=1`)).toBe(
      'https://brand.example/x/01/09520123456788/10/ABC?utm=1',
    );
  });

  it('says nothing about links that are not compressed', () => {
    expect(decompressDigitalLink('https://example.com/about')).toBeUndefined();
    expect(decompressDigitalLink('https://example.com/')).toBeUndefined();
  });
});
