// A file that an own line or warehouse wrote, read and checked: what each of its events comes to, in little room.
import { Buffer } from 'node:buffer';
import { b64u, unhex } from '../../chain/bytes.ts';
import { numbersOf } from '../../epcis/biz-numbers.ts';
import { checkEpcis, type FileVerdict, verdictOf } from '../../epcis/check.ts';
import { partyIn } from '../../epcis/deeds.ts';
import type { FileFinding } from '../../epcis/findings.ts';
import { nobody } from '../../epcis/found.ts';
import { EventHasher } from '../../epcis/hash-id.ts';
import { glnOf } from '../../epcis/ids.ts';
import { lotSaid } from '../../epcis/lots.ts';
import { MasterData } from '../../epcis/master-data.ts';
import type { ByteSource, EpcisDocument, EpcisEvent } from '../../epcis/model.ts';
import { lineDeedOf } from './line-deed.ts';
import type { LineEvent, Unmapped } from './line-event.ts';
import { Names, unitName } from './names.ts';
import { type PaperedGoods, withTransactions } from './transactions.ts';

export interface LineFile {
  readonly document: EpcisDocument;
  readonly profile: string;
  readonly verdict: FileVerdict;
  readonly sender: string | undefined;
  readonly receiver: string | undefined;
  /** All that count. */
  readonly total: number;
  readonly packs: number;
  readonly events: readonly LineEvent[];
  readonly unmapped: readonly Unmapped[];
  readonly findings: readonly FileFinding[];
  /** What it says of products. */
  readonly words: MasterData;
}

/** @throws what `checkEpcis` does (65), and what the source throws */
export async function readLineFile(source: ByteSource): Promise<LineFile> {
  let events: LineEvent[] = [];
  let unmapped: Unmapped[] = [];
  let transactions: PaperedGoods[] = [];
  const each = () => {
    events = [];
    unmapped = [];
    transactions = [];
    let hasher: EventHasher | undefined;
    return (event: EpcisEvent, document: EpcisDocument) => {
      hasher ??= new EventHasher('cbv2.0', document);
      const read = lineEventOf(event, hasher);
      if (!('type' in read)) {
        events.push(read);
        return;
      }
      const transaction = transactionOf(event, read);
      if (transaction === undefined) unmapped.push(read);
      else transactions.push(transaction);
    };
  };
  const words = new MasterData();
  const checked = await checkEpcis(source, { each, word: (element) => words.take(element) });
  const { document, profile, sender, receiver, events: total, packs, findings } = checked;
  const verdict = verdictOf(checked);
  const papered = withTransactions(events, transactions);
  return {
    ...{ document, profile, verdict, sender, receiver, total, packs, findings, words },
    events: papered.events,
    unmapped: [...unmapped, ...papered.left].sort((one, other) => one.event - other.event),
  };
}

/** Goods and their papers; undefined where the event is none of these, or takes goods off their papers. */
function transactionOf(event: EpcisEvent, place: Unmapped): PaperedGoods | undefined {
  const { type, action, eventTime, errorDeclaration, epcs = [] } = event;
  if (type !== 'TransactionEvent' || action === 'DELETE' || errorDeclaration !== undefined) return undefined;
  const [at, names, papers] = [eventTime.ms, Names.of(epcs), papersOf(event)];
  const hasNone = names === undefined || names.count === 0 || Object.keys(papers).length === 0;
  return at === undefined || hasNone ? undefined : { at, names, papers, place };
}

function lineEventOf(event: EpcisEvent, hasher: EventHasher): LineEvent | Unmapped {
  const { index, line, path, type, bizStep = '' } = event;
  const place = { event: index, line, ...(path === undefined ? {} : { path: flat(path) }) };
  const at = whereOf(event);
  const where = at === undefined ? {} : { where: at };
  const deed = lineDeedOf(event);
  const hasGoods = (event.epcs?.length ?? 0) > 0 || deed?.kind === 'empty';
  if (deed === undefined || !hasGoods) return { ...place, ...where, type, step: flat(bizStep) };
  const { eventTimeZoneOffset: zone, eventID, parentID, sources, destinations } = event;
  const parent = parentID === undefined ? undefined : unitName(parentID);
  const said = deed.kind === 'commission' ? lotSaid(event, nobody, {}) : undefined;
  const from = partyIn(sources, ['owning_party', 'possessing_party']);
  const to = partyIn(destinations);
  return {
    ...place,
    ...where,
    ...deed,
    at: event.eventTime.ms,
    id: b64u(unhex(/;([\da-f]{64})\?/.exec(hasher.id(event))?.[1] ?? '')),
    ...(zone === undefined ? {} : { zone: flat(zone) }),
    ...(eventID === undefined ? {} : { given: flat(eventID) }),
    isError: event.errorDeclaration !== undefined,
    names: Names.of(event.epcs ?? []),
    ...(parent === undefined ? {} : { parent: flat(parent) }),
    ...(said?.lot === undefined ? {} : { lot: flat(said.lot) }),
    ...(said?.expiry === undefined ? {} : { expiry: flat(said.expiry) }),
    ...(from === undefined ? {} : { from: flat(from) }),
    ...(to === undefined ? {} : { to: flat(to) }),
    papers: deed.kind === 'ship' ? papersOf(event) : {},
  };
}

function papersOf({ bizTransactions }: EpcisEvent): LineEvent['papers'] {
  return Object.fromEntries(Object.entries(numbersOf(bizTransactions)).map(([name, value]) => [name, flat(value)]));
}

function whereOf({ readPoint, bizLocation }: EpcisEvent): string | undefined {
  for (const place of [readPoint, bizLocation]) {
    const gln = place && glnOf(place.id);
    if (gln !== undefined) return flat(gln);
  }
  return undefined;
}

/** A copy: a text that was cut out of a file keeps all of the piece that it was read in. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}
