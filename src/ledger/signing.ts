// How an append comes by its checkpoints. A key that lies in this process signs at once, under the write lock. Any other may take
// seconds, or wait for a person: for it an append is run once to learn what is to be signed, undone, and run again with the notes.
import type { Bytes } from '../chain/bytes.ts';
import { checkpointText, signCheckpoint, verifyCheckpoint } from '../chain/checkpoint.ts';
import type { Signer } from '../chain/keys.ts';
import { PedigreeError, wordsOf } from '../errors.ts';
import { systemFailure } from '../system-errors.ts';
import { say } from '../words/en/ledger.ts';

/** The end of a chain that is to be signed. */
interface Due {
  readonly chain: string;
  readonly size: number;
  readonly root: Bytes;
}

export interface Notes {
  /** The signed note of this tree; undefined where it is still to be signed, and then nothing may be committed. */
  of(tree: Due): string | undefined;
  /** Whether all that was asked for was there. */
  readonly complete: boolean;
}

/** Notes of a key that asks nobody. */
export function signedAtOnce(signer: Signer): Notes {
  return { of: (tree) => signed(signer, tree), complete: true };
}

/**
 * Notes of a key that takes its time. They stay in here: one whose tree is not what is stored in the end is never given out, as
 * two signed notes of one size would be a fork.
 */
export class PreparedNotes implements Notes {
  readonly #signer: Signer;
  readonly #random: (n: number) => Bytes;
  readonly #notes = new Map<string, string>();
  #due: Due[] = [];
  readonly #drawn: Bytes[] = [];
  #next = 0;

  constructor(signer: Signer, random: (n: number) => Bytes) {
    this.#signer = signer;
    this.#random = random;
  }

  of(tree: Due): string | undefined {
    const note = this.#notes.get(textOf(tree));
    if (note === undefined) this.#due.push(tree);
    return note;
  }

  get complete(): boolean {
    return this.#due.length === 0;
  }

  /**
   * The bytes that this run is given, in the same order as the run before: what is the same comes out the same, byte by byte. What
   * a run that was undone has made of them nobody has seen.
   */
  random(n: number): Bytes {
    const before = this.#drawn[this.#next];
    if (before !== undefined && before.length === n) {
      this.#next++;
      return before.slice();
    }
    // It goes another way from here on than the run before.
    this.#drawn.length = this.#next;
    const fresh = this.#random(n);
    this.#drawn.push(fresh.slice());
    this.#next++;
    return fresh;
  }

  /** Signs what was asked for and not there, outside of any lock of the database. @throws io-failed, key-damaged, and what the signer throws in our words */
  sign(): void {
    for (const tree of this.#due) this.#notes.set(textOf(tree), verified(this.#signer, tree));
    this.#due = [];
    this.#next = 0;
  }
}

function textOf({ chain, size, root }: Due): string {
  return checkpointText(chain, size, root);
}

function signed(signer: Signer, { chain, size, root }: Due): string {
  return signCheckpoint(chain, size, root, signer.public, (message) => signer.sign(message));
}

// A note with a wrong signature would stand in the chain for good, and every peer would refuse it.
function verified(signer: Signer, tree: Due): string {
  const note = asked(() => signed(signer, tree));
  if (isRight(note, signer)) return note;
  throw new PedigreeError('key-damaged', say('signature-of-another-key'), {
    hint: say('right-key'),
    detail: { recorded: false },
  });
}

function isRight(note: string, signer: Signer): boolean {
  try {
    return verifyCheckpoint(note, signer.public);
  } catch (error) {
    if (error instanceof PedigreeError) return false;
    throw error;
  }
}

function asked(sign: () => string): string {
  try {
    return sign();
  } catch (error) {
    const why = error instanceof Error ? wordsOf(systemFailure(error) ?? error) : String(error);
    throw new PedigreeError('io-failed', say('key-did-not-sign', { why }), {
      hint: say('signer-there'),
      detail: { recorded: false },
      cause: error,
    });
  }
}
