// Which goods have to be looked at: of thousands that were shipped and received, those of which there may be news. The others
// are quiet, and remembered with the tokens of their lives, so that news do not mean folding every life again.
import { hex } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { sha256 } from '../../chain/hash.ts';
import { alertsOfLife, type LifeAlert } from '../../custody/alerts.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Life } from '../../custody/life.ts';
import { givenUp } from '../../custody/own-line.ts';
import type { Marks } from '../../ledger/types.ts';
import type { Goods } from '../items/goods.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { noteCopies } from './copies.ts';
import { rightsBehind, tokensOf, tokensSince } from './life-tokens.ts';

/** Goods that are listed together: by a manifest, for example. */
export interface Listing {
  /** The name that it is remembered under; undefined while the list may still grow. */
  readonly ref: string | undefined;
  /** In an order that never changes; undefined for a container that is not known here yet, and where the list cannot be read. */
  goods(): readonly ((() => Goods) | undefined)[] | undefined;
}

/** What is remembered of a listing. */
export interface QuietListing {
  /** Chains with events in the lives, and what was known of each. */
  readonly chains: Readonly<Record<string, string>>;
  /** Of each of the goods the first 32 bits of its tokens. */
  readonly words: readonly Uint32Array[];
  /** Places of goods that are looked at each time. */
  readonly open: readonly number[];
  /** Places of goods that are on their way, and of which nothing else is to be said. */
  readonly moving: readonly number[];
  /** Places of goods that were taken back, or declared lost on their way. */
  readonly gone: readonly number[];
}

/** The same of a listing that was just looked at. */
interface Looked extends Pick<QuietListing, 'words'> {
  readonly chains: ReadonlySet<string>;
  readonly open: ReadonlySet<number>;
  readonly moving: ReadonlySet<number>;
  readonly gone: ReadonlySet<number>;
}

const QUIET = 'quiet:';
/** Listings of which some goods are gone. */
const GONE = 'gone:';
/** Whether that is known of all listings that are remembered. */
const GONE_KNOWN = 'gone-known';
/** Up to where events were compared with what is remembered. */
const COMPARED = 'quiet-until';

/** The goods of a listing that something may have to be said about: flagged, not known whole, or in the news. */
export function lookedAt(known: Knowledge, listing: Listing): readonly Goods[] {
  const before = quietOf(known, listing.ref);
  return look(known, listing, before, before?.open);
}

/** As `lookedAt`, and all of them that are on their way. */
export function underWay(known: Knowledge, listing: Listing): readonly Goods[] {
  const before = quietOf(known, listing.ref);
  return look(known, listing, before, before && [...before.open, ...before.moving]);
}

// Those at the places that are `wanted`, and those in the news; all of them where nothing is remembered.
function look(
  known: Knowledge,
  listing: Listing,
  before: QuietListing | undefined,
  wanted: readonly number[] = [],
): readonly Goods[] {
  const due = before === undefined ? undefined : dueOf(known, before, wanted);
  if (due?.length === 0) return [];
  const makers = listing.goods();
  if (makers === undefined) return [];
  const words = before === undefined ? makers.map(() => NO_WORDS) : [...before.words];
  const [open, moving, gone] = [new Set(before?.open), new Set(before?.moving), new Set(before?.gone)];
  const chains = new Set(Object.keys(before?.chains ?? {}));
  const found: Goods[] = [];
  for (const at of due ?? makers.keys()) {
    const goods = makers[at]?.();
    if (goods !== undefined) {
      found.push(goods);
      noteCopies(known, goods.life);
      words[at] = tokensOf(known, goods.life, chains);
    }
    for (const places of [open, moving, gone]) places.delete(at);
    if (goods !== undefined && isGone(known, goods.life)) gone.add(at);
    if (goods === undefined || !isClear(known, goods.life)) open.add(at);
    else if (goods.life.state.at === 'transit') moving.add(at);
  }
  if (listing.ref !== undefined) remember(known, listing.ref, { words, open, moving, gone, chains });
  return found;
}

/** Compares all that is remembered with what came since; what comes later is compared from here on. */
export function compareAll(known: Knowledge, listings: readonly Listing[]): void {
  const anew: Listing[] = [];
  for (const listing of listings.filter(({ ref }) => ref !== undefined)) {
    const before = quietOf(known, listing.ref);
    if (before === undefined) anew.push(listing);
    else look(known, listing, before, before.open);
  }
  known.index.put(COMPARED, known.view.marks() as unknown as Json);
  known.changed();
  for (const listing of anew) look(known, listing, undefined);
  known.index.put(GONE_KNOWN, true);
}

/** The listings of which some goods were taken back or declared lost; undefined while that is not known of all. */
export function listingsWithGone(known: Knowledge): readonly string[] | undefined {
  if (known.index.get(GONE_KNOWN) === undefined) return undefined;
  return known.index.list(GONE).map(({ key }) => key.slice(GONE.length));
}

