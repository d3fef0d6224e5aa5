// A run of scanning: each move has a number, waits here until the node has answered it, and is sent again after a break, a reload
// or a power cut. What counts is what the node says of it.
import { signal } from '@preact/signals';
import type { DeskMove } from '../../src/desk/move.ts';
import { keysOf } from '../../src/gs1/keyed.ts';
import { phrase } from '../../src/words/en/page-goods.ts';
import { ask, firstLines, type Reply } from '../api/client.ts';
import type { Failure } from '../api/documents.ts';
import { keep, recallKept } from '../base/token.ts';
import { play } from '../scan/sound.ts';
import { type CommandCode, commandIn } from './command-codes.ts';
import { loadList, lookUp } from './list.ts';
import type { LineShown, Running, Unfinished, Wanted } from './run.ts';

type NewMove = DeskMove extends infer M ? (M extends DeskMove ? Omit<M, 'id'> : never) : never;

export const running = signal<Running | undefined>(undefined);

/** A session that the node was asked to open, and what was scanned meanwhile: it is counted once it is open. */
export interface Opening {
  readonly wanted: Wanted;
  readonly scans: readonly (readonly [scan: string, by: 'keys' | 'camera'])[];
}

export const opening = signal<Opening | undefined>(undefined);
/** Scans for a session that could not be opened: they count nowhere. */
export const uncounted = signal(0);
export const sessionFault = signal<Failure | undefined>(undefined);
/** Moves that the node has not answered yet. */
export const unsent = signal<readonly DeskMove[]>([]);

let last = 0;
let isSending = false;
/** Shows the node that moves come from whoever opened the session last. Undefined where the node gives none. */
let owner: string | undefined;

/** The moves that wait, as they outlive the page, and who gave them their numbers. */
interface Waiting {
  readonly owner: string | undefined;
  readonly moves: readonly DeskMove[];
}

/** Other tabs of this device, which are told of a session that is opened here. */
const tabs = new BroadcastChannel('desk-sessions');
tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
  if (running.value?.id === data) stopTaken();
};

/** Stops here: whoever opened it in another tab has what waits, and sends it. */
function stopTaken(): void {
  const { value } = running;
  if (value === undefined || value.end !== undefined) return;
  running.value = { ...value, isTaken: true };
  unsent.value = [];
}

/** Goes on here with what another tab has taken. */
export async function takeBack(): Promise<void> {
  const { value } = running;
  if (value !== undefined) await openSession(value.wanted);
}

/** Leaves it to the other tab. */
export function leaveSession(): void {
  running.value = undefined;
  unsent.value = [];
  sessionFault.value = undefined;
}

function keepMoves(id: string): Promise<void> {
  const waiting: Waiting = { owner, moves: unsent.value };
  return keep(`moves ${id}`, unsent.value.length === 0 ? undefined : waiting);
}

interface Opened {
  readonly id: string;
  readonly last: number;
  readonly start: LineShown & { readonly to?: string; readonly toName?: string };
  readonly continued?: boolean;
  readonly owner?: string;
  readonly others?: readonly { readonly device: string }[];
}

