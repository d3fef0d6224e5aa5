// Which packs were printed, how often and why: kept beside the ledger under `label:`, so that labels can be reconciled.
import type { Json, JsonObject } from '../../chain/canonical.ts';
import type { Local } from '../../ledger/types.ts';

/** From a pack's number in its lot to another, both included; a lot counts from 1 in the order of minting. */
export type PackRange = readonly [from: number, to: number];

/** One run of a printer. */
export interface Run {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly ranges: readonly PackRange[];
  readonly count: number;
  readonly format: string;
  /** Where labels of this run had been printed before. */
  readonly reason?: string;
  readonly reprinted?: number;
  readonly operator?: string;
}

const keyOf = (gtin: string, lot: string): string => `label:${gtin}/${lot}`;

/** Runs of a lot, the oldest first. */
export function runsOf(local: Local, gtin: string, lot: string): readonly Run[] {
  const stored = local.setting(keyOf(gtin, lot)) as JsonObject | undefined;
  return Array.isArray(stored?.runs) ? (stored.runs as unknown as readonly Run[]) : [];
}

export function addRun(local: Local, gtin: string, lot: string, run: Run): void {
  local.setSetting(keyOf(gtin, lot), { runs: [...runsOf(local, gtin, lot), run] } as unknown as Json);
}

/** How many packs were printed at least once, and how many labels there are of them. */
export function printedOf(runs: readonly Run[]): { readonly printed: number; readonly labels: number } {
  const printed = sizeOf(joined(runs.flatMap((run) => run.ranges)));
  return { printed, labels: runs.reduce((sum, run) => sum + run.count, 0) };
}

/** The parts of `wanted` that some run has printed. */
export function printedBefore(runs: readonly Run[], wanted: readonly PackRange[]): readonly PackRange[] {
  const done = joined(runs.flatMap((run) => run.ranges));
  return wanted.flatMap(([from, to]) =>
    done.flatMap(([a, b]): readonly PackRange[] =>
      a <= to && b >= from ? [[Math.max(a, from), Math.min(b, to)]] : [],
    ),
  );
}

/** Numbers as few ranges, ascending. */
export function rangesOf(numbers: Iterable<number>): readonly PackRange[] {
  return joined(Array.from(numbers, (number): PackRange => [number, number]));
}

function joined(ranges: readonly PackRange[]): readonly PackRange[] {
  const out: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

export function sizeOf(ranges: readonly PackRange[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

/** `3, 7–9`: for people. */
export function sayRanges(ranges: readonly PackRange[]): string {
  const shown = ranges.slice(0, 5).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return ranges.length > shown.length ? `${shown.join(', ')} …` : shown.join(', ');
}
