// Taking packs out of use, and taking that back where it was a mistake.
import { EVENT } from '../../custody/events/all.ts';
import { DECOMMISSION_REASONS, isLossOf } from '../../custody/events/decommission.ts';
import type { Life } from '../../custody/life.ts';
import type { ReasonCode } from '../../custody/reasons.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/steps.ts';
import type { Goods, Refusal } from '../items/goods.ts';
import { isContainer } from '../items/inventory-contents.ts';
import { packsIn } from '../items/lots.ts';
import { recordGoods } from '../judging/record-goods.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import type { WriteTx, Written } from '../record/write.ts';
import { namedFor, recordStepOf, type StepData } from './record-step.ts';

export interface DecommissionRequest {
  readonly reason: string;
  readonly items: readonly string[];
  /** The number of packs, repeated: wanted for a container and for more than `UNCONFIRMED` packs. */
  readonly confirm?: number;
  readonly evidence?: string;
  readonly note?: string;
}

/** So many packs may be taken out of use without repeating their number. */
const UNCONFIRMED = 100;

/**
 * Takes goods out of use for good.
 * @throws usage (2) for another reason, confirm-missing (2), wrong-state (14), not-allowed (77), with `items[]`
 */
export function decommission(home: Home, request: DecommissionRequest): StepData {
  const { reason } = request;
  if (!DECOMMISSION_REASONS.some((known) => known === reason)) {
    throw new PedigreeError('usage', say('not-reason', { reason }), {
      hint: say('one-of', { reasons: DECOMMISSION_REASONS }),
    });
  }
  const evidence = request.evidence === undefined ? undefined : checkedText(request.evidence, 'evidence', 2000);
  const what = { command: 'decommission', ...(request.note === undefined ? {} : { note: request.note }) };
  return recordGoods(home, what, (tx) => decommissionIn(tx, request, { evidence, isConfirmed: false }));
}

/**
 * The same within an append.
 * @param said whether somebody has said that so many packs are meant
 * @throws as `decommission`
 */
export function decommissionIn(
  tx: WriteTx,
  { reason, items, confirm }: DecommissionRequest,
  { evidence, isConfirmed }: { readonly evidence?: string | undefined; readonly isConfirmed: boolean },
): Omit<StepData, keyof Written> {
  const { gln } = tx.known.self;
  const done = (life: Life) =>
    life.effective.at === 'decommissioned' && life.effective.by === gln && life.effective.reason === reason;
  const lost = isLossOf({ reason });
  const takes = [...taken(lost), ...(tx.view.policy === 'endpoints' ? ELSEWHERE : [])];
  const named = namedFor(tx, items, { takes, done });
  const open = named.filter((goods) => !done(goods.life));
  if (!isConfirmed) mustConfirm(tx, open, confirm);
  return recordStepOf(tx, named, {
    type: EVENT.decommission.type,
    details: { reason },
    ...(evidence === undefined ? {} : { manifest: { evidence: { text: evidence } } }),
    takes,
    // What was lost on the way never arrived.
    receives: !lost,
    done,
    refuses: (goods) => (lost ? onTheWayInside(goods) : undefined),
  });
}

function taken(lost: boolean): readonly ReasonCode[] {
  return lost ? ['quarantined', 'unaccounted', 'in-transit-elsewhere'] : ['quarantined'];
}

/** Where hand-overs are optional, whoever has a pack in hand may end its life; the fold decides. */
const ELSEWHERE: readonly ReasonCode[] = ['not-in-your-custody', 'in-transit-elsewhere', 'unaccounted'];

function mustConfirm(tx: WriteTx, goods: readonly Goods[], confirm: number | undefined): void {
  if (goods.length === 0) return;
  const packs = packsIn(tx.known, goods);
  const wanted = packs > UNCONFIRMED || goods.some((one) => isContainer(one.item));
  if (confirm === packs || (!wanted && confirm === undefined)) return;
  const message =
    confirm === undefined ? phrase('takes-packs-out', { packs }) : phrase('packs-not', { packs, confirm });
  throw new PedigreeError('confirm-missing', message, {
    hint: say('say-confirm-if-meant', { packs }),
    detail: { packs },
  });
}

function onTheWayInside({ n, input, life }: Goods): Refusal | undefined {
  if (life.effective.at !== 'transit' || life.around.length === 0) return undefined;
  const reason = phrase('inside-something-on-way');
  return { n, input, code: 'wrong-state', reason, exit: 14 };
}
