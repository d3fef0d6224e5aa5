// Authority: who may write what, in two layers, whatever the order of arrival.

import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import { newKeyring } from '../../src/chain/keys.ts';
import type { Author, Authority, Branches, PartyInfo } from '../../src/custody/authority.ts';
import { buildAuthority } from '../../src/custody/authority-build.ts';
import { MOST_PROFILES } from '../../src/custody/events/profile.ts';
import type { Stored } from './memory.ts';
import { DAY, GTIN, HOUR, type Party, START, World } from './world.ts';

let world: World;
let maker: Party;
let shop: Party;

beforeEach(() => {
  world = new World();
  maker = world.party('Acme', ['manufacturer']);
  shop = world.party('Corner', ['dispenser']);
});

const authority = (): Authority => world.evidence().authority();
const author = (event: Stored): Author | undefined => authority().authorOf(event);
const said = (by: Party, at?: number, branch = 0): Stored =>
  world.write(by, { type: 'profile', public: { name: by.name, contact: `call ${by.name}` } }, at, branch);
const party = (text: string): PartyInfo => {
  const found = authority().resolve(text);
  if (found === undefined || found === 'ambiguous') throw new Error(`${text}: ${found}`);
  return found;
};

describe('accreditation', () => {
  it('counts only where it names the GLN that the chain’s own card names', () => {
    const posing = world.newChain('Acme', maker.gln);
    world.accredit({ ...posing, gln: '9501101599999', name: 'Posing' }, ['distributor']);
    expect(author(said(posing))).toBeUndefined();
    expect(authority().admitted(posing.chain)).toBe(false);
    expect(party(maker.gln).chains.map((one) => one.chain)).toEqual([maker.chain]);
  });

  it('by a second regulator, at whatever time, neither renames a maker nor gives it another GLN', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    const made = said(maker);
    for (const at of [START - DAY, START + DAY]) {
      const write = (name: string, gln: string) =>
        world.write(
          region,
          { type: 'accredit', public: { chain: maker.chain, party: { name, gln }, roles: ['distributor'] } },
          at,
        );
      write('Bogus', '9501101599999');
      write('Bogus', maker.gln);
    }
    expect(author(made)).toMatchObject({ gln: maker.gln, name: 'Acme' });
    expect(party(maker.gln)).toMatchObject({ name: 'Acme', prefixes: ['950110153'] });
    expect(authority().resolve('Bogus')).toBeUndefined();
  });

  it('between two regulators that are not the founder gives the name on the card', () => {
    const regions = ['East', 'West'].map((name) => world.party(name, ['regulator'], { prefixes: [] }));
    const local = world.newChain('Local');
    world.accredit({ ...local, name: 'Lokal' }, ['dispenser'], {}, regions[0]);
    world.accredit(local, ['dispenser'], {}, regions[1]);
    expect(party(local.gln).name).toBe('Local');
  });

  it('by anybody but a regulator counts for nothing, and so does one without right roles', () => {
    const nobody = world.newChain('Nobody');
    world.accredit(nobody, ['dispenser'], {}, maker);
    world.accredit(nobody, ['regulator']);
    const event = said(nobody);
    expect(author(event)).toMatchObject({ roles: ['regulator'] });
    const second = world.newChain('Second');
    world.accredit(second, ['regulator'], {}, { ...nobody });
    expect(author(said(second))).toBeUndefined();
    expect(authority().refusal(said(second))).toBe('unaccredited');
    expect(authority().refusal({ chain: 'nowhere', leaf: event.leaf, branch: 0 })).toBe('unaccredited');
  });

  it('founds nothing where a chain that names another network is taken for the network', () => {
    const other = world.newChain('Other');
    const events = world.events
      .filter(({ chain }) => chain === other.chain)
      .map(({ chain, branch, leaf }) => ({ chain, branch, leaf, contested: false }));
    const shapes: Branches = {
      inTree: () => true,
      onPath: () => true,
      through: () => true,
      dividedAt: () => Number.POSITIVE_INFINITY,
      agree: () => true,
      forkedAt: () => Number.POSITIVE_INFINITY,
    };
    expect(buildAuthority(other.chain, events, shapes).parties()).toEqual([]);
  });

  it('by a regulator whom the founder made counts for everybody else', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    const local = world.newChain('Local');
    world.accredit(local, ['dispenser', 'distributor'], {}, region);
    expect(author(said(local))).toMatchObject({ name: 'Local', roles: ['dispenser', 'distributor'] });
    expect(
      authority()
        .regulators()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Agency', 'Region']);
  });

  it('holds from a position and until a time of the chain’s own', () => {
    const late = world.newChain('Late');
    said(late);
    world.accredit(late, ['dispenser'], { from: 2, until: START + DAY });
    const [first, second] = [world.path(late.chain)[1], said(late)];
    if (first === undefined) throw new Error('no leaf');
    expect(author(first)).toBeUndefined();
    expect(authority().refusal(first)).toBe('ended');
    expect(author(second)).toMatchObject({ name: 'Late' });
    expect(author(said(late, START + 2 * DAY))).toBeUndefined();
    expect(party('late').until).toBe(START + DAY);
  });

  it('adds up', () => {
    world.accredit(maker, ['distributor']);
    expect(author(said(maker))?.roles).toEqual(['manufacturer', 'distributor']);
  });

  it('of one chain for two parties holds for the first', () => {
    world.accredit({ ...shop, gln: '9501101588888', name: 'Stolen' }, ['dispenser']);
    expect(author(said(shop))).toMatchObject({ gln: shop.gln });
  });

  it('gives products by GTIN or by company prefix, which stands after the indicator digit', () => {
    const one = world.party('One', ['manufacturer'], { prefixes: [], gtins: ['04012345000009'] });
    const who = author(said(one));
    expect([who?.mayMake('04012345000009'), who?.mayMake(GTIN)]).toEqual([true, false]);
    const acme = author(said(maker));
    expect([acme?.mayMake(GTIN), acme?.mayMake('19501101530000'), acme?.mayMake('04012345000009')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(
      authority()
        .makersOf(GTIN)
        .map(({ name }) => name),
    ).toEqual(['Acme']);
    // The same digits elsewhere in a number are another company's.
    for (const gtin of ['95011015300003', '00950110153009', '00009501101530']) {
      expect([acme?.mayMake(gtin), authority().makersOf(gtin)], gtin).toEqual([false, []]);
    }
    const trader = world.party('Trader', ['distributor'], { prefixes: ['950110153'] });
    expect(author(said(trader))?.mayMake(GTIN)).toBe(false);
  });

  it('that is malformed counts for nothing', () => {
    const odd = world.newChain('Odd');
    world.write(world.regulator, { type: 'accredit', public: { chain: odd.chain, roles: ['king'] } });
    expect(author(said(odd))).toBeUndefined();
    expect(authority().admitted(odd.chain)).toBe(false);
  });
});

describe('endorsement', () => {
  it('adds an own till with no more than own roles, at its site', () => {
    const till = world.till(shop, ['dispenser', 'manufacturer'], '9501101577777');
    expect(author(said(till))).toMatchObject({ gln: shop.gln, roles: ['dispenser'], site: '9501101577777' });
    expect(party(shop.gln).chains).toHaveLength(2);
    expect(party(till.chain).gln).toBe(shop.gln);
    expect(authority().sealKeysOf(shop.gln)).toHaveLength(2);
  });

  it('is not passed on, and nobody endorses another party’s chain', () => {
    const till = world.till(shop, ['dispenser']);
    const third = world.newChain('Third', shop.gln);
    world.write(till, { type: 'endorse', public: { chain: third.chain, roles: ['dispenser'] } });
    expect(author(said(third))).toBeUndefined();
    world.write(maker, { type: 'endorse', public: { chain: third.chain, roles: ['manufacturer'] } });
    expect(author(said(third))).toBeUndefined();
    world.write(maker, { type: 'endorse', public: { chain: shop.chain, roles: ['manufacturer'] } });
    expect(author(said(shop))).toMatchObject({ gln: shop.gln, roles: ['dispenser'] });
  });

  it('by a regulator makes another chain of the regulator', () => {
    const desk = world.till(world.regulator, ['regulator']);
    const local = world.newChain('Local');
    world.accredit(local, ['dispenser'], {}, desk);
    expect(author(said(local))).toMatchObject({ name: 'Local' });
  });
});

describe('revocation', () => {
  it('honours exactly the leaves of the named tree, and the smallest of several trees', () => {
    const events = [said(shop), said(shop), said(shop)];
    world.revoke(shop, 3);
    expect(events.map((event) => author(event)?.gln)).toEqual([shop.gln, shop.gln, undefined]);
    world.revoke(shop, 4);
    expect(author(events[2] as Stored)).toBeUndefined();
    world.revoke(shop, 2);
    expect(author(events[1] as Stored)).toBeUndefined();
    expect(authority().refusal(events[2] as Stored)).toBe('revoked');
    expect(party(shop.gln)).toMatchObject({ ended: true, sealKeys: [], chains: [{ honouredSize: 2 }] });
    expect(authority().admitted(shop.chain)).toBe(true);
  });

  it('of a regulator is the founder’s alone', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    const other = world.party('Other', ['regulator'], { prefixes: [] });
    world.revoke(region, 1, 0, other);
    expect(author(said(region))).toBeDefined();
    const local = world.newChain('Local');
    world.accredit(local, ['dispenser'], {}, region);
    world.revoke(local, 1, 0, other);
    expect(author(said(local))).toBeUndefined();
    world.revoke(region, 1);
    expect(author(said(region))).toBeUndefined();
    expect(authority().partyOf(local.chain)).toBeUndefined();
  });

  it('settles a fork: the leaves of the other branch count for nothing', () => {
    const branch = world.fork(shop, 2 - 1);
    const [kept, dropped] = [said(shop), said(shop, undefined, branch)];
    expect(authority().settled(shop.chain)).toBe(false);
    world.revoke(shop, 2);
    expect(authority().settled(shop.chain)).toBe(true);
    expect([author(kept)?.gln, author(dropped)]).toEqual([shop.gln, undefined]);
  });

  it('names a tree that nobody has: then nothing of the chain is honoured', () => {
    const root = b64u(new Uint8Array(32));
    world.write(world.regulator, { type: 'revoke', public: { chain: shop.chain, size: 1, root, reason: 'x' } });
    expect(author(said(shop))).toBeUndefined();
  });

  it('of the same size twice counts once', () => {
    const event = said(shop);
    world.revoke(shop, 2);
    world.write(world.regulator, {
      type: 'revoke',
      public: { chain: shop.chain, size: 2, root: b64u(new Uint8Array(32).fill(255)), reason: 'x' },
    });
    expect(author(event)).toBeDefined();
  });
});

