// Checking all that the folder is made of, and mending it from a peer or from the chain itself.
import { PedigreeError } from '../errors.ts';
import type { AuditReport, Finding } from '../ledger/types.ts';
import type { Env } from './env.ts';
import { type Home, openHome } from './home.ts';
import { keysFit } from './keys.ts';
import { repairFrom } from './sync.ts';
import type { Written } from './write.ts';

export interface AuditData extends AuditReport {
  /** Findings that were there before the repair and are not any more. */
  readonly repaired?: number;
  readonly exit: number;
}

/** Re-derives everything (DESIGN §7); 15 where anything is not as it must be. Writes nothing. */
export function audit(home: Home): AuditData {
  const report = home.ledger.audit({ progress: (done, total) => home.env.progress(done, total, 'checking') });
  const findings = [...report.findings, ...keyFindings(home)];
  return { ...report, findings, exit: findings.length === 0 ? 0 : 15 };
}

/** Without the passphrase a locked key cannot be compared, and is taken to be right. */
function keyFindings(home: Home): readonly Finding[] {
  try {
    if (keysFit(home) !== false) return [];
    return [
      { code: 'key-file', message: 'the keys here are not those that the own chain names', chain: home.self.chain },
    ];
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    return [{ code: 'key-file', message: error.message }];
  }
}

/**
 * Audits, asks a peer for the leaves and pages that are damaged or missing, makes the index anew and audits again.
 * @throws peer-away (75)
 */
export async function auditAndRepair(env: Env, peer: string): Promise<AuditData> {
  const home = openHome(env);
  try {
    const before = audit(home);
    if (before.findings.length === 0 || env.dryRun) return before;
    const chains = before.findings.flatMap((finding) => (finding.chain === undefined ? [] : [finding.chain]));
    await repairFrom(home, peer, [...new Set(chains)]);
    home.ledger.rebuild();
    const after = audit(home);
    return { ...after, repaired: Math.max(0, before.findings.length - after.findings.length) };
  } finally {
    home.close();
  }
}

export interface RebuildData {
  readonly events: number;
  readonly seconds: number;
  readonly already: false;
  readonly warnings: readonly string[];
  readonly dryRun?: true;
}

/** Makes every derived table anew from the chains and the own keys. */
export function rebuild(home: Home): RebuildData {
  const start = performance.now();
  if (home.env.dryRun) {
    const { events } = home.ledger.read((view) => view.size());
    return { events, seconds: 0, already: false, warnings: [], dryRun: true };
  }
  const { events } = home.ledger.rebuild({ progress: (done, total) => home.env.progress(done, total, 'rebuilding') });
  const seconds = Math.round(performance.now() - start) / 1000;
  return { events, seconds, already: false, warnings: [] };
}

export interface RetireData extends Written {
  readonly chain: string;
}

/**
 * Ends the own chain for good, by its owner's word.
 * @throws confirm-missing (2)
 */
export function retire(home: Home, confirm: string | undefined): RetireData {
  const { chain } = home.self;
  const ended = home.ledger.read((view) => {
    const last = (view.chain(chain)?.size ?? 0) - 1;
    const event = view.eventAt(chain, 0, last);
    return event?.leaf.type === 'retire' ? event : undefined;
  });
  if (ended !== undefined) {
    return { chain, event: ended.ref, at: new Date(ended.leaf.at).toISOString(), already: true, warnings: [] };
  }
  if (confirm !== chain) {
    throw new PedigreeError(
      'confirm-missing',
      'this ends the own chain for good: nothing can be recorded on it any more',
      {
        hint: `repeat it with --confirm ${chain}`,
      },
    );
  }
  const appended = home.ledger.append(home.signer(), home.appendOptions(), (tx) =>
    tx.add({ type: 'retire', public: {} }),
  );
  const at = new Date(appended.at).toISOString();
  if (home.env.dryRun) return { chain, at, already: false, warnings: [], dryRun: true };
  return { chain, event: appended.value.ref, at, already: false, warnings: [] };
}
