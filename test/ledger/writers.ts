// Processes of their own that write to a ledger: started, listened to line by line, and waited for.
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeKeyFile } from '../../src/chain/keys.ts';
import { folder, type Party, random } from './network.ts';

export interface Writer {
  readonly child: ChildProcess;
  /** The whole lines that it has printed so far. */
  readonly said: readonly string[];
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

/** Starts a script of this folder with these words. */
export function startWriter(script: string, ...words: readonly string[]): Writer {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  let rest = '';
  child.stdout.on('data', (data: Buffer) => {
    const lines = (rest + data.toString()).split('\n');
    rest = lines.pop() ?? '';
    said.push(...lines);
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
  return { child, said, ended };
}

/** A file with a party's keys, for a process to read. */
export function keysOf({ keyring }: Party): string {
  const file = join(folder(), 'keys');
  writeFileSync(file, encodeKeyFile(keyring, undefined, random));
  return file;
}
