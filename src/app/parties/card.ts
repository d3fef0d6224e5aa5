// The card of a party: a bundle with its opening events, for whoever is to accredit or to join it.

import { foreseeBundleFile } from '../../sync/file.ts';
import { fingerprint } from '../node/fingerprint.ts';
import type { Home } from '../node/home.ts';
import { fileName } from '../node/names.ts';
import { writeBundle } from './bundle-files.ts';

export interface CardData {
  readonly file: string;
  readonly chain: string;
  readonly network: string;
  /** Of the network: for a joiner to compare. */
  readonly fingerprint: string;
  /** Of the own chain: for the regulator to compare. */
  readonly chainFingerprint: string;
  readonly bytes: number;
  readonly already: false;
  readonly warnings: readonly string[];
  readonly dryRun?: true;
}

/**
 * Writes the card to `file`, by default one named after this party and its chain in the working folder, `-` to standard output.
 * @throws cannot-create, io-failed
 */
export async function writeCard(home: Home, file?: string): Promise<CardData> {
  const { name, chain } = home.self;
  // Tills and namesakes are told apart: cards of several are collected in one folder.
  const path = file ?? `${fileName(name)}-${chain.slice(0, 6)}.card`;
  const dry = home.env.dryRun;
  if (dry) foreseeBundleFile(path, home.env.stdout);
  const { bytes } = dry
    ? { bytes: 0 }
    : await writeBundle(home.ledger, path, { chains: 'card', stdout: home.env.stdout });
  return {
    file: path,
    chain: home.self.chain,
    network: home.self.network,
    fingerprint: fingerprint(home.self.network),
    chainFingerprint: fingerprint(home.self.chain),
    bytes,
    already: false,
    warnings: [],
    ...(dry ? { dryRun: true as const } : {}),
  };
}
