// Before the first record after a start of the machine, after a day, or in a folder that may have been put back: the peers are
// asked how long the own chain is there. A folder that was set back, head file and all, would else sign its records anew.
import { PedigreeError } from '../../errors.ts';
import { ownHeads } from '../../sync/client.ts';
import { say } from '../../words/en/node.ts';
import type { Home } from './home.ts';
import { type PeerRecord, peerRecords } from './peer-records.ts';
import { proverOf } from './prover.ts';
import { ownChains } from './reading.ts';

/** How long all of them together are waited for, ms. */
const PATIENCE = 2_000;

/**
 * Asks all configured peers side by side. What they show is kept: a longer own chain closes this one until `recover`, another
 * one is evidence of a fork. That nobody answers keeps nobody from recording.
 * @throws interrupted, io-failed, locked
 */
export async function askForOwnHead(home: Home): Promise<void> {
  const { ledger, env } = home;
  const now = env.clock();
  const peers = peerRecords(ledger.local);
  const answers = await Promise.all(peers.map((peer) => ask(home, peer)));
  if (env.signal?.aborted === true) throw new PedigreeError('interrupted', say('interrupted'));
  for (const { peer, notes } of answers) for (const note of notes ?? []) ledger.seenElsewhere(note, peer, now);
  ledger.askedPeers(now, peers.length === 0 || answers.some(({ notes }) => notes !== undefined));
}

interface Answer {
  readonly peer: string;
  /** The checkpoints of the own chain that it holds; undefined where it did not answer. */
  readonly notes?: readonly string[];
}

async function ask(home: Home, { name: peer, url }: PeerRecord): Promise<Answer> {
  const { ledger, self, env } = home;
  const { network, chain } = self;
  const { clock } = env;
  const prover = proverOf(home);
  const late = AbortSignal.timeout(PATIENCE);
  const signal = env.signal === undefined ? late : AbortSignal.any([late, env.signal]);
  try {
    return {
      peer,
      notes: await ownHeads(ledger, url, { network, chain, own: ownChains(self), peer, clock, prover, signal }),
    };
  } catch (error) {
    if (error instanceof PedigreeError) return { peer };
    throw error;
  }
}
