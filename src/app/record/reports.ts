// Reports of packs that this party's keys open, by the pack and by its lot: taken in once, when they come, so that a verdict reads
// those about its pack, however many there are of others.
import type { JsonObject } from '../../chain/canonical.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { REPORT_FINDINGS, type ReportFinding } from '../../custody/report-words.ts';
import type { Reported } from '../../custody/verdict.ts';
import type { Knowledge } from './knowledge.ts';

/** By GTIN, serial and chain: of each kind of word the newest. */
const OF_PACK = 'report:';
/** By GTIN, lot and chain: which packs it reported last. */
const OF_LOT = 'reported-lot:';
/** By GTIN: there are reports of it. */
const ANY = 'reported:';
/** Records whose values name events. */
export const REPORTS: readonly string[] = [OF_PACK, OF_LOT];
/** So many packs of a lot are remembered of one chain; three are told. */
const MOST_OF_LOT = 8;

/** A word of one chain: `at` in ms, `lot` as its label says. */
interface Said extends JsonObject {
  readonly at: number;
  readonly event: string;
  readonly lot?: string;
}

type SaidOf = Partial<Readonly<Record<ReportFinding, Said>>>;

/** Takes a report in; what names no pack is none. */
export function takeReport({ index }: Knowledge, event: CustodyEvent, manifest: JsonObject): void {
  const { gtin, serial, lot } = (manifest.item ?? {}) as Partial<Readonly<Record<string, unknown>>>;
  const as = REPORT_FINDINGS.find((word) => word === manifest.as);
  if (as === undefined || typeof gtin !== 'string') return;
  const { chain, ref, leaf } = event;
  const said: Said = { at: leaf.at, event: ref, ...(typeof lot === 'string' ? { lot } : {}) };
  const of = typeof serial === 'string' ? serial : '';
  index.put(ANY + gtin, true);
  const key = nameOf(OF_PACK, gtin, of, chain);
  const before = (index.get(key) ?? {}) as SaidOf;
  const last = before[as];
  const newest = last === undefined || isNewer(said, last) ? said : last;
  // One order of the words, whatever order they came in.
  const all = REPORT_FINDINGS.flatMap((word) => {
    const one = word === as ? newest : before[word];
    return one === undefined ? [] : [[word, one] as const];
  });
  index.put(key, Object.fromEntries(all));
  if (as !== 'cleared' && typeof lot === 'string') remember(index, nameOf(OF_LOT, gtin, lot, chain), of, said);
}

/** What was reported of a pack, and of others of its lot. */
export function reportsOf(known: Knowledge): (gtin: string, serial: string, lot: string | undefined) => Reported[] {
  const { index } = known;
  const isReported = (gtin: string) => known.once(`reported ${gtin}`, () => index.get(ANY + gtin) !== undefined);
  return (gtin, serial, lot) => {
    if (!isReported(gtin)) return [];
    const serials = new Set([serial]);
    const ofLot = lot === undefined ? [] : index.list(nameOf(OF_LOT, gtin, lot));
    for (const { value } of ofLot) for (const one of Object.keys(value as JsonObject)) serials.add(one);
    return [...serials].flatMap((one) => ofPack(known, gtin, one));
  };
}

function ofPack({ index, view }: Knowledge, gtin: string, serial: string): Reported[] {
  return index.list(nameOf(OF_PACK, gtin, serial)).flatMap(({ value }) => {
    return REPORT_FINDINGS.flatMap((as): Reported[] => {
      const said = (value as SaidOf)[as];
      // Whoever lost its rights since reports nothing.
      const by = said && view.event(said.event)?.author?.gln;
      if (said === undefined || by === undefined) return [];
      const { lot, at } = said;
      return [{ as, gtin, ...(serial === '' ? {} : { serial }), ...(lot === undefined ? {} : { lot }), by, when: at }];
    });
  });
}

function remember(index: Knowledge['index'], key: string, serial: string, said: Said): void {
  const before = (index.get(key) ?? {}) as Readonly<Record<string, Said>>;
  const last = before[serial];
  if (last !== undefined && !isNewer(said, last)) return;
  const all = Object.entries({ ...before, [serial]: said }).sort(([, a], [, b]) => (isNewer(a, b) ? -1 : 1));
  const kept = all.slice(0, MOST_OF_LOT).sort(([a], [b]) => (a < b ? -1 : 1));
  index.put(key, Object.fromEntries(kept));
}

// The same whatever order they came in.
function isNewer(a: Said, b: Said): boolean {
  return a.at === b.at ? a.event > b.event : a.at > b.at;
}

// Serials and lots are others' words, so that none may be the beginning of another one's name.
function nameOf(kind: string, gtin: string, of: string, chain = ''): string {
  return `${kind}${gtin} ${encodeURIComponent(of)} ${chain}`;
}
