// The authority read as far as it is asked for: in a network of thousands of parties one answer rests on a few chains. What
// the events of those chains, and those that name them, give is what all events give (authority-build.ts).

import type { Leaf } from '../chain/leaf.ts';
import type { Authority, AuthorityEvent, Branches, PartyInfo } from './authority.ts';
import { buildAuthority } from './authority-build.ts';
import { accredit } from './events/accredit.ts';
import { endorse } from './events/endorse.ts';
import { revoke } from './events/revoke.ts';
import { settle } from './events/settle.ts';
import { successor } from './events/successor.ts';
import { nameKey } from './name.ts';
import type { TreeOf } from './trees.ts';

/** The events that authority is made of. More than what was asked for does no harm. */
export interface AuthorityEvents {
  /** `open`, `rotate`, `retire` and `profile` of a chain. */
  ofChain(chain: string): readonly AuthorityEvent[];
  /** `accredit`, `endorse`, `revoke`, `settle` and `successor` that bear one of these names, see `namesIn`. */
  naming(...names: readonly string[]): readonly AuthorityEvent[];
  /** The `endorse` of a chain. */
  endorsedBy(chain: string): readonly AuthorityEvent[];
  all(): readonly AuthorityEvent[];
  /** About how many chains are here. */
  chains(): number;
}

/** Under what names events of authority are found. */
export const NAMES = {
  regulators: 'regulators',
  successors: 'successors',
  chain: (chain: string) => `chain ${chain}`,
  gln: (gln: string) => `gln ${gln}`,
  name: (name: string) => `name ${nameKey(name)}`,
  gtin: (gtin: string) => `gtin ${gtin}`,
  prefix: (prefix: string) => `prefix ${prefix}`,
};

/** What an event of authority is found by: the chain, party and products that it is about, and whether it makes regulators. */
export function namesIn({ type, public: open }: Pick<Leaf, 'type' | 'public'>): readonly string[] {
  if (type === revoke.type || type === settle.type) {
    const body = type === revoke.type ? revoke.parts.public(open) : settle.parts.public(open);
    return body === undefined ? [] : [NAMES.chain(body.chain)];
  }
  if (type === successor.type) {
    const body = successor.parts.public(open);
    return body === undefined ? [] : [NAMES.chain(body.chain), NAMES.chain(body.successor), NAMES.successors];
  }
  const body =
    type === accredit.type
      ? accredit.parts.public(open)
      : type === endorse.type
        ? endorse.parts.public(open)
        : undefined;
  if (body === undefined) return [];
  const names = [NAMES.chain(body.chain)];
  if (body.roles.includes('regulator')) names.push(NAMES.regulators);
  if (!('party' in body)) return names;
  const { gln, name } = body.party;
  names.push(NAMES.gln(gln), NAMES.name(name));
  return [...names, ...(body.gtins ?? []).map(NAMES.gtin), ...(body.prefixes ?? []).map(NAMES.prefix)];
}

/** So many questions about others are put to one authority, which is built anew for each of them. */
const MOST_PARTS = 32;
/** After that each chain has one of its own, until a thirty-second part of all chains were asked about: then all events are read. */
const APART_OF = 32;

/** As `buildAuthority`, from no more events than the questions that are put need; `most` of them are put to one authority. */
export function authorityInParts(
  founder: string,
  source: AuthorityEvents,
  branches: Branches,
  here: readonly TreeOf[] = [],
  most = MOST_PARTS,
): Authority {
  return new Parts(founder, source, branches, here, most);
}

class Parts implements Authority {
  readonly #founder: string;
  readonly #source: AuthorityEvents;
  readonly #branches: Branches;
  readonly #here: readonly TreeOf[];
  readonly #most: number;
  readonly #events = new Map<string, AuthorityEvent>();
  /** Chains of which all events are here, those of which there are none, and GLNs of which all chains are here. */
  readonly #chains = new Set<string>();
  readonly #nobody = new Set<string>();
  readonly #parties = new Set<string>();
  /** What is said of the founder and the regulators, on whose word all others are taken. */
  readonly #base: ReadonlyMap<string, AuthorityEvent>;
  /** Authorities that know of one more chain each. */
  readonly #apart = new Map<string, Authority>();
  /** Names by which parties were looked for. */
  readonly #named = new Set<string>();
  #parts = 0;
  #whole = false;
  #built: Authority | undefined;

