// Setting goods apart and releasing them: by their custodian, or by a regulator who holds them wherever they are.
import { holdToken } from '../../chain/item-key.ts';
import { EVENT } from '../../custody/events/all.ts';
import { QUARANTINE_REASONS } from '../../custody/events/quarantine.ts';
import type { Life } from '../../custody/life.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { type Goods, itemsOf, type Refusal, refuseAny } from '../items/goods.ts';
import { packsIn } from '../items/lots.ts';
import type { Resolved } from '../items/resolve.ts';
import { findRecall } from '../judging/recall.ts';
import { apartFor } from '../judging/recall-apart.ts';
import { recordGoods } from '../judging/record-goods.ts';
import { refusedFor, standingOf } from '../judging/standing.ts';
import type { Home } from '../node/home.ts';
import { catchUp } from '../record/inventory.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import type { WriteTx, Written } from '../record/write.ts';
import { resolveAll } from './preconditions.ts';
import { namedFor, recordStepOf, type StepData, type StepOrder } from './record-step.ts';

export interface QuarantineRequest {
  readonly reason: string;
  readonly items: readonly string[];
  readonly note?: string;
}

export interface ReleaseRequest {
  readonly items: readonly string[];
  readonly reason?: string;
  readonly note?: string;
}

/** @throws usage (2) for another reason, wrong-state (14), with `items[]` */
export function quarantine(home: Home, request: QuarantineRequest): StepData {
  const { reason } = request;
  if (!QUARANTINE_REASONS.some((known) => known === reason)) {
    throw new PedigreeError('usage', say('not-reason', { reason }), {
      hint: say('one-of', { reasons: QUARANTINE_REASONS }),
    });
  }
  const what = { command: 'quarantine', ...(request.note === undefined ? {} : { note: request.note }) };
  return recordGoods(home, what, (tx) => quarantineIn(tx, request));
}

/** The same within an append. @throws as `quarantine` */
export function quarantineIn(tx: WriteTx, { reason, items }: QuarantineRequest): Omit<StepData, keyof Written> {
  const done = (life: Life) => isSetApart(life, tx.known.self.gln);
  const named = namedBy(tx, items, { done });
  if (actsAsRegulator(tx, named)) return hold(tx, named, EVENT.quarantine.type, { reason });
  tellOtherReasons(
    tx,
    named.filter(({ life }) => done(life)),
    reason,
    ({ effective }) => (effective.at === 'quarantined' ? effective.reason : undefined),
  );
  return recordStepOf(tx, named, {
    type: EVENT.quarantine.type,
    details: { reason },
    receives: true,
    done,
  });
}

/** @throws wrong-state (14) for what is not in quarantine by itself, not-allowed (77) for a regulator's hold, with `items[]` */
export function release(home: Home, request: ReleaseRequest): StepData {
  const what = { command: 'release', ...(request.note === undefined ? {} : { note: request.note }) };
  const details = request.reason === undefined ? {} : { reason: request.reason };
  return recordGoods(home, what, (tx) => {
    const done = (life: Life) => isFree(life, home.self.gln);
    const named = namedBy(tx, request.items, { takes: ['quarantined'], done });
    if (actsAsRegulator(tx, named)) return hold(tx, named, EVENT.release.type, details);
    return recordStepOf(tx, named, {
      type: EVENT.release.type,
      details,
      takes: ['quarantined'],
      receives: false,
      done,
      refuses: notByItself,
    });
  });
}

/**
 * Releases all that stands set apart here for a recall that was taken back.
 * @throws not-found (66), wrong-state (14) where the recall stands, or nothing is set apart for it; as `release`
 */
export function releaseFor(home: Home, recall: string, request: Omit<ReleaseRequest, 'items'>): StepData {
  const items = home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    const found = findRecall(view, recall);
    if (found.state !== 'rescinded')
      throw new PedigreeError('wrong-state', say('recall-stands'), { hint: say('recall-show', { id: found.id }) });
    return apartFor(known, found).map(({ goods }) => goods.input);
  });
  if (items.length === 0) throw new PedigreeError('wrong-state', say('none-apart-for-it'));
  return release(home, { ...request, items });
}

