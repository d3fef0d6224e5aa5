// Bundle files as parties hand them on: cards, welcomes, and what goes with a delivery.
import type { Leaf } from '../../chain/leaf.ts';
import { PedigreeError, wordsOf } from '../../errors.ts';
import type { Ledger } from '../../ledger/types.ts';
import {
  foreseeOpening,
  type Selection,
  type Taken,
  takeBundle,
  type BundleWritten as WrittenBundle,
  writeBundle as write,
} from '../../sync/bundle.ts';
import { bundleHead, foreseeBundleFile, openBundleFile } from '../../sync/file.ts';
import type { Stdout } from '../../sync/out-stream.ts';
import { isStorageFailure } from '../../system-errors.ts';
import { say } from '../../words/en/parties.ts';
import type { Home } from '../node/home.ts';
import type { Written } from '../record/write.ts';

export interface BundleOptions {
  /** `card`, `welcome`, or chain ids; all chains where absent. The founder's and the regulators' are always there. */
  readonly chains?: Selection;
  /** Where it goes for `-`. */
  readonly stdout?: Stdout | undefined;
}

/**
 * Writes a bundle; the file appears when it is whole and on the disk. `-` is standard output.
 * @throws cannot-create, io-failed, not-found for a chain that is not here
 */
export async function writeBundle(ledger: Ledger, file: string, options: BundleOptions = {}): Promise<WrittenBundle> {
  const { chains = 'all', stdout } = options;
  return write(ledger, openBundleFile(file, stdout, chains === 'card'), chains);
}

/**
 * Records something and writes the bundle that goes with it. Whether the file can be there is looked at first, so that
 * nothing is recorded where it cannot. Without a file it is recorded alone; a dry run looks and writes none.
 * @throws cannot-create; io-failed, with what was recorded in `detail`; and what `record` throws
 */
export async function recordWithBundle<T extends Written>(
  { ledger, env }: Home,
  file: string | undefined,
  chains: Selection,
  record: () => T,
): Promise<T> {
  if (file !== undefined && env.dryRun) foreseeBundleFile(file, env.stdout);
  if (file === undefined || env.dryRun) return record();
  const out = openBundleFile(file, env.stdout);
  try {
    const recorded = record();
    try {
      write(ledger, out, chains);
    } catch (cause) {
      if (!isStorageFailure(cause)) throw cause;
      const { event, at, already } = recorded;
      throw new PedigreeError(cause.code, say('recorded-but', { why: wordsOf(cause) }), {
        hint: say('make-room-then-export'),
        detail: { recorded: true, event, at, already },
        cause,
      });
    }
    return recorded;
  } finally {
    out.drop();
  }
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

/** A card's chain, and its opening event where the card was only looked at. */
export interface CardRead {
  readonly chain: string;
  readonly opening?: Leaf;
}

/**
 * Takes a party's card in; a dry run only looks at it.
 * @throws no-such-file (66), bad-bundle (65) also where it is nobody's card, other-network (65), io-failed, locked
 */
export async function readCard({ ledger, self, env }: Home, file: string): Promise<CardRead> {
  const { network } = self;
  if (env.dryRun) {
    const foreseen = await foreseeOpening(file, { network });
    if (foreseen !== undefined) return { chain: foreseen.chain, opening: foreseen.leaf };
  } else {
    const { author } = await readBundle(ledger, file, { now: env.clock(), expectNetwork: network });
    if (author !== undefined) return { chain: author };
  }
  throw new PedigreeError('bad-bundle', say('not-party-s-card', { file }), { hint: say('card-o-file-writes') });
}
