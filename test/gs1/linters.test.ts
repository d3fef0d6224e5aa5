// Every linter of the dictionary agrees with the reference implementation: verdict, code and what it marks.
import { describe, expect, it } from 'vitest';
import { LINTERS } from '../../src/gs1/lint/index.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS } from '../vectors.ts';
import { suite } from './suite.ts';

/** The reference marks the wrong part between two asterisks. */
function marked(input: string, at: number, length: number): string {
  return `${input.slice(0, at)}*${input.slice(at, at + length)}*${input.slice(at + length)}`;
}

describeGiven(VECTORS, suite('lint'), 'linters of the reference engine', (rows) => {
  const byLinter = Map.groupBy(rows, (row) => String(row.linter));
  for (const [name, own] of byLinter)
    it(`${name}: ${own.length} values`, () => {
      const linter = LINTERS.get(name);
      expect(linter, name).toBeDefined();
      for (const { id, input, err, markup } of own) {
        const lint = linter?.(input, 0, input.length);
        const code = lint === undefined ? null : lint.code.toUpperCase().replaceAll('-', '_');
        // The reference has a typing error in one of its names.
        const expected = err === null ? null : String(err).replace('EXIPIRATION', 'EXPIRATION');
        expect([id, code], input).toEqual([id, expected]);
        if (lint !== undefined) expect([id, marked(input, lint.at, lint.length)]).toEqual([id, markup]);
      }
    });
});

describe('linters', () => {
  it('a field of zeros may have more than one', () => {
    const zero = LINTERS.get('zero');
    for (const text of ['0', '00', '000']) expect(zero?.(text, 0, text.length), text).toBeUndefined();
    for (const text of ['', '010', '0x']) expect(zero?.(text, 0, text.length)?.code, text).toBe('not-zero');
  });

  it('says where in a longer text a component is wrong', () => {
    expect(LINTERS.get('csum')?.('xx12345678901234', 2, 16)).toEqual({
      code: 'incorrect-check-digit',
      at: 15,
      length: 1,
    });
  });
});
