// Checking a file against the proof beside it: what it needs is the two files and the fingerprint of the founder, no party.
import { readFileSync } from 'node:fs';
import { PedigreeError } from '../../errors.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/export.ts';
import { fingerprint, isFingerprint } from '../node/fingerprint.ts';
import { hashOf } from '../outside/kept-files.ts';
import { checkFileProof, decodeFileProof } from './file-proof.ts';

export interface CheckedProof {
  /** The event that anchors the file. */
  readonly event: string;
  /** When it was anchored, as its author claims, ISO 8601 in UTC. */
  readonly at: string;
  /** Whose word the file is. */
  readonly party: { readonly name: string; readonly gln: string };
  readonly network: string;
  /** Of the founder of that network. */
  readonly fingerprint: string;
  /** It is the one that was given. Without one it has to be compared. */
  readonly confirmed: boolean;
}

/** The longest proof that is read. */
const MOST = 16 * 1024 * 1024;

/**
 * What a proof shows of a file.
 * @throws no-such-file (66), io-failed (74), bad-input (65) for what is no proof, not-authentic (10), fingerprint-differs (77)
 */
export function checkProof(file: string, proof: string, typed?: string): CheckedProof {
  const { hash } = hashOf(file);
  const { at, network, ...shown } = checkFileProof(decodeFileProof(textOf(proof)), hash);
  const own = fingerprint(network);
  if (typed !== undefined && !isFingerprint(typed, network)) {
    throw new PedigreeError('fingerprint-differs', say('proof-of-other-network', { fingerprint: own }), {
      hint: say('compare-with-founder'),
    });
  }
  return { ...shown, at: new Date(at).toISOString(), network, fingerprint: own, confirmed: typed !== undefined };
}

function textOf(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.length <= MOST) return text;
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-read', { path }));
  }
  throw new PedigreeError('bad-input', say('not-a-proof'), { hint: say('proof-comes-with-file') });
}