/** Opens a session, or goes on with the one for the same goods. Another one that is being opened is given up. */
export async function openSession(goods: Wanted): Promise<void> {
  const isOther = opening.value !== undefined;
  if (isOther) giveUpOpening();
  else uncounted.value = 0;
  // This wish is told from an earlier one for the same goods.
  const wanted = { ...goods };
  opening.value = { wanted, scans: [] };
  sessionFault.value = undefined;
  // Until the node says yes or no: opened twice it is the same session.
  while (opening.value?.wanted === wanted) {
    const reply = await ask<Opened>('/v1/sessions', wanted);
    if (opening.value?.wanted !== wanted) return;
    if (reply.kind === 'document') return begin(wanted, reply.document);
    if (reply.kind === 'failure' && !LATER.has(reply.status)) {
      sessionFault.value = reply.failure;
      return giveUpOpening();
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

/** Opens it no more; what was scanned for it is told. */
export function giveUpOpening(): void {
  uncounted.value = opening.value?.scans.length ?? 0;
  opening.value = undefined;
  if (uncounted.value > 0) play('unknown');
}

async function begin(wanted: Wanted, document: Opened): Promise<void> {
  const { id, start, others = [] } = document;
  tabs.postMessage(id);
  const waiting = await waitingMoves(id, document.last);
  const { value } = opening;
  if (value?.wanted !== wanted) return;
  // At once from here on: whoever goes back or begins another run has done so before, or does after.
  last = Math.max(document.last, ...waiting.map((one) => one.id));
  unsent.value = waiting;
  owner = document.owner;
  void keep(`owner ${id}`, owner);
  void keepMoves(id);
  const to = start.toName ?? start.to ?? wanted.to;
  const into = start.into ?? wanted.into;
  running.value = {
    id,
    wanted,
    tally: start.tally,
    line: undefined,
    others: others.map(({ device }) => device),
    ...(to === undefined ? {} : { to }),
    ...(into === undefined || into === 'new' ? {} : { into }),
    isContinued: document.continued === true,
  };
  if (wanted.mode === 'receive') void loadList(id);
  opening.value = undefined;
  for (const [scan, by] of value.scans) scanned(scan, by);
  if (unsent.value.length === 0 && last > 0) void showLast(id);
  void sendMoves();
}

/**
 * What waited when the page was closed is sent now. Where nobody else opened the session since, the numbers stay, as the node
 * answers again what it has heard; else they may be those of other scans, and it is all new to the node.
 */
async function waitingMoves(id: string, heard: number): Promise<readonly DeskMove[]> {
  const kept = (await recallKept(`moves ${id}`)) as Waiting | readonly DeskMove[] | undefined;
  if (kept === undefined) return [];
  const { moves, owner: whose } = 'moves' in kept ? kept : { moves: kept, owner: undefined };
  if (whose === (await recallKept(`owner ${id}`))) return moves;
  return moves.map((one, at) => ({ ...one, id: heard + 1 + at }));
}

/** The line of the last move, which is only read: nothing is done again for it. */
async function showLast(id: string): Promise<void> {
  const lines = await firstLines<LineShown>(`/v1/sessions/${id}/lines?last=${last - 1}`);
  const { value } = running;
  const line = lines.at(-1);
  if (line === undefined || value?.id !== id || value.line !== undefined) return;
  running.value = { ...value, tally: line.tally ?? value.tally, ...(line.kind === 'end' ? { end: line } : { line }) };
}

/** What this device has not finished. */
export async function unfinished(): Promise<readonly Unfinished[]> {
  const reply = await ask<{ readonly sessions: readonly Unfinished[] }>('/v1/sessions');
  return reply.kind === 'document' ? reply.document.sessions : [];
}

/** A scan in the session that is open, or is being opened. */
export function scanned(scan: string, by: 'keys' | 'camera'): void {
  if (opening.value !== undefined) {
    opening.value = { ...opening.value, scans: [...opening.value.scans, [scan, by]] };
    return;
  }
  const { typed, pressed } = keysOf(scan);
  // A badge says who works here; the node takes none as a scan, and it is kept nowhere.
  if (/PDG-OP:/i.test(typed)) {
    play('unknown');
    return;
  }
  const { value } = running;
  if (value?.end !== undefined) {
    tellLate(1);
    return;
  }
  const command = commandIn(typed, pressed ?? '');
  const isOfDelivery = value?.wanted.mode === 'receive';
  if (value !== undefined && !isOfDelivery && (command === 'damaged' || command === 'missing')) {
    running.value = { ...value, line: { kind: 'problem', text: phrase('of-deliveries') } };
    play('stop');
    return;
  }
  if (command !== undefined) {
    move(MOVES[command]);
    return;
  }
  if (isOfDelivery) void lookUp(scan);
  move({ scan: typed, by, ...(pressed === undefined ? {} : { pressed }) });
}

const MOVES: Readonly<Record<CommandCode, NewMove>> = {
  undo: { undo: true },
  damaged: { damaged: true },
  missing: { missing: true },
  end: { end: true },
};

/** What was scanned after the end counts nowhere. */
function tellLate(count: number): void {
  const { value } = running;
  if (value === undefined || count === 0) return;
  running.value = { ...value, late: (value.late ?? 0) + count };
  play('unknown');
}

const isEnding = (one: NewMove): boolean => 'end' in one || 'missing' in one;

/** A move of a person. */
export function move(one: NewMove): void {
  if (running.value === undefined || running.value.end !== undefined) return;
  if (running.value.isTaken) {
    play('stop');
    return;
  }
  // The answer to what it asks is given by whoever has seen the question.
  if (isEnding(one) && unsent.value.some(isEnding)) {
    play('unknown');
    return;
  }
  last++;
  unsent.value = [...unsent.value, { id: last, ...one } as DeskMove];
  void keepMoves(running.value.id);
  void sendMoves();
}

interface Answered {
  readonly last: number;
  readonly ended?: boolean;
  readonly lines: readonly LineShown[];
}

const AGAIN = 1_000;
const MOST_AT_ONCE = 100;
/** Whoever opened the session after this page owns it. */
const TAKEN = 409;
/** Locked, too many, busy: the same moves are taken later. */
const LATER: ReadonlySet<number> = new Set([423, 429, 503]);
/** Moves that are never taken; after any other failure they are kept, and sent with the next. */
const REFUSED: ReadonlySet<number> = new Set([200, 400, 413]);

async function sendMoves(): Promise<void> {
  if (isSending) return;
  isSending = true;
  // One move that is refused is found by itself, so that it takes no other with it.
  let most = MOST_AT_ONCE;
  try {
    while (unsent.value.length > 0 && running.value !== undefined) {
      const { id } = running.value;
      const mine = owner;
      const moves = unsent.value.slice(0, most);
      const reply: Reply<Answered> = await ask<Answered>(`/v1/sessions/${id}/moves`, {
        moves,
        ...(mine === undefined ? {} : { owner: mine }),
      });
      // Opened anew meanwhile, here or in another tab: what waits has other numbers.
      if (running.value?.id !== id || running.value.isTaken) continue;
      if (owner !== mine) continue;
      if (reply.kind === 'failure' && reply.status === TAKEN) {
        stopTaken();
        return;
      }
      if (reply.kind === 'away' || (reply.kind === 'failure' && LATER.has(reply.status))) {
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
        continue;
      }
      if (reply.kind === 'failure' && !REFUSED.has(reply.status)) {
        sessionFault.value = reply.failure;
        return;
      }
      if (reply.kind === 'failure' && moves.length > 1) {
        most = 1;
        continue;
      }
      const sent = new Set(moves.map((one) => one.id));
      unsent.value = unsent.value.filter((one) => !sent.has(one.id));
      await keepMoves(id);
      if (reply.kind === 'failure') {
        sessionFault.value = reply.failure;
        play('unknown');
        continue;
      }
      take(reply.document.lines);
      const end = running.value?.end;
      if (end === undefined) continue;
      // Scanned behind the end, and before its answer was here.
      const late = [...moves, ...unsent.value].filter((one) => 'scan' in one && one.id > (end.move ?? 0));
      unsent.value = [];
      await keepMoves(id);
      tellLate(late.length);
    }
  } finally {
    isSending = false;
  }
}

function take(lines: readonly LineShown[]): void {
  for (const line of lines) {
    const { value } = running;
    if (value === undefined) return;
    running.value = {
      ...value,
      tally: line.tally ?? value.tally,
      ...(line.kind === 'end' ? { end: line } : { line }),
    };
    play(soundOf(line));
  }
}

function soundOf({ kind, status, again, result }: LineShown): 'genuine' | 'caution' | 'stop' | 'unknown' {
  if (kind === 'problem') return 'stop';
  if (again === true || result === 'unreadable') return 'unknown';
  if (result === 'duplicate' || result === 'missing') return 'caution';
  return status ?? 'genuine';
}

/** Drops the session with all that was scanned. */
export async function dropSession(): Promise<void> {
  const { value } = running;
  if (value === undefined) return;
  await ask(`/v1/sessions/${value.id}/drop`, owner === undefined ? {} : { owner });
  await closeSession();
}

/** Leaves the screen of a session that has ended. */
export async function closeSession(): Promise<void> {
  const { value } = running;
  running.value = undefined;
  unsent.value = [];
  sessionFault.value = undefined;
  if (value === undefined) return;
  await keep(`moves ${value.id}`, undefined);
  await keep(`owner ${value.id}`, undefined);
}
