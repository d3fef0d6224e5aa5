// Facts that wait: a pack was dispensed although the event of its delivery had not arrived (DESIGN §5.2).
import { hex } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { judge } from '../../custody/judge.ts';
import { reasonsOfLife } from '../../custody/judge-life.ts';
import type { Life, State } from '../../custody/life.ts';
import { type ReasonCode, worstExit } from '../../custody/reasons.ts';
import { tell } from '../../custody/tell.ts';
import type { Verdict } from '../../custody/verdict.ts';
import { type ErrorCode, PedigreeError } from '../../errors.ts';
import type { Local } from '../../ledger/types.ts';
import { readConfig } from '../config.ts';
import { questionHere } from '../goods/judging.ts';
import { type Resolved, resolveItem } from '../goods/resolve.ts';
import { refusedFor, standingOf } from '../goods/standing.ts';
import type { Home } from '../home.ts';
import { type Knowledge, knowledgeOf } from '../knowledge.ts';
import { catchUp } from '../stock/inventory.ts';
import { compareGoods } from '../verdict/alerts.ts';
import { learnDoubled } from '../verdict/double-spends.ts';
import { record, type WriteTx } from '../write.ts';
import { mustHaveRole } from './deed.ts';
import { type DispenseLine, writeDispense } from './dispense.ts';

/** One fact that waits. */
export interface Pending {
  readonly id: string;
  readonly command: string;
  /** The scan. */
  readonly item: string;
  readonly gtin?: string;
  readonly serial?: string;
  /** When the goods were supplied, ISO 8601 UTC. */
  readonly since: string;
  /** Why it could not be recorded, as a reason of the verdict table. */
  readonly reason: string;
  readonly tries: number;
  readonly ref?: string;
}

export interface Retried {
  readonly recorded: number;
  /** Ended as an alert: something else is recorded of the pack. */
  readonly failed: number;
  readonly waiting: number;
  /** 20 where something must be looked at, else 17 where something still waits. */
  readonly exit: number;
  readonly alerts: readonly { readonly code: string; readonly item: string; readonly event?: string }[];
}

const MISSED: readonly string[] = [
  'in-transit-elsewhere',
  'not-in-your-custody',
  'unknown-lot',
  'unknown-product',
  'incomplete-knowledge',
];

/**
 * Whether a dispense may wait for the delivery's event: nothing but custody speaks against it, and the last known
 * custodian has not been heard from for longer than `max-age`.
 */
export function mayWait(known: Knowledge, life: Life, verdict: Verdict): boolean {
  const stops = verdict.reasons.filter((reason) => reason.status !== 'caution');
  if (life.commission === undefined || stops.some((reason) => !MISSED.includes(reason.code))) return false;
  const { effective } = life;
  const custodian = effective.at === 'transit' ? effective.to : 'holder' in effective ? effective.holder : undefined;
  // Nothing stands against it but that this folder may not write now.
  if (stops.length === 0) return true;
  if (custodian === undefined) return false;
  const { maxAge } = readConfig(known.home.ledger.local);
  const chains = known.view.authority().party(custodian)?.chains ?? [];
  return chains.every(({ chain }) => known.now - (known.view.chain(chain)?.seen ?? 0) > maxAge);
}

/** Keeps the fact that a pack was supplied, where `local` is given. @returns its id in the outbox */
export function putInOutbox(
  known: Knowledge,
  local: Local | undefined,
  fact: { readonly scan: string; readonly verdict: Verdict; readonly ref?: string; readonly why?: ErrorCode },
): string {
  const { env } = known.home;
  const { gtin = '', serial = '' } = fact.verdict.item;
  const id = hex(env.random(4));
  const [worst] = fact.verdict.reasons.filter((reason) => reason.status !== 'caution');
  local?.outbox.put(id, {
    command: 'dispense',
    item: fact.scan,
    gtin,
    serial,
    since: known.now,
    reason: worst?.code ?? fact.why ?? 'chain-behind',
    tries: 0,
    ...(fact.ref === undefined ? {} : { ref: fact.ref }),
    ...(env.operator === undefined ? {} : { operator: env.operator }),
  });
  return id;
}

/** The setting that keeps what was cancelled and why: nothing vanishes. */
const CANCELLED = 'outbox-cancelled';

/** What waits, oldest first. */
export function listOutbox(home: Home): { readonly pending: readonly Pending[] } {
  const pending = home.ledger.local.outbox.list().map(({ key, value }) => pendingOf(key, value));
  return { pending: pending.sort((a, b) => (a.since < b.since ? -1 : 1)) };
}

function pendingOf(id: string, value: Json): Pending {
  const { command, item, gtin, serial, since, reason, tries, ref } = value as JsonObject;
  return {
    id,
    command: String(command),
    item: String(item),
    ...(typeof gtin === 'string' ? { gtin } : {}),
    ...(typeof serial === 'string' ? { serial } : {}),
    since: new Date(Number(since)).toISOString(),
    reason: String(reason),
    tries: Number(tries),
    ...(typeof ref === 'string' ? { ref } : {}),
  };
}

/**
 * Takes a fact back that was never so; it is kept with the reason.
 * @throws not-found (66), usage (2) without a reason
 */
export function cancelOutbox(
  home: Home,
  id: string,
  reason: string,
): { readonly cancelled: string; readonly pending: readonly Pending[] } {
  if (reason.trim() === '') throw new PedigreeError('usage', 'say why: --reason T');
  const fact = home.ledger.local.outbox.get(id);
  if (fact === undefined)
    throw new PedigreeError('not-found', `nothing waits under ${id}`, { hint: 'pedigree outbox' });
  if (!home.env.dryRun) {
    home.ledger.write((local) => {
      local.outbox.delete(id);
      const before = local.setting(CANCELLED);
      const kept = Array.isArray(before) ? before : [];
      local.setSetting(CANCELLED, [...kept, { id, reason, at: home.env.clock(), was: fact }]);
    });
  }
  return { cancelled: id, pending: listOutbox(home).pending };
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
      mustHaveRole(tx, 'dispense');
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
  const code = 'dispensed-after-recall';
  const text = `supplied before the recall was known here: ${recalled.text}`;
  putAlert(tx, `${code}:${event}`, { code, text, pending, ...(event === undefined ? {} : { event }) });
  return { result: 'recorded', alert: { code, item: String(pending.item), ...(event === undefined ? {} : { event }) } };
}

/** Two packs with one code: elsewhere it is only that the pack may not be supplied. */
const COPIED: readonly ReasonCode[] = ['already-dispensed', 'decommissioned', 'disputed', 'contested'];

function giveUp(tx: WriteTx, id: string, pending: JsonObject, why: ReasonCode, life: Life): Outcome {
  tx.local.outbox.delete(id);
  const code = 'dispense-not-recorded';
  const copied = COPIED.includes(why) ? '; one of two packs may be a copy' : '';
  const text = `supplied here and cannot be recorded: ${inWords(tx, why, life)}${copied}`;
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
  alert: { readonly code: string; readonly text: string; readonly pending: JsonObject; readonly event?: string },
): void {
  const { code, text, pending, event } = alert;
  tx.local.alerts.put(key, {
    code,
    severity: 'high',
    at: tx.known.now,
    text,
    parties: [tx.known.self.name],
    item: { gtin: pending.gtin ?? '', serial: pending.serial ?? '' },
    was: pending,
    ...(event === undefined ? {} : { event }),
  });
}
