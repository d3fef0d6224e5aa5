// Admitting a party: what a regulator writes about a chain, and the bundle that makes its owner at home.

import { existsSync } from 'node:fs';
import type { JsonObject } from '../../chain/canonical.ts';
import { cutText } from '../../chain/cut-text.ts';
import type { Leaf } from '../../chain/leaf.ts';
import type { Authority, PartyInfo } from '../../custody/authority.ts';
import { EVENT } from '../../custody/events/all.ts';
import { covers } from '../../custody/grants.ts';
import { nameKey } from '../../custody/name.ts';
import type { Role } from '../../custody/roles.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/parties.ts';
import { isAlone } from '../node/alone.ts';
import { fingerprint } from '../node/fingerprint.ts';
import type { Home } from '../node/home.ts';
import { cleanText } from '../node/names.ts';
import { checkedGln, NO_GLN, type PartyName } from '../node/party-name.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';
import { readCard, recordWithBundle } from './bundle-files.ts';
import { checkedRights, grantOf, mustNameProducts, type Rights, type RightsAsked, sorted } from './rights.ts';

export interface AccreditRequest extends RightsAsked {
  /** Path of a card, or a chain id, GLN or name that is known here. */
  readonly who: string;
  /** Where the bundle for the new party goes. */
  readonly welcome?: string;
  readonly note?: string;
}

export interface AccreditData extends Written {
  readonly chain: string;
  readonly party: PartyName;
  /** 25 digits of the chain, to compare by phone with who sent the card. */
  readonly fingerprint: string;
  readonly roles: readonly Role[];
  readonly prefixes: readonly string[];
  readonly gtins: readonly string[];
  readonly until?: string;
  readonly welcome?: string;
}

/**
 * Records that a chain is of this party and what it may do.
 * @throws not-allowed (77) for who is no regulator or may not give these roles, usage, not-found (66), bad-bundle (65)
 * @example
 * ```ts
 * import { accredit, makeEnv, openHome } from 'pedigree';
 *
 * const agency = openHome(makeEnv({ home: '/var/lib/agency' }));
 * await accredit(agency, {
 *   who: 'acme.card',
 *   roles: ['manufacturer'],
 *   prefixes: ['9506000'],
 *   gtins: [],
 *   welcome: 'acme.welcome',
 * });
 * ```
 */
export async function accredit(home: Home, request: AccreditRequest): Promise<AccreditData> {
  const rights = checkedRights(request);
  home.ledger.read((view) => {
    refuseAlone(home, view);
    refuseUnlessRegulator(home, view, rights.roles);
  });
  const card = existsSync(request.who) ? await readCard(home, request.who) : undefined;
  const admit = () =>
    record(home, { command: 'accredit', ...(request.note === undefined ? {} : { note: request.note }) }, (tx) => {
      const authority = tx.view.authority();
      const chain = card?.chain ?? chainOf(tx.view, authority, request.who);
      refuseFounder(home, chain);
      const party = openingParty(card?.opening ?? tx.view.event(`${chain}/0`)?.leaf);
      const others = authority
        .parties()
        .filter((one) => one.gln === party.gln && !one.chains.some((own) => own.chain === chain));
      const known = authority.partyOf(chain);
      refuseRevoked(known, chain);
      const given = inherited(rights, known ?? others[0]);
      refuseUnlessRegulator(home, tx.view, given.roles);
      refuseStranger(request, party, others[0]);
      warnNamesakes(tx, authority, party);
      if (given.until !== undefined && given.until < tx.at) tx.warn(phrase('last-day-past'));
      const answer = answerOf(chain, party, { ...given, until: lasts(tx, chain, party, given) });
      const before = sameGrant(tx.view, chain, party, given);
      if (before !== undefined) tx.already(before);
      else tx.add({ type: EVENT.accredit.type, public: grantOf(chain, party, given) });
      return answer;
    });
  const { welcome } = request;
  const data = await recordWithBundle(home, welcome, 'welcome', admit);
  return welcome === undefined ? data : { ...data, welcome };
}

