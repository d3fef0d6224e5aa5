// Computes the authority: the founder makes regulators, regulators make everybody else, endorsements add own chains.
import { compareBytes } from '../chain/bytes.ts';
import { EMPTY_ROOT } from '../chain/merkle.ts';
import type { Authority, AuthorityEvent, Branches } from './authority.ts';
import { answersOver, holding, isHonouredIn, type PlacedEvent } from './authority-answers.ts';
import type { Field } from './body.ts';
import { accredit } from './events/accredit.ts';
import { endorse } from './events/endorse.ts';
import { open } from './events/open.ts';
import { MOST_PROFILES, profile } from './events/profile.ts';
import { retire } from './events/retire.ts';
import { revoke } from './events/revoke.ts';
import { rotate } from './events/rotate.ts';
import { settle } from './events/settle.ts';
import { successor } from './events/successor.ts';
import { type Founders, foundersFrom, recoveryOf } from './founders.ts';
import { bestOf, type Chain, type Grant } from './grants.ts';
import type { Role } from './roles.ts';
import { Settlements } from './settlements.ts';
import type { Tree, TreeOf } from './trees.ts';

type Said<T> = AuthorityEvent & { readonly body: T };

function said<T>(
  events: readonly AuthorityEvent[],
  { type, parts }: { readonly type: string; readonly parts: { readonly public: Field<T> } },
): Said<T>[] {
  const out: Said<T>[] = [];
  for (const event of events) {
    if (event.leaf.type !== type || event.leaf.fault !== undefined) continue;
    const body = parts.public(event.leaf.public);
    if (body !== undefined) out.push({ ...event, body });
  }
  return out.sort((a, b) => a.leaf.at - b.leaf.at || compareBytes(a.leaf.hash, b.leaf.hash));
}

/**
 * The authority of a network, the same for the same set of events in any order.
 * @param founderChain id of the founder's chain, which is the id of the network
 * @param events of the types that authority is made of; others are ignored
 * @param branches the shape of the chains, asked only about forks, settlements and revocations
 * @param here branches that the person at this node has chosen: they count where nobody's signed word does
 */
export function buildAuthority(
  founderChain: string,
  events: readonly AuthorityEvent[],
  branches: Branches,
  here: readonly TreeOf[] = [],
): Authority {
  return new Build(founderChain, events, branches, here).authority();
}

class Build {
  readonly #events: readonly AuthorityEvent[];
  readonly #branches: Branches;
  readonly #settlements: Settlements;
  readonly #chains = new Map<string, Chain>();
  readonly #founders: Founders;
  readonly #isRecovery: ReturnType<typeof recoveryOf>;

