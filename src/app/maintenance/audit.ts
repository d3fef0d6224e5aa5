// Checking all that the folder is made of, and mending it from a peer or from the chain itself.
import { decodeKeyFile, keyFileNeedsPassphrase } from '../../chain/keys.ts';
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import { examine } from '../../ledger/examine.ts';
import { openLedger } from '../../ledger/ledger.ts';
import { OWN_CHANGES } from '../../ledger/own-records.ts';
import { salvage } from '../../ledger/salvage.ts';
import type { AuditFinding, AuditReport, FindingCode, View } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/maintenance.ts';
import { type Said, sentence } from '../../words/say.ts';
import { repairFrom } from '../exchange/sync.ts';
import type { Env } from '../node/env.ts';
import { type Home, openHome } from '../node/home.ts';
import { readKeyFile } from '../node/key-file.ts';
import { SELF_SETTING, unlessDamaged } from '../node/reading.ts';
import { documentFindings } from '../outside/audit-documents.ts';
import { keysFit } from '../parties/keys.ts';
import type { Written } from '../record/write.ts';
import { fillInventory, inventoryFindings } from './audit-inventory.ts';
import { auditPast, type PastAudit, type PastAudits } from './audit-past.ts';
import { fillDocuments } from './fill-documents.ts';
import { remakeSelf } from './own-self.ts';

export interface AuditData extends Omit<AuditReport, 'awaited'> {
  /** Pages that have never been here, of the hundred chains with most of them: what these events say cannot be read yet. */
  readonly awaited?: readonly { readonly chain: string; readonly events: number; readonly party?: string }[];
  /** Ledgers of networks that the party was in before. */
  readonly past?: readonly PastAudit[];
  /** Findings that were there before the repair and are not any more. */
  readonly repaired?: number;
  /** What could not be compared, because the keys are locked or not there. */
  readonly unchecked?: readonly string[];
  /** What to do about the findings. */
  readonly hint?: string;
  readonly exit: number;
}

/**
 * Re-derives everything (DESIGN §7); 15 where anything is not as it must be, also where the ledger is too damaged to be
 * opened. Writes nothing.
 * @throws no-party (66), locked (75), damaged (74) for the tables of another version
 */
export function auditFolder(env: Env): AuditData {
  let home: Home;
  try {
    home = openHome(env, { readOnly: true, lenient: true });
  } catch (error) {
    if (error instanceof PedigreeError && UNREADABLE.has(error.code) && !isOfOtherTables(error))
      return auditRemains(env, error);
    throw error;
  }
  try {
    return audit(home);
  } finally {
    home.close();
  }
}

// `chain-broken`: the index of tables of an earlier version could not be made anew.
const UNREADABLE: ReadonlySet<string> = new Set(['damaged', 'chain-broken', 'io-failed', 'cannot-create']);

/** Written in tables that this program does not know: nothing is wrong with them, and nothing here may touch them. */
function isOfOtherTables({ detail }: PedigreeError): boolean {
  return detail?.version !== undefined;
}

/** What can be said of a folder that cannot be opened as that of a party. */
function auditRemains(env: Env, error: PedigreeError): AuditData {
  const report = remains(env);
  const findings = [...report.findings, ...keyFileFindings(env.home)];
  if (!report.findings.some(({ code }) => code === 'database-damaged')) {
    // All of it can be read: what is wrong is what it says.
    const isNamed = report.findings.some(({ record }) => record === `setting ${SELF_SETTING}`);
    if (error.code === 'damaged' && !isNamed) findings.unshift({ code: 'database-damaged', message: error.message });
    else if (report.findings.length === 0) throw error;
  }
  const isOwn = report.findings.length > 0 && report.findings.every(({ record }) => record !== undefined);
  return { ...report, findings, hint: sentence(isOwn ? ACCEPT : RESTORE), exit: 15 };
}

function remains({ home: dir, state }: Env): AuditReport {
  try {
    const ledger = openLedger(dir, { readOnly: true, mending: true, state });
    try {
      return ledger.audit();
    } finally {
      ledger.close();
    }
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    return { events: 0, chains: 0, notes: 0, pages: 0, findings: examine(dir) };
  }
}

const RESTORE = say('bring-backup-back');

const ACCEPT = say('see-what-stood');

/** What to do about findings, and which they are: the first that there is one of is told. */
const HINTS: readonly (readonly [Said, ...FindingCode[]])[] = [
  [RESTORE, 'database-damaged'],
  [say('put-newest-key-file-back'), 'key-file'],
  [
    say('mend-from-peer-audit'),
    'leaf-damaged',
    'leaf-missing',
    'branch-wrong',
    'note-damaged',
    'note-signature',
    'page-damaged',
    'page-missing',
  ],
  [say('make-index-anew-rebuild'), 'index-wrong'],
  [ACCEPT, 'record-missing', 'record-damaged'],
  [say('backup-or-sender-has-files'), 'document-missing', 'document-damaged'],
  [RESTORE, 'past-missing', 'past-damaged'],
  [say('ask-peer-what-this'), 'head-file'],
  [say('regulator-settles-fork-settle'), 'peer-saw-other', 'forked'],
];

function hintFor(findings: readonly AuditFinding[]): { readonly hint?: string } {
  // Where the chain lacks something too, whoever asks for that is told of the own records as well.
  const isHead = findings.some(({ code }) => code === 'head-file');
  const told = isHead ? findings.filter(({ record }) => record !== OWN_CHANGES) : findings;
  const worst = HINTS.find(([, ...codes]) => told.some(({ code }) => codes.includes(code)));
  return worst === undefined ? {} : { hint: sentence(worst[0]) };
}

