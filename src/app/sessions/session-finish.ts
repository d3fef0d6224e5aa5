// The end of a session: one commit through the very functions that the commands use, or the differences of a stock-take.
import { hex } from '../../chain/bytes.ts';
import { packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { worstExit } from '../../errors.ts';
import type { ScanSession } from '../../scan/session.ts';
import { nameOf } from '../items/goods.ts';
import { shipmentRefOf } from '../items/receipt.ts';
import { resolveItem, resolveNamed } from '../items/resolve.ts';
import { stockIndex } from '../judging/stock-index.ts';
import type { Home } from '../node/home.ts';
import { catchUp } from '../record/inventory.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import { together } from '../record/received.ts';
import { dispense } from '../steps/dispense.ts';
import { outstanding, reportedMissing } from '../steps/incoming.ts';
import { pack } from '../steps/pack.ts';
import { receive } from '../steps/receive.ts';
import type { ReceiveData } from '../steps/receive-data.ts';
import { ship } from '../steps/ship.ts';
import type { Finish } from './session-journal.ts';
import { COPY, LOOK, type SessionData } from './session-lines.ts';
import type { Expected, ScanAnswer } from './session-look.ts';
import { type Delivery, outsideIn, recordOutside } from './session-outside.ts';
import type { SessionRequest } from './session-request.ts';

/** What a session has come to. */
export interface SessionEnd {
  readonly exit: number;
  /** The answer of the command that recorded it. */
  readonly recorded?: object;
  /** The event that matters most, `CHAIN/SEQ`. */
  readonly event?: string;
  readonly missing?: readonly string[];
  /** All that is missing, where `missing` is cut. */
  readonly missingCount?: number;
}

/** So many missing packs are named; of more only the number is told. */
const NAMED = 1_000;

/** What a session has to record; with `tellMissing` also what is announced and not here. */
export function toRecord(
  session: ScanSession,
  request: SessionRequest,
  expected: readonly Expected[],
  tellMissing: boolean,
): Finish {
  const inputs = (some: Iterable<{ readonly input: string }>) => [...some].map(({ input }) => input);
  const missing = [...(request.missing ?? []), ...(tellMissing ? stillMissing(session, expected) : [])];
  const damaged = [...(request.damaged ?? []), ...inputs(session.damaged())];
  return {
    items: inputs(session.counted()),
    told: inputs(session.told()),
    ...(missing.length === 0 ? {} : { missing }),
    ...(damaged.length === 0 ? {} : { damaged }),
  };
}

/** Records what was counted. `id` makes the record of a session that was cut off at its very end happen once. */
export async function recordSession(
  home: Home,
  request: SessionRequest,
  finish: Finish,
  session: ScanSession,
  expected: readonly Expected[],
  id: string,
  deliveries: readonly Delivery[] = [],
): Promise<SessionEnd> {
  const { items } = finish;
  const once = `scan-${id}`;
  switch (request.mode) {
    case 'receive': {
      const missing = finish.missing ?? stillMissing(session, expected);
      const gone = missing.length > 0 ? LOOK : 0;
      const { inside, beyond } = parted(home, finish);
      const told = inside.items.length > 0 ? inside : stillToTell(home, inside);
      // What the network knows goes first: where that cannot be recorded nothing is.
      const own = told === undefined ? undefined : receiveOnce(home, told);
      const outside = await recordOutside(home, deliveries, beyond, session);
      const both = own && outside ? together(own, outside) : (own ?? outside);
      if (both === undefined) return { exit: gone, missing };
      const { exit, ...answer } = both;
      return { exit: worstExit([exit, gone]), ...recorded(answer), missing };
    }
    case 'ship': {
      if (items.length === 0) return { exit: 0 };
      const { to = '', despatch } = request;
      return { exit: 0, ...recorded(ship(home, { to, items, once, ...(despatch === undefined ? {} : { despatch }) })) };
    }
    case 'pack':
      return items.length === 0
        ? { exit: 0 }
        : { exit: 0, ...recorded(pack(home, { into: request.into ?? '', items })) };
    case 'dispense': {
      if (items.length === 0) return { exit: 0 };
      const { ref } = request;
      const { lines, ...answer } = dispense(home, items, { once, ...(ref === undefined ? {} : { ref }) });
      const results = lines.map((line, at) => ({ input: items[at], ...line }));
      return { exit: worstExit(lines.map((line) => line.exit)), ...recorded({ ...answer, results }) };
    }
    case 'stock-take': {
      const { names, count } = stockMissing(home, session);
      return { exit: count > 0 ? LOOK : 0, missing: names, missingCount: count };
    }
    default:
      return { exit: 0 };
  }
}

/** What a session ends with, of the network and of the world outside. */
function parted(home: Home, { items, told, missing, damaged }: Finish) {
  const out = outsideIn(home, [...items, ...told, ...(missing ?? []), ...(damaged ?? [])]);
  const only = (isOut: boolean): Finish => {
    const own = (scans: readonly string[]) => scans.filter((scan) => out.has(scan) === isOut);
    return {
      items: own(items),
      told: own(told),
      ...(missing === undefined ? {} : { missing: own(missing) }),
      ...(damaged === undefined ? {} : { damaged: own(damaged) }),
    };
  };
  return { inside: only(false), beyond: only(true) };
}

/**
 * What is missing is part of what is received, so it is named with it. A record that was cut off behind its commit is made
 * again: then all is here, and what was told beside it has been told.
 */
function receiveOnce(home: Home, { items, told, missing = [], damaged = [] }: Finish): ReceiveData {
  if (items.length > 0 && areHere(home, items)) return receive(home, { items });
  return receive(home, { items: [...items, ...missing, ...damaged, ...told], missing, damaged });
}

/** Where nothing was scanned: what was said to be missing or damaged, as far as no record of it says so yet. */
function stillToTell(home: Home, finish: Finish): Finish | undefined {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    const missing = (finish.missing ?? []).filter((input) => {
      const { life, item } = resolveItem(known, input);
      if (life.effective.at !== 'transit') return true;
      return !reportedMissing(known, shipmentRefOf(known, life)).has(hex(item.key));
    });
    const damaged = (finish.damaged ?? []).filter((input) => !isHeldBy(resolveItem(known, input).life, home.self.gln));
    return missing.length + damaged.length === 0 ? undefined : { ...finish, missing, damaged };
  });
}

