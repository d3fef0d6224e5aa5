// What files of partners claim, read into the index again after a repair: nobody has to import anything first.
import { PedigreeError } from '../../errors.ts';
import type { Home } from '../node/home.ts';
import { catchUpDocuments } from '../outside/document-index.ts';

/** As far as the keys are not locked, and the ledger is whole. */
export async function fillDocuments(home: Home): Promise<void> {
  try {
    home.keyring();
    await catchUpDocuments(home);
  } catch (error) {
    // What is damaged still is a finding of the audit, and the next import goes on.
    if (!(error instanceof PedigreeError) || !isLeft(error.code)) throw error;
  }
}

function isLeft(code: string): boolean {
  return code.startsWith('key-') || code === 'no-party' || code === 'damaged' || code === 'chain-broken';
}