describe('revocation of a party with tills', () => {
  it('ends a till that nobody has seen, until a revocation names it', () => {
    const till = world.newChain('Corner', shop.gln);
    world.write(shop, { type: 'endorse', public: { chain: till.chain, roles: ['dispenser'] } });
    world.revoke(shop, 2);
    const [first, second] = [said(till), said(till)];
    expect([author(first), author(second)]).toEqual([undefined, undefined]);
    expect(authority().refusal(first)).toBe('revoked');
    expect(authority().admitted(till.chain)).toBe(true);
    expect(party(shop.gln)).toMatchObject({ ended: true, sealKeys: [] });
    expect(party(shop.gln).chains.find((one) => one.chain === till.chain)).toMatchObject({
      honouredSize: 0,
      unnamed: true,
    });
    world.revoke(till, 2);
    expect([author(first)?.gln, author(second)]).toEqual([shop.gln, undefined]);
  });

  it('leaves a till that another chain of the party, which goes on, has endorsed too', () => {
    const desk = world.newChain('Corner', shop.gln);
    world.accredit(desk, ['dispenser']);
    const till = world.till(shop, ['dispenser']);
    world.write(desk, { type: 'endorse', public: { chain: till.chain, roles: ['dispenser'] } });
    world.revoke(shop, world.path(shop.chain).length);
    expect(author(said(till))).toMatchObject({ gln: shop.gln });
  });

  it('ends a regulator’s unseen desk by the founder’s word alone', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    const other = world.party('Other', ['regulator'], { prefixes: [] });
    const desk = world.till(region, ['regulator']);
    world.revoke(region, 2);
    const local = world.newChain('Local');
    world.accredit(local, ['dispenser'], {}, desk);
    world.revoke(desk, 2, 0, other);
    expect(author(said(local))).toBeUndefined();
    world.revoke(desk, 2);
    expect(author(said(local))).toBeDefined();
  });
});

