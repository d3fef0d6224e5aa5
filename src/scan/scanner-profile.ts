// What one scanner on one host does to codes, as a symbol whose content is known shows it.
import { CSET82, GS } from '../gs1/characters.ts';

/** All characters that a GS1 code may hold (character set 82), in the order of the calibration symbol. */
export const CHARACTERS = CSET82;

/**
 * The elements of the calibration symbol: every character once, a separator, and all of them in turned order, so that keys
 * that give several characters, or none, show where they begin and end.
 */
export const CALIBRATION: readonly { readonly ai: string; readonly value: string }[] = [
  { ai: '91', value: CHARACTERS },
  { ai: '92', value: [...CHARACTERS].reverse().join('') },
];

export interface ScannerProfile {
  /** What is typed for each of `CHARACTERS`. */
  readonly keys: readonly string[];
  /** What is typed for a separator; empty where it is swallowed. */
  readonly gs: string;
  /** What is typed for the `]` of the symbology identifier, where the scanner sends one. */
  readonly bracket?: string;
  /** What stands before every code, before its identifier too. */
  readonly before: string;
  /** What stands behind every code. */
  readonly after: string;
  /** The keyboard layout that types like this, where it is a known one. */
  readonly layout?: string;
  readonly caps: boolean;
  /** Characters are typed as their numbers. */
  readonly numbers: boolean;
  /** Characters that cannot be told from others once typed. */
  readonly lost: string;
  /** What is typed for a separator may as well be characters of the code. */
  readonly separatorIsData: boolean;
  /** Something comes on a line of its own behind every code. */
  readonly lineBehind?: true;
}

/** Whether scans come as they were printed, so that there is nothing to undo. */
export function isFaithful({ keys, gs, bracket, before, after }: ScannerProfile): boolean {
  const untouched = keys.join('') === CHARACTERS && keys.every((key) => key.length === 1) && gs === GS;
  return untouched && (bracket === undefined || bracket === ']') && before === '' && after === '';
}

/** What stays open whatever is undone, and is put right at the scanner. */
export type ScannerFault = 'separator-lost' | 'separator-is-data' | 'characters-lost' | 'more-behind';

/** What cannot be undone: codes are then read where the ledger knows only one pack that is meant. */
export function openOf({ gs, lost, separatorIsData, lineBehind }: ScannerProfile): readonly ScannerFault[] {
  return [
    ...(gs === '' ? (['separator-lost'] as const) : []),
    ...(separatorIsData ? (['separator-is-data'] as const) : []),
    ...(lost === '' ? [] : (['characters-lost'] as const)),
    ...(lineBehind === true ? (['more-behind'] as const) : []),
  ];
}

/** A profile as it is kept, also by versions that knew nothing of what surrounds a code. */
export function profileFrom(
  kept: Partial<Omit<ScannerProfile, 'keys'>> &
    Pick<ScannerProfile, 'gs' | 'caps' | 'lost'> & { readonly keys: string | readonly string[] },
): ScannerProfile {
  const keys = [...kept.keys];
  return { before: '', after: '', numbers: false, separatorIsData: keys.includes(kept.gs), ...kept, keys };
}
