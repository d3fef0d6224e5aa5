// Undoing a dispense or a sample that was not supplied after all.
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import { lastDay } from '../../gs1/index.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { itemsOf, type Refusal, refuseAny, rowsFor } from '../items/goods.ts';
import type { Resolved } from '../items/resolve.ts';
import { objectionsToPack } from '../judging/judging.ts';
import { recordGoods } from '../judging/record-goods.ts';
import { refusedFor, standingOf } from '../judging/standing.ts';
import type { Home } from '../node/home.ts';
import type { WriteTx, Written } from '../record/write.ts';
import { resolveAll } from './preconditions.ts';
import { mustHaveRole, notAllowed } from './record-step.ts';

export interface ReinstateRequest {
  readonly items: readonly string[];
  readonly reason: string;
  /** The pack was never in a patient's hands. */
  readonly notSupplied: boolean;
  readonly note?: string;
}

/**
 * Puts packs back into stock that this party dispensed or took as a sample within the last 240 hours.
 * @throws usage (2) without `notSupplied`, recalled (12), expired (13), wrong-state (14), with `items[]`
 */
export function reinstate(home: Home, request: ReinstateRequest): Written & { readonly packs: number } {
  if (!request.notSupplied) {
    throw new PedigreeError('usage', say('pack-supplied-never-put'), {
      hint: say('say-not-supplied'),
    });
  }
  const what = { command: 'reinstate', ...(request.note === undefined ? {} : { note: request.note }) };
  return recordGoods(home, what, (tx) => {
    mustHaveRole(tx, EVENT.reinstate.type);
    const named = resolveAll(tx, request.items);
    const open = named.filter((goods) => !(standingOf(goods.life, home.self.gln) === 'here' && wasReinstated(goods)));
    if (open.length === 0) {
      tx.already(named[0]?.life.steps.at(-1)?.event.ref);
      return { packs: named.length };
    }
    const details = { reason: request.reason, notSupplied: true };
    refuseAny(open.flatMap((goods) => hindrances(tx, goods, details)));
    tx.add({
      type: EVENT.reinstate.type,
      public: {},
      items: rowsFor(open.map((goods) => goods.life)).items,
      details,
      manifest: { items: itemsOf(tx.known, open) },
    });
    return { packs: open.length };
  });
}

function wasReinstated(goods: Resolved): boolean {
  return goods.life.steps.at(-1)?.kind === EVENT.reinstate.type;
}

const GONE: readonly string[] = ['already-dispensed', 'decommissioned'];

function hindrances(tx: WriteTx, goods: Resolved, details: { readonly reason: string }): readonly Refusal[] {
  const { is, life, n, input } = goods;
  const { effective } = life;
  if (is.kind !== 'pack') return [{ n, input, code: 'wrong-state', reason: phrase('not-pack'), exit: 14 }];
  if (effective.at !== 'dispensed' && effective.at !== 'decommissioned') {
    const standing = standingOf(life, tx.known.self.gln);
    if (standing !== 'here' && standing !== 'coming') return [refusedFor(tx.known, goods, standing)];
    return [{ n, input, code: 'wrong-state', reason: phrase('not-dispensed-or-taken'), exit: 14 }];
  }
  const other = objectionsToPack(tx.known, is, goods, goods.label).find((told) => !GONE.includes(told.code));
  if (other !== undefined)
    return [{ n, input, code: other.code, reason: other.text, exit: other.exit, hint: other.advice }];
  const refused = notAllowed(tx, goods, { type: EVENT.reinstate.type, details }, lastDay(is.expiry));
  if (refused.length === 0) return [];
  const reason = phrase('only-same-party');
  return [{ n, input, code: 'wrong-state', reason, exit: 14 }];
}
