// Taking goods out of containers: one level of a whole container, or single items.
import { sameBytes } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { type Goods, itemsOf, type Refusal, refuseAny, rowsFor } from '../items/goods.ts';
import { childrenOf, isContainer } from '../items/inventory-contents.ts';
import { packsIn } from '../items/lots.ts';
import { mustListOpened } from '../items/receipt.ts';
import { type Resolved, resolveItem } from '../items/resolve.ts';
import { recordGoods } from '../judging/record-goods.ts';
import { refusedFor } from '../judging/standing.ts';
import type { Home } from '../node/home.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { WriteTx, Written } from '../record/write.ts';
import { mustBeApart, mustStandHere, notHere, receiveFirst, resolveAll } from './preconditions.ts';

export interface UnpackRequest {
  /** Containers to be emptied; with `from` the items that come out of it. */
  readonly items: readonly string[];
  readonly from?: string;
  readonly note?: string;
}

export interface UnpackData extends Written {
  /** The container; of several the first. */
  readonly container: string;
  readonly containers: readonly string[];
  /** How many things came out. */
  readonly children: number;
  readonly packs: number;
}

/**
 * Empties containers by one level, or takes single items out of one.
 * @throws usage (2) where one of them is inside another, wrong-state (14), quarantined (16), with `items[]`
 */
export function unpack(home: Home, request: UnpackRequest): UnpackData {
  if (request.items.length === 0) throw new PedigreeError('usage', say('name-container'));
  const what = { command: 'unpack', ...(request.note === undefined ? {} : { note: request.note }) };
  return recordGoods(home, what, (tx) => unpackIn(tx, request));
}

/** The same within an append. @throws as `unpack` */
export function unpackIn(tx: WriteTx, { from, items }: UnpackRequest): Omit<UnpackData, keyof Written> {
  return from === undefined ? empty(tx, items) : takeFrom(tx, from, items);
}

function empty(tx: WriteTx, inputs: readonly string[]): Omit<UnpackData, keyof Written> {
  const { known } = tx;
  const named = resolveAll(tx, inputs, (found) => notHere(known, found));
  refuseAny(named.flatMap((goods) => (isContainer(goods.item) ? [] : [notAContainer(known, goods)])));
  mustBeApart(named);
  mustStandHere(tx, named);
  const containers = receiveFirst(tx, named);
  let children = 0;
  let packs = 0;
  for (const container of containers) {
    const inside = inputsOf(tx, container);
    if (inside.length === 0) continue;
    children += inside.length;
    packs += packsIn(known, inside);
    takeOut(tx, inside);
  }
  if (children === 0) tx.already(containers[0]?.life.steps.at(-1)?.event.ref);
  const names = containers.map((goods) => (goods.is.kind === 'container' ? goods.is.name : goods.input));
  return { container: names[0] ?? '', containers: names, children, packs };
}

function takeFrom(tx: WriteTx, from: string, inputs: readonly string[]): Omit<UnpackData, keyof Written> {
  const { known } = tx;
  const container = resolveItem(known, from);
  if (!isContainer(container.item)) refuseAny([notAContainer(known, container)]);
  const named = resolveAll(tx, inputs, (found) => notHere(known, found));
  mustStandHere(tx, named);
  mustBeApart(named);
  const isIn = (goods: Goods) => goods.life.around.some((outer) => sameBytes(outer.key, container.item.key));
  const name = container.is.kind === 'container' ? container.is.name : container.input;
  const result = { container: name, containers: [name], children: named.length, packs: packsIn(known, named) };
  const outside = named.filter((goods) => !isIn(goods));
  if (outside.length === named.length && outside.every((goods) => cameOutOf(goods, container))) {
    tx.already(named[0]?.life.steps.at(-1)?.event.ref);
    return result;
  }
  refuseAny(
    outside.map(({ n, input }) => ({
      n,
      input,
      code: 'wrong-state',
      reason: phrase('not-inside', { name }),
      exit: 14,
    })),
  );
  takeOut(tx, receiveFirst(tx, named));
  return result;
}

/** Whether taking it out of this container was the last thing recorded of it. */
function cameOutOf({ life: { steps } }: Goods, container: Goods): boolean {
  const before = steps.at(-2)?.state;
  return (
    steps.at(-1)?.kind === EVENT.unpack.type &&
    before?.at === 'inside' &&
    sameBytes(before.container, container.item.key)
  );
}

/** What is directly inside, as goods. */
function inputsOf(tx: WriteTx, container: Goods): readonly Goods[] {
  return [...childrenOf(tx.known, container.item.key)].map((child, at) => ({
    n: at + 1,
    input: container.input,
    is: child.is,
    item: child.item,
    life: tx.known.trace(child.item),
  }));
}

function takeOut(tx: WriteTx, goods: readonly Goods[]): void {
  const rows = rowsFor(goods.map((one) => one.life));
  mustListOpened(rows.opened);
  tx.add({
    type: EVENT.unpack.type,
    public: {},
    items: rows.items,
    details: { ...rows.opens },
    manifest: { items: itemsOf(tx.known, goods) },
  });
}

function notAContainer(known: Knowledge, goods: Resolved): Refusal {
  const { n, input, life } = goods;
  if (life.state.at === 'none') return refusedFor(known, goods, 'unknown');
  return { n, input, code: 'usage', reason: phrase('not-container'), exit: 2 };
}
