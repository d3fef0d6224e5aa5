// The one table of what the operating system, the network and SQLite refuse: their code, our code and so the exit, and
// the words for it. Whoever catches such an error asks here; test/system-errors.test.ts sees that nobody else decides.
import { type ErrorCode, PedigreeError } from './errors.ts';
import { say } from './words/en/system.ts';
import type { Said } from './words/say.ts';

/** What was being done: another code may fit then. `ledger`: with the own files, which nobody has named. */
export type Doing = 'creating' | 'listening' | 'ledger';

/** Sentences without values. */
type SentenceId = Exclude<Parameters<typeof say>[0], 'what-why' | 'why-where' | 'refuses'>;

interface Refusal {
  readonly code: ErrorCode;
  /** What it is, after a colon: `cannot write labels.pdf: the disk is full`. */
  readonly words: SentenceId;
  readonly hint?: SentenceId;
  /** Where something new was to be made. */
  readonly creating?: ErrorCode;
  /** Of the own ledger. */
  readonly ledger?: { readonly code?: ErrorCode; readonly words: SentenceId; readonly hint?: SentenceId };
}

const MAKE_ROOM = 'make-room';
const READ_ONLY = 'is-it-read-only';
const TRY_AGAIN = 'try-again-soon';
const AUDIT_TELLS = 'audit-tells';

const FULL: Refusal = { code: 'io-failed', words: 'disk-full', hint: MAKE_ROOM };
const BUSY: Refusal = {
  code: 'locked',
  words: 'use',
  hint: TRY_AGAIN,
  ledger: { words: 'ledger-in-use', hint: TRY_AGAIN },
};
const OFTEN_OPEN: Refusal = { code: 'locked', words: 'too-many-files-open', hint: TRY_AGAIN };
const FORBIDDEN: Refusal = {
  code: 'io-failed',
  creating: 'cannot-create',
  words: 'no-permission',
  ledger: {
    words: 'no-permission-ledger',
    hint: 'run-as-owner',
  },
};
const FAILED: Refusal = {
  code: 'io-failed',
  words: 'disk-failed',
  ledger: { words: 'reading-writing-ledger-failed' },
};
const READABLE_ONLY: Refusal = {
  code: 'cannot-create',
  words: 'place-can-only-read',
  hint: READ_ONLY,
  ledger: { words: 'ledger-cannot-written-here', hint: READ_ONLY },
};
const NO_WAY: Omit<Refusal, 'words'> = { code: 'peer-away', hint: 'try-again-later' };

/** By the code, or for SQLite by what its longer codes begin with. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  ENOENT: {
    code: 'no-such-file',
    creating: 'cannot-create',
    words: 'no-such-file',
    ledger: { code: 'io-failed', words: 'ledger-file-gone' },
  },
  ENOTDIR: {
    code: 'no-such-file',
    creating: 'cannot-create',
    words: 'not-folder',
    ledger: { code: 'io-failed', words: 'ledger-not-folder' },
  },
  EISDIR: {
    code: 'no-such-file',
    creating: 'cannot-create',
    words: 'folder-not-file',
    ledger: { code: 'io-failed', words: 'ledger-file-is-folder' },
  },
  ELOOP: { code: 'no-such-file', creating: 'cannot-create', words: 'link-points-itself' },
  ENAMETOOLONG: { code: 'no-such-file', creating: 'cannot-create', words: 'name-too-long' },
  EEXIST: { code: 'cannot-create', words: 'already' },
  ENOTEMPTY: { code: 'cannot-create', words: 'already-not-empty' },
  EXDEV: { code: 'cannot-create', words: 'another-disk' },
  EROFS: READABLE_ONLY,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: { ...FAILED, words: 'file-would-too-large' },
  EIO: FAILED,
  ENXIO: { ...FAILED, words: 'no-such-device' },
  ENODEV: { ...FAILED, words: 'no-such-device' },
  EBADF: { ...FAILED, words: 'closed' },
  EMFILE: OFTEN_OPEN,
  ENFILE: OFTEN_OPEN,
  EBUSY: BUSY,
  EAGAIN: BUSY,
  ETXTBSY: BUSY,
  EADDRINUSE: { code: 'bad-setting', words: 'another-program-listens', hint: 'port-0' },
  EADDRNOTAVAIL: {
    code: 'bad-setting',
    words: 'machine-does-not-have',
    hint: 'host-addresses',
  },
  EAFNOSUPPORT: { code: 'bad-setting', words: 'machine-has-no-addresses' },
  ECONNREFUSED: { ...NO_WAY, words: 'nobody-answers-at-address' },
  ENOTFOUND: { ...NO_WAY, words: 'no-such-host' },
  EAI_AGAIN: { ...NO_WAY, words: 'name-cannot-looked-up' },
  ECONNRESET: { ...NO_WAY, words: 'peer-broke-off' },
  ECONNABORTED: { ...NO_WAY, words: 'peer-broke-off' },
  EPIPE: { ...NO_WAY, words: 'peer-broke-off' },
  ETIMEDOUT: { ...NO_WAY, words: 'does-not-answer' },
  EHOSTUNREACH: { ...NO_WAY, words: 'no-way-host' },
  EHOSTDOWN: { ...NO_WAY, words: 'no-way-host' },
  ENETUNREACH: { ...NO_WAY, words: 'no-network' },
  ENETDOWN: { ...NO_WAY, words: 'no-network' },
  ERR_STRING_TOO_LONG: { code: 'bad-input', words: 'too-large' },
  ERR_FS_FILE_TOO_LARGE: { code: 'bad-input', words: 'too-large' },
  SQLITE_FULL: FULL,
  SQLITE_BUSY: BUSY,
  SQLITE_LOCKED: BUSY,
  SQLITE_CORRUPT: { code: 'damaged', words: 'ledger-damaged', hint: AUDIT_TELLS },
  SQLITE_NOTADB: { code: 'damaged', words: 'ledger-damaged', hint: AUDIT_TELLS },
  SQLITE_PERM: FORBIDDEN,
  SQLITE_READONLY: READABLE_ONLY,
  SQLITE_CANTOPEN: {
    code: 'io-failed',
    words: 'ledger-cannot-opened',
    hint: 'look-at-rights',
  },
  SQLITE_IOERR: FAILED,
  // What many readers share has no room beside the ledger.
  SQLITE_IOERR_SHMSIZE: FULL,
  SQLITE_NOMEM: { ...FAILED, words: 'memory-full' },
  SQLITE_TOOBIG: FAILED,
};

/** Calls of the system that make or name something, whoever asks. */
const CREATES: ReadonlySet<string> = new Set([
  'mkdir',
  'mkdtemp',
  'rename',
  'copyfile',
  'symlink',
  'link',
  'unlink',
  'rmdir',
  'chmod',
]);

