// The rows of an event: written with dummies among them, read from the leaf or from its pages, searched by token.
import { type Bytes, compareBytes, joined } from './bytes.ts';
import type { Leaf, RowsField } from './leaf.ts';
import {
  type Attachment,
  attachment,
  compareTokens,
  isAscending,
  type PageSource,
  ROWS_A_PAGE,
  slices,
} from './pages.ts';

/** The number that so many rows are filled up to: 1, 2, 4 … 128, 250, then multiples of 250. */
export function paddedRows(n: number): number {
  if (n > 128) return Math.ceil(n / ROWS_A_PAGE) * ROWS_A_PAGE;
  let padded = 1;
  while (padded < n) padded *= 2;
  return padded;
}

/** Rows (32 bytes each) with random dummies, in ascending order. */
export function fillRows(rows: readonly Bytes[], random: (n: number) => Bytes): Bytes {
  const missing = paddedRows(rows.length) - rows.length;
  const dummies = missing === 0 ? [] : slices(random(missing * 32), 32);
  return joined([...rows, ...dummies].sort(compareBytes));
}

/** The pages of rows. */
export function rowPages(rows: Bytes, width: 16 | 32): Attachment {
  return attachment(slices(rows, ROWS_A_PAGE * width));
}

// Page `index` of the rows, whole; undefined where it has another length.
function rowPage(rows: RowsField, index: number, pages: PageSource): Bytes | 'missing-page' | undefined {
  if (rows.root === undefined) return rows.data;
  const page = pages(rows.root, index);
  if (page === undefined) return 'missing-page';
  const length = Math.min(ROWS_A_PAGE, rows.n - index * ROWS_A_PAGE) * rows.width;
  return page.length === length ? page : undefined;
}

function pageCount(n: number): number {
  return Math.ceil(n / ROWS_A_PAGE);
}

/**
 * All rows of an event, `n` × `width` bytes.
 * @returns undefined where it has none or they do not strictly ascend (then it has none for anybody); `missing-page`.
 */
export function rowsOf(leaf: Leaf, pages: PageSource): Bytes | 'missing-page' | undefined {
  const rows = leaf.rows;
  if (rows === undefined) return undefined;
  const all: Bytes[] = [];
  for (let i = 0; i < pageCount(rows.n); i++) {
    const page = rowPage(rows, i, pages);
    if (page === undefined || page === 'missing-page') return page;
    all.push(page);
  }
  const data = joined(all);
  return isAscending(data, rows.width) ? data : undefined;
}

/**
 * The row with this token: its opener (16 bytes), or true for a commissioning row, which has none. Reads one page for each
 * halving; whoever stores pages has checked with `rowsOf` that they ascend.
 * @returns undefined where there is no such row; `missing-page` where a page on the way is not here.
 */
export function findRow(leaf: Leaf, token: Bytes, pages: PageSource): Bytes | true | undefined | 'missing-page' {
  const rows = leaf.rows;
  if (rows === undefined) return undefined;
  let low = 0;
  let high = pageCount(rows.n) - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const page = rowPage(rows, middle, pages);
    if (page === undefined || page === 'missing-page') return page;
    if (compareTokens(token, 0, page, 0) < 0) high = middle - 1;
    else low = middle;
  }
  const page = rowPage(rows, low, pages);
  if (page === undefined || page === 'missing-page') return page;
  return rowIn(page, rows.width, token);
}

function rowIn(page: Bytes, width: 16 | 32, token: Bytes): Bytes | true | undefined {
  let low = 0;
  let high = page.length / width;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareTokens(token, 0, page, middle * width);
    if (order === 0) return width === 16 ? true : page.subarray(middle * width + 16, (middle + 1) * width);
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return undefined;
}
