// The one error class of the product and the one table of its codes: code → exit.

/** Every error code with the exit code of a command that ends in it (sysexits where one fits). */
export const ERRORS = {
  unexpected: 1,
  usage: 2,
  'once-key-reused': 2,
  'confirm-missing': 2,
  'not-authentic': 10,
  'unknown-item': 11,
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
  'bad-frame': 65,
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

/** The next thing to do after a failure of which nothing better is known than its code. */
const NEXT: Readonly<Record<ErrorCode, string>> = {
  unexpected: 'this is a fault of the program; PEDIGREE_DEBUG=1 shows where',
  usage: 'pedigree help COMMAND shows what it takes',
  'once-key-reused': 'each request has a key of its own',
  'confirm-missing': 'repeat it with --confirm if that is meant',
  'not-authentic': 'pedigree verify shows what is wrong with it',
  'unknown-item': 'pedigree verify shows what is known of it',
  'unknown-lot': 'look at the number again, or pedigree sync',
  recalled: 'pedigree recall list shows the recalls',
  expired: 'pedigree decommission --reason expired takes it out of use',
  'wrong-state': 'pedigree trace shows where it stands',
  'sscc-in-use': 'pedigree pack --into new draws another number',
  'chain-broken': 'pedigree audit lists what is broken',
  quarantined: 'pedigree release ends a quarantine',
  'not-yet-known': 'pedigree sync, then try again',
  'not-gs1': 'pedigree decode shows what can be read of it',
  'bad-encoding': 'it was cut off or damaged: have it sent again',
  'bad-leaf': 'it was cut off or damaged: have it sent again',
  'bad-note': 'it was cut off or damaged: have it sent again',
  'bad-bundle': 'it was cut off or damaged: have it sent again',
  'bad-frame': 'it was cut off or damaged: have it sent again',
  'bad-input': 'look at what was given and try again',
  'other-network': 'ask the regulator of this network for its card',
  'no-such-file': 'look at the path and try again',
  'no-party': 'pedigree init makes one; --home DIR names another folder',
  'not-found': 'look at the name and try again, or pedigree sync',
  'cannot-create': 'look at the path, its permissions and the space left',
  'io-failed': 'pedigree doctor looks at the disk and the folder',
  damaged: 'pedigree audit shows what is damaged and mends it from a peer',
  'key-damaged': 'pedigree restore brings the key back from a backup',
  locked: 'another run is at work here: try again',
  'peer-away': 'try again later, or carry a file: pedigree export FILE',
  'not-allowed': 'pedigree status shows what this party may do',
  'fingerprint-differs': 'ask the regulator for its card and read the digits out to each other',
  'key-passphrase': 'try again, or give it in a file: --passphrase-file FILE',
  'key-permissions': 'the key is for its owner alone: chmod 600',
  'not-accredited': 'pedigree parties lists who is; pedigree sync may bring news',
  'not-a-test-home': 'pedigree init --test makes a home to try things in',
  'clock-suspect': 'set the clock; if it is right, --clock-is-right writes once',
  'chain-behind': 'pedigree recover fetches what is missing',
  'bad-setting': 'pedigree config list shows the settings',
  'node-too-old': 'get a newer one from https://nodejs.org',
  interrupted: 'what was recorded stays recorded: the same command again goes on',
};

/**
 * A failure that a person can act on: a stable code, a sentence in lower case without a full stop, and the next thing
 * to do. Verdicts are values, never errors.
 */
export class PedigreeError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
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
    this.hint = options.hint ?? NEXT[code];
    this.exit = options.exit ?? ERRORS[code];
    this.detail = options.detail;
  }
}

/** What each exit code of a command says; the order is that in which the worst of several results wins. */
export const EXITS: readonly (readonly [exit: number, meaning: string])[] = [
  [130, 'interrupted'],
  [1, 'unexpected: a fault of the program'],
  [2, 'usage: the words of the command line'],
  [78, 'settings, clock, or the own chain behind'],
  [15, 'the own chain is broken, or a fork in what was asked about'],
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
  [74, 'read or write failed: disk full, damaged'],
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
