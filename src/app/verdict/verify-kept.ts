// Verdicts for whoever asks again and again: one open folder, and one question for some seconds, in the place of one for each scan.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Question } from '../../custody/verdict.ts';
import { LEDGER_FILE } from '../../ledger/view.ts';
import type { Env } from '../node/env.ts';
import { mustHaveAll, openReading, type Reading } from '../node/reading.ts';
import type { Scans } from '../scans/scans.ts';
import { questionOf, type VerifyLine, type VerifyOptions, verifyEach } from './verify.ts';

/** How long one question, with what is said of the freshness of knowledge, serves, ms. */
export const ASK_AGAIN = 10_000;

/** What is kept is what one would open and ask: it is closed where the ledger is another file, and by whoever has it. */
export class KeptReading {
  readonly #env: Env;
  #reading: Reading | undefined;
  #file = '';
  #ask: Question | undefined;
  #asked = 0;

  constructor(env: Env) {
    this.#env = env;
  }

  /** As `verifyScans`. @throws no-party (66), records-lost (78), usage (2) for `at` or `maxAge` */
  verify(scans: Scans, options: VerifyOptions): AsyncIterable<VerifyLine> {
    const ask = this.#question(options);
    return verifyEach(this.#open(), scans, ask, options.strict);
  }

  close(): void {
    this.#reading?.close();
    this.#reading = undefined;
    this.#ask = undefined;
  }

  /** What is asked without `at` and `maxAge` serves for all who ask so. */
  #question(options: VerifyOptions): Question {
    const isOwn = options.at === undefined && options.maxAge === undefined;
    if (performance.now() - this.#asked > ASK_AGAIN) this.#look();
    const kept = isOwn ? this.#ask : undefined;
    if (kept !== undefined) return kept;
    const reading = this.#open();
    const ask = reading.ledger.read((view) => questionOf(reading, view, options));
    if (isOwn) {
      this.#ask = ask;
      this.#asked = performance.now();
    }
    return ask;
  }

  /** A party that has joined a network, or was put back, is another file; records that are lost are told as at an opening. */
  #look(): void {
    this.#ask = undefined;
    if (this.#reading === undefined) return;
    if (fileOf(this.#env.home) !== this.#file) this.close();
    else this.#reading = kept(this.#reading, () => this.close());
  }

  #open(): Reading {
    if (this.#reading === undefined) {
      this.#reading = mustHaveAll(openReading(this.#env));
      this.#file = fileOf(this.#env.home);
    }
    return this.#reading;
  }
}

function kept(reading: Reading, forget: () => void): Reading {
  try {
    return mustHaveAll(reading);
  } catch (error) {
    forget();
    throw error;
  }
}

function fileOf(home: string): string {
  const found = statSync(join(home, LEDGER_FILE), { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.dev} ${found.ino}`;
}
