// Aggregation: putting goods into a container.
import { type Bytes, b64u, sameBytes } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { itemToken } from '../../chain/item-key.ts';
import { allowedNow } from '../../custody/allowed.ts';
import { EVENT } from '../../custody/events/all.ts';
import { packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { MOST_AROUND } from '../../custody/trace.ts';
import { PedigreeError } from '../../errors.ts';
import { isSscc, ssccOf } from '../../gs1/index.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { type Goods, itemsOf, type Refusal, refuseAny, rowsFor } from '../items/goods.ts';
import { childrenOf, isContainer } from '../items/inventory-contents.ts';
import { packsIn } from '../items/lots.ts';
import { mustListOpened } from '../items/receipt.ts';
import { itemOf, mayNameContainer } from '../items/resolve.ts';
import { newSscc, prefixFor } from '../items/sscc.ts';
import { unsettledAmong } from '../judging/judging.ts';
import { recordGoods } from '../judging/record-goods.ts';
import type { Home } from '../node/home.ts';
import { codeOfContainer, containerCalled } from '../record/container-names.ts';
import { containersNamed } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { WriteTx, Written } from '../record/write.ts';
import { identify, refuseWrongSscc } from '../scans/identify.ts';
import { waysOf } from '../scans/typed.ts';
import { mustBeApart, mustStandHere, notHere, receiveFirst, resolveAll } from './preconditions.ts';

export interface PackRequest {
  /** An SSCC, GTIN and serial of a case that is a product itself, or `new` for an SSCC from the own number space. */
  readonly into: string;
  readonly items: readonly string[];
  readonly ssccPrefix?: string;
  readonly note?: string;
}

export interface PackData extends Written {
  /** The SSCC, or GTIN and serial as bracketed text. */
  readonly container: string;
  /** How many things were put in. */
  readonly children: number;
  readonly packs: number;
}

/** The container that goods go into: a new one, or one that is open here. */
interface Target {
  readonly name: string;
  readonly key: Bytes;
  readonly n: number;
  readonly life?: Life;
}

/**
 * Packs goods into a container; what they are in now is opened, what is still on its way here is received.
 * @throws sscc-in-use (14) for a container that was used before, or a code that is a pack's, not-gs1 (65), wrong-state (14), quarantined (16), with `items[]`
 * @example
 * ```ts
 * import { makeEnv, openHome, pack } from 'pedigree';
 *
 * const acme = openHome(makeEnv({ home: '/var/lib/acme' }));
 * const scans = ['(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'];
 * const { container } = pack(acme, { into: 'new', items: scans, ssccPrefix: '9506000' });
 * ```
 */
export function pack(home: Home, request: PackRequest): PackData {
  if (request.items.length === 0) throw new PedigreeError('usage', say('name-what-goes'));
  const what = { command: 'pack', ...(request.note === undefined ? {} : { note: request.note }) };
  return recordGoods(home, what, (tx) => packIn(home, tx, request));
}

/** The same within an append. @throws as `pack` */
export function packIn(home: Home, tx: WriteTx, request: PackRequest): Omit<PackData, keyof Written> {
  const { known } = tx;
  const named = resolveAll(tx, request.items, (found) => notHere(known, found));
  const target = targetOf(home, tx, request);
  const outside = named.filter((goods) => target.life === undefined || !isDirectlyIn(goods.life, target.life));
  const result = (goods: readonly Goods[]) => ({
    container: target.name,
    children: goods.length,
    packs: packsIn(known, goods),
  });
  if (outside.length === 0) {
    tx.already(target.life?.steps.findLast((step) => step.kind === EVENT.pack.type)?.event.ref);
    return result(named);
  }
  mustBeFree(tx, target, request.into);
  mustStandHere(tx, outside);
  refuseAny(unsettledAmong(known, outside));
  mustBeApart(outside);
  const loose = takeOut(tx, receiveFirst(tx, outside));
  refuseAny(misfits(home, tx, loose, target));
  const rows = rowsFor(loose.map((goods) => goods.life));
  // Counted while what was looked into is remembered: an event is news, and a pallet would be looked through again.
  const packed = result(loose);
  tx.add({
    type: EVENT.pack.type,
    public: {},
    items: [...rows.items, { key: target.key, token: itemToken(target.key, target.n) }],
    details: { container: b64u(target.key) },
    manifest: {
      container: { ...codeOfContainer(target.name), key: b64u(target.key), n: target.n },
      items: itemsOf(known, loose),
    },
  });
  return packed;
}

function targetOf(home: Home, tx: WriteTx, { into, ssccPrefix }: PackRequest): Target {
  const { known } = tx;
  if (into === 'new') {
    const name = newSscc(tx.random, known, prefixFor(home, known, ssccPrefix));
    return { name, key: tx.random(32), n: 0 };
  }
  const name = containerNamed(known, into);
  const before = containersNamed(known, name).at(-1);
  if (before === undefined) return { name, key: tx.random(32), n: 0 };
  const life = known.trace(itemOf(known, before));
  return { name, key: before.key, n: life.next, life };
}

/**
 * The container that a text or a scan of its label names: an SSCC, or GTIN and serial of a case, in any form of a scan.
 * @throws not-gs1 (65), sscc-in-use (14) for a code that is a pack's
 */
export function containerNamed(known: Knowledge, text: string): string {
  const bare = text.trim();
  if (isSscc(bare)) return bare;
  refuseWrongSscc(bare);
  const { label, parsed } = identify(bare, () => waysOf(known.home.ledger.local));
  const sscc = label?.kind === 'unit' ? label.sscc : ssccOf(parsed.elements);
  if (sscc !== undefined && isSscc(sscc)) return sscc;
  if (label?.kind !== 'pack') {
    throw new PedigreeError('not-gs1', say('not-a-container', { text }), { hint: say('what-names-container') });
  }
  const life = known.trace(packItem(known.view.network, label.gtin, label.serial));
  const name = containerCalled(label);
  if (mayNameContainer(known, label.gtin, life)) return name;
  const why = phrase('packs-have-this-gtin', { gtin: label.gtin });
  throw new PedigreeError('sscc-in-use', say('cannot-packed', { name, why }), {
    hint: say('case-has-own-gtin'),
    detail: { items: [{ n: 0, input: text, code: 'sscc-in-use', reason: why }] },
  });
}

/** A container takes more while it stands here open and is not empty; its number is never used a second time. */
function mustBeFree(tx: WriteTx, { life, name, key }: Target, into: string): void {
  if (life === undefined) return;
  const here = life.effective.at === 'active' && life.effective.holder === tx.known.self.gln;
  const [child] = childrenOf(tx.known, key);
  if (here && child !== undefined && life.around.length === 0) return;
  const why = here && life.around.length > 0 ? phrase('inside-another-container') : phrase('used-before');
  throw new PedigreeError('sscc-in-use', say('cannot-packed', { name, why }), {
    hint: here && life.around.length > 0 ? say('take-out-first-unpack') : say('pack-into-new'),
    detail: { items: [{ n: 0, input: into, code: 'sscc-in-use', reason: why }] },
  });
}

function isDirectlyIn(life: Life, container: Life): boolean {
  return life.state.at === 'inside' && sameBytes(life.state.container, container.key);
}

/** Takes goods out of what they are in, in the same commit. */
function takeOut<T extends Goods>(tx: WriteTx, goods: readonly T[]): readonly T[] {
  const inside = goods.filter((one) => one.life.state.at === 'inside');
  if (inside.length === 0) return goods;
  const rows = rowsFor(inside.map((one) => one.life));
  mustListOpened(rows.opened);
  const manifest: JsonObject = { items: itemsOf(tx.known, inside) };
  tx.add({ type: EVENT.unpack.type, public: {}, items: rows.items, details: { ...rows.opens }, manifest });
  return goods.map((one) => ({ ...one, life: tx.known.trace(one.item) }));
}

function misfits(home: Home, tx: WriteTx, goods: readonly Goods[], target: Target): Refusal[] {
  const roles = tx.view.authority().party(home.self.gln)?.roles ?? [];
  return goods.flatMap(({ n, input, life, item }) => {
    const answer = allowedNow(life, {
      type: 'pack',
      gln: home.self.gln,
      chain: home.self.chain,
      roles,
      at: tx.at,
      details: { container: target.key },
      policy: tx.view.policy,
      ...(target.life === undefined ? {} : { into: target.life }),
      levels: isContainer(item) ? levelsIn(tx, item.key) : 0,
    });
    if (answer === true) return [];
    const refusal = {
      n,
      input,
      code: 'wrong-state',
      reason: answer.text,
      exit: answer.reason === 'not-allowed' ? 77 : 14,
    };
    return [refusal];
  });
}

/** How many levels of containers a container has, itself included; one more than are allowed where it never ends. */
function levelsIn(tx: WriteTx, key: Bytes, left = MOST_AROUND): number {
  let deepest = 0;
  if (left === 0) return 1;
  for (const child of childrenOf(tx.known, key, 'containers')) {
    if (isContainer(child.item)) deepest = Math.max(deepest, levelsIn(tx, child.item.key, left - 1));
  }
  return deepest + 1;
}
