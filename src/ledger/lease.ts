// The lease of whoever prepares an append while its key takes its time to sign: one run at a time. It is a lock of the system on
// an empty file beside the head file, so it ends with the process that has it, however that ends, and by no time that passes.
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/ledger.ts';
import { type Connection, openDatabase } from './database.ts';
import { guard, isOf } from './sqlite.ts';

export const LEASE_FILE = 'lease';
/** How long one waits for another's signatures, ms: a token that asks for a finger or a number takes a while. */
const PATIENCE = 60_000;

/**
 * Runs `fn` while no other process, and nobody else in this one, runs one for this folder and name. Reading and writing go on
 * meanwhile.
 * @throws locked (75) where somebody has it for longer than `patience`, io-failed where there is no room for the file
 */
export function holdingLease<T>(dir: string, fn: () => T, patience = PATIENCE, name = LEASE_FILE): T {
  const lease = takeLease(dir, patience, name);
  try {
    return fn();
  } finally {
    lease.close();
  }
}

/** As `holdingLease`, until it is closed. */
export function takeLease(dir: string, patience: number, name = LEASE_FILE): { close(): void } {
  return guard(() => taken(join(dir, name), patience));
}

function taken(file: string, patience: number): Connection {
  makeFile(file);
  const lease = openDatabase(file, { timeout: patience, fileMustExist: true });
  try {
    // Nothing is ever written, so there is no journal, and nothing to sync.
    lease.exec('BEGIN EXCLUSIVE');
    return lease;
  } catch (error) {
    lease.close();
    if (!isOf(error, 'SQLITE_BUSY')) throw error;
    throw new PedigreeError('locked', say('another-signs'), {
      hint: say('answer-the-key'),
      cause: error,
    });
  }
}

// Only where there is none: to close a file would end what this process has locked of it by another opening.
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!isOf(error, 'EEXIST')) throw error;
  }
}
