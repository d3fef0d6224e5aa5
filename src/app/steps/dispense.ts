// Supplying packs to patients: each scan for itself, with the verdict where it forbids it.
import { hex } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { roleAllows } from '../../custody/rights.ts';
import type { Verdict } from '../../custody/verdict.ts';
import { type ErrorCode, PedigreeError } from '../../errors.ts';
import type { Local } from '../../ledger/types.ts';
import { say } from '../../words/en/steps.ts';
import { sentence, type Said as Words } from '../../words/say.ts';
import { itemsOf, rowsFor } from '../items/goods.ts';
import { mustListOpened } from '../items/receipt.ts';
import { type Resolved, resolveItem } from '../items/resolve.ts';
import { verdictOn } from '../judging/judging.ts';
import { recordGoods } from '../judging/record-goods.ts';
import { momentHere } from '../node/clock.ts';
import type { Home } from '../node/home.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { AGAIN, ONCE_ROOM, type OnceAnswer } from '../record/once.ts';
import { mustBeReadable } from '../record/readable.ts';
import { noteReference } from '../record/supplied.ts';
import type { WriteTx, Written } from '../record/write.ts';
import type { DispenseLine } from './dispense-line.ts';
import { linesAgain } from './dispensed-again.ts';
import { mayWait, putInOutbox } from './outbox.ts';
import { receiveFirst } from './preconditions.ts';
import { mustHaveRole } from './record-step.ts';

export interface DispenseRequest {
  /** The own reference, a prescription number for example; sealed to the own party. */
  readonly ref?: string;
  /** Keep it where the shipment's event has not arrived: recorded once it has. */
  readonly later?: boolean;
  readonly once?: string;
  readonly note?: string;
  /** Supply it although records contradict each other, on the word of the note. */
  readonly despite?: 'contested';
}

/** What became of a scan that could not be read. */
export interface UnreadLine {
  readonly exit: number;
  /** As the error said it: a line has to be kept for a repetition. */
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly hint?: string };
}

export type DispenseAnswer = Written & { readonly lines: readonly (DispenseLine | UnreadLine)[] };

/**
 * Dispenses packs in one commit. A pack that may not be supplied is answered with its verdict, and the others go on. The
 * same pack again is always `already-dispensed`, unless the same `once` key repeats the same request.
 * @throws not-allowed (77) where this party is no dispenser, once-key-reused (2)
 */
export function dispense(home: Home, scans: readonly string[], request: DispenseRequest = {}): DispenseAnswer {
  const { once, note, ref, despite } = request;
  if (despite !== undefined && (note ?? '').trim() === '') {
    throw new PedigreeError('usage', say('despite-contested-needs-word'));
  }
  if (despite !== undefined && request.later === true) {
    throw new PedigreeError('usage', say('despite-not-said'));
  }
  // Also of what waits in the outbox: it must be recorded one day.
  const { operator } = home.env;
  const said = Object.entries({ ref, note, operator }).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, text]],
  );
  mustBeReadable(EVENT.dispense.type, { private: Object.fromEntries(said) as JsonObject });
  const what = {
    command: 'dispense',
    tells: true,
    request: {
      scans: [...scans],
      ref: ref ?? null,
      later: request.later ?? false,
      ...(despite === undefined ? {} : { despite }),
    },
    ...(once === undefined ? {} : { once }),
    ...(note === undefined ? {} : { note }),
    again: (known: Knowledge, event: CustodyEvent, kept: JsonObject | undefined) =>
      answerAgain(known, event, kept, scans),
  };
  try {
    return recordGoods(home, what, (tx) => dispenseAll(tx, scans, request));
  } catch (error) {
    return keepForLater(home, scans, request, error);
  }
}

function dispenseAll(
  tx: WriteTx,
  scans: readonly string[],
  request: DispenseRequest,
): Omit<DispenseAnswer, keyof Written> {
  mustHaveRole(tx, EVENT.dispense.type);
  // The answer is part of the last event, so what will be dispensed is decided before anything is written.
  const last = lastDispensable(tx, scans, request);
  const lines: (DispenseLine | UnreadLine)[] = [];
  scans.forEach((scan, at) => {
    lines.push(one(tx, scan, request, at === last ? { before: lines, isAll: at === scans.length - 1 } : undefined));
  });
  return { lines };
}

