// What this node has flagged: differences between goods and data, refused deliveries, reports, disputes and forks.

import type { JsonObject } from '../../chain/canonical.ts';
import { openPart } from '../../chain/open.ts';
import type { Severity } from '../../custody/alerts.ts';
import { EVENT } from '../../custody/events/all.ts';
import { readItems } from '../../custody/events/items.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { EventsOptions } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/verdict.ts';
import { type Said, textOf } from '../../words/say.ts';
import type { Goods } from '../items/goods.ts';
import { copiers } from '../judging/copies.ts';
import { doublySpent } from '../judging/double-spends.ts';
import { compareAll, flagsOf, type Listing, lookedAt } from '../judging/watch.ts';
import type { Env } from '../node/env.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import { type Home, openHome } from '../node/home.ts';
import { partyName } from '../node/party-text.ts';
import { mustHaveAll } from '../node/reading.ts';
import { catchUp, refusedShipments, shipmentOf, shipments } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { listed, listings, outstanding } from '../steps/incoming.ts';

export interface Alert {
  /** The event that shows it, with what distinguishes several of one event. */
  readonly id: string;
  readonly code: string;
  readonly severity: Severity;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly item?: object;
  /** Names of the parties concerned. */
  readonly parties: readonly string[];
  readonly state: 'open' | 'closed';
  readonly text: string;
  readonly event?: string;
}

export interface Alerts {
  readonly alerts: readonly Alert[];
  /** How many that are closed were left out. */
  readonly closed: number;
  /** How many are open, of all there are. */
  readonly open?: number;
}

/** What an alert says before it is known whether somebody has closed it. */
type Raised = Omit<Alert, 'state'>;

/**
 * Everything flagged, the oldest first.
 * @throws no-party (66), key-passphrase (77)
 * @example
 * ```ts
 * import { listAlerts, makeEnv } from 'pedigree';
 *
 * const { data } = await listAlerts(makeEnv({ home: '/var/lib/hill' }), { open: true });
 * for (const { severity, text } of data.alerts) console.log(severity, text);
 * ```
 */
export async function listAlerts(env: Env, options: { readonly open: boolean }): Promise<{ readonly data: Alerts }> {
  const home = mustHaveAll(openHome(env, { readOnly: true }));
  try {
    const all = home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      return alertsOf(home, known);
    });
    const open = all.filter((alert) => alert.state === 'open');
    const alerts = options.open ? open : all;
    return { data: { alerts, closed: all.length - alerts.length, open: open.length } };
  } finally {
    home.close();
  }
}

