// Where a chain turns out to have split, its events above that place go by other refs. What the index has of them goes by those as well
// from then on: else nothing of it would be found any more, shipments that are on their way among it.
import type { Json, JsonObject } from '../../chain/canonical.ts';
import type { Marks } from '../../ledger/types.ts';
import type { Knowledge } from './knowledge.ts';
import { REPORTS } from './reports.ts';

/** A ref without a hash, which ends the key of a record about this event. */
const AT_END = /(?:^|:)(([a-z2-7]{26})\/\d{1,16})$/;
const PLAIN = /^([a-z2-7]{26})\/\d{1,16}$/;

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

/** The chain of which this is the mark of another branch than the first. */
function chainSplit(name: string): string | undefined {
  const [chain, branch] = name.split('~');
  return branch === undefined ? undefined : chain;
}

/** The same where no ref in it is another one now. */
function withRefs(value: Json, refNow: (ref: string, chain?: string) => string): Json {
  if (typeof value === 'string') return refNow(value, PLAIN.exec(value)?.[1]);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields = Object.entries(value as JsonObject);
  const told = fields.map(([field, one]) => [field, one && withRefs(one, refNow)] as const);
  return told.every(([, one], i) => one === fields[i]?.[1]) ? value : Object.fromEntries(told);
}
