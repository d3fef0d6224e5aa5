// Exceptions as their two parties told them and went on with them, out of the events that this party opens.
import { EVENT } from '../../custody/events/all.ts';
import { type ExceptionBody, exceptionIn } from '../../custody/events/exception.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { seenBy } from '../../custody/own-line.ts';
import { endingOf } from '../judging/kept-endings.ts';
import { partyName } from '../node/party-text.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { shipmentOf } from '../record/shipments-known.ts';
import { type ItselfSettled, settledBy, type ToldException } from './exception-state.ts';

/** What one of the two parties said of an exception afterwards. */
export interface ExceptionWord {
  readonly event: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Name and GLN. */
  readonly by: string;
  readonly gln: string;
  readonly state: 'answered' | 'resolved';
  readonly resolution?: string;
  readonly note?: string;
}

/** An exception with what was said of it since, before its goods are looked at. */
export interface ExceptionCase extends ToldException {
  readonly words: readonly ExceptionWord[];
  readonly resolved?: ExceptionWord;
}

/** Every exception that the own keys open, with what its two parties said of it since; nobody else's word counts. */
export function exceptionCases(known: Knowledge): readonly ExceptionCase[] {
  return known.once('exceptions', () => {
    const told: ToldException[] = [];
    const words = new Map<string, { readonly event: CustodyEvent; readonly said: ExceptionBody }[]>();
    for (const event of known.view.eventsOf([EVENT.exception.type])) {
      const said = event.author === undefined ? undefined : exceptionIn(known.manifest(event));
      if (said === undefined || event.author === undefined) continue;
      if (said.about === undefined) {
        const one = toldIn(known, event, said);
        if (one !== undefined) told.push(one);
        continue;
      }
      const about = known.view.event(said.about)?.ref ?? said.about;
      words.set(about, [...(words.get(about) ?? []), { event, said }]);
    }
    return told.map((one) => {
      const own = (words.get(one.event.ref) ?? [])
        .flatMap(({ event, said }) => wordIn(known, one, event, said) ?? [])
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.event < b.event ? -1 : 1));
      const resolved = own.find(({ state }) => state === 'resolved');
      return { ...one, words: own, ...(resolved === undefined ? {} : { resolved }) };
    });
  });
}

/** Anybody may name a shipment; only its two parties tell each other of it. */
function toldIn(known: Knowledge, event: CustodyEvent, said: ExceptionBody): ToldException | undefined {
  const from = event.author?.gln ?? '';
  const shipment = said.shipment === undefined ? undefined : shipmentOf(known, said.shipment);
  const parties = shipment ?? (said.shipment === undefined ? undefined : partiesOf(known, said.shipment));
  if (parties !== undefined && from !== parties.from && from !== parties.to) return undefined;
  const other = parties && (from === parties.from ? parties.to : parties.from);
  // A shipment that has not arrived: it was told to whoever reads it.
  const to = other ?? said.to ?? (from === known.self.gln ? '' : known.self.gln);
  return {
    ...{ event, said, from, to },
    ...(parties === undefined ? {} : { shipper: parties.from }),
    ...(shipment === undefined ? {} : { shipment }),
  };
}

function partiesOf(known: Knowledge, ref: string): { readonly from: string; readonly to: string } | undefined {
  const event = known.view.event(ref);
  const to = event?.leaf.type === EVENT.ship.type ? known.manifest(event)?.to : undefined;
  const from = event?.author?.gln;
  return from === undefined || typeof to !== 'string' ? undefined : { from, to };
}

function wordIn(
  known: Knowledge,
  { from, to }: ToldException,
  event: CustodyEvent,
  { state, resolution, note }: ExceptionBody,
): ExceptionWord | undefined {
  const gln = event.author?.gln;
  if (gln === undefined || (gln !== from && gln !== to) || state === undefined) return undefined;
  return {
    event: event.ref,
    at: new Date(event.leaf.at).toISOString(),
    by: partyName(known.view, gln),
    gln,
    state,
    ...(resolution === undefined ? {} : { resolution }),
    ...(note === undefined ? {} : { note }),
  };
}

/** How a case settled itself; looked at only while nobody has resolved it. */
export function settledOf(known: Knowledge, one: ExceptionCase): ItselfSettled | undefined {
  if (one.resolved !== undefined) return undefined;
  return endingOf(asOthersSee(known), EVENT.exception.type, one.event, (looking) => settledBy(looking, one));
}

/** Where several have the goods by their records each goes by its own line: what both are to read alike is the main one. */
function asOthersSee(known: Knowledge): Knowledge {
  const trace: Knowledge['trace'] = (item) => seenBy(known.trace(item), undefined).life;
  return Object.create(known, { trace: { value: trace } }) as Knowledge;
}

/** Somebody has resolved it, or it settled itself. */
export function isOver(known: Knowledge, one: ExceptionCase): boolean {
  return one.resolved !== undefined || settledOf(known, one) !== undefined;
}

/** Whose turn it is: of this party, of the other one, of neither. */
export function waitsFor(known: Knowledge, one: ExceptionCase): 'here' | 'there' | 'nobody' {
  const { gln } = known.self;
  if ((one.from !== gln && one.to !== gln) || isOver(known, one)) return 'nobody';
  return turnOf(one) === gln ? 'here' : 'there';
}

/** Whose word is waited for: it goes from one to the other, beginning with whoever was told. */
export function turnOf({ from, to, words }: ExceptionCase): string {
  return (words.at(-1)?.gln ?? from) === from ? to : from;
}
