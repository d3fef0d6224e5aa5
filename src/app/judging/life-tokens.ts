// By what it is noticed that a life may have changed: the tokens that an event about it would bear, and the rights behind chains.
import { bufferOf, hex } from '../../chain/bytes.ts';
import { itemToken } from '../../chain/item-key.ts';
import { rowsOf } from '../../chain/rows.ts';
import { EVENTS } from '../../custody/events/index.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { containerItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import type { Marks } from '../../ledger/types.ts';
import type { Knowledge } from '../record/knowledge.ts';

/** Steps after the next one at which an event is noticed, too. What is further ahead shows once one of these has come. */
export const AHEAD = 2;
const ROWS_TYPES = [...EVENTS.keys()];

/** The first 32 bits of the tokens that an event about this life would bear, and the chains of the events in it. */
export function tokensOf(known: Knowledge, life: Life, chains: Set<string>): Uint32Array {
  const words = new Set<number>();
  const lives = [life];
  const seen = new Set<string>();
  for (let one = lives.pop(); one !== undefined; one = lives.pop()) {
    if (seen.has(hex(one.key))) continue;
    seen.add(hex(one.key));
    for (let n = 0; n <= one.next + AHEAD; n++) words.add(wordOf(itemToken(one.key, n)));
    if (one.commission !== undefined) chains.add(one.commission.chain);
    for (const { events, state } of one.steps) {
      for (const event of events) chains.add(event.chain);
      // What happens to a box decides about what was in it.
      if (state.at === 'inside') lives.push(known.trace(containerItem(state.container, state.origin)));
    }
  }
  return Uint32Array.from(words);
}

/** The first 32 bits of a token. */
export function wordOf(token: Uint8Array, at = 0): number {
  return bufferOf(token).readUInt32BE(at);
}

/** The first 32 bits of every token in an event that came after these marks. */
export function tokensSince(known: Knowledge, since: Marks): Set<number> {
  const fresh = new Set<number>();
  for (const event of known.view.eventsOf(ROWS_TYPES, { since })) addTokens(known, event, fresh);
  return fresh;
}

/** Adds the first 32 bits of the tokens of an event. */
export function addTokens(known: Knowledge, { leaf }: CustodyEvent, words: Set<number>): void {
  const rows = rowsOf(leaf, (root, index) => known.view.page(root, index));
  if (rows === undefined || rows === 'missing-page') return;
  const width = leaf.rows?.width ?? 32;
  for (let at = 0; at < rows.length; at += width) words.add(wordOf(rows, at));
}

/** What decides whether events of a chain count: the rights of its party, and its forks. */
export function rightsBehind(known: Knowledge, chain: string): readonly unknown[] {
  const authority = known.view.authority();
  const { gln, roles, gtins, prefixes, until, chains } = authority.partyOf(chain) ?? {};
  const own = chains?.find((one) => one.chain === chain);
  const forks = known.once('forks', () => known.view.doubts()).filter((fork) => fork.chain === chain).length;
  return [gln, roles, gtins, prefixes, until, own, forks, authority.settled(chain), authority.settlementOf(chain)];
}
