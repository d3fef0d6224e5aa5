// Goods that were received without a file, and files whose goods came without one: whichever comes later settles both.
import { hex } from '../../chain/bytes.ts';
import { keyOfName } from '../../epcis/claim-sheet.ts';
import type { Local } from '../../ledger/types.ts';
import type { Home } from '../node/home.ts';
import { keyerOf } from './claim-keys.ts';
import { aroundAt, claimsAt } from './claims-of.ts';
import { type DocumentRecord, documentRecord, documentRecords } from './document-records.ts';
import { isComing } from './expected.ts';
import { isKept, keptBytes } from './kept-files.ts';
import { ownGlns, RECEIPT } from './on-the-way.ts';
import { receivedIn } from './receipt-text.ts';
import { cameOf, forgetWaiting, putCame, putWants, wantsIn } from './waiting-records.ts';

/** How a receipt is called that is of goods, and of no one document. */
const GOODS = 'goods:';
const DAY = 86_400_000;

export function goodsReceiptOf(id: string): string {
  return GOODS + id;
}

function isGoodsReceipt(record: DocumentRecord): boolean {
  return record.profile === RECEIPT && (record.instance ?? '').startsWith(GOODS);
}

/** What follows from a document that was just indexed. One that takes events back may leave goods without data again. */
export function settleGoods(home: Home, local: Local, made: DocumentRecord): void {
  if (made.withdrawn.length > 0) {
    forgetWaiting(local);
    for (const record of documentRecords(local)) want(home, local, record);
  } else {
    want(home, local, made);
  }
  for (const { receipt, names } of wantsIn(local)) {
    const record = documentRecord(local, receipt);
    const left = names.filter((name) => record === undefined || !isNamed(home, local, name, record));
    if (left.length < names.length) putWants(local, receipt, left);
  }
}

/** All goods of a receipt want data until a file is found that names them. */
function want(home: Home, local: Local, record: DocumentRecord): void {
  if (!isGoodsReceipt(record) || !isKept(home.dir, record.document)) return;
  putWants(
    local,
    record.document,
    receivedIn(Buffer.concat([...keptBytes(home.dir, record.document)]).toString('utf8')),
  );
}

/** Whether a file says that such goods come here; then they have come of its goods. */
function isNamed(home: Home, local: Local, name: string, receipt: DocumentRecord): boolean {
  const { network } = home.self;
  const own = ownGlns(home);
  const keyer = keyerOf(network);
  let found = false;
  for (const { record, claim } of claimsAt(local, network, keyOfName(keyer, name))) {
    if (record.direction !== 'in' || !isComing(claim, own, record.receiver)) continue;
    // What came long before a file says it left was another delivery. A clock may be a zone off.
    if (claim.at !== undefined && receipt.at < claim.at - DAY) continue;
    found = true;
    const outer = [...aroundAt(local, network, claim)].at(-1) ?? name;
    const key = hex(keyOfName(keyer, outer).subarray(0, 8));
    const before = cameOf(local, record.document);
    if (before?.keys.includes(key) === true) continue;
    putCame(local, record.document, {
      keys: [...(before?.keys ?? []), key],
      packs: (before?.packs ?? 0) + (outer.includes('/') ? 1 : 0),
      event: receipt.event,
      at: receipt.at,
    });
  }
  return found;
}
