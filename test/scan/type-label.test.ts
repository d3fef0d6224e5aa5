// A label that does not scan is typed: product, serial, lot and expiry as they are printed.
import { describe, expect, test } from 'vitest';
import { makeInput } from '../../src/commands/input.ts';
import { typedLabel } from '../../src/commands/type-label.ts';
import { command } from '../../src/commands/verify.ts';
import { PedigreeError } from '../../src/errors.ts';
import type { ScanTerminal } from '../../src/scan/terminal.ts';

async function* chunks(...pieces: readonly string[]): AsyncIterable<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}
const around = { env: {} as never, interactive: false };
const input = (...pieces: readonly string[]) =>
  makeInput(command, { args: [], options: new Map([['type', true]]) }, { ...around, stdin: () => chunks(...pieces) });

describe('from standard input', () => {
  test.each([
    ['9506000134352\n7XK9\nLT9022\n30.06.2031\n', '(01)09506000134352(21)7XK9(10)LT9022(17)310630'],
    ['O95O6OOO134352\r\n7XK9\r\n\r\n06/2031', '(01)09506000134352(21)7XK9(17)310600'],
    [' 0 9506000 13435 2 \n ab 12\nLT(1\n\n', '(01)09506000134352(21)ab12(10)LT\\(1'],
    ['(01)09506000134352(21)7XK9\n', '(01)09506000134352(21)7XK9'],
  ])('%j', async (typed, label) => {
    expect(await typedLabel(input(typed))).toBe(label);
    expect(await typedLabel(input(...typed))).toBe(label);
  });

  test.each([
    ['9506000134353\n', 'Product (PC, GTIN or the digits under the bars): 9506000134353 cannot be that'],
    ['9506000134352\n7XK9\nLT9022\n31.02.2031\n', 'Expiry (EXP): 31.02.2031 cannot be that'],
    ['9506000134352\n', 'not all of the label was typed'],
  ])('%j is refused', async (typed, why) => {
    const refused = typedLabel(input(typed));
    await expect(refused).rejects.toBeInstanceOf(PedigreeError);
    await expect(refused).rejects.toMatchObject({ code: 'bad-input', message: why });
  });
});

test('at a terminal each is asked for, and again where it cannot be right', async () => {
  const shown: string[] = [];
  const told = { bells: 0, closed: 0 };
  const terminal: ScanTerminal = {
    chunks: async function* () {
      yield* chunks(...'9506000134353\r9506000134352\r7XK9\rLT9022\r');
      // So soon behind a line Enter would be the end of what a scanner types.
      await new Promise((resolve) => setTimeout(resolve, 350));
      yield* chunks('\r');
    },
    bell: () => {
      told.bells++;
    },
    line: (text) => {
      shown.push(text);
    },
    close: () => {
      told.closed++;
    },
  };
  const asked = makeInput(
    command,
    { args: [], options: new Map([['type', true]]) },
    { ...around, interactive: true, stdin: () => chunks(), terminal: async () => terminal },
  );
  expect(await typedLabel(asked)).toBe('(01)09506000134352(21)7XK9(10)LT9022');
  expect(told).toEqual({ bells: 1, closed: 1 });
  for (const line of ['Product (PC, GTIN or the digits under the bars): ', 'Serial (SN): 7XK9', 'Expiry (EXP): '])
    expect(shown).toContain(line);
  expect(shown.at(-1)).toBe('');
});
