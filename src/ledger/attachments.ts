// Taking attachments in: pages in order, hashed as they come, kept only where they end in the root that was named.
import type { Bytes } from '../chain/bytes.ts';
import { b64u, sameBytes } from '../chain/bytes.ts';
import { decodeRange, EMPTY_RANGE, encodeRange, extendRange, leafHash, rangeRoot } from '../chain/merkle.ts';
import { pageId } from './ids.ts';
import { attachmentRow, HALF_PAGE, KINDS, PAGE_BYTES, readPage, type StoredAttachment } from './pages.ts';
import type { Sql } from './sqlite.ts';
import type { AttachmentRef, PageIn, PageKind, PagesPut } from './types.ts';

const MOST_PAGES: Readonly<Record<PageKind, number>> = { tokens: 4_000, rows: 4_000, sealed: 1_024 };

/** Writes one page of an attachment. */
export function writePage(sql: Sql, attachment: number, kind: PageKind, index: number, bytes: Bytes): void {
  const id = pageId(attachment, index);
  if (kind === 'sealed') {
    sql.run('INSERT OR REPLACE INTO sealed (id, bytes) VALUES (?, ?)', id, bytes);
    return;
  }
  const half = kind === 'rows' ? HALF_PAGE * 32 : PAGE_BYTES.tokens;
  for (let at = 0; at < bytes.length; at += half) {
    sql.run('INSERT OR REPLACE INTO page (id, bytes) VALUES (?, ?)', id + at / half, bytes.subarray(at, at + half));
  }
}

/** What `attachment.named` says: no leaf names it, one does, or one does whose pages have never been here. */
const NAMED = { nobody: 0, here: 1, awaited: 2 } as const;

type Named = (typeof NAMED)[keyof typeof NAMED];

function newAttachment(sql: Sql, ref: AttachmentRef, have: number, named: Named): number {
  const text =
    'INSERT INTO attachment (root, kind, pages, have, named, range) VALUES (?, ?, ?, ?, ?, NULL) RETURNING id';
  return sql.value<number>(text, ref.root, KINDS.indexOf(ref.kind), ref.pages, have, named) ?? 0;
}

/** Writes a whole attachment of an own event, whose root was just computed. */
export function writeAttachment(sql: Sql, ref: AttachmentRef, pages: readonly Bytes[]): void {
  const stored = attachmentRow(sql, ref.root, ref.kind);
  if (stored !== undefined && stored.have === stored.pages) {
    nameAttachment(sql, ref);
    return;
  }
  if (stored !== undefined) dropAttachment(sql, stored);
  const id = newAttachment(sql, ref, pages.length, 1);
  pages.forEach((bytes, index) => {
    writePage(sql, id, ref.kind, index, bytes);
  });
}

/** A leaf names this attachment: it is kept. */
export function nameAttachment(sql: Sql, ref: AttachmentRef): void {
  sql.run(
    'UPDATE attachment SET named = 1 WHERE root = ? AND kind = ? AND named = 0',
    ref.root,
    KINDS.indexOf(ref.kind),
  );
}

/**
 * A leaf that comes before its pages names this attachment: it is asked for, and no damage while it has not come. For whoever
 * mends it is damage.
 */
export function awaitAttachment(sql: Sql, ref: AttachmentRef, mending: boolean): void {
  const stored = attachmentRow(sql, ref.root, ref.kind);
  if (stored === undefined) {
    newAttachment(sql, ref, 0, mending ? NAMED.here : NAMED.awaited);
    return;
  }
  const isWhole = stored.have === stored.pages;
  // How many pages there are the root alone can tell: another leaf may have said fewer.
  const pages = isWhole ? stored.pages : Math.max(stored.pages, ref.pages);
  const named = stored.named !== NAMED.nobody ? stored.named : isWhole ? NAMED.here : NAMED.awaited;
  sql.run('UPDATE attachment SET named = ?, pages = ? WHERE id = ?', named, pages, stored.id);
}

/** Whether pages that are not here whole have never been: their leaf came before them. */
export function isAwaited({
  have,
  pages,
  named,
}: Pick<StoredAttachment, 'have' | 'pages'> & { readonly named: number }): boolean {
  return named === NAMED.awaited && have < pages;
}

