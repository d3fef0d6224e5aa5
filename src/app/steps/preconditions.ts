// Acting on goods: what stands in the way, the receipt that is written along where they are still on their way here.
import { hex } from '../../chain/bytes.ts';
import { reasonsOfLife } from '../../custody/judge-life.ts';
import { phrase } from '../../words/en/steps.ts';
import { type Goods, type Refusal, refuseAny } from '../items/goods.ts';
import { receiveOutermost } from '../items/receipt.ts';
import { type Resolved, resolveItems } from '../items/resolve.ts';
import { questionHere } from '../judging/judging.ts';
import { type ItemStanding, refusedFor, standingOf } from '../judging/standing.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { WriteTx } from '../record/write.ts';

/**
 * Refuses goods that are neither here nor on their way here, all of them together.
 * @throws the worst of the reasons, with `items[]`
 */
export function mustStandHere(tx: WriteTx, goods: readonly Goods[]): void {
  refuseAny(notHere(tx.known, goods));
}

/** Goods that are neither here nor on their way here, each with why. */
export function notHere(
  known: Knowledge,
  goods: readonly Goods[],
  takes: readonly ItemStanding[] = [],
): readonly Refusal[] {
  return goods.flatMap((one) => {
    const standing = standingOf(one.life, known.self.gln);
    const stands = standing === 'here' || standing === 'coming' || takes.includes(standing);
    return stands ? [] : [refusedFor(known, one, standing)];
  });
}

/** @throws usage where something named lies inside something else that is named too */
export function mustBeApart(goods: readonly Goods[]): void {
  const named = new Map(goods.map((one) => [hex(one.item.key), one] as const));
  const refusals: Refusal[] = [];
  for (const { n, input, life } of goods) {
    const around = life.around.map((outer) => named.get(hex(outer.key))).find((outer) => outer !== undefined);
    if (around === undefined) continue;
    refusals.push({
      n,
      input,
      code: 'usage',
      reason: phrase('lies-inside-which-named', { input: around.input }),
      exit: 2,
    });
  }
  refuseAny(refusals);
}

/**
 * Resolves what is to be acted on. A code scanned twice is one thing, and whoever counts boxes hears so.
 * @throws as `resolveItems`
 */
export function resolveAll(
  tx: WriteTx,
  inputs: readonly string[],
  also?: (found: readonly Resolved[]) => readonly Refusal[],
): readonly Resolved[] {
  const goods = resolveItems(tx.known, inputs, also);
  const repeats = inputs.length - goods.length;
  if (repeats > 0) {
    tx.warn(
      phrase('of-codes-earlier-one', {
        repeats,
        count: inputs.length,
      }),
    );
  }
  return goods;
}

/** What is on its way here on a line that others contradict with the goods in hand is not taken in. */
export function contestedAtDoor(known: Knowledge, goods: Goods): readonly Refusal[] {
  const told = reasonsOfLife(goods.life, known.view, questionHere(known)).find(
    ({ code, status }) => code === 'contested' && status === 'stop',
  );
  if (told === undefined) return [];
  return [{ n: goods.n, input: goods.input, code: told.code, reason: told.text, exit: told.exit, hint: told.advice }];
}

/** Receives whole what some of these goods lie in on their way here; the goods with their lives after that. */
export function receiveFirst<T extends Goods>(tx: WriteTx, goods: readonly T[]): readonly T[] {
  const coming = goods.filter((one) => standingOf(one.life, tx.known.self.gln) === 'coming');
  if (coming.length === 0) return goods;
  refuseAny(coming.flatMap((one) => contestedAtDoor(tx.known, one)));
  receiveOutermost(tx, coming);
  return goods.map((one) => ({ ...one, life: tx.known.trace(one.item) }));
}
