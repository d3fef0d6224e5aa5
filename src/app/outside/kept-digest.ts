// A kept file without its goods: as it is remembered, else read for it.
import { digestOf, type FileDigest } from '../../epcis/trace-pack.ts';
import type { Home } from '../node/home.ts';
import { digestAt } from './document-records.ts';
import { isKept, keptBytes } from './kept-files.ts';

/**
 * Of a file that is still here to show.
 * @param document SHA-256 of the file, in hex
 * @throws no-such-file (66) where it is gone; where it is read what `keptBytes` and `digestOf` do
 */
export async function keptDigest({ dir, ledger }: Home, document: string): Promise<FileDigest> {
  const remembered = isKept(dir, document) ? digestAt(ledger.local, document) : undefined;
  return remembered ?? (await digestOf(() => keptBytes(dir, document)));
}
