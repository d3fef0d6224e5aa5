// Where the profiles of the scanners of this folder are kept: a local setting, by the names that they were given.
import type { Local } from '../../ledger/types.ts';
import { profileFrom, type ScannerProfile } from '../../scan/scanner-profile.ts';
import type { Home } from '../node/home.ts';

/** The setting that they are kept in. */
export const SCANNER_PROFILES = 'scanner.profiles';

/** The profiles of the scanners that were calibrated here, by name. */
export function profilesOf(local: Pick<Local, 'setting'>): ReadonlyMap<string, ScannerProfile> {
  const stored = (local.setting(SCANNER_PROFILES) ?? {}) as unknown as Readonly<
    Record<string, Parameters<typeof profileFrom>[0]>
  >;
  return new Map(Object.entries(stored).map(([name, kept]) => [name, profileFrom(kept)]));
}

export function keepProfiles({ ledger }: Home, profiles: ReadonlyMap<string, ScannerProfile>): void {
  const stored = Object.fromEntries(
    [...profiles].map(([name, profile]) => [name, { ...profile, keys: [...profile.keys] }]),
  );
  ledger.local.setSetting(SCANNER_PROFILES, profiles.size === 0 ? undefined : stored);
}