  constructor(founder: string, source: AuthorityEvents, branches: Branches, here: readonly TreeOf[], most: number) {
    this.#most = most;
    this.#founder = founder;
    this.#source = source;
    this.#branches = branches;
    this.#here = here;
    this.#read(founder);
    this.#readSuccessors();
    for (const event of source.naming(NAMES.regulators)) this.#read(targetOf(event));
    this.#base = new Map(this.#events);
  }

  authorOf(event: Parameters<Authority['authorOf']>[0]) {
    return this.#with(event.chain).authorOf(event);
  }

  atMost(chain: string) {
    return this.#with(chain).atMost(chain);
  }

  refusal(event: Parameters<Authority['refusal']>[0]) {
    return this.#with(event.chain).refusal(event);
  }

  disputed(event: Parameters<Authority['disputed']>[0]): boolean {
    return this.#with(event.chain).disputed(event);
  }

  settled(chain: string, index?: number): boolean {
    return this.#with(chain).settled(chain, index);
  }

  settlementOf(chain: string) {
    return this.#with(chain).settlementOf(chain);
  }

  founders() {
    return this.#authority().founders();
  }

  successorIn(leaf: Parameters<Authority['successorIn']>[0]): string | undefined {
    return this.#authority().successorIn(leaf);
  }

  admitted(chain: string, gln?: string): boolean {
    return this.#with(chain).admitted(chain, gln);
  }

  signKeyAt(chain: string, branch: number, size: number) {
    this.#more(() => this.#read(chain), this.#chains.has(chain));
    return this.#authority().signKeyAt(chain, branch, size);
  }

  parties(): readonly PartyInfo[] {
    this.#readAll();
    return this.#authority().parties();
  }

