// A party that has joined another network moves in: the files of its old ledger go to `past/NETWORK`, the new ones into their place.
// Begun by `join`, and ended by whoever opens the folder next: each step may be done again, and none of them needs a key.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PedigreeError } from '../../errors.ts';
import { DOCUMENTS, PAST } from '../../ledger/carried.ts';
import { HEAD_FILE, MARK_FILE, syncFolder } from '../../ledger/head-file.ts';
import { holdingLease, LEASE_FILE } from '../../ledger/lease.ts';
import { withNobodyElse } from '../../ledger/nobody-else.ts';
import { LEDGER_FILE } from '../../ledger/view.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/node.ts';
import type { Env } from './env.ts';
import { DESK_FILE, JOINED, KEY_FILE, NEXT_KEY_FILE } from './folder.ts';
import { PAST_FILE, type PastMark, settleHead } from './joined.ts';

/** All of a party that is not its kept files: the ledger first, since nobody opens it without. Its desk has its devices paired anew. */
const OLD: readonly string[] = [
  ...['', '-wal', '-shm', '-journal'].map((end) => LEDGER_FILE + end),
  ...[HEAD_FILE, `${HEAD_FILE}.new`, MARK_FILE, LEASE_FILE, DESK_FILE, NEXT_KEY_FILE, KEY_FILE],
];

/**
 * Moves a party in that has joined; nothing where another process has done so meanwhile.
 * @throws locked (75) where somebody has the old ledger open, io-failed (74); the next who opens the folder goes on
 */
export function moveIn({ home, state }: Pick<Env, 'home' | 'state'>): void {
  const from = join(home, JOINED);
  try {
    holdingLease(from, () => {
      if (existsSync(join(from, PAST_FILE))) moveAll(home, from, state);
    });
    rmSync(from, { recursive: true, force: true });
    syncFolder(home);
  } catch (cause) {
    if (!existsSync(from)) return;
    if (cause instanceof PedigreeError && cause.code === 'locked') throw cause;
    throw new PedigreeError('io-failed', say('joined-not-in-place', { why: wordsFor(cause, home) }), {
      hint: say('any-command-goes-on'),
      cause,
    });
  }
}

function wordsFor(cause: unknown, home: string): string {
  const failure = asFailure(cause, phrase('cannot-write', { home }));
  return failure instanceof Error ? failure.message : String(failure);
}

function moveAll(home: string, from: string, state: string | undefined): void {
  const text = readFileSync(join(from, PAST_FILE), 'utf8');
  const { folder } = JSON.parse(text) as PastMark;
  // As long as the new ledger waits, nothing of what is in its place is new.
  if (existsSync(join(from, LEDGER_FILE))) {
    const past = join(home, PAST, folder);
    for (const dir of [join(home, PAST), past]) if (!existsSync(dir)) mkdirSync(dir, { mode: 0o700 });
    writeFileSync(join(past, PAST_FILE), text, { mode: 0o600, flush: true });
    const ledger = join(home, LEDGER_FILE);
    const moveOld = () => {
      for (const name of OLD) if (existsSync(join(home, name))) renameSync(join(home, name), join(past, name));
    };
    if (existsSync(ledger)) withNobodyElse(ledger, moveOld);
    else moveOld();
    for (const dir of [past, join(home, PAST), home]) syncFolder(dir);
    renameSync(join(from, LEDGER_FILE), ledger);
    syncFolder(home);
  }
  moveDocuments(home, from);
  const key = join(from, KEY_FILE);
  if (!existsSync(key)) return;
  if (existsSync(join(from, HEAD_FILE))) renameSync(join(from, HEAD_FILE), join(home, HEAD_FILE));
  settleHead(home, state);
  renameSync(key, join(home, KEY_FILE));
  syncFolder(home);
}

/** Files that are kept stay where they are; what was anchored first in the new network comes to them. */
function moveDocuments(home: string, from: string): void {
  const [there, here] = [join(from, DOCUMENTS), join(home, DOCUMENTS)];
  if (!existsSync(there)) return;
  if (!existsSync(here)) mkdirSync(here, { mode: 0o700 });
  for (const name of readdirSync(there)) renameSync(join(there, name), join(here, name));
  syncFolder(here);
}
