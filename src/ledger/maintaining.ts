// What keeps a ledger well: audit, mending, rebuilding, backup.
import type { AwaitedPages, SettledFork, View } from './reading.ts';
import type { Local } from './records.ts';

/** Looks after the ledger. */
export interface Maintaining {
  /** Changes local records (not events) in one durable transaction. @throws io-failed, locked */
  write<T>(fn: (local: Local, view: View) => T): T;
  /** How many changes of local records the head file knows of that are not here: nobody can bring them again. */
  forgotten(): number;
  /** Takes the local records as they are here for all there are; says how many changes were missed. @throws io-failed, locked */
  forget(): number;
  /** Checks everything of which the ledger is made (DESIGN §7). Writes nothing. */
  audit(options?: { readonly progress?: Progress }): AuditReport;
  /**
   * What only the ledger itself can mend: `before` a peer is asked, and `after` it has sent what it has.
   * @throws io-failed, locked, damaged
   */
  mend(when: 'before' | 'after'): void;
  /**
   * Takes away records that only this folder knew and that are not what was written, and counts those that are left as all.
   * @throws io-failed, locked, damaged
   */
  accept(options: { readonly dryRun: boolean }): readonly Accepted[];
  /** Drops every derived table and makes it again from leaves and pages, derived local records included. */
  rebuild(options?: { readonly progress?: Progress }): { readonly events: number };
  /**
   * Writes one consistent file with the database and the named files of the folder (the key file). Mode 0600. Says how many
   * events and records in it are not what was written.
   * @throws cannot-create (73, the file exists), io-failed
   */
  backup(file: string, carry: readonly string[]): { readonly bytes: number; readonly damaged: number };
}

export type Progress = (done: number, total: number) => void;

export type FindingCode =
  | 'database-damaged'
  | 'leaf-damaged'
  | 'leaf-missing'
  | 'note-damaged'
  | 'note-signature'
  | 'branch-wrong'
  | 'page-damaged'
  | 'page-missing'
  | 'index-wrong'
  | 'record-damaged'
  | 'record-missing'
  | 'head-file'
  | 'peer-saw-other'
  | 'forked'
  | 'key-file'
  | 'document-missing'
  | 'document-damaged'
  | 'past-missing'
  | 'past-damaged';

export interface AuditFinding {
  readonly code: FindingCode;
  /** One sentence in lower case without a full stop. */
  readonly message: string;
  readonly chain?: string;
  readonly seq?: number;
  /** Of a record that only this folder knew: its kind, and its name where it is one. */
  readonly record?: string;
}

/** A record that was let go, or so many that were gone already. */
export interface Accepted {
  readonly kind: string;
  readonly key?: string;
  /** What stood there, as far as a person may read it. */
  readonly was?: string;
  readonly gone?: number;
}

export interface AuditReport {
  readonly events: number;
  readonly chains: number;
  readonly notes: number;
  readonly pages: number;
  readonly findings: readonly AuditFinding[];
  /** Forks of which it is said which branch counts; absent where there are none. */
  readonly settled?: readonly SettledFork[];
  /** Pages that have never been here: no damage, but what these events say cannot be read. Absent where there are none. */
  readonly awaited?: readonly AwaitedPages[];
}

/** What a restore found in a backup. */
export interface Restored {
  readonly chain: string | undefined;
  readonly size: number;
  /** Names of the files that were carried, now in the folder. */
  readonly files: readonly string[];
}