  regulators(): readonly PartyInfo[] {
    this.#withParties(
      this.#authority()
        .regulators()
        .map(({ gln }) => gln),
    );
    return this.#authority().regulators();
  }

  partyOf(chain: string): PartyInfo | undefined {
    const gln = this.#with(chain, true).partyOf(chain)?.gln;
    return gln === undefined ? undefined : this.party(gln);
  }

  party(gln: string): PartyInfo | undefined {
    this.#withParties([gln]);
    return this.#authority().party(gln);
  }

  sealKeysOf(gln: string) {
    return this.party(gln)?.sealKeys ?? [];
  }

  makersOf(gtin14: string): readonly PartyInfo[] {
    const prefixes = Array.from({ length: gtin14.length - 1 }, (_, i) => NAMES.prefix(gtin14.slice(1, i + 2)));
    this.#withNamed(NAMES.gtin(gtin14), ...prefixes);
    return this.#authority().makersOf(gtin14);
  }

  resolve(text: string): PartyInfo | 'ambiguous' | undefined {
    const exact = this.party(text) ?? this.partyOf(text);
    if (exact !== undefined) return exact;
    this.#withNamed(NAMES.name(text));
    const found = this.#authority().resolve(text);
    // Who founds is named by nobody: of its party not all may have been read.
    return typeof found === 'object' ? (this.party(found.gln) ?? found) : found;
  }

  #authority(): Authority {
    this.#built ??= buildAuthority(
      this.#founder,
      this.#whole ? this.#source.all() : [...this.#events.values()],
      this.#branches,
      this.#here,
    );
    return this.#built;
  }

  /** With all that is said of this chain; `together` with all those asked about before, however many they are. */
  #with(chain: string, together = false): Authority {
    if (this.#whole || this.#chains.has(chain) || this.#nobody.has(chain)) return this.#authority();
    const apart = together ? undefined : this.#apart.get(chain);
    if (apart !== undefined) return apart;
    const naming = this.#source.naming(NAMES.chain(chain));
    if (naming.length === 0) this.#nobody.add(chain);
    else if (!together && this.#hasOwn()) return this.#alone(chain, naming);
    else this.#more(() => this.#read(chain, naming));
    return this.#authority();
  }

  /** Whether a chain that is asked about now has an authority of its own. */
  #hasOwn(): boolean {
    return this.#parts >= this.#most && this.#apart.size * APART_OF < this.#source.chains();
  }

  /** What of a chain is so follows from what is said of it and of whoever founds and regulates: others' chains are no part of it. */
  #alone(chain: string, naming: readonly AuthorityEvent[]): Authority {
    const events = new Map(this.#base);
    this.#readInto(events, new Set(), chain, naming);
    const alone = buildAuthority(this.#founder, [...events.values()], this.#branches, this.#here);
    this.#apart.set(chain, alone);
    return alone;
  }

  /** With all chains of these parties. */
  #withParties(glns: readonly string[]): void {
    const missing = [...new Set(glns)].filter((gln) => !this.#parties.has(gln));
    this.#more(() => {
      for (const gln of missing) this.#readParty(gln);
    }, missing.length === 0);
  }

  #more(read: () => void, here = false): void {
    if (this.#whole || here) return;
    this.#parts++;
    if (this.#parts > this.#most) {
      this.#readAll();
      return;
    }
    const before = this.#events.size;
    read();
    if (this.#events.size > before) this.#built = undefined;
  }

  #readAll(): void {
    if (this.#whole) return;
    this.#whole = true;
    this.#built = undefined;
  }

  // A party has the chains that were accredited under its GLN, and those that these endorse.
  #readParty(gln: string): void {
    this.#parties.add(gln);
    for (const accredited of this.#source.naming(NAMES.gln(gln))) {
      const chain = targetOf(accredited);
      this.#read(chain);
      for (const endorsed of this.#source.endorsedBy(chain)) this.#read(targetOf(endorsed));
    }
  }

  // What a chain may do follows from what names it and, where that is an endorsement, from the rights of its author. `named` is
  // what names the first one, where that was asked for already.
  #read(first: string, named?: readonly AuthorityEvent[]): void {
    this.#readInto(this.#events, this.#chains, first, named);
  }

  #readInto(
    events: Map<string, AuthorityEvent>,
    chains: Set<string>,
    first: string,
    named?: readonly AuthorityEvent[],
  ): void {
    const waiting = [first];
    for (let chain = waiting.pop(); chain !== undefined; chain = waiting.pop()) {
      if (chains.has(chain)) continue;
      chains.add(chain);
      keep(events, this.#source.ofChain(chain));
      const naming = (chain === first ? named : undefined) ?? this.#source.naming(NAMES.chain(chain));
      keep(events, naming);
      for (const event of naming) {
        if (event.leaf.type === endorse.type) waiting.push(event.chain);
      }
    }
  }

  // Whoever the recovery key puts in the founder's place makes regulators too; anybody can write that it did.
  #readSuccessors(): void {
    const named = this.#source.naming(NAMES.successors);
    if (named.length === 0) return;
    keep(this.#events, named);
    for (const chain of this.#authority().founders()) this.#read(chain);
    this.#built = undefined;
  }

  // With the parties whose accreditations bear a name: they are as many as anybody writes, so they are read once.
  #withNamed(name: string, ...more: readonly string[]): void {
    if (this.#whole || this.#named.has(name)) return;
    this.#named.add(name);
    const named = this.#source.naming(name, ...more);
    this.#withParties(named.flatMap(({ leaf }) => accredit.parts.public(leaf.public)?.party.gln ?? []));
  }
}

function keep(events: Map<string, AuthorityEvent>, more: readonly AuthorityEvent[]): void {
  for (const event of more) events.set(`${event.chain}/${event.branch}/${event.leaf.seq}`, event);
}

function targetOf({ leaf }: AuthorityEvent): string {
  return String(leaf.public.chain);
}
