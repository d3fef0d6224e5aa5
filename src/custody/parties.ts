// The parties of a network, gathered from the rights of their chains.
import { type Bytes, b64u } from '../chain/bytes.ts';
import type { Authority, PartyChain, PartyInfo } from './authority.ts';
import { endsOf } from './endings.ts';
import { type Chain, covers, nameIn } from './grants.ts';
import { nameKey } from './name.ts';

type Parties = Pick<Authority, 'parties' | 'regulators' | 'partyOf' | 'party' | 'sealKeysOf' | 'resolve' | 'makersOf'>;

/** Gathers chains with rights into parties when first asked; a party is the GLN of its accreditations. */
export function createParties(chains: ReadonlyMap<string, Chain>): Parties {
  let byGln: Map<string, PartyInfo> | undefined;
  const all = (): Map<string, PartyInfo> => {
    if (byGln !== undefined) return byGln;
    const groups = new Map<string, Chain[]>();
    for (const known of chains.values()) {
      const gln = known.grants[0]?.gln;
      if (gln === undefined) continue;
      // A party may endorse any number of chains.
      const group = groups.get(gln);
      if (group === undefined) groups.set(gln, [known]);
      else group.push(known);
    }
    const glns = [...groups.keys()].sort();
    byGln = new Map(glns.map((gln) => [gln, partyFrom(gln, groups.get(gln) ?? [])]));
    return byGln;
  };
  const party = (gln: string): PartyInfo | undefined => all().get(gln);
  const parties = (): PartyInfo[] => [...all().values()];
  const partyOf = (chain: string): PartyInfo | undefined => {
    const gln = chains.get(chain)?.grants[0]?.gln;
    return gln === undefined ? undefined : party(gln);
  };
  return {
    parties,
    party,
    partyOf,
    regulators: () => parties().filter(({ regulator }) => regulator),
    sealKeysOf: (gln) => party(gln)?.sealKeys ?? [],
    makersOf: (gtin14) => parties().filter((info) => info.roles.includes('manufacturer') && covers(info, gtin14)),
    resolve(text) {
      const exact = party(text) ?? partyOf(text);
      if (exact !== undefined) return exact;
      const wanted = nameKey(text);
      const found = parties().filter(({ name }) => nameKey(name) === wanted);
      return found.length > 1 ? 'ambiguous' : found[0];
    },
  };
}

function partyFrom(gln: string, chains: readonly Chain[]): PartyInfo {
  const sorted = [...chains].sort((a, b) => (a.chain < b.chain ? -1 : 1));
  const honoured = sorted.filter(({ limit }) => limit === undefined);
  // Whoever copied a folder may have endorsed a till of his own there: what partners write for the party is not for it.
  const firm = honoured.filter((known) => !isDisputed(known));
  // What a party may still do comes from its chains that go on; of a party that has ended, what it was.
  const speaking = honoured.length > 0 ? honoured : sorted;
  const grants = speaking.flatMap((known) => known.grants);
  const contact = sorted
    .flatMap((known) => known.contact ?? [])
    .reduce((a, b) => (b.at >= a.at ? b : a), { text: '', at: -1 });
  const roles = [...new Set(grants.flatMap((grant) => grant.roles))];
  const making = grants.filter((grant) => grant.roles.includes('manufacturer'));
  return {
    gln,
    name: nameIn(sorted.flatMap((known) => known.grants)),
    roles,
    chains: sorted.map(chainInfo),
    ...(contact.at >= 0 && { contact: contact.text }),
    sealKeys: sealKeys(firm.length > 0 ? firm : honoured),
    regulator: roles.includes('regulator'),
    ended: honoured.length === 0,
    ends: endsOf(grants),
    until: grants.reduce((last, { until }) => Math.max(last, until), Number.NEGATIVE_INFINITY),
    gtins: [...new Set(making.flatMap((grant) => grant.gtins))].sort(),
    prefixes: [...new Set(making.flatMap((grant) => grant.prefixes))].sort(),
  };
}

function isDisputed({ grants }: Chain): boolean {
  return grants.length > 0 && grants.every(({ disputed }) => disputed);
}

function chainInfo(known: Chain): PartyChain {
  const site = known.grants.findLast((grant) => grant.site !== undefined)?.site ?? known.card?.site;
  return {
    chain: known.chain,
    ends: endsOf(known.grants),
    ...(site !== undefined && { site }),
    ...(known.limit !== undefined && { honouredSize: known.limit.size }),
    ...(isDisputed(known) && { disputed: true as const }),
    ...(known.unnamed && { unnamed: true as const }),
    ...(known.retired && { retired: true }),
  };
}

// A retired chain reads no more, unless it is the only one the party has.
function sealKeys(honoured: readonly Chain[]): Bytes[] {
  const open = honoured.filter(({ retired }) => !retired);
  const keys = new Map<string, Bytes>();
  for (const known of open.length > 0 ? open : honoured) {
    const last = new Map<number, { readonly seq: number; readonly key: Bytes }>();
    for (const { branch, seq, sealKey, counts } of known.rotations) {
      if (counts && sealKey !== undefined && seq > (last.get(branch)?.seq ?? -1))
        last.set(branch, { seq, key: sealKey });
    }
    const current = last.size > 0 ? [...last.values()].map(({ key }) => key) : known.sealKey ? [known.sealKey] : [];
    for (const key of current) keys.set(b64u(key), key);
  }
  return [...keys.values()];
}
