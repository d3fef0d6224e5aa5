// What is known of this folder's scanners: learned by scanning a known symbol once, kept in the local settings.
import { PedigreeError } from '../../errors.ts';
import { GS } from '../../gs1/index.ts';
import { keysOf } from '../../gs1/keyed.ts';
import { dataMatrix, type Grid } from '../../label/symbol.ts';
import { learnProfile } from '../../scan/scanner-learn.ts';
import {
  CALIBRATION,
  CHARACTERS,
  isFaithful,
  openOf,
  type ScannerFault,
  type ScannerProfile,
} from '../../scan/scanner-profile.ts';
import { say } from '../../words/en/scans.ts';
import type { Home } from '../node/home.ts';
import { keepProfiles, profilesOf } from './scanner-profiles.ts';

/** The name of a scanner that was given none. */
const UNNAMED = '';

/** The modules of the symbol that a scanner is calibrated with: all 82 characters, a separator, and the characters again. */
export function calibrationSymbol(): Promise<Grid> {
  return dataMatrix(CALIBRATION);
}

export interface ScannerFindings {
  /** Absent where it was given none. */
  readonly name?: string;
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
  /** What stands before and behind every code; absent where nothing does. */
  readonly before?: string;
  readonly behind?: string;
  /** Characters whose keys give several. */
  readonly several?: string;
  /** Characters are typed as their numbers. */
  readonly numbers?: true;
  /** What cannot be undone, to be put right at the scanner; empty where every code is read from now on. */
  readonly open: readonly ScannerFault[];
}

/**
 * Learns from one scan of the calibration symbol, and keeps what it learned for later scans.
 * @param name of the scanner, where several are in use here
 * @param more whether more came behind the scan, on a line of its own
 * @throws bad-input (65) where the scan is of something else, or characters were swallowed on the way
 */
export function calibrate(home: Home, typed: string, name = UNNAMED, more = false): ScannerFindings {
  const learned = learnProfile(keysOf(typed).typed);
  if (learned === undefined) {
    throw new PedigreeError('bad-input', say('not-calibration-symbol'), {
      hint: say('scan-again-if-fails'),
    });
  }
  const profile: ScannerProfile = more ? { ...learned, lineBehind: true } : learned;
  if (!home.env.dryRun) keepProfiles(home, new Map([...profilesOf(home.ledger.local), [name, profile]]));
  return findingsOf(profile, name);
}

/** Forgets one scanner, or all: scans are taken as they come again. Says how many were forgotten. */
export function forgetScanner(home: Home, name?: string): number {
  const profiles = new Map(profilesOf(home.ledger.local));
  const before = profiles.size;
  if (name === undefined) profiles.clear();
  else profiles.delete(name);
  if (before > profiles.size && !home.env.dryRun) keepProfiles(home, profiles);
  return before - profiles.size;
}

/** What is known of the scanners here. */
export function knownScanners({ ledger }: Pick<Home, 'ledger'>): readonly ScannerFindings[] {
  return [...profilesOf(ledger.local)].map(([name, profile]) => findingsOf(profile, name));
}

function findingsOf(profile: ScannerProfile, name: string): ScannerFindings {
  const { gs, keys, before, after, numbers } = profile;
  const several = numbers ? '' : [...CHARACTERS].filter((_, at) => [...(keys[at] ?? '')].length > 1).join('');
  return {
    ...(name === UNNAMED ? {} : { name }),
    faithful: isFaithful(profile) && profile.lineBehind !== true,
    layout: profile.layout ?? null,
    caps: profile.caps,
    separator: gs === GS ? 'gs' : gs === '' ? 'none' : gs,
    identifies: profile.bracket !== undefined,
    lost: profile.lost,
    ...(before === '' ? {} : { before }),
    ...(after === '' ? {} : { behind: after }),
    ...(several === '' ? {} : { several }),
    ...(numbers ? { numbers } : {}),
    open: openOf(profile),
  };
}
