// What `epcis check --proof` adds to the check of a file.
import type { CheckedProof } from '../app/export/check-proof.ts';
import type { FileCheck } from '../app/outside/check-file.ts';
import { PedigreeError, worstExit } from '../errors.ts';
import { say } from '../words/en/export.ts';
import { boolean, fields, string } from './spec.ts';

const LOOK = 20;

export const PROOF = fields(
  {
    event: string('CHAIN/SEQ of the event that anchors the file'),
    at: string('when it was anchored, as its author claims, ISO 8601 in UTC'),
    party: fields({ name: string(), gln: string() }),
    network: string('the chain of the founder'),
    fingerprint: string('of the founder: to be compared by phone'),
    confirmed: boolean('it is the one that was given'),
  },
  'whose word the file is, where its proof was given',
);

type Proving = (path: string, checked: FileCheck) => Promise<FileCheck & { readonly proof?: CheckedProof }>;

/** @throws usage (2) for a proof of several files, or a fingerprint without one */
export function proofCheckOf(proof: string | undefined, fingerprint: string | undefined, files: number): Proving {
  if (proof === undefined) {
    if (fingerprint === undefined) return async (_, checked) => checked;
    throw new PedigreeError('usage', say('fingerprint-of-proof'), { hint: say('check-with-proof') });
  }
  if (files !== 1) throw new PedigreeError('usage', say('proof-of-one-file'), { hint: say('check-with-proof') });
  return async (path, checked) => {
    const { checkProof } = await import('../app/export/check-proof.ts');
    const shown = checkProof(path, proof, fingerprint);
    return { ...checked, proof: shown, exit: shown.confirmed ? checked.exit : worstExit([checked.exit, LOOK]) };
  };
}
