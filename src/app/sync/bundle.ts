// Bundle files as the commands use them: cards, welcomes, what goes with a delivery, export and import.
import type { Leaf } from '../../chain/leaf.ts';
import type { PartyInfo } from '../../custody/authority.ts';
import { PedigreeError, worstExit } from '../../errors.ts';
import type { Ledger } from '../../ledger/types.ts';
import {
  foreseeBundle,
  foreseeOpening,
  type Selection,
  type SetAside,
  type Taken,
  takeBundle,
  type Written as WrittenBundle,
  writeBundle as write,
} from '../../sync/bundle.ts';
import { bundleHead, type Ending, foreseeBundleFile, openBundleFile } from '../../sync/file.ts';
import type { Stdout } from '../../sync/out-stream.ts';
import { isStorageFailure } from '../../system-errors.ts';
import type { Home } from '../home.ts';
import { partyNamed } from '../party/named.ts';
import type { Written } from '../write.ts';
import { afterNews, type News, startNews } from './after-sync.ts';
import { peerRecords } from './peers.ts';

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
      throw new PedigreeError(cause.code, `it is recorded, but ${cause.message}`, {
        hint: 'make room, then pedigree export FILE writes all that is known here',
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
  throw new PedigreeError('bad-bundle', `${file} is not a party's card`, { hint: 'pedigree card -o FILE writes one' });
}

export interface Exported extends WrittenBundle {
  readonly file: string;
  readonly for?: { readonly name: string; readonly gln: string };
}

/**
 * Writes chains for somebody else's import. `chains` names chains or parties; `for` leaves out the chains in which nothing
 * changed since the last exchange with that party.
 * @throws not-found, usage for a name that several parties bear, cannot-create, io-failed
 */
export async function exportBundle(
  home: Home,
  file: string,
  options: { readonly chains: readonly string[]; readonly for?: string | undefined },
): Promise<Exported> {
  const named = options.chains.flatMap((word) => chainsOf(home, word));
  const receiver = options.for === undefined ? undefined : partyOf(home, options.for);
  const fresh =
    receiver === undefined
      ? undefined
      : changedFor(
          home,
          receiver.chains.map(({ chain }) => chain),
        );
  const chains = named.length > 0 ? named : (fresh ?? 'all');
  const written = await writeBundle(home.ledger, file, { chains, stdout: home.env.stdout });
  return { file, ...written, ...(receiver === undefined ? {} : { for: { name: receiver.name, gln: receiver.gln } }) };
}

function chainsOf(home: Home, word: string): readonly string[] {
  if (home.ledger.read((view) => view.chain(word)) !== undefined) return [word];
  return partyOf(home, word).chains.map(({ chain }) => chain);
}

function partyOf(home: Home, word: string): PartyInfo {
  return home.ledger.read((view) => partyNamed(view.authority(), word));
}

/** The chains that changed since the last whole exchange with one of a party's chains; undefined where there was none. */
function changedFor(home: Home, chains: readonly string[]): readonly string[] | undefined {
  const met = peerRecords(home.ledger.local).find((peer) => peer.chain !== undefined && chains.includes(peer.chain));
  const ours = met?.memory?.ours;
  if (ours === undefined) return undefined;
  if (!home.ledger.knows(ours)) return undefined;
  return home.ledger.read((view) => [...new Set(view.chains(ours.n).map(({ chain }) => chain))]);
}

export interface Imported extends News {
  readonly file: string;
  /** Events that were new here. */
  readonly events: number;
  readonly chains: readonly string[];
  readonly setAside: readonly (SetAside & { readonly name?: string })[];
  readonly ending: Ending;
  /** Whether nothing in the file was new: what was set aside is new, and not here. */
  readonly already: boolean;
  readonly warnings: readonly string[];
  readonly dryRun?: true;
  /** Where the file was cut or damaged: what was proved whole is stored all the same. */
  readonly error?: PedigreeError;
}

/**
 * Imports a bundle and tries again what waited for news. The answer calls it `named`. `exit` is 65 for a file that was cut or damaged.
 * @throws no-such-file (66), bad-bundle (65) for what is no bundle, other-network (65), io-failed, locked
 */
export async function importBundle(home: Home, file: string, named = file): Promise<Imported> {
  const { ledger, self, env } = home;
  const options = { clock: () => env.clock(), network: self.network };
  const before = startNews(home);
  const taken = env.dryRun ? await foreseeBundle(ledger, file, options) : await takeBundle(ledger, file, options);
  const news = await afterNews(home, before);
  const { events, chains, ending } = taken;
  const setAside = ledger.read((view) =>
    taken.setAside.map((one) => {
      const name = view.authority().partyOf(one.chain)?.name;
      return { ...one, ...(name === undefined ? {} : { name }) };
    }),
  );
  const error =
    ending === 'whole' ? undefined : notWhole(named === '-' ? 'standard input' : named, ending, setAside.length);
  return {
    ...news,
    file: named,
    events,
    chains,
    setAside,
    ending,
    already: events === 0 && error === undefined && setAside.length === 0,
    warnings: setAside.some(({ why }) => why === 'not-accredited')
      ? ['chains that no regulator has accredited show their opening event alone']
      : [],
    ...(env.dryRun ? { dryRun: true as const } : {}),
    exit: worstExit([error?.exit ?? 0, news.exit]),
    ...(error === undefined ? {} : { error }),
  };
}

function notWhole(file: string, ending: Ending, lacking: number): PedigreeError {
  const what = ending === 'cut' ? 'was cut off' : 'is damaged';
  const rest = lacking === 0 ? 'all that it named is here' : `of ${lacking} chains not all could be taken in`;
  return new PedigreeError('bad-bundle', `${file} ${what}: what is proved whole is kept, ${rest}`, {
    hint: 'copy the file again and import it again; what is here already stays',
  });
}
