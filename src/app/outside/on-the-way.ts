// Goods that files of partners outside say are on their way here, and were not received against their file yet.
import { momentHere } from '../node/clock.ts';
import type { Home } from '../node/home.ts';
import { hoursAgo } from '../node/moments.ts';
import type { Reading } from '../node/reading.ts';
import { type DocumentRecord, documentRecords } from './document-records.ts';
import { askedAbout, partnerOf } from './partners.ts';
import type { ClaimedLot } from './read-document.ts';
import { cameOf } from './waiting-records.ts';

/** As a shipment of the network is listed; its name is how that of the document begins. */
export interface OutsideShipment {
  readonly shipment: string;
  /** SHA-256 of the file, in hex. */
  readonly document: string;
  readonly from: string;
  readonly fromName: string;
  readonly to: string;
  readonly toName: string;
  readonly at: string;
  readonly ageHours: number;
  readonly items: number;
  readonly packs: number;
  readonly lots: readonly Required<ClaimedLot>[];
  readonly despatch?: string;
  readonly contact: string;
  readonly outside: true;
  /** Outermost items of it that are here already. */
  readonly came?: number;
  /** The day on which its sender was asked about it, YYYY-MM-DD. */
  readonly asked?: string;
}

/** The profile of a receipt that was written here. */
export const RECEIPT = 'receipt';
/** Digits of a document's hash by which it is called. */
export const NAME = 16;

/** What a receipt of a document is called. */
export function receiptOf(document: string): string {
  return `receipt:${document}`;
}

/** The receipts that were written here, by what they are called; the first of each. */
export function receiptsIn(records: readonly DocumentRecord[]): ReadonlyMap<string, DocumentRecord> {
  const receipts = records.filter(({ profile }) => profile === RECEIPT);
  return new Map(receipts.toReversed().map((one) => [one.instance ?? '', one]));
}

/** The GLNs under which goods come here. */
export function ownGlns({ self }: Reading): ReadonlySet<string> {
  return new Set([self.gln, ...(self.site === undefined ? [] : [self.site])]);
}

/** The shipments of a document that come here. */
function shippedHere(home: Reading, { direction, receiver, shipments }: DocumentRecord) {
  const own = ownGlns(home);
  return direction === 'in' ? shipments.filter(({ to }) => own.has(to ?? receiver ?? '')) : [];
}

/** Outermost items that a document says come here. */
export function itemsHere(home: Reading, record: DocumentRecord): number {
  return shippedHere(home, record).reduce((sum, { items }) => sum + items, 0);
}

/** The oldest first. */
export function outsideIncoming(home: Home): readonly OutsideShipment[] {
  const { ledger, self } = home;
  const now = ledger.read((view) => momentHere(home, view));
  const records = documentRecords(ledger.local);
  const receipts = receiptsIn(records);
  const lines = records.flatMap((record): OutsideShipment[] => {
    const { document, sender, lots } = record;
    const here = shippedHere(home, record);
    const [first] = here;
    const came = cameOf(ledger.local, document);
    const items = here.reduce((sum, shipment) => sum + shipment.items, 0);
    const left = items - (came?.keys.length ?? 0);
    if (first === undefined || receipts.has(receiptOf(document)) || left <= 0) return [];
    const asked = askedAbout(ledger.local, document);
    const from = first.from ?? sender ?? '';
    const at = first.at ?? new Date(record.at).toISOString();
    return [
      {
        shipment: document.slice(0, NAME),
        document,
        from,
        fromName: partnerOf(ledger.local, from)?.name ?? from,
        to: self.gln,
        toName: self.name,
        at,
        ageHours: hoursAgo(now, Date.parse(at)),
        items: left,
        packs: Math.max(0, (record.packs ?? 0) - (came?.packs ?? 0)),
        lots: lots.map(({ lot = '', expiry = '', ...rest }) => ({ ...rest, lot, expiry })),
        ...(first.despatch === undefined ? {} : { despatch: first.despatch }),
        contact: '',
        outside: true,
        ...(came === undefined ? {} : { came: came.keys.length }),
        ...(asked === undefined ? {} : { asked }),
      },
    ];
  });
  return lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
