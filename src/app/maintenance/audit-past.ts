// Ledgers of networks that the party was in before: whole, and ended where the own chain of today says that they ended.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '../../chain/bytes.ts';
import { PedigreeError } from '../../errors.ts';
import { PAST } from '../../ledger/carried.ts';
import { openLedger } from '../../ledger/ledger.ts';
import type { AuditFinding } from '../../ledger/types.ts';
import { LEDGER_FILE } from '../../ledger/view.ts';
import { phrase } from '../../words/en/maintenance.ts';
import type { Home } from '../node/home.ts';
import { pastMissing } from '../node/past.ts';
import { hashOf } from '../outside/kept-files.ts';
import { type PastLedger, pastLedgers } from '../outside/past-documents.ts';

export interface PastAudit {
  readonly network: string;
  readonly chain: string;
  /** Events that were checked. */
  readonly events: number;
}

export interface PastAudits {
  readonly past: readonly PastAudit[];
  readonly findings: readonly AuditFinding[];
}

/** What the audit finds in them. @throws damaged where it cannot be told which there are */
export function auditPast(home: Home): PastAudits {
  const audits = pastLedgers(home.ledger.local).map((one) => auditOne(home, one));
  return { past: audits.flatMap(({ past }) => past), findings: audits.flatMap(({ findings }) => findings) };
}

function auditOne(home: Home, { folder, network, chain, size, hash }: PastLedger): PastAudits {
  const dir = join(home.dir, PAST, folder);
  const place = `${PAST}/${folder}`;
  const missing = { code: 'past-missing', message: pastMissing(folder), chain } as const;
  if (!existsSync(join(dir, LEDGER_FILE))) return { past: [{ network, chain, events: 0 }], findings: [missing] };
  const damaged = (why: string) =>
    ({ code: 'past-damaged', message: phrase('past-is-damaged', { place, why }), chain }) as const;
  try {
    const ledger = openLedger(dir, { readOnly: true, mending: true });
    try {
      const report = ledger.audit();
      const findings: AuditFinding[] = report.findings
        // Its head is that of another place, and nothing is written after it.
        .filter(({ code }) => code !== 'head-file')
        .map((found) => ({ ...found, ...damaged(found.message) }));
      const note = ledger.read((view) => (view.chain(chain)?.size === size ? view.note(chain, size) : undefined));
      if (note === undefined || hashOf(utf8(note)).hash !== hash)
        findings.push(damaged(phrase('not-what-was-anchored')));
      return { past: [{ network, chain, events: report.events }], findings };
    } finally {
      ledger.close();
    }
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    return { past: [{ network, chain, events: 0 }], findings: [damaged(error.message)] };
  }
}