/** A founder alone regulates nobody. @throws not-allowed (77) */
function refuseAlone(home: Home, view: View): void {
  if (!isAlone(home, view)) return;
  throw new PedigreeError('not-allowed', say('alone-regulates-nobody'), { hint: say('others-found-network') });
}

/** Without a role of its own, another chain of a party gets what the party has. */
function inherited(rights: Rights, party: PartyInfo | undefined): Rights {
  if (rights.roles.length > 0 || party === undefined) {
    if (rights.roles.length === 0)
      throw new PedigreeError('usage', say('party-has-no-role'), { hint: say('give-role') });
    mustNameProducts(rights);
    return rights;
  }
  return {
    roles: sorted(party.roles),
    prefixes: rights.prefixes.length > 0 ? rights.prefixes : sorted(party.prefixes),
    gtins: rights.gtins.length > 0 ? rights.gtins : sorted(party.gtins),
    ...(rights.until === undefined ? {} : { until: rights.until }),
  };
}

/** Regulators admit parties; the founder alone admits regulators. @throws not-allowed */
export function refuseUnlessRegulator(home: Home, view: View, roles: readonly Role[]): void {
  const { chain, network } = home.self;
  if (chain !== network && view.authority().partyOf(chain)?.regulator !== true) {
    throw new PedigreeError('not-allowed', say('only-regulator-admits'), {
      hint: say('send-your-card'),
    });
  }
  if (roles.includes('regulator') && chain !== network) {
    throw new PedigreeError('not-allowed', say('only-founder-of-network'));
  }
}

function chainOf(view: View, authority: Authority, who: string): string {
  if (view.chain(who) !== undefined) return who;
  const found = authority.resolve(who);
  const [only, second] = found === undefined || found === 'ambiguous' ? [] : found.chains;
  if (only !== undefined && second === undefined) return only.chain;
  throw new PedigreeError('not-found', say('no-card-and-no-party', { who }), {
    hint: only === undefined ? say('name-file-of-card-gln') : say('has-several-chains-name'),
  });
}

/** @throws usage for the founder's own card, which is easily taken for the one that came back */
function refuseFounder(home: Home, chain: string): void {
  if (chain !== home.self.network) return;
  throw new PedigreeError('usage', say('card-of-network-itself'), {
    hint: say('party-joins-makes-own'),
  });
}

/** What the chain's own opening event says; it proves nothing until a regulator repeats it. */
export function openingParty(opening: Leaf | undefined): PartyName {
  const claimed = opening?.type === EVENT.open.type ? (opening.public.party as JsonObject | undefined) : undefined;
  const name = typeof claimed?.name === 'string' ? cutText(cleanText(claimed.name), 120) : '';
  if (claimed === undefined || name === '' || typeof claimed.gln !== 'string') {
    throw new PedigreeError('bad-input', say('chain-does-not-open'));
  }
  if (claimed.gln === NO_GLN) {
    throw new PedigreeError('bad-input', say('card-of-observer-names'), {
      hint: say('makes-itself-anew'),
    });
  }
  const site = typeof claimed.site === 'string' ? { site: checkedGln(claimed.site) } : {};
  return { name, gln: checkedGln(claimed.gln), ...site };
}

export function refuseRevoked(known: PartyInfo | undefined, chain: string): void {
  if (known?.chains.find((one) => one.chain === chain)?.honouredSize === undefined) return;
  throw new PedigreeError('not-allowed', say('chain-revoked'), {
    hint: say('party-opens-new-chain'),
  });
}

/** Whoever claims the GLN of a party that exists is that party only if the regulator says so. */
function refuseStranger(request: AccreditRequest, party: PartyName, other: PartyInfo | undefined): void {
  if (request.sameParty === true && other === undefined) {
    throw new PedigreeError('not-found', say('no-accredited-party-has', { gln: party.gln }), {
      hint: say('leave-same-party-out'),
    });
  }
  if (request.sameParty === true || other === undefined) return;
  throw new PedigreeError('not-allowed', say('gln-of-which-has', { gln: party.gln, other: other.name }), {
    hint: say('call-them-if-this'),
  });
}