describe('a disputed branch', () => {
  it('hands no rights on until the fork is settled', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    const branch = world.fork(region, 1);
    said(region, undefined, branch);
    const local = world.newChain('Local');
    world.accredit(local, ['dispenser'], {}, region);
    expect(author(said(local))).toBeUndefined();
    world.revoke(region, 2);
    expect(author(said(local))).toBeDefined();
  });

  it('endorses tills that are the party’s as its branches are: contested, and read by nobody’s grants', () => {
    const branch = world.fork(shop, 1);
    said(shop, undefined, branch);
    const till = world.till(shop, ['dispenser']);
    expect(author(said(till))).toMatchObject({ gln: shop.gln, roles: ['dispenser'], disputed: true });
    expect(
      party(shop.gln)
        .chains.filter(({ disputed }) => disputed)
        .map(({ chain }) => chain),
    ).toEqual([till.chain]);
    expect(authority().sealKeysOf(shop.gln)).toHaveLength(1);
    world.settle(shop, world.path(shop.chain).length);
    expect(author(said(till))).toMatchObject({ gln: shop.gln });
    expect(author(said(till))).not.toHaveProperty('disputed');
    expect(authority().sealKeysOf(shop.gln)).toHaveLength(2);
  });

  it('endorses no till where another branch was chosen, or that of a regulator', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    for (const one of [shop, region]) said(one, undefined, world.fork(one, 1));
    const [till, desk] = [world.till(shop, ['dispenser']), world.till(region, ['regulator'])];
    expect(author(said(desk))).toBeUndefined();
    world.settle(shop, 2, 1);
    expect(author(said(till))).toBeUndefined();
  });

  it('keeps a release by a till that it endorsed from counting', () => {
    const item = world.pack('P');
    world.commission(maker, ['P']);
    world.ship(maker, shop, [item]);
    world.receive(shop, maker, [item]);
    const branch = world.fork(shop, 1);
    said(shop, undefined, branch);
    const till = world.till(shop, ['dispenser']);
    world.act(till, { type: 'quarantine', items: [item], details: { reason: 'suspect' } });
    world.act(till, { type: 'release', items: [item], details: { reason: 'fine' } });
    expect(world.trace(item)).toMatchObject({ effective: { at: 'quarantined', holder: shop.gln } });
    expect(world.trace(item).findings.map(({ reason }) => reason)).toContain('author-forked');
    world.settle(shop, world.path(shop.chain).length);
    expect(world.trace(item)).toMatchObject({ effective: { at: 'active', holder: shop.gln }, findings: [] });
  });

  it('does not say whom to call', () => {
    said(shop);
    const branch = world.fork(shop, 1);
    world.write(shop, { type: 'profile', public: { name: 'Corner', contact: '+44 thief' } }, world.now + DAY, branch);
    expect(party(shop.gln).contact).toBeUndefined();
    world.settle(shop, 2);
    expect(party(shop.gln).contact).toBe('call Corner');
  });
});

