// Facts that waited, tried again when news has come (DESIGN §5.2).
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { judge } from '../../custody/judge.ts';
import { reasonsOfLife } from '../../custody/judge-life.ts';
import type { Life, State } from '../../custody/life.ts';
import { type ReasonCode, worstExit } from '../../custody/reasons.ts';
import { tell } from '../../custody/tell.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase } from '../../words/en/exchange.ts';
import { type Resolved, resolveItem } from '../items/resolve.ts';
import { noteDone } from '../judging/done-shipments.ts';
import { learnDoubled } from '../judging/double-spends.ts';
import { questionHere } from '../judging/judging.ts';
import { NOT_RECORDED } from '../judging/recall-supplies.ts';
import { refusedFor, standingOf } from '../judging/standing.ts';
import { keepStock } from '../judging/stock-index.ts';
import type { Home } from '../node/home.ts';
import { catchUp } from '../record/inventory.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import { shipments } from '../record/shipments-known.ts';
import { record, type WriteTx } from '../record/write.ts';
import { writeDispense } from '../steps/dispense.ts';
import type { DispenseLine } from '../steps/dispense-line.ts';
import { MISSED } from '../steps/outbox.ts';
import { mustHaveRole } from '../steps/record-step.ts';
import { keepEndings } from '../verdict/alert-events.ts';
import { compareGoods } from '../verdict/alert-goods.ts';
import { AFTER_RECALL, keepStopped } from '../verdict/alert-recalls.ts';

export interface Retried {
  readonly recorded: number;
  /** Ended as an alert: something else is recorded of the pack. */
  readonly failed: number;
  readonly waiting: number;
  /** 20 where something must be looked at, else 17 where something still waits. */
  readonly exit: number;
  readonly alerts: readonly { readonly code: string; readonly item: string; readonly event?: string }[];
}

/**
 * Tries everything that waits again, on custody alone: what was supplied was supplied, whatever became known since. To be
 * called after each sync and import; what newly arrived is taken into the inventory on the way.
 */
export function retryOutbox(home: Home): Retried {
  if (!home.ledger.readOnly && !home.env.dryRun) {
    home.ledger.write((local, view) => {
      const known = knowledgeOf(home, view, local);
      catchUp(known);
      learnDoubled(known);
      compareGoods(known);
      keepEndings(known);
      keepStopped(known);
      noteDone(
        known,
        local,
        shipments(known).map(({ ref }) => ref),
      );
      keepStock(known, local);
    });
  }
  const waiting = home.ledger.local.outbox.list();
  const alerts: { code: string; item: string; event?: string }[] = [];
  let recorded = 0;
  let failed = 0;
  for (const { key, value } of waiting) {
    const outcome = retry(home, key, value as JsonObject);
    if (outcome.result === 'recorded') recorded++;
    if (outcome.result === 'failed') failed++;
    if (outcome.alert !== undefined) alerts.push(outcome.alert);
  }
  const left = home.ledger.local.outbox.count();
  return { recorded, failed, waiting: left, exit: worstExit([left > 0 ? 17 : 0, alerts.length > 0 ? 20 : 0]), alerts };
}

interface Outcome {
  readonly result: 'recorded' | 'failed' | 'waits';
  readonly alert?: { readonly code: string; readonly item: string; readonly event?: string };
}

/** While the own chain may not be written to, or does not count yet, a fact goes on waiting. */
const NOT_NOW: readonly string[] = ['chain-behind', 'chain-forked', 'clock-suspect', 'locked', 'not-allowed'];

function retry(home: Home, id: string, pending: JsonObject): Outcome {
  try {
    return retryNow(home, id, pending);
  } catch (error) {
    if (error instanceof PedigreeError && NOT_NOW.includes(error.code)) return { result: 'waits' };
    throw error;
  }
}

function retryNow(home: Home, id: string, pending: JsonObject): Outcome {
  const item = String(pending.item);
  return record(home, { command: 'outbox retry' }, (tx): Outcome => {
    const goods = resolveItem(tx.known, item);
    const standing = standingOf(goods.life, home.self.gln);
    if (standing === 'here' || standing === 'coming') {
      if (isUnsettled(tx, goods)) return giveUp(tx, id, pending, 'contested', goods.life);
      // A new chain counts for nothing before a regulator has accredited it, so the fact waits for that too.
      mustHaveRole(tx, EVENT.dispense.type);
      return settle(tx, id, pending, goods);
    }
    // What has not arrived here accuses nobody: the fact waits for it.
    const reason = standing === 'unknown' ? refusedFor(tx.known, goods, standing).code : standing;
    if (!MISSED.includes(reason)) return giveUp(tx, id, pending, reason as ReasonCode, goods.life);
    tx.local.outbox.put(id, { ...pending, tries: Number(pending.tries) + 1, reason });
    return { result: 'waits' };
  });
}

