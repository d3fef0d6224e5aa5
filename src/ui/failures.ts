// Whatever a command throws, as a failure that a person can act on: errors of files, sockets and SQLite by their codes.
import { type ErrorCode, PedigreeError } from '../errors.ts';

interface SystemError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly syscall?: string;
  readonly path?: string;
  readonly dest?: string;
}

/** The failure that an exception stands for. */
export function toFailure(thrown: unknown): PedigreeError {
  if (thrown instanceof PedigreeError) return thrown;
  if (!(thrown instanceof Error)) return new PedigreeError('unexpected', `something was thrown: ${String(thrown)}`);
  const error = thrown as SystemError;
  if (error.name === 'AbortError') return new PedigreeError('interrupted', 'interrupted', { cause: error });
  const known = systemFailure(error) ?? (error.cause instanceof Error ? systemFailure(error.cause) : undefined);
  if (known !== undefined) return known;
  return new PedigreeError('unexpected', `unexpected: ${firstLine(error.message)}`, { cause: error });
}

const CREATES = new Set(['mkdir', 'rename', 'copyfile', 'symlink', 'link', 'mkdtemp', 'unlink', 'rmdir', 'chmod']);

function systemFailure(error: SystemError): PedigreeError | undefined {
  const what = error.dest ?? error.path;
  const place = what === undefined ? '' : `: ${what}`;
  const fail = (code: ErrorCode, message: string, hint?: string) =>
    new PedigreeError(code, message, hint === undefined ? { cause: error } : { cause: error, hint });
  switch (error.code) {
    case 'ENOENT':
      return error.syscall && CREATES.has(error.syscall)
        ? fail('cannot-create', `no such folder${place}`)
        : fail('no-such-file', `no such file${place}`);
    case 'ENOTDIR':
      return fail('no-such-file', `not a folder${place}`);
    case 'EISDIR':
      return fail('no-such-file', `a folder, not a file${place}`);
    case 'ELOOP':
      return fail('no-such-file', `a link that points to itself${place}`);
    case 'ENAMETOOLONG':
      return fail('no-such-file', 'the name of the file is too long');
    case 'EEXIST':
      return fail('cannot-create', `already there${place}`);
    case 'EROFS':
      return fail('cannot-create', `this place can only be read${place}`);
    case 'EACCES':
    case 'EPERM':
      if (error.syscall === 'listen') return fail('not-allowed', 'this port may not be used', 'take one above 1023');
      return error.syscall && CREATES.has(error.syscall)
        ? fail('cannot-create', `no permission to write${place}`)
        : fail('io-failed', `no permission${place}`);
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
      return fail('io-failed', `the disk is full${place}`, 'make room and run it again; nothing is half written');
    case 'EFBIG':
    case 'EIO':
      return fail('io-failed', `reading or writing failed${place}`);
    case 'EMFILE':
    case 'ENFILE':
      return fail('locked', 'too many files are open', 'try again');
    case 'EBUSY':
    case 'EAGAIN':
    case 'ETXTBSY':
      return fail('locked', `in use${place}`, 'try again');
    case 'EADDRINUSE':
      return fail('locked', 'this address is in use', 'stop the other one or choose another --port');
    case 'EADDRNOTAVAIL':
      return fail('bad-setting', 'this machine does not have that address', 'choose another --host');
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
      return fail('peer-away', `the peer cannot be reached (${error.code})`, 'try again later');
    case 'ERR_STRING_TOO_LONG':
    case 'ERR_FS_FILE_TOO_LARGE':
      return fail('bad-input', 'the input is too large');
  }
  if (error.code?.startsWith('SQLITE_')) return sqliteFailure(error, error.code, fail);
  // Whatever else the system refuses is no fault of the program.
  if (error.errno === undefined || error.syscall === undefined) return undefined;
  return fail('io-failed', `${error.syscall} failed (${error.code})${place}`);
}

function sqliteFailure(
  error: Error,
  code: string,
  fail: (code: ErrorCode, message: string, hint?: string) => PedigreeError,
): PedigreeError {
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return fail('locked', 'another program is writing to the ledger', 'try again');
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return fail('damaged', 'the ledger is damaged', 'pedigree audit says where; pedigree restore brings a backup back');
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM') {
    return fail('cannot-create', 'the ledger can only be read here');
  }
  if (code.startsWith('SQLITE_CANTOPEN')) return fail('io-failed', 'the ledger cannot be opened');
  if (code.startsWith('SQLITE_IOERR') || code === 'SQLITE_NOMEM') {
    return fail('io-failed', `the ledger cannot be read or written (${code})`);
  }
  return fail('unexpected', `unexpected: ${firstLine(error.message)} (${code})`);
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}
