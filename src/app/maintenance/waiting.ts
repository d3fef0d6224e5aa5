// What waits for this party among recalls, goods, alerts and records.
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase } from '../../words/en/maintenance.ts';
import { recallAnswer, recallsKnown } from '../judging/recall.ts';
import { recallHere } from '../judging/recall-here.ts';
import { packsOfRecall } from '../judging/recall-packs.ts';
import { momentHere } from '../node/clock.ts';
import { readConfig } from '../node/config.ts';
import type { Home } from '../node/home.ts';
import { peersAway } from '../node/peer-records.ts';
import { lastWords } from '../node/shell-words.ts';
import type { RecallAnswerHere } from '../recalls/recall-show.ts';
import { catchUp } from '../record/inventory.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import { incoming } from '../steps/incoming.ts';
import { alertsOf } from '../verdict/alerts.ts';

export interface Todo {
  /** Stable: `recover`, `recalls`, `incoming` … */
  readonly what: string;
  readonly count: number;
  /** The command line that goes on. */
  readonly command: string;
}

/** One line for each kind of thing that waits; what waits most urgently first. */
export function waiting(home: Home): { readonly todo: readonly Todo[]; readonly recalls: readonly RecallAnswerHere[] } {
  const todo: Todo[] = [];
  let recalls: readonly RecallAnswerHere[] = [];
  const say = (what: string, count: number, command: string) => {
    if (count > 0) todo.push({ what, count, command });
  };
  try {
    home.keyring();
    recalls = recallsToAnswer(home);
    const [one, ...more] = recalls;
    const respond =
      one === undefined || more.length > 0 ? undefined : phrase('recall-respond', { id: lastWords(one.id) });
    say('recalls', recalls.length, respond ?? phrase('recall-list'));
    const awaited = incoming(home).shipments.filter(({ refused }) => refused === undefined);
    say('incoming', awaited.length, phrase('incoming'));
    say('alerts', openAlerts(home), phrase('alerts-open'));
  } catch (error) {
    // What is on its way stands sealed in manifests: without the key the rest is still worth saying.
    if (!(error instanceof PedigreeError) || !error.code.startsWith('key-')) throw error;
    say('key', 1, phrase('status-with-passphrase'));
  }
  const { local } = home.ledger;
  const now = home.ledger.read((view) => momentHere(home, view));
  say('outbox', local.outbox.count(), phrase('outbox'));
  say('peers', peersAway(local, now, readConfig(local).maxAge).length, phrase('sync-all'));
  return { todo, recalls };
}

/** Open recalls of packs that are or were here, which this party has not answered. */
function recallsToAnswer(home: Home): readonly RecallAnswerHere[] {
  return home.ledger.read((view) => {
    const open = recallsKnown(view).filter((recall) => {
      const answered = view
        .aboutRecall(recall.hash)
        .some((event) => event.leaf.type === EVENT.recallResponse.type && event.author?.gln === home.self.gln);
      return recall.state === 'open' && recall.gln !== home.self.gln && !answered;
    });
    if (open.length === 0) return [];
    const known = knowledgeOf(home, view);
    catchUp(known);
    return open
      .filter((recall) => hasAny(packsOfRecall(known, recall)))
      .map((recall) => ({ ...recallAnswer(recall), here: recallHere(home, view, known, recall) }));
  });
}

function openAlerts(home: Home): number {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    return alertsOf(home, known).filter((alert) => alert.state === 'open').length;
  });
}

function hasAny(packs: Iterable<unknown>): boolean {
  for (const _ of packs) return true;
  return false;
}
