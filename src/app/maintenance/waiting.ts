// What waits for this party among recalls, goods, alerts and records.
import type { JsonObject } from '../../chain/canonical.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { phrase } from '../../words/en/maintenance.ts';
import { type FoundRecall, recallAnswer, recallsKnown } from '../judging/recall.ts';
import { hasAnswered } from '../judging/recall-answers.ts';
import { apartFor } from '../judging/recall-apart.ts';
import { MOST_MADE, recallHere } from '../judging/recall-here.ts';
import { packsOfRecall } from '../judging/recall-packs.ts';
import { partiesOf } from '../judging/recall-parties.ts';
import { momentHere } from '../node/clock.ts';
import { readConfig } from '../node/config.ts';
import type { Home } from '../node/home.ts';
import { hoursAgo } from '../node/moments.ts';
import { peersAway } from '../node/peer-records.ts';
import { lastWords } from '../node/shell-words.ts';
import { outsideIncoming } from '../outside/on-the-way.ts';
import type { RecallAnswerHere } from '../recalls/recall-show.ts';
import { hasDocuments } from '../record/documents-known.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { unfinishedSessions } from '../sessions/session-journal.ts';
import type { SessionRequest } from '../sessions/session-request.ts';
import { exceptionCases, waitsFor } from '../steps/exception-cases.ts';
import { linesUnderWay, type ShipmentLine } from '../steps/incoming.ts';
import type { Alert } from '../verdict/alert-record.ts';
import { alertsOf } from '../verdict/alerts.ts';
import type { Todo } from './todo.ts';
import { outsideTodo } from './waiting-outside.ts';

/** Goods that are on their way for so long are late: a shipper may take a shipment back for ten days, so there is time to ask. */
const LATE_AFTER = 72;

export interface Waiting {
  readonly todo: readonly Todo[];
  /** Class 1 first. */
  readonly recalls: readonly RecallAnswerHere[];
}

/** One line for each kind of thing that waits. */
export function waiting(home: Home): Waiting {
  const todo: Todo[] = [];
  let recalls: readonly RecallAnswerHere[] = [];
  const { local } = home.ledger;
  const outside = hasDocuments(local) ? outsideIncoming(home) : [];
  const now = home.ledger.read((view) => momentHere(home, view));
  const say = (what: string, command: string, count: number, since?: number) => {
    if (count > 0)
      todo.push({ what, count, command, ...(since === undefined ? {} : { ageHours: hoursAgo(now, since) }) });
  };
  try {
    home.keyring();
    const here = home.ledger.read((view) => knownHere(home, view));
    recalls = here.recalls;
    const [one, ...more] = recalls;
    const respond =
      one === undefined || more.length > 0 ? undefined : phrase('recall-respond', { id: lastWords(one.id) });
    say('recalls', respond ?? phrase('recall-list'), recalls.length, oldest(recalls));
    const apart = here.recallsApart;
    const release =
      apart.length === 1
        ? phrase('release-recall', { id: lastWords(apart[0]?.recall.number ?? apart[0]?.recall.id ?? '') })
        : undefined;
    say(
      'recalls-rescinded',
      release ?? phrase('recall-list'),
      apart.reduce((sum, { packs }) => sum + packs, 0),
      least(apart.map(({ at }) => at)),
    );
    const [own, ...others] = here.recallsOverdue;
    const status =
      own === undefined || others.length > 0
        ? undefined
        : phrase('recall-status', { id: lastWords(own.number ?? own.id) });
    const due = least(here.recallsOverdue.map(({ respondBy }) => Date.parse(respondBy)));
    say('recalls-overdue', status ?? phrase('recall-list'), here.recallsOverdue.length, due);
    const isLate = ({ at }: { readonly at: string }) => hoursAgo(now, Date.parse(at)) >= LATE_AFTER;
    const coming = [...here.coming, ...outside];
    const late = coming.filter(isLate);
    const sent = here.sent.filter(isLate);
    say('incoming', phrase('incoming'), coming.length, oldest(coming));
    say('late', phrase('incoming'), late.length, oldest(late));
    say('not-received', phrase('outgoing'), sent.length, oldest(sent));
    const overdue = here.alerts.filter((alert) => alert.overdue);
    say('alerts-overdue', phrase('alerts-open'), overdue.length, oldest(overdue));
    say('alerts', phrase('alerts-open'), here.alerts.length, oldest(here.alerts));
    say('exceptions', phrase('exceptions-open'), here.exceptions.length, oldest(here.exceptions));
  } catch (error) {
    // What is on its way stands sealed in manifests: without the key the rest is still worth saying.
    if (!(error instanceof PedigreeError) || !error.code.startsWith('key-')) throw error;
    say('key', phrase('status-with-passphrase'), 1);
  }
  const outbox = local.outbox.list().map(({ value }) => Number((value as JsonObject).since));
  say('outbox', phrase('outbox'), outbox.length, least(outbox));
  say('peers', phrase('sync-all'), peersAway(local, now, readConfig(local).maxAge).length);
  for (const { request, since } of unfinishedSessions(home.dir)) say('session', goOnWith(request), 1, since);
  return { todo: [...todo, ...outsideTodo(home, now, outside)], recalls };
}

