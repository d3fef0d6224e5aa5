// What is said about a product and a lot as a whole: master data, holds, withdrawals, cautions, corrections.
import { compareBytes } from '../chain/bytes.ts';
import { type Commission, commission } from './events/commission.ts';
import { type LotNotice, lotNotice } from './events/lot-notice.ts';
import { type ProductBody, product } from './events/product.ts';
import type { CustodyEvent, Evidence } from './evidence.ts';
import { isLater, lastOf } from './later.ts';

/** Where notices come from; a verdict reads them once for all that it asks. */
export type Notices = Pick<Evidence, 'notices' | 'earlier'>;

export interface Notice {
  readonly event: CustodyEvent;
  readonly body: LotNotice;
  readonly by: string;
}

/** How the serials of a lot look. */
export type Serials = NonNullable<Commission['serials']>;

export interface LotFacts {
  /** Holds that no clearance has lifted. */
  readonly holds: readonly Notice[];
  readonly withdrawals: readonly Notice[];
  readonly cautions: readonly Notice[];
  readonly closed: boolean;
  /** The newest correction of the lot number, and of the expiry (also by an `expiry` notice). */
  readonly lot?: { readonly value: string; readonly notice: Notice };
  readonly expiry?: { readonly value: string; readonly notice: Notice };
}

/** What holds for packs of these lots of a GTIN (the lot on the label and the one it was commissioned in). */
export function lotFacts(gtin: string, lots: readonly string[], evidence: Notices): LotFacts {
  const notices = noticesFor(gtin, lots, evidence);
  const ofKind = (kind: LotNotice['kind']) => notices.filter(({ body }) => body.kind === kind);
  const clears = lastOfEach(ofKind('clear').filter(({ event }) => !event.contested));
  const open = (notice: Notice): boolean => !clears.some((clear) => lifts(clear, notice, evidence));
  const lot = newest(ofKind('correct'), ({ body }) => body.correct?.lot, evidence);
  const expiry = newest(
    [...ofKind('correct'), ...ofKind('expiry')],
    ({ body }) => body.expiry ?? body.correct?.expiry,
    evidence,
  );
  return {
    holds: ofKind('hold').filter(open),
    withdrawals: ofKind('withdrawn'),
    cautions: ofKind('caution').filter(open),
    closed: ofKind('closed').length > 0,
    ...(lot !== undefined && { lot }),
    ...(expiry !== undefined && { expiry }),
  };
}

function noticesFor(gtin: string, lots: readonly string[], evidence: Notices): readonly Notice[] {
  const notices: Notice[] = [];
  for (const event of evidence.notices(gtin)) {
    const { author, leaf } = event;
    if (leaf.type !== lotNotice.type || author === undefined) continue;
    if (!author.roles.includes('regulator') && !author.mayMake(gtin)) continue;
    const body = lotNotice.parts.public(leaf.public);
    if (body?.gtin !== gtin || !(body.all === true || body.lots?.some((lot) => lots.includes(lot)))) continue;
    notices.push({ event, body, by: author.gln });
  }
  return notices.sort((a, b) => compareBytes(a.event.leaf.hash, b.event.leaf.hash));
}

// What an earlier clearance on a branch lifts its last one lifts too: it comes later, by its place and by its time.
function lastOfEach(clears: readonly Notice[]): readonly Notice[] {
  const last = new Map<string, Notice>();
  for (const clear of clears) {
    const { chain, branch, author, leaf } = clear.event;
    const name = `${chain} ${branch} ${clear.by} ${author?.roles.includes('regulator')}`;
    if ((last.get(name)?.event.leaf.seq ?? -1) < leaf.seq) last.set(name, clear);
  }
  return [...last.values()];
}

// A clearance lifts what its own party said before it; a regulator's lifts anybody's.
function lifts(clear: Notice, notice: Notice, evidence: Notices): boolean {
  const mayLift = clear.by === notice.by || clear.event.author?.roles.includes('regulator') === true;
  return mayLift && isLater(clear.event, notice.event, evidence);
}

function newest(
  notices: readonly Notice[],
  read: (notice: Notice) => string | undefined,
  evidence: Notices,
): { readonly value: string; readonly notice: Notice } | undefined {
  const said = notices.filter((one) => read(one) !== undefined);
  const last = lastOf(
    said.map(({ event }) => event),
    evidence,
  );
  const notice = said.find(({ event }) => event === last);
  const value = notice && read(notice);
  return notice === undefined || value === undefined ? undefined : { value, notice };
}

/** The newest master data of a product that its maker or a regulator wrote. */
export function productOf(gtin: string, evidence: Pick<Evidence, 'notices'>): ProductBody | undefined {
  let found: { readonly at: number; readonly body: ProductBody } | undefined;
  // The order of arrival decides nothing, not even between two words of the same millisecond.
  const events = [...evidence.notices(gtin)].sort((a, b) => compareBytes(a.leaf.hash, b.leaf.hash));
  for (const { leaf, author } of events) {
    if (leaf.type !== product.type || author === undefined) continue;
    if (!author.roles.includes('regulator') && !author.mayMake(gtin)) continue;
    const body = product.parts.public(leaf.public);
    if (body?.gtin === gtin && leaf.at >= (found?.at ?? 0)) found = { at: leaf.at, body };
  }
  return found?.body;
}

/** Whether a maker of a GTIN commissioned this lot of it, or any, as far as known here. */
export function isLotKnown(gtin: string, lot: string | undefined, evidence: Pick<Evidence, 'lots'>): boolean {
  for (const { author, leaf } of evidence.lots(gtin, lot)) {
    const body = author?.mayMake(gtin) === true ? commission.parts.public(leaf.public) : undefined;
    if (body?.gtin === gtin && (lot === undefined || body.lot === lot)) return true;
  }
  return false;
}

/** What the makers of a lot said of its serials; undefined where a part of it has serials of which nothing is said. */
export function serialsOfLot(gtin: string, lot: string, evidence: Evidence): readonly Serials[] | undefined {
  const found: Serials[] = [];
  for (const { author, leaf } of evidence.lots(gtin, lot)) {
    const body = author?.mayMake(gtin) === true ? commission.parts.public(leaf.public) : undefined;
    if (body?.gtin !== gtin || body.lot !== lot) continue;
    if (body.serials === undefined) return undefined;
    found.push(body.serials);
  }
  return found.length === 0 ? undefined : found;
}
