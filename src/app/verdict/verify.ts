// The verdict on what was scanned: one scan is read, traced and judged, in one read of the ledger, without any key.
import { waysOf } from '#typed';
import { EVENT_REF } from '../../custody/event-ref.ts';
import { EVENT } from '../../custody/events/all.ts';
import { judge } from '../../custody/judge.ts';
import { mayHold } from '../../custody/roles.ts';
import type { Question, Verdict } from '../../custody/verdict.ts';
import { PedigreeError } from '../../errors.ts';
import { textsOf } from '../../gs1/keyed.ts';
import type { View } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/verdict.ts';
import type { Env } from '../node/env.ts';
import { partyCalled } from '../node/named.ts';
import { askHere } from '../node/question.ts';
import { mustHaveAll, openReading, type Reading } from '../node/reading.ts';
import { mayBeCase } from '../record/cases-known.ts';
import { isNamedHere, mayBeClaimed } from '../record/documents-known.ts';
import { serialsHere } from '../record/lot-serials.ts';
import { hasReference, suppliedBefore } from '../record/supplied.ts';
import { AskedAgain } from '../scans/asked-again.ts';
import { wholeScans } from '../scans/halves.ts';
import { type Identified, identify } from '../scans/identify.ts';
import { askToRescan } from '../scans/near-serial.ts';
import { eachScan, type Scan, type Scans } from '../scans/scans.ts';
import { livesIn, settle } from '../scans/settle.ts';

export interface VerifyOptions {
  /** Caution is exit 20. */
  readonly strict: boolean;
  /** Judge custody as if it were with this party: GLN, name or chain. */
  readonly at?: string | undefined;
  /** `24h`: how old knowledge may be. */
  readonly maxAge?: string | undefined;
}

/** What `verify` answers for one item: the verdict, and how many microseconds it took. */
export type Verified = Omit<Verdict, 'exit'> & { readonly micros: number };

/** One answer of several, in input order. */
export interface VerifyLine {
  readonly n: number;
  readonly input: string;
  readonly exit?: number;
  readonly data: Verified | Record<never, never>;
  readonly error?: PedigreeError;
}

/** Exit code of a caution under `--strict`. */
const LOOK = 20;

/**
 * Judges every scan, SSCC or shipment, in order, as they come. Writes nothing, needs no key, opens no file but the ledger's.
 * @throws no-party (66), usage (2) for `at` or `maxAge`; what one scan cannot be read for stands in its own line
 * @example
 * ```ts
 * import { makeEnv, verifyScans } from 'pedigree';
 *
 * const env = makeEnv({ home: '/var/lib/hill' });
 * const scans = ['(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'];
 * for await (const { input, data, error } of verifyScans(env, scans, { strict: false })) {
 *   if (error === undefined && 'reasons' in data) console.log(input, data.status, data.reasons[0]?.advice);
 * }
 * ```
 */
export async function* verifyScans(env: Env, scans: Scans, options: VerifyOptions): AsyncIterable<VerifyLine> {
  const home = mustHaveAll(openReading(env));
  try {
    const ask = home.ledger.read((view) => questionOf(home, view, options));
    yield* verifyEach(home, scans, ask, options.strict);
  } finally {
    home.close();
  }
}

/** The same in a folder that is open, once it is known what is asked. */
export async function* verifyEach(
  home: Reading,
  scans: Scans,
  ask: Question,
  strict: boolean,
): AsyncIterable<VerifyLine> {
  const asked = new AskedAgain();
  for await (const scan of wholeScans(eachScan(scans))) {
    if ('error' in scan) yield { n: scan.n, input: scan.input, data: {}, error: scan.error };
    else yield await verifyOne(home, scan, ask, strict, asked);
  }
}

/** What is asked of every item of one run. @throws usage */
export function questionOf(home: Reading, view: View, options: VerifyOptions): Question {
  const { self } = home;
  const authority = view.authority();
  let viewer: string | undefined;
  if (options.at !== undefined) {
    const party = partyCalled(authority, options.at);
    if (party === undefined) {
      const hint = phrase('give-gln-parties');
      throw new PedigreeError('usage', say('no-party-known-here', { at: options.at }), { hint });
    }
    viewer = party.gln;
  } else if (self.observer !== true) {
    const own = authority.partyOf(self.chain);
    if (own === undefined ? self.chain !== self.network : mayHold(own.roles)) viewer = self.gln;
  }
  return askHere(home, view, { viewer, maxAge: options.maxAge });
}

/**
 * Judges one scan; what it cannot be read for stands in its line.
 * @param asked what was asked for again in this run
 */
