// The file of a folder that says who may work at its desk: devices, codes that pair one, operators. Secrets stand in it as hashes.
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PedigreeError } from '../../errors.ts';
import { holdingLease } from '../../ledger/lease.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/desk.ts';
import { DESK_FILE } from './folder.ts';
import { refuseWider } from './key-file.ts';

/** One who changes the file at a time. */
const DESK_LEASE = 'desk.lease';
/** How long one waits for another who does, ms. */
const DESK_PATIENCE = 5_000;

/** What a device is for: it says what may be asked from there. */
export const DESK_ROLES = ['look', 'dispense', 'warehouse', 'office'] as const;
export type DeskRole = (typeof DESK_ROLES)[number];

export interface DeskDevice {
  readonly name: string;
  readonly role: DeskRole;
  /** SHA-256 of its token. */
  readonly token: string;
  /** ISO 8601, as all moments here. */
  readonly created: string;
  readonly seen: string;
}

/** A code that pairs one device, once. */
export interface PairingCode {
  /** SHA-256 of the code. */
  readonly code: string;
  readonly role: DeskRole;
  readonly name?: string;
  readonly expires: string;
}

/** Somebody who works at the desk, and what proves it. */
export interface DeskOperator {
  readonly name: string;
  readonly created: string;
  /** scrypt of the PIN. */
  readonly pin?: { readonly salt: string; readonly hash: string };
  /** SHA-256 of the badge. */
  readonly badge?: string;
}

export interface DeskBook {
  readonly devices: readonly DeskDevice[];
  readonly codes: readonly PairingCode[];
  readonly operators: readonly DeskOperator[];
  /** Where the desk was opened last. */
  readonly url?: string;
}

const NOBODY: DeskBook = { devices: [], codes: [], operators: [] };

/** @throws damaged (74), key-permissions (77) where others may read it, io-failed */
export function readDesk(home: string): DeskBook {
  const file = join(home, DESK_FILE);
  if (!existsSync(file)) return NOBODY;
  refuseWider(file, '600');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-read', { file }));
  }
  const book = parsed(text);
  if (book === undefined)
    throw new PedigreeError('damaged', say('file-damaged', { file }), { hint: say('remove-file') });
  return book;
}

function parsed(text: string): DeskBook | undefined {
  try {
    const { devices, codes, operators, url } = JSON.parse(text) as Partial<Record<keyof DeskBook, unknown>>;
    if (![devices, codes, operators].every(Array.isArray)) return undefined;
    return { devices, codes, operators, ...(typeof url === 'string' ? { url } : {}) } as DeskBook;
  } catch {
    return undefined;
  }
}

/** Changes the file in one step, while nobody else does. `change` gives what is to be there, and what is answered. */
export function changeDesk<T>(home: string, change: (book: DeskBook) => readonly [DeskBook, T]): T {
  return holdingLease(
    home,
    () => {
      const before = readDesk(home);
      const [book, answer] = change(before);
      if (book !== before) write(home, book);
      return answer;
    },
    DESK_PATIENCE,
    DESK_LEASE,
  );
}

function write(home: string, book: DeskBook): void {
  const file = join(home, DESK_FILE);
  const fresh = `${file}.new`;
  try {
    rmSync(fresh, { force: true });
    writeFileSync(fresh, `${JSON.stringify(book, undefined, 1)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(fresh, file);
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-write', { file }));
  }
}

/** Another text whenever the file is another one. */
export function deskStamp(home: string): string {
  const found = statSync(join(home, DESK_FILE), { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.mtimeMs} ${found.size}`;
}