/** The last scan that will be dispensed: the same pack again will not be. */
function lastDispensable(tx: WriteTx, scans: readonly string[], request: DispenseRequest): number {
  const seen = new Set<string>();
  return scans.reduce((last, scan, at) => {
    const name = dispensable(tx, scan, request);
    if (name === undefined || seen.has(name)) return last;
    seen.add(name);
    return at;
  }, -1);
}

/** The pack's key, where it may be dispensed. */
function dispensable(tx: WriteTx, scan: string, request: DispenseRequest): string | undefined {
  try {
    const goods = resolveItem(tx.known, scan);
    const verdict = verdictOn(tx.known, goods);
    const may = goods.is.kind === 'pack' && !forbids(verdict) && !isUnanswered(verdict, request);
    return may ? hex(goods.life.key) : undefined;
  } catch (error) {
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}

function one(
  tx: WriteTx,
  scan: string,
  request: DispenseRequest,
  carries: { readonly before: readonly (DispenseLine | UnreadLine)[]; readonly isAll: boolean } | undefined,
): DispenseLine | UnreadLine {
  let goods: Resolved;
  try {
    goods = packNamed(tx.known, scan);
  } catch (error) {
    if (error instanceof PedigreeError) return unread(error);
    throw error;
  }
  const verdict = verdictOn(tx.known, goods);
  const item = itemShown(goods);
  if (forbids(verdict)) return waitOrRefuse(tx, scan, goods, verdict, request);
  if (isUnanswered(verdict, request)) return { exit: CONTESTED.exit, result: 'refused', item, verdict };
  const words = {
    ...(request.ref === undefined ? {} : { ref: request.ref }),
    ...(verdict.confirm === true && request.despite !== undefined ? { despite: request.despite } : {}),
  };
  return writeDispense(tx, goods, words, (line) => {
    const cautioned = verdict.status === 'genuine' ? {} : { verdict };
    const answer = { ...line, item, ...cautioned };
    return { answer, told: carries && toldOf([...carries.before, answer], carries.isAll) };
  });
}

/** What may not be recorded now: kept for later where that is meant and possible, else refused. Without `local` only told. */
function waitOrRefuse(
  tx: Parameters<typeof putInOutbox>[0],
  scan: string,
  goods: Resolved,
  verdict: Verdict,
  request: DispenseRequest,
  why?: ErrorCode,
): DispenseLine {
  const item = itemShown(goods);
  if (request.later === true && mayWait(tx.known, goods.life, verdict)) {
    const queued = putInOutbox(tx, {
      scan,
      verdict,
      ...(why === undefined ? {} : { why }),
      ...(request.ref === undefined ? {} : { ref: request.ref }),
    });
    return { exit: 17, result: 'queued', item, verdict, queued };
  }
  return { exit: verdict.exit, result: 'refused', item, verdict };
}

/**
 * A folder that may not write to its chain now, restored or copied, and a new chain of this party that no regulator has
 * accredited yet keep what was supplied until they may.
 */
function keepForLater(home: Home, scans: readonly string[], request: DispenseRequest, error: unknown): DispenseAnswer {
  const code = error instanceof PedigreeError && request.later === true ? error.code : undefined;
  const why = code === undefined ? undefined : KEPT[code];
  if (why === undefined) throw error;
  const queue = (known: Knowledge, local?: Local) => {
    if (!isDispenser(known)) throw error;
    return scans.map((scan): DispenseLine | UnreadLine => {
      try {
        const goods = packNamed(known, scan);
        return waitOrRefuse(
          { known, local, random: home.env.random },
          scan,
          goods,
          verdictOn(known, goods),
          request,
          code,
        );
      } catch (cause) {
        if (cause instanceof PedigreeError) return unread(cause);
        throw cause;
      }
    });
  };
  const { dryRun } = home.env;
  const lines = dryRun
    ? home.ledger.read((view) => queue(knowledgeOf(home, view)))
    : home.ledger.write((local, view) => queue(knowledgeOf(home, view, local), local));
  const at = new Date(home.ledger.read((view) => momentHere(home, view))).toISOString();
  return { lines, at, already: false, warnings: [sentence(why)], ...(dryRun ? { dryRun: true as const } : {}) };
}

const KEPT: Readonly<Partial<Record<ErrorCode, Words>>> = {
  'chain-behind': say('folder-restored-or-copied'),
  'chain-forked': say('own-chain-has-two'),
  'not-allowed': say('chain-not-accredited-yet'),
};

/** Whether this party supplies packs, on whichever of its chains. */
function isDispenser(known: Knowledge): boolean {
  const party = known.view.authority().party(known.self.gln);
  return party !== undefined && !party.ended && roleAllows(EVENT.dispense.type, party.roles);
}

type Said = { readonly answer: DispenseLine; readonly told: OnceAnswer | undefined };

/** Where all were supplied the events say so themselves, cautions apart; what else became of a scan stands in the last one. */
function toldOf(lines: readonly (DispenseLine | UnreadLine)[], isAll: boolean): OnceAnswer {
  if (isAll && lines.every((line) => 'result' in line && line.result === 'dispensed')) return AGAIN;
  return JSON.parse(JSON.stringify({ lines })) as JsonObject;
}

/** The first answer once more. What comes behind the last pack that was supplied was refused, and is judged again. */
function answerAgain(
  known: Knowledge,
  event: CustodyEvent,
  kept: JsonObject | undefined,
  scans: readonly string[],
): Omit<DispenseAnswer, keyof Written> {
  const lines =
    kept === undefined
      ? linesAgain(known, event, scans.length)
      : (kept.lines as unknown as readonly (DispenseLine | UnreadLine)[]);
  const rest = scans.slice(lines.length).map((scan): DispenseLine | UnreadLine => {
    try {
      const goods = packNamed(known, scan);
      const verdict = verdictOn(known, goods);
      const exit = verdict.exit === 0 ? CONTESTED.exit : verdict.exit;
      return { exit, result: 'refused', item: itemShown(goods), verdict };
    } catch (error) {
      if (error instanceof PedigreeError) return unread(error);
      throw error;
    }
  });
  return { lines: [...lines, ...rest] };
}

/**
 * Receives and opens what has to be, and writes the event; `say` makes the answer that the event carries.
 * @param suppliedAt ms, where it was supplied before now: whoever scans the pack again is told that time
 */
export function writeDispense(
  tx: WriteTx,
  named: Resolved,
  words: JsonObject,
  say: (line: Omit<DispenseLine, 'item'>) => Said,
  suppliedAt?: number,
): DispenseLine {
  const [goods] = receiveFirst(tx, [named]);
  if (goods === undefined) throw new TypeError('nothing to dispense');
  const rows = rowsFor([goods.life]);
  mustListOpened(rows.opened);
  const opened = rows.opened.map((life) => tx.known.index.container(life.key)?.name ?? '');
  const details = { ...rows.opens, ...(suppliedAt === undefined ? {} : { suppliedAt }) };
  const event = tx.nextRef();
  const line = { exit: 0, result: 'dispensed', event, ...(opened.length === 0 ? {} : { opened }) } as const;
  const { answer, told } = say(line);
  if (words.ref !== undefined) noteReference(tx.local.inventory, event);
  tx.add(
    {
      type: EVENT.dispense.type,
      public: {},
      items: rows.items,
      ...(Object.keys(details).length === 0 ? {} : { details }),
      private: { ...words, items: itemsOf(tx.known, [goods]) },
      room: ONCE_ROOM,
    },
    told,
  );
  return answer;
}

/** @throws usage for a case, and as `resolveItem` */
function packNamed(known: Knowledge, scan: string): Resolved {
  const goods = resolveItem(known, scan);
  if (goods.is.kind === 'pack') return goods;
  throw new PedigreeError('usage', say('only-packs-dispensed'), { hint: say('scan-pack-not-case') });
}

function unread({ exit, code, message, hint }: PedigreeError): UnreadLine {
  return { exit, error: { code, message, ...(hint === undefined ? {} : { hint }) } };
}

function forbids(verdict: Verdict): boolean {
  return verdict.status === 'stop' || verdict.status === 'unknown';
}

/** It asks, and nobody has answered. */
function isUnanswered(verdict: Verdict, { despite }: DispenseRequest): boolean {
  return verdict.confirm === true && despite === undefined;
}

/** Of a line that asks, and was answered by nobody. */
export const CONTESTED = { code: 'contested', exit: 14 } as const;

function itemShown({ is, label }: Resolved): DispenseLine['item'] {
  if (is.kind === 'pack') return { gtin: is.gtin, serial: is.serial, lot: is.lot, expiry: is.expiry };
  return { gtin: label?.gtin ?? '', serial: label?.serial ?? '' };
}
