// A regulator says who has goods that several parties have by their records.
import { hex } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { Life, Step } from '../../custody/life.ts';
import { answersFor } from '../../custody/own-line.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/steps.ts';
import { type Goods, itemsOf, type Refusal, refuseAny, rowsFor } from '../items/goods.ts';
import { packsIn } from '../items/lots.ts';
import { mustListOpened } from '../items/receipt.ts';
import { refusalOf, resolveNamed, resolveParty } from '../items/resolve.ts';
import { refusedFor } from '../judging/standing.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';
import { announced } from './incoming.ts';
import { mustBeApart } from './preconditions.ts';
import { mustHaveRole } from './record-step.ts';

export interface AssignRequest {
  readonly to: string;
  readonly reason: string;
  /** Scans, SSCCs and shipments. */
  readonly items: readonly string[];
  readonly note?: string;
}

export interface AssignData extends Written {
  /** GLN of the party that has them now. */
  readonly to: string;
  readonly toName: string;
  readonly items: number;
  readonly packs: number;
}

/**
 * Assigns goods to a party, whatever else is recorded at the step where the oldest open contest parts. Steps that the party
 * wrote from there on stand already and are not repeated.
 * @throws not-allowed (77), not-accredited (77), usage (2), wrong-state (14), with `items[]`
 */
export function assign(home: Home, request: AssignRequest): AssignData {
  if (request.items.length === 0) throw new PedigreeError('usage', say('name-what-assigned-scan'));
  const what = { command: 'assign', ...(request.note === undefined ? {} : { note: request.note }) };
  return record(home, what, (tx) => {
    mustHaveRole(tx, EVENT.assign.type);
    const to = resolveParty(tx.view, request.to);
    const reason = checkedText(request.reason, 'reason');
    const named = namedGoods(tx, request.items);
    const open = named.filter(({ life }) => !isAssigned(life, to.gln));
    const answer = (goods: readonly Goods[]) => ({
      to: to.gln,
      toName: to.name,
      items: goods.length,
      packs: packsIn(tx.known, goods),
    });
    if (open.length === 0) {
      tx.already(named[0]?.life.steps.findLast(({ kind }) => kind === EVENT.assign.type)?.event.ref);
      return answer(named);
    }
    refuseAny(open.flatMap((goods) => notAssignable(tx, goods)));
    mustBeApart(open);
    const goods = open.map((one) => ({ ...one, life: atParting(one.life) }));
    const rows = rowsFor(goods.map(({ life }) => life));
    mustListOpened(rows.opened);
    tx.add({
      type: EVENT.assign.type,
      public: {},
      items: rows.items,
      details: { to: to.gln, reason, ...rows.opens },
      manifest: { items: itemsOf(tx.known, goods) },
      partners: partnersOf(open, to.gln),
    });
    return answer(open);
  });
}

// What is around then is opened: its life shows that somebody took something out.
function atParting(whole: Life): Life {
  const next = partingOf(whole);
  const life = whole.lines?.find(({ closed }) => !closed)?.life ?? whole;
  const inside = next === life.next && life.state.at === 'inside';
  return { ...whole, next, around: inside ? life.around : [] };
}

/** The step where the oldest contest that is open parts; where there is none, the next one. */
function partingOf({ lines, next }: Life): number {
  const open = lines?.filter(({ closed }) => !closed) ?? [];
  const [first, ...rest] = open;
  if (first === undefined || rest.length === 0) return next;
  const same = (a: Step | undefined, b: Step | undefined): boolean => a !== undefined && a.event.ref === b?.event.ref;
  let n = 0;
  while (rest.every(({ life }) => same(first.life.steps[n], life.steps[n]))) n++;
  return n;
}

function isAssigned({ lines, steps, effective }: Life, gln: string): boolean {
  const contested = (lines?.filter(({ closed }) => !closed).length ?? 1) > 1;
  return !contested && steps.at(-1)?.kind === EVENT.assign.type && 'holder' in effective && effective.holder === gln;
}

function namedGoods(tx: WriteTx, inputs: readonly string[]): readonly Goods[] {
  const goods = new Map<string, Goods>();
  const refusals: Refusal[] = [];
  inputs.forEach((input, at) => {
    try {
      const named = resolveNamed(tx.known, input, at + 1);
      const found = 'shipment' in named ? announced(tx.known, named.shipment) : [named];
      for (const one of found) goods.set(hex(one.item.key), { ...one, n: at + 1 });
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      refusals.push(refusalOf(error, input, at + 1));
    }
  });
  refuseAny(refusals);
  return [...goods.values()];
}

function notAssignable(tx: WriteTx, goods: Goods): readonly Refusal[] {
  const { effective, lines } = goods.life;
  if (effective.at === 'none') return [refusedFor(tx.known, goods, 'unknown')];
  const gone = effective.at === 'decommissioned' && effective.reason === 'destroyed' && lines === undefined;
  return gone ? [refusedFor(tx.known, goods, 'decommissioned')] : [];
}

/** Whoever has it by some record reads what was decided. */
function partnersOf(goods: readonly Goods[], to: string): readonly string[] {
  const parties = new Set([to]);
  for (const { life } of goods) {
    for (const one of life.lines?.map((line) => line.life) ?? [life]) {
      const gln = answersFor(one.effective);
      if (gln !== undefined) parties.add(gln);
    }
  }
  return [...parties];
}
