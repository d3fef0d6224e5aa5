// The rows of a listing as columns: which fields they have by the schema of the answer, and all of it as CSV (RFC 4180).
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
    columns.map((column) => cell(column.join('.'))),
    ...data.map((row) => columns.map((column) => cell(at(row, column)))),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

function at(row: object, column: Column): unknown {
  let value: unknown = row;
  for (const name of column) value = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
  return value;
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = harmless(typeof value === 'string' ? value : listed(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Several plain values stand in one cell; whatever else there is stands there as JSON. */
function listed(value: unknown): string {
  const plain = Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number');
  return plain ? value.join('; ') : JSON.stringify(value);
}

/** A spreadsheet would run it as a formula; the apostrophe makes it text. Others write names, and so may anybody. */
function harmless(text: string): string {
  return /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
}
