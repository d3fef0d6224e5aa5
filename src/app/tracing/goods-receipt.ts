// What of the goods that a file sends came, pack by pack, as the receipts that were written here say.
import { said } from '../../epcis/master-data.ts';
import type { Home } from '../node/home.ts';
import type { DocumentRecord } from '../outside/document-records.ts';
import { receiptOf, receiptsIn } from '../outside/on-the-way.ts';
import { isToldDamagedWithin, isToldMissing, receiptFor } from '../outside/received-before.ts';
import { cameOf } from '../outside/waiting-records.ts';

/** What came of the packs that were asked for. */
export interface GoodsReceipt {
  /** How many of them. */
  readonly received: number;
  /** Serials of those that did not come, or not yet. */
  readonly notReceived: readonly string[];
  /** Serials of those that came damaged. */
  readonly damaged: readonly string[];
}

export interface FileReceipt {
  readonly receipt?: GoodsReceipt;
  /** When it was written, ms; of a pack alone when that came. Absent where nothing came. */
  readonly at?: number;
}

interface Asked {
  readonly gtin: string;
  readonly serials: readonly string[];
}

/** Tells of each file what was received of its goods: nothing of one that was never received against. */
export function fileReceipts(home: Home, records: readonly DocumentRecord[]) {
  const receipts = receiptsIn(records);
  return ({ document }: DocumentRecord, { gtin, serials }: Asked): FileReceipt => {
    const whole = receipts.get(receiptOf(document));
    const came = whole ?? cameOf(home.ledger.local, document);
    if (came === undefined) return {};
    const missing = whole === undefined ? undefined : isToldMissing(home, whole);
    const nameOf = (serial: string) => `${gtin}/${serial}`;
    const isHere = (serial: string) =>
      missing?.(nameOf(serial)) === false || receiptFor(home, nameOf(serial)) !== undefined;
    const here = serials.filter(isHere);
    const isHurt = isToldDamagedWithin(home);
    const [only] = here;
    const at = serials.length === 1 && only !== undefined ? receiptFor(home, nameOf(only))?.at : undefined;
    const set = new Set(here);
    return {
      receipt: {
        received: here.length,
        notReceived: serials.filter((serial) => !set.has(serial)),
        damaged: here.filter((serial) => isHurt(nameOf(serial))),
      },
      ...said({ at: here.length === 0 ? undefined : (at ?? came.at) }),
    };
  };
}