  constructor(
    founderChain: string,
    events: readonly AuthorityEvent[],
    branches: Branches,
    here: readonly TreeOf[] = [],
  ) {
    this.#events = events;
    this.#branches = branches;
    this.#settlements = new Settlements(branches);
    const hash = this.#readCards(founderChain);
    const isRecovery = recoveryOf(founderChain, hash);
    this.#isRecovery = isRecovery;
    const successors = said(events, successor).map(({ body }) => body);
    this.#founders = foundersFrom(founderChain, successors.filter(isRecovery));
    for (const [chain, end] of this.#founders.ends) this.#chain(chain).limit = end;

    const settling = said(events, settle);
    this.#settlements.take('recovery', settling.map(({ body }) => body).filter(isRecovery));
    // Whether a regulator may settle a chain hangs on the founder's branch, so the founder's own chains come first.
    const isFounders = ({ chain }: TreeOf) => this.#founders.chains.includes(chain);
    this.#settlements.take('here', here.filter(isFounders));
    this.#readRights(settling, here);
    this.#readOwnWords();
  }

  authority(): Authority {
    return {
      ...answersOver(this.#chains, this.#founders, this.#settlements, this.#branches),
      successorIn: (leaf) => {
        const body =
          leaf.type === successor.type && leaf.fault === undefined ? successor.parts.public(leaf.public) : undefined;
        return body !== undefined && this.#isRecovery(body) ? body.successor : undefined;
      },
    };
  }

  #chain(id: string): Chain {
    const known = this.#chains.get(id);
    if (known !== undefined) return known;
    const made: Chain = {
      chain: id,
      rotations: [],
      grants: [],
      withheld: [],
      awaited: new Set(),
      unnamed: false,
      retired: false,
    };
    this.#chains.set(id, made);
    return made;
  }

  // What chains say of themselves; gives the hash of the founder's recovery key.
  #readCards(founderChain: string): Uint8Array | undefined {
    let recovery: Uint8Array | undefined;
    for (const { chain, leaf, body } of said(this.#events, open)) {
      if (leaf.seq !== 0) continue;
      const known = this.#chain(chain);
      known.signKey = body.signKey;
      known.sealKey = body.sealKey;
      known.card = body.party;
      if (chain === founderChain && typeof body.network !== 'string') recovery = body.recovery;
    }
    return recovery;
  }

  // Layer 1 is the founder's: it alone makes and ends regulators. Layer 2 is theirs: they make and end everybody else.
  #readRights(
    settling: readonly Said<ReturnType<typeof settle.parts.public> & object>[],
    here: readonly TreeOf[],
  ): void {
    const revocations = said(this.#events, revoke);
    const accreditations = said(this.#events, accredit);
    const endorsements = said(this.#events, endorse);
    const founders = new Set(this.#founders.chains);
    const makesRegulators = ({ chain, body }: (typeof accreditations)[number]) =>
      founders.has(chain) && body.roles.includes('regulator');

    for (const chain of founders) this.#found(chain);
    // A revocation counts wherever it stands. Of the founder's own chains only the recovery key disposes.
    for (const event of revocations) {
      if (founders.has(event.chain) && !founders.has(event.body.chain) && this.#isHonoured(event)) this.#narrow(event);
    }
    const first = new Map<string, Grant[]>();
    for (const event of accreditations) {
      if (makesRegulators(event) && this.#isFirm(event)) this.#give(event, event.body.roles, first);
    }
    for (const chain of founders) first.set(chain, [...this.#chain(chain).grants]);
    const may = ({ chain, body }: (typeof settling)[number]) => this.#maySettle(chain, body.chain);
    const byFounder = settling.filter((event) => founders.has(event.chain) && this.#isFirm(event) && may(event));
    this.#settlements.take(
      'founder',
      byFounder.map(({ body }) => body),
    );
    for (const event of endorsements) this.#hand(event, first);
    const regulators = new Set([...this.#chains.values()].filter(isRegulator).map(({ chain }) => chain));

    for (const event of revocations) {
      const { chain } = event.body;
      if (founders.has(event.chain) || founders.has(chain) || regulators.has(chain)) continue;
      if (this.#regulates(event)) this.#narrow(event);
    }
    const byOthers = settling.filter(
      (event) => !founders.has(event.chain) && this.#regulates(event) && this.#isFirm(event) && may(event),
    );
    this.#settlements.take(
      'regulator',
      byOthers.map(({ body }) => body),
    );
    this.#settlements.take('here', here);
    const second = new Map<string, Grant[]>();
    for (const event of accreditations) {
      if (makesRegulators(event) || !this.#isFirm(event) || !this.#regulates(event)) continue;
      const roles = event.body.roles.filter((role) => role !== 'regulator');
      this.#give(event, roles, second);
    }
    for (const event of endorsements) this.#hand(event, second, true);

    for (const known of this.#chains.values()) {
      if (known.card === undefined) keepOneParty(known.grants);
      if (known.grants.length === 0 && known.withheld.length > 0) {
        known.unnamed = true;
        for (const grant of known.withheld) known.grants.push(grant);
        known.limit = { size: 0, root: EMPTY_ROOT };
      }
      known.grants.sort((a, b) => Number(a.endorsed) - Number(b.endorsed) || byAge(a, b));
    }
  }

  /** A founder's chain regulates from its opening event on. */
  #found(chain: string): void {
    const opening = this.#events.find((event) => event.chain === chain && event.leaf.seq === 0);
    const body = opening?.leaf.fault === undefined ? opening && open.parts.public(opening.leaf.public) : undefined;
    if (opening === undefined || body === undefined) return;
    if (chain === this.#founders.chains[0] && typeof body.network === 'string') return;
    this.#chain(chain).grants.push({
      ...body.party,
      roles: ['regulator'],
      gtins: [],
      prefixes: [],
      from: 0,
      until: Number.POSITIVE_INFINITY,
      endorsed: false,
      disputed: false,
      by: chain,
      byFounder: true,
      seq: 0,
      onCard: true,
      settledHere: false,
      at: opening.leaf.at,
      get order() {
        return opening.leaf.hash;
      },
    });
  }

  #isHonoured(event: PlacedEvent): boolean {
    return isHonouredIn(this.#branches, this.#chains, event);
  }

  // On a disputed branch rights are not handed on until the fork is settled, and on one that was not chosen never.
  #isFirm(event: AuthorityEvent): boolean {
    if (!this.#isHonoured(event)) return false;
    return !event.contested || this.#chains.get(event.chain)?.limit !== undefined || this.#settlements.count(event);
  }

  // Nobody has said yet which branch counts.
  #isOpen(event: AuthorityEvent): boolean {
    return this.#isHonoured(event) && this.#settlements.of(event.chain) === undefined;
  }

  #regulates(event: PlacedEvent): boolean {
    if (!this.#isHonoured(event)) return false;
    return holding(event, this.#chains.get(event.chain)?.grants ?? []).some(({ roles }) => roles.includes('regulator'));
  }

  // Nobody settles the founder's chains but the recovery key, nor those of the own party: a thief would choose itself.
  #maySettle(by: string, chain: string): boolean {
    const gln = this.#chains.get(chain)?.card?.gln;
    if (this.#founders.chains.includes(chain)) return false;
    return ![by, ...this.#founders.chains].some((other) => this.#chains.get(other)?.card?.gln === gln);
  }

  // Of several revocations the smallest tree is honoured.
  #narrow({ body }: { readonly body: TreeOf }): void {
    const known = this.#chain(body.chain);
    const old = known.limit;
    const isSmaller = (than: Tree) =>
      body.size < than.size || (body.size === than.size && compareBytes(body.root, than.root) < 0);
    if (old === undefined || isSmaller(old)) known.limit = { size: body.size, root: body.root };
  }

  #give(event: Said<NonNullable<ReturnType<typeof accredit.parts.public>>>, roles: readonly Role[], to: Given): void {
    const { body, leaf, chain } = event;
    if (roles.length === 0) return;
    const known = this.#chain(body.chain);
    known.awaited.add(body.party.gln);
    // A party is the GLN that its chain and whoever accredits it name alike.
    if (known.card !== undefined && known.card.gln !== body.party.gln) return;
    const given: Grant = {
      ...body.party,
      roles,
      gtins: body.gtins ?? [],
      prefixes: body.prefixes ?? [],
      from: body.from ?? 0,
      until: body.until ?? Number.POSITIVE_INFINITY,
      endorsed: false,
      disputed: false,
      by: chain,
      byFounder: this.#founders.chains.includes(chain),
      seq: leaf.seq,
      onCard: known.card?.name === body.party.name,
      settledHere: this.#restsHere(event),
      at: leaf.at,
      get order() {
        return leaf.hash;
      },
    };
    known.grants.push(given);
    to.set(body.chain, [...(to.get(body.chain) ?? []), given]);
  }

  // What a till does with goods is its party's, as is what either branch of the fork that it was added on does: else whoever
  // has an old copy of a folder would undo what others have received from the tills that came later. It is marked.
  #hand(event: Said<NonNullable<ReturnType<typeof endorse.parts.public>>>, from: Given, open = false): void {
    const grants = from.get(event.chain);
    const firm = this.#isFirm(event);
    if (grants === undefined || (!firm && !(open && this.#isOpen(event)))) return;
    const known = this.#chain(event.body.chain);
    const endorser = this.#chains.get(event.chain);
    for (const grant of holding(event, grants)) {
      const roles = grant.roles.filter((role) => event.body.roles.includes(role));
      if (roles.length === 0) continue;
      known.awaited.add(grant.gln);
      if (known.card?.gln !== grant.gln) continue;
      const { site } = event.body;
      const settledHere = grant.settledHere || this.#restsHere(event);
      const given = { roles, from: 0, endorsed: true, disputed: !firm, settledHere };
      const own = { ...grant, ...given, ...(site !== undefined && { site }) };
      // Whoever stole the key of a chain that was ended may have endorsed chains that nobody has seen.
      const isCut = endorser?.limit !== undefined && known.limit === undefined;
      (isCut ? known.withheld : known.grants).push(own);
    }
  }

  // Whether an event counts only because the person here has chosen a branch.
  #restsHere(event: AuthorityEvent): boolean {
    const known = this.#chains.get(event.chain);
    if (holding(event, known?.grants ?? []).some((grant) => grant.settledHere)) return true;
    return event.contested && known?.limit === undefined && this.#settlements.of(event.chain)?.by === 'here';
  }

  #readOwnWords(): void {
    for (const event of said(this.#events, rotate)) {
      const { chain, branch, leaf, body } = event;
      const counts = this.#settlements.of(chain) === undefined || this.#isFirm(event);
      this.#chain(chain).rotations.push({ branch, seq: leaf.seq, counts, ...body });
    }
    for (const event of this.#events.filter(({ leaf }) => leaf.type === retire.type && leaf.fault === undefined)) {
      if (this.#isFirm(event)) this.#chain(event.chain).retired = true;
    }
    for (const event of said(newestProfiles(this.#events), profile)) {
      const { contact } = event.body;
      if (contact !== undefined && this.#isFirm(event))
        this.#chain(event.chain).contact = { text: contact, at: event.leaf.at };
    }
  }
}

// Of each branch the newest: whoever writes thousands costs readers no more than these.
function newestProfiles(events: readonly AuthorityEvent[]): readonly AuthorityEvent[] {
  const found = events.filter(({ leaf }) => leaf.type === profile.type && leaf.fault === undefined);
  if (found.length <= MOST_PROFILES) return found;
  const branches = Map.groupBy(found, ({ chain, branch }) => `${chain}~${branch}`).values();
  const newest = [...branches].flatMap((of) => of.toSorted((a, b) => b.leaf.seq - a.leaf.seq).slice(0, MOST_PROFILES));
  const kept = new Set(newest);
  return found.filter((event) => kept.has(event));
}

type Given = Map<string, Grant[]>;

function isRegulator(known: Chain): boolean {
  return known.grants.some(({ roles }) => roles.includes('regulator'));
}

// While its card has not come a chain has no leaves that count; of several GLNs it is known by the one whose name counts.
function keepOneParty(grants: Grant[]): void {
  const gln = bestOf(grants)?.gln;
  const kept = grants.filter((grant) => grant.gln === gln);
  grants.length = 0;
  for (const grant of kept) grants.push(grant);
}

function byAge(a: Grant, b: Grant): number {
  return a.at - b.at || compareBytes(a.order, b.order);
}
