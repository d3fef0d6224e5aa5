// Where a chain turns out to have split, its events above that place go by other refs. What the index has of them goes by those as well
// from then on: else nothing of it would be found any more, shipments that are on their way among it.
import type { Json } from '../../chain/canonical.ts';
import { chainSplit } from '../../ledger/marks.ts';
import type { Marks } from '../../ledger/types.ts';
import type { Knowledge } from './knowledge.ts';
import { REPORTS } from './reports.ts';

/** A ref without a hash, by itself or at the end of the key of a record about this event. */
const AT_END = /(?:^|:)(([a-z2-7]{26})\/\d{1,16})$/;

/** To be called before anything that came since is taken in. */
export function renameSplit(known: Knowledge, since: Marks, now: Marks): void {
  const split = new Set(
    Object.keys(now).flatMap((name) => (since[name] === undefined ? (chainSplit(name) ?? []) : [])),
  );
  if (split.size === 0) return;
  const { index, view } = known;
  const refNow = (ref: string, chain = ''): string => (split.has(chain) ? (view.event(ref)?.ref ?? ref) : ref);
  for (const { key, value } of index.list('')) {
    const [, ref, chain] = AT_END.exec(key) ?? [];
    const name = ref === undefined ? key : key.slice(0, -ref.length) + refNow(ref, chain);
    const told = REPORTS.some((prefix) => key.startsWith(prefix)) ? withRefs(value, refNow) : value;
    if (name === key && told === value) continue;
    index.put(name, told);
    if (name !== key) index.delete(key);
  }
}

/** What was said by each, under the ref that its event has now; the same where none has another. */
function withRefs(value: Json, refNow: (ref: string, chain?: string) => string): Json {
  const said = Object.entries(value as Readonly<Record<string, { readonly event: string }>>);
  const told = said.map(([name, one]) => {
    const event = refNow(one.event, AT_END.exec(one.event)?.[2]);
    return [name, event === one.event ? one : { ...one, event }] as const;
  });
  return told.every(([, one], i) => one === said[i]?.[1]) ? value : Object.fromEntries(told);
}