export function deletePages(sql: Sql, { id, kind }: StoredAttachment): void {
  const table = KINDS[kind] === 'sealed' ? 'sealed' : 'page';
  sql.run(`DELETE FROM ${table} WHERE id >= ? AND id < ?`, pageId(id, 0), pageId(id + 1, 0));
}

function dropAttachment(sql: Sql, attachment: StoredAttachment): void {
  deletePages(sql, attachment);
  sql.run('DELETE FROM attachment WHERE id = ?', attachment.id);
}

function fits({ kind, pages, index, bytes }: PageIn): boolean {
  if (pages < 1 || pages > MOST_PAGES[kind] || index < 0 || index >= pages || bytes.length === 0) return false;
  const width = kind === 'tokens' ? 16 : kind === 'rows' ? 32 : 1;
  return bytes.length <= PAGE_BYTES[kind] && bytes.length % width === 0;
}

/** Takes pages under the write lock; see `Ledger.putPages`. */
export function takePages(sql: Sql, pages: Iterable<PageIn>): PagesPut {
  const complete: AttachmentRef[] = [];
  const wrong = new Map<string, AttachmentRef>();
  let stored = 0;
  const ranges = new Map<number, ReturnType<typeof decodeRange>>();
  for (const page of pages) {
    const ref: AttachmentRef = { root: page.root, pages: page.pages, kind: page.kind };
    const name = `${page.kind}/${b64u(page.root)}`;
    if (wrong.has(name)) continue;
    let known = attachmentRow(sql, page.root, page.kind);
    if (known !== undefined && known.have === known.pages) continue;
    if (known !== undefined && contradicts(sql, known, page)) {
      // Nothing is proved of pages before the last: whoever sent the first ones may not have had the attachment.
      discard(sql, known);
      ranges.delete(known.id);
      known = attachmentRow(sql, page.root, page.kind);
    }
    if (known !== undefined && page.index < known.have) continue;
    const have = known?.have ?? 0;
    if (!fits(page) || page.index !== have) {
      wrong.set(name, ref);
      continue;
    }
    const id = known?.id ?? newAttachment(sql, ref, 0, 0);
    const before = ranges.get(id) ?? storedRange(sql, id);
    const range = extendRange(before, [leafHash(page.bytes)]);
    // The root is over one number of pages alone, whatever leaves say; a page that is not full is the last.
    const isWhole = sameBytes(rangeRoot(range), page.root);
    if (!isWhole && (range.size === page.pages || page.bytes.length < PAGE_BYTES[page.kind])) {
      discard(sql, { id, kind: KINDS.indexOf(page.kind), pages: page.pages, have });
      ranges.delete(id);
      wrong.set(name, ref);
      continue;
    }
    writePage(sql, id, page.kind, page.index, page.bytes);
    stored++;
    if (!isWhole) {
      sql.run('UPDATE attachment SET have = ? WHERE id = ?', range.size, id);
      ranges.set(id, range);
      continue;
    }
    ranges.delete(id);
    sql.run(
      'UPDATE attachment SET have = ?, pages = ?, named = min(named, 1), range = NULL WHERE id = ?',
      range.size,
      range.size,
      id,
    );
    complete.push(ref);
  }
  for (const [id, range] of ranges) sql.run('UPDATE attachment SET range = ? WHERE id = ?', encodeRange(range), id);
  return { stored, complete, wrong: [...wrong.values()] };
}

// Whether a page is another than the one that waits here in its place, or says that an attachment that no leaf names has another length.
function contradicts(sql: Sql, known: StoredAttachment & { readonly named: number }, page: PageIn): boolean {
  if (known.named === NAMED.nobody && known.pages !== page.pages) return true;
  const there = page.index < known.have ? readPage(sql, known, page.index) : undefined;
  return there !== undefined && !sameBytes(there, page.bytes);
}

// An attachment that a leaf names stays, empty, so that its pages can be taken again.
function discard(sql: Sql, attachment: StoredAttachment): void {
  deletePages(sql, attachment);
  sql.run('UPDATE attachment SET have = 0, range = NULL WHERE id = ? AND named <> 0', attachment.id);
  sql.run('DELETE FROM attachment WHERE id = ? AND named = 0', attachment.id);
}

function storedRange(sql: Sql, id: number): ReturnType<typeof decodeRange> {
  const bytes = sql.value<Bytes | null>('SELECT range FROM attachment WHERE id = ?', id);
  return bytes ? decodeRange(bytes) : EMPTY_RANGE;
}
