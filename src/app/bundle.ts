// Bundle files as the commands use them: cards, welcomes, what goes with a delivery, export and import.
import type { Ledger } from '../ledger/types.ts';
import { type Selection, type Taken, takeBundle, type Written, writeBundle as write } from '../sync/bundle.ts';
import { bundleHead } from '../sync/file.ts';

export interface BundleOptions {
  /** `card`, `welcome`, or chain ids; all chains where absent. The founder's and the regulators' are always there. */
  readonly chains?: Selection;
}

/**
 * Writes a bundle; the file appears when it is whole and on the disk.
 * @throws cannot-create, io-failed, not-found for a chain that is not here
 */
export async function writeBundle(ledger: Ledger, file: string, options: BundleOptions = {}): Promise<Written> {
  return write(ledger, file, options.chains ?? 'all');
}

/** What a bundle brought. `cut` where it ended early or was damaged: what was proved whole is stored all the same. */
export interface BundleRead extends Taken {
  readonly cut: boolean;
}

/**
 * Takes a bundle in. On a ledger without a network the bundle's becomes its own.
 * @throws no-such-file (66), bad-bundle (65), other-network (65), io-failed, locked
 */
export async function readBundle(
  ledger: Ledger,
  file: string,
  options: { readonly now: number; readonly expectNetwork?: string },
): Promise<BundleRead> {
  const taken = await takeBundle(ledger, file, { clock: () => options.now, network: options.expectNetwork });
  return { ...taken, cut: taken.ending !== 'whole' };
}

/**
 * Whose bundle a file is, by its first frame alone: nothing is checked, nothing is taken.
 * @throws no-such-file, bad-bundle, io-failed
 */
export async function peekBundle(
  file: string,
): Promise<{ readonly network: string; readonly author: string | undefined }> {
  const { network, chain } = await bundleHead(file);
  return { network, author: chain };
}
