// Authority read in parts says what all events say, whatever is asked, and in whatever order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signPair } from '../../src/chain/key-pair.ts';
import type { Authority, AuthorityEvent } from '../../src/custody/authority.ts';
import { buildAuthority } from '../../src/custody/authority-build.ts';
import { type AuthorityEvents, authorityInParts, namesIn } from '../../src/custody/authority-parts.ts';
import type { Role } from '../../src/custody/roles.ts';
import { type Dice, dice } from '../dice.ts';
import { branchesOf, foundingOf } from './memory.ts';
import { DAY, GTIN, type Party, START, World } from './world.ts';

const ROLES: readonly Role[] = ['regulator', 'manufacturer', 'distributor', 'dispenser', 'logistics'];
const OTHER_GTIN = '04012345000009';
const NAMES = ['Acme', 'ACME', 'Midway', 'Hill', 'Corner'];

/** A world in which everybody accredits, endorses and revokes as they please, and some chains fork. */
function turmoil(roll: Dice, turns: number): World {
  const world = new World('required', 'with a recovery key');
  const one = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
  const some = <T>(list: readonly T[]): T[] => list.filter(() => roll(3) === 0);
  const parties: Party[] = [world.regulator];
  for (let i = 0; i < 9; i++) {
    const known = roll(2) === 0 ? one(parties).gln : undefined;
    parties.push(world.newChain(one(NAMES), known));
  }
  const writer = (): Party => (roll(2) === 0 ? world.regulator : one(parties));
  for (let turn = 0; turn < turns; turn++) {
    const [by, to] = [writer(), one(parties)];
    const roles = [...some(ROLES), one(ROLES)].filter((role, i, all) => all.indexOf(role) === i);
    const at = START + roll(3 * DAY);
    const branch = roll((world.shapes.get(by.chain) ?? []).length);
    const write = (type: string, open: object) => world.write(by, { type, public: open as never }, at, branch);
    const deeds = [
      () => {
        const party = { name: one(NAMES), gln: roll(4) === 0 ? one(parties).gln : to.gln };
        const rights = { gtins: some([GTIN, OTHER_GTIN]), prefixes: some(['950110153', '4012345', '95011']) };
        const span = {
          ...(roll(3) === 0 && { from: roll(3) }),
          ...(roll(4) === 0 && { until: START + roll(2 * DAY) }),
        };
        write('accredit', { chain: to.chain, party, roles, ...rights, ...span });
      },
      () => write('endorse', { chain: to.chain, roles }),
      () => parties.push(world.till(to, roles)),
      () => write('profile', { name: by.name, contact: `desk ${turn}` }),
      () =>
        write(one(['retire', 'rotate', 'accredit', 'endorse', 'revoke', 'settle']), { chain: to.chain, sealKey: 'no' }),
      () => {
        const side = roll((world.shapes.get(to.chain) ?? []).length);
        const size = 1 + roll(world.path(to.chain, side).length);
        world.settle(to, size, side, roll(3) === 0 ? world.recovery : by, by);
      },
      () => {
        const key = roll(2) === 0 ? world.recovery : signPair(new Uint8Array(32).fill(7));
        if (roll(6) === 0 && to !== world.regulator)
          world.succeed(to, 1 + roll(world.path(world.network).length), key, by);
      },
      () => {
        const size = 1 + roll(world.path(to.chain).length);
        if (roll(3) === 0) world.revoke(to, size, 0, by);
      },
      () => {
        if (roll(3) === 0) world.fork(to, 1 + roll(world.path(to.chain).length - 1));
      },
    ];
    (roll(2) === 0 ? deeds[0] : one(deeds))?.();
  }
  return world;
}

/** As a ledger gives them out, with what comes along by chance. */
function sourceOf(events: readonly AuthorityEvent[], more: (event: AuthorityEvent) => boolean): AuthorityEvents {
  const own = ['open', 'rotate', 'retire', 'profile'];
  return {
    ofChain: (chain) => events.filter((event) => event.chain === chain && own.includes(event.leaf.type)),
    naming: (...names) =>
      events.filter((event) => namesIn(event.leaf).some((name) => names.includes(name)) || more(event)),
    endorsedBy: (chain) => events.filter((event) => event.chain === chain && event.leaf.type === 'endorse'),
    all: () => events,
    chains: () => new Set(events.map(({ chain }) => chain)).size,
  };
}

