// Pages beside the leaves: rows and long sealed parts are attachments under an RFC 6962 root over their pages.
import type { Bytes } from './bytes.ts';
import { leafHash, treeRoot } from './merkle.ts';

/** Bytes of a token. */
export const TOKEN_SIZE = 16;
/** Rows of a page; so many stand in the leaf itself. */
export const ROWS_A_PAGE = 250;
/** Most rows of an event. */
export const MAX_ROWS = 1_000_000;
/** Bytes of plain text in a page of a sealed part; the page itself has 16 more, the tag. */
export const SEALED_PAGE = 65_536;
/** Bytes of a Poly1305 tag. */
export const TAG_SIZE = 16;
/** Bytes of padded plain text up to which a sealed part stands in the leaf. */
export const INLINE_LIMIT = 8_192;
/** Most pages of a sealed part: 64 MiB of plain text. */
export const MAX_PAGES = 1_024;
/** Most bytes of plain text of details: every verdict on an item opens those of all its events. */
const MAX_DETAILS = 8_192;
/** Those of a receipt name what is missing, some ten thousand items: they have four pages. */
const MAX_RECEIPT_DETAILS = 4 * SEALED_PAGE;

/** Most bytes of padded plain text in the details of an event of this type. */
export function mostDetails(type: string): number {
  return type === 'receive' ? MAX_RECEIPT_DETAILS : MAX_DETAILS;
}

/** Where pages are read: undefined where a page is not here. */
export type PageSource = (root: Bytes, index: number) => Bytes | undefined;

/** What lies beside a leaf. */
export interface Attachment {
  readonly root: Bytes;
  readonly pages: readonly Bytes[];
}

/** Pages under their root. */
export function attachment(pages: readonly Bytes[]): Attachment {
  return { root: treeRoot(pages.map(leafHash)), pages };
}

/** The bytes in pieces of `size`; the last may be shorter. */
export function slices(bytes: Bytes, size: number): Bytes[] {
  const out: Bytes[] = [];
  for (let at = 0; at < bytes.length; at += size) out.push(bytes.subarray(at, at + size));
  return out;
}

/** Whether rows of this width strictly ascend by their token (the first 16 bytes), so without duplicates. */
export function isAscending(rows: Bytes, width: number): boolean {
  for (let at = width; at < rows.length; at += width) {
    if (compareTokens(rows, at - width, rows, at) >= 0) return false;
  }
  return true;
}

/** The order of the 16 bytes at `i` of `a` and at `j` of `b`: negative, 0 or positive. */
export function compareTokens(a: Bytes, i: number, b: Bytes, j: number): number {
  for (let k = 0; k < TOKEN_SIZE; k++) {
    const difference = (a[i + k] ?? 0) - (b[j + k] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
