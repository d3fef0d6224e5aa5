// Pages of attachments as the database has them.
import type { Bytes } from '../../chain/bytes.ts';
import { KINDS } from '../pages.ts';
import type { AttachmentRef, PageKind } from '../types.ts';
import type { HubConnection } from './connection.ts';

/** The table of each kind of page. */
export const PAGE_TABLES: Readonly<Record<PageKind, string>> = {
  tokens: 'tokenpage',
  rows: 'rowpage',
  sealed: 'sealedpage',
};

/** All pages of an attachment that are here, in their order. */
export async function pagesOf(
  connection: HubConnection,
  { root, kind }: Pick<AttachmentRef, 'root' | 'kind'>,
): Promise<Bytes[]> {
  const rows = await connection.rows<{ bytes: Buffer }>(
    `select bytes from ${PAGE_TABLES[kind]} where root = $1 order by index`,
    root,
  );
  return rows.map(({ bytes }) => bytes);
}

/** Of attachments with these roots those that a leaf names and that are not here whole, with how many of their pages are. */
export async function awaitedOf(
  connection: HubConnection,
  roots: readonly Bytes[],
): Promise<readonly (AttachmentRef & { readonly have: number })[]> {
  const rows = await connection.rows<{ root: Buffer; kind: number; pages: number; have: number }>(
    'select root, kind, pages, have from attachment where root = any($1::bytea[]) and have < pages and named <> 0',
    roots,
  );
  return rows.flatMap(({ kind, ...row }) => {
    const name = KINDS[kind];
    return name === undefined ? [] : [{ ...row, kind: name }];
  });
}

/** The same of up to `most` attachments, whichever they are. */
export async function lackedHere(connection: HubConnection, most: number): Promise<readonly Bytes[]> {
  const rows = await connection.rows<{ root: Buffer }>('select distinct root from lacking limit $1', most);
  return rows.map(({ root }) => root);
}
