// What this party has to look at: differences between goods and data, refused deliveries, reports, disputes and forks, each from
// its opening to its end.
import { hex } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import { type CustodyEvent, refByLeaf } from '../../custody/evidence.ts';
import type { View } from '../../ledger/types.ts';
import { phrase } from '../../words/en/verdict.ts';
import type { Env } from '../node/env.ts';
import { type Home, openHome } from '../node/home.ts';
import { mustHaveAll } from '../node/reading.ts';
import { lastWords } from '../node/shell-words.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { ALERTS, type GoOn, isAlertCode } from './alert-codes.ts';
import { fromDocuments } from './alert-documents.ts';
import { fromEvents } from './alert-events.ts';
import { fromCopies, fromGoods } from './alert-goods.ts';
import { fromRecords } from './alert-local.ts';
import { fromRecalledSupplies } from './alert-recalls.ts';
import {
  type Alert,
  type Handling,
  handlings,
  patienceOf,
  type Raised,
  withHandling,
  worstFirst,
} from './alert-record.ts';

export interface Alerts {
  readonly alerts: readonly Alert[];
  /** How many that are closed were left out. */
  readonly closed: number;
  /** How many are open, of all there are. */
  readonly open?: number;
  /** How many of the open ones are overdue. */
  readonly overdue?: number;
}

/**
 * Everything flagged, the worst first.
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
    const overdue = open.filter((alert) => alert.overdue).length;
    return { data: { alerts, closed: all.length - alerts.length, open: open.length, overdue } };
  } finally {
    home.close();
  }
}

/** Every alert that the events here, and this till's own records, give cause for, the worst first. */
export function alertsOf(home: Home, known: Knowledge): readonly Alert[] {
  const handled = handlings(known);
  // What is found of copies is found among the goods.
  const goods = [...fromGoods(known)];
  const raised: readonly Raised[] = [
    ...fromForks(known),
    ...fromSettlements(known),
    ...fromEvents(known),
    ...goods,
    ...fromCopies(known, handled),
    ...fromRecalledSupplies(known),
    ...fromRecords(home, known),
    ...fromDocuments(known),
  ];
  const patience = patienceOf(home);
  const { now, view } = known;
  const named = raised.map((one) => ({ one, name: alertName(view, one.id) }));
  const names = new Set(named.map(({ name }) => name));
  const past = [...handled]
    .filter(([name]) => !names.has(name))
    .flatMap(([name, about]) => noMore(name, about).map((one) => ({ one, name })));
  const alerts = [...named, ...past].map(({ one, name }) =>
    withHandling(one, handled.get(name), { now, patience: patience[one.severity], command: commandFor(one) }),
  );
  return worstFirst(alerts);
}

/**
 * The name of an alert in what is recorded of it. An event on a chain with two histories is called differently by whoever saw the
 * other one first, but for the hash of its leaf.
 */
export function alertName(view: View, id: string): string {
  const event = EVENT_ID.test(id) ? view.event(id) : undefined;
  return event === undefined ? id : refByLeaf(event);
}

const EVENT_ID = /^[a-z2-7]{26}\/\d+(~[0-9a-f]{8})?$/;

/** What somebody dealt with and nothing gives cause for any more. */
function noMore(name: string, { code, about, since }: Handling): readonly Raised[] {
  if (!isAlertCode(code) || about === undefined) return [];
  return [{ id: name, code, severity: 'low', at: since, parties: [], text: about, ended: { by: 'gone' } }];
}

/** The command that goes on with an alert. */
const COMMANDS: Readonly<Record<GoOn, (alert: Raised) => string>> = {
  look: ({ about, id }) => (about === undefined ? closeLine(id) : phrase('trace-it', { item: lastWords(about) })),
  'take-back': ({ about = '' }) => phrase('void-it', { shipment: lastWords(about) }),
  'answer-exception': ({ id }) => phrase('answer-exception', { id: lastWords(id) }),
  'answer-report': ({ id }) => phrase('answer-report', { id: lastWords(id) }),
  parties: () => phrase('parties'),
  complain: ({ about = '' }) => phrase('complain-of-it', { document: about }),
  close: ({ id }) => closeLine(id),
};

function commandFor(alert: Raised): string {
  return COMMANDS[alert.goOn ?? ALERTS[alert.code]](alert);
}

function closeLine(id: string): string {
  return phrase('close-it', { id: lastWords(id) });
}

function* fromForks(known: Knowledge): Iterable<Raised> {
  const authority = known.view.authority();
  for (const { chain, index, below, at } of known.view.doubts()) {
    const settled = authority.settled(chain, index ?? (below ?? 1) - 1);
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
      ...(settled ? { ended: { by: 'settled' } } : {}),
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
    const newest = about
      .toSorted((a, b) => a.leaf.at - b.leaf.at || (hex(a.leaf.hash) < hex(b.leaf.hash) ? -1 : 1))
      .at(-1);
    yield {
      id: `settled-twice:${chain}${newest === undefined ? '' : `:${hex(newest.leaf.hash).slice(0, 16)}`}`,
      code: 'settled-twice',
      severity: 'high',
      at: new Date(newest?.leaf.at ?? 0).toISOString(),
      parties: [...new Set([name, ...about.map(({ author }) => author?.name ?? '')])],
      text: phrase('which-records-of-count', { name }),
    };
  }
}
