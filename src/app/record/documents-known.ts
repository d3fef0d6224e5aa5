// Whether this folder has any documents of the world outside, and whether one names a pack: asked by a verdict on a pack that nobody
// knows, which loads no more.
import { packKey } from '../../chain/item-key.ts';
import type { Verdict } from '../../custody/verdict.ts';
import type { Local } from '../../ledger/types.ts';

/** Records that lead from a document's number to its hash begin so; numbers begin with 1. */
export const DOCUMENT_NUMBER = 'n:';

export function hasDocuments(local: Pick<Local, 'documents'>): boolean {
  return local.documents.has(`${DOCUMENT_NUMBER}1`);
}

/** Reasons why nothing is known of a pack; of any other verdict no file is asked. */
const UNRECORDED: ReadonlySet<string> = new Set(['unknown-product', 'unknown-lot', 'unknown-item']);

/** Whether documents may say something of the pack of a verdict. */
export function mayBeClaimed(local: Pick<Local, 'documents'>, { reasons }: Pick<Verdict, 'reasons'>): boolean {
  return reasons.some(({ code }) => UNRECORDED.has(code)) && hasDocuments(local);
}

/** Whether a document here names this very pack. */
export function isNamedHere(
  local: Pick<Local, 'documents' | 'claims'>,
  network: string,
  { gtin, serial }: { readonly gtin: string; readonly serial: string },
): boolean {
  return hasDocuments(local) && local.claims.has(packKey(network, gtin, serial));
}
