// The inventory and the keys of `--once`, made a second time from the chains and compared with what is stored. Needs the own keys.
import { hex } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { refWithoutHash } from '../../custody/event-ref.ts';
import { PedigreeError } from '../../errors.ts';
import type { AuditFinding, Container, View } from '../../ledger/types.ts';
import { phrase } from '../../words/en/maintenance.ts';
import { keepStock, type StockIndex, stockAnew, stockIndex } from '../judging/stock-index.ts';
import type { LotCounts } from '../judging/stock-parts.ts';
import type { Home } from '../node/home.ts';
import { catchUp, isToDo } from '../record/inventory.ts';
import { emptyIndex } from '../record/inventory-index.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { fromEvents } from '../verdict/alert-events.ts';
import { fromRecalledSupplies, keepStopped } from '../verdict/alert-recalls.ts';

/**
 * What the chains say and is not stored; undefined where the keys are locked. What is stored besides is no finding here: it may
 * have been opened with keys that are lost, and rows that nobody wrote are found by their checksums.
 */
export function inventoryFindings(home: Home): readonly AuditFinding[] | undefined {
  try {
    home.keyring();
  } catch (error) {
    // Found and named by itself.
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
  try {
    return home.ledger.read((view) => compare(home, view));
  } catch (error) {
    // Records and events that are damaged are findings already.
    if (error instanceof PedigreeError && error.code !== 'interrupted') return [];
    throw error;
  }
}

/** Reads into the folder again what is derived for this party, as far as the keys are not locked. */
export function fillInventory(home: Home): void {
  try {
    home.keyring();
  } catch (error) {
    if (error instanceof PedigreeError) return;
    throw error;
  }
  home.ledger.write((local, view) => {
    const known = knowledgeOf(home, view, local);
    catchUp(known);
    keepStock(known, local);
    keepStopped(known);
  });
}

function compare(home: Home, view: View): readonly AuditFinding[] {
  const fresh = emptyIndex();
  const anew = knowledgeOf(home, view, undefined, undefined, fresh.index);
  catchUp(anew);
  const here = knowledgeOf(home, view);
  catchUp(here);
  return [
    ...rows(here, fresh.index.list(''), fresh.containers),
    ...containers(here, fresh.containers),
    ...onceKeys(home, view, fresh.once),
    ...stockLots(here, anew),
    ...alerts(here, anew),
  ];
}

/** The stock as it is kept, with what came since, beside the one that is counted anew. */
function stockLots(here: Knowledge, anew: Knowledge): readonly AuditFinding[] {
  const named = ({ is, counts }: ReturnType<StockIndex['lots']>[number]) =>
    [JSON.stringify(is), sorted(counts)] as const;
  const kept = new Map(stockIndex(here).lots().map(named));
  const due = new Map(stockAnew(anew).lots().map(named));
  const [wrong, ...more] = [...new Set([...kept.keys(), ...due.keys()])].filter(
    (lot) => kept.get(lot) !== due.get(lot),
  );
  if (wrong === undefined) return [];
  const { lot, gtin } = JSON.parse(wrong) as { readonly lot: string; readonly gtin: string };
  return [
    {
      code: 'index-wrong',
      message: phrase('stock-of-lot', { lot, gtin, more: more.length }),
    },
  ];
}

/** What was remembered of alerts, so that it need not be worked out each time, beside the same worked out again. */
function alerts(here: Knowledge, anew: Knowledge): readonly AuditFinding[] {
  const told = (known: Knowledge) =>
    [...fromEvents(known), ...fromRecalledSupplies(known)].map(({ id, ended }) => `${id} ${ended?.by ?? ''}`);
  const [kept, due] = [new Set(told(here)), new Set(told(anew))];
  const [wrong, ...more] = [...kept, ...due].filter((one) => !kept.has(one) || !due.has(one));
  if (wrong === undefined) return [];
  const [id = ''] = wrong.split(' ');
  return [{ code: 'index-wrong', message: phrase('remembered-of-alert', { id, more: more.length }) }];
}

function sorted({ states, boxes }: LotCounts): string {
  const entries = (counts: object) => Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([entries(states), entries(boxes)]);
}

function rows(
  { index }: Knowledge,
  due: readonly { readonly key: string; readonly value: Json }[],
  known: ReadonlyMap<string, Container>,
): readonly AuditFinding[] {
  const stored = new Map(index.list('').map(({ key, value }) => [key, JSON.stringify(value)]));
  const isSame = ({ key, value }: { readonly key: string; readonly value: Json }) =>
    stored.get(key) === JSON.stringify(value) || isNamed({ index }, key, known);
  const [first, ...more] = due.filter((one) => !isSame(one) && !isToDo(one.key)).map(({ key }) => key);
  if (first === undefined) return [];
  return [
    {
      code: 'index-wrong',
      message: phrase('of-inventory', { first, more: more.length }),
    },
  ];
}

/** Which of two names a container was found by first is no matter: the other one is the alias. */
function isNamed({ index }: Pick<Knowledge, 'index'>, key: string, known: ReadonlyMap<string, Container>): boolean {
  const [, name = '', container = ''] = /^alias:(.*) ([0-9a-f]+)$/.exec(key) ?? [];
  const due = known.get(container);
  return due !== undefined && index.container(due.key)?.name === name;
}

function containers({ index }: Knowledge, due: ReadonlyMap<string, Container>): readonly AuditFinding[] {
  const lacking = [...due.values()].filter((one) => {
    const stored = index.container(one.key);
    if (stored === undefined) return true;
    const isNamedSo = stored.name === one.name || index.get(`alias:${one.name} ${hex(one.key)}`) !== undefined;
    const here = new Set(texts(stored));
    return !isNamedSo || texts(one).some((text) => !here.has(text));
  });
  const [first] = lacking;
  if (first === undefined) return [];
  return [
    {
      code: 'index-wrong',
      message: phrase('what-known-of-container', { first: first.name, more: lacking.length - 1 }),
    },
  ];
}

/** What it was filled by: an event of a chain that has split since goes by another ref, and is the same. */
function texts({ value }: Container): readonly string[] {
  return Array.isArray(value)
    ? (value as readonly JsonObject[]).map(({ event, hash, m }) => `${refWithoutHash(String(event))} ${hash} ${m}`)
    : [];
}

function onceKeys(home: Home, view: View, due: ReadonlyMap<string, Json>): readonly AuditFinding[] {
  const { once } = home.ledger.local;
  return [...due].flatMap(([key, value]): readonly AuditFinding[] => {
    const { request, event } = value as JsonObject;
    const stored = once.get(key) as JsonObject | undefined;
    const of = { key, event: String(event) };
    // What came from a peer since the last command is read by the next one that records.
    if (stored === undefined)
      return isRead(home, view, of.event) ? [{ code: 'record-missing', message: phrase('once-key-missing', of) }] : [];
    return stored.request === request
      ? []
      : [{ code: 'record-damaged', message: phrase('once-key-of-another-request', of) }];
  });
}

/** Whether the inventory has been read up to this event. */
function isRead(home: Home, view: View, ref: string): boolean {
  const marks = home.ledger.local.marks.list().at(-1)?.value as Readonly<Record<string, number>> | undefined;
  const event = view.event(ref);
  const name = event === undefined || event.branch === 0 ? event?.chain : `${event.chain}~${event.branch}`;
  return event !== undefined && event.leaf.seq < Number(marks?.[name ?? ''] ?? 0);
}
