// The own head at others: when to ask for it, and what follows from an answer. What a folder that was put back has signed since
// then is known to those who have it.
import { readFileSync } from 'node:fs';
import { os } from '../builtins.ts';
import { hex } from '../chain/bytes.ts';
import { type Checkpoint, readCheckpoint, verifyCheckpoint } from '../chain/checkpoint.ts';
import { PedigreeError } from '../errors.ts';
import { phrase } from '../words/en/ledger.ts';
import type { HeadRead } from './head-file.ts';
import { hear } from './hear.ts';
import { allKeys } from './sign-keys.ts';
import { guard } from './sqlite.ts';
import { exclusively, ownHead, type Store, seenElsewhere as shownBefore } from './store.ts';
import { readWith } from './transaction.ts';
import type { Ledger } from './types.ts';

/** How long an answer is good for, and how long one goes on without any, ms. */
const GOOD_FOR = 24 * 3_600_000;
const WITHOUT = 10 * 60_000;
/** Where the system does not name its starts: one is known by its time, as well as that can be measured, ms. */
const START_WITHIN = 60_000;

/** See `Ledger.mustAsk`. */
export function mustAsk({ head, readOnly, memory, sql, view }: Store, now: number): boolean {
  if (readOnly || readWith(sql, memory, view, () => memory.own()) === undefined) return false;
  const read = guard(() => head.read());
  // Else nothing is appended anyhow before `recover` has asked.
  if (read.kind !== 'here') return false;
  // What is written outside of the folder tells it by itself; without that only peers can.
  if (read.outside === undefined && !head.askedHere) return true;
  const { asked } = head;
  // The time of a file and its place say that it was written, not by whom: reason enough to ask, none to refuse.
  return (
    asked === undefined || asked.boot !== boot() || asked.mark !== head.mark() || Math.abs(now - asked.at) > GOOD_FOR
  );
}

/** See `Ledger.askedPeers`. Written with the next own head, which is why it asks for no write of its own. */
export function askedPeers({ head }: Store, now: number, answered: boolean): void {
  head.asked = { at: answered ? now : now - GOOD_FOR + WITHOUT, boot: boot(), mark: head.mark() };
}

/** See `Ledger.seenElsewhere`. */
export function seenElsewhere(
  store: Store,
  note: string,
  peer: string,
  at: number,
): ReturnType<Ledger['seenElsewhere']> {
  const ahead = readWith(store.sql, store.memory, store.view, () => aheadOf(store, note));
  if (ahead === undefined) {
    const { kind } = hear(store, note, peer, at);
    if (kind === 'fork' || kind === 'known-fork') return 'fork';
    return kind === 'same' || kind === 'older' ? 'here' : 'unproved';
  }
  exclusively(store, () => {
    const own = ownHead(store);
    const before = own && shownBefore(store, own);
    if (ahead.size > (before?.size ?? 0)) store.memory.setMeta('elsewhere', `${ahead.size} ${hex(ahead.root)}`);
  });
  return 'ahead';
}

// A checkpoint of the own chain that lies beyond its end here, where one of its keys has signed it.
function aheadOf(store: Store, note: string): Checkpoint | undefined {
  const own = ownHead(store);
  try {
    const checkpoint = readCheckpoint(note);
    if (own === undefined || checkpoint.chain !== own.chain || checkpoint.size <= own.size) return undefined;
    const keys = allKeys(store.memory, own.chain);
    return keys.some(({ key }) => verifyCheckpoint(checkpoint, key)) ? checkpoint : undefined;
  } catch (error) {
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}

/**
 * Before the head file is made anew: what it and the one outside say has been signed. Where that is no part of what is here, two
 * histories were, and who confirms one of them does not make the other vanish.
 */
export function hearOwnHeads(store: Store): void {
  const read = readAnyhow(store);
  const at = readWith(store.sql, store.memory, store.view, () => {
    const own = store.memory.own();
    return own === undefined ? undefined : store.view.chain(own)?.lastAt;
  });
  if (read?.kind !== 'here' || at === undefined) return;
  for (const { note } of [read.head, ...(read.outside === undefined ? [] : [read.outside])]) {
    hear(store, note, phrase('head-file'), at);
  }
}

// A head file that cannot even be read is what is made anew.
function readAnyhow({ head }: Store): HeadRead | undefined {
  try {
    return guard(() => head.read());
  } catch (error) {
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}

let start: string | undefined;

/** This start of the machine, as long as it runs. */
function boot(): string {
  if (start === undefined) {
    try {
      start = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    } catch {
      start = String(Math.round((Date.now() - os().uptime() * 1000) / START_WITHIN));
    }
  }
  return start;
}
