// Goods of partners outside that are received as they were scanned: of a file that is not here yet, or some of one that is.
import { b64u } from '../../chain/bytes.ts';
import { isLotKnown } from '../../custody/lot.ts';
import { keyOfName } from '../../epcis/claim-sheet.ts';
import type { View } from '../../ledger/types.ts';
import { isAlone } from '../node/alone.ts';
import type { Home } from '../node/home.ts';
import { hasDocuments } from '../record/documents-known.ts';
import { identify, type ScanLabel } from '../scans/identify.ts';
import { keyerOf } from './claim-keys.ts';
import { claimsAt } from './claims-of.ts';
import type { DocumentRecord } from './document-records.ts';
import { nameIn } from './expected.ts';
import { goodsReceiptOf } from './goods-receipts.ts';
import { NAME } from './on-the-way.ts';
import { partnerOf } from './partners.ts';
import { epcOf } from './receipt-text.ts';
import { keepReceipt, OUTSIDE, type ReceivedOutside } from './receipts.ts';
import { isToldDamaged, receiptFor } from './received-before.ts';
import { wantsIn } from './waiting-records.ts';

export interface ReceiveGoods {
  /** Scans. */
  readonly items: readonly string[];
  /** Of these, what came damaged. */
  readonly damaged?: readonly string[];
  /** GLN of the partner outside who brought them. */
  readonly from?: string | undefined;
  /** For the own party alone. */
  readonly note?: string | undefined;
}

export interface ReceivedGoods extends ReceivedOutside {
  readonly withoutData: readonly string[];
}

const LOOK = 20;

/** GLN of a partner outside that this is, as a person here has named it. */
export function outsideFrom(home: Home, from: string | undefined): string | undefined {
  return from === undefined || partnerOf(home.ledger.local, from) === undefined ? undefined : from;
}

/**
 * The scans that name goods of the world outside: no maker of the network may have made them, and no list here names them. Of others
 * news may not have come yet.
 */
export function outsideAmong(home: Home, scans: readonly string[], from?: string): ReadonlySet<string> {
  const { ledger } = home;
  return ledger.read((view) => {
    const alone = isAlone(home, view);
    if (!alone && from === undefined && !hasDocuments(ledger.local)) return new Set();
    return new Set(scans.filter((scan) => isOutside(home, view, identify(scan).label, alone || from !== undefined)));
  });
}

/** @param sure whatever nobody here knows is of the world outside */
function isOutside(home: Home, view: View, label: ScanLabel | undefined, sure: boolean): boolean {
  if (label === undefined) return false;
  if (label.kind === 'unit') {
    if (home.ledger.local.containers.byName(label.sscc).length > 0) return false;
    return sure || claimed(home, label.sscc).some(({ direction }) => direction === 'in');
  }
  const { gtin } = label;
  return view.authority().makersOf(gtin).length === 0 && !isLotKnown(gtin, undefined, view);
}

function claimed(home: Home, name: string): readonly DocumentRecord[] {
  const { network } = home.self;
  return claimsAt(home.ledger.local, network, keyOfName(keyerOf(network), name)).map(({ record }) => record);
}

/**
 * Receives goods of the world outside, each once; of what is here already it may still be said that it is damaged. What no file names waits for its data (20); a file that names it later settles it.
 * @throws as `record`
 */
export async function receiveGoods(home: Home, request: ReceiveGoods): Promise<ReceivedGoods> {
  const { from, note } = request;
  const { local } = home.ledger;
  const names = [...new Set([...request.items, ...(request.damaged ?? [])].map(nameIn))];
  const hurt = [...new Set((request.damaged ?? []).map(nameIn))].filter((name) => !isToldDamaged(home, name));
  const before = names.map((name) => receiptFor(home, name));
  const fresh = names.filter((_, at) => before[at] === undefined);
  const partner = from === undefined ? undefined : partnerOf(local, from);
  const base = {
    ...OUTSIDE,
    ...{ missing: [], extra: [] },
    ...(from === undefined ? {} : { from }),
    ...(partner === undefined ? {} : { fromName: partner.name }),
  };
  const [first] = before;
  if (fresh.length + hurt.length === 0 && first !== undefined) {
    const { event, at } = first;
    const done = { event, at: new Date(at).toISOString(), already: true, warnings: [] };
    return { ...base, events: [event], received: 0, packs: 0, damaged: [], withoutData: [], ...done, exit: 0 };
  }
  const goods = (some: readonly string[]) => some.map((name) => ({ epc: epcOf(name) }));
  const packs = fresh.filter((name) => name.includes('/')).length;
  const receipt = { instance: goodsReceiptOf(b64u(home.env.random(9))), to: from, packs, note };
  const kept = await keepReceipt(home, { outermost: goods(fresh), missing: [], damaged: goods(hurt), from }, receipt);
  const { hash, bytes: _, ...written } = kept;
  const withoutData = wantsIn(local).find(({ receipt }) => receipt === hash)?.names ?? [];
  return {
    ...base,
    events: written.event === undefined ? [] : [written.event],
    received: fresh.length,
    packs,
    damaged: hurt,
    withoutData,
    ...(withoutData.length === 0 ? {} : { waiting: hash.slice(0, NAME) }),
    ...written,
    exit: hurt.length + withoutData.length > 0 ? LOOK : 0,
  };
}
