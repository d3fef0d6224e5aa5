// The party's folder opened for reading alone: no keys, and none of the code that writes, so that `verify` starts fast.
import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { moveIn } from '#move-in';
import type { Policy } from '../../custody/policy.ts';
import { PedigreeError } from '../../errors.ts';
import { inOurWords } from '../../ledger/sqlite.ts';
import type { Local, Reader } from '../../ledger/types.ts';
import { LEDGER_FILE, openView } from '../../ledger/view.ts';
import { phrase, say } from '../../words/en/node.ts';
import { sayAlone } from '../../words/say.ts';
import { isAlone } from './alone.ts';
import { languageSet, zoneSet } from './config-read.ts';
import { earlierTables } from './earlier-tables.ts';
import type { Env } from './env.ts';
import { JOINED, KEY_FILE, STAGING } from './folder.ts';

/** Who works in a folder, as its own opening event says it. */
export interface Self {
  readonly chain: string;
  readonly gln: string;
  readonly name: string;
  readonly site?: string;
  /** Chain id of the founder, for the founder its own. */
  readonly network: string;
  readonly policy: Policy;
  /** It reads and verifies, and records nothing. */
  readonly observer?: true;
  /** Chains that this folder wrote before it gave them up for this one, oldest first. */
  readonly earlier?: readonly string[];
}

/** Every chain that this folder ever wrote: what was made on one of them is the party's own. */
export function ownChains(self: Self): readonly string[] {
  return [...(self.earlier ?? []), self.chain];
}

export interface Reading {
  readonly dir: string;
  readonly ledger: Reader;
  readonly env: Env;
  readonly self: Self;
  /** Made with `init --test` or by `demo`: may write at a given moment. */
  readonly test: boolean;
  close(): void;
}

/** Settings that `init` and `recover` write and nothing else touches. */
export const SELF_SETTING = 'self';
export const TEST_SETTING = 'test-home';

/**
 * Opens the folder for commands that write nothing: they work on read-only media, without the key, at any `--now`.
 * @throws no-party (66) and what the ledger throws
 */
export function openReading(env: Env): Reading {
  return withSelf(env, () => openView(env.home, earlierTables(env, 'in a copy')));
}

/** Whether this is a party's folder at all. @throws as `openReading` */
export function mustBeHome(env: Env): void {
  openReading(env).close();
}

/**
 * For what answers about goods: where a recall that was taken in may be gone, no answer is better than a wrong one.
 * @throws records-lost (78)
 */
export function mustHaveAll<R extends { readonly ledger: Reader; close(): void }>(reading: R): R {
  try {
    if (!reading.ledger.isLost()) return reading;
  } catch (error) {
    reading.close();
    throw inOurWords(error);
  }
  reading.close();
  throw new PedigreeError('records-lost', say('records-of-others-taken'), {
    hint: say('recover-asks-peers'),
  });
}

/**
 * Opens by `open` and says who is there; closes again where nobody is. `lenient` is for whoever mends, and sets anew, what is
 * damaged: the zone may be it.
 * @throws no-party
 */
export function withSelf<L extends Reader>(
  env: Env,
  open: () => L,
  lenient = false,
): { dir: string; ledger: L; env: Env; self: Self; test: boolean; close(): void } {
  if (existsSync(join(env.home, JOINED))) moveIn(env);
  if (!existsSync(join(env.home, LEDGER_FILE))) {
    // The key is what `init` and `restore` put there last: there was a ledger.
    throw existsSync(join(env.home, KEY_FILE)) ? lost(phrase('ledger-missing-beside-key')) : noParty(env.home);
  }
  const ledger = open();
  try {
    const self = ledger.local.setting(SELF_SETTING);
    if (self === undefined && ledger.read((view) => view.ownChain) === undefined) throw noParty(env.home);
    if (!existsSync(join(env.home, KEY_FILE)) && existsSync(join(env.home, STAGING))) throw unfinished(env.home);
    if (!isSelf(self)) throw lost(phrase('ledger-does-not-say'));
    const isTest = () => ledger.local.setting(TEST_SETTING) === true;
    const test = lenient ? unlessDamaged(isTest) === true : isTest();
    const set = (read: (local: Local) => string | undefined) =>
      lenient ? unlessDamaged(() => read(ledger.local)) : read(ledger.local);
    env.prefers({ zone: set(zoneSet), language: set(languageSet) });
    sayAlone(unlessDamaged(() => hasNobody(ledger, self)) === true);
    return { dir: env.home, ledger, env, self, test, close: () => ledger.close() };
  } catch (error) {
    ledger.close();
    throw inOurWords(error);
  }
}

/** A founder for itself alone that has no peers: whatever asks for news asks nobody. */
function hasNobody(ledger: Reader, self: Self): boolean {
  // Asked first what costs nothing.
  return (
    self.chain === self.network && ledger.local.peers.count() === 0 && ledger.read((view) => isAlone({ self }, view))
  );
}

export function isSelf(value: unknown): value is Self {
  if (typeof value !== 'object' || value === null) return false;
  const self: Partial<Record<keyof Self, unknown>> = value;
  return [self.chain, self.gln, self.name, self.network, self.policy].every((word) => typeof word === 'string');
}

/** What a record says; nothing where it is not what was written, for whoever sets it anew or says so otherwise. */
export function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof PedigreeError && error.code === 'damaged') return undefined;
    throw error;
  }
}

function lost(message: string): PedigreeError {
  return new PedigreeError('damaged', message, {
    hint: say('restore-file-brings-backup'),
  });
}

/** A run of `init` or `restore` was killed while it moved the files in. */
function unfinished(dir: string): PedigreeError {
  return new PedigreeError('no-party', say('party-begun', { dir }), {
    hint: say('same-init-or-restore'),
  });
}

function noParty(dir: string): PedigreeError {
  if (!mayEnter(dir)) {
    return new PedigreeError('no-party', say('no-permission-to-look', { dir }), {
      hint: say('belongs-to-another-user'),
    });
  }
  return new PedigreeError('no-party', say('no-party', { dir }), {
    hint: say('init-help-tells-how'),
  });
}

/** Whether nothing but a permission keeps this user out; of a folder that is not there too. */
export function mayEnter(dir: string): boolean {
  try {
    accessSync(dir, constants.X_OK);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EACCES';
  }
}