function areHere(home: Home, items: readonly string[]): boolean {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    return items.every((input) => {
      const goods = resolveNamed(known, input);
      if (!('shipment' in goods)) return isHeldBy(goods.life, home.self.gln);
      const short = reportedMissing(known, goods.shipment.ref);
      return outstanding(known, goods.shipment).every(({ item }) => short.has(hex(item.key)));
    });
  });
}

function isHeldBy({ effective }: Life, gln: string): boolean {
  return 'holder' in effective && effective.holder === gln;
}

function recorded<T extends object & { readonly event?: string }>(answer: T): Pick<SessionEnd, 'recorded' | 'event'> {
  return { recorded: answer, ...(answer.event === undefined ? {} : { event: answer.event }) };
}

/** Of the shipments that something came of, what did not. */
export function stillMissing(session: ScanSession, expected: readonly Expected[]): readonly string[] {
  const begun = new Set(expected.filter(({ key }) => session.isHere(key)).map(({ shipment }) => shipment));
  return expected.filter(({ key, shipment }) => begun.has(shipment) && !session.isHere(key)).map(({ name }) => name);
}

function stockMissing(home: Home, session: ScanSession): { readonly names: readonly string[]; readonly count: number } {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    const names: string[] = [];
    let count = 0;
    for (const { is, state } of stockIndex(known).packs()) {
      if (state !== 'active' && state !== 'contested' && state !== 'quarantined') continue;
      if (session.isHere(hex(packItem(view.network, is.gtin, is.serial).key))) continue;
      if (++count <= NAMED) names.push(nameOf(is));
    }
    return { names, count };
  });
}

/** Scans that a stock-take did not expect, kept by name. */
export class StockDifferences {
  readonly unexpected: string[] = [];
  readonly wrongState: { readonly item: string; readonly state: string }[] = [];

  note(look: ScanAnswer, input: string): void {
    const { gtin, serial, sscc } = look.item ?? {};
    const item = sscc ?? (gtin === undefined ? input : `(01)${gtin}(21)${serial}`);
    if (look.state === undefined) this.unexpected.push(item);
    else if (look.state !== 'active' && look.state !== 'quarantined') this.wrongState.push({ item, state: look.state });
  }
}

/** The last line, of what was counted and recorded. */
export function endLine(
  session: ScanSession,
  { mode, into }: SessionRequest,
  { exit, ...told }: SessionEnd,
  { unexpected, wrongState }: StockDifferences,
  seconds: number,
): { readonly exit: number; readonly data: Omit<SessionData, 'mode'> } {
  const { tally } = session;
  const copies = [...session.copies()].map(({ input }) => input);
  const repeated = [...session.repeated()].map(({ key }) => session.inputOf(key) ?? key);
  const differs = unexpected.length + wrongState.length > 0;
  const data = {
    kind: 'end',
    result: told.recorded !== undefined ? 'recorded' : tally.scans === 0 ? 'nothing-scanned' : 'counted',
    tally,
    ...told,
    ...(mode === 'stock-take' ? { unexpected, wrongState } : {}),
    ...(copies.length === 0 ? {} : { copies }),
    ...(repeated.length === 0 ? {} : { repeated }),
    ...(into === undefined ? {} : { into }),
    seconds,
  } as const;
  return { exit: worstExit([exit, differs ? LOOK : 0, copies.length > 0 ? COPY : 0]), data };
}
