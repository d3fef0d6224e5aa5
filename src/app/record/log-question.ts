// Looking through the log for what is sealed: a reference, or who worked there. Only what the own keys open is found.
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { ofShipment } from '../../custody/events/fields.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { isSameNumber } from '../../custody/name.ts';
import type { View } from '../../ledger/types.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import type { Home } from '../node/home.ts';
import { eachHome } from '../node/past.ts';
import { dayHere } from '../node/today.ts';
import { catchUp } from './inventory.ts';
import { type Knowledge, knowledgeOf } from './knowledge.ts';
import { chainsNamed, eventsIn, type LogData, type LogRequest, type LogRow, refuseNone, rowOf } from './log.ts';
import { type Shipment, shipmentRef, shipments } from './shipments-known.ts';

export interface LogQuestion extends LogRequest {
  /** The reference of a supply, or the number of an order, a despatch advice, an invoice or a return; case and blanks do not count. */
  readonly ref?: string;
  /** Who worked there. */
  readonly operator?: string;
  /** Events that are known by this reference from elsewhere: those of documents of partners outside. */
  readonly documents?: ReadonlySet<string>;
}

const PAPERS = ['despatch', 'po', 'invoice', 'rma'] as const;

/**
 * The own party's events that bear a reference or were recorded by an operator, with the shipments here that bear it; those of
 * one chain or party, where one is named.
 * @throws not-found (66) for a chain or party that is not here, and what reading the key file throws
 * @example
 * ```ts
 * import { makeEnv, openHome, askLog } from 'pedigree';
 *
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * for (const { event, type, ref } of askLog(hill, { operator: 'till 3', today: true }).events) console.log(event, type, ref);
 * ```
 */
export function askLog(home: Home, request: LogQuestion): LogData {
  const { ref, operator, type } = request;
  const parts = eachHome(home, (one) => lookIn(one, request));
  refuseNone(
    parts.map(({ branches }) => branches),
    request.chain,
  );
  const day = parts.at(-1)?.day;
  return {
    events: parts.flatMap(({ events }) => events),
    filter: {
      ...(type === undefined ? {} : { type }),
      ...(day === undefined ? {} : { today: day }),
      ...(ref === undefined ? {} : { ref }),
      ...(operator === undefined
        ? {}
        : { operator, operators: [...new Set(parts.flatMap(({ operators }) => [...operators]))].sort() }),
      of: parts.reduce((sum, part) => sum + part.of, 0),
      types: [...new Set(parts.flatMap(({ types }) => [...types]))],
    },
  };
}

/** What one ledger has of it. */
interface LookedIn {
  readonly branches: number;
  readonly day: string | undefined;
  readonly events: readonly LogRow[];
  readonly of: number;
  readonly types: ReadonlySet<string>;
  readonly operators: ReadonlySet<string>;
}

function lookIn(home: Home, { ref, operator, type, documents, today, chain }: LogQuestion): LookedIn {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    const day = today === true ? dayHere(home, view) : undefined;
    const branches = chain === undefined ? ownBranches(known) : chainsNamed(view, chain);
    const papers = ref === undefined ? new Map<string, Shipment>() : shipmentsBearing(known, ref);
    const events: LogRow[] = [];
    const types = new Set<string>();
    const operators = new Set<string>();
    let of = 0;
    const look = (event: CustodyEvent) => {
      of++;
      types.add(event.leaf.type);
      const own = event.leaf.private === undefined ? undefined : known.private(event);
      const by = wordIn(own, 'operator');
      if (by !== undefined) operators.add(by);
      if (type !== undefined && event.leaf.type !== type) return;
      if (operator !== undefined && by !== operator) return;
      if (ref !== undefined && !bears(known, event, own, ref, papers) && documents?.has(event.ref) !== true) return;
      events.push({ ...rowOf(event), ...wordsOf(known, event, own, by) });
    };
    for (const event of eventsIn(view, branches, day)) look(event);
    if (chain === undefined)
      for (const event of sentHere(view, papers, branches)) {
        if (day === undefined || day.of(event.leaf.at) === day.is) look(event);
      }
    return { branches: branches.length, day: day?.is, events, of, types, operators };
  });
}

/** Of all tills of the party; what others sealed to themselves opens with no key here. */
function ownBranches({ view, self }: Knowledge) {
  const own = new Set(chainsOfSelf(view.authority(), self));
  return view.chains().filter(({ chain }) => own.has(chain));
}

function isNumber(said: unknown, ref: string): boolean {
  return typeof said === 'string' && isSameNumber(said, ref);
}

function hasNumber(shipment: Readonly<Partial<Record<(typeof PAPERS)[number], unknown>>>, ref: string): boolean {
  return PAPERS.some((name) => isNumber(shipment[name], ref));
}

/** The shipments from and to this party that bear a number, by their events. */
function shipmentsBearing(known: Knowledge, ref: string): ReadonlyMap<string, Shipment> {
  const bearing = shipments(known).filter((shipment) => hasNumber(shipment, ref));
  return new Map(bearing.map((shipment) => [shipment.ref, shipment]));
}

/** What a partner sent under it, of which the own chains have no event of their own. */
function sentHere(
  view: View,
  papers: ReadonlyMap<string, Shipment>,
  own: readonly { readonly chain: string }[],
): readonly CustodyEvent[] {
  const chains = new Set(own.map(({ chain }) => chain));
  return [...papers.keys()].flatMap((ref) => {
    const event = view.event(ref);
    return event === undefined || chains.has(event.chain) ? [] : [event];
  });
}

/** Whether an event bears it itself, or is about a shipment that does. */
function bears(
  known: Knowledge,
  event: CustodyEvent,
  own: JsonObject | undefined,
  ref: string,
  papers: ReadonlyMap<string, Shipment>,
): boolean {
  if (isNumber(own?.ref, ref) || papers.has(event.ref)) return true;
  if (event.leaf.manifest === undefined) return false;
  const manifest = known.manifest(event);
  if (manifest === undefined) return false;
  if (event.leaf.type === EVENT.ship.type) return hasNumber(manifest, ref);
  const shipment = ofShipment(manifest)?.shipment;
  return shipment !== undefined && papers.has(shipmentRef(known, shipment));
}

function wordsOf(
  known: Knowledge,
  event: CustodyEvent,
  own: JsonObject | undefined,
  operator: string | undefined,
): Pick<LogRow, 'operator' | 'ref'> {
  const shipped = event.leaf.type === EVENT.ship.type ? known.manifest(event) : undefined;
  const ref = wordIn(own, 'ref') ?? wordIn(shipped, 'despatch');
  return { ...(operator === undefined ? {} : { operator }), ...(ref === undefined ? {} : { ref }) };
}

function wordIn(part: JsonObject | undefined, name: string): string | undefined {
  const value = part?.[name];
  return typeof value === 'string' ? value : undefined;
}
