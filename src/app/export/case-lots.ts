// Of which lot a case is: that of all packs in it, where they are of one.
import type { SerialList } from './bag.ts';
import type { MadeLot, ToldEvent } from './told-events.ts';

/** The lot of all packs in a container, where it is one. */
export function lotsIn(events: readonly ToldEvent[]): ReadonlyMap<string, MadeLot | undefined> {
  const lotOf = lotsMade(events);
  const found = new Map<string, MadeLot | undefined>();
  for (const { packed } of events) {
    for (const [name, bag] of packed) {
      const inside = bag.lists().flatMap(lotOf);
      const [first] = inside;
      const isOne = inside.every((lot) => lot?.lot === first?.lot && lot?.expiry === first?.expiry);
      const before = found.has(name) ? found.get(name) : first;
      const isSame = before?.lot === first?.lot && before?.expiry === first?.expiry;
      found.set(name, isOne && isSame && bag.containers().length === 0 ? first : undefined);
    }
  }
  return found;
}

/** The lots of a list of serials. Mostly they were made in the list in which they were packed; else each is looked up. */
function lotsMade(events: readonly ToldEvent[]): (list: SerialList) => readonly (MadeLot | undefined)[] {
  const made = events.flatMap(({ made }) =>
    [...made.values()].flatMap(({ lot, goods }) => goods.lists().map((list) => ({ lot, list }))),
  );
  const byList = new Map(made.map(({ lot, list }) => [list.serials, lot]));
  let bySerial: ReadonlyMap<string, MadeLot | undefined> | undefined;
  return ({ gtin, serials }) => {
    const lot = byList.get(serials);
    if (lot !== undefined) return [lot];
    bySerial ??= new Map(
      made.flatMap(({ lot: of, list }) => [...list.serials].map((serial) => [`${list.gtin}/${serial}`, of] as const)),
    );
    return [...new Set([...serials].map((serial) => bySerial?.get(`${gtin}/${serial}`)))];
  };
}
