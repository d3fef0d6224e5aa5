// The one error class of the product and the one table of its codes: code → exit.

/** Every error code with the exit code of a command that ends in it (sysexits where one fits). */
export const ERRORS = {
  unexpected: 1,
  usage: 2,
  'once-key-reused': 2,
  'confirm-missing': 2,
  'unknown-lot': 11,
  recalled: 12,
  expired: 13,
  'wrong-state': 14,
  'sscc-in-use': 14,
  'chain-broken': 15,
  quarantined: 16,
  'not-yet-known': 19,
  'not-gs1': 65,
  'bad-encoding': 65,
  'bad-leaf': 65,
  'bad-note': 65,
  'bad-bundle': 65,
  'bad-input': 65,
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
  'bad-setting': 78,
  'node-too-old': 78,
  interrupted: 130,
} as const satisfies Readonly<Record<string, number>>;

export type ErrorCode = keyof typeof ERRORS;

/**
 * A failure that a person can act on: a stable code, a sentence in lower case without a full stop, and where there is
 * one the next thing to do. Verdicts are values, never errors.
 */
export class PedigreeError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly exit: number;
  /** What a script may want beside the message, for example `items[]` of a command that is all or nothing. */
  readonly detail: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly hint?: string;
      readonly detail?: Readonly<Record<string, unknown>>;
      readonly exit?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PedigreeError';
    this.code = code;
    this.hint = options.hint;
    this.exit = options.exit ?? ERRORS[code];
    this.detail = options.detail;
  }
}
