// What an event of a file says was done with goods, as a claim needs it: one deed an event, without the list of goods.
import { nobody } from './found.ts';
import { glnOf, nameOf, readId } from './ids.ts';
import { lotSaid } from './lots.ts';
import type { EpcisEvent, TypedId } from './model.ts';

/** `seen` changes nothing. */
export type DeedKind = 'make' | 'fill' | 'empty' | 'ship' | 'unship' | 'arrive' | 'hold' | 'end' | 'seen';

/** How a life ended, or why goods are held. */
export type Ending = 'dispensed' | 'destroyed' | 'decommissioned';

export interface Deed {
  readonly kind: DeedKind;
  /** Of the event in its file. */
  readonly index: number;
  /** ms; undefined where the file has no time for it that can be read. */
  readonly at: number | undefined;
  readonly eventID?: string;
  readonly lot?: string;
  /** `YYYY-MM-DD`. */
  readonly expiry?: string;
  /** Fields that are said in a way that cannot be relied on. */
  readonly doubtful?: readonly ('lot' | 'expiry')[];
  /** What it was put into or taken out of. */
  readonly parent?: string;
  /** An `empty` without a list: everything was taken out. */
  readonly all?: true;
  /** GLNs. */
  readonly from?: string;
  readonly to?: string;
  /** Where it happened, a GLN. */
  readonly by?: string;
  readonly ending?: Ending;
}

const MOVES: ReadonlyMap<string, 'ship' | 'unship' | 'arrive'> = new Map([
  ['shipping', 'ship'],
  ['consigning', 'ship'],
  ['departing', 'ship'],
  ['void_shipping', 'unship'],
  ['receiving', 'arrive'],
  ['accepting', 'arrive'],
]);
/** Dispositions under which nobody should supply. */
const HELD: ReadonlySet<string> = new Set([
  'recalled',
  'damaged',
  'expired',
  'stolen',
  'non_conformant',
  'non_sellable_other',
  'no_pedigree_match',
]);
const ENDINGS: ReadonlyMap<string, Ending> = new Map([
  ['dispensing', 'dispensed'],
  ['retail_selling', 'dispensed'],
  ['destroying', 'destroyed'],
  ['decommissioning', 'decommissioned'],
  ['killing', 'decommissioned'],
]);
const ENDED: ReadonlyMap<string, Ending> = new Map([
  ['dispensed', 'dispensed'],
  ['retail_sold', 'dispensed'],
  ['destroyed', 'destroyed'],
  ['disposed', 'destroyed'],
  ['inactive', 'decommissioned'],
]);

/** What an event says was done with the goods in its list; of a transformation with its outputs. */
export function deedOf(event: EpcisEvent): Deed {
  const { index, eventTime, eventID } = event;
  const by = event.readPoint && glnOf(event.readPoint.id);
  return {
    ...kindOf(event),
    ...masterData(event),
    index,
    at: eventTime.ms,
    ...(eventID === undefined ? {} : { eventID }),
    ...(by === undefined ? {} : { by }),
  };
}

type Kind = Pick<Deed, 'kind' | 'parent' | 'all' | 'from' | 'to' | 'ending'>;

function kindOf(event: EpcisEvent): Kind {
  if (event.type === 'TransformationEvent') return { kind: 'make' };
  if (event.type === 'AggregationEvent') return aggregation(event);
  const step = stepOf(event);
  return step.kind === 'ship' || step.kind === 'arrive' ? { ...step, ...partiesOf(event) } : step;
}

/** What an event does to goods by its step, action and disposition, whatever they are put into, taken out of or made of. */
export function stepOf({ type, action, bizStep = '', disposition = '' }: EpcisEvent): Pick<Deed, 'kind' | 'ending'> {
  const move = MOVES.get(bizStep);
  // The action of the others is about what goods belong to, not about the goods.
  if (type !== 'ObjectEvent') return { kind: move ?? 'seen' };
  if (move === 'unship') return { kind: move };
  if (disposition === 'partially_dispensed') return { kind: 'seen' };
  const ended = ENDED.get(disposition);
  const ending = ENDINGS.get(bizStep) ?? (action === 'DELETE' ? (ended ?? 'decommissioned') : undefined);
  if (ending !== undefined) return { kind: 'end', ending };
  if (action === 'ADD' || bizStep === 'commissioning') return { kind: 'make' };
  if (move !== undefined) return { kind: move };
  if (ended !== undefined) return { kind: 'end', ending: ended };
  return { kind: bizStep === 'holding' || HELD.has(disposition) ? 'hold' : 'seen' };
}

/** Where goods are seen in a container they are in it, whoever put them there; where they are shipped in it, it says that alone. */
export function aggregationOf(event: EpcisEvent): 'unship' | 'empty' | 'ship' | 'fill' {
  if (stepOf(event).kind === 'unship') return 'unship';
  if (event.action === 'DELETE') return 'empty';
  return event.bizStep === 'shipping' ? 'ship' : 'fill';
}

function aggregation(event: EpcisEvent): Kind {
  const { parentID, epcs } = event;
  const kind = aggregationOf(event);
  if (kind === 'unship') return { kind };
  if (kind === 'ship') return { kind, ...partiesOf(event) };
  const parent = parentID === undefined ? undefined : nameOf(readId(parentID));
  const all = kind === 'empty' && (epcs === undefined || epcs.length === 0);
  return { kind, ...(parent === undefined ? {} : { parent }), ...(all ? { all } : {}) };
}

/** Those of a hand-over: owners before those who have the goods, and places last. */
const PARTIES = ['owning_party', 'possessing_party', 'location'] as const;

/** From whom and to whom. */
export function partiesOf({ sources, destinations }: EpcisEvent): Pick<Deed, 'from' | 'to'> {
  const [from, to] = [partyIn(sources), partyIn(destinations)];
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** The GLN of the first of these types that has one. */
export function partyIn(list: readonly TypedId[], types: readonly string[] = PARTIES): string | undefined {
  for (const wanted of types) {
    const found = list.find(({ type }) => type === wanted);
    const gln = found && glnOf(found.id);
    if (gln !== undefined) return gln;
  }
  return undefined;
}

/** Lot and expiry as far as they can be relied on. */
function masterData(event: EpcisEvent): Pick<Deed, 'lot' | 'expiry' | 'doubtful'> {
  const said = lotSaid(event, nobody, {});
  if (said === undefined) return {};
  const { lot, expiry, isLotDoubtful, isExpiryDoubtful } = said;
  const doubtful = [...(isLotDoubtful ? (['lot'] as const) : []), ...(isExpiryDoubtful ? (['expiry'] as const) : [])];
  return {
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(doubtful.length === 0 ? {} : { doubtful }),
  };
}
