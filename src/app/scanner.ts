// What is known of this folder's scanner: learned by scanning a known symbol once, kept in the local settings.
import { PedigreeError } from '../errors.ts';
import { GS } from '../gs1/index.ts';
import { dataMatrix, type Grid } from '../label/symbol.ts';
import { CALIBRATION, CHARACTERS, isFaithful, learnProfile, type ScannerProfile } from '../scan/scanner-profile.ts';
import type { Home } from './home.ts';
import type { Reading } from './reading.ts';

const SETTING = 'scanner.profile';

/** A scanner that types what it reads. */
const FAITHFUL: ScannerProfile = { keys: CHARACTERS, gs: GS, caps: false, lost: '' };

/** The profile of the scanner here; a faithful one where none was ever calibrated. */
export function readProfile({ ledger }: Pick<Reading, 'ledger'>): ScannerProfile {
  return storedProfile({ ledger }) ?? FAITHFUL;
}

function storedProfile({ ledger }: Pick<Reading, 'ledger'>): ScannerProfile | undefined {
  const stored = ledger.local.setting(SETTING) as (ScannerProfile & object) | undefined;
  return typeof stored?.keys === 'string' && typeof stored.gs === 'string' ? stored : undefined;
}

/** The modules of the symbol that a scanner is calibrated with: all 82 characters and a separator. */
export function calibrationSymbol(): Promise<Grid> {
  return dataMatrix(CALIBRATION);
}

export interface ScannerFindings {
  /** Codes come as they were printed: nothing has to be undone. */
  readonly faithful: boolean;
  readonly layout: string | null;
  readonly caps: boolean;
  /** `gs`, the substitute that is typed instead, or `none` where separators are swallowed. */
  readonly separator: string;
  /** Whether the scanner tells what kind of symbol it read. */
  readonly identifies: boolean;
  /** Characters that cannot be told from others. */
  readonly lost: string;
}

/**
 * Learns from one scan of the calibration symbol, and keeps what it learned for later sessions.
 * @throws bad-input (65) where the scan is of something else, or characters were swallowed on the way
 */
export function calibrate(home: Home, typed: string): ScannerFindings {
  const profile = learnProfile(typed);
  if (profile === undefined) {
    throw new PedigreeError('bad-input', 'this is not the calibration symbol, or characters were lost on the way', {
      hint: 'scan it again; if it fails again set the scanner and this computer to the same keyboard layout, or to ALT mode',
    });
  }
  if (!home.env.dryRun) home.ledger.local.setSetting(SETTING, { ...profile });
  return findingsOf(profile);
}

/** Forgets what was learned: scans are taken as they come again. Says whether anything was known. */
export function forgetScanner(home: Home): boolean {
  const known = storedProfile(home) !== undefined;
  if (known && !home.env.dryRun) home.ledger.local.setSetting(SETTING, undefined);
  return known;
}

/** What is known of the scanner here; undefined where it was never calibrated. */
export function knownScanner(home: Pick<Reading, 'ledger'>): ScannerFindings | undefined {
  const profile = storedProfile(home);
  return profile === undefined ? undefined : findingsOf(profile);
}

function findingsOf(profile: ScannerProfile): ScannerFindings {
  const { gs } = profile;
  return {
    faithful: isFaithful(profile),
    layout: profile.layout ?? null,
    caps: profile.caps,
    separator: gs === GS ? 'gs' : gs === '' ? 'none' : gs,
    identifies: profile.bracket !== undefined,
    lost: profile.lost,
  };
}