/** What is set apart stays so for the reason it has: another one that is given now is not recorded. */
function tellOtherReasons(
  tx: WriteTx,
  goods: readonly Goods[],
  reason: string,
  reasonOf: (life: Life) => string | undefined,
): void {
  const others = new Set(goods.flatMap(({ life }) => reasonOf(life) ?? []));
  others.delete(reason);
  if (others.size > 0) tx.warn(phrase('some-of-set-apart', { value: [...others] }));
}

function isFree({ effective, hold }: Life, gln: string): boolean {
  return hold === undefined && effective.at === 'active' && effective.holder === gln;
}

function isSetApart(life: Life, gln: string): boolean {
  return life.effective.at === 'quarantined' && life.effective.holder === gln;
}

function notByItself({ n, input, life }: Goods): Refusal | undefined {
  if (life.state.at === 'quarantined') return undefined;
  if (life.hold !== undefined) {
    return { n, input, code: 'not-allowed', reason: phrase('regulator-holds-who-alone'), exit: 77 };
  }
  if (life.effective.at === 'quarantined') {
    return { n, input, code: 'quarantined', reason: phrase('container-in-quarantine-release'), exit: 16 };
  }
  return { n, input, code: 'wrong-state', reason: phrase('not-in-quarantine'), exit: 14 };
}

/** Where goods stand is no hindrance to a regulator, who may hold them anywhere. */
function namedBy(
  tx: WriteTx,
  inputs: readonly string[],
  order: Pick<StepOrder, 'takes' | 'done'>,
): readonly Resolved[] {
  return isRegulator(tx) ? resolveAll(tx, inputs) : namedFor(tx, inputs, order);
}

function isRegulator(tx: WriteTx): boolean {
  return tx.view.authority().partyOf(tx.known.self.chain)?.regulator === true;
}

/** A regulator holds what is not in its own custody; holds are a series of their own and take nothing from the custodian. */
function actsAsRegulator(tx: WriteTx, named: readonly Goods[]): boolean {
  const { self } = tx.known;
  if (!isRegulator(tx)) return false;
  return named.some(
    (goods) => !['here', 'coming'].includes(standingOf(goods.life, self.gln)) && !isSetApart(goods.life, self.gln),
  );
}

function hold(
  tx: WriteTx,
  named: readonly Goods[],
  type: typeof EVENT.quarantine.type | typeof EVENT.release.type,
  details: { readonly reason?: string },
): Omit<StepData, keyof Written> {
  const unknown = named.filter((goods) => goods.life.state.at === 'none');
  refuseAny(unknown.map((goods) => refusedFor(tx.known, goods, 'unknown')));
  const open = named.filter((goods) => (goods.life.hold === undefined) === (type === EVENT.quarantine.type));
  const packs = packsIn(tx.known, open.length === 0 ? named : open);
  if (details.reason !== undefined && type === EVENT.quarantine.type) {
    tellOtherReasons(tx, named, details.reason, (life) => life.hold?.reason);
  }
  if (open.length === 0) {
    tx.already(named[0]?.life.hold?.event);
    return { items: named.length, packs };
  }
  tx.add({
    type,
    public: {},
    items: open.map(({ life }) => ({ key: life.key, token: holdToken(life.key, life.nextHold) })),
    details,
    manifest: { items: itemsOf(tx.known, open) },
    partners: holdersOf(open),
  });
  return { items: open.length, packs };
}

function holdersOf(goods: readonly Goods[]): readonly string[] {
  const glns = goods.flatMap(({ life: { effective } }) => {
    if (effective.at === 'transit') return [effective.from, effective.to];
    return 'holder' in effective ? [effective.holder] : [];
  });
  return [...new Set(glns)];
}
