// What `receive --all` leaves on its way: who wants it all the same names it.
import { hex } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { givenUp } from '../../custody/own-line.ts';
import { phrase } from '../../words/en/steps.ts';
import type { Goods, Refusal } from '../items/goods.ts';
import { packsIn } from '../items/lots.ts';
import { shipmentRefOf } from '../items/receipt.ts';
import { refusedDelivery, sayRefused } from '../items/refusals.ts';
import { partyName } from '../node/party-text.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { Shipment } from '../record/shipments-known.ts';
import { announced, outstanding, reportedMissing } from './incoming.ts';
import { contestedAtDoor } from './preconditions.ts';

/** Why one of the outermost items is passed over; `exit` 0 where that was told when it was recorded. */
interface PassedOver {
  readonly code: string;
  readonly reason: string;
  readonly exit: number;
}

/** Looks at a shipment once, then at each of its items; the first that speaks decides. */
type Rule = (known: Knowledge, shipment: Shipment) => (goods: Goods) => PassedOver | undefined;

const LOOK = 20;
const WRONG_STATE = 14;

const RULES: readonly Rule[] = [refused, contested, foundMissing];

/** Whoever refused a delivery has not got it. */
function refused(known: Knowledge, shipment: Shipment): ReturnType<Rule> {
  const told = refusedDelivery(known, shipment);
  const passed = told && { code: 'refused', reason: sayRefused(told), exit: LOOK };
  return () => passed;
}

/** What others have in hand by their records is not taken in: 20 beside what is, 14 alone. */
function contested(known: Knowledge): ReturnType<Rule> {
  return (goods) => {
    const [told] = contestedAtDoor(known, goods);
    return told && { code: told.code, reason: told.reason, exit: told.exit };
  };
}

/** What turned out not to be there is not here by itself. */
function foundMissing(known: Knowledge, shipment: Shipment): ReturnType<Rule> {
  const missing = reportedMissing(known, shipment.ref);
  const passed = { code: 'missing', reason: phrase('found-missing-before'), exit: 0 };
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

/** For so long after a shipment was taken back, or said not to have come, it is told that its goods are not taken in. */
const TOLD = 10 * 24 * 3_600_000;
/** What was sent longer ago is not looked at for that. */
const LOOKED_AT = 2 * TOLD;

/** What of a shipment does not come by the records, though it may be at the door: taken back, or declared lost. */
export function notComing(known: Knowledge, shipment: Shipment): readonly Refusal[] {
  if (known.now - shipment.at > LOOKED_AT) return [];
  const voided: Goods[] = [];
  const lost: Goods[] = [];
  let by = '';
  for (const goods of announced(known, shipment)) {
    const given = givenUp(goods.life, known.self.gln);
    const [sent, last] = goods.life.steps.slice(-2);
    if (given !== undefined && shipmentRefOf(known, given.life) === shipment.ref) {
      lost.push(goods);
      by = partyName(known.view, given.by);
    } else if (
      last?.kind === EVENT.voiding.type &&
      sent?.event.ref === shipment.ref &&
      known.now - last.event.leaf.at <= TOLD
    ) {
      voided.push(goods);
    }
  }
  const back = { code: 'voided', reason: phrase('taken-back-or-said'), exit: WRONG_STATE };
  const gone = { code: 'decommissioned', reason: phrase('declared-lost-by-name', { by }), exit: 0 };
  return [
    ...(voided.length === 0 ? [] : [lineOf(known, shipment, back, voided)]),
    ...(lost.length === 0 ? [] : [lineOf(known, shipment, gone, lost)]),
  ];
}

function lineOf(known: Knowledge, { ref, despatch }: Shipment, why: PassedOver, goods: readonly Goods[]): Refusal {
  const packs = packsIn(known, goods);
  const what = [...(despatch === undefined ? [] : [despatch]), `${packs} ${packs === 1 ? 'pack' : 'packs'}`];
  const { code, exit } = why;
  return { n: 0, input: ref, code, reason: `${why.reason} (${what.join(', ')})`, exit };
}
