// A table of packs checked: numbers that a spreadsheet has rounded, rows that repeat, packs in two lots.
import { isGtin } from '../gs1/keys.ts';
import { rowsOf, type TableRow } from './csv.ts';
import { readDate } from './dates.ts';
import { openText } from './encoding.ts';
import { type FileFinding, type FileFindingCode, FileFindings } from './findings.ts';
import { FLAG, GoodsTable, hashed } from './goods.ts';
import { LOT, Lots } from './lots.ts';
import type { ByteSource } from './model.ts';

/** What a check of a table gives. */
export interface CheckedTable {
  readonly gzip: boolean;
  readonly encoding: string;
  readonly rows: number;
  readonly packs: number;
  readonly containers: number;
  readonly findings: readonly FileFinding[];
  readonly counts: Readonly<Partial<Record<FileFindingCode, number>>>;
  /** 0, 20 where something is to be looked at, 65 where a row cannot be relied on. */
  readonly exit: 0 | 20 | 65;
}

const ROUNDED = /^\d+(?:[.,]\d+)?E\+?\d+$/i;

/** The GTIN of a cell with all its digits: a spreadsheet drops zeros in front. */
function gtinOf(cell: string): string | undefined {
  const gtin = cell.padStart(14, '0');
  return /^\d{8,14}$/.test(cell) && isGtin(gtin) ? gtin : undefined;
}

class TableCheck {
  readonly findings = new FileFindings();
  rows = 0;
  packs = 0;
  readonly parents = new Set<string>();
  readonly #table = new GoodsTable();
  readonly #gtins = new Map<string, number>();
  readonly #lots = new Lots(this.#table, this.findings.take);

  take(row: TableRow): void {
    this.rows++;
    const { serial, lot, expiry, parent } = row;
    const at = (what: string) => ({ row: row.row, line: row.line, what: what.slice(0, 60) });
    const tell = (code: FileFindingCode, what: string) => this.findings.take(code, at(what));
    if (row.fields !== row.columns) tell('row-length', '');
    const rounded = [row.gtin, serial, lot, parent].find((cell) => ROUNDED.test(cell));
    if (rounded !== undefined) {
      tell('number-rounded', rounded);
      return;
    }
    const gtin = gtinOf(row.gtin);
    if (gtin === undefined) tell('gtin-unreadable', row.gtin);
    if (serial === '') tell('serial-missing', '');
    else if (!LOT.test(serial)) tell('epc-serial', serial);
    const isLotWrong = lot !== '' && !LOT.test(lot);
    if (isLotWrong) tell('lot-form', lot);
    // Six digits are what a line prints as AI 17.
    const date = expiry === '' ? undefined : readDate(expiry);
    const isAi17 = /^\d{6}$/.test(expiry) && date?.date !== undefined;
    if (date?.fault !== undefined && !isAi17) tell(date.fault, expiry);
    if (gtin === undefined || serial === '' || !LOT.test(serial)) return;
    if (parent !== '') this.parents.add(parent);
    this.#pack(`${gtin}/${serial}`, gtin, row, {
      ...(lot === '' || isLotWrong ? {} : { lot }),
      ...(date?.date === undefined ? {} : { expiry: date.date }),
      isLotDoubtful: isLotWrong,
      isExpiryDoubtful: date !== undefined && date.date === undefined,
    });
  }

  #pack(name: string, gtin: string, { row, line }: TableRow, said: Parameters<Lots['give']>[1]): void {
    const number = this.#gtins.get(gtin) ?? this.#gtins.size;
    this.#gtins.set(gtin, number);
    const before = this.#table.size;
    const { high, low } = hashed(name);
    const record = this.#table.record(high, low, number, FLAG.pack);
    const at = { row, line, what: name };
    if (this.#lots.give(record, said, at)) this.findings.take('lot-conflict', at);
    else if (this.#table.size === before) this.findings.take('row-repeats', at);
    if (this.#table.size > before) this.packs++;
  }
}

/**
 * Checks a table of packs.
 * @throws bad-csv (65) with the row, bad-encoding
 */
export async function checkTable(source: ByteSource): Promise<CheckedTable> {
  const check = new TableCheck();
  const opened = await openText(source, check.findings.take);
  for await (const row of rowsOf(opened)) check.take(row);
  const { findings } = check;
  return {
    gzip: opened.gzip,
    encoding: opened.encoding(),
    rows: check.rows,
    packs: check.packs,
    containers: check.parents.size,
    findings: findings.list(),
    counts: Object.fromEntries(findings.counts),
    exit: findings.hasErrors ? 65 : findings.isClean ? 0 : 20,
  };
}
