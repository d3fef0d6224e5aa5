// What files of believed senders say of a product: its name, strength, form and number.
import { packKey } from '../../chain/item-key.ts';
import { MasterData, type ToldProduct } from '../../epcis/master-data.ts';
import { PedigreeError } from '../../errors.ts';
import type { Home } from '../node/home.ts';
import { saidAt } from './claims-of.ts';
import type { DocumentRecord } from './document-records.ts';
import { keptDigest } from './kept-digest.ts';
import { partnerOf } from './partners.ts';

export interface ProductInFile extends ToldProduct {
  /** SHA-256 of the file, in hex. */
  readonly document: string;
}

/** As the newest file has it that names one of these packs and says anything of their product; files that are gone say nothing. */
export async function productInFiles(
  home: Home,
  gtin: string,
  serials: readonly string[],
): Promise<ProductInFile | undefined> {
  const { local } = home.ledger;
  const records = new Map<string, DocumentRecord>();
  for (const serial of serials)
    for (const { record } of saidAt(local, packKey(home.self.network, gtin, serial)))
      if (record.sender !== undefined && partnerOf(local, record.sender)?.trust === 'trusted')
        records.set(record.document, record);
  for (const { document } of [...records.values()].toSorted((a, b) => b.at - a.at || b.n - a.n)) {
    const product = await productIn(home, document, gtin);
    if (Object.keys(product).length > 0) return { ...product, document };
  }
  return undefined;
}

async function productIn(home: Home, document: string, gtin: string): Promise<ToldProduct> {
  try {
    const { words } = await keptDigest(home, document);
    return new MasterData(words).product(gtin);
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    return {};
  }
}
