// Gathers the reasons of a verdict and draws the conclusion: status, exit, cause.
import { phrase, say } from '../words/en/told.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './life.ts';
import { type Cause, EXIT_ORDER, REASONS, type ReasonCode, type Status, worstExit } from './reasons.ts';
import { clockParticulars, type Particulars, tell, type Weight, type Words } from './tell.ts';
import type { Question, Verdict, VerdictReason } from './verdict.ts';

/** Mismatches that a scanner can make: where the scan is in doubt it is blamed first. */
const MISREAD: readonly ReasonCode[] = [
  'unknown-item',
  'unknown-lot',
  'unknown-product',
  'outside-claim-differs',
  'outside-unproved',
  'lot-mismatch',
  'expiry-mismatch',
];

/** So many reasons of one code and weight are told: who reads the third has understood. */
const MOST_TOLD = 3;

/** The reasons found so far. The same reason about the same event is told once. */
export class Reasons {
  readonly all: VerdictReason[] = [];
  /** By code and weight: where the last one told stands in `all`, and how many there are. */
  readonly #kinds = new Map<string, { last: number; count: number }>();
  /** The scan was repaired or has other readings. */
  readonly scanInDoubt: boolean;
  readonly #question: Question;
  /** How it is told to whoever asks. */
  readonly words: Words;
  readonly #seen = new Set<string>();

  constructor(evidence: Pick<Evidence, 'authority'>, question: Question) {
    this.#question = question;
    this.scanInDoubt = telling(question.repairs).length > 0 || (question.candidates?.length ?? 0) > 0;
    let authority: Words['authority'] | undefined;
    this.words = {
      get authority() {
        authority ??= evidence.authority();
        return authority;
      },
      viewer: question.viewer,
      alone: question.alone,
      sayTime: question.sayTime,
    };
  }

  add(code: ReasonCode, particulars: Particulars, event?: string): void {
    const about = `${code} ${event ?? JSON.stringify(particulars)}`;
    if (this.#seen.has(about)) return;
    this.#seen.add(about);
    const { softened = false, asks = false, stops = false } = particulars;
    const name = `${code} ${softened} ${asks} ${stops}`;
    const kind = this.#kinds.get(name) ?? { last: -1, count: 0 };
    // Words take longer than looking: what nobody would read is counted.
    if (kind.count < MOST_TOLD) {
      const told = tell(code, particulars, this.words);
      if (event === undefined && !this.#isNew(`${code} ${told.text}`)) return;
      kind.last = this.all.push(told) - 1;
    } else {
      const last = this.all[kind.last];
      if (last !== undefined) this.all[kind.last] = { ...last, more: (last.more ?? 0) + 1 };
    }
    kind.count++;
    this.#kinds.set(name, kind);
  }

  #isNew(text: string): boolean {
    const isNew = !this.#seen.has(text);
    this.#seen.add(text);
    return isNew;
  }

  addFinding(finding: Finding, weight: Weight = {}): void {
    const { reason, by, when, kind, detail, event } = finding;
    const about =
      detail ?? (finding.around === undefined ? kind : phrase('of-container', { kind: kind ?? say('an-event') }));
    this.add(reason, { by, when, detail: about, ...weight }, event);
  }

  addFindings(findings: readonly Finding[]): void {
    for (const finding of findings) this.addFinding(finding);
  }

  /** How old the knowledge is, and what became of the scan. */
  addKnowledge(): void {
    const { clock, fresh, now, maxAge } = this.#question;
    const repairs = telling(this.#question.repairs);
    if (repairs.length > 0) this.add('scan-repaired', { detail: repairs.map(repairName).join(', ') });
    if (clock !== undefined) this.add('clock-behind', clockParticulars(clock));
    if (fresh.oldest !== undefined && now - fresh.oldest > maxAge) this.add('stale-knowledge', { when: fresh.oldest });
  }
}

/** The repairs that may have changed what the code says; frame bytes and a missing identifier never do. */
function telling(repairs: readonly unknown[] = []): readonly unknown[] {
  return repairs.filter(
    (repair) => !(typeof repair === 'object' && repair !== null && 'harmless' in repair && repair.harmless),
  );
}

function repairName(repair: unknown): string {
  const code = typeof repair === 'object' && repair !== null ? (repair as { readonly code?: unknown }).code : repair;
  return String(code);
}

const SEVERITY: readonly Status[] = ['stop', 'unknown', 'caution', 'genuine'];

/** Reasons or verdicts, the worst first: by status, then by exit, then those that ask. */
export function worstFirst<T extends Pick<Verdict, 'status' | 'exit' | 'confirm'>>(all: readonly T[]): T[] {
  const place = ({ exit, confirm }: T): number => EXIT_ORDER.indexOf(exit) - (confirm === true ? 0.5 : 0);
  return [...all].sort((a, b) => SEVERITY.indexOf(a.status) - SEVERITY.indexOf(b.status) || place(a) - place(b));
}

/** The whole answer from the reasons and what is known of the item. */
export function answer(
  reasons: Reasons,
  question: Question,
  known: Pick<Verdict, 'item' | 'product' | 'maker' | 'custody' | 'own' | 'lines'>,
): Verdict {
  const told = worstFirst(asMessage(reasons.all)).map(withMore);
  const [worst] = told;
  const status: Status = worst?.status ?? 'genuine';
  const cause = worst === undefined ? null : causeOf(worst, reasons.scanInDoubt);
  const { repairs = [], candidates = [], fresh } = question;
  return {
    status,
    exit: worstExit(told.map(({ exit }) => exit)),
    cause,
    retry:
      status === 'unknown' ||
      cause === 'scan' ||
      told.some((one) => one.status === 'stop' && REASONS[one.code].cause === 'data'),
    reasons: told,
    ...(status === 'caution' && told.some(({ confirm }) => confirm === true) && { confirm: true }),
    ...known,
    ...(question.claimed !== undefined && { claims: question.claimed.claims }),
    repairs,
    ...(candidates.length > 0 && { candidates }),
    fresh: { peers: fresh.peers, oldest: fresh.oldest === undefined ? null : new Date(fresh.oldest).toISOString() },
  };
}

// Verification messaging has one word of its own for a lot and an expiry that are both wrong.
function asMessage(reasons: readonly VerdictReason[]): readonly VerdictReason[] {
  const mismatches: readonly string[] = ['lot-mismatch', 'expiry-mismatch'];
  if (!mismatches.every((code) => reasons.some((told) => told.code === code))) return reasons;
  return reasons.map((told) =>
    mismatches.includes(told.code) ? { ...told, vrs: 'No_match_GTIN_Serial_Lot_Expiry' } : told,
  );
}

function withMore(told: VerdictReason): VerdictReason {
  return told.more === undefined ? told : { ...told, text: phrase('more-such', { text: told.text, more: told.more }) };
}

function causeOf({ code }: VerdictReason, scanInDoubt: boolean): Cause {
  return scanInDoubt && MISREAD.includes(code) ? 'scan' : REASONS[code].cause;
}
