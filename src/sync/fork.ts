// Evidence of forks on its way: proofs and signed checkpoints. What is sent is made from what is here, and what comes is believed
// only after it was checked here.
import type { Json } from '../chain/canonical.ts';
import { readCheckpoint } from '../chain/checkpoint.ts';
import { decodeForkProof, encodeForkProof, type ForkProof } from '../chain/fork.ts';
import { PedigreeError } from '../errors.ts';
import type { View } from '../ledger/types.ts';
import type { ExchangeLedger } from './exchange-ledger.ts';
import type { Report } from './intake.ts';
import type { CheckpointMessage, ForkMessage } from './messages.ts';

/** Most proofs of one chain that are told, those of the earliest forks: nobody keeps more, and branches go their own way. */
const MOST_TOLD = 16;

/** All that is known here of forks of these chains, as messages: what has no leaves here goes on all the same. */
export function evidenceOf(view: View, chains: ReadonlySet<string>): readonly (ForkMessage | CheckpointMessage)[] {
  const doubted = [...chains].filter((chain) => view.isDoubted(chain));
  const notes = doubted.flatMap((chain) => view.strange(chain));
  return [
    ...doubted
      .flatMap((chain) => proofsOf(view, chain))
      .map((proof): ForkMessage => ({ type: 'fork', proof: encodeForkProof(proof) })),
    ...notes.map(({ note }): CheckpointMessage => ({ type: 'checkpoint', note })),
  ];
}

function proofsOf(view: View, chain: string): readonly ForkProof[] {
  const forks = view.forks(chain).toSorted((a, b) => a.index - b.index);
  const made = forks.slice(0, MOST_TOLD).flatMap((fork) => view.forkProof(fork) ?? []);
  return [...made, ...view.proofs(chain)];
}

/** The proof in a message, as far as its form goes. @throws bad-frame for what is no proof */
export function readProof({ proof }: ForkMessage): ForkProof {
  try {
    return decodeForkProof(proof as Json);
  } catch (cause) {
    if (!(cause instanceof PedigreeError)) throw cause;
    throw new PedigreeError('bad-frame', cause.message, { cause });
  }
}

/** Most of what cannot be judged yet that waits for the end of an exchange. */
const MOST_WAITING = 256;

/** What a peer shows of forks. It may come before the chain that it is of, and then waits for it. */
export class Witness {
  readonly #ledger: ExchangeLedger;
  readonly #report: Report;
  readonly #peer: string;
  readonly #clock: () => number;
  readonly #takes: (chain: string) => boolean;
  #waiting: (ForkProof | string)[] = [];
  #overflows = false;

  /** `takes` says of which chains anything is taken from this peer. */
  constructor(
    ledger: ExchangeLedger,
    report: Report,
    options: { readonly peer: string; readonly clock: () => number },
    takes: (chain: string) => boolean,
  ) {
    this.#takes = takes;
    this.#ledger = ledger;
    this.#report = report;
    this.#peer = options.peer;
    this.#clock = options.clock;
  }

  /**
   * Takes a message in; true where it is news of a fork.
   * @throws bad-frame for what is no proof: that is the fault of whoever made it, and of no other frame
   */
  take(message: ForkMessage | CheckpointMessage): boolean {
    try {
      const said = message.type === 'fork' ? decodeForkProof(message.proof as Json) : message.note;
      return this.#takes(chainIn(said)) && this.#judge(said);
    } catch (cause) {
      if (!(cause instanceof PedigreeError) || cause.code !== 'bad-encoding') throw cause;
      throw new PedigreeError('bad-frame', cause.message, { cause });
    }
  }

  /** More may be here by now of the chains that something was said of. */
  again(): void {
    for (const one of this.#waiting.splice(0)) this.#judge(one);
  }

  /** Whether more was shown than could wait, so that some of it was not judged. */
  get overflows(): boolean {
    return this.#overflows;
  }

  /** The chains of which something is left that may be proved once more of them is here. */
  lacking(): readonly string[] {
    return this.#ledger.read((view) => {
      const chains = this.#waiting.flatMap((one) => (typeof one === 'string' ? [] : [one.chain]));
      return [...new Set(chains)].filter((chain) => view.chain(chain) !== undefined);
    });
  }

  #judge(one: ForkProof | string): boolean {
    return typeof one === 'string' ? this.#note(one) : this.#proof(one);
  }

  #note(note: string): boolean {
    const { kind } = this.#ledger.hear(note, this.#peer, this.#clock());
    if (kind === 'ahead' || kind === 'unknown-chain') this.#wait(note);
    return kind === 'fork';
  }

  #proof(proof: ForkProof): boolean {
    const proved = this.#ledger.prove(proof);
    if (proved === 'unknown-chain' || proved === 'unproved') this.#wait(proof);
    // Their leaves are asked for by heads; here the checkpoints are kept for whoever wants to see them.
    if (proved === 'fork') {
      for (const note of [proof.a, proof.b]) this.#ledger.hear(note, this.#peer, this.#clock());
      const { chain, index } = proof;
      if (!this.#report.forks.some((known) => known.chain === chain && known.index === index)) {
        this.#report.forks.push({ chain, index });
      }
    }
    return proved === 'fork';
  }

  #wait(one: ForkProof | string): void {
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(one);
    else this.#overflows = true;
  }
}

/** The chain that it is about; none where it is no checkpoint. */
function chainIn(said: ForkProof | string): string {
  if (typeof said !== 'string') return said.chain;
  try {
    return readCheckpoint(said).chain;
  } catch {
    return '';
  }
}
