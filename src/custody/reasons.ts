// The verdict table: every reason with its status, exit, codes and steps; docs, exits and answers come from here (DESIGN §6).
import { EXITS } from '../errors.ts';

export type Status = 'genuine' | 'caution' | 'stop' | 'unknown';
/** What is at the bottom of a verdict that is not genuine. */
export type Cause = 'scan' | 'data' | 'state' | 'suspect';

/** What to do now, the first thing first; a word for each, so that a screen can make a button of it. */
export const NEXT_STEPS = [
  'scan-again',
  'look',
  'put-aside',
  'report',
  'call',
  'sync',
  'receive',
  'refuse',
  'dispense',
  'decommission',
  'found',
  'outgoing',
  'recall',
  'set-clock',
  'set-scanner',
] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

export interface Reason {
  readonly status: Exclude<Status, 'genuine'>;
  readonly exit: number;
  readonly cause: Cause;
  /** Alert code of the EU hub (EMVS). */
  readonly emvs?: string;
  /** verificationFailureReason or additionalInfo of GS1's verification messaging. */
  readonly vrs?: string;
  readonly next: readonly NextStep[];
}

/** What each says, and what to do, is in src/words (reasons.ts, advice.ts) under its code. */
export const REASONS = {
  'unknown-item': {
    status: 'stop',
    exit: 11,
    cause: 'suspect',
    emvs: 'A3',
    vrs: 'No_match_GTIN_Serial',
    next: ['put-aside', 'report'],
  },
  'unknown-lot': {
    status: 'unknown',
    exit: 19,
    cause: 'data',
    emvs: 'A2',
    next: ['sync', 'scan-again'],
  },
  'unknown-product': {
    status: 'unknown',
    exit: 19,
    cause: 'data',
    emvs: 'A1',
    next: ['sync', 'scan-again', 'call'],
  },
  'outside-gone': {
    status: 'stop',
    exit: 14,
    cause: 'state',
    next: ['put-aside', 'call'],
  },
  'outside-claim-differs': {
    status: 'unknown',
    exit: 19,
    cause: 'data',
    next: ['look', 'call'],
  },
  'outside-unproved': {
    status: 'unknown',
    exit: 19,
    cause: 'data',
    next: ['call'],
  },
  'outside-claim': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    next: ['look'],
  },
  'incomplete-knowledge': {
    status: 'unknown',
    exit: 19,
    cause: 'data',
    next: ['sync', 'scan-again'],
  },
  'not-commissioned': {
    status: 'stop',
    exit: 14,
    cause: 'suspect',
    emvs: 'A3',
    next: ['put-aside', 'call'],
  },
  'lot-mismatch': {
    status: 'stop',
    exit: 10,
    cause: 'suspect',
    emvs: 'A68',
    vrs: 'No_match_GTIN_Serial_Lot',
    next: ['put-aside', 'report'],
  },
  'expiry-mismatch': {
    status: 'stop',
    exit: 10,
    cause: 'suspect',
    emvs: 'A52',
    vrs: 'No_match_GTIN_Serial_Expiry',
    next: ['put-aside', 'report'],
  },
  'maker-not-accredited': {
    status: 'stop',
    exit: 10,
    cause: 'suspect',
    next: ['put-aside', 'report'],
  },
  'maker-revoked': {
    status: 'stop',
    exit: 10,
    cause: 'suspect',
    next: ['put-aside', 'call'],
  },
  'unauthorised-use': {
    status: 'stop',
    exit: 10,
    cause: 'suspect',
    next: ['put-aside', 'report'],
  },
  recalled: {
    status: 'stop',
    exit: 12,
    cause: 'state',
    vrs: 'Recalled',
    next: ['put-aside', 'recall'],
  },
  withdrawn: {
    status: 'stop',
    exit: 12,
    cause: 'state',
    vrs: 'Recalled',
    next: ['put-aside', 'call'],
  },
  expired: {
    status: 'stop',
    exit: 13,
    cause: 'state',
    vrs: 'Expired',
    next: ['put-aside', 'decommission'],
  },
  'already-dispensed': {
    status: 'stop',
    exit: 14,
    cause: 'state',
    emvs: 'A7',
    next: ['put-aside', 'report'],
  },
  decommissioned: {
    status: 'stop',
    exit: 14,
    cause: 'state',
    emvs: 'A24',
    next: ['put-aside', 'call'],
  },
  disputed: {
    status: 'stop',
    exit: 14,
    cause: 'suspect',
    emvs: 'A24',
    next: ['put-aside', 'call'],
  },
  unaccounted: {
    status: 'stop',
    exit: 14,
    cause: 'state',
    emvs: 'A24',
    next: ['put-aside', 'call', 'found'],
  },
  'in-transit-elsewhere': {
    status: 'stop',
    exit: 14,
    cause: 'state',
    emvs: 'A24',
    next: ['put-aside', 'call'],
  },
  'not-in-your-custody': {
    status: 'stop',
    exit: 14,
    cause: 'state',
    emvs: 'A24',
    next: ['put-aside', 'sync', 'call'],
  },
  'custody-gap': {
    status: 'stop',
    exit: 14,
    cause: 'data',
    emvs: 'A24',
    next: ['put-aside', 'sync', 'call'],
  },
  quarantined: {
    status: 'stop',
    exit: 16,
    cause: 'state',
    vrs: 'Suspect',
    next: ['put-aside'],
  },
  'lot-on-hold': {
    status: 'stop',
    exit: 16,
    cause: 'state',
    vrs: 'Suspect',
    next: ['put-aside'],
  },
  'in-transit-to-you': {
    status: 'caution',
    exit: 0,
    cause: 'state',
    next: ['receive'],
  },
  'author-forked': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    next: [],
  },
  'settled-here': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    next: ['call'],
  },
  'own-conflict': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    next: ['look', 'call'],
  },
  contested: {
    status: 'caution',
    exit: 0,
    cause: 'data',
    next: ['look', 'call'],
  },
  'loss-overtaken': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    next: ['call'],
  },
  unaccredited: {
    status: 'caution',
    exit: 0,
    cause: 'data',
    next: ['sync', 'call'],
  },
  'stale-knowledge': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    next: ['sync'],
  },
  'clock-behind': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    next: ['set-clock'],
  },
  'weak-serial': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    next: ['look'],
  },
  'expires-soon': {
    status: 'caution',
    exit: 0,
    cause: 'state',
    next: [],
  },
  'scan-repaired': {
    status: 'caution',
    exit: 0,
    cause: 'scan',
    next: ['set-scanner'],
  },
  'caution-notice': {
    status: 'caution',
    exit: 0,
    cause: 'state',
    next: ['look'],
  },
  'sibling-suspect': {
    status: 'caution',
    exit: 0,
    cause: 'suspect',
    next: ['look'],
  },
  'corrected-label': {
    status: 'caution',
    exit: 0,
    cause: 'state',
    next: [],
  },
} as const satisfies Readonly<Record<string, Reason>>;

export type ReasonCode = keyof typeof REASONS;

export { worstExit } from '../errors.ts';

/** Of several results the worst wins, in this order. */
export const EXIT_ORDER: readonly number[] = EXITS.map(([exit]) => exit);
