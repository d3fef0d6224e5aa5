// Alerts about goods: lives of what was shipped from or to here, supplied here or known here, that no longer add up, and authors
// of copies.
import { base32, hex, utf8 } from '../../chain/bytes.ts';
import { sha256 } from '../../chain/hash.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { EventsOptions } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/verdict.ts';
import { type Said, textOf } from '../../words/say.ts';
import type { Goods } from '../items/goods.ts';
import { copiers } from '../judging/copies.ts';
import { doublySpent } from '../judging/double-spends.ts';
import { forgetEndings } from '../judging/kept-endings.ts';
import { stretchesOf } from '../judging/stretches.ts';
import { compareAll, flagsOf, type Listing, lookedAt } from '../judging/watch.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import { partyName } from '../node/party-text.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { shipments } from '../record/shipments-known.ts';
import { listed, listings } from '../steps/incoming.ts';
import type { Handling, Raised } from './alert-record.ts';

/** Goods that were shipped from or to here, supplied here, or known here and used twice, whose life no longer adds up. */
export function* fromGoods(known: Knowledge): Iterable<Raised> {
  const seen = new Set<string>();
  const lists = goodsListings(known).map((listing) => () => lookedAt(known, listing));
  for (const list of [...lists, () => doublySpent(known)]) {
    for (const { input, item, life } of list()) {
      const key = hex(item.key);
      if (seen.has(key)) continue;
      seen.add(key);
      for (const { id, code, severity, parties: glns, event, at } of flagsOf(known, life)) {
        const parties = [...new Set(glns)].map((gln) => partyName(known.view, gln));
        yield {
          id: `${code}:${nameOf(known, id, key)}`,
          code,
          severity,
          at: new Date(at).toISOString(),
          item: { input },
          about: input,
          parties,
          text: `${input}: ${textOf(SUSPICION[code] ?? code)}`,
          ...(event === '' ? {} : { event }),
        };
      }
    }
  }
}

/**
 * Names what was flagged of one item, however the item is called here, for it may have several names; and by the leaves of the
 * events, since which branch of a forked chain is the first one differs from till to till.
 */
function nameOf({ view }: Knowledge, id: string, key: string): string {
  const leaf = (ref: string) => {
    const event = view.event(ref);
    return event === undefined ? ref : hex(event.leaf.hash);
  };
  return base32(sha256(utf8(`${id.replace(REFS, leaf)}:${key}`)).subarray(0, 10));
}

const REFS = /[a-z2-7]{26}\/\d{1,16}(?:~[0-9a-f]{8})?/g;

/**
 * Authors of copied tokens, each told once, and once more where it goes on after that was closed.
 * @param handled what was said of each alert so far
 */
export function* fromCopies(known: Knowledge, handled: ReadonlyMap<string, Handling>): Iterable<Raised> {
  for (const { chain, event, at, last } of copiers(known)) {
    const name = partyName(known.view, known.view.authority().partyOf(chain)?.gln ?? chain);
    const alert = { id: `copied-tokens:${chain}`, at, event };
    for (let one: typeof alert | undefined = alert; one !== undefined; ) {
      yield {
        id: one.id,
        code: 'copied-tokens',
        severity: 'high',
        at: new Date(one.at).toISOString(),
        parties: [name],
        text: phrase('has-copied-into-records', { name }),
        event: one.event,
      };
      const upTo: number | undefined = handled.get(one.id)?.closing?.upTo;
      const again: boolean = upTo !== undefined && upTo < last.seq;
      one = again ? { id: `copied-tokens:${chain}:${upTo}`, at: last.at, event: last.event } : undefined;
    }
  }
}

/** Looks through all of them for news, once for all who ask later. To be called after each sync and import. */
export function compareGoods(known: Knowledge): void {
  forgetEndings(known);
  compareAll(known, goodsListings(known));
}

/** Goods that were shipped from or to here, and packs supplied here: where hand-overs are optional no shipment need name them. */
function goodsListings(known: Knowledge): readonly Listing[] {
  const shipped = shipments(known).flatMap((shipment) => listings(known, shipment));
  return [...shipped, ...chainsOfSelf(known.view.authority(), known.self).flatMap((chain) => supplied(known, chain))];
}

/** Events of a chain whose packs are listed together. */
const STRETCH = 64;

/** Packs that a chain supplied, one stretch of it after another. */
function supplied(known: Knowledge, chain: string): readonly Listing[] {
  return stretchesOf(known, chain, STRETCH).map(({ ref, ...stretch }) => ({
    ref,
    goods: () => suppliedIn(known, stretch),
  }));
}

function suppliedIn(known: Knowledge, stretch: EventsOptions): ReturnType<Listing['goods']> {
  const goods: (() => Goods)[] = [];
  for (const event of known.view.eventsOf([EVENT.dispense.type], stretch)) {
    if (event.leaf.private === undefined) continue;
    const own = known.private(event);
    if (own === undefined) return undefined;
    for (const one of listed(known, own.items)) if (one !== undefined) goods.push(one);
  }
  return goods;
}

/** What a flag about goods says, for people. */
const SUSPICION: Readonly<Record<string, Said>> = {
  'unauthorised-use': say('code-used-by-somebody'),
  'maker-not-accredited': say('recorded-by-somebody'),
  'maker-revoked': say('recorded-after-maker-had'),
  disputed: say('two-parties-have-each'),
  'custody-gap': say('hand-over-missing-before'),
  'own-conflict': say('one-party-recorded-two'),
  'author-forked': say('records-rests-on-have'),
  unaccredited: say('somebody-wrote-about-without'),
  contested: say('several-parties-have'),
  'loss-overtaken': say('recorded-as-lost'),
  'already-dispensed': say('somebody-recorded-at-earlier'),
  decommissioned: say('somebody-recorded-at-earlier-step'),
  'retracted-too-late': say('somebody-took-entry-back'),
};