function goOnWith({ mode, to, into }: SessionRequest): string {
  if (to !== undefined) return phrase('scan-to-continue', { mode, to: lastWords(to) });
  return into === undefined
    ? phrase('scan-mode-continue', { mode })
    : phrase('scan-into-continue', { mode, into: lastWords(into) });
}

/** When the first of them was, ms; undefined where there is none. */
function oldest(things: readonly { readonly at: string }[]): number | undefined {
  return least(things.map(({ at }) => Date.parse(at)));
}

function least(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : times.reduce((first, time) => Math.min(first, time));
}

interface KnownHere {
  readonly recalls: readonly RecallAnswerHere[];
  /** Those that were taken back, for which goods still stand set apart here; with when that was. */
  readonly recallsApart: readonly { readonly recall: FoundRecall; readonly packs: number; readonly at: number }[];
  /** Own ones that somebody has not answered in time. */
  readonly recallsOverdue: readonly FoundRecall[];
  /** On their way here, but for what was refused: that waits for nobody. */
  readonly coming: readonly ShipmentLine[];
  readonly sent: readonly ShipmentLine[];
  readonly alerts: readonly Alert[];
  /** Where goods and data differ, and the other party waits for a word of this one. */
  readonly exceptions: readonly { readonly at: string }[];
}

/** What the own keys tell, read through once. */
function knownHere(home: Home, view: View): KnownHere {
  const known = knowledgeOf(home, view);
  catchUp(known);
  const lines = linesUnderWay(known);
  return {
    recalls: recallsToAnswer(home, known),
    recallsApart: recallsKnown(view).flatMap((recall) => apartHere(known, recall)),
    recallsOverdue: recallsKnown(view).filter((recall) => isOverdue(known, recall)),
    coming: lines.filter(({ to, refused }) => to === home.self.gln && refused === undefined),
    sent: lines.filter(({ from }) => from === home.self.gln),
    alerts: alertsOf(home, known).filter((alert) => alert.state === 'open'),
    exceptions: exceptionCases(known)
      .filter((one) => waitsFor(known, one) === 'here')
      .map(({ event }) => ({ at: new Date(event.leaf.at).toISOString() })),
  };
}

/** Open recalls of packs that are or were here, which this party has not answered; class 1 first. */
function recallsToAnswer(home: Home, known: Knowledge): readonly RecallAnswerHere[] {
  const { view } = known;
  const { gln } = home.self;
  const open = recallsKnown(view).filter(
    (recall) => recall.state === 'open' && recall.gln !== gln && !hasAnswered(view, recall, gln),
  );
  return open
    .filter((recall) => hasAny(packsOfRecall(known, recall)))
    .map((recall) => ({ ...recallAnswer(recall), here: recallHere(home, view, known, recall) }))
    .sort((a, b) => a.class - b.class || (a.at < b.at ? -1 : 1));
}

function apartHere(known: Knowledge, recall: FoundRecall): KnownHere['recallsApart'] {
  const packs = apartFor(known, recall).reduce((sum, one) => sum + one.packs, 0);
  return packs === 0 ? [] : [{ recall, packs, at: recall.case.ended?.event.leaf.at ?? 0 }];
}

/** One of more packs than are looked at here is asked after once its time is over. */
function isOverdue(known: Knowledge, recall: FoundRecall): boolean {
  if (recall.state !== 'open' || recall.gln !== known.self.gln || known.now <= Date.parse(recall.respondBy))
    return false;
  return recall.packs > MOST_MADE || partiesOf(known, recall).parties.some(({ overdue }) => overdue);
}

function hasAny(packs: Iterable<unknown>): boolean {
  for (const _ of packs) return true;
  return false;
}
