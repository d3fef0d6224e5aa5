// Export and import of bundle files.
import type { PartyInfo } from '../../custody/authority.ts';
import { PedigreeError, worstExit } from '../../errors.ts';
import { type BundleWritten, foreseeBundle, type SetAside, takeBundle } from '../../sync/bundle.ts';
import type { BundleEnd, UnreadFrame } from '../../sync/file.ts';
import { phrase, say } from '../../words/en/exchange.ts';
import type { Home } from '../node/home.ts';
import { partyNamed } from '../node/named.ts';
import { peerRecords } from '../node/peer-records.ts';
import { writeBundle } from '../parties/bundle-files.ts';
import { afterNews, type News, startNews } from './after-sync.ts';

export interface Exported extends BundleWritten {
  readonly file: string;
  readonly for?: { readonly name: string; readonly gln: string };
}

/**
 * Writes chains for somebody else's import. `chains` names chains or parties; `for` leaves out the chains in which nothing
 * changed since the last exchange with that party.
 * @throws not-found, usage for a name that several parties bear, cannot-create, io-failed
 * @example
 * ```ts
 * import { exportBundle, makeEnv, openHome } from 'pedigree';
 *
 * const acme = openHome(makeEnv({ home: '/var/lib/acme' }));
 * const { file } = await exportBundle(acme, 'week47.pedigree', { chains: [], for: 'Hill Pharmacy' });
 * ```
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
  readonly ending: BundleEnd;
  /** Frames that nobody can read, passed over; the first hundred of them. */
  readonly unread: readonly UnreadFrame[];
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
 * @example
 * ```ts
 * import { importBundle, makeEnv, openHome } from 'pedigree';
 *
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * const { events, new: news } = await importBundle(hill, 'week47.pedigree');
 * for (const { class: grade, gtin, lots } of news.recalls) console.log('recall', grade, gtin, lots);
 * ```
 */
export async function importBundle(home: Home, file: string, named = file): Promise<Imported> {
  const { ledger, self, env } = home;
  const options = { clock: () => env.clock(), network: self.network };
  const before = startNews(home);
  const taken = env.dryRun ? await foreseeBundle(ledger, file, options) : await takeBundle(ledger, file, options);
  const news = await afterNews(home, before);
  const { events, pages, chains, ending, unread } = taken;
  const setAside = ledger.read((view) =>
    taken.setAside.map((one) => {
      const name = view.authority().partyOf(one.chain)?.name;
      return { ...one, ...(name === undefined ? {} : { name }) };
    }),
  );
  const partly = new Set([...setAside.map(({ chain }) => chain), ...taken.lacking]).size;
  const error =
    ending === 'whole' ? undefined : notWhole(named === '-' ? phrase('standard-input') : named, ending, partly);
  return {
    ...news,
    file: named,
    events,
    chains,
    setAside,
    ending,
    unread,
    already: events + pages === 0 && error === undefined && setAside.length === 0,
    warnings: [
      ...(setAside.some(({ why }) => why === 'not-accredited') ? [phrase('chains-no-regulator-has')] : []),
      ...unreadText(unread),
    ],
    ...(env.dryRun ? { dryRun: true as const } : {}),
    exit: worstExit([error?.exit ?? 0, news.exit]),
    ...(error === undefined ? {} : { error }),
  };
}

/** What nobody can read was written so: the rest is good, and whoever wrote it should know. */
function unreadText(unread: readonly UnreadFrame[]): readonly string[] {
  const [first, ...more] = unread;
  if (first === undefined) return [];
  const also = more.length === 0 ? '' : phrase('and-more', { count: more.length });
  return [
    phrase('set-aside-what-nobody', {
      type: first.type.toUpperCase(),
      frame: first.frame,
      also,
      why: first.why,
    }),
  ];
}

function notWhole(file: string, ending: BundleEnd, lacking: number): PedigreeError {
  const what = ending === 'cut' ? phrase('cut-off') : phrase('is-damaged');
  const rest = lacking === 0 ? phrase('all-named-here') : phrase('of-chains-not-all', { lacking });
  return new PedigreeError('bad-bundle', say('proved-whole-kept', { file, what, rest }), {
    hint: say('copy-file-again'),
  });
}
