// Adding an own till or site without the regulator: a chain of the same party, with no more than its own roles.

import { existsSync } from 'node:fs';
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { Role } from '../../custody/roles.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { say } from '../../words/en/parties.ts';
import { fingerprint } from '../node/fingerprint.ts';
import type { Home } from '../node/home.ts';
import type { PartyName } from '../node/party-name.ts';
import { record, type Written } from '../record/write.ts';
import { openingParty, refuseRevoked } from './accredit.ts';
import { readCard, recordWithBundle } from './bundle-files.ts';
import { rolesIn } from './rights.ts';
import { shareWithTills } from './share-keys.ts';

export interface EndorseRequest {
  /** Path of the till's card, or its chain. */
  readonly who: string;
  /** All own roles where empty. */
  readonly roles: readonly string[];
  /** Where the bundle that makes the till at home goes. */
  readonly welcome?: string;
}

export interface EndorseData extends Written {
  readonly chain: string;
  readonly party: PartyName;
  /** 25 digits of the till's chain, to compare by phone. */
  readonly fingerprint: string;
  readonly roles: readonly Role[];
  readonly welcome?: string;
}

/**
 * Records that a chain is of the own party.
 * @throws not-allowed (77) where the own chain was not accredited itself, has not these roles, or the card is another
 * party's; usage, not-found (66), bad-bundle (65)
 */
export async function endorse(home: Home, request: EndorseRequest): Promise<EndorseData> {
  const wanted = rolesIn(request.roles);
  home.ledger.read((view) => ownRoles(home, view));
  const card = existsSync(request.who) ? await readCard(home, request.who) : undefined;
  const add = () => {
    const endorsed = record(home, { command: 'endorse' }, (tx) => {
      const { view } = tx;
      const own = ownRoles(home, view);
      const chain = card?.chain ?? chainHere(view, request.who);
      const party = openingParty(card?.opening ?? view.event(`${chain}/0`)?.leaf);
      refuseOther(home, chain, party);
      refuseRevoked(view.authority().partyOf(chain), chain);
      const roles = wanted.length === 0 ? own : own.filter((role) => wanted.includes(role));
      const missing = wanted.find((role) => !own.includes(role));
      if (missing !== undefined) {
        throw new PedigreeError('not-allowed', say('no-itself', { self: home.self.name, missing }), {
          hint: say('may-hand', { own }),
        });
      }
      const said: JsonObject = {
        chain,
        roles: [...roles].sort(),
        ...(party.site === undefined ? {} : { site: party.site }),
      };
      const before = sameBefore(home, view, said);
      if (before === undefined) tx.add({ type: EVENT.endorse.type, public: said });
      else tx.already(before);
      return { chain, party, fingerprint: fingerprint(chain), roles };
    });
    // What was written for the party before goes along with the welcome.
    shareWithTills(home);
    return endorsed;
  };
  const { welcome } = request;
  const data = await recordWithBundle(home, welcome, 'welcome', add);
  return welcome === undefined ? data : { ...data, welcome };
}

/** What may be handed on: the roles that a regulator gave this chain. @throws not-allowed */
function ownRoles({ self }: Home, view: View): readonly Role[] {
  const authority = view.authority();
  const party = authority.partyOf(self.chain);
  const given = [...view.eventsOf([EVENT.accredit.type])].some(
    ({ leaf, author, contested }) =>
      saidIn(EVENT.accredit, leaf)?.chain === self.chain && author !== undefined && !contested,
  );
  const own = party?.chains.find((one) => one.chain === self.chain);
  if (party === undefined || own?.honouredSize !== undefined) {
    throw new PedigreeError('not-allowed', say('not-accredited-as-far', { self: self.name }), {
      hint: say('regulator-accredits-first-card'),
    });
  }
  if (!given && !authority.founders().includes(self.chain)) {
    throw new PedigreeError('not-allowed', say('chain-endorsed-itself'), {
      hint: say('run-where-chain-regulator'),
    });
  }
  return [...party.roles].sort();
}

function chainHere(view: View, who: string): string {
  if (view.chain(who) !== undefined) return who;
  throw new PedigreeError('not-found', say('no-card', { who }), { hint: say('name-file-of-card') });
}

function refuseOther({ self }: Home, chain: string, { name, gln }: PartyName): void {
  if (chain === self.chain) {
    throw new PedigreeError('usage', say('card-of-this-chain'), {
      hint: say('at-till-init-join'),
    });
  }
  if (gln === self.gln) return;
  throw new PedigreeError('not-allowed', say('card-of-gln', { name, gln }), {
    hint: say('another-party-admitted'),
  });
}

function sameBefore({ self }: Home, view: View, said: JsonObject): string | undefined {
  const wanted = JSON.stringify([said.chain, said.roles, said.site]);
  return [...view.eventsOf([EVENT.endorse.type], { chain: self.chain })].find(({ leaf, contested }) => {
    const { chain, roles, site } = saidIn(EVENT.endorse, leaf) ?? {};
    return !contested && JSON.stringify([chain, roles, site]) === wanted;
  })?.ref;
}
