// Receipts of goods of partners outside: each is kept and anchored like a file that comes, and what is answered of it.
import { utf8 } from '../../chain/bytes.ts';
import type { Home } from '../node/home.ts';
import type { Received } from '../record/received.ts';
import { type KeptDocument, keepDocument } from './anchor.ts';
import { catchUpDocuments } from './document-index.ts';
import { RECEIPT } from './on-the-way.ts';
import { type ReceiptGoods, receiptText } from './receipt-text.ts';

/** What came is in no custody here: nothing of it is held or comes back, and each scan is taken. */
export interface ReceivedOutside extends Received {
  readonly outside: true;
  readonly returned: 0;
  readonly held: readonly never[];
  readonly items: readonly never[];
  /** Goods that no file names: their data is waited for, under the receipt in `waiting`. */
  readonly withoutData?: readonly string[];
  /** How `waiting` and `asked` call that receipt; absent where all goods have data. */
  readonly waiting?: string;
}

/** What all these answers say alike. */
export const OUTSIDE = { outside: true, returned: 0, held: [], items: [] } as const;

interface Receipt {
  /** What it is called. */
  readonly instance: string;
  /** GLN of who sent or brought the goods, where that is known. */
  readonly to: string | undefined;
  readonly packs: number;
  /** What a person says of it, for the own party alone. */
  readonly note?: string | undefined;
}

/** Keeps a receipt, and reads it into the index. @throws as `keepDocument` */
export async function keepReceipt(home: Home, goods: ReceiptGoods, receipt: Receipt): Promise<KeptDocument> {
  const { instance, to, packs, note } = receipt;
  const about = {
    direction: 'out',
    standard: 'epcis-2.0-json',
    profile: RECEIPT,
    instance,
    sender: home.self.gln,
    ...(to === undefined ? {} : { receiver: to }),
    packs,
  } as const;
  const kept = keepDocument(home, utf8(receiptText(home, goods)), about, { command: 'receive', said: note });
  await catchUpDocuments(home);
  return kept;
}