/** Every question about the chains, parties and products of a world. */
function questionsAbout(world: World): ((authority: Authority) => unknown)[] {
  const chains = [...world.shapes.keys(), 'a'.repeat(26)];
  const glns = [...new Set(world.events.map(({ leaf }) => (leaf.public.party as { gln?: string } | undefined)?.gln))];
  const rights = (authority: Authority, event: (typeof world.events)[number]) => {
    const { mayMake, ...author } = authority.authorOf(event) ?? {};
    return [author, mayMake?.(GTIN), mayMake?.(OTHER_GTIN), authority.refusal(event), authority.disputed(event)];
  };
  return [
    ...world.events.map((event) => (authority: Authority) => rights(authority, event)),
    ...chains.flatMap((chain) => [
      (authority: Authority) => authority.partyOf(chain),
      (authority: Authority) => [authority.settled(chain), authority.settled(chain, 2), authority.admitted(chain)],
      (authority: Authority) => authority.settlementOf(chain),
      (authority: Authority) => authority.resolve(chain),
    ]),
    ...glns.flatMap((gln = '') => [
      (authority: Authority) => authority.party(gln),
      (authority: Authority) => authority.sealKeysOf(gln),
    ]),
    ...NAMES.map((name) => (authority: Authority) => authority.resolve(` ${name} `)),
    ...[GTIN, OTHER_GTIN, '00000000000000'].map((gtin) => (authority: Authority) => authority.makersOf(gtin)),
    (authority) => authority.regulators(),
    (authority) => authority.founders(),
  ];
}

describe('authority in parts', () => {
  it('answers every question as the whole does, in any order, also where more comes along', () => {
    let parties = 0;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 5, max: 60 }), fc.boolean(), (seed, turns, noisy) => {
        const roll = dice(seed);
        const world = turmoil(roll, turns);
        const events = foundingOf(world.events);
        const branches = branchesOf(world);
        const here = roll(2) === 0 ? [] : [world.tree(world.regulator, 1 + roll(world.path(world.network).length))];
        const whole = buildAuthority(world.network, events, branches, here);
        const source = sourceOf(events, () => noisy && roll(20) === 0);
        parties += whole.parties().length;
        const questions = questionsAbout(world);
        for (let round = 0; round < 20; round++) {
          // After a few questions each chain has an authority of its own, as in a large network, or all events are read.
          const large = { ...source, chains: () => 1_000 };
          const parts = authorityInParts(world.network, roll(2) === 0 ? large : source, branches, here, roll(4));
          for (let i = 0; i < 6; i++) {
            const ask = questions[roll(questions.length)];
            expect(ask?.(parts)).toEqual(ask?.(whole));
          }
        }
        const parts = authorityInParts(world.network, source, branches, here);
        for (const ask of questions) expect(ask(parts)).toEqual(ask(whole));
        expect(parts.parties()).toEqual(whole.parties());
      }),
      // The founder bears a name that no accreditation has, and its GLN was given to another as well.
      { numRuns: 150, examples: [[695678115, 5, false]] },
    );
    expect(parties).toBeGreaterThan(300);
  }, 240_000);

  it('reads no more than an answer rests on', () => {
    const world = new World();
    const makers = Array.from({ length: 50 }, (_, i) =>
      world.party(`Maker ${i}`, ['manufacturer'], { prefixes: [`9${1000 + i}`] }),
    );
    const events = foundingOf(world.events);
    const asked = new Set<AuthorityEvent>();
    let reads = 0;
    const seen = (found: readonly AuthorityEvent[]) => {
      reads++;
      for (const event of found) asked.add(event);
      return found;
    };
    const { ofChain, naming, endorsedBy } = sourceOf(events, () => false);
    const source: AuthorityEvents = {
      ofChain: (chain) => seen(ofChain(chain)),
      naming: (...names) => seen(naming(...names)),
      endorsedBy: (chain) => seen(endorsedBy(chain)),
      all: () => {
        throw new Error('all events were read');
      },
      chains: () => 50,
    };
    const authority = authorityInParts(world.network, source, branchesOf(world));
    expect(authority.makersOf('09101000000000')).toMatchObject([{ name: 'Maker 10' }]);
    expect(authority.partyOf(makers[20]?.chain ?? '')).toMatchObject({ name: 'Maker 20' });
    expect(authority.resolve('maker 30')).toMatchObject({ name: 'Maker 30' });
    expect(authority.regulators()).toMatchObject([{ name: 'Agency' }]);
    // The founder's opening event, and of three makers the opening and the accreditation.
    expect(asked.size).toBe(7);
    // What was answered once is not looked for again: anybody can accredit many under one name.
    const before = reads;
    authority.makersOf('09101000000000');
    authority.resolve('maker 30');
    expect(reads).toBe(before);
  });

  it('reads of each of some chains of very many no more than of the first', () => {
    const world = new World();
    const makers = Array.from({ length: 80 }, (_, i) => world.party(`Maker ${i}`, ['manufacturer']));
    const events = foundingOf(world.events);
    const source: AuthorityEvents = {
      ...sourceOf(events, () => false),
      all: () => {
        throw new Error('all events were read');
      },
      chains: () => 5_000,
    };
    const authority = authorityInParts(world.network, source, branchesOf(world));
    expect(makers.every(({ chain }) => authority.admitted(chain))).toBe(true);
    expect(authority.admitted('b'.repeat(26))).toBe(false);
  });
});
