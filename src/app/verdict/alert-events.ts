// Alerts that events of others give cause for: differences, reports and voided deliveries that this party was told of.
import type { JsonObject } from '../../chain/canonical.ts';
import { openPart } from '../../chain/open.ts';
import { EVENT } from '../../custody/events/all.ts';
import { readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { EXCEPTIONS, type ExceptionKind } from '../../custody/exceptions.ts';
import { phrase, say } from '../../words/en/verdict.ts';
import type { Said } from '../../words/say.ts';
import { shipmentRefOf } from '../items/receipt.ts';
import { shipmentOf } from '../record/inventory.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { listed, outstanding } from '../steps/incoming.ts';
import type { AlertEnded, Raised } from './alert-record.ts';
import { voidedHere } from './voided.ts';

/** Events of others that tell this party something: the readable part of what was granted to it. */
export function* fromEvents(known: Knowledge): Iterable<Raised> {
  const cleared = clearedReports(known);
  for (const event of known.view.eventsOf([EVENT.exception.type, EVENT.report.type, EVENT.voiding.type])) {
    const { author, leaf, ref } = event;
    if (author === undefined || author.gln === known.self.gln) continue;
    const said = known.manifest(event);
    if (said === undefined) continue;
    const told = TOLD[leaf.type]?.({ ...said, ...reasonIn(known, event) }, author.name);
    if (told === undefined) continue;
    const ended = endingOf(known, event, said, cleared);
    yield {
      id: ref,
      at: new Date(leaf.at).toISOString(),
      parties: [author.name],
      event: ref,
      ...told,
      ...(ended === undefined ? {} : { ended }),
    };
  }
}

function endingOf(
  known: Knowledge,
  event: CustodyEvent,
  said: JsonObject,
  cleared: ReadonlyMap<string, AlertEnded>,
): AlertEnded | undefined {
  if (event.leaf.type === EVENT.voiding.type) return voidedHere(known, event, said);
  if (event.leaf.type === EVENT.report.type) return cleared.get(event.ref);
  return said.kind === 'refused' ? refusalEnding(known, said) : undefined;
}

/** A refusal of which nothing is under way any more: taken back, or received after all. */
function refusalEnding(known: Knowledge, { shipment: ref, items }: JsonObject): AlertEnded | undefined {
  const shipment = shipmentOf(known, String(ref));
  // A regulator hears of it without being a party of the shipment.
  const isLeft =
    shipment === undefined
      ? () => isAnyUnderWay(known, items, String(ref))
      : () => outstanding(known, shipment).length > 0;
  return isLeft() ? undefined : { by: 'moved-on' };
}

function isAnyUnderWay(known: Knowledge, items: JsonObject[string] | undefined, shipment: string): boolean {
  const makers = listed(known, items);
  if (makers.length === 0) return true;
  return makers.some((make) => {
    const life = make?.().life;
    return life === undefined || (life.state.at === 'transit' && shipmentRefOf(known, life) === shipment);
  });
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

const TOLD: Readonly<Record<string, (said: JsonObject, by: string) => Told | undefined>> = {
  exception: (said, by) => {
    const kind = EXCEPTIONS.find((one) => one === said.kind);
    if (kind === undefined) return undefined;
    const count = ['missing', 'damaged', 'items'].reduce((sum, name) => sum + countOf(said[name]), 0);
    const extra = Array.isArray(said.extra) ? said.extra.length : 0;
    const what = count + extra === 0 ? '' : say('so-many-items', { count: count + extra });
    if (kind === 'refused') {
      return {
        code: 'exception-refused',
        severity: 'medium',
        about: String(said.shipment),
        text: phrase('refused-shipment', {
          by,
          shipment: String(said.shipment),
          what,
          resolution: why(said.resolution),
        }),
      };
    }
    return {
      code: `exception-${kind}`,
      severity: 'medium',
      about: String(said.shipment),
      text: phrase('found-difference-in-shipment', {
        by,
        shipment: String(said.shipment),
        difference: DIFFERENCES[kind],
        what,
      }),
    };
  },
  report: (said, by) => {
    if (said.as !== 'suspect' && said.as !== 'illegitimate') return undefined;
    const item = said.item as { readonly gtin?: string; readonly serial?: string } | undefined;
    const severity = said.as === 'illegitimate' ? 'high' : 'medium';
    const pack =
      item?.gtin === undefined || item.serial === undefined ? phrase('a-pack') : `(01)${item.gtin}(21)${item.serial}`;
    return {
      code: `reported-${said.as}`,
      severity,
      text: phrase('reports-as', { by, pack, as: said.as, note: String(said.note ?? '') }),
      ...(item === undefined ? {} : { item }),
    };
  },
  void: (said, by) => {
    const count = countOf(said.items);
    return {
      code: 'delivery-void',
      severity: 'medium',
      text: phrase('has-voided-delivery', {
        by,
        count,
        reason: why(said.reason),
      }),
    };
  },
};

function why(reason: unknown): string {
  return typeof reason === 'string' ? `: ${reason}` : '';
}

function countOf(list: unknown): number {
  return itemsIn(list).length;
}

function itemsIn(list: unknown): readonly string[] {
  const items = readItems(list as never);
  return [
    ...(items?.packs ?? []).flatMap((line) => line.serials.map((serial) => `${line.gtin} ${serial}`)),
    ...(items?.containers ?? []).map((line) => line.sscc ?? `${line.gtin}/${line.serial}`),
  ];
}
