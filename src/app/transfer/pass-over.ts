// What `receive --all` leaves on its way: who wants it all the same names it.
import { hex } from '../../chain/bytes.ts';
import type { Goods, Refusal } from '../goods/goods.ts';
import { packsIn } from '../goods/lots.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Shipment } from '../stock/inventory.ts';
import { outstanding, reportedMissing } from './incoming.ts';
import { refusedDelivery, sayRefused } from './refusals.ts';

/** Why one of the outermost items is passed over; `exit` 0 where that was told when it was recorded. */
interface PassedOver {
  readonly code: string;
  readonly reason: string;
  readonly exit: number;
}

/** Looks at a shipment once, then at each of its items; the first that speaks decides. */
type Rule = (known: Knowledge, shipment: Shipment) => (goods: Goods) => PassedOver | undefined;

const LOOK = 20;

const RULES: readonly Rule[] = [refused, foundMissing];

/** Whoever refused a delivery has not got it. */
function refused(known: Knowledge, shipment: Shipment): ReturnType<Rule> {
  const told = refusedDelivery(known, shipment);
  const passed = told && { code: 'refused', reason: sayRefused(told), exit: LOOK };
  return () => passed;
}

/** What turned out not to be there is not here by itself. */
function foundMissing(known: Knowledge, shipment: Shipment): ReturnType<Rule> {
  const missing = reportedMissing(known, shipment.ref);
  const passed = { code: 'missing', reason: 'was found missing before', exit: 0 };
  return ({ item }) => (missing.has(hex(item.key)) ? passed : undefined);
}

export interface Split {
  readonly taken: readonly Goods[];
  /** A line for each reason, named by its shipment. */
  readonly passed: readonly Refusal[];
}

/** What of a shipment is under way and not named, parted into what comes with all and what has to be named. */
export function takenWithAll(
  known: Knowledge,
  shipment: Shipment,
  isNamed: (key: string) => boolean = () => false,
): Split {
  const goods = outstanding(known, shipment).filter(({ item }) => !isNamed(hex(item.key)));
  if (goods.length === 0) return { taken: [], passed: [] };
  const rules = RULES.map((rule) => rule(known, shipment));
  const taken: Goods[] = [];
  const passed = new Map<string, { readonly why: PassedOver; readonly goods: Goods[] }>();
  for (const one of goods) {
    const why = rules.map((rule) => rule(one)).find((told) => told !== undefined);
    if (why === undefined) {
      taken.push(one);
      continue;
    }
    const before = passed.get(why.code);
    if (before === undefined) passed.set(why.code, { why, goods: [one] });
    else before.goods.push(one);
  }
  return { taken, passed: [...passed.values()].map(({ why, goods }) => lineOf(known, shipment, why, goods)) };
}

function lineOf(known: Knowledge, { ref, despatch }: Shipment, why: PassedOver, goods: readonly Goods[]): Refusal {
  const packs = packsIn(known, goods);
  const what = [...(despatch === undefined ? [] : [despatch]), `${packs} ${packs === 1 ? 'pack' : 'packs'}`];
  const { code, exit } = why;
  return { n: 0, input: ref, code, reason: `${why.reason} (${what.join(', ')})`, exit };
}
