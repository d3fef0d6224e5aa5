// The founder's recovery key: made with the network, kept offline, read again when the founder's chain has forked or is lost.
import { readFileSync, rmSync } from 'node:fs';
import { crypto } from '../../builtins.ts';
import { b64u } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { type KeyPair, privateKey } from '../../chain/key-pair.ts';
import { type RecoveryStatement, recoveryHash, recoveryMessage } from '../../chain/recovery.ts';
import { RECOVERY_ENTROPY, readRecoveryWords, recoveryKey, recoveryWords } from '../../chain/recovery-words.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { foreseeOut, type OutOptions, openOut } from '../../sync/out-stream.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/node.ts';
import type { Env } from './env.ts';
import { refuseWider } from './key-file.ts';
import type { PartyName } from './party-name.ts';

export interface Recovery {
  readonly words: readonly string[];
  /** What the opening event says of the key. */
  readonly hash: string;
}

export function newRecovery(env: Env): Recovery {
  const entropy = env.random(RECOVERY_ENTROPY);
  return { words: recoveryWords(entropy), hash: b64u(recoveryHash(recoveryKey(entropy).public)) };
}

// Another key's file is not to be replaced by this one.
const FILE: OutOptions = { kind: say('recovery-file'), isKind: () => false, mode: 0o600, needed: true };

/** @throws cannot-create where the file cannot be there */
export function foreseeRecoveryFile(env: Env, path: string): void {
  foreseeOut(path, FILE, env.stdout);
}

/**
 * Writes the words, before there is anything that they recover: a network whose key was lost at birth has none. Gives what
 * takes the file away again.
 * @throws cannot-create, io-failed
 */
export function writeRecoveryFile(env: Env, path: string, { words }: Recovery, party: PartyName): () => void {
  const out = openOut(path, FILE, env.stdout);
  try {
    out.write(
      [
        phrase('recovery-words-of-network', { party: party.name, gln: party.gln }),
        phrase('whoever-has-them'),
        words.join(' '),
        '',
      ].join('\n'),
    );
    out.keep();
  } finally {
    out.drop();
  }
  return () => {
    if (path !== '-') rmSync(path, { force: true });
  };
}

/**
 * The key of a recovery file, and only if it is this network's.
 * @throws no-such-file (66), key-permissions (77), bad-input (65), not-allowed (77)
 */
export function readRecoveryKey(view: View, path: string): KeyPair {
  const key = recoveryKey(readRecoveryWords(readPrivate(path)));
  const said = view.event(`${view.founder}/0`)?.leaf.public.recovery;
  if (said === undefined) {
    throw new PedigreeError('not-allowed', say('network-founded-without-recovery'), {
      hint: say('each-computer-settles'),
    });
  }
  if (said === b64u(recoveryHash(key.public))) return key;
  throw new PedigreeError('not-allowed', say('recovery-key-of-another'), {
    hint: say('file-or-paper-names'),
  });
}

function readPrivate(path: string): string {
  try {
    refuseWider(path, '600');
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof PedigreeError) throw cause;
    throw asFailure(cause, phrase('cannot-read', { path }));
  }
}

/** What an event carries in which the recovery key says something. */
export function recovered(key: KeyPair, statement: RecoveryStatement): JsonObject {
  const { chain, size, root, successor } = statement;
  const signature = crypto().sign(null, recoveryMessage(statement), privateKey('ed25519', key.secret));
  return {
    chain,
    size,
    root: b64u(root),
    ...(successor === undefined ? {} : { successor }),
    key: b64u(key.public),
    signature: b64u(signature),
  };
}
