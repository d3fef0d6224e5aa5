// A small world for tests of custody: a regulator, parties with chains, goods, and events sealed like real ones.
import { createHash, sign } from 'node:crypto';
import { type Bytes, b64u, concat, hex, utf8 } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { type Draft, openingEvent, sealEvent } from '../../src/chain/compose.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import { type KeyPair, privateKey, signPair } from '../../src/chain/key-pair.ts';
import { type Keyring, newKeyring } from '../../src/chain/keys.ts';
import { chainIdOf, decodeLeaf } from '../../src/chain/leaf.ts';
import { treeRoot } from '../../src/chain/merkle.ts';
import { sortTokens } from '../../src/chain/mint.ts';
import { type RecoveryStatement, recoveryHash, recoveryMessage } from '../../src/chain/recovery.ts';
import type { Evidence } from '../../src/custody/evidence.ts';
import { containerItem, type ItemKey, packItem } from '../../src/custody/item.ts';
import type { Life } from '../../src/custody/life.ts';
import type { Role } from '../../src/custody/roles.ts';
import { traceItem } from '../../src/custody/trace.ts';
import { type BranchShape, type Choice, evidenceOf, type Store, type Stored, stored } from './memory.ts';

export const START = Date.UTC(2026, 10, 22, 8);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const GTIN = '09501101530003';
export const LOT = 'ABC123';
export const EXPIRY = '2027-11-30';

export interface Party {
  readonly name: string;
  readonly gln: string;
  readonly chain: string;
}

interface ChainState {
  readonly keyring: Keyring;
  readonly branches: { readonly shape: BranchShape; next: number; prev: Bytes }[];
}

export interface Deed {
  readonly type: string;
  readonly items?: readonly ItemKey[];
  /** Step of each item; the next one of its life where absent. */
  readonly steps?: readonly number[];
  readonly details?: JsonObject;
  /** Containers around the items that are opened; found by tracing where absent. */
  readonly opens?: readonly { readonly item: ItemKey; readonly n: number }[];
  readonly public?: JsonObject;
  readonly at?: number;
  readonly branch?: number;
  readonly seen?: readonly Stored[];
}

export class World implements Store {
  readonly policy: 'required' | 'endpoints';
  readonly events: Stored[] = [];
  readonly pages = new Map<string, readonly Bytes[]>();
  readonly shapes = new Map<string, BranchShape[]>();
  readonly regulator: Party;
  /** Kept offline; the founder's opening event names its hash. */
  readonly recovery: KeyPair;
  readonly #chains = new Map<string, ChainState>();
  #randoms = 0;
  #glns = 0;
  now = START;

  constructor(policy: 'required' | 'endpoints' = 'required', founding: JsonObject | 'with a recovery key' = {}) {
    this.policy = policy;
    this.recovery = signPair(createHash('sha256').update('recovery').digest());
    const gln = this.#gln();
    const more = typeof founding === 'string' ? { recovery: b64u(recoveryHash(this.recovery.public)) } : founding;
    const chain = this.#open('Agency', gln, { network: null, custody: policy, ...more });
    this.regulator = { name: 'Agency', gln, chain };
  }

  get network(): string {
    return this.regulator.chain;
  }

  readonly random = (n: number): Bytes => {
    let out: Bytes = new Uint8Array(0);
    while (out.length < n)
      out = concat(
        out,
        createHash('sha256')
          .update(`random ${this.#randoms++}`)
          .digest(),
      );
    return out.subarray(0, n);
  };

