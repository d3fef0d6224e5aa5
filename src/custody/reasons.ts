// The verdict table: every reason with its status, exit, codes and texts; docs, exits and answers come from here (DESIGN §6).
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
  readonly text: string;
  readonly advice: string;
  readonly next: readonly NextStep[];
}

/**
 * Words in braces are filled in by `judge` where it knows them: {gtin} {serial} {lot} {expiry} {label} {maker} {holder}
 * {from} {to} {by} {site} {when} {detail} {number}.
 */
export const REASONS = {
  'unknown-item': {
    status: 'stop',
    exit: 11,
    cause: 'suspect',
    emvs: 'A3',
    vrs: 'No_match_GTIN_Serial',
    text: 'do not supply: this serial was never made for lot {lot}',
    advice:
      'Give another pack. Put this one aside, do not return it. Tell maker and agency: pedigree report … --as suspect --note T',
    next: ['put-aside', 'report'],
  },
  'unknown-lot': {
    status: 'unknown',
    exit: 19,
    cause: 'data',
    emvs: 'A2',
    text: 'lot {lot} has not reached this computer',
    advice: 'Not a sign of a fake. Run pedigree sync, then scan again.',
    next: ['sync', 'scan-again'],
  },
  'unknown-product': {
    status: 'unknown',
    exit: 19,
    cause: 'data',
    emvs: 'A1',
    text: 'product {gtin} is not known to this computer',
    advice: 'Not a sign of a fake. Run pedigree sync, then scan again. If it stays so, ask the supplier.',
    next: ['sync', 'scan-again', 'call'],
  },
  'incomplete-knowledge': {
    status: 'unknown',
    exit: 19,
    cause: 'data',
    text: 'part of what is recorded about this item has not reached this computer',
    advice: 'Not a sign of a fake. Run pedigree sync, then scan again.',
    next: ['sync', 'scan-again'],
  },
  'not-commissioned': {
    status: 'stop',
    exit: 14,
    cause: 'suspect',
    emvs: 'A3',
    text: 'this serial was set aside for lot {lot} and never put on a released pack',
    advice: 'Do not supply. It is a rejected label or it left the line without release: tell the packaging line.',
    next: ['put-aside', 'call'],
  },
  'lot-mismatch': {
    status: 'stop',
    exit: 10,
    cause: 'suspect',
    emvs: 'A68',
    vrs: 'No_match_GTIN_Serial_Lot',
    text: 'the label says lot {label}, the maker put this serial into lot {lot}',
    advice: 'Give another pack. Put this one aside. Tell maker and agency: pedigree report … --as suspect --note T',
    next: ['put-aside', 'report'],
  },
  'expiry-mismatch': {
    status: 'stop',
    exit: 10,
    cause: 'suspect',
    emvs: 'A52',
    vrs: 'No_match_GTIN_Serial_Expiry',
    text: 'the label says expiry {label}, the maker says {expiry}',
    advice: 'Give another pack. Put this one aside. Tell maker and agency: pedigree report … --as suspect --note T',
    next: ['put-aside', 'report'],
  },
  'maker-not-accredited': {
    status: 'stop',
    exit: 10,
    cause: 'suspect',
    text: 'the only record of this pack was made by {by}, who is not a maker of {gtin}',
    advice: 'Do not supply. Put it aside and tell the agency: pedigree report … --as suspect --note T',
    next: ['put-aside', 'report'],
  },
  'maker-revoked': {
    status: 'stop',
    exit: 10,
    cause: 'suspect',
    text: 'this pack was recorded after {by} had lost its accreditation',
    advice: 'Do not supply. Put it aside and ask the agency.',
    next: ['put-aside', 'call'],
  },
  'unauthorised-use': {
    status: 'stop',
    exit: 10,
    cause: 'suspect',
    text: '{by} used the code of this pack ({detail}) without having it: one of two packs is a copy',
    advice: 'Do not supply. Compare the packs and tell the maker: pedigree report … --as suspect --note T',
    next: ['put-aside', 'report'],
  },
  recalled: {
    status: 'stop',
    exit: 12,
    cause: 'state',
    vrs: 'Recalled',
    text: 'recalled: {detail}',
    advice: 'Do not supply. Set it apart and follow the recall: pedigree recall list',
    next: ['put-aside', 'recall'],
  },
  withdrawn: {
    status: 'stop',
    exit: 12,
    cause: 'state',
    vrs: 'Recalled',
    text: 'withdrawn from the market: {detail}',
    advice: 'Do not supply. Set it apart and ask the supplier how to return it.',
    next: ['put-aside', 'call'],
  },
  expired: {
    status: 'stop',
    exit: 13,
    cause: 'state',
    vrs: 'Expired',
    text: 'expired: last day was {expiry}',
    advice: 'Do not supply. Set it apart for destruction: pedigree decommission --reason expired …',
    next: ['put-aside', 'decommission'],
  },
  'already-dispensed': {
    status: 'stop',
    exit: 14,
    cause: 'state',
    emvs: 'A7',
    text: 'already dispensed by {by}{site} {when}',
    advice: 'Same box scanned twice? Put it back. Two boxes? One is a copy: pedigree report … --as suspect --note T',
    next: ['put-aside', 'report'],
  },
  decommissioned: {
    status: 'stop',
    exit: 14,
    cause: 'state',
    emvs: 'A24',
    text: 'taken out of use ({detail}) by {by}{site} {when}',
    advice: 'Do not supply. A pack that should no longer exist may be a copy: ask {by}.',
    next: ['put-aside', 'call'],
  },
  disputed: {
    status: 'stop',
    exit: 14,
    cause: 'suspect',
    emvs: 'A24',
    text: '{by} have each recorded having this at the same time',
    advice: 'Do not supply or send on. They must settle it: one retracts, or the agency assigns it.',
    next: ['put-aside', 'call'],
  },
  unaccounted: {
    status: 'stop',
    exit: 14,
    cause: 'state',
    emvs: 'A24',
    text: 'reported missing by {holder}',
    advice: 'Do not supply. Call {holder}; if it is yours and here: pedigree found …',
    next: ['put-aside', 'call', 'found'],
  },
  'in-transit-elsewhere': {
    status: 'stop',
    exit: 14,
    cause: 'state',
    emvs: 'A24',
    text: 'on the way from {from} to {to}',
    advice: 'Not yours. Do not open. Call {from}.',
    next: ['put-aside', 'call'],
  },
  'not-in-your-custody': {
    status: 'stop',
    exit: 14,
    cause: 'state',
    emvs: 'A24',
    text: 'recorded at {holder}',
    advice: 'Not yours by the records. If it was delivered here, run pedigree sync and call {holder}.',
    next: ['put-aside', 'sync', 'call'],
  },
  'custody-gap': {
    status: 'stop',
    exit: 14,
    cause: 'data',
    emvs: 'A24',
    text: 'a hand-over is missing before what {by} recorded ({detail})',
    advice: 'Do not supply. Run pedigree sync; if it stays so, ask {by}.',
    next: ['put-aside', 'sync', 'call'],
  },
  quarantined: {
    status: 'stop',
    exit: 16,
    cause: 'state',
    vrs: 'Suspect',
    text: 'in quarantine at {by}: {detail}',
    advice: 'Keep it apart until it is released.',
    next: ['put-aside'],
  },
  'lot-on-hold': {
    status: 'stop',
    exit: 16,
    cause: 'state',
    vrs: 'Suspect',
    text: 'lot {lot} is on hold: {detail}',
    advice: 'Keep it apart until {by} clears the lot.',
    next: ['put-aside'],
  },
  'in-transit-to-you': {
    status: 'caution',
    exit: 0,
    cause: 'state',
    text: 'on the way to you from {from}, not yet received',
    advice: 'Receive it first: pedigree receive …',
    next: ['receive'],
  },
  'author-forked': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    text: 'the records of {by} have split in two',
    advice: 'The pack may be used. The agency settles which record counts.',
    next: [],
  },
  'settled-here': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    text: 'what {by} says counts by a choice made at this computer alone',
    advice: 'The pack may be used. Records have split, and nobody has signed yet which count: tell the agency.',
    next: ['call'],
  },
  'own-conflict': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    text: '{by} recorded two different things about it at the same time ({detail})',
    advice: 'Look whether the pack is the one you expect; {by} should correct its records.',
    next: ['look', 'call'],
  },
  contested: {
    status: 'caution',
    exit: 0,
    cause: 'data',
    text: '{by} each have it by records that contradict each other',
    advice: 'Look whether it is here, and call {by}: whoever does not have it takes its entry back',
    next: ['look', 'call'],
  },
  'loss-overtaken': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    text: '{by} recorded it as lost; it came after all',
    advice: 'Tell {by} that it is here.',
    next: ['call'],
  },
  unaccredited: {
    status: 'caution',
    exit: 0,
    cause: 'data',
    text: '{by} wrote about it without the right to ({detail}); that counts for nothing',
    advice: 'Run pedigree sync. If it stays so, tell the agency.',
    next: ['sync', 'call'],
  },
  'stale-knowledge': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    text: 'this computer last heard from others {when}',
    advice: 'Run pedigree sync: a recall or a hand-over may be missing here.',
    next: ['sync'],
  },
  'clock-behind': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    text: 'the clock here is {detail} behind: this computer recorded or heard something {when}',
    advice: 'Set the clock of this computer right: what has expired, or how old news is, cannot be told by it.',
    next: ['set-clock'],
  },
  'weak-serial': {
    status: 'caution',
    exit: 0,
    cause: 'data',
    text: 'the serial is short enough to be guessed',
    advice: 'Look at the pack itself with more care.',
    next: ['look'],
  },
  'expires-soon': {
    status: 'caution',
    exit: 0,
    cause: 'state',
    text: 'last day is {expiry}',
    advice: 'Make sure it is used up before then.',
    next: [],
  },
  'scan-repaired': {
    status: 'caution',
    exit: 0,
    cause: 'scan',
    text: 'the scanner changed the code; it was put right ({detail})',
    advice: 'Nothing is wrong with the pack. Set the scanner up: pedigree decode … shows how.',
    next: ['set-scanner'],
  },
  'caution-notice': {
    status: 'caution',
    exit: 0,
    cause: 'state',
    text: 'notice from {by}: {detail}',
    advice: 'Follow the notice.',
    next: ['look'],
  },
  'sibling-suspect': {
    status: 'caution',
    exit: 0,
    cause: 'suspect',
    text: 'another pack or the case of this one is under suspicion: {detail}',
    advice: 'Look at the pack itself with more care.',
    next: ['look'],
  },
  'corrected-label': {
    status: 'caution',
    exit: 0,
    cause: 'state',
    text: 'the label says {label}; {by} has corrected it to {detail}',
    advice: 'The pack is good. Tell the patient what holds.',
    next: [],
  },
} as const satisfies Readonly<Record<string, Reason>>;

export type ReasonCode = keyof typeof REASONS;

export { worstExit } from '../errors.ts';

/** Of several results the worst wins, in this order. */
export const EXIT_ORDER: readonly number[] = EXITS.map(([exit]) => exit);
