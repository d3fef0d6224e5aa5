// What became of alerts: who looks into one, what was noted of it and with which cause it was closed, as the own party's chains say
// it, so that every till tells the same.
import type { Severity } from '../../custody/alerts.ts';
import { EVENT } from '../../custody/events/all.ts';
import { decodePart } from '../../custody/events/index.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { readConfig } from '../node/config.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import type { Home } from '../node/home.ts';
import { hoursAgo } from '../node/moments.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { AlertCode, GoOn } from './alert-codes.ts';

/** What it was: a slip of a scanner or of hand, wrong data, goods in another state than recorded, or truly suspect. */
export const CAUSES = ['scan', 'data', 'state', 'suspect'] as const;
export type AlertCause = (typeof CAUSES)[number];

/** How an alert ends by itself: its reason has gone. */
export type AlertEnd =
  /** A regulator has said which records count. */
  | 'settled'
  /** The goods are with their shipper again. */
  | 'voided'
  /** What it is about has gone on since: received, sent again, supplied. */
  | 'moved-on'
  | 'resolved'
  | 'cleared'
  | 'answered'
  /** What could not be recorded has been since. */
  | 'recorded'
  /** Its author took it back. */
  | 'taken-back'
  /** Nothing here says it any more. */
  | 'gone';

export interface AlertEnded {
  readonly by: AlertEnd;
  /** The event that ended it. */
  readonly event?: string;
}

export interface AlertNote {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly text: string;
  readonly operator?: string;
}

/** How an alert was closed: by a person with a cause, or by itself. */
export interface Closing {
  /** By a person: when, ISO 8601 UTC. */
  readonly at?: string;
  readonly as?: AlertCause;
  readonly note?: string;
  readonly operator?: string;
  /** By itself: how. */
  readonly by?: AlertEnd;
  readonly event?: string;
}

export interface Alert {
  /** The same at every till and after every rebuild: the event that shows it, or its code with what distinguishes it. */
  readonly id: string;
  readonly code: AlertCode;
  readonly severity: Severity;
  /** When what it is about happened, ISO 8601 in UTC. */
  readonly at: string;
  readonly item?: object;
  /** Names of the parties concerned. */
  readonly parties: readonly string[];
  readonly state: 'open' | 'closed';
  readonly text: string;
  readonly event?: string;
  /** From then until now. */
  readonly ageHours: number;
  /** From when on it is overdue while it is open, by its severity (`overdue-high` …), ISO 8601 in UTC. */
  readonly due: string;
  readonly overdue: boolean;
  /** Who looks into it. */
  readonly assigned?: string;
  readonly notes?: readonly AlertNote[];
  readonly closing?: Closing;
  /** It rests on what this till alone wrote down; other tills of the party do not raise it. */
  readonly till?: true;
  /** The command line that goes on. */
  readonly command: string;
}

/** What an alert says before it is known whether somebody has closed it. */
export interface Raised
  extends Pick<Alert, 'id' | 'code' | 'severity' | 'at' | 'item' | 'parties' | 'text' | 'event' | 'till'> {
  /** Its reason has gone. */
  readonly ended?: AlertEnded;
  /** What is named where a person goes on: a scan, a chain, a shipment. */
  readonly about?: string;
  /** How a person goes on, where that is not what its code says. */
  readonly goOn?: GoOn;
}

/** What the own party said of one alert, in the order of the days that its tills say. */
export interface Handling {
  readonly notes: readonly AlertNote[];
  readonly assigned?: string;
  /** The first word that closed it. */
  readonly closing?: Closing & { readonly upTo?: number };
  /** What it said then, as far as that was written down. */
  readonly code?: string;
  readonly about?: string;
  /** ISO 8601 UTC; of the first word. */
  readonly since: string;
}

interface Word {
  readonly alert: string;
  readonly event: CustodyEvent;
  readonly said: Readonly<Record<string, unknown>>;
}

/** What was said of alerts on the own party's chains, by their ids; nobody else's word counts. */
export function handlings(known: Knowledge): ReadonlyMap<string, Handling> {
  return known.once('alert handlings', () => {
    const words: Word[] = [];
    for (const chain of chainsOfSelf(known.view.authority(), known.self)) {
      const own = known.view.eventsOf([EVENT.alertClose.type, EVENT.alertNote.type], { chain });
      for (const event of own) {
        const word = wordIn(known, event);
        if (word !== undefined) words.push(word);
      }
    }
    words.sort((a, b) => a.event.leaf.at - b.event.leaf.at || (a.event.ref < b.event.ref ? -1 : 1));
    const byAlert = Map.groupBy(words, ({ alert }) => alert);
    return new Map([...byAlert].map(([alert, about]) => [alert, handlingOf(about)]));
  });
}

