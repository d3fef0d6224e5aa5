// What the makers of a product who are here say of their packs, beside what a file claims of them: lot and expiry.
import { itemToken, packKey } from '../../chain/item-key.ts';
import { type Commission, commission } from '../../custody/events/commission.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { lotFacts } from '../../custody/lot.ts';
import type { Claim } from '../../epcis/claims.ts';
import { lastDay } from '../../gs1/pack.ts';
import type { Local, View } from '../../ledger/types.ts';
import { saidAt } from './claims-of.ts';

/** Lot and expiry, as far as a file says them. */
export type SaidOfPack = Pick<Claim, 'lot' | 'expiry'>;

/** A pack that a file and its maker say different things of. */
export interface DifferingPack extends SaidOfPack {
  readonly gtin: string;
  readonly serial: string;
  /** By its maker. */
  readonly made: Pick<Commission, 'lot' | 'expiry'>;
  /** When its maker commissioned it, ms. */
  readonly at: number;
}

/** Whether a commissioning says this of its packs, at first or now that its maker has corrected the lot. */
type Agrees = (event: CustodyEvent, said: SaidOfPack) => boolean;

export interface MakerWords {
  /** Commissionings by those who may. */
  readonly commissionings: readonly CustodyEvent[];
  /** Another text once more of them are here, with all of their packs. */
  readonly state: string;
}

/** What makers of a product have commissioned of it. */
export function makerWords(view: View, gtin: string): MakerWords {
  const commissionings = [...view.lots(gtin)].filter((event) => bodyOf(event, gtin) !== undefined);
  return { commissionings, state: `${commissionings.length}${view.incomplete(gtin) ? '+' : ''}` };
}

/** Good inside one read. */
export function agreesWith(view: View, gtin: string): Agrees {
  const notices = view.notices(gtin);
  const evidence = { notices: () => notices, earlier: view.earlier.bind(view) };
  const corrected = new Map<string, ReturnType<typeof lotFacts>>();
  const factsOf = (lot: string) => {
    const facts = corrected.get(lot) ?? lotFacts(gtin, [lot], evidence);
    corrected.set(lot, facts);
    return facts;
  };
  return (event, { lot, expiry }) => {
    const body = bodyOf(event, gtin);
    if (body === undefined) return false;
    const facts = factsOf(body.lot);
    const isLot = lot === undefined || lot === body.lot || lot === facts.lot?.value;
    const days = [body.expiry, ...(facts.expiry === undefined ? [] : [facts.expiry.value])].map(lastDay);
    return isLot && (expiry === undefined || days.includes(lastDay(expiry)));
  };
}

function bodyOf({ author, leaf }: CustodyEvent, gtin: string): Commission | undefined {
  const body = author?.mayMake(gtin) === true ? commission.parts.public(leaf.public) : undefined;
  return body?.gtin === gtin ? body : undefined;
}

export interface ComparedWithin {
  readonly view: View;
  readonly local: Local;
  readonly network: string;
}

/** Those of these packs of which a document says now what no maker says of them. */
export function differingPacks(
  { view, local, network }: ComparedWithin,
  document: string,
  packs: Iterable<readonly [gtin: string, serial: string]>,
): readonly DifferingPack[] {
  const agree = new Map<string, Agrees>();
  const found: DifferingPack[] = [];
  for (const [gtin, serial] of packs) {
    const key = packKey(network, gtin, serial);
    const claim = saidAt(local, key).find(({ record }) => record.document === document)?.claim;
    const made = view.commissions(gtin, itemToken(key, 0)).filter((event) => bodyOf(event, gtin) !== undefined);
    const [first] = made;
    const body = first && bodyOf(first, gtin);
    if (claim === undefined || first === undefined || body === undefined) continue;
    const agrees = agree.get(gtin) ?? agreesWith(view, gtin);
    agree.set(gtin, agrees);
    if (made.some((event) => agrees(event, claim))) continue;
    const { lot, expiry } = claim;
    const said = { ...(lot === undefined ? {} : { lot }), ...(expiry === undefined ? {} : { expiry }) };
    found.push({ gtin, serial, ...said, made: { lot: body.lot, expiry: body.expiry }, at: first.leaf.at });
  }
  return found;
}