function warnNamesakes(tx: WriteTx, authority: Authority, party: PartyName): void {
  const same = authority.parties().find((one) => one.gln !== party.gln && looks(one.name) === looks(party.name));
  if (same !== undefined) tx.warn(phrase('has-same-name-both', { gln: same.gln }));
}

/** Wide, ligated and otherwise compatible letters look the same. */
function looks(name: string): string {
  return nameKey(name.normalize('NFKC'));
}

/**
 * Until when these rights really last: grants add up, so one that was given before without an end, or with a later one,
 * goes on. Undefined where they do not end.
 */
function lasts(tx: WriteTx, chain: string, party: PartyName, given: Rights): number | undefined {
  const { until } = given;
  if (until === undefined) return undefined;
  const longer = grantsTo(tx.view, chain).filter(
    (grant) =>
      grant.party.gln === party.gln && overlaps(grant, given) && (grant.until ?? Number.POSITIVE_INFINITY) > until,
  );
  for (const grant of longer) {
    const roles = given.roles.filter((role) => grant.roles.includes(role)).join(', ');
    const end = grant.until === undefined ? phrase('without-end') : phrase('until', { until: dayOf(grant.until) });
    tx.warn(
      phrase('ends-nothing-made', { until: dayOf(until), event: grant.event, roles, end }) +
        phrase('for-good-revoke-reason', { gln: party.gln }),
    );
  }
  if (longer.some((grant) => grant.until === undefined)) return undefined;
  return longer.reduce((last, grant) => Math.max(last, grant.until ?? 0), until);
}

/** Whether a grant gives some of the same rights. */
function overlaps(grant: Rights, given: Rights): boolean {
  const within = (a: Rights, b: Rights) =>
    a.gtins.some((gtin) => covers(b, gtin)) || a.prefixes.some((one) => b.prefixes.some((p) => one.startsWith(p)));
  return given.roles.some(
    (role) => grant.roles.includes(role) && (role !== 'manufacturer' || within(grant, given) || within(given, grant)),
  );
}

const dayOf = (until: number): string => new Date(until).toISOString().slice(0, 10);

function answerOf(chain: string, party: PartyName, rights: Rights) {
  const { roles, prefixes, gtins, until } = rights;
  const day = until === undefined ? {} : { until: dayOf(until) };
  return { chain, party, fingerprint: fingerprint(chain), roles, prefixes, gtins, ...day };
}

/** The event that granted exactly this before. */
function sameGrant(view: View, chain: string, party: PartyName, rights: Rights): string | undefined {
  const wanted = JSON.stringify(grantOf(chain, party, rights));
  return grantsTo(view, chain).find((grant) => JSON.stringify(grantOf(chain, grant.party, grant)) === wanted)?.event;
}

interface Granted extends Rights {
  readonly event: string;
  readonly party: PartyName;
}

/** What was granted to a chain, in the name of authors that count. */
function grantsTo(view: View, chain: string): readonly Granted[] {
  const grants: Granted[] = [];
  for (const { ref, author, leaf, contested } of view.eventsOf([EVENT.accredit.type])) {
    const { public: said } = leaf;
    // On a branch that is disputed, or was not chosen, it gives nothing.
    if (contested) continue;
    if (said.chain !== chain || author === undefined || !author.roles.includes('regulator')) continue;
    const { name, gln } = said.party as { readonly name: string; readonly gln: string };
    grants.push({
      event: ref,
      party: { name, gln },
      roles: sorted((said.roles ?? []) as Role[]),
      prefixes: sorted((said.prefixes ?? []) as string[]),
      gtins: sorted((said.gtins ?? []) as string[]),
      ...(typeof said.until === 'number' ? { until: said.until } : {}),
    });
  }
  return grants;
}
