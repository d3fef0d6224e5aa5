// A chain event in the words of EPCIS: steps and dispositions of the CBV, by what it did to the goods that are told.
import { EVENT } from '../../custody/events/all.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { paperId } from '../../epcis/biz-numbers.ts';
import type { EpcisEvent, Extension, TypedId } from '../../epcis/model.ts';
import { epcisTime } from '../../epcis/times.ts';
import { usWord } from '../../epcis/us-words.ts';
import { MASTER_DATA } from '../../epcis/vocabulary.ts';
import { own } from '../node/own-words.ts';
import { codeOfContainer } from '../record/container-names.ts';
import type { Bag } from './bag.ts';
import type { Ids } from './ids.ts';
import type { MadeLot, ToldEvent } from './told-events.ts';

/** So many EPCs stand in one event: what is more is another event of the same moment. */
const MOST_EPCS = 10_000;

/** Papers of a shipment, as the own party knows them. */
export interface Papers {
  readonly to: string;
  readonly po?: string;
  readonly despatch?: string;
  readonly invoice?: string;
  readonly rma?: string;
  readonly reason?: string;
}

/** How an export tells events. */
export interface Telling {
  readonly ids: Ids;
  readonly isXml: boolean;
  readonly isR13: boolean;
  /** Papers of the shipment with this ref, where they are readable. */
  readonly papers: (ref: string) => Papers | undefined;
  /** The only lot inside a case, where it is one. */
  readonly lotOf: (container: string) => MadeLot | undefined;
}

type Draft = Partial<Omit<EpcisEvent, 'type'>> & Pick<EpcisEvent, 'type'>;

const DECOMMISSIONED: Readonly<Record<string, readonly [step: string, disposition: string]>> = {
  destroyed: ['destroying', 'destroyed'],
  expired: ['decommissioning', 'expired'],
  damaged: ['decommissioning', 'damaged'],
  stolen: ['decommissioning', 'stolen'],
  lost: ['decommissioning', 'unknown'],
  sample: ['sampling', 'non_sellable_other'],
  'free-sample': ['sampling', 'non_sellable_other'],
  exported: ['decommissioning', 'inactive'],
  repackaged: ['repackaging', 'inactive'],
};
const HELD: Readonly<Record<string, string>> = {
  damaged: 'damaged',
  recall: 'recalled',
  'return-inspection': 'returned',
};

/** Where the author of an event was, and whose word it is. */
function who({ author }: Pick<CustodyEvent, 'author'>): { readonly gln: string; readonly place: string } {
  const gln = author?.gln ?? '';
  return { gln, place: author?.site ?? gln };
}

