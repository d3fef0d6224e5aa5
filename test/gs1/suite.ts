// Suites of test vectors as rows.
import { readFileSync } from 'node:fs';
import { vectors } from '../vectors.ts';

export interface Row {
  readonly id: string;
  readonly input: string;
  readonly ok: boolean;
  readonly [field: string]: unknown;
}

export interface EngineOptions {
  readonly permitUnknownAIs: boolean;
  readonly permitZeroSuppressedGTIN: boolean;
  readonly convenienceAlphas: boolean;
  readonly unknownNotDLattr: boolean;
}

export function suite(name: string): readonly Row[] | undefined {
  const path = vectors(`gs1/${name}.jsonl`);
  if (path === undefined) return undefined;
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** Several suites by their names; undefined where one of them is absent. */
export function suites<Name extends string>(
  ...names: readonly Name[]
): Readonly<Record<Name, readonly Row[]>> | undefined {
  const found = names.map((name) => [name, suite(name)] as const);
  if (found.some(([, rows]) => rows === undefined)) return undefined;
  return Object.fromEntries(found) as Record<Name, readonly Row[]>;
}

export function options(row: Row): EngineOptions {
  return row.opts as EngineOptions;
}
