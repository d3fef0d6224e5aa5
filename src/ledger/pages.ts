// Pages of attachments as they are stored and read: tokens and halves of rows in rows of 4 000 bytes, sealed pages apart.
import type { Bytes } from '../chain/bytes.ts';
import type { Leaf } from '../chain/leaf.ts';
import { compareTokens, ROWS_A_PAGE, SEALED_PAGE, TAG_SIZE } from '../chain/pages.ts';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/ledger.ts';
import { key48, pageId } from './ids.ts';
import type { Sql } from './sqlite.ts';
import type { AttachmentRef, PageKind } from './types.ts';

/** How many of the 32-byte rows of a page stand in its first half. */
export const HALF_PAGE = ROWS_A_PAGE / 2;
export const KINDS: readonly PageKind[] = ['tokens', 'rows', 'sealed'];
/** Bytes of a full page. */
export const PAGE_BYTES: Readonly<Record<PageKind, number>> = {
  tokens: ROWS_A_PAGE * 16,
  rows: ROWS_A_PAGE * 32,
  sealed: SEALED_PAGE + TAG_SIZE,
};

export interface StoredAttachment {
  readonly id: number;
  readonly kind: number;
  readonly pages: number;
  readonly have: number;
}

/** The attachments that a leaf names. */
export function attachmentsOf(leaf: Leaf): AttachmentRef[] {
  const refs: AttachmentRef[] = [];
  const rows = leaf.rows;
  if (rows?.root !== undefined) {
    refs.push({ root: rows.root, pages: Math.ceil(rows.n / ROWS_A_PAGE), kind: rows.width === 16 ? 'tokens' : 'rows' });
  }
  for (const part of [leaf.details, leaf.manifest, leaf.private]) {
    if (part !== undefined && 'root' in part) refs.push({ root: part.root, pages: part.pages, kind: 'sealed' });
  }
  return refs;
}

export function attachmentRow(
  sql: Sql,
  root: Bytes,
  kind: PageKind,
): (StoredAttachment & { readonly named: number }) | undefined {
  return sql.row(
    'SELECT id, kind, pages, have, named FROM attachment WHERE root = ? AND kind = ?',
    root,
    KINDS.indexOf(kind),
  );
}

/** Half a page of rows, or a page of tokens, by its key. The audit has a table of the same name beside it. */
export function storedPage(sql: Sql, id: number): Bytes | undefined {
  return sql.blob('SELECT bytes FROM main.page WHERE id = ?', id);
}

/** One page of an attachment that is here whole. */
export function readPage(sql: Sql, attachment: StoredAttachment, index: number): Bytes | undefined {
  const id = pageId(attachment.id, index);
  if (KINDS[attachment.kind] === 'sealed') return sql.blob('SELECT bytes FROM sealed WHERE id = ?', id);
  const first = storedPage(sql, id);
  if (first === undefined || KINDS[attachment.kind] === 'tokens') return first;
  const second = storedPage(sql, id + 1);
  return second === undefined ? first : Buffer.concat([first, second]);
}

/** Page `index` by its root alone, as a leaf names it; undefined where it is not here, or not checked yet. */
export function pageOf(sql: Sql, root: Bytes, index: number): Bytes | undefined {
  const attachment = sql.row<StoredAttachment>(
    'SELECT id, kind, pages, have FROM attachment WHERE root = ? AND have = pages',
    root,
  );
  return attachment && readPage(sql, attachment, index);
}

/** What an index names and is not here. */
export function lost(what: string): PedigreeError {
  return new PedigreeError('damaged', say('stored-missing', { what }), { hint: say('audit-tells-which') });
}

/** Steps by interpolation before a search turns to halving, which no author's choice of tokens can slow down. */
export const GUESSES = 4;
/** The first 48 bits of tokens are below this. */
export const KEY_RANGE = 2 ** 48;

/**
 * Finds a token among `n` ascending rows of `width` bytes that are stored `each` to a row of `page`, `step` keys apart.
 * Tokens are hashes and spread evenly: the place is guessed, then corrected by how far off the guess was.
 * @returns where it stands: the stored bytes and the offset in them.
 * @throws damaged where a page is not there
 */
export function findToken(
  sql: Sql,
  rows: {
    readonly first: number;
    readonly step: number;
    readonly n: number;
    readonly width: 16 | 32;
    readonly each: number;
  },
  token: Bytes,
): { readonly bytes: Bytes; readonly at: number } | undefined {
  const { first, step, n, width, each } = rows;
  const wanted = key48(token);
  let low = 0;
  let high = Math.ceil(n / each) - 1;
  let guess = Math.floor((wanted / KEY_RANGE) * (high + 1));
  for (let tries = 1; low <= high; tries++) {
    const page = storedPage(sql, first + guess * step);
    if (page === undefined || page.length < width) throw lost(phrase('page-of-event'));
    const last = page.length - width;
    const before = compareTokens(token, 0, page, 0) < 0;
    if (!before && compareTokens(token, 0, page, last) <= 0) return within(page, width, token);
    if (before) high = guess - 1;
    else low = guess + 1;
    const off = ((wanted - key48(page, before ? 0 : last)) / KEY_RANGE) * (n / each);
    guess = tries < GUESSES ? guess + (before ? Math.floor(off) : Math.ceil(off)) : (low + high) >>> 1;
    guess = Math.min(high, Math.max(low, guess));
  }
  return undefined;
}

function within(page: Bytes, width: number, token: Bytes): { bytes: Bytes; at: number } | undefined {
  let low = 0;
  let high = page.length / width;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareTokens(token, 0, page, middle * width);
    if (order === 0) return { bytes: page, at: middle * width };
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return undefined;
}

/** The opener beside a token in the rows of a leaf; undefined where it has no such row. */
export function openerOf(sql: Sql, leaf: Leaf, token: Bytes): Bytes | undefined {
  const rows = leaf.rows;
  if (rows === undefined || rows.width !== 32) return undefined;
  let found: { readonly bytes: Bytes; readonly at: number } | undefined;
  if (rows.data !== undefined) found = within(rows.data, 32, token);
  else if (rows.root !== undefined) {
    const attachment = attachmentRow(sql, rows.root, 'rows');
    if (attachment === undefined || attachment.have < attachment.pages) return undefined;
    found = findToken(sql, { first: pageId(attachment.id, 0), step: 1, n: rows.n, width: 32, each: HALF_PAGE }, token);
  }
  return found?.bytes.subarray(found.at + 16, found.at + 32);
}