/** The key file by itself, where nothing says which key it should be. */
function keyFileFindings(dir: string): readonly AuditFinding[] {
  try {
    const text = readKeyFile(dir);
    if (!keyFileNeedsPassphrase(text)) decodeKeyFile(text);
    return [];
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    return [{ code: 'key-file', message: error.message }];
  }
}

/** See `auditFolder`, in a folder that is open. */
export function audit(home: Home): AuditData {
  const report = home.ledger.audit({ progress: (done, total) => home.env.progress(done, total, 'checking') });
  const beside = inventoryFindings(home);
  const before = pastBeside(home);
  const findings = [
    ...report.findings,
    ...keyFindings(home),
    ...(beside ?? []),
    ...filesBeside(home),
    ...before.findings,
  ];
  const past = before.past.length === 0 ? {} : { past: before.past };
  const left = beside === undefined ? { unchecked: ['inventory'] } : {};
  const awaited = awaitedOf(home, report.awaited);
  return {
    ...report,
    ...awaited,
    ...past,
    findings,
    ...left,
    ...hintFor(findings),
    exit: findings.length === 0 ? 0 : 15,
  };
}

/** So many chains are named. */
const MOST_AWAITED = 100;

function awaitedOf({ ledger }: Home, awaited: AuditReport['awaited'] = []): Pick<AuditData, 'awaited'> {
  if (awaited.length === 0) return {};
  return ledger.read((view) => ({
    awaited: awaited.slice(0, MOST_AWAITED).map((one) => {
      const party = nameOf(view, one.chain);
      return party === undefined ? one : { ...one, party };
    }),
  }));
}

// In a damaged ledger nobody may be able to say whose a chain is.
function nameOf(view: View, chain: string): string | undefined {
  try {
    return view.authority().partyOf(chain)?.name;
  } catch (error) {
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}

// Which there are cannot be told where the ledger is damaged, and that is found by itself.
function filesBeside(home: Home): readonly AuditFinding[] {
  return unlessDamaged(() => documentFindings(home)) ?? [];
}

function pastBeside(home: Home): PastAudits {
  return unlessDamaged(() => auditPast(home)) ?? { past: [], findings: [] };
}

/** Without the passphrase a locked key cannot be compared, and is taken to be right. */
function keyFindings(home: Home): readonly AuditFinding[] {
  try {
    if (keysFit(home) !== false) return [];
    return [{ code: 'key-file', message: phrase('keys-here-not-those'), chain: home.self.chain }];
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    // What is damaged in the ledger is found there; the key cannot be compared with it.
    return error.code === 'damaged' ? [] : [{ code: 'key-file', message: error.message }];
  }
}

/**
 * Audits, asks a peer for the leaves and pages that are damaged or missing, makes the index anew and audits again.
 * @throws peer-away (75)
 */
export async function auditAndRepair(env: Env, peer: string): Promise<AuditData> {
  const before = auditFolder(env);
  if (before.findings.length === 0 || env.dryRun) return before;
  await mendFolder(env);
  const home = openHome(env, { mending: true });
  try {
    await repairFrom(home, peer, chainsToMend(home, before.findings));
    home.ledger.mend('after');
    remake(home);
    await fillDocuments(home);
    const after = audit(home);
    return { ...after, repaired: Math.max(0, before.findings.length - after.findings.length) };
  } finally {
    home.close();
  }
}

/** What the peer has not got stays as it is, and is a finding. */
export function remake(home: Home): void {
  try {
    home.ledger.rebuild();
    fillInventory(home);
  } catch (error) {
    if (!(error instanceof PedigreeError) || (error.code !== 'chain-broken' && error.code !== 'damaged')) throw error;
  }
}

async function mendFolder(env: Env): Promise<void> {
  await salvage(env.home);
  const ledger = openLedger(env.home, { mending: true });
  try {
    ledger.mend('before');
    remakeSelf(env, ledger);
  } finally {
    ledger.close();
  }
}

/** The chains that findings name; all, where one does not say which it concerns. */
function chainsToMend(home: Home, findings: readonly AuditFinding[]): readonly string[] {
  const isWide = findings.some(({ code, chain }) => chain === undefined && WIDE.has(code));
  const named = findings.flatMap(({ chain }) => (chain === undefined ? [] : [chain]));
  const all = isWide ? home.ledger.read((view) => view.chains().map(({ chain }) => chain)) : [];
  return [...new Set([...named, ...all, ...(isWide ? [home.self.chain] : [])])];
}

const WIDE: ReadonlySet<FindingCode> = new Set(['database-damaged', 'branch-wrong', 'page-damaged', 'page-missing']);

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
  fillInventory(home);
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
    return event?.leaf.type === EVENT.retire.type ? event : undefined;
  });
  if (ended !== undefined) {
    return { chain, event: ended.ref, at: new Date(ended.leaf.at).toISOString(), already: true, warnings: [] };
  }
  if (confirm !== chain) {
    throw new PedigreeError('confirm-missing', say('ends-own-chain'), {
      hint: say('repeat-with-confirm', { chain }),
    });
  }
  const appended = home.ledger.append(home.signer(), home.appendOptions(), (tx) =>
    tx.add({ type: EVENT.retire.type, public: {} }),
  );
  const at = new Date(appended.at).toISOString();
  if (home.env.dryRun) return { chain, at, already: false, warnings: [], dryRun: true };
  return { chain, event: appended.value.ref, at, already: false, warnings: [] };
}