/** The events that one chain event is told as, in their order. */
export function* epcisOf(told: ToldEvent, telling: Telling): Generator<EpcisEvent> {
  const { event, kind, details, subjects } = told;
  const { gln, place } = who(event);
  const make = maker(told, telling);
  for (const { lot, goods } of told.made.values()) yield* commissioned(goods, lot, place, make);
  for (const [name, bag] of told.takenOut) {
    yield* make(bag, { ...AGGREGATION, ...step('unpacking', 'in_progress'), action: 'DELETE', ...at(place) }, name);
  }
  for (const [name, bag] of told.packed) {
    yield* make(bag, { ...AGGREGATION, ...step('packing', 'in_progress'), action: 'ADD', ...at(place) }, name);
  }
  const later = told.takenOut.size > 0 ? maker({ marks: told.marks, time: told.time + 1 }, telling) : make;
  const object = (bizStep: string, disposition: string, more: Partial<Draft> = {}): Draft => ({
    type: 'ObjectEvent',
    action: 'OBSERVE',
    ...step(bizStep, disposition),
    ...at(place),
    ...more,
  });
  switch (kind) {
    case EVENT.ship.type:
      yield* later(subjects, shipping(told, gln, place, telling));
      return;
    case EVENT.receive.type: {
      yield* later(subjects, receiving(told, place, telling));
      if (!telling.isXml) yield* later(told.missing, object('inspecting', 'mismatch_instance'));
      return;
    }
    case EVENT.voiding.type:
      yield* later(subjects, withoutLocation(object('void_shipping', 'in_progress', why(details.reason))));
      return;
    case EVENT.dispense.type:
      yield* later(subjects, object('dispensing', 'dispensed'));
      return;
    case EVENT.reinstate.type:
      yield* later(subjects, object('other', 'active'));
      return;
    case EVENT.decommission.type: {
      const [bizStep, disposition] = DECOMMISSIONED[details.reason ?? ''] ?? ['decommissioning', 'inactive'];
      yield* later(subjects, object(bizStep, disposition, { action: 'DELETE', ...why(details.reason) }));
      return;
    }
    case EVENT.missing.type:
      yield* later(subjects, object('stock_taking', 'unknown'));
      return;
    case EVENT.found.type:
      yield* later(subjects, object('stock_taking', 'active'));
      return;
    case EVENT.quarantine.type: {
      const disposition = HELD[details.reason ?? ''] ?? 'non_sellable_other';
      const persistent = telling.isXml ? {} : { persistentDisposition: { set: [disposition], unset: [] } };
      yield* later(subjects, object('holding', disposition, { ...persistent, ...why(details.reason) }));
      return;
    }
    case EVENT.release.type: {
      const { before } = told;
      const was = before?.at === 'quarantined' ? (HELD[before.reason] ?? 'non_sellable_other') : undefined;
      const persistent = telling.isXml || was === undefined ? {} : { persistentDisposition: { set: [], unset: [was] } };
      yield* later(subjects, object('inspecting', 'active', persistent));
      return;
    }
    case EVENT.assign.type:
      yield* later(subjects, assigned(told, telling));
      return;
    default:
  }
}

const AGGREGATION = { type: 'AggregationEvent' } as const;
const step = (bizStep: string, disposition: string) => ({ bizStep, disposition });

/** A container that its first filling made, as files of some markets tell it: a moment before that. */
export function* begunOf(name: string, first: ToldEvent, telling: Telling): Generator<EpcisEvent> {
  const bag = new BagOf(name);
  const { place } = who(first.event);
  const lot = codeOfContainer(name).sscc === undefined ? telling.lotOf(name) : undefined;
  yield* commissioned(bag, lot, place, maker({ marks: first.marks, time: first.time - 1 }, telling));
}

type Make = (goods: Goods, draft: Draft, parent?: string) => Generator<EpcisEvent>;
type Goods = Pick<Bag, 'lists' | 'containers' | 'size'>;

