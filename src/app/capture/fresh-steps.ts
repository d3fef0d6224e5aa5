// Packing and shipping what came into being in this run: written as a mint in cases is, without tracing each pack.
import { b64u } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { holdToken, itemToken } from '../../chain/item-key.ts';
import { EVENT } from '../../custody/events/all.ts';
import { packItem } from '../../custody/item.ts';
import { worstExit } from '../../custody/reasons.ts';
import { MOST_AROUND } from '../../custody/trace.ts';
import { packNamed } from '../../epcis/ids.ts';
import { nameOf } from '../items/goods.ts';
import { objectionsToPack } from '../judging/judging.ts';
import { honouredLots } from '../judging/recall.ts';
import { containersNamed } from '../record/containers-known.ts';
import { countOf, type FreshContainer, type FreshItem, packsOf } from './fresh.ts';
import type { LineEvent } from './line-event.ts';
import { typed } from './names.ts';
import type { CaptureRun } from './run.ts';

/** What the names of an event are, where all of them came into being here and lie loose; undefined where one did not. */
function looseGoods({ fresh, tx }: CaptureRun, { names }: LineEvent): readonly FreshItem[] | undefined {
  const items: FreshItem[] = [];
  for (const name of names ?? []) {
    const item = fresh.loose(name);
    if (item === undefined) return undefined;
    items.push(item);
  }
  // Serials of a line can be guessed: somebody may have recorded something of them before they were made.
  const tokens = items.flatMap((item) =>
    item.kind === 'pack' ? [itemToken(item.key, 1), itemToken(item.key, 2), holdToken(item.key, 0)] : [],
  );
  return items.length > 0 && tx.view.noRows(tokens) ? items : undefined;
}

/** @returns whether it was packed; else it is to be packed as everything else is */
export function packFresh(run: CaptureRun, event: LineEvent): boolean {
  const { fresh, tx } = run;
  const { parent } = event;
  if (parent === undefined) return false;
  const container = containerFor(run, parent);
  const items = container && looseGoods(run, event);
  if (container === undefined || items === undefined || items.some((item) => item === container)) return false;
  if (items.some((item) => item.kind === 'container' && item.levels + 1 >= MOST_AROUND)) return false;
  const { key, n } = container;
  const packed = run.add(
    {
      type: EVENT.pack.type,
      public: {},
      items: [...items.map(rowOf), { key, token: itemToken(key, n) }],
      details: { container: b64u(key) },
      manifest: { container: { ...codeOf(parent), key: b64u(key), n }, items: listOf(items) },
    },
    [event],
    countOf(items),
  );
  if (packed.km === undefined) throw new TypeError('a pack event without a key to its manifest');
  container.fillings.push({ event: packed.ref, hash: packed.leaf.hash, m: packed.km });
  fresh.fill(container, items);
  tx.known.changed();
  return true;
}

/** One of this run that stands open here, or a new one where nothing was ever called so. */
function containerFor({ fresh, tx }: CaptureRun, name: string): FreshContainer | undefined {
  const before = fresh.container(name);
  if (before !== undefined) return before.left || before.within !== undefined ? undefined : before;
  if (containersNamed(tx.known, typed(name)).length > 0) return undefined;
  const named = packNamed(name);
  // A case has a GTIN of its own: what is called as a pack is one.
  if (named !== undefined && (fresh.loose(name) !== undefined || honouredLots(tx.view, named.gtin).length > 0))
    return undefined;
  return {
    kind: 'container',
    name,
    key: tx.random(32),
    number: 0,
    n: 0,
    levels: 1,
    fillings: [],
    lots: new Map(),
    within: undefined,
    left: false,
  };
}

function codeOf(name: string): JsonObject {
  return { ...(packNamed(name) ?? { sscc: name }) };
}

function rowOf({ key, n }: FreshItem) {
  return { key, token: itemToken(key, n) };
}

/** Goods as a manifest lists them. */
function listOf(items: readonly FreshItem[]): JsonObject {
  const lots = new Map<string, { readonly line: JsonObject; readonly serials: string[] }>();
  const containers: JsonObject[] = [];
  for (const item of items) {
    if (item.kind === 'container') {
      const events = item.fillings.map(({ event, hash, m }) => ({ event, hash: b64u(hash), m: b64u(m) }));
      containers.push({ ...codeOf(item.name), key: b64u(item.key), n: item.n, events });
      continue;
    }
    const { gtin, lot, expiry, serial } = item.is;
    const name = `${gtin} ${lot} ${expiry}`;
    const line = lots.get(name) ?? { line: { gtin, lot, expiry, n: item.n }, serials: [] };
    lots.set(name, line);
    line.serials.push(serial);
  }
  const packs = [...lots.values()].map(({ line, serials }) => ({ ...line, serials }));
  return { ...(packs.length === 0 ? {} : { packs }), ...(containers.length === 0 ? {} : { containers }) };
}

/**
 * Ships goods of this run. One pack of each lot is judged for all of them, for nothing was recorded of any.
 * @param to the GLN of the party that they go to
 * @returns whether they were shipped, or refused; else they are to be shipped as all others are
 */
export function shipFresh(run: CaptureRun, event: LineEvent, to: string): boolean {
  const { fresh, tx, home } = run;
  const items = looseGoods(run, event);
  if (items === undefined || event.reason !== undefined) return false;
  const objections = packsOf(items).flatMap(({ sample }) => {
    const life = tx.known.trace(packItem(home.self.network, sample.gtin, sample.serial));
    return objectionsToPack(tx.known, sample, { life }).map((told) => ({ ...told, name: nameOf(sample) }));
  });
  const exit = worstExit(objections.map((told) => told.exit));
  const worst = objections.find((told) => told.exit === exit);
  if (worst !== undefined) {
    run.fault(event, worst.code, `${worst.name}: ${worst.text}`, 14);
    return true;
  }
  run.add(
    {
      type: EVENT.ship.type,
      public: {},
      items: items.map(rowOf),
      details: { to },
      manifest: { items: listOf(items), from: home.self.gln, to, ...event.papers },
      partners: [to],
    },
    [event],
    countOf(items),
  );
  fresh.leave(event.names ?? []);
  return true;
}
