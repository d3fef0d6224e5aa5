// News of what is counted already: the parts of a stock that are looked at again, and what has become of them.
import { unhex } from '../../chain/bytes.ts';
import type { Json } from '../../chain/canonical.ts';
import type { PackIdentity } from '../items/goods.ts';
import { isPlain } from '../items/inventory-contents.ts';
import { OPEN, PART, type StockCount } from './stock-count.ts';
import { packsOf } from './stock-packs.ts';
import { type BatchPart, type CasePart, lotName, type StockPart } from './stock-parts.ts';
import { CASED, isMet, UNTOUCHED, wordsBeside } from './stock-watch.ts';

const NO_WORDS: ReadonlySet<number> = new Set();

/** Looks again at the parts that are met by fresh tokens, or rest on chains whose rights have changed; `first` is the first new one. */
export function lookAgain(
  count: StockCount,
  fresh: ReadonlySet<number>,
  changed: ReadonlySet<string>,
  first: number,
): void {
  const due = new Map(count.store.found(fresh));
  for (const { key } of count.store.list(OPEN)) {
    const part = Number(key.slice(OPEN.length));
    if (!due.has(part)) due.set(part, NO_WORDS);
  }
  const anew = new Set<number>();
  if (changed.size > 0) {
    for (const { key, value } of count.store.list(PART)) {
      const part = value as unknown as StockPart;
      if (part.kind === 'batch' || !part.chains.some((chain) => changed.has(chain))) continue;
      anew.add(Number(key.slice(PART.length)));
    }
  }
  for (const number of [...new Set([...due.keys(), ...anew])].sort((a, b) => a - b)) {
    const part = number < first ? count.part(number) : undefined;
    if (part === undefined) continue;
    count.book.countPart(part, -1);
    const { now, left = [] } = again(count, number, part, due.get(number) ?? NO_WORDS, anew.has(number));
    count.book.countPart(now, 1);
    if (JSON.stringify(now) !== JSON.stringify(part)) count.store.put(PART + number, now as unknown as Json);
    for (const is of left) count.takeOut(count.itemOf(is), is);
  }
}

/** What a part is now, and the packs that are to be counted elsewhere, once that is noted. */
interface Again {
  readonly now: StockPart;
  readonly left?: readonly PackIdentity[];
}

function again(count: StockCount, number: number, part: StockPart, fresh: ReadonlySet<number>, all: boolean): Again {
  switch (part.kind) {
    case 'single':
      return { now: count.singlePart(number, count.itemOf(part.is), part.is, part.keys) };
    case 'case':
      return caseAgain(count, number, part, fresh, all);
    case 'batch':
      return batchAgain(count, part, fresh);
  }
}

function caseAgain(count: StockCount, number: number, part: CasePart, fresh: ReadonlySet<number>, all: boolean): Again {
  const event = part.off === true ? undefined : count.known.view.event(part.ref);
  const box = event && count.boxOf(unhex(part.box), event);
  if (event === undefined || box === undefined) return { now: part };
  const { at: _, ...rest } = part;
  const out = new Set(part.out);
  const lots: Record<string, number> = { ...part.lots };
  const left: PackIdentity[] = [];
  // Where the case alone was moved, what is inside need not be listed.
  const { keys, chains } = count.watchLife(number, box.life, part.keys);
  const met = wordsBeside([box.life, ...box.life.around], fresh);
  const packs = box.stands && !all && met.size === 0 ? [] : packsOf(count.known, part);
  let place = -1;
  for (const is of packs) {
    place++;
    if (out.has(place)) continue;
    const item = count.itemOf(is);
    if (box.stands && !all && !isMet(item, CASED, met)) continue;
    if (box.stands && isPlain(count.known, item, event)) continue;
    out.add(place);
    left.push(is);
    const lot = lotName(is);
    lots[lot] = (lots[lot] ?? 0) - 1;
    if (lots[lot] === 0) delete lots[lot];
  }
  count.mark(number, box.life);
  const now: CasePart = {
    ...rest,
    lots,
    out: [...out].sort((a, b) => a - b),
    keys,
    chains: [...new Set([...part.chains, ...chains])],
    ...(box.at === undefined ? {} : { at: box.at }),
    ...(box.stands ? {} : { off: true as const }),
  };
  return { now, left };
}

function batchAgain(count: StockCount, part: BatchPart, fresh: ReadonlySet<number>): Again {
  const out = new Set(part.out);
  const left: PackIdentity[] = [];
  let place = -1;
  for (const is of packsOf(count.known, part)) {
    place++;
    if (out.has(place)) continue;
    const item = count.itemOf(is);
    if (!isMet(item, UNTOUCHED, fresh) || count.hasNoStory(item)) continue;
    out.add(place);
    left.push(is);
  }
  return { now: { ...part, out: [...out].sort((a, b) => a - b) }, left };
}
