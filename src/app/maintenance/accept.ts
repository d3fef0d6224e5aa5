// What only this folder knew and is damaged: a person lets it go, is told what stood there, and enters it again.
import { openLedger } from '../../ledger/ledger.ts';
import type { Accepted } from '../../ledger/types.ts';
import { earlierTables } from '../node/earlier-tables.ts';
import type { Env } from '../node/env.ts';
import { notATestHome, openHome } from '../node/home.ts';
import { unlessDamaged } from '../node/reading.ts';
import { type AuditData, audit, auditFolder, remake } from './audit.ts';
import { fillDocuments } from './fill-documents.ts';
import { remakeSelf } from './own-self.ts';

export interface AcceptData extends AuditData {
  /** What was let go. */
  readonly accepted: readonly Accepted[];
  readonly dryRun?: true;
}

/**
 * Takes away own records that are not what was written, and misses those no more that are gone; the rest of the findings stays
 * one. What the chains say, such as `--once` keys and whose the folder is, is made from them again.
 * @throws no-party (66), locked (75), damaged (74) for a database that must be mended first
 */
export async function acceptRecords(env: Env): Promise<AcceptData> {
  mustBeNow(env);
  const before = auditFolder(env);
  if (!before.findings.some(({ code }) => OWN.has(code))) return { ...before, accepted: [] };
  const ledger = openLedger(env.home, { ...earlierTables(env, 'in place'), mending: true, state: env.state });
  let accepted: readonly Accepted[];
  try {
    accepted = ledger.accept({ dryRun: env.dryRun });
    if (env.dryRun) return { ...before, accepted, dryRun: true };
    remakeSelf(env, ledger);
  } finally {
    ledger.close();
  }
  // Whether it is a test home may be what was let go.
  const home = openHome({ ...env, nowGiven: false }, { mending: true });
  try {
    remake(home);
    await fillDocuments(home);
    return { ...audit(home), accepted };
  } finally {
    home.close();
  }
}

/** @throws not-a-test-home (78) as for everything that writes, where that can be told */
function mustBeNow(env: Env): void {
  if (!env.nowGiven) return;
  const home = unlessDamaged(() => openHome(env, { readOnly: true, lenient: true }));
  home?.close();
  if (home?.test === false) throw notATestHome();
}

const OWN: ReadonlySet<string> = new Set(['record-damaged', 'record-missing']);