describe('keys', () => {
  it('the note of a size is checked with the key of the last rotation two leaves before', () => {
    const keyring = newKeyring(world.random);
    const signKey = b64u(keyring.sign.public);
    const { leaf } = world.write(shop, { type: 'rotate', public: { signKey } });
    const old = authority().signKeyAt(shop.chain, 0, 1);
    expect(authority().signKeyAt(shop.chain, 0, leaf.seq + 1)).toEqual(old);
    expect(b64u(authority().signKeyAt(shop.chain, 0, leaf.seq + 2) ?? new Uint8Array())).toBe(signKey);
    const branch = world.fork(shop, 1);
    expect(authority().signKeyAt(shop.chain, branch, leaf.seq + 2)).toEqual(old);
    expect(authority().signKeyAt('nowhere', 0, 1)).toBeUndefined();
  });

  it('grants go to the current seal keys of chains that are honoured and not retired', () => {
    const till = world.till(shop, ['dispenser']);
    const rotated = b64u(newKeyring(world.random).seal.public);
    world.write(shop, { type: 'rotate', public: { sealKey: rotated } });
    expect(authority().sealKeysOf(shop.gln).map(b64u)).toContain(rotated);
    world.write(till, { type: 'retire', public: {} });
    expect(authority().sealKeysOf(shop.gln).map(b64u)).toEqual([rotated]);
    world.write(shop, { type: 'retire', public: {} });
    expect(authority().sealKeysOf(shop.gln)).toHaveLength(2);
    expect(authority().sealKeysOf('0000000000000')).toEqual([]);
  });
});

describe('names', () => {
  it('resolve among accredited parties only: GLN, chain or name', () => {
    said(shop);
    world.newChain('Hidden');
    expect(party(' corner ')).toMatchObject({ gln: shop.gln, contact: 'call Corner' });
    expect(party(shop.chain).gln).toBe(shop.gln);
    expect(authority().resolve('Hidden')).toBeUndefined();
    world.party('Corner', ['dispenser']);
    expect(authority().resolve('Corner')).toBe('ambiguous');
    world.accredit({ ...shop, name: 'Corner Two' }, ['dispenser']);
    expect(party(shop.gln).name).toBe('Corner Two');
  });
});

describe('profiles', () => {
  it('are read of each chain as far as the newest go', () => {
    const write = (more: object) => world.write(shop, { type: 'profile', public: { name: 'Corner', ...more } });
    const contact = () => authority().party(shop.gln)?.contact;
    write({ contact: '+44 1' });
    for (let i = 1; i < MOST_PROFILES; i++) write({});
    expect(contact()).toBe('+44 1');
    write({});
    expect(contact()).toBeUndefined();
    write({ contact: '+44 2' });
    expect(contact()).toBe('+44 2');
  });
});

describe('order', () => {
  it('of arrival changes nothing', () => {
    const till = world.till(shop, ['dispenser']);
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    world.accredit(world.newChain('Local'), ['distributor'], {}, region);
    world.revoke(shop, 1, 0, region);
    said(till, world.now + HOUR);
    // Of two numbers to call the last one counts.
    for (const contact of ['+44 1', '+44 2', '+44 3'])
      world.write(region, { type: 'profile', public: { name: region.name, contact } });
    const plain = (of: Authority) => JSON.stringify(of.parties());
    const all = [...world.events];
    const expected = plain(authority());
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (events) => {
        expect(plain(world.evidence({ events }).authority())).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });
});
