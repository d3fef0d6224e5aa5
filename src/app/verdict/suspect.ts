// Suspect product in the hands of who keeps it: how many of its packages have to be compared with what its maker or its seller says,
// and what came of those that were scanned (FDCA 582: three packages or a tenth, whichever is greater; all of fewer than three).
import { REASONS, type Reason, type ReasonCode } from '../../custody/reasons.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/outside.ts';
import type { Env } from '../node/env.ts';
import { identify } from '../scans/identify.ts';
import { type Verified, verifyScans } from './verify.ts';

/** What a package says of itself beside what is said of it. */
export type Correspondence =
  /** Product, serial, lot and expiry are what the maker, or a seller who is believed here, says. */
  | 'corresponds'
  | 'differs'
  /** Nobody who is believed says anything of it, or its label lacks lot or expiry: the seller or the maker has to be asked. */
  | 'not-known';

export interface SuspectLine {
  readonly n: number;
  readonly input: string;
  readonly is: Correspondence;
  /** What the verdict gave for it. */
  readonly codes: readonly ReasonCode[];
  readonly texts: readonly string[];
}

export interface SuspectData {
  /** Packages that are suspect. */
  readonly packs: number;
  /** How many of them have to be compared. */
  readonly toCompare: number;
  /** Different packages that were. */
  readonly compared: number;
  /** How many are left. */
  readonly left: number;
  readonly counts: Readonly<Record<Correspondence, number>>;
  readonly lines: readonly SuspectLine[];
  readonly exit: number;
}

const LOOK = 20;
const [LEAST, PART] = [3, 10];

/** Three packages or a tenth, whichever is greater; all where there are fewer than three. */
export function packagesToCompare(packs: number): number {
  return packs < LEAST ? packs : Math.max(LEAST, Math.ceil(packs / PART));
}

const WORSE: readonly Correspondence[] = ['corresponds', 'not-known', 'differs'];

/** Besides what is suspect: a file that says something else, and goods that were supplied or destroyed before. */
const DIFFERS: ReadonlySet<ReasonCode> = new Set([
  'outside-claim-differs',
  'outside-gone',
  'already-dispensed',
  'decommissioned',
]);
/** Codes under which nobody who is believed says what the package is. */
const NOT_KNOWN: ReadonlySet<ReasonCode> = new Set([
  'unknown-lot',
  'unknown-product',
  'outside-unproved',
  'incomplete-knowledge',
]);

/**
 * Compares the packages that are scanned. The same one scanned twice is one, by the worse of what came of it.
 * @param packs how many are suspect; as many as are scanned where absent
 * @throws usage (2) for more packages scanned than there are, or none, and for a case or a shipment; as `verifyScans`
 */
export async function compareSuspects(env: Env, scans: readonly string[], packs?: number): Promise<SuspectData> {
  const lines = new Map<string, SuspectLine>();
  for await (const { n, input, data, error } of verifyScans(env, scans, { strict: false })) {
    if (error !== undefined) throw error;
    const { item, reasons } = data as Verified;
    const { gtin, serial, packs: inside } = item;
    if (gtin === undefined || serial === undefined || inside !== undefined) {
      throw new PedigreeError('usage', say('not-a-package', { input }), { hint: say('scan-each-package') });
    }
    const codes = reasons.map(({ code }) => code);
    const found = correspondence(codes);
    const is = found === 'corresponds' && !saysAll(input, gtin, serial) ? 'not-known' : found;
    const name = `${gtin}/${serial}`;
    const before = lines.get(name);
    if (before === undefined || WORSE.indexOf(is) > WORSE.indexOf(before.is))
      lines.set(name, { n, input, is, codes, texts: reasons.map(({ text }) => text) });
  }
  const compared = lines.size;
  const all = packs ?? compared;
  if (all < Math.max(1, compared)) {
    throw new PedigreeError('usage', say('more-scanned', { packs: all, compared }), { hint: say('packs-are-all') });
  }
  const counts = { corresponds: 0, differs: 0, 'not-known': 0 };
  for (const { is } of lines.values()) counts[is]++;
  const toCompare = packagesToCompare(all);
  const left = Math.max(0, toCompare - compared);
  const isWell = left === 0 && counts.corresponds === compared;
  const told = { packs: all, toCompare, compared, left, counts };
  return { ...told, lines: [...lines.values()], exit: isWell ? 0 : LOOK };
}

/** Whether the label says product, serial, lot and expiry: what it does not say cannot correspond. */
function saysAll(input: string, gtin: string, serial: string): boolean {
  const { label, candidates, further, rival } = identify(input);
  return [label, rival?.label, ...[...candidates, ...further].map((one) => one.label)].some(
    (one) =>
      one?.kind === 'pack' &&
      one.gtin === gtin &&
      one.serial === serial &&
      one.lot !== undefined &&
      one.expiry !== undefined,
  );
}

function correspondence(codes: readonly ReasonCode[]): Correspondence {
  if (codes.some((code) => DIFFERS.has(code) || isStopped(REASONS[code]))) return 'differs';
  return codes.some((code) => NOT_KNOWN.has(code)) ? 'not-known' : 'corresponds';
}

function isStopped({ status, cause }: Reason): boolean {
  return status === 'stop' && cause === 'suspect';
}
