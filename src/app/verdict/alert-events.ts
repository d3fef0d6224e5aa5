// Alerts that events of others give cause for: differences, reports and voided deliveries that this party was told of.
import type { JsonObject } from '../../chain/canonical.ts';
import { openPart } from '../../chain/open.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { ExceptionBody } from '../../custody/events/exception.ts';
import { type Items, readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { ExceptionKind } from '../../custody/exceptions.ts';
import { phrase, say } from '../../words/en/verdict.ts';
import type { Said } from '../../words/say.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type ExceptionCase, type ExceptionWord, exceptionCases, settledOf } from '../steps/exception-cases.ts';
import type { AlertEnded, Raised } from './alert-record.ts';
import { voidedHere } from './voided.ts';

/** Events of others that tell this party something: the readable part of what was granted to it. */
export function* fromEvents(known: Knowledge): Iterable<Raised> {
  yield* fromExceptions(known);
  const cleared = clearedReports(known);
  for (const event of known.view.eventsOf([EVENT.report.type, EVENT.voiding.type])) {
    const { author, leaf, ref } = event;
    if (author === undefined || author.gln === known.self.gln) continue;
    const said = known.manifest(event);
    if (said === undefined) continue;
    const isReport = leaf.type === EVENT.report.type;
    const told = isReport ? reported(said, author.name) : voided({ ...said, ...reasonIn(known, event) }, author.name);
    if (told === undefined) continue;
    const ended = isReport ? cleared.get(ref) : voidedHere(known, event, said);
    yield raisedBy(event, told, ended);
  }
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
      yield raisedBy(event, differs(said, event.author?.name ?? ''), over ?? answeredBy(answer));
    }
    // What both say of it is for the two alone.
    if (from !== known.self.gln && to !== known.self.gln) continue;
    for (const [at, word] of words.entries()) {
      const answered = word.gln === known.self.gln ? undefined : known.view.event(word.event);
      if (answered === undefined) continue;
      const next = words.slice(at + 1).find(({ gln }) => gln === known.self.gln);
      yield raisedBy(answered, answeredTo(word), over ?? answeredBy(next));
    }
  }
}

/** How an exception is over. */
function overBy(known: Knowledge, one: ExceptionCase): AlertEnded | undefined {
  if (one.resolved !== undefined) return { by: 'resolved', event: one.resolved.event };
  const by = settledOf(known, one);
  return by === undefined ? undefined : { by };
}

function answeredBy(word: ExceptionWord | undefined): AlertEnded | undefined {
  return word === undefined ? undefined : { by: 'answered', event: word.event };
}

/** Reports whose pack its maker, a regulator or the reporter itself has cleared since. */
function clearedReports(known: Knowledge): ReadonlyMap<string, AlertEnded> {
  const cleared = new Map<string, AlertEnded>();
  const authority = known.view.authority();
  const reports = [...known.view.eventsOf([EVENT.report.type])].flatMap((event) => {
    const said = event.author === undefined ? undefined : known.manifest(event);
    const { gtin, serial } = (said?.item ?? {}) as { readonly gtin?: string; readonly serial?: string };
    if (event.author === undefined || gtin === undefined) return [];
    return [{ id: event.ref, as: said?.as, gtin, serial, by: event.author.gln, at: event.leaf.at }];
  });
  const ofPack = Map.groupBy(reports, ({ gtin, serial }) => `${gtin} ${serial}`);
  for (const about of ofPack.values()) {
    for (const { id, gtin, by, at } of lastClearances(about)) {
      const trusted = authority.party(by)?.regulator === true || authority.makersOf(gtin).some((one) => one.gln === by);
      for (const report of about)
        if (report.at <= at && (trusted || report.by === by)) cleared.set(report.id, { by: 'cleared', event: id });
    }
  }
  return cleared;
}

// Of what one party cleared the last says all that the others say.
function lastClearances<T extends { readonly as?: unknown; readonly by: string; readonly at: number }>(
  about: readonly T[],
): readonly T[] {
  const last = new Map<string, T>();
  for (const one of about)
    if (one.as === 'cleared' && one.at >= (last.get(one.by)?.at ?? one.at)) last.set(one.by, one);
  return [...last.values()];
}

/** Why a delivery was voided stands in the details, which everybody reads who has one of its packs. */
function reasonIn(known: Knowledge, event: CustodyEvent): { readonly reason?: string } {
  const kd = event.leaf.type === EVENT.voiding.type ? known.granted(event)?.kd : undefined;
  if (kd === undefined) return {};
  const details = openPart(event.leaf, event.chain, 'details', kd, (root, at) => known.view.page(root, at));
  return typeof details === 'object' && typeof details.reason === 'string' ? { reason: details.reason } : {};
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

type Told = Pick<Raised, 'code' | 'severity' | 'text' | 'item' | 'about'>;

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
  const said = [resolution, note].filter((text) => text !== undefined).join('; ');
  const words = { by, said: said === '' ? '' : `: ${said}` };
  return {
    code: 'exception-answered',
    severity: 'low',
    text: state === 'answered' ? phrase('answers-exception', words) : phrase('resolves-exception', words),
  };
}

function reported(said: JsonObject, by: string): Told | undefined {
  if (said.as !== 'suspect' && said.as !== 'illegitimate') return undefined;
  const item = said.item as { readonly gtin?: string; readonly serial?: string } | undefined;
  const pack =
    item?.gtin === undefined || item.serial === undefined ? phrase('a-pack') : `(01)${item.gtin}(21)${item.serial}`;
  return {
    code: `reported-${said.as}`,
    severity: said.as === 'illegitimate' ? 'high' : 'medium',
    text: phrase('reports-as', { by, pack, as: said.as, note: String(said.note ?? '') }),
    ...(item === undefined ? {} : { item }),
  };
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