function wordIn(known: Knowledge, event: CustodyEvent): Word | undefined {
  if (event.author?.gln !== known.self.gln) return undefined;
  const { type } = event.leaf;
  const own = decodePart(type, 'private', known.private(event) ?? {});
  const manifest = type === EVENT.alertClose.type ? known.manifest(event) : {};
  const told = manifest && decodePart(type, 'manifest', manifest);
  if (told === undefined || (own === undefined && type === EVENT.alertNote.type)) return undefined;
  const said: Word['said'] = { ...own, ...told };
  return typeof said.alert === 'string' ? { alert: said.alert, event, said } : undefined;
}

function handlingOf(words: readonly Word[]): Handling {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const last = (name: string) => words.map(({ said }) => text(said[name])).findLast((value) => value !== undefined);
  const notes = words.flatMap(({ event, said }): AlertNote[] => {
    const [note, operator] = [text(said.note), text(said.operator)];
    if (event.leaf.type !== EVENT.alertNote.type || note === undefined) return [];
    return [{ at: timeOf(event), text: note, ...(operator === undefined ? {} : { operator }) }];
  });
  const close = words.find(({ event }) => event.leaf.type === EVENT.alertClose.type);
  const [assigned, code, about] = [last('to'), last('code'), last('about')];
  const [first] = words;
  return {
    notes,
    since: first === undefined ? '' : timeOf(first.event),
    ...(assigned === undefined ? {} : { assigned }),
    ...(close === undefined ? {} : { closing: closingIn(close) }),
    ...(code === undefined ? {} : { code }),
    ...(about === undefined ? {} : { about }),
  };
}

function closingIn({ event, said }: Word): NonNullable<Handling['closing']> {
  const { note, operator, upTo } = said;
  const as = CAUSES.find((cause) => cause === said.cause);
  return {
    at: timeOf(event),
    event: event.ref,
    ...(as === undefined ? {} : { as }),
    ...(typeof note === 'string' ? { note } : {}),
    ...(typeof operator === 'string' ? { operator } : {}),
    ...(typeof upTo === 'number' ? { upTo } : {}),
  };
}

const timeOf = ({ leaf }: CustodyEvent): string => new Date(leaf.at).toISOString();

/** After how many ms an open alert is overdue, by its severity. */
export function patienceOf({ ledger }: Pick<Home, 'ledger'>): Readonly<Record<Severity, number>> {
  const { overdueHigh: high, overdueMedium: medium, overdueLow: low } = readConfig(ledger.local);
  return { high, medium, low };
}

/** What was raised, with what became of it. */
export function withHandling(
  { ended, about: _, goOn: _goOn, ...raised }: Raised,
  handling: Handling | undefined,
  { now, patience, command }: { readonly now: number; readonly patience: number; readonly command: string },
): Alert {
  const { upTo: _upTo, ...said } = handling?.closing ?? {};
  const closing: Closing | undefined = handling?.closing === undefined ? ended : said;
  const due = Date.parse(raised.at) + patience;
  return {
    ...raised,
    state: closing === undefined ? 'open' : 'closed',
    ageHours: hoursAgo(now, Date.parse(raised.at)),
    due: new Date(due).toISOString(),
    overdue: closing === undefined && now > due,
    ...(handling?.assigned === undefined ? {} : { assigned: handling.assigned }),
    ...(handling === undefined || handling.notes.length === 0 ? {} : { notes: handling.notes }),
    ...(closing === undefined ? {} : { closing }),
    command,
  };
}

const GRAVEST: readonly Severity[] = ['high', 'medium', 'low'];

/** The worst first: open ones before closed ones, by severity, the oldest of each first. */
export function worstFirst(alerts: readonly Alert[]): readonly Alert[] {
  const rank = ({ state, severity }: Alert) => (state === 'open' ? GRAVEST.indexOf(severity) : GRAVEST.length);
  return alerts.toSorted(
    (a, b) => rank(a) - rank(b) || (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}
