// The packs that the own party made, some at once, and whether anything was recorded of them.
import { type Bytes, unb64u } from '../../chain/bytes.ts';
import { itemToken } from '../../chain/item-key.ts';
import { mintTokens } from '../../chain/mint.ts';
import { serialAt } from '../../chain/serial.ts';
import { commission } from '../../custody/events/commission.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { packItem } from '../../custody/item.ts';
import { ownSerials } from '../record/inventory-made.ts';
import type { Knowledge } from '../record/knowledge.ts';

/** Packs asked about at once: when none of them has a next step they are all where they were made. */
const BATCH = 2_000;

/** Some packs of an own lot in a row: named, or so many of a seed. */
export interface MadeBatch {
  readonly count: number;
  readonly seed?: { readonly seed: Bytes; readonly from: number };
  serials(): Iterable<string>;
}

/** The packs of one own commissioning; undefined where the keys do not open it. */
export function madeIn(known: Knowledge, event: CustodyEvent): Iterable<MadeBatch> | undefined {
  return known.private(event) === undefined ? undefined : batches(ownSerialsOrSeed(known, event));
}

type Source = { readonly seed: Bytes; readonly count: number } | { readonly serials: Iterable<string> };

function ownSerialsOrSeed(known: Knowledge, event: CustodyEvent): Source {
  const { seed, bitmap } = known.private(event) ?? {};
  if (typeof seed !== 'string' || bitmap !== undefined) return { serials: ownSerials(known, event) };
  return { seed: unb64u(seed), count: saidIn(commission, event.leaf)?.count ?? 0 };
}

function* batches(source: Source): Iterable<MadeBatch> {
  if ('seed' in source) {
    const { seed, count } = source;
    for (let from = 0; from < count; from += BATCH) {
      const some = Math.min(BATCH, count - from);
      yield {
        count: some,
        seed: { seed, from },
        serials: () => Array.from({ length: some }, (_, at) => serialAt(seed, from + at)),
      };
    }
    return;
  }
  let serials: string[] = [];
  const batch = (list: readonly string[]): MadeBatch => ({ count: list.length, serials: () => list });
  for (const serial of source.serials) {
    serials.push(serial);
    if (serials.length < BATCH) continue;
    yield batch(serials);
    serials = [];
  }
  if (serials.length > 0) yield batch(serials);
}

/** The tokens of what would be done with these packs first. */
export function firstSteps(known: Knowledge, gtin: string, batch: MadeBatch): readonly Bytes[] {
  const { network } = known.view;
  if (batch.seed === undefined) {
    return [...batch.serials()].map((serial) => itemToken(packItem(network, gtin, serial).key, 1));
  }
  const tokens = mintTokens(network, gtin, batch.seed.seed, batch.seed.from, batch.count, 1);
  return Array.from({ length: batch.count }, (_, at) => tokens.subarray(at * 16, at * 16 + 16));
}
