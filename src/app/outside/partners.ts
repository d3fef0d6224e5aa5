// Partners outside the network: what they are called, what they are trusted for, and until when they are licensed. A person says
// so here; no file ever does. Settings of this folder: nothing of it enters a chain.
import type { Json } from '../../chain/canonical.ts';
import { PedigreeError } from '../../errors.ts';
import { isGln } from '../../gs1/keys.ts';
import type { Local } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/outside.ts';
import { readConfig } from '../node/config.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import type { Reading } from '../node/reading.ts';

/**
 * What the files of a partner are believed for: nothing; that it is who it says; or what they say of goods that the network does
 * not know.
 */
export type Trust = 'none' | 'named' | 'trusted';
export const TRUSTS: readonly Trust[] = ['none', 'named', 'trusted'];

export interface OutsidePartner {
  readonly gln: string;
  readonly name: string;
  readonly trust: Trust;
  /** The number of its licence, as authorities write it. */
  readonly licence?: string;
  /** The last day of the licence, `YYYY-MM-DD`. */
  readonly until?: string;
  /** When a person here said so last, ISO 8601 UTC. */
  readonly at: string;
}

/** A partner as it is shown. */
export interface OutsideLine extends OutsidePartner {
  /** What is to be said of its licence: it has ended, or ends soon. */
  readonly licensed?: 'ended' | 'ends-soon';
}

export interface OutsideRequest {
  readonly gln: string;
  readonly name?: string | undefined;
  readonly trust?: Trust | undefined;
  readonly licence?: string | undefined;
  readonly until?: string | undefined;
}

export interface OutsideData {
  readonly outside: readonly OutsideLine[];
  readonly already: boolean;
  readonly warnings: readonly string[];
  readonly dryRun?: true;
}

const DAY = 86_400_000;

/**
 * Names a partner outside the network, or changes what is said of one; what is not given stays.
 * @throws bad-input (65) for a GLN that is none, usage (2) for a new one without a name or a day that is none
 * @example
 * ```ts
 * import { makeEnv, openHome, setOutside } from 'pedigree';
 *
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * setOutside(hill, { gln: '9521321000117', name: 'Lakeside Wholesale', trust: 'trusted', until: '2028-12-31' });
 * ```
 */
export function setOutside(home: Home, request: OutsideRequest): OutsideData {
  const { ledger, self, env } = home;
  const gln = request.gln.trim();
  if (!isGln(gln)) throw new PedigreeError('bad-input', say('not-a-gln', { gln }), { hint: say('gln-is') });
  if (gln === self.gln) throw new PedigreeError('usage', say('own-gln', { gln }), { hint: say('outside-is-others') });
  const before = partnerOf(ledger.local, gln);
  const name = request.name === undefined ? before?.name : checkedText(request.name, 'name');
  if (name === undefined) throw new PedigreeError('usage', say('new-partner-needs-name', { gln }));
  const licence = request.licence === undefined ? before?.licence : checkedText(request.licence, 'licence');
  const until = request.until === undefined ? before?.until : dayOf(request.until);
  const said: OutsidePartner = {
    gln,
    name,
    trust: request.trust ?? before?.trust ?? 'named',
    ...(licence === undefined ? {} : { licence }),
    ...(until === undefined ? {} : { until }),
    at: new Date(env.clock()).toISOString(),
  };
  const already = before !== undefined && JSON.stringify({ ...before, at: '' }) === JSON.stringify({ ...said, at: '' });
  if (!already && !env.dryRun) ledger.local.outside.put(gln, said as unknown as Json);
  const line = withLicence(home, already ? before : said);
  return {
    outside: [line],
    already,
    warnings: licenceWarnings(line),
    ...(env.dryRun ? { dryRun: true as const } : {}),
  };
}

function dayOf(text: string): string {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text))
    return text;
  throw new PedigreeError('usage', say('not-a-day', { text }));
}

/** All of them, by name. */
export function listOutside(home: Reading): { readonly outside: readonly OutsideLine[] } {
  const all = home.ledger.local.outside
    .list()
    .filter(({ key }) => !key.startsWith(ASKED))
    .map(({ value }) => withLicence(home, value as unknown as OutsidePartner));
  return { outside: all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)) };
}

/** What was said of a partner here. */
export function partnerOf(local: Pick<Local, 'outside'>, gln: string): OutsidePartner | undefined {
  return local.outside.get(gln) as unknown as OutsidePartner | undefined;
}

/** Of what its sender was asked, and when: the hash of the document follows. Kept beside the partners: a person said so here. */
const ASKED = 'asked:';

/** The day on which the sender of a document, or whoever brought goods without one, was asked about it. */
export function askedAbout(local: Pick<Local, 'outside'>, document: string): string | undefined {
  const day = local.outside.get(ASKED + document);
  return typeof day === 'string' ? day : undefined;
}

export function noteAsked(local: Pick<Local, 'outside'>, document: string, day: string): void {
  local.outside.put(ASKED + document, day);
}

/** With what is to be said of its licence. */
export function withLicence(home: Reading, partner: OutsidePartner): OutsideLine {
  const licensed = licenceState(home, partner);
  return { ...partner, ...(licensed === undefined ? {} : { licensed }) };
}

/** Of its licence, today; a licence without an end is not known to end. */
function licenceState(home: Reading, { until }: Pick<OutsidePartner, 'until'>): OutsideLine['licensed'] {
  if (until === undefined) return undefined;
  const end = Date.parse(`${until}T00:00:00Z`) + DAY;
  const left = end - home.env.clock();
  if (left <= 0) return 'ended';
  return left <= readConfig(home.ledger.local).expiresSoon * DAY ? 'ends-soon' : undefined;
}

/** What is to be said before goods or data are taken of it. */
export function licenceWarnings({ name, until, licensed }: OutsideLine): readonly string[] {
  if (licensed === undefined || until === undefined) return [];
  return [phrase(licensed === 'ended' ? 'licence-ended' : 'licence-ends-soon', { name, until })];
}