// Nobody is here to look: what it asks about is for a person.
function isUnsettled(tx: WriteTx, goods: Resolved): boolean {
  return reasonsOfLife(goods.life, tx.view, questionHere(tx.known)).some(
    ({ code, status, confirm }) => confirm === true || (code === 'contested' && status === 'stop'),
  );
}

function settle(tx: WriteTx, id: string, pending: JsonObject, goods: Resolved): Outcome {
  const label = goods.label?.kind === 'pack' ? goods.label : { gtin: '', serial: '' };
  const { reasons } = judge(label, goods.life, tx.view, questionHere(tx.known));
  const recalled = reasons.find((reason) => reason.code === 'recalled' || reason.code === 'withdrawn');
  const { ref, operator } = pending;
  const words = {
    suppliedAt: Number(pending.since),
    ...(typeof ref === 'string' ? { ref } : {}),
    ...(typeof operator === 'string' ? { operator } : {}),
  };
  const say = (line: Omit<DispenseLine, 'item'>) => ({
    answer: { ...line, item: { gtin: '', serial: '' } },
    told: undefined,
  });
  const { event } = writeDispense(tx, goods, words, say, Number(pending.since));
  tx.local.outbox.delete(id);
  if (recalled === undefined) return { result: 'recorded' };
  // The alert is read out of the chains.
  const code = AFTER_RECALL;
  return { result: 'recorded', alert: { code, item: String(pending.item), ...(event === undefined ? {} : { event }) } };
}

/** Two packs with one code: elsewhere it is only that the pack may not be supplied. */
const COPIED: readonly ReasonCode[] = ['already-dispensed', 'decommissioned', 'disputed', 'contested'];

function giveUp(tx: WriteTx, id: string, pending: JsonObject, why: ReasonCode, life: Life): Outcome {
  tx.local.outbox.delete(id);
  const code = NOT_RECORDED;
  const copied = COPIED.includes(why) ? phrase('one-of-two-packs') : '';
  const text = phrase('supplied-here-and-cannot', { tx: inWords(tx, why, life), copied });
  putAlert(tx, `${code}:${id}`, { code, text, pending });
  return { result: 'failed', alert: { code, item: String(pending.item) } };
}

/** An alert is kept: its times are days, not "today", and its parties have names. */
function inWords({ view }: WriteTx, why: ReasonCode, { effective, lines }: Life): string {
  const [by] = partiesIn(effective);
  const claimants = (lines ?? []).filter(({ closed }) => !closed).flatMap(({ life }) => partiesIn(life.effective));
  const about = {
    ...(by === undefined ? {} : { by: partiesIn(effective), holder: by }),
    ...(claimants.length > 1 ? { by: [...new Set(claimants)] } : {}),
    ...('when' in effective ? { when: timeOfState(effective) } : {}),
    ...('site' in effective ? { site: effective.site } : {}),
    ...('reason' in effective ? { detail: effective.reason } : {}),
  };
  return tell(why, about, { authority: view.authority() }).text;
}

function partiesIn(state: State): readonly string[] {
  if ('between' in state) return state.between;
  if (state.at === 'transit') return [state.from];
  return 'by' in state ? [state.by] : 'holder' in state ? [state.holder] : [];
}

function timeOfState(state: Extract<State, { when: number }>): number {
  return state.at === 'dispensed' ? (state.supplied ?? state.when) : state.when;
}

/** As alerts.ts reads it. */
function putAlert(
  tx: WriteTx,
  key: string,
  alert: { readonly code: string; readonly text: string; readonly pending: JsonObject },
): void {
  const { code, text, pending } = alert;
  tx.local.alerts.put(key, {
    code,
    severity: 'high',
    at: tx.known.now,
    text,
    parties: [tx.known.self.name],
    item: { gtin: pending.gtin ?? '', serial: pending.serial ?? '' },
    was: pending,
  });
}
