// Parties with two tills each, two packs, a box and a pallet, and entries about them at any step.
import { b64u } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import type { ItemKey } from '../../src/custody/item.ts';
import type { Dice } from '../dice.ts';
import type { Stored } from './memory.ts';
import { type Party, World } from './world.ts';

export const SERIAL = 'K7QWERTY12345678';
/** Of another pack, which lies beside it in the box. */
export const BESIDE = 'K7QWERTY87654321';

/** One entry: for the pack at a step, for the box at a step, or both; `opens` says that it takes out of what is around. */
export interface Entry {
  readonly by: string;
  readonly type: string;
  readonly p?: number;
  readonly box?: number;
  /** The pallet that the box is on. */
  readonly pallet?: number;
  readonly opens?: true;
  readonly missing?: true;
  readonly to?: string;
  readonly reason?: string;
  /** Takes back this entry of the same till. */
  readonly of?: Entry;
  /** The agency settles the fork of this till's chain: for what the till wrote, or its copy (`A1~`). */
  readonly settles?: string;
}

/** A till, or what somebody writes with a copy of its folder. */
export interface Hand {
  readonly party: Party;
  readonly branch: number;
}

export class Stage {
  readonly world = new World('required');
  readonly tills = new Map<string, Party>();
  readonly p: ItemKey;
  readonly q: ItemKey;
  readonly box: ItemKey;
  readonly pallet: ItemKey;
  readonly #copies = new Map<string, Hand>();

  constructor(names: readonly string[] = ['A', 'B', 'C']) {
    const roles = ['distributor', 'dispenser'] as const;
    for (const name of names) {
      const party = this.world.party(name, name === 'A' ? ['manufacturer', ...roles] : roles);
      this.tills.set(`${name}1`, party).set(`${name}2`, this.world.till(party, roles));
    }
    this.tills.set('R', this.world.regulator);
    this.p = this.world.pack(SERIAL);
    this.q = this.world.pack(BESIDE);
    this.box = this.world.container('box');
    this.pallet = this.world.container('pallet');
  }

  till(name: string): Party {
    const till = this.tills.get(name);
    if (till === undefined) throw new Error(`no till ${name}`);
    return till;
  }

  /** Somebody copies a till's folder as it was with its first `from` entries, and writes with it as `NAME~`. */
  copy(name: string, from: number): Hand {
    const party = this.till(name);
    const hand = { party, branch: this.world.fork(party, from) };
    this.#copies.set(`${name}~`, hand);
    return hand;
  }

  hand(name: string): Hand {
    return this.#copies.get(name) ?? { party: this.till(name.replace('~', '')), branch: 0 };
  }

  write(entry: Entry, written: ReadonlyMap<string, Stored>): Stored {
    const { type, p, box, pallet, opens, missing, to, reason, of, settles } = entry;
    const { party: by, branch } = this.hand(entry.by);
    if (type === 'commission') return this.world.commission(by, [SERIAL, BESIDE]);
    if (settles !== undefined) {
      const settled = this.hand(settles);
      const size = this.world.path(settled.party.chain, settled.branch).length;
      return this.world.settle(settled.party, size, settled.branch);
    }
    if (of !== undefined) {
      const seq = written.get(sayEntry(of))?.leaf.seq ?? 0;
      return this.world.write(by, { type, public: { seq } }, undefined, branch);
    }
    const items: ItemKey[] = [];
    const steps: number[] = [];
    const opened: { readonly item: ItemKey; readonly n: number }[] = [];
    const levels = [
      [this.p, p],
      [this.box, box],
      [this.pallet, pallet],
    ] as const;
    for (const [item, n] of levels) {
      if (n === undefined) continue;
      // A receipt opens what lies between what is missing and what was received.
      const between = missing === true && item === this.box && pallet !== undefined;
      if ((opens === true || between) && items.length > 0) opened.push({ item, n });
      else {
        items.push(item);
        steps.push(n);
      }
    }
    const gone = p === undefined ? itemToken(this.box.key, box ?? 0) : itemToken(this.p.key, p);
    const details: JsonObject = {
      ...(to !== undefined && { to: this.till(`${to}1`).gln }),
      ...(reason !== undefined && { reason }),
      ...(['void', 'release', 'assign'].includes(type) && { reason: 'other' }),
      ...(type === 'receive' && { from: this.till('A1').gln }),
      ...(type === 'pack' && { container: b64u((pallet === undefined ? this.box : this.pallet).key) }),
      ...(missing === true && { missing: [b64u(gone)] }),
    };
    return this.world.act(by, { type, items, steps, opens: opened, details, branch });
  }
}

export function sayEntry({ by, type, p, box, pallet, to, reason, missing, of, settles }: Entry): string {
  const level = (name: string, n: number | undefined) => (n === undefined ? '' : `@${name}${n}`);
  const where = [level('', p), level('box ', box), level('pallet ', pallet)].join('');
  const more = to !== undefined ? `→${to}` : (settles ?? reason ?? (missing ? 'missing' : ''));
  return `${by} ${type}${of === undefined ? '' : ` of ${sayEntry(of)}`}${more && ` ${more}`}${where}`;
}

const TYPES = [
  'ship',
  'ship',
  'receive',
  'receive',
  'void',
  'dispense',
  'decommission',
  'quarantine',
  'release',
] as const;

/** Anything that one of some parties may write about the pack, the box or the pallet. */
export function anyEntry(roll: Dice, parties: readonly string[]): Entry {
  const by = `${parties[roll(parties.length)]}${1 + roll(2)}`;
  const kind = roll(10);
  if (kind === 0) return { by, type: 'pack', p: 1 + roll(4), box: roll(3) };
  if (kind === 1) return { by, type: 'pack', box: 1 + roll(4), pallet: roll(3) };
  if (kind <= 3) {
    const type = roll(2) === 0 ? 'unpack' : 'dispense';
    const out = { by, type, p: 2 + roll(2), box: 1 + roll(4), opens: true } as const;
    return roll(3) === 0 ? { ...out, pallet: 1 + roll(4) } : out;
  }
  if (kind === 4) return { by, type: 'unpack', box: 2 + roll(2), pallet: 1 + roll(4), opens: true };
  if (kind === 5) return { by, type: 'receive', box: 2 + roll(3), p: 2 + roll(2), missing: true };
  const type = TYPES[roll(TYPES.length)] ?? 'ship';
  const n = 1 + roll(5);
  const what = roll(2) === 0 ? { p: n } : roll(2) === 0 ? { box: n } : { pallet: n };
  const to = type === 'ship' ? { to: ['A', 'B', 'C'][roll(3)] ?? 'A' } : {};
  const reason = type === 'decommission' ? { reason: ['lost', 'destroyed', 'stolen'][roll(3)] ?? 'lost' } : {};
  return { by, type, ...what, ...to, ...reason, ...(type === 'quarantine' && { reason: 'suspect' }) };
}

/** All sets of at most `most` of the first `length` numbers. */
export function* subsets(length: number, most: number, from = 0): Generator<number[]> {
  yield [];
  if (most === 0) return;
  for (let i = from; i < length; i++) for (const rest of subsets(length, most - 1, i + 1)) yield [i, ...rest];
}