export async function verifyOne(
  home: Reading,
  scan: Scan,
  ask: Question,
  strict: boolean,
  asked = new AskedAgain(),
): Promise<VerifyLine> {
  const { n, input, text } = scan;
  const start = process.hrtime.bigint();
  try {
    const read = identify(text, scan.typed === true ? () => waysOf(home.ledger.local) : undefined);
    const before = asked.times(text);
    const judgeBy = async (question: Question) => {
      const alone = judgeWithoutKeys(home, text, read, question, before);
      if (alone !== undefined && !isCase(home, alone)) return alone;
      return judgeWithKeys(home, text, read, question, before);
    };
    const unclaimed = await judgeBy(ask);
    const claimed = mayBeClaimed(home.ledger.local, unclaimed) ? await claimedBy(home, unclaimed, ask) : undefined;
    const judged = claimed === undefined ? unclaimed : await judgeBy({ ...ask, claimed });
    const verdict = judged.status === 'stop' ? home.ledger.read((view) => askToRescan(view, judged)) : judged;
    const { exit, ...rest } = hasOwnReference(home, verdict) ? await withReference(home, verdict) : verdict;
    const micros = Number((process.hrtime.bigint() - start) / 1000n);
    return {
      n,
      input,
      exit: strict && exit === 0 && rest.status === 'caution' ? LOOK : exit,
      data: { ...rest, micros },
    };
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    asked.note(text, error);
    return { n, input, data: {}, error };
  }
}

/** Why a pack's beginning is not known here, where nothing is known of its product but its name. */
const UNMADE: ReadonlySet<string> = new Set(['unknown-product', 'unknown-lot', 'incomplete-knowledge']);

/** Whether what nobody commissioned may be a case: that is told by the manifests that the keys open. */
function isCase({ ledger }: Reading, { reasons, item: { gtin, serial } }: Verdict): boolean {
  if (gtin === undefined || serial === undefined || !reasons.some(({ code }) => UNMADE.has(code))) return false;
  return ledger.read((view) => mayBeCase(ledger.local, view, gtin, serial));
}

async function claimedBy(home: Reading, verdict: Verdict, { viewer }: Question): Promise<Question['claimed']> {
  const { claimedOf } = await import('#verify-claims');
  return claimedOf(home, verdict, viewer);
}

/** Whether this folder supplied it under a reference. */
function hasOwnReference({ ledger }: Reading, { own }: Verdict): boolean {
  return own?.did === 'supplied' && own.event !== undefined && hasReference(ledger.local, own.event);
}

/** The reference of a supply is sealed: looked up only where the key lies open, for a verdict asks nobody for a passphrase. */
async function withReference({ env }: Reading, verdict: Verdict): Promise<Verdict> {
  const { referenceAt } = await import('#verify-goods');
  return referenceAt(env, verdict);
}

/** Undefined for a container, for a shipment by its event or despatch advice number, and where `judgePack` says so. */
function judgeWithoutKeys(
  home: Reading,
  text: string,
  read: Identified,
  ask: Question,
  before: number,
): Verdict | undefined {
  const texts = textsOf(text);
  if (read.label?.kind === 'unit' || texts.some((one) => EVENT_REF.test(one.trim()))) return undefined;
  if (read.label === undefined && read.candidates.length === 0 && texts.every(isShortText)) return undefined;
  return home.ledger.read((view) => judgePack(home, view, read, ask, before));
}

/** A despatch advice number is typed or read from a paper: no long code, no control characters. */
const isShortText = (text: string): boolean => /^\P{C}{1,40}$/u.test(text.trim());

/**
 * The verdict on a scanned pack; undefined where it takes the keys: nothing is commissioned under this code here and this
 * party is one of the GTIN's makers, or reports of it may be read here.
 * @throws not-gs1 (65) where the scan names no pack, or can be read in several ways that the ledger does not settle
 */
function judgePack(home: Reading, view: View, read: Identified, ask: Question, before: number): Verdict | undefined {
  const { local } = home.ledger;
  const { label, life, repairs, candidates } = settle(
    read,
    livesIn(view),
    view,
    before,
    (gtin, lot) => serialsHere(local.inventory, gtin, lot),
    (pack) => isNamedHere(local, home.self.network, pack),
  );
  // Who may read reports is known; whether there are any is asked of the ledger, last.
  const mayNeedKeys = ask.reports === undefined && readsReports(home, view, label.gtin);
  if (mayNeedKeys && (life.commission === undefined || hasReports(view))) return undefined;
  const supplied = ask.viewer === home.self.gln ? suppliedBefore(local, label) : undefined;
  return judge(label, life, view, { ...ask, repairs, candidates, ...(supplied === undefined ? {} : { supplied }) });
}

function hasReports(view: View): boolean {
  for (const _ of view.eventsOf([EVENT.report.type])) return true;
  return false;
}

/** Makers hear of their own GTINs, regulators of all; nobody else can open a report. */
function readsReports(home: Reading, view: View, gtin: string): boolean {
  const own = view.authority().partyOf(home.self.chain);
  if (own?.regulator === true) return true;
  return view
    .authority()
    .makersOf(gtin)
    .some((maker) => maker.gln === home.self.gln);
}

/** Containers, shipments, and what only a maker or a regulator can look up: rare, so loaded when asked for. */
async function judgeWithKeys(
  home: Reading,
  text: string,
  read: Identified,
  ask: Question,
  before: number,
): Promise<Verdict> {
  const { judgeGoods } = await import('#verify-goods');
  try {
    return judgeGoods(home.env, text, read, ask, before);
  } catch (error) {
    // A pack can be judged by what everybody may read; what only the key opens is missing then.
    if (!(error instanceof PedigreeError && error.code === 'key-passphrase') || read.label?.kind !== 'pack')
      throw error;
    const judged = home.ledger.read((view) => judgePack(home, view, read, { ...ask, reports: () => [] }, before));
    if (judged === undefined) throw error;
    home.env.warn(phrase('key-locked-reports'));
    return judged;
  }
}
