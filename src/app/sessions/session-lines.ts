// What a session says of each scan, key and end, apart from who it says it to.
import { MOST_LISTED, type PedigreeError } from '../../errors.ts';
import type { Outcome, Tally } from '../../scan/session.ts';
import { phrase } from '../../words/en/sessions.ts';
import type { Unfinished } from './session-journal.ts';
import type { ScanAnswer } from './session-look.ts';
import type { Mode, SessionRequest } from './session-request.ts';

export interface LeftLine {
  readonly mode: Mode;
  /** ISO 8601 UTC. */
  readonly since: string;
  readonly scans: number;
}

/** One line of what a session says. */
export interface SessionLine {
  readonly n?: number;
  readonly input?: string;
  readonly exit: number;
  readonly data: SessionData;
}

export interface SessionData {
  readonly kind: 'start' | 'scan' | 'key' | 'problem' | 'end';
  readonly mode: Mode;
  readonly result?: Outcome['result'] | 'missing' | 'recorded' | 'nothing-scanned' | 'kept';
  readonly status?: ScanAnswer['status'];
  readonly code?: string;
  readonly text?: string;
  readonly advice?: string;
  readonly notes?: readonly string[];
  readonly again?: true;
  readonly item?: ScanAnswer['item'];
  readonly product?: string;
  readonly strength?: string;
  readonly form?: string;
  readonly packs?: number;
  readonly tally?: Tally;
  /** Waits for an answer: the same box, or a second one? */
  readonly asks?: true;
  readonly person?: true;
  readonly unfinished?: readonly LeftLine[];
  readonly continued?: LeftLine;
  readonly discarded?: number;
  readonly into?: string;
  /** GLN and name of the receiver. */
  readonly to?: string;
  readonly toName?: string;
  readonly recorded?: object;
  readonly event?: string;
  readonly missing?: readonly string[];
  readonly missingCount?: number;
  readonly unexpected?: readonly string[];
  /** What cannot be recorded, and why: the first hundred of `total`. */
  readonly items?: readonly {
    readonly n: number;
    readonly input: string;
    readonly code: string;
    readonly reason: string;
  }[];
  readonly total?: number;
  readonly wrongState?: readonly { readonly item: string; readonly state: string }[];
  readonly copies?: readonly string[];
  readonly repeated?: readonly string[];
  readonly seconds?: number;
}

/** What is told, how loud, and with which exit code. */
export interface SpokenLine {
  readonly exit: number;
  readonly bell: 0 | 1 | 2;
  readonly data: Omit<SessionData, 'mode'>;
}

/** Exit codes of a count that differs, and of two boxes with one code. */
export const LOOK = 20;
export const COPY = 10;

/** @param asks whether a person is asked about a repetition */
export function lineOfScan(look: ScanAnswer, outcome: Outcome, asks: boolean): SpokenLine {
  const { result, overlaps, about, tally } = outcome;
  const { exit, status, code, text, advice, notes, item, product, strength, form, packs, again } = look;
  const base = { kind: 'scan', result, ...defined({ item, product, strength, form, packs, again }), tally } as const;
  // What was stopped before is stopped again: that it came twice matters less.
  if (result === 'duplicate' && (look.taken || status !== 'stop')) {
    const told = {
      code: 'duplicate',
      text: about === undefined ? phrase('scanned-before') : phrase('scanned-before-as', { n: about.n }),
    };
    return { exit: LOOK, bell: 1, data: { ...base, status: 'caution', ...told, ...(asks ? { asks } : {}) } };
  }
  if (overlaps !== undefined) {
    const told = { code: 'overlaps', text: phrase('counted-already-with-scan', { n: overlaps.n }) };
    return { exit: 0, bell: 1, data: { ...base, status: 'caution', ...told } };
  }
  const bell = status === 'genuine' ? 0 : status === 'stop' && again === undefined ? 2 : 1;
  return { exit, bell, data: { ...base, status, ...defined({ code, text, advice, notes }) } };
}

const KEYS: Readonly<Partial<Record<Outcome['result'], (about: string, back: Outcome['back']) => string>>> = {
  undone: (about, back) => {
    if (back === 'copy' || back === 'out') return phrase('counted-again', { about });
    return back === 'damaged' ? phrase('not-damaged-after-all', { about }) : phrase('taken-back', { about });
  },
  same: () => phrase('same-box-counted-once'),
  out: (about) => phrase('not-counted-any-more', { about }),
  damaged: (about) => phrase('damaged-will-received', { about }),
};

/** What an undo, an answer or a mark came to; `nothing` says what there is nothing of. */
export function lineOfKey({ result, about, back, tally }: Outcome, nothing: string): SpokenLine {
  const base = { kind: 'key', result, tally } as const;
  if (result !== 'copy') {
    const text = KEYS[result]?.(phrase('scan', { n: about?.n ?? 0 }), back) ?? nothing;
    return { exit: 0, bell: result === 'nothing' ? 1 : 0, data: { ...base, text } };
  }
  const told = {
    code: 'copy',
    text: phrase('two-boxes-with-one'),
    advice: phrase('put-both-boxes-aside'),
  };
  return { exit: COPY, bell: 2, data: { ...base, status: 'stop', ...told } };
}

/** Interrupted: whether what was scanned is kept. */
export function keptLine(mode: Mode, kept: boolean, tally: Tally): Omit<SessionData, 'mode'> {
  const text = kept ? phrase('nothing-recorded-scans-kept') : phrase('nothing-recorded');
  const advice = kept ? { advice: phrase('scan-mode-continue-goes', { mode }) } : {};
  return { kind: 'end', result: 'kept', text, ...advice, tally };
}

/** Why nothing could be recorded: each bad thing by its name. */
export function failedLine({ code, message, hint, detail }: PedigreeError): Omit<SessionData, 'mode'> {
  const items = Array.isArray(detail?.items) ? (detail.items as NonNullable<SessionData['items']>) : undefined;
  const listed = items === undefined ? {} : { items: items.slice(0, MOST_LISTED), total: items.length };
  const advice = hint ?? phrase('enter-tries-again-undo');
  return { kind: 'problem', code, text: message, advice, ...listed };
}

/** What a session begins with: what it is for, what is expected, and what is unfinished. */
export function startLine(
  { into, to }: SessionRequest,
  { toName, packs }: { readonly toName?: string; readonly packs?: number },
  tally: Tally,
  left: { readonly open: readonly Unfinished[]; readonly taken: Unfinished | undefined; readonly discarded: number },
): Omit<SessionData, 'mode'> {
  const { open, taken, discarded } = left;
  return {
    kind: 'start',
    tally,
    ...defined({ into, to, toName, packs }),
    ...(open.length === 0 ? {} : { unfinished: open.map(leftLine) }),
    ...(taken === undefined ? {} : { continued: leftLine(taken) }),
    ...(discarded === 0 ? {} : { discarded }),
  };
}

export function leftLine({ request, since, moves }: Unfinished): LeftLine {
  const scans = moves.filter((move) => 'scan' in move).length;
  return { mode: request.mode, since: new Date(since).toISOString(), scans };
}

function defined<T extends object>(fields: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
