// What the own party says of itself: contact, address, company prefixes. Partners outside read it in files, tracing answers name it.
import { sameBytes } from '../../chain/bytes.ts';
import { encodeCanonical, type JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError } from '../../errors.ts';
import { iso3166alpha2 } from '../../gs1/lint/codes.ts';
import { say } from '../../words/en/parties.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import { type Address, lastWords, type PartyProfile } from '../node/profiles.ts';
import { record, type Written } from '../record/write.ts';
import { sorted } from './rights.ts';

/** What is said anew; what is left out stays as it was said before. */
export interface ProfileRequest {
  readonly contact?: string;
  readonly address?: Address;
  /** Company prefixes in their exact length. */
  readonly prefixes?: readonly string[];
}

export interface ProfileData extends Written {
  readonly name: string;
  readonly gln: string;
  readonly contact?: string;
  readonly address?: Address;
  readonly prefixes: readonly string[];
}

/** Characters of a line of an address, and of a contact. */
const LINE = 200;
const LINES = ['street', 'city', 'state', 'postcode', 'country'] as const;

/**
 * Says who and where the own party is, for files and forms that name it.
 * @throws usage (2) where nothing is said, or for a country that is none; not-gs1 (65) for what is no company prefix
 * @example
 * ```ts
 * import { makeEnv, openHome, setProfile } from 'pedigree';
 *
 * const acme = openHome(makeEnv({ home: '/var/lib/acme' }));
 * setProfile(acme, { address: { street: '1 Mill Lane', city: 'Leeds', country: 'GB' }, prefixes: ['9506000'] });
 * ```
 */
export function setProfile(home: Home, request: ProfileRequest): ProfileData {
  const said = checked(request);
  if (Object.keys(said).length === 0) {
    throw new PedigreeError('usage', say('profile-says-nothing'), { hint: say('profile-options') });
  }
  const { name, gln, site } = home.self;
  return record(home, { command: 'profile set' }, (tx) => {
    const before: PartyProfile = {
      ...(site === undefined ? {} : { sites: [site] }),
      ...lastWords(tx.view, chainsOfSelf(tx.view.authority(), home.self)),
    };
    const address = said.address && { address: { ...before.address, ...said.address } };
    const words: PartyProfile = { ...before, ...said, ...address };
    if (isSame(words, before)) tx.already(undefined);
    else tx.add({ type: EVENT.profile.type, public: { name, ...(words as JsonObject) } });
    const { sites: _, ...shown } = words;
    return { name, gln, ...shown, prefixes: words.prefixes ?? [] };
  });
}

function isSame(one: PartyProfile, other: PartyProfile): boolean {
  return sameBytes(encodeCanonical(one as JsonObject), encodeCanonical(other as JsonObject));
}

function checked({ contact, address, prefixes }: ProfileRequest): PartyProfile {
  const lines = LINES.flatMap((line) => {
    const value = address?.[line];
    return value === undefined ? [] : [[line, line === 'country' ? country(value) : checkedText(value, line, LINE)]];
  });
  return {
    ...(contact === undefined ? {} : { contact: checkedText(contact, 'contact') }),
    ...(lines.length === 0 ? {} : { address: Object.fromEntries(lines) as Address }),
    ...(prefixes === undefined || prefixes.length === 0 ? {} : { prefixes: companyPrefixes(prefixes) }),
  };
}

function country(typed: string): string {
  const letters = typed.trim().toUpperCase();
  if (letters.length === 2 && iso3166alpha2(letters, 0, 2) === undefined) return letters;
  throw new PedigreeError('usage', say('not-country', { country: typed }), { hint: say('country-letters') });
}

/** @throws not-gs1 for what is none, usage where one begins another: which of them a number has could not be told */
function companyPrefixes(typed: readonly string[]): readonly string[] {
  const prefixes = sorted(typed.map((one) => one.trim()));
  for (const prefix of prefixes) {
    if (/^\d{6,12}$/.test(prefix)) continue;
    throw new PedigreeError('not-gs1', say('not-company-prefix', { prefix }), { hint: say('prefix-in-urns') });
  }
  const longer = prefixes.find((one, at) => at > 0 && one.startsWith(prefixes[at - 1] ?? ' '));
  if (longer === undefined) return prefixes;
  throw new PedigreeError('usage', say('prefix-begins-another', { prefix: longer }), { hint: say('prefix-in-urns') });
}
