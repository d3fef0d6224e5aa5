// Packs that a recall names one by one beside its lots: each once, and none that is of a lot that it names.
import { type Bytes, compareBytes, hex } from '../../chain/bytes.ts';
import { rowsOf } from '../../chain/rows.ts';
import { EVENT } from '../../custody/events/all.ts';
import { commission } from '../../custody/events/commission.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { RecallCase } from '../../custody/recall.ts';
import type { View } from '../../ledger/types.ts';

/** So many are looked up one by one; more are compared with all that was commissioned of the lots. */
const LOOKED_UP = 500;

/** How many; some rows are dummies, so that it begins with what was said. */
export function singlesOf(view: View, { gtin, all, lots, bySerial }: RecallCase): number {
  if (all) return 0;
  const said = bySerial.reduce((sum, { leaf }) => sum + (saidIn(EVENT.recall, leaf)?.serials ?? 0), 0);
  if (lots.size === 0 && bySerial.length < 2) return said;
  const tokens = new Map<string, Bytes>();
  let twice = 0;
  for (const event of bySerial) {
    for (const token of tokensIn(view, event)) {
      const name = hex(token);
      if (tokens.has(name)) twice++;
      tokens.set(name, token);
    }
  }
  return Math.max(0, said - twice - ofLots(view, gtin, [...tokens.values()], lots));
}

function ofLots(view: View, gtin: string, tokens: readonly Bytes[], lots: ReadonlySet<string>): number {
  if (lots.size === 0) return 0;
  const isOfLot = ({ author, leaf }: CustodyEvent) =>
    author?.mayMake(gtin) === true && lots.has(saidIn(commission, leaf)?.lot ?? '');
  if (tokens.length <= LOOKED_UP) return tokens.filter((token) => view.commissions(gtin, token).some(isOfLot)).length;
  const sorted = tokens.toSorted(compareBytes);
  const found = new Set<number>();
  for (const event of view.lots(gtin)) if (isOfLot(event)) common(sorted, tokensIn(view, event), found);
  return found.size;
}

/** Adds the places of those that stand in both; both ascend. */
function common(sorted: readonly Bytes[], others: Iterable<Bytes>, found: Set<number>): void {
  let at = 0;
  for (const other of others) {
    let token = sorted[at];
    while (token !== undefined && compareBytes(token, other) < 0) token = sorted[++at];
    if (token === undefined) return;
    if (compareBytes(token, other) === 0) found.add(at);
  }
}

/** The tokens of the rows of an event, 16 bytes each, ascending; none where pages of them have not come. */
export function* tokensIn(view: View, { leaf }: CustodyEvent): Iterable<Bytes> {
  const rows = rowsOf(leaf, (root, index) => view.page(root, index));
  if (rows === undefined || rows === 'missing-page') return;
  const width = leaf.rows?.width ?? 32;
  for (let at = 0; at < rows.length; at += width) yield rows.subarray(at, at + 16);
}
