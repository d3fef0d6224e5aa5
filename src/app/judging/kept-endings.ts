// What the lives of goods have settled, remembered with the tokens and rights that it rests on: it is worked out anew as soon as there
// may be news of one of these lives, so that a fork or a right that somebody loses opens it again.
import { hex } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Life } from '../../custody/life.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { tokensOf } from './life-tokens.ts';
import { comparedUntil, factsOf, freshTokens, isClear } from './watch.ts';

const ENDED = 'ended:';

/**
 * What `find` finds in lives; undefined while that is nothing, which is never remembered. Besides lives it rests on nothing but what
 * never changes, what own chains say and whether the event that it is about stands. It is not remembered while anything is flagged
 * in one of the lives: what does not count there may count later, by rights of a chain that is in no step.
 * @param what kind of thing it is about, the same in every run
 */
export function endingOf<T extends Json>(
  known: Knowledge,
  what: string,
  about: CustodyEvent,
  find: (looking: Knowledge) => T | undefined,
): T | undefined {
  const name = `${what} ${hex(about.leaf.hash)}`;
  return known.once(ENDED + name, () => {
    const kept = keptEnding(known, name);
    if (kept !== undefined) return kept as T;
    const lives: Life[] = [];
    const trace: Knowledge['trace'] = (item) => {
      const life = known.trace(item);
      lives.push(life);
      return life;
    };
    const found = find(Object.create(known, { trace: { value: trace } }) as Knowledge);
    const isQuietNow = found !== undefined && lives.length > 0 && lives.every((life) => isClear(known, life));
    if (isQuietNow) remember(known, name, found, about.chain, lives);
    return found;
  });
}

/** Forgets those of which there may be news. To be called before what came is taken for compared. */
export function forgetEndings(known: Knowledge): void {
  if (comparedUntil(known) === undefined) return;
  for (const { key, value } of known.index.list(ENDED)) if (!isQuiet(known, value)) known.index.delete(key);
}

function keptEnding(known: Knowledge, name: string): Json | undefined {
  const stored = comparedUntil(known) === undefined ? undefined : known.index.get(ENDED + name);
  return stored !== undefined && isQuiet(known, stored) ? (stored as JsonObject).found : undefined;
}

function isQuiet(known: Knowledge, stored: Json): boolean {
  const { chains, words } = stored as { readonly chains: Record<string, string>; readonly words: string };
  if (Object.entries(chains).some(([chain, facts]) => factsOf(known, chain) !== facts)) return false;
  const fresh = freshTokens(known);
  return fresh.size === 0 || !wordsIn(words).some((word) => fresh.has(word));
}

function wordsIn(text: string): Uint32Array {
  return new Uint32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
}

function remember(known: Knowledge, name: string, found: Json, chain: string, lives: readonly Life[]): void {
  // Without a moment to compare from it would be of no use.
  if (comparedUntil(known) === undefined) return;
  const chains = new Set([chain, ...chainsOfSelf(known.view.authority(), known.self)]);
  const words = new Set<number>();
  for (const life of lives) for (const word of tokensOf(known, life, chains)) words.add(word);
  known.index.put(ENDED + name, {
    found,
    chains: Object.fromEntries([...chains].map((chain) => [chain, factsOf(known, chain)])),
    words: Buffer.from(Uint32Array.from(words).buffer).toString('base64'),
  });
}