function isGone(known: Knowledge, life: Life): boolean {
  return life.steps.at(-1)?.kind === EVENT.voiding.type || givenUp(life, known.self.gln) !== undefined;
}

/** The flags of a life; where hand-overs are optional a gap is none. Copies are told of their author (verdict/copies.ts). */
export function flagsOf(known: Knowledge, life: Life): readonly LifeAlert[] {
  const told = ({ code }: LifeAlert) =>
    code !== 'copied-tokens' && (code !== 'custody-gap' || known.view.policy !== 'endpoints');
  const isTakenBack = (event: CustodyEvent) => takesBack(known, event.chain) && known.view.retracted(event);
  const isRevoked = (event: CustodyEvent) => known.view.authority().refusal(event) === 'revoked';
  return alertsOfLife(life, isTakenBack, isRevoked).filter(told);
}

// Few chains ever take something back: of the others no entry is asked about.
function takesBack(known: Knowledge, chain: string): boolean {
  return known.once(`whether ${chain} takes back`, () => known.view.takesBack(chain));
}

/** Whether nothing is to be said of a life: it is known whole, and nothing is flagged. */
export function isClear(known: Knowledge, life: Life): boolean {
  if (life.state.at === 'none' || life.state.at === 'disputed') return false;
  if (life.findings.some(({ reason }) => reason === 'incomplete-knowledge')) return false;
  return flagsOf(known, life).length === 0;
}

// Undefined where nothing is remembered, or not to be relied on.
export function quietOf(known: Knowledge, ref: string | undefined): QuietListing | undefined {
  const stored = ref === undefined ? undefined : (known.index.get(QUIET + ref) as JsonObject | undefined);
  if (stored === undefined || known.index.get(COMPARED) === undefined) return undefined;
  const chains = stored.chains as QuietListing['chains'];
  // What was remembered before it was noted which goods are gone does not say it.
  if (stored.gone === undefined) return undefined;
  // Rights, forks and retractions change lives without a row in any event.
  if (Object.entries(chains).some(([chain, facts]) => factsOf(known, chain) !== facts)) return undefined;
  const bytes = Buffer.from(String(stored.words), 'base64');
  const words = split(new Uint32Array(new Uint8Array(bytes).buffer));
  const [open = [], moving = [], gone = []] = [
    stored.open,
    stored.moving,
    stored.gone,
  ] as readonly (readonly number[])[];
  return { chains, words, open, moving, gone };
}

function dueOf(known: Knowledge, { words }: QuietListing, wanted: readonly number[]): readonly number[] {
  const fresh = freshTokens(known);
  const due = new Set(wanted);
  for (const [place, own] of words.entries()) if (own.some((word) => fresh.has(word))) due.add(place);
  return [...due].sort((a, b) => a - b);
}

const NO_WORDS = new Uint32Array(0);

// As they are stored: of each of the goods the number of its words, then the words.
function split(words: Uint32Array): Uint32Array[] {
  const each: Uint32Array[] = [];
  for (let at = 0; at < words.length; ) {
    const end = at + 1 + (words[at] ?? 0);
    each.push(words.subarray(at + 1, end));
    at = end;
  }
  return each;
}

function remember(known: Knowledge, ref: string, { words, open, moving, gone, chains }: Looked): void {
  // Without a moment to compare from it would be of no use.
  if (known.index.get(COMPARED) === undefined) return;
  const joined = Uint32Array.from(words.flatMap((own) => [own.length, ...own]));
  known.index.put(QUIET + ref, {
    chains: Object.fromEntries([...chains].map((chain) => [chain, factsOf(known, chain)])),
    words: Buffer.from(joined.buffer).toString('base64'),
    open: [...open],
    moving: [...moving],
    gone: [...gone],
  });
  if (gone.size > 0) known.index.put(GONE + ref, true);
  else if (known.index.get(GONE + ref) !== undefined) known.index.delete(GONE + ref);
}

/** Up to where events were compared with what is remembered; undefined where they never were. */
export function comparedUntil(known: Knowledge): Marks | undefined {
  return known.index.get(COMPARED) as unknown as Marks | undefined;
}

/** The first 32 bits of every token in an event that came after the last comparison. */
export function freshTokens(known: Knowledge): ReadonlySet<number> {
  return known.once('fresh tokens', () => tokensSince(known, known.index.get(COMPARED) as unknown as Marks));
}

/** What a life rests on besides its own events: the rights behind a chain, its forks, and what its author took back. */
export function factsOf(known: Knowledge, chain: string): string {
  return known.once(`facts of ${chain}`, () => {
    const retracted = [...known.view.eventsOf([EVENT.retract.type], { chain })].length;
    return hex(sha256(Buffer.from(JSON.stringify([...rightsBehind(known, chain), retracted])))).slice(0, 16);
  });
}
