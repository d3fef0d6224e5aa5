// The rows of a listing as columns: which fields they have by the schema of the answer, and all of it as CSV (RFC 4180).
import { csvLine } from '../app/node/csv-cells.ts';
import type { CommandSpec, JsonSchema } from './spec.ts';

/** A column: the names of the fields that lead to its cells. */
type Column = readonly string[];

/** The fields of a row that hold one value each. */
export function fieldsOf(spec: CommandSpec, rows: string): readonly string[] {
  return columnsOf(spec, rows).flatMap((column) => (column.length === 1 && !isList(spec, rows, column) ? column : []));
}

function rowSchema(spec: CommandSpec, rows: string): JsonSchema {
  return spec.schema.properties?.[rows]?.items ?? {};
}

function isList(spec: CommandSpec, rows: string, [name = '']: Column): boolean {
  const type = rowSchema(spec, rows).properties?.[name]?.type;
  return type === 'array' || type === 'object';
}

/** By the schema, so that they are the same whatever the rows hold. An object with named fields is so many columns. */
function columnsOf(spec: CommandSpec, rows: string): readonly Column[] {
  return Object.entries(rowSchema(spec, rows).properties ?? {}).flatMap(([name, schema]): Column[] => {
    const inner = Object.keys(schema.properties ?? {});
    return inner.length === 0 ? [[name]] : inner.map((field) => [name, field]);
  });
}

/** The rows as a table with a head: lines end in CR LF, cells that need it are quoted. */
export function csvOf(spec: CommandSpec, rows: string, data: readonly object[]): string {
  const columns = columnsOf(spec, rows);
  const lines = [
    columns.map((column) => column.join('.')),
    ...data.map((row) => columns.map((column) => at(row, column))),
  ];
  return lines.map(csvLine).join('');
}

function at(row: object, column: Column): unknown {
  let value: unknown = row;
  for (const name of column) value = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
  return value;
}
