// Element strings and the rules between elements agree with the reference engine.
import { describe, expect, it } from 'vitest';
import { standardTable } from '../../src/gs1/ai-table.ts';
import { bracketed, readBracketed } from '../../src/gs1/bracketed.ts';
import { type Elements, readElements } from '../../src/gs1/element-string.ts';
import type { Fault } from '../../src/gs1/faults.ts';
import { elementString } from '../../src/gs1/pack.ts';
import { parse as parseScan } from '../../src/gs1/parse.ts';
import { checkRules, type Rule } from '../../src/gs1/rules.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS } from '../vectors.ts';
import { options, type Row, suites } from './suite.ts';

const reference = suites(
  'ai.parseAIdata',
  'ai.processAIdata',
  'ai.linters',
  'ai.errMarkup',
  'ai.existsInAIdata',
  'ai.validateAIs',
);

const RULES: Readonly<Record<string, Rule>> = {
  validateAImutex: 'pairs',
  validateAIrequisites: 'requirements',
  validateAIrepeats: 'repeats',
  validateDigSigRequiresSerialisedKey: 'signature',
};

function readRow(row: Row): { readonly read: Elements; readonly faults: Fault[] } {
  const faults: Fault[] = [];
  return { read: readBracketed(row.input, standardTable(), faults, options(row).permitUnknownAIs), faults };
}

describeGiven(VECTORS, reference, 'element strings of the reference engine', (rows) => {
  it('bracketed text becomes an element string', () => {
    for (const row of rows['ai.parseAIdata']) {
      const { read, faults } = readRow(row);
      expect([row.id, faults.length === 0], row.input).toEqual([row.id, row.ok]);
      if (row.ok) expect(`^${elementString(read.elements).replaceAll('\x1d', '^')}`).toBe(row.expect);
    }
  });

  it('raw element strings are right or wrong', () => {
    for (const row of rows['ai.processAIdata']) {
      const faults: Fault[] = [];
      const raw = row.input.startsWith('^') ? row.input.slice(1).replaceAll('^', '\x1d') : undefined;
      if (raw !== undefined) readElements(raw, 0, raw.length, standardTable(), faults, options(row).permitUnknownAIs);
      expect([row.id, raw !== undefined && faults.length === 0], row.input).toEqual([row.id, row.ok]);
    }
  });

  it('faults in values are those of the linters', () => {
    for (const row of rows['ai.linters']) {
      const { faults } = readRow(row);
      expect([row.id, faults.length === 0], row.input).toEqual([row.id, row.ok]);
    }
  });

  it('a fault says which characters are wrong', () => {
    for (const row of rows['ai.errMarkup']) {
      const { faults } = readRow(row);
      const wrong = faults[0];
      const { input } = row;
      const at = wrong?.offset ?? 0;
      const end = at + (wrong?.length ?? 0);
      expect(String(row.markup).startsWith(`${input.slice(0, at)}|${input.slice(at, end)}|`), row.id).toBe(true);
    }
  });

  it('an AI or a pattern is found among the elements', () => {
    for (const row of rows['ai.existsInAIdata']) {
      const names = readRow(row).read.elements.map(({ ai }) => ai);
      const needle = String(row.needle);
      const stem = needle.replace(/n+$/, '');
      const found = names
        .toSorted()
        .find((ai) => ai.length === needle.length && ai.startsWith(stem) && ai !== row.ignore && stem !== '');
      expect([row.id, found !== undefined]).toEqual([row.id, row.ok]);
      // Rows that do not ask which AI was found expect none.
      if (row.expect !== null) expect([row.id, found]).toEqual([row.id, row.expect]);
    }
  });

  it('rules between elements', () => {
    for (const row of rows['ai.validateAIs']) {
      const { read, faults } = readRow(row);
      expect([row.id, faults]).toEqual([row.id, []]);
      checkRules(read.elements, read.ais, faults, [RULES[String(row.rule)] ?? 'pairs']);
      expect([row.id, row.rule, faults.length === 0], row.input).toEqual([row.id, row.rule, row.ok]);
    }
  });
});

describe('composite symbols', () => {
  it('the component behind | is read in brackets and beside an EAN', () => {
    const { elements, errors } = parseScan('(01)09506000134352|(10)A\\(1');
    expect([bracketed(elements), errors]).toEqual(['(01)09506000134352(10)A\\(1', []]);
    expect(parseScan(']E09506000134352|]e010A1').errors).toEqual([]);
  });

  it('the component beside an EAN keeps the rules, with the GTIN of the EAN', () => {
    const rules = (scan: string): readonly string[] => parseScan(scan).errors.map(({ code }) => code);
    expect(rules(']E09506000134352|]e0250A')).toEqual(['required-missing']);
    expect(rules(']E09506000134352|]e021A\x1d250A')).toEqual([]);
  });
});
