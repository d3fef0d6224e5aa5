// Tables of lines (CSV) as a packaging line or a spreadsheet writes them: RFC 4180 with a comma, a semicolon, a tab or a bar.
import { say } from '../words/en/epcis.ts';
import type { OpenedText } from './encoding.ts';
import { refusal } from './limits.ts';

/** What a row says of a pack, as it is written; '' where it says nothing. */
export interface TableRow {
  /** Counted from 1 behind the header. */
  readonly row: number;
  readonly line: number;
  readonly gtin: string;
  readonly serial: string;
  readonly lot: string;
  readonly expiry: string;
  readonly parent: string;
  /** Fields that it has, and the header. */
  readonly fields: number;
  readonly columns: number;
}

type ColumnName = 'gtin' | 'serial' | 'lot' | 'expiry' | 'parent';

/** Names of columns without case, blanks and signs. */
const NAMES: Readonly<Record<ColumnName, readonly string[]>> = {
  gtin: ['gtin', 'gtin14', 'productcode', '01', 'ai01'],
  serial: ['serial', 'serialnumber', 'serialno', 'sn', '21', 'ai21'],
  lot: ['lot', 'lotnumber', 'lotno', 'batch', 'batchnumber', 'charge', '10', 'ai10'],
  expiry: ['expiry', 'expirydate', 'expirationdate', 'expiration', 'exp', 'verfall', '17', 'ai17'],
  parent: ['parent', 'parentid', 'sscc', 'case', 'container', '00', 'ai00'],
};

const SEPARATORS = [',', ';', '\t', '|'];
/** Characters of a field, and fields of a row; a quote that is never closed would make one of the rest of the file. */
const MAX_FIELD = 4096;
const MAX_FIELDS = 256;

/** Whether a text may be a table of packs: its first line names a GTIN and a serial. */
export function isTable(start: string): boolean {
  const [header = ''] = start.replace(/^\ufeff/, '').split(/\r?\n|\r/, 1);
  const found = columnsOf(header.split(separatorOf(header)).map((name) => name.replaceAll('"', '')));
  return found.has('gtin') || found.has('serial');
}

function separatorOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((sign) => bare.split(sign).length);
  return SEPARATORS[counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0))] ?? ',';
}

function columnsOf(header: readonly string[]): Map<ColumnName, number> {
  const found = new Map<ColumnName, number>();
  for (const [at, name] of header.entries()) {
    const bare = name.toLowerCase().replace(/[^a-z\d]/g, '');
    for (const [column, names] of Object.entries(NAMES) as [ColumnName, readonly string[]][])
      if (names.includes(bare) && !found.has(column)) found.set(column, at);
  }
  return found;
}

/** Cuts text into rows of fields as it comes. */
class RowCutter {
  readonly rows: { readonly fields: readonly string[]; readonly line: number }[] = [];
  #separator = ',';
  #fields: string[] = [];
  #field = '';
  #state: 'start' | 'bare' | 'quoted' | 'behind' = 'start';
  #line = 1;
  #rowLine = 1;
  /** Rows that were begun, the header among them. */
  #begun = 0;
  #wasReturn = false;

  use(separator: string): void {
    this.#separator = separator;
  }

  #wrong(id: 'quote-open' | 'quote-inside' | 'field-long'): never {
    throw refusal('bad-csv', { line: this.#rowLine, row: Math.max(0, this.#begun - 1) }, say(id));
  }

  take(text: string): void {
    for (const sign of text) this.#sign(sign);
  }

  #sign(sign: string): void {
    if (this.#state === 'start' && this.#fields.length === 0 && sign !== '\n' && sign !== '\r') {
      this.#begun++;
      this.#rowLine = this.#line;
    }
    if (this.#state === 'quoted') {
      if (sign === '"') this.#state = 'behind';
      else this.#add(sign);
    } else if (sign === '"' && this.#state === 'behind') {
      this.#add('"');
      this.#state = 'quoted';
    } else if (sign === '"' && this.#state === 'start') this.#state = 'quoted';
    else if (sign === this.#separator) this.#endField();
    else if (sign === '\n' || sign === '\r') this.#endRow();
    else if (this.#state === 'behind') {
      if (sign !== ' ') this.#wrong('quote-inside');
    } else {
      this.#state = 'bare';
      this.#add(sign);
    }
    if (sign === '\n' && !this.#wasReturn) this.#line++;
    if (sign === '\r') this.#line++;
    this.#wasReturn = sign === '\r';
  }

  #add(sign: string): void {
    this.#field += sign;
    if (this.#field.length > MAX_FIELD) this.#wrong(this.#state === 'quoted' ? 'quote-open' : 'field-long');
  }

  #endField(): void {
    this.#fields.push(this.#field);
    if (this.#fields.length > MAX_FIELDS) this.#wrong('field-long');
    this.#field = '';
    this.#state = 'start';
  }

  /** Empty lines are no rows. */
  #endRow(): void {
    if (this.#state === 'start' && this.#fields.length === 0) return;
    this.#endField();
    this.rows.push({ fields: this.#fields, line: this.#rowLine });
    this.#fields = [];
  }

  end(): void {
    if (this.#state === 'quoted') this.#wrong('quote-open');
    this.#endRow();
  }
}

/**
 * The rows of a table of packs: a header with `gtin` and `serial`, and `lot`, `expiry`, `parent` where it has them.
 * @throws bad-csv (65) with the row, bad-encoding
 */
export async function* rowsOf(opened: OpenedText): AsyncGenerator<TableRow> {
  const cutter = new RowCutter();
  const [header = ''] = opened.start.replace(/^\ufeff/, '').split(/\r?\n|\r/, 1);
  cutter.use(separatorOf(header));
  let columns: Map<ColumnName, number> | undefined;
  let width = 0;
  let row = 0;
  function* taken(): Generator<TableRow> {
    for (const { fields, line } of cutter.rows) {
      if (columns === undefined) {
        columns = columnsOf(fields);
        width = fields.length;
        if (!columns.has('gtin') || !columns.has('serial')) throw refusal('bad-csv', { line }, say('columns-missing'));
        continue;
      }
      const of = (name: ColumnName) => fields[columns?.get(name) ?? -1]?.trim() ?? '';
      row++;
      yield {
        row,
        line,
        gtin: of('gtin'),
        serial: of('serial'),
        lot: of('lot'),
        expiry: of('expiry'),
        parent: of('parent'),
        fields: fields.length,
        columns: width,
      };
    }
    cutter.rows.length = 0;
  }
  for await (const text of opened.text) {
    cutter.take(text);
    yield* taken();
  }
  cutter.end();
  yield* taken();
  if (columns === undefined) throw refusal('bad-csv', {}, say('columns-missing'));
}
