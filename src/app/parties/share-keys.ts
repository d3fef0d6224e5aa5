// Sharing with a till that came later what was written for the own party before: each chain names the keys of its own events.
import { type Bytes, b64u, concat, joined, u64be } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { Share } from '../../custody/events/share.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { isStorageFailure } from '../../system-errors.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import type { Home } from '../node/home.ts';
import { ownChains } from '../node/reading.ts';
import { readShare } from '../node/shared-keys.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { record } from '../record/write.ts';
import { eventsOn, shareParts, tellsTills } from './share-parts.ts';

/** Keys of one event: so many fit its private part at 128 KiB. */
const KEYS_AN_EVENT = 3500;
/** The setting that names the chains of the party that can read all that was written here. */
const READ_BY = 'read-by';

/**
 * Shares with chains of the own party that came since what this folder wrote before it knew of them, and what chains wrote
 * that go on no more. To be called after news; where this folder may not write now, the next call does it.
 * @throws what the disk refuses
 */
export function shareWithTills(home: Home): void {
  const { ledger } = home;
  if (ledger.readOnly || home.env.dryRun) return;
  const living = ledger.read((view) => livingTills(home, view));
  if (living.length === 0) return;
  const tills = newTills(home, living);
  try {
    if (tills.length > 0) {
      const sources = ledger.read((view) => sourcesFor(home, view, tills));
      for (const source of sources) while (shareSome(home, source, tills));
      ledger.write((local, view) => local.setSetting(READ_BY, livingTills(home, view)));
    }
    shareParts(home, living);
  } catch (error) {
    if (!(error instanceof PedigreeError) || isStorageFailure(error)) throw error;
  }
}

/** Chains of the own party that go on, but for this one. */
function livingTills({ self }: Home, view: View): string[] {
  const party = view.authority().partyOf(self.chain);
  const living = (party?.chains ?? []).filter((one) => one.honouredSize === undefined && one.retired !== true);
  // Where this chain does not count itself, it has nothing to share with anybody.
  if (!living.some(({ chain }) => chain === self.chain)) return [];
  return living.map(({ chain }) => chain).filter((chain) => !ownChains(self).includes(chain));
}

function newTills(home: Home, living: readonly string[]): readonly string[] {
  const before = home.ledger.local.setting(READ_BY);
  const known: readonly Json[] = Array.isArray(before) ? before : [];
  return living.filter((chain) => !known.includes(chain));
}

/** The chains of which something has to be shared. */
function sourcesFor(home: Home, view: View, tills: readonly string[]): readonly string[] {
  const known = knowledgeOf(home, view);
  const own = ownChains(home.self);
  const living = livingTills(home, view);
  const isTold = tellsTills(known, tills);
  return chainsOfSelf(view.authority(), home.self).filter((chain) => {
    if (living.includes(chain)) return false;
    const shares = sharesOf(known, chain);
    if (tills.every((till) => shares.some((share) => share.with.includes(till)))) return false;
    for (const event of sealedFor(view, chain, frontier(known, chain))) {
      if (!own.includes(chain) || !isTold(event)) return true;
    }
    return false;
  });
}

/** Events of a chain, from a seq on, that say something to its party. */
function* sealedFor(view: View, chain: string, from: number): Iterable<CustodyEvent> {
  for (const event of eventsOn(view, chain, from)) if (event.leaf.commits?.p !== undefined) yield event;
}

/** What the party shared of the events of a chain, as far as it opens here. */
function sharesOf(known: Knowledge, of: string): readonly (Share & { readonly by: string })[] {
  return chainsOfSelf(known.view.authority(), known.self).flatMap((by) =>
    [...known.view.eventsOf([EVENT.share.type], { chain: by })].flatMap((event) => {
      const share = readShare(known.private(event));
      return share?.chain === of ? [{ ...share, by }] : [];
    }),
  );
}

/** Up to where this folder has named the keys of a chain. */
function frontier(known: Knowledge, of: string): number {
  const own = ownChains(known.self);
  return sharesOf(known, of).reduce((to, share) => (own.includes(share.by) ? Math.max(to, share.to) : to), 0);
}

/** Writes one event with the next keys of a chain. @returns whether there are more */
function shareSome(home: Home, source: string, tills: readonly string[]): boolean {
  const { more } = record(home, { command: 'share' }, (tx): { readonly more: boolean } => {
    const { known, view } = tx;
    const from = frontier(known, source);
    // What is shared now comes after what it names, so that the next till is told of this event too.
    const size = view.chain(source)?.size ?? 0;
    const keys: Bytes[] = [];
    let to = size;
    for (const event of sealedFor(view, source, from)) {
      if (keys.length === KEYS_AN_EVENT) {
        to = event.leaf.seq;
        break;
      }
      const ko = known.granted(event)?.ko;
      if (ko !== undefined) keys.push(concat(u64be(event.leaf.seq), ko));
    }
    // Who can read all of it is said by the last: a run that is cut off goes on where it was.
    const more = to < size;
    if (keys.length > 0)
      tx.add({ type: EVENT.share.type, public: {}, private: shareOf(source, keys, to, more ? [] : tills) });
    return { more };
  });
  return more;
}

function shareOf(chain: string, keys: readonly Bytes[], to: number, tills: readonly string[]): JsonObject {
  return { chain, keys: b64u(joined(keys)), to, with: [...tills] };
}