  #gln(): string {
    return `95011015${String(30000 + this.#glns++).padStart(5, '0')}`;
  }

  #open(name: string, gln: string, extra: JsonObject): string {
    const keyring = newKeyring(this.random);
    const body = {
      ...extra,
      party: { name, gln },
      signKey: b64u(keyring.sign.public),
      sealKey: b64u(keyring.seal.public),
    };
    const event = openingEvent({ type: 'open', public: body }, this.now);
    const chain = chainIdOf(event.bytes);
    const shape = { parent: 0, from: 0 };
    this.#chains.set(chain, { keyring, branches: [{ shape, next: 1, prev: event.hash }] });
    this.shapes.set(chain, [shape]);
    this.#store(chain, 0, event.bytes);
    return chain;
  }

  /** A chain that nobody has accredited, for a new party or for one that is known. */
  newChain(name: string, gln = this.#gln()): Party {
    return { name, gln, chain: this.#open(name, gln, { network: this.network }) };
  }

  /** A party with these roles; a manufacturer makes everything with the prefix of GTIN unless told otherwise. */
  party(name: string, roles: readonly Role[], rights: JsonObject = {}): Party {
    const party = this.newChain(name);
    this.accredit(party, roles, rights);
    return party;
  }

  accredit(
    { name, gln, chain }: Party,
    roles: readonly Role[],
    rights: JsonObject = {},
    by: Party = this.regulator,
  ): Stored {
    const making = roles.includes('manufacturer') ? { prefixes: ['950110153'] } : {};
    return this.write(by, {
      type: 'accredit',
      public: { chain, party: { name, gln }, roles, from: 0, ...making, ...rights },
    });
  }

  /** Another till of a party, endorsed by its first chain. */
  till(of: Party, roles: readonly Role[], site?: string): Party {
    const till = this.newChain(of.name, of.gln);
    this.write(of, { type: 'endorse', public: { chain: till.chain, roles, ...(site !== undefined && { site }) } });
    return till;
  }

  revoke(party: Party, size: number, branch = 0, by: Party = this.regulator): Stored {
    const leaves = this.path(party.chain, branch).slice(0, size);
    const root = b64u(treeRoot(leaves.map(({ leaf }) => leaf.hash)));
    return this.write(by, { type: 'revoke', public: { chain: party.chain, size, root, reason: 'ended' } });
  }

  /** The first `size` leaves of a branch, as an event names them. */
  tree(
    { chain }: Party,
    size: number,
    branch = 0,
  ): { readonly chain: string; readonly size: number; readonly root: Bytes } {
    const leaves = this.path(chain, branch).slice(0, size);
    return { chain, size, root: treeRoot(leaves.map(({ leaf }) => leaf.hash)) };
  }

  /** Settles a fork; by the recovery key where `by` is not a party. */
  settle(
    party: Party,
    size: number,
    branch = 0,
    by: Party | KeyPair = this.regulator,
    on: Party = this.regulator,
  ): Stored {
    const tree = this.tree(party, size, branch);
    const body = { ...tree, root: b64u(tree.root) };
    if ('chain' in by) return this.write(by, { type: 'settle', public: body });
    return this.write(on, { type: 'settle', public: { ...body, ...this.#recovered(by, tree) } });
  }

  /** The recovery key puts another chain in the place of the founder's. */
  succeed(next: Party, size: number, key: KeyPair, on: Party = next, of: Party = this.regulator, branch = 0): Stored {
    const tree = this.tree(of, size, branch);
    const signed = this.#recovered(key, { ...tree, successor: next.chain });
    return this.write(on, {
      type: 'successor',
      public: { ...tree, root: b64u(tree.root), successor: next.chain, ...signed },
    });
  }

  #recovered(key: KeyPair, said: Omit<RecoveryStatement, 'network'>): JsonObject {
    const message = recoveryMessage({ network: this.network, ...said });
    return { key: b64u(key.public), signature: b64u(sign(null, message, privateKey('ed25519', key.secret))) };
  }

  path(chain: string, branch = 0): Stored[] {
    const shape = this.shapes.get(chain)?.[branch];
    const own = this.events.filter((event) => event.chain === chain && event.branch === branch);
    if (branch === 0 || shape === undefined) return own;
    return [...this.path(chain, shape.parent).slice(0, shape.from), ...own];
  }

  /** A second branch of a chain that grows after its first `from` leaves; gives its number. */
  fork({ chain }: Party, from: number, parent = 0): number {
    const prev = this.path(chain, parent)[from - 1]?.leaf.hash ?? new Uint8Array(32);
    const shape = { parent, from };
    const state = this.#chain(chain);
    state.branches.push({ shape, next: from, prev });
    this.shapes.set(chain, [...(this.shapes.get(chain) ?? []), shape]);
    return state.branches.length - 1;
  }

  #chain(chain: string): ChainState {
    const state = this.#chains.get(chain);
    if (state === undefined) throw new Error(`no chain ${chain}`);
    return state;
  }

  #store(chain: string, branch: number, bytes: Bytes): Stored {
    const event = stored(this.events.length, chain, branch, decodeLeaf(bytes), this.pages);
    this.events.push(event);
    return event;
  }

  /** Appends one event as it is given. */
  write({ chain }: Party, draft: Draft, at = ++this.now, branch = 0): Stored {
    const { keyring, branches } = this.#chain(chain);
    const tip = branches[branch];
    if (tip === undefined) throw new Error(`no branch ${branch}`);
    const sealed = sealEvent(draft, { chain, seq: tip.next, prev: tip.prev, at }, keyring, this.random);
    for (const { root, pages } of sealed.attachments) this.pages.set(hex(root), pages);
    tip.next++;
    tip.prev = sealed.hash;
    return this.#store(chain, branch, sealed.bytes);
  }

  pack(serial: string, gtin = GTIN): ItemKey {
    return packItem(this.network, gtin, serial);
  }

  container(name: string): ItemKey {
    return containerItem(createHash('sha256').update(name).digest());
  }

  commission(by: Party, serials: readonly string[], about: JsonObject = {}, branch = 0): Stored {
    const body = { gtin: GTIN, lot: LOT, expiry: EXPIRY, count: serials.length, ...about };
    const tokens = serials.map((serial) => itemToken(this.pack(serial, String(body.gtin)).key, 0));
    return this.write(
      by,
      { type: 'commission', public: body, tokens: sortTokens(concat(...tokens)) },
      undefined,
      branch,
    );
  }

  /** Writes an event of custody: rows for the items, and for every container around them where they are taken out. */
  act(by: Party, deed: Deed): Stored {
    const { type, items = [], details = {}, steps, at, branch, seen } = deed;
    // With all steps given nothing has to be traced.
    const known = deed.opens !== undefined && steps?.length === items.length;
    const evidence = known ? undefined : this.evidence(seen === undefined ? {} : { events: seen });
    const opened = new Map<string, { item: ItemKey; n: number }>();
    const rows = items.map((item, i) => {
      if (evidence === undefined) return { item, n: steps?.[i] ?? 0 };
      const life = traceItem(item, evidence);
      if (deed.opens === undefined && type !== 'pack' && type !== 'receive') {
        for (const outer of life.around) opened.set(hex(outer.key), { item: containerItem(outer.key), n: outer.next });
      }
      return { item, n: steps?.[i] ?? life.next };
    });
    for (const open of deed.opens ?? []) opened.set(hex(open.item.key), open);
    const opens = [...opened.values()].map(({ item, n }) => b64u(itemToken(item.key, n)));
    const all = [...rows, ...opened.values()].map(({ item, n }) => ({ key: item.key, token: itemToken(item.key, n) }));
    const said = { ...details, ...(opens.length > 0 && { opens }) };
    return this.write(by, { type, public: deed.public ?? {}, items: all, details: said }, at, branch ?? 0);
  }

  /** Packs items into a container, each at its next step. */
  packInto(by: Party, container: ItemKey, items: readonly ItemKey[], more: Partial<Deed> = {}): Stored {
    return this.act(by, {
      type: 'pack',
      items: [...items, container],
      details: { container: b64u(container.key) },
      ...more,
    });
  }

  ship(by: Party, to: Party, items: readonly ItemKey[], more: Partial<Deed> = {}): Stored {
    return this.act(by, { type: 'ship', items, details: { to: to.gln, ...more.details }, ...omitDetails(more) });
  }

  receive(by: Party, from: Party, items: readonly ItemKey[], more: Partial<Deed> = {}): Stored {
    return this.act(by, { type: 'receive', items, details: { from: from.gln, ...more.details }, ...omitDetails(more) });
  }

  /** Goes back to where the world was when this was called. */
  moment(): () => void {
    const length = this.events.length;
    const { now } = this;
    const tips = [...this.#chains.values()].map(({ branches }) => branches.map(({ next, prev }) => ({ next, prev })));
    const shapes = new Map(this.shapes);
    return () => {
      this.events.length = length;
      this.now = now;
      for (const [i, { branches }] of [...this.#chains.values()].entries()) {
        const then = tips[i] ?? [];
        branches.length = then.length;
        for (const [j, tip] of branches.entries()) Object.assign(tip, then[j]);
      }
      for (const [chain, known] of shapes) this.shapes.set(chain, known);
    };
  }

  evidence(choice: Choice = {}): Evidence {
    return evidenceOf(this, choice);
  }

  trace(item: ItemKey, choice: Choice = {}): Life {
    return traceItem(item, this.evidence(choice));
  }
}

function omitDetails({ details: _, ...rest }: Partial<Deed>): Partial<Deed> {
  return rest;
}

/** Bytes that stand for a word. */
export function bytesOf(word: string): Bytes {
  return createHash('sha256').update(utf8(word)).digest();
}
