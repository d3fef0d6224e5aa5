// Pages of attachments as the database has them.
import type { Bytes } from '../../chain/bytes.ts';
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
