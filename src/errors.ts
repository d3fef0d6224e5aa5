// The one error class of the product and the one table of its codes: code → exit.
import { type Said, textOf } from './words/say.ts';

/** Every error code with the exit code of a command that ends in it (sysexits where one fits). */
export const ERRORS = {
  unexpected: 1,
  usage: 2,
  'own-peer': 2,
  'once-key-reused': 2,
  'confirm-missing': 2,
  'not-authentic': 10,
  'unknown-item': 11,
  'unknown-lot': 11,
  recalled: 12,
  expired: 13,
  'wrong-state': 14,
  contested: 14,
  'sscc-in-use': 14,
  'lot-exists': 14,
  'chain-broken': 15,
  'chain-forked': 15,
  quarantined: 16,
  'not-yet-known': 19,
  'not-gs1': 65,
  'bad-encoding': 65,
  'bad-leaf': 65,
  'bad-note': 65,
  'bad-bundle': 65,
  'bad-frame': 65,
  'bad-input': 65,
  'not-well-formed': 65,
  doctype: 65,
  'too-deep': 65,
  'too-large': 65,
  'duplicate-key': 65,
  'not-epcis': 65,
  'bad-csv': 65,
  'other-network': 65,
  'no-such-file': 66,
  'no-party': 66,
  'not-found': 66,
  'cannot-create': 73,
  'io-failed': 74,
  damaged: 74,
  'key-damaged': 74,
  locked: 75,
  'peer-away': 75,
  'not-allowed': 77,
  'fingerprint-differs': 77,
  'key-passphrase': 77,
  'key-permissions': 77,
  'not-accredited': 77,
  'not-a-test-home': 78,
  'clock-suspect': 78,
  'chain-behind': 78,
  'records-lost': 78,
  'bad-setting': 78,
  'node-too-old': 78,
  interrupted: 130,
} as const satisfies Readonly<Record<string, number>>;

/** Most entries of a list of what was not taken, or did not come; a hundred thousand help nobody, and bury what does. */
export const MOST_LISTED = 100;

export type ErrorCode = keyof typeof ERRORS;

/** What every failure has. It knows no table and no words, so that a bundle which fails in one way alone (src/gs1) carries none. */
class Failure extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly exit: number;
  /** What `message` says, as a value; absent where it says what somebody else said. */
  readonly said: Said | undefined;
  /**
   * What a script may want beside the message, for example `items[]` of a command that is all or nothing; `total`, where
   * only the first of them were listed.
   */
  readonly detail: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: ErrorCode,
    exit: number,
    message: string,
    hint?: string,
    options: FailureOptions = {},
    said?: Said,
  ) {
    super(message, options);
    this.name = 'PedigreeError';
    this.code = code;
    this.said = said;
    this.hint = hint;
    this.exit = exit;
    this.detail = options.detail;
  }
}

interface FailureOptions {
  readonly hint?: string | Said | undefined;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * A failure that a person can act on: a stable code, a sentence in lower case without a full stop, and the next thing
 * to do, where more is known of it than the code says (src/answer/hints.ts). Verdicts are values, never errors.
 * @example
 * ```ts
 * import { makeEnv, openHome, PedigreeError } from 'pedigree';
 *
 * try {
 *   openHome(makeEnv({ home: '/nowhere' }));
 * } catch (error) {
 *   if (error instanceof PedigreeError && error.code === 'no-party') console.log(error.hint);
 *   else throw error;
 * }
 * ```
 */
export class PedigreeError extends Failure {
  constructor(code: ErrorCode, message: string | Said, options: FailureOptions & { readonly exit?: number } = {}) {
    const { exit = ERRORS[code], hint } = options;
    const said = typeof message === 'string' ? undefined : message;
    super(code, exit, textOf(message), hint === undefined ? undefined : textOf(hint), options, said);
  }

  /** There is one kind of failure: what {@link badInput} made is one as well. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Failure;
  }
}

/** What a failure says, as a value where it is one of ours, so that another sentence can hold it. */
export function wordsOf(failure: Error): Said | string {
  return (failure instanceof PedigreeError ? failure.said : undefined) ?? failure.message;
}

/** The one failure of src/gs1, to be thrown: `bad-input`, with the exit that it has in the table. */
export function badInput(message: string, hint?: string): PedigreeError {
  return new Failure('bad-input', 65 satisfies (typeof ERRORS)['bad-input'], message, hint);
}

/** What each exit code of a command says; the order is that in which the worst of several results wins. */
export const EXITS: readonly (readonly [exit: number, meaning: string])[] = [
  [130, 'interrupted'],
  [1, 'unexpected: a fault of the program'],
  [2, 'usage: the words of the command line'],
  [78, 'settings, clock, or the own chain behind'],
  [
    15,
    'the own chain is broken, a fork in what was asked about, or the own chain forked: only what protects people is recorded',
  ],
  [10, 'not authentic'],
  [11, 'the serial is not in a lot that is known here'],
  [12, 'recalled or withdrawn'],
  [14, 'wrong state'],
  [16, 'quarantined, or the lot is on hold'],
  [13, 'expired'],
  [19, 'cannot tell yet: product, lot or custody data has not arrived'],
  [65, 'input that cannot be read as GS1, EPCIS …'],
  [66, 'no such file, or no party here'],
  [77, 'not allowed: key, passphrase, role or authority'],
  [73, 'cannot create'],
  [74, 'read or write failed: disk full, damaged, or the answer could not be written'],
  [75, 'try again: locked, or the peer is away'],
  [17, 'kept here, not finished'],
  [20, 'done, but look: a count that differs, or caution under --strict'],
  [0, 'done, or genuine, or caution'],
];

// Marked pure, with its loop inside, so that a bundle that needs no exits leaves the table out.
const RANK: ReadonlyMap<number, number> = /* @__PURE__ */ (() => new Map(EXITS.map(([exit], rank) => [exit, rank])))();

/** The exit code of a command with several results: the worst of theirs, 0 where there are none. */
export function worstExit(exits: Iterable<number>): number {
  let worst = 0;
  for (const exit of exits) {
    if ((RANK.get(exit) ?? -1) < (RANK.get(worst) ?? EXITS.length)) worst = exit;
  }
  return worst;
}
