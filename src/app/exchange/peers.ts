// Peers as they are added, renamed and forgotten.
import { cleanText } from '../../custody/name.ts';
import { PedigreeError } from '../../errors.ts';
import { whoAnswers } from '../../sync/client.ts';
import { exchangeUrl } from '../../sync/wire.ts';
import { say } from '../../words/en/exchange.ts';
import type { Home } from '../node/home.ts';
import { noPeer, type PeerLine, peerLines, peerRecord, putPeer } from '../node/peer-records.ts';
import { proverOf } from '../node/prover.ts';
import { ownChains, unlessDamaged } from '../node/reading.ts';

export interface PeersChanged {
  readonly peers: readonly PeerLine[];
  readonly already: boolean;
  readonly warnings: readonly string[];
  readonly dryRun?: true;
}

/** Whatever a company may be called, but no address and no path, and nothing that a shell takes for an option or a file. */
const NAME = /^[\p{L}\p{N}][^\p{C}/\\:]{0,62}$/u;

/**
 * Adds a peer once it has been asked who it is; one that does not answer now is added all the same.
 * @throws own-peer (2) where this node itself answers, and as `addPeer`
 * @example
 * ```ts
 * import { introducePeer, makeEnv, openHome } from 'pedigree';
 *
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * const { warnings } = await introducePeer(hill, 'midway', 'https://trace.midway.example/');
 * ```
 */
export async function introducePeer(home: Home, typed: string, url: string): Promise<PeersChanged> {
  const { ledger, self, env } = home;
  const name = peerName(typed);
  exchangeUrl(url);
  const { network, chain } = self;
  const { clock, signal } = env;
  let answers: string | undefined;
  try {
    const said = { network, chain, own: ownChains(self), peer: name, clock, prover: proverOf(home), signal };
    answers = await whoAnswers(ledger, url, said);
  } catch (error) {
    if (!(error instanceof PedigreeError) || error.code === 'own-peer' || error.code === 'interrupted') throw error;
  }
  return addPeer(home, name, url, answers);
}

/** The name of a peer as it is kept. @throws usage */
export function peerName(typed: string): string {
  const name = cleanText(typed);
  if (NAME.test(name)) return name;
  throw new PedigreeError('usage', say('not-peer-name', { typed }), {
    hint: say('peer-name-shape'),
  });
}

/**
 * Adds a peer, or gives a known name a new address; `answers` is the chain that answers there. A name that is added again
 * takes for right who answers now.
 * @throws usage for a name or address that is none
 */
export function addPeer(home: Home, typed: string, url: string, answers?: string): PeersChanged {
  const name = peerName(typed);
  exchangeUrl(url);
  const before = unlessDamaged(() => peerRecord(home.ledger.local, name));
  const same = before?.url === url;
  const already = same && before.formerly === undefined && (answers ?? before.chain) === before.chain;
  if (!already && !home.env.dryRun) {
    // Another address may be another ledger: what is remembered belongs to the old one.
    const { formerly: _, memory: __, ...kept } = same ? before : { name, url };
    putPeer(home, { ...kept, ...(answers === undefined ? {} : { chain: answers }) });
  }
  return changed(home, already);
}

/** Forgets a peer. @throws not-found */
export function removePeer(home: Home, name: string): PeersChanged {
  const known = [name, cleanText(name)].find((one) => home.ledger.local.peers.has(one));
  if (known === undefined) throw noPeer(home.ledger.local, name);
  if (!home.env.dryRun) home.ledger.write((local) => local.peers.delete(known));
  return changed(home, false);
}

function changed(home: Home, already: boolean): PeersChanged {
  return { peers: peersShown(home), already, warnings: [], ...(home.env.dryRun ? { dryRun: true } : {}) };
}

/** The configured peers, by name, with who answers for them. */
export function peersShown({ ledger }: Pick<Home, 'ledger'>): readonly PeerLine[] {
  return ledger.read((view) => peerLines(ledger.local, view.authority()));
}
