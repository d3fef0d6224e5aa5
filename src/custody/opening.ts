// Opening the rows of an event with an item's key: what does not open is noise and reaches no verdict.
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import { itemToken } from '../chain/item-key.ts';
import { openDetails, openRow } from '../chain/open.ts';
import { ROWS_A_PAGE } from '../chain/pages.ts';
import { detailsOf } from './events/index.ts';
import { pack } from './events/pack.ts';
import { receive } from './events/receive.ts';
import type { CustodyEvent, Evidence, Hit } from './evidence.ts';
import type { Details, RowRole } from './life.ts';

/** Details once decoded, by event: a shipment of a thousand packs is read once for all of them. */
export type OpenedEvents = Map<number, Details | 'malformed'>;

/** What is opened while one life is traced, which may have to be read in several ways. */
export interface Opened {
  readonly details: OpenedEvents;
  /** The openers that were an item's, by its key. */
  readonly openers: WeakMap<Bytes, Map<number, Bytes>>;
  /** The tokens of an item's steps, by its key. */
  readonly tokens: WeakMap<Bytes, Bytes[]>;
}

export function nothingOpened(details: OpenedEvents): Opened {
  return { details, openers: new WeakMap(), tokens: new WeakMap() };
}

/** The token of step n of the item with this key. */
export function tokenOf(key: Bytes, n: number, { tokens }: Opened): Bytes {
  let own = tokens.get(key);
  if (own === undefined) {
    own = [];
    tokens.set(key, own);
  }
  let token = own[n];
  if (token === undefined) {
    token = itemToken(key, n);
    own[n] = token;
  }
  return token;
}

const BEFORE = new WeakMap<Evidence, Opened>();

/** What was opened of the same events over other evidence is not opened again over this. */
export function keepOpened(evidence: Evidence, opened: Opened): void {
  BEFORE.set(evidence, opened);
}

export function openedBefore(evidence: Evidence): Opened | undefined {
  return BEFORE.get(evidence);
}

/**
 * The details of an event for the holder of a row of it.
 * @returns undefined where the row is not this item's or the event is malformed; `missing-page` where it cannot be read yet.
 */
export function openHit(
  key: Bytes,
  hit: Hit,
  evidence: Evidence,
  opened: Opened,
): Details | 'missing-page' | undefined {
  const { event, opener } = hit;
  const decode = detailsOf(event.leaf.type);
  if (decode === undefined || opener === undefined) return undefined;
  const known = opened.details.get(event.id);
  if (known !== undefined) {
    const before = opened.openers.get(key)?.get(event.id);
    const mine = (before !== undefined && sameBytes(before, opener)) || openRow(key, event.leaf, event.chain, opener);
    return mine && known !== 'malformed' ? known : undefined;
  }
  const part = openDetails(key, event.leaf, event.chain, opener, (root, index) => evidence.page(root, index));
  if (part === 'missing-page') return part;
  if (part === undefined) return undefined;
  const details = decode(part);
  opened.details.set(event.id, details ?? 'malformed');
  remember(opened, key, event, opener);
  return details;
}

function remember({ openers }: Opened, key: Bytes, { id }: CustodyEvent, opener: Bytes): void {
  const known = openers.get(key);
  if (known === undefined) openers.set(key, new Map([[id, opener]]));
  else known.set(id, opener);
}

/** What the event is for the item whose row has this token. */
export function roleOf(event: CustodyEvent, key: Bytes, token: Bytes, details: Details): RowRole {
  const { type } = event.leaf;
  if (type === pack.type)
    return details.container !== undefined && sameBytes(details.container, key) ? 'container' : 'child';
  if (details.opens?.some((other) => sameBytes(other, token))) return 'opened';
  if (type === receive.type && details.missing?.some((other) => sameBytes(other, token))) return 'missing';
  return 'subject';
}

/** Whether a recall by serial names the item with this key: its row has to open like any other. */
export function opensRecall(key: Bytes, hit: Hit): boolean {
  return hit.opener !== undefined && openRow(key, hit.event.leaf, hit.event.chain, hit.opener) !== undefined;
}

/** Whether all pages of an event's rows are here. */
export function rowsAreHere(event: CustodyEvent, evidence: Evidence): boolean {
  const rows = event.leaf.rows;
  if (rows?.root === undefined) return true;
  const pages = Math.ceil(rows.n / ROWS_A_PAGE);
  if (evidence.hasPages !== undefined) return evidence.hasPages(rows.root, pages);
  for (let index = pages - 1; index >= 0; index--) {
    if (evidence.page(rows.root, index) === undefined) return false;
  }
  return true;
}
