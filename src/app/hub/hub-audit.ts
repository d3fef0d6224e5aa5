// Checking all that a hub holds; needs no party, and no key.
import { auditHub, type HubAudit } from '../../ledger/postgres/audit-hub.ts';
import type { Env } from '../node/env.ts';
import type { HubAddresses } from './dsn.ts';
import { withStore } from './hub-database.ts';

export interface HubAuditData extends HubAudit {
  readonly exit: number;
}

/** 15 where anything is not as it must be. Writes nothing that stays. @throws as `withStore` */
export function hubAudit(env: Env, addresses: HubAddresses): Promise<HubAuditData> {
  return withStore(addresses, async ({ database }) => {
    const report = await auditHub(database, (done, total) => env.progress(done, total, 'checking'));
    return { ...report, exit: report.findings.length === 0 ? 0 : 15 };
  });
}