/** Every alert that the events here, and this node's own records, give cause for. */
export function alertsOf(home: Home, known: Knowledge): readonly Alert[] {
  const closed = closures(known);
  // What is found of copies is found among the goods.
  const goods = [...fromGoods(known)];
  const raised = [
    ...fromForks(known),
    ...fromSettlements(known),
    ...fromEvents(known),
    ...goods,
    ...fromCopies(known),
    ...fromRecords(home),
  ];
  return raised
    .map((alert) => ({ ...alert, state: closed.has(alert.id) ? ('closed' as const) : ('open' as const) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
}

/** Refusals of own shipments of which nothing is under way any more: taken back, or received after all. */
function* settledRefusals(known: Knowledge): Iterable<string> {
  for (const [ref, refusals] of refusedShipments(known)) {
    const shipment = shipmentOf(known, ref);
    if (shipment !== undefined && outstanding(known, shipment).length === 0) yield* refusals;
  }
}

/** What an alert-close names, refusals that have been dealt with, and reports whose pack its maker, a regulator or the reporter itself has cleared since. */
function closures(known: Knowledge): ReadonlySet<string> {
  const closed = new Set<string>(settledRefusals(known));
  const authority = known.view.authority();
  const reports = [...known.view.eventsOf([EVENT.report.type])].flatMap((event) => {
    const said = event.author === undefined ? undefined : known.manifest(event);
    const { gtin, serial } = (said?.item ?? {}) as { readonly gtin?: string; readonly serial?: string };
    if (event.author === undefined || gtin === undefined) return [];
    return [{ id: event.ref, as: said?.as, gtin, serial, by: event.author.gln, at: event.leaf.at }];
  });
  const ofPack = Map.groupBy(reports, ({ gtin, serial }) => `${gtin} ${serial}`);
  for (const about of ofPack.values()) {
    for (const { gtin, by, at } of lastClearances(about)) {
      const trusted = authority.party(by)?.regulator === true || authority.makersOf(gtin).some((one) => one.gln === by);
      for (const report of about) if (report.at <= at && (trusted || report.by === by)) closed.add(report.id);
    }
  }
  for (const event of known.view.eventsOf([EVENT.alertClose.type])) {
    const alert = event.author === undefined ? undefined : known.manifest(event)?.alert;
    if (typeof alert === 'string') closed.add(alert);
  }
  return closed;
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

function* fromForks(known: Knowledge): Iterable<Raised> {
  const authority = known.view.authority();
  for (const { chain, index, below, at } of known.view.doubts()) {
    if (authority.settled(chain, index ?? (below ?? 1) - 1)) continue;
    const name = authority.partyOf(chain)?.name ?? chain;
    const where =
      index === undefined ? phrase('somewhere-before-event', { below: below ?? 0 }) : phrase('from-event', { index });
    yield {
      id: index === undefined ? `fork:${chain}` : `fork:${chain}/${index}`,
      code: 'author-forked',
      severity: 'high',
      at: new Date(at).toISOString(),
      parties: [name],
      text: phrase('records-of-have-split', { name, where }),
    };
  }
}

/** Of two of one rank that have chosen differently neither counts, and nobody but they can mend that. */
function* fromSettlements(known: Knowledge): Iterable<Raised> {
  const { view } = known;
  const authority = view.authority();
  const said = [...view.eventsOf([EVENT.settle.type, EVENT.successor.type])];
  const chainOf = ({ leaf }: CustodyEvent) => (saidIn(EVENT.settle, leaf) ?? saidIn(EVENT.successor, leaf))?.chain;
  for (const chain of new Set(said.flatMap((event) => chainOf(event) ?? []))) {
    if (authority.settlementOf(chain)?.differ !== true) continue;
    const name = authority.partyOf(chain)?.name ?? chain;
    const about = said.filter((event) => chainOf(event) === chain && event.author !== undefined);
    const newest = about.reduce((last, { leaf }) => Math.max(last, leaf.at), 0);
    yield {
      id: `settled-twice:${chain}`,
      code: 'settled-twice',
      severity: 'high',
      at: new Date(newest).toISOString(),
      parties: [...new Set([name, ...about.map(({ author }) => author?.name ?? '')])],
      text: phrase('which-records-of-count', { name }),
    };
  }
}

/** Events of others that tell this party something: the readable part of what was granted to it. */
function* fromEvents(known: Knowledge): Iterable<Raised> {
  for (const event of known.view.eventsOf([EVENT.exception.type, EVENT.report.type, EVENT.voiding.type])) {
    const { author } = event;
    if (author === undefined || author.gln === known.self.gln) continue;
    const said = known.manifest(event);
    if (said === undefined) continue;
    const told = TOLD[event.leaf.type]?.({ ...said, ...reasonIn(known, event) }, author.name);
    if (told === undefined) continue;
    yield {
      id: event.ref,
      at: new Date(event.leaf.at).toISOString(),
      parties: [author.name],
      event: event.ref,
      ...told,
    };
  }
}

/** Why a delivery was voided stands in the details, which everybody reads who has one of its packs. */
function reasonIn(known: Knowledge, event: CustodyEvent): { readonly reason?: string } {
  const kd = event.leaf.type === EVENT.voiding.type ? known.granted(event)?.kd : undefined;
  if (kd === undefined) return {};
  const details = openPart(event.leaf, event.chain, 'details', kd, (root, at) => known.view.page(root, at));
  return typeof details === 'object' && typeof details.reason === 'string' ? { reason: details.reason } : {};
}

/** What kind of difference, for people. */
const DIFFERENCES: Readonly<Record<string, Said>> = {
  underage: say('less-came-than-announced'),
  overage: say('more-came-than-announced'),
  refused: say('it-was-refused'),
  'goods-without-data': say('goods-came-not-announced'),
  'data-without-goods': say('nothing-of-came'),
  'wrong-data': say('data-wrong'),
  label: say('label-wrong'),
  packaging: say('packaging-wrong'),
  hold: say('may-not-moved'),
};

type Told = Pick<Raised, 'code' | 'severity' | 'text' | 'item'>;

const TOLD: Readonly<Record<string, (said: JsonObject, by: string) => Told | undefined>> = {
  exception: (said, by) => {
    const kind = typeof said.kind === 'string' ? said.kind : 'difference';
    const count = ['missing', 'damaged', 'items'].reduce((sum, name) => sum + countOf(said[name]), 0);
    const extra = Array.isArray(said.extra) ? said.extra.length : 0;
    const what = count + extra === 0 ? '' : say('so-many-items', { count: count + extra });
    if (kind === 'refused') {
      return {
        code: 'exception-refused',
        severity: 'medium',
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
      text: phrase('found-difference-in-shipment', {
        by,
        shipment: String(said.shipment),
        difference: DIFFERENCES[kind] ?? kind,
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

/** Goods that were shipped from or to here, supplied here, or known here and used twice, whose life no longer adds up. */
function* fromGoods(known: Knowledge): Iterable<Raised> {
  const seen = new Set<string>();
  const lists = goodsListings(known).map((listing) => () => lookedAt(known, listing));
  for (const list of [...lists, () => doublySpent(known)]) {
    for (const { input, life } of list()) {
      if (seen.has(input)) continue;
      seen.add(input);
      for (const { id, code, severity, parties: glns, event, at } of flagsOf(known, life)) {
        const parties = [...new Set(glns)].map((gln) => partyName(known.view, gln));
        yield {
          id: `${id}:${input}`,
          code,
          severity,
          at: new Date(at).toISOString(),
          item: { input },
          parties,
          text: `${input}: ${textOf(SUSPICION[code] ?? code)}`,
          ...(event === '' ? {} : { event }),
        };
      }
    }
  }
}

/** Authors of copied tokens, each told once. */
function* fromCopies(known: Knowledge): Iterable<Raised> {
  for (const { chain, event, at } of copiers(known)) {
    const name = partyName(known.view, known.view.authority().partyOf(chain)?.gln ?? chain);
    yield {
      id: `copied-tokens:${chain}`,
      code: 'copied-tokens',
      severity: 'high',
      at: new Date(at).toISOString(),
      parties: [name],
      text: phrase('has-copied-into-records', { name }),
      event,
    };
  }
}

/** Looks through all of them for news, once for all who ask later. To be called after each sync and import. */
export function compareGoods(known: Knowledge): void {
  compareAll(known, goodsListings(known));
}

/** Goods that were shipped from or to here, and packs supplied here: where hand-overs are optional no shipment need name them. */
function goodsListings(known: Knowledge): readonly Listing[] {
  const shipped = shipments(known).flatMap((shipment) => listings(known, shipment));
  return [...shipped, ...chainsOfSelf(known.view.authority(), known.self).flatMap((chain) => supplied(known, chain))];
}

/** Events of a chain whose packs are listed together. */
const STRETCH = 64;

/** Packs that a chain supplied, one stretch of it after another; the last one may still grow. */
function supplied(known: Knowledge, chain: string): readonly Listing[] {
  const branches = Object.entries(known.view.marks()).filter(([name]) => name.split('~')[0] === chain);
  const longest = branches.reduce((most, [, size]) => Math.max(most, size), 0);
  return Array.from({ length: Math.ceil(longest / STRETCH) }, (_, i) => {
    const [from, below] = [i * STRETCH, (i + 1) * STRETCH];
    const since = Object.fromEntries(branches.map(([name]) => [name, from]));
    return {
      ref: branches.every(([, size]) => below <= size) ? `${chain}/${branches.length}:${from}-${below}` : undefined,
      goods: () => suppliedIn(known, { chain, since, below }),
    };
  });
}

function suppliedIn(known: Knowledge, stretch: EventsOptions): ReturnType<Listing['goods']> {
  const goods: (() => Goods)[] = [];
  for (const event of known.view.eventsOf([EVENT.dispense.type], stretch)) {
    if (event.leaf.private === undefined) continue;
    const own = known.private(event);
    if (own === undefined) return undefined;
    for (const one of listed(known, own.items)) if (one !== undefined) goods.push(one);
  }
  return goods;
}

/** What a flag about goods says, for people. */
const SUSPICION: Readonly<Record<string, Said>> = {
  'unauthorised-use': say('code-used-by-somebody'),
  'maker-not-accredited': say('recorded-by-somebody'),
  'maker-revoked': say('recorded-after-maker-had'),
  disputed: say('two-parties-have-each'),
  'custody-gap': say('hand-over-missing-before'),
  'own-conflict': say('one-party-recorded-two'),
  'author-forked': say('records-rests-on-have'),
  unaccredited: say('somebody-wrote-about-without'),
  contested: say('several-parties-have'),
  'loss-overtaken': say('recorded-as-lost'),
  'already-dispensed': say('somebody-recorded-at-earlier'),
  decommissioned: say('somebody-recorded-at-earlier-step'),
  'retracted-too-late': say('somebody-took-entry-back'),
};

/** What this node wrote down itself: an outbox entry that a recall overtook, for example. */
function* fromRecords(home: Home): Iterable<Raised> {
  for (const { key, value } of home.ledger.local.alerts.list()) {
    const record = value as JsonObject;
    yield {
      id: key,
      code: String(record.code ?? 'alert'),
      severity: record.severity === 'high' || record.severity === 'low' ? record.severity : 'medium',
      at:
        typeof record.at === 'number'
          ? new Date(record.at).toISOString()
          : String(record.at ?? new Date(0).toISOString()),
      parties: Array.isArray(record.parties) ? record.parties.map(String) : [],
      text: String(record.text ?? ''),
      ...(typeof record.item === 'object' && record.item !== null ? { item: record.item } : {}),
      ...(typeof record.event === 'string' ? { event: record.event } : {}),
    };
  }
}
