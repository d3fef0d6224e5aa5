// Scan data with AIM identifiers, to and from messages; the reference engine's full verdict on harvested data.
import { describe, expect, it } from 'vitest';
import { standardTable } from '../../src/gs1/ai-table.ts';
import { bracketed, hri, readBracketed } from '../../src/gs1/bracketed.ts';
import { buildDigitalLink, readDigitalLink } from '../../src/gs1/digital-link.ts';
import { type Element, type Elements, readElements } from '../../src/gs1/element-string.ts';
import type { Fault } from '../../src/gs1/faults.ts';
import { checkRules } from '../../src/gs1/rules.ts';
import { type Carrier, readScanData, type ScanData, writeScanData } from '../../src/gs1/scan-data.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS } from '../vectors.ts';
import { type Row, suites } from './suite.ts';

/** The reference has two names for GS1-128, by the composite component beside it. */
function carrier(name: unknown): Carrier {
  const text = String(name);
  return (text.startsWith('GS1_128') || text.startsWith('GS1-128') ? 'GS1_128' : text) as Carrier;
}

describe('scan data', () => {
  it.each([
    [']d2010950600013435210AB', { carrier: 'DM', message: '^010950600013435210AB' }],
    [']C1010950600013435210AB\x1d17310630', { carrier: 'GS1_128', message: '^010950600013435210AB^17310630' }],
    [']E09506000134352', { carrier: 'EAN13', message: '9506000134352' }],
    ['010950600013435210AB', undefined],
  ])('%j names its carrier and its message', (scan, read) => {
    expect(readScanData(scan)).toEqual(read);
    if (read !== undefined) expect(writeScanData(read as ScanData)).toBe(scan);
  });
});

describeGiven(VECTORS, suites('scan.process', 'scan.generate'), 'scan data of the reference engine', (rows) => {
  it('is read', () => {
    for (const row of rows['scan.process']) {
      const read = readScanData(row.input);
      expect([row.id, read !== undefined], row.input).toEqual([row.id, row.ok]);
      if (row.ok) expect([row.id, read]).toEqual([row.id, { carrier: carrier(row.sym), message: row.expect }]);
    }
  });

  it('is written', () => {
    for (const row of rows['scan.generate']) {
      const written = row.sym === 'NONE' ? undefined : writeScanData({ carrier: carrier(row.sym), message: row.input });
      expect([row.id, written ?? null], `${String(row.sym)} ${row.input}`).toEqual([row.id, row.expect]);
    }
  });
});

interface Verdict {
  readonly ok: boolean;
  readonly elements: readonly Element[];
  readonly inPath: number;
}

const table = standardTable();

function whole(read: (faults: Fault[]) => Elements): Verdict {
  const faults: Fault[] = [];
  const found = read(faults);
  checkRules(found.elements, found.ais, faults);
  return { ok: faults.length === 0, elements: found.elements, inPath: 'inPath' in found ? Number(found.inPath) : 0 };
}

/** Reads a message as the reference takes it: `^` for FNC1, a web address, or anything. */
function message(text: string, faults: Fault[]): Elements {
  const raw = text.slice(1).replaceAll('^', '\x1d');
  if (text.startsWith('^')) return readElements(raw, 0, raw.length, table, faults);
  if (/^(?:https?|HTTPS?):\/\//.test(text)) return readDigitalLink(text, table, faults);
  return { elements: [], ais: [] };
}

function verdict(row: Row): Verdict {
  if (row.mode === 'A') return whole((faults) => readBracketed(row.input, table, faults));
  const text = row.mode === 'S' ? readScanData(row.input)?.message : row.input;
  if (text === undefined) return { ok: false, elements: [], inPath: 0 };
  const composite = text.indexOf('|^');
  if (composite < 0) return whole((faults) => message(text, faults));
  return whole((faults) => {
    const [one, two] = [message(text.slice(0, composite), faults), message(text.slice(composite + 1), faults)];
    return { elements: [...one.elements, ...two.elements], ais: [...one.ais, ...two.ais] };
  });
}

const oracle = suites('oracle.harvest', 'oracle.pharma');

describeGiven(VECTORS, oracle, 'the full verdict of the reference engine', (known) => {
  it.each([
    ['harvested data', known['oracle.harvest']],
    ['pharma scans', known['oracle.pharma']],
  ])('%s', (_, rows) => {
    for (const row of rows) {
      const { ok, elements, inPath } = verdict(row);
      expect([row.id, ok], row.input).toEqual([row.id, row.ok]);
      if (!ok || row.ai === null) continue;
      expect([row.id, bracketed(elements)]).toEqual([row.id, String(row.ai).replace('|', '')]);
      expect([row.id, hri(elements)]).toEqual([row.id, row.hri]);
      expect([row.id, buildDigitalLink(elements, { inPath }) ?? null]).toEqual([row.id, row.dl]);
    }
  });
});
