// Whether this folder has any documents of the world outside: asked by a verdict on a pack that nobody knows, which loads no more.
import type { Local } from '../../ledger/types.ts';

/** Records that lead from a document's number to its hash begin so; numbers begin with 1. */
export const DOCUMENT_NUMBER = 'n:';

export function hasDocuments(local: Pick<Local, 'documents'>): boolean {
  return local.documents.has(`${DOCUMENT_NUMBER}1`);
}
