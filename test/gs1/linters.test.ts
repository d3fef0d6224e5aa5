// Every linter of the dictionary agrees with the reference implementation: verdict, code and what it marks.
import { describe, expect, it } from 'vitest';
import { LINTERS } from '../../src/gs1/lint/index.ts';
import { suite } from './suite.ts';

const rows = suite('lint');

/** The reference marks the wrong part between two asterisks. */
function marked(input: string, at: number, length: number): string {
  return `${input.slice(0, at)}*${input.slice(at, at + length)}*${input.slice(at + length)}`;
}

describe.skipIf(rows === undefined)('linters', () => {
  const byLinter = Map.groupBy(rows ?? [], (row) => String(row.linter));
  for (const [name, own] of byLinter)
    it(`${name}: ${own.length} values`, () => {
      const linter = LINTERS.get(name);
      expect(linter, name).toBeDefined();
      for (const { id, input, err, markup } of own) {
        const lint = linter?.(input, 0, input.length);
        const code = lint === undefined ? null : lint.code.toUpperCase().replaceAll('-', '_');
        expect([id, code], input).toEqual([
          id,
          String(err).replace('EXIPIRATION', 'EXPIRATION') === 'null'
            ? null
            : String(err).replace('EXIPIRATION', 'EXPIRATION'),
        ]);
        if (lint !== undefined) expect([id, marked(input, lint.at, lint.length)]).toEqual([id, markup]);
      }
    });

  it('says where in a longer text a component is wrong', () => {
    expect(LINTERS.get('csum')?.('xx12345678901234', 2, 16)).toEqual({
      code: 'incorrect-check-digit',
      at: 15,
      length: 1,
    });
  });
});
