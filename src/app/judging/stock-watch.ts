// By what a part of the stock is found again: the tokens that events about it would bear, and the chains that wrote of it.
import { hex, unhex } from '../../chain/bytes.ts';
import { itemToken } from '../../chain/item-key.ts';
import { containerItem, type ItemKey } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { AHEAD, wordOf } from './life-tokens.ts';
import type { Watched } from './stock-parts.ts';
import type { StockStore } from './stock-store.ts';

/** The last step of a pack that is looked at while nothing was recorded of it since it was made. */
export const UNTOUCHED = 1 + AHEAD;
/** The same since it went into its case. */
export const CASED = 2 + AHEAD;

/** Has a part be found by the steps of a pack up to this one. */
export function watchPack(store: StockStore, part: number, item: ItemKey, upTo: number): void {
  store.watch(part, wordsOf(item, 0, upTo));
}

function wordsOf({ key }: Pick<ItemKey, 'key'>, from: number, upTo: number): readonly number[] {
  const words: number[] = [];
  for (let n = from; n <= upTo; n++) words.push(wordOf(itemToken(key, n)));
  return words;
}

/** Whether an event with one of these words may be about a step of the pack up to this one. */
export function isMet(item: ItemKey, upTo: number, fresh: ReadonlySet<number>): boolean {
  return fresh.size > 0 && wordsOf(item, 0, upTo).some((word) => fresh.has(word));
}

/** Those of the words that are no token in these lives, up to the steps that they are watched. */
export function wordsBeside(lives: readonly Life[], words: ReadonlySet<number>): ReadonlySet<number> {
  const own = new Set(lives.flatMap(({ key, next }) => wordsOf({ key }, 0, next + AHEAD)));
  return new Set([...words].filter((word) => !own.has(word)));
}

/** Has a part be found by whatever decides about a life; what it is found by already is passed over. */
export function watchLife(
  known: Knowledge,
  store: StockStore,
  part: number,
  life: Life,
  seen: Watched['keys'] = {},
): Watched {
  const { keys, chains } = watchedBy(known, life);
  const all: Record<string, number> = { ...seen };
  for (const [name, upTo] of keys) {
    const short = name.slice(0, 16);
    const before = all[short] ?? -1;
    store.watch(part, wordsOf({ key: unhex(name) }, before + 1, upTo));
    all[short] = Math.max(upTo, before);
  }
  return { keys: all, chains };
}

/** The items whose events decide about a life, up to which step, and the chains that wrote of them, with a right or without. */
function watchedBy(
  known: Knowledge,
  life: Life,
): { readonly keys: ReadonlyMap<string, number>; readonly chains: readonly string[] } {
  const keys = new Map<string, number>();
  const chains = new Set<string>();
  const lives = [life, ...(life.lines ?? []).map((line) => line.life)];
  for (let one = lives.pop(); one !== undefined; one = lives.pop()) {
    const name = hex(one.key);
    const upTo = one.next + AHEAD;
    if ((keys.get(name) ?? -1) >= upTo) continue;
    keys.set(name, upTo);
    if (one.commission !== undefined) chains.add(one.commission.chain);
    for (const stranger of one.strangers) chains.add(stranger.chain);
    for (const { events, state } of one.steps) {
      for (const event of events) chains.add(event.chain);
      // What happens to a box decides about what was in it.
      if (state.at === 'inside') lives.push(known.trace(containerItem(state.container, state.origin)));
    }
  }
  for (const [name, upTo] of keys) {
    const key = unhex(name);
    for (let n = 0; n <= upTo; n++) {
      for (const { event } of known.view.rows(itemToken(key, n))) chains.add(event.chain);
    }
  }
  return { keys, chains: [...chains].sort() };
}
