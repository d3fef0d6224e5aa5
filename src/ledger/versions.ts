// What earlier versions of the tables were. Whoever changes the tables raises TABLES_VERSION and says here, once, what the version
// before was; the rest follows (take-over.ts): the index is made anew from the events, and is no part of any of this.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/ledger.ts';
import type { Connection } from './database.ts';
import { type Sql, TABLES_VERSION } from './sqlite.ts';

/** A version of the tables that is not today's any more. */
export interface Earlier {
  /** Whether its rows have the checksums and tallies that `sums.ts` keeps. They are taken over as they stand, wrong ones too. */
  readonly sums: boolean;
  /**
   * Makes the tables that are no index those of the next version, in place, by name and by what stands in them. A column that
   * was added and may be null, one that went, and the order of columns need nothing. Of a row that it changes it makes the
   * checksum anew where that was right before.
   */
  readonly reshape?: (sql: Sql) => void;
}

/** Each version that can be taken over, up to the one before today's. */
export const EARLIER: Readonly<Record<number, Earlier>> = {
  // Of before records and checkpoints had checksums.
  2: { sums: false },
  // Of before the lots of a GTIN made sorted parts together.
  3: { sums: true },
};

export function versionOf(db: Connection): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Whether tables of this version can be taken over. */
export function isEarlier(version: number): boolean {
  return version < TABLES_VERSION && version in EARLIER;
}

/** From a version on to today's, in their order. */
export function stepsFrom(version: number): readonly Earlier[] {
  const steps: Earlier[] = [];
  for (let at = version; at < TABLES_VERSION; at++) {
    const step = EARLIER[at];
    if (step === undefined) throw new PedigreeError('unexpected', say('nothing-known-of-tables', { at }));
    steps.push(step);
  }
  return steps;
}