class BagOf implements Goods {
  readonly #name: string;
  readonly size = 1;
  constructor(name: string) {
    this.#name = name;
  }
  lists(): readonly never[] {
    return [];
  }
  containers(): readonly string[] {
    return [this.#name];
  }
}

/** Makes whole events of drafts, in pieces where they are about many things. */
function maker({ marks, time }: Pick<ToldEvent, 'marks' | 'time'>, { ids }: Telling): Make {
  const eventTime = epcisTime(new Date(time).toISOString());
  return function* (goods, { extensions = [], readPoint, bizLocation, ...draft }, parent) {
    if (goods.size === 0) return;
    const place = (one: EpcisEvent['readPoint']) => one && { ...one, id: ids.place(one.id) };
    for (const epcs of inPieces(goods, ids, parent === undefined)) {
      yield {
        index: 0,
        line: 0,
        eventTime,
        eventTimeZoneOffset: '+00:00',
        certificationInfo: [],
        bizTransactions: [],
        sources: [],
        destinations: [],
        sensorElements: [],
        ...draft,
        ...(readPoint === undefined ? {} : { readPoint: place(readPoint) ?? readPoint }),
        ...(bizLocation === undefined ? {} : { bizLocation: place(bizLocation) ?? bizLocation }),
        ...(parent === undefined ? {} : { parentID: ids.container(parent) }),
        epcs,
        extensions: [...extensions, ...marks],
      };
    }
  };
}

/** @param isCut of what goes into one container nothing is told apart */
function* inPieces(goods: Goods, ids: Ids, isCut: boolean): Generator<readonly string[]> {
  let epcs: string[] = goods.containers().map((name) => ids.container(name));
  for (const { gtin, serials } of goods.lists()) {
    for (const epc of ids.packs(gtin, [...serials])) {
      if (isCut && epcs.length >= MOST_EPCS) {
        yield epcs;
        epcs = [];
      }
      epcs.push(epc);
    }
  }
  if (epcs.length > 0) yield epcs;
}

function at(gln: string): Pick<Draft, 'readPoint' | 'bizLocation'> {
  return { readPoint: { id: gln, extensions: [] }, bizLocation: { id: gln, extensions: [] } };
}

function withoutLocation({ bizLocation: _, ...draft }: Draft): Draft {
  return draft;
}

function why(reason: string | undefined): Partial<Draft> {
  return reason === undefined ? {} : { extensions: [own('reason', reason)] };
}

function commissioned(goods: Goods, lot: MadeLot | undefined, place: string, make: Make): Generator<EpcisEvent> {
  const word = (name: string, value: string): Extension => ({ ns: MASTER_DATA.xml, prefix: 'cbvmda', name, value });
  const ilmd =
    lot === undefined
      ? {}
      : {
          ilmd: [
            word('lotNumber', lot.lot),
            word('itemExpirationDate', lot.expiry),
            ...(lot.made === undefined ? [] : [word('productionDate', lot.made)]),
          ],
        };
  const draft: Draft = {
    type: 'ObjectEvent',
    action: 'ADD',
    ...step('commissioning', 'active'),
    ...at(place),
    ...ilmd,
  };
  return make(goods, draft);
}

function shipping(told: ToldEvent, gln: string, place: string, telling: Telling): Draft {
  const papers = telling.papers(told.event.ref);
  const returns = told.details.reason !== undefined;
  return {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    ...step('shipping', returns ? 'returned' : 'in_transit'),
    readPoint: { id: place, extensions: [] },
    ...handOver(gln, place, papers?.to ?? told.details.to ?? '', papers, telling),
    extensions: [
      ...(told.details.reason === undefined ? [] : [own('reason', told.details.reason)]),
      // Whoever ships in this network has the goods: nobody ships what somebody else holds.
      ...(telling.isR13 ? [usWord('dropShipment', 'false')] : []),
    ],
  };
}

function receiving(told: ToldEvent, place: string, telling: Telling): Draft {
  const { before, details, event } = told;
  const returns = before?.at === 'transit' && before.reason !== undefined;
  const from = details.from ?? '';
  const sent = [...told.after].find(({ kind }) => kind === EVENT.ship.type);
  const papers = sent && telling.papers(sent.event.ref);
  return {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    ...step('receiving', returns ? 'returned' : 'in_progress'),
    ...at(place),
    ...handOver(from, sent === undefined ? from : who(sent.event).place, who(event).gln, papers, telling),
  };
}

function handOver(
  from: string,
  fromPlace: string,
  to: string,
  papers: Papers | undefined,
  { ids }: Telling,
): Partial<Draft> {
  const party = (type: string, gln: string): TypedId[] => (gln === '' ? [] : [{ type, id: ids.place(gln) }]);
  const paper = (type: string, gln: string, number: string | undefined): TypedId[] =>
    number === undefined ? [] : [{ type, id: paperId(gln, number) }];
  return {
    bizTransactions: [
      ...paper('po', to, papers?.po),
      ...paper('desadv', from, papers?.despatch),
      ...paper('inv', from, papers?.invoice),
      ...paper('rma', to, papers?.rma),
    ],
    sources: [...party('owning_party', from), ...party('location', fromPlace)],
    destinations: [...party('owning_party', to), ...party('location', to)],
  };
}

function assigned({ event, before, reached }: ToldEvent, { ids }: Telling): Draft {
  const place = reached !== undefined && 'holder' in reached ? reached.holder : who(event).place;
  const from = before !== undefined && 'holder' in before ? before.holder : undefined;
  return {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    ...step('receiving', 'active'),
    ...at(place),
    ...(from === undefined ? {} : { sources: [{ type: 'owning_party', id: ids.place(from) }] }),
    extensions: [own('assignedBy', who(event).gln)],
  };
}
