// Alerts that events of others give cause for: differences, reports and voided deliveries that this party was told of.
import type { JsonObject } from '../../chain/canonical.ts';
import { openPart } from '../../chain/open.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { ExceptionBody } from '../../custody/events/exception.ts';
import { type Items, readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { ExceptionKind } from '../../custody/exceptions.ts';
import { packItem } from '../../custody/item.ts';
import { phrase, say } from '../../words/en/verdict.ts';
import type { Said } from '../../words/say.ts';
import { endingOf } from '../judging/kept-endings.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type ExceptionCase, type ExceptionWord, exceptionCases, settledOf } from '../steps/exception-cases.ts';
import { resolutionText } from '../steps/exception-words.ts';
import type { AlertEnded, Raised } from './alert-record.ts';
import { isCleared, type ReportItem, type ReportWord, reportCases } from './report-cases.ts';
import { voidedHere } from './voided.ts';

/** Events of others that tell this party something: the readable part of what was granted to it. */
export function* fromEvents(known: Knowledge): Iterable<Raised> {
  yield* fromExceptions(known);
  yield* fromReports(known);
  for (const event of known.view.eventsOf([EVENT.voiding.type])) {
    const { author } = event;
    if (author === undefined || author.gln === known.self.gln) continue;
    const said = known.manifest(event);
    if (said === undefined) continue;
    const by = endingOf(known, EVENT.voiding.type, event, (looking) => voidedHere(looking, event, said)?.by);
    const ended = by === undefined ? undefined : { by };
    yield raisedBy(event, voided({ ...said, ...reasonIn(known, event) }, author.name), ended);
  }
}

/** Looks through all of them once for all who ask later. To be called after each sync and import, behind `compareGoods`. */
export function keepEndings(known: Knowledge): void {
  for (const _ of fromEvents(known));
}

function raisedBy(event: CustodyEvent, told: Told, ended: AlertEnded | undefined): Raised {
  return {
    id: event.ref,
    at: new Date(event.leaf.at).toISOString(),
    parties: [event.author?.name ?? ''],
    event: event.ref,
    ...told,
    ...(ended === undefined ? {} : { ended }),
  };
}

/**
 * Exceptions that others told, and answers to those told from here. An alert of one ends when this party has answered: whose turn
 * it is then the exception itself says.
 */
function* fromExceptions(known: Knowledge): Iterable<Raised> {
  for (const one of exceptionCases(known)) {
    const { event, said, from, to, words } = one;
    const over = overBy(known, one);
    if (from !== known.self.gln) {
      const answer = words.find(({ gln }) => gln === to);
      const told = differs(said, event.author?.name ?? '');
      // A regulator reads it, and has no part in it.
      const theirs: Told = to === known.self.gln ? told : { ...told, goOn: 'close' };
      yield raisedBy(event, theirs, over ?? endedBy('answered', answer?.event));
    }
    // What both say of it is for the two alone.
    if (from !== known.self.gln && to !== known.self.gln) continue;
    for (const [at, word] of words.entries()) {
      const answered = word.gln === known.self.gln ? undefined : known.view.event(word.event);
      if (answered === undefined) continue;
      const next = words.slice(at + 1).find(({ gln }) => gln === known.self.gln);
      yield raisedBy(answered, answeredTo(word), over ?? endedBy('answered', next?.event));
    }
  }
}

/** How an exception is over. */
function overBy(known: Knowledge, one: ExceptionCase): AlertEnded | undefined {
  const by = settledOf(known, one);
  return by === undefined ? endedBy('resolved', one.resolved?.event) : { by };
}

/** By an event, where there is one. */
function endedBy(by: AlertEnded['by'], event: string | undefined): AlertEnded | undefined {
  return event === undefined ? undefined : { by, event };
}

/** Reports of others that this party can answer, and answers to its own. */
function* fromReports(known: Knowledge): Iterable<Raised> {
  const { gln: self } = known.self;
  for (const one of reportCases(known)) {
    const own = one.answers.findLast(({ gln }) => gln === self);
    if (one.gln !== self && one.as !== 'cleared') {
      const end = own ?? one.answers.findLast(({ as }) => as !== 'suspect');
      const ended = endedBy('cleared', one.cleared?.ref) ?? endedBy('answered', end?.event.ref);
      yield raisedBy(one.event, reported(one), ended);
    }
    for (const [at, answer] of one.answers.entries()) {
      if (answer.gln === self) continue;
      const later = one.answers.slice(at + 1).find(({ gln }) => gln === answer.gln);
      const over = endedBy('answered', later?.event.ref);
      if (one.gln === self) {
        yield raisedBy(answer.event, answeredReport(answer), over ?? dealtWith(known, answer));
      } else if (answer.as === 'illegitimate') {
        const ended = over ?? endedBy('answered', own?.event.ref);
        yield raisedBy(answer.event, reported(answer), endedBy('cleared', isCleared(known, answer)?.ref) ?? ended);
      }
    }
  }
}

/** This party has done something with the pack since, or has said something new of it. */
function dealtWith(known: Knowledge, { event, item }: ReportWord): AlertEnded | undefined {
  const { gtin, serial } = item;
  if (gtin === undefined || serial === undefined) return undefined;
  const isOwn = (one: CustodyEvent) => one.author?.gln === known.self.gln && one.leaf.at > event.leaf.at;
  const again = reportCases(known).find(
    (one) => one.item.gtin === gtin && one.item.serial === serial && isOwn(one.event),
  );
  if (again !== undefined) return endedBy('answered', again.event.ref);
  const { steps } = known.trace(packItem(known.view.network, gtin, serial));
  return endedBy('moved-on', steps.find((one) => isOwn(one.event))?.event.ref);
}

/** Why a delivery was voided stands in the details, which everybody reads who has one of its packs. */
function reasonIn(known: Knowledge, event: CustodyEvent): { readonly reason?: string } {
  const kd = event.leaf.type === EVENT.voiding.type ? known.granted(event)?.kd : undefined;
  if (kd === undefined) return {};
  const details = openPart(event.leaf, event.chain, 'details', kd, (root, at) => known.view.page(root, at));
  const said = typeof details === 'object' ? EVENT.voiding.parts.details(details) : undefined;
  return said === undefined ? {} : { reason: said.reason };
}

/** What kind of difference, for people. */
const DIFFERENCES: Readonly<Record<ExceptionKind, Said>> = {
  underage: say('less-came-than-announced'),
  overage: say('more-came-than-announced'),
  damaged: say('something-damaged'),
  refused: say('it-was-refused'),
  'goods-without-data': say('goods-came-not-announced'),
  'data-without-goods': say('nothing-of-came'),
  'wrong-data': say('data-wrong'),
  label: say('label-wrong'),
  packaging: say('packaging-wrong'),
  hold: say('may-not-moved'),
};

type Told = Pick<Raised, 'code' | 'severity' | 'text' | 'item' | 'about' | 'goOn'>;

function differs(said: ExceptionBody, by: string): Told {
  const { kind, shipment = '', missing, damaged, items, extra = [], resolution } = said;
  const count = [missing, damaged, items].reduce((sum, list) => sum + countIn(list), extra.length);
  const what = count === 0 ? '' : say('so-many-items', { count });
  const told = { code: `exception-${kind}`, severity: 'medium', about: shipment } as const;
  if (kind === 'refused') {
    return { ...told, text: phrase('refused-shipment', { by, shipment, what, resolution: why(resolution) }) };
  }
  const difference = DIFFERENCES[kind];
  return {
    ...told,
    text:
      shipment === ''
        ? phrase('found-difference', { by, difference, what })
        : phrase('found-difference-in-shipment', { by, shipment, difference, what }),
  };
}

/** What the other party of an exception says of it. */
function answeredTo({ by, state, resolution, note }: ExceptionWord): Told {
  const said = [resolution && resolutionText(resolution), note].filter((text) => text !== undefined).join('; ');
  const words = { by, said: said === '' ? '' : `: ${said}` };
  return {
    code: 'exception-answered',
    severity: 'low',
    text: state === 'answered' ? phrase('answers-exception', words) : phrase('resolves-exception', words),
  };
}

function reported({ as, item, by, note }: ReportWord): Told {
  return {
    code: as === 'illegitimate' ? 'reported-illegitimate' : 'reported-suspect',
    severity: as === 'illegitimate' ? 'high' : 'medium',
    text: phrase('reports-as', { by, pack: packIn(item), as, note }),
    ...(Object.keys(item).length === 0 ? {} : { item }),
  };
}

/** What the maker or a regulator answers to a report of this party. */
function answeredReport({ as, item, by, note }: ReportWord): Told {
  return {
    code: 'report-answered',
    severity: as === 'illegitimate' ? 'high' : as === 'suspect' ? 'medium' : 'low',
    text: phrase('answers-report', { by, pack: packIn(item), as, note }),
    ...(Object.keys(item).length === 0 ? {} : { item }),
  };
}

function packIn({ gtin, serial }: ReportItem): string {
  return gtin === undefined || serial === undefined ? phrase('a-pack') : `(01)${gtin}(21)${serial}`;
}

function voided(said: JsonObject, by: string): Told {
  const text = phrase('has-voided-delivery', { by, count: countOf(said.items), reason: why(said.reason) });
  return { code: 'delivery-void', severity: 'medium', text };
}

function why(reason: unknown): string {
  return typeof reason === 'string' ? `: ${reason}` : '';
}

function countIn(list: Items | undefined): number {
  return (list?.packs ?? []).reduce((sum, { serials }) => sum + serials.length, list?.containers.length ?? 0);
}

function countOf(list: unknown): number {
  return countIn(readItems(list as never));
}
