// Papers that a file names in events of their own (TransactionEvent): they go with the next shipment of the same goods.
import type { LineEvent, Unmapped } from './line-event.ts';
import type { Names } from './names.ts';

/** Goods that belong to papers. */
export interface PaperedGoods {
  /** ms */
  readonly at: number;
  readonly names: Names;
  readonly papers: LineEvent['papers'];
  /** As it is told where nothing was shipped with it. */
  readonly place: Unmapped;
}

/** The events, shipments with the papers of their goods, and the transactions that no shipment followed. What a shipment says itself counts. */
export function withTransactions(
  events: readonly LineEvent[],
  transactions: readonly PaperedGoods[],
): { readonly events: readonly LineEvent[]; readonly left: readonly Unmapped[] } {
  if (transactions.length === 0) return { events, left: [] };
  const shipments = events.filter(({ kind }) => kind === 'ship').toSorted(inOrder);
  const added = new Map<LineEvent, LineEvent['papers']>();
  const left: Unmapped[] = [];
  for (const transaction of transactions) {
    // What was ordered together may be sent in parts; each good goes out once with it.
    const goods = new Set(transaction.names);
    const all = goods.size;
    for (const ship of shipments) {
      if (goods.size === 0) break;
      if (isBefore(ship, transaction) || !isAll(ship.names, goods)) continue;
      for (const name of ship.names ?? []) goods.delete(name);
      added.set(ship, { ...added.get(ship), ...transaction.papers });
    }
    if (goods.size === all) left.push(transaction.place);
  }
  return {
    events: events.map((event) => {
      const papers = added.get(event);
      return papers === undefined ? event : { ...event, papers: { ...papers, ...event.papers } };
    }),
    left,
  };
}

function isBefore(ship: LineEvent, { at, place }: PaperedGoods): boolean {
  return ship.at === undefined || ship.at < at || (ship.at === at && ship.event < place.event);
}

function inOrder(one: LineEvent, other: LineEvent): number {
  return (one.at ?? 0) - (other.at ?? 0) || one.event - other.event;
}

function isAll(names: Names | undefined, goods: ReadonlySet<string>): boolean {
  if (names === undefined || names.count === 0) return false;
  for (const name of names) if (!goods.has(name)) return false;
  return true;
}
