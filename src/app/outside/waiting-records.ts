// What is remembered of goods and files that wait for each other: derived from the documents here, made again with their index.
import type { Json } from '../../chain/canonical.ts';
import type { Local } from '../../ledger/types.ts';

type Documents = Pick<Local, 'documents'>;

/** Goods of a receipt that no file names yet: the hash of the receipt follows. */
const WANTS = 'wants:';
/** Goods of a file that were received before it was here, or one by one: the hash of the file follows. */
const CAME = 'came:';

/** What came of the goods of a file, each outermost item by its key. */
export interface Came {
  readonly keys: readonly string[];
  /** Of these, packs that lay in nothing. */
  readonly packs: number;
  /** The receipt that was written last. */
  readonly event: string;
  /** ms */
  readonly at: number;
}

/** Receipts of which goods wait for data, by the hash of each, with the names of those goods. */
export function wantsIn(local: Documents): readonly { readonly receipt: string; readonly names: readonly string[] }[] {
  return local.documents
    .list(WANTS)
    .map(({ key, value }) => ({ receipt: key.slice(WANTS.length), names: value as readonly string[] }));
}

export function putWants(local: Documents, receipt: string, names: readonly string[]): void {
  if (names.length === 0) local.documents.delete(WANTS + receipt);
  else local.documents.put(WANTS + receipt, names);
}

export function cameOf(local: Documents, document: string): Came | undefined {
  return local.documents.get(CAME + document) as unknown as Came | undefined;
}

export function putCame(local: Documents, document: string, came: Came): void {
  local.documents.put(CAME + document, came as unknown as Json);
}

/** Before all is worked out anew. */
export function forgetWaiting(local: Documents): void {
  for (const prefix of [WANTS, CAME]) for (const { key } of local.documents.list(prefix)) local.documents.delete(key);
}