interface SystemError extends Error {
  readonly code?: unknown;
  readonly errno?: number;
  readonly syscall?: string;
  readonly path?: string;
  readonly dest?: string;
}

/**
 * What an error of the system means, undefined for any other. The message begins with `what`, as in `cannot write x.pdf`;
 * where nothing is said, with what is wrong, and ends with the path that the error names.
 */
export function systemFailure(thrown: unknown, what?: string | Said, doing?: Doing): PedigreeError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const error: SystemError = thrown;
  const code = typeof error.code === 'string' ? error.code : '';
  // No statement here asks for what the tables have not got, so somebody has taken it out of them.
  const lacks = code === 'SQLITE_ERROR' && error.message.startsWith('no such ');
  const found = refusalOf(lacks ? 'SQLITE_CORRUPT' : code);
  const place = what !== undefined || doing === 'ledger' ? undefined : (error.dest ?? error.path);
  const saying = (why: Said): Said => {
    if (what !== undefined) return say('what-why', { what, why });
    return place === undefined ? why : say('why-where', { why, place });
  };
  if (found === undefined) {
    // Whatever else the system refuses is no fault of the program.
    if (error.errno === undefined || error.syscall === undefined) return undefined;
    return new PedigreeError(
      codeOf({ code: 'io-failed' }, undefined, error.syscall, doing),
      saying(say('refuses', { call: error.syscall, code })),
      { cause: error },
    );
  }
  const own = doing === 'ledger' || code.startsWith('SQLITE_') ? found.ledger : undefined;
  const words = own?.words ?? found.words;
  const hint = own === undefined ? found.hint : own.hint;
  return new PedigreeError(codeOf(found, own?.code, error.syscall, doing), saying(say(words)), {
    ...(hint === undefined ? {} : { hint: say(hint) }),
    cause: error,
  });
}

/** The same for whatever was thrown: what is no error of the system is `io-failed`, or `cannot-create`, in its own words. */
export function asFailure(thrown: unknown, what: string | Said, doing?: Doing): PedigreeError {
  if (thrown instanceof PedigreeError) return thrown;
  const words = thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown);
  return (
    systemFailure(thrown, what, doing) ??
    new PedigreeError(
      doing === 'creating' ? 'cannot-create' : 'io-failed',
      say('what-why', { what, why: words ?? '' }),
      { cause: thrown },
    )
  );
}

/** Whether a file or the disk failed, and not what was to be written: what was recorded before stays recorded. */
export function isStorageFailure(
  thrown: unknown,
): thrown is PedigreeError & { readonly code: 'io-failed' | 'cannot-create' } {
  return thrown instanceof PedigreeError && (thrown.code === 'io-failed' || thrown.code === 'cannot-create');
}

/** The codes that have a place in the table. */
export const SYSTEM_CODES: readonly string[] = /* @__PURE__ */ Object.keys(REFUSALS);

function refusalOf(code: string): Refusal | undefined {
  if (!code.startsWith('SQLITE_')) return Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
  return REFUSALS[code] ?? REFUSALS[code.split('_').slice(0, 2).join('_')];
}

function codeOf(
  found: Pick<Refusal, 'code' | 'creating'>,
  own: ErrorCode | undefined,
  syscall: string | undefined,
  doing?: Doing,
): ErrorCode {
  // An address is a setting, whatever is wrong with it.
  if (doing === 'listening' || syscall === 'listen') return 'bad-setting';
  if (own !== undefined) return own;
  const creates = doing === 'creating' || (doing === undefined && syscall !== undefined && CREATES.has(syscall));
  return (creates ? found.creating : undefined) ?? found.code;
}
