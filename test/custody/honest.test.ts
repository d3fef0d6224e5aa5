// Every honest schedule of a small world: parties with two tills each, now and then without news from the others, act on
// goods that they have in hand and on what their own node allows. None of it may look like a crime.
import { describe, expect, it } from 'vitest';
import { allowedNow } from '../../src/custody/allowed.ts';
import type { Authority } from '../../src/custody/authority.ts';
import { containerItem, type ItemKey } from '../../src/custody/item.ts';
import type { Life } from '../../src/custody/life.ts';
import { traceItem } from '../../src/custody/trace.ts';
import type { Stored } from './memory.ts';
import { type Party, World } from './world.ts';

/** Where a thing really is. */
type Place = { readonly at: Company } | { readonly from: Till; readonly to: Company } | 'gone';
interface Till extends Party {
  readonly company: Company;
}
interface Company {
  readonly name: string;
  readonly gln: string;
  readonly tills: Till[];
}

interface Scene {
  readonly world: World;
  readonly authority: Authority;
  readonly companies: readonly Company[];
  readonly goods: readonly ItemKey[];
  readonly box: ItemKey | undefined;
}

const CRIMES = ['unauthorised-use', 'custody-gap', 'unaccredited', 'incomplete-knowledge', 'author-forked'];

function scene(policy: 'required' | 'endpoints', boxed: boolean): Scene {
  const world = new World(policy);
  const roles = ['manufacturer', 'distributor', 'dispenser'] as const;
  const companies = ['A', 'B', 'C'].map((name): Company => {
    const first = world.party(name, name === 'A' ? roles : roles.slice(1), name === 'A' ? {} : { prefixes: [] });
    const second = world.till(first, roles.slice(1));
    const company: Company = { name, gln: first.gln, tills: [] };
    company.tills.push({ ...first, company }, { ...second, company });
    return company;
  });
  const goods = boxed ? [world.pack('P'), world.pack('Q')] : [world.pack('P')];
  const maker = companies[0]?.tills[0];
  if (maker === undefined) throw new Error('no maker');
  world.commission(maker, boxed ? ['P', 'Q'] : ['P']);
  const box = boxed ? world.container('box') : undefined;
  if (box !== undefined) world.packInto(maker, box, goods);
  return { world, authority: world.evidence().authority(), companies, goods, box };
}

interface Deed {
  readonly type: string;
  readonly item: ItemKey;
  readonly to?: Company;
  readonly details: Record<string, string | boolean>;
}

const MOVES = ['ship', 'receive', 'void'];
let looked = 0;

/** Looks at every life of a thing that somebody has or carries; what any of them shows has to be a caution at most. */
function check({ world, authority }: Scene, places: Places, events: readonly Stored[], story: readonly string[]): void {
  looked++;
  const evidence = world.evidence({ events, authority });
  for (const [item, place] of places) {
    if (place === 'gone') continue;
    const life: Life = traceItem(item, evidence);
    const holder = 'holder' in life.effective ? life.effective.holder : undefined;
    // What the custodian's own other till did is a caution to the custodian.
    const own = (by: readonly string[] = []) => by.length === 1 && by[0] === holder;
    const crimes = life.findings.filter(
      ({ reason, by }) => CRIMES.includes(reason) && !(reason === 'unauthorised-use' && own(by)),
    );
    if (crimes.length > 0 || life.effective.at === 'disputed') {
      expect.fail(`${story.join('; ')} → ${JSON.stringify(life.effective)} ${JSON.stringify(crimes)}`);
    }
  }
}

/** Which deeds a company thinks of for a thing that it has in its hands. */
function thoughts(scene: Scene, company: Company, item: ItemKey): Deed[] {
  const others = scene.companies.filter((other) => other !== company).slice(0, scene.box === undefined ? 2 : 1);
  const ships = others.map((to): Deed => ({ type: 'ship', item, to, details: { to: to.gln } }));
  const own: Deed[] = [
    { type: 'quarantine', item, details: { reason: 'damaged' } },
    ...(scene.box === undefined
      ? [
          { type: 'release', item, details: { reason: 'good' } },
          { type: 'decommission', item, details: { reason: 'destroyed' } },
        ]
      : []),
    ...ships,
  ];
  if (item === scene.box) return ships;
  if (item === scene.goods[1]) return [{ type: 'unpack', item, details: {} }];
  return [
    { type: 'dispense', item, details: {} },
    ...own,
    ...(scene.box === undefined ? [] : [{ type: 'unpack', item, details: {} }]),
  ];
}

type Places = ReadonlyMap<ItemKey, Place>;

function play(
  scene: Scene,
  places: Places,
  known: ReadonlyMap<string, readonly Stored[]>,
  story: readonly string[],
  left: number,
): void {
  if (left === 0) return;
  const { world } = scene;
  const moves: { readonly till: Till; readonly deed: Deed; readonly after: Place }[] = [];
  for (const [item, place] of places) {
    if (place === 'gone') continue;
    if ('to' in place) {
      const details = { from: place.from.gln };
      for (const till of place.to.tills)
        moves.push({ till, deed: { type: 'receive', item, details }, after: { at: place.to } });
      moves.push({
        till: place.from,
        deed: { type: 'void', item, details: { reason: 'came back' } },
        after: { at: place.from.company },
      });
      continue;
    }
    for (const deed of thoughts(scene, place.at, item)) {
      for (const till of place.at.tills) {
        const ends = deed.type === 'dispense' || deed.type === 'decommission';
        moves.push({ till, deed, after: ends ? 'gone' : deed.to === undefined ? place : { from: till, to: deed.to } });
      }
    }
  }
  for (const { till, deed, after } of moves) {
    // The two tills of the first company are alike, so the first deed is its first till's.
    if (story.length === 0 && till !== till.company.tills[0]) continue;
    for (const news of [true, false]) {
      const seen = news ? [...world.events] : (known.get(till.chain) ?? []);
      if (!news && seen.length === world.events.length) continue;
      const life = traceItem(deed.item, world.evidence({ events: seen, authority: scene.authority }));
      // A box that is inside nothing is not unpacked from anything, and what is in a box leaves it by an opening.
      if (deed.type === 'unpack' && life.state.at !== 'inside') continue;
      const roles = ['distributor', 'dispenser'] as const;
      const proposal = {
        type: deed.type,
        gln: till.gln,
        chain: till.chain,
        roles,
        at: world.now + 1,
        details: deed.details,
        policy: 'required' as const,
      };
      if (allowedNow(life, proposal) !== true) continue;
      const back = world.moment();
      const around = deed.type === 'receive' ? [] : life.around;
      const event = world.act(till, {
        type: deed.type,
        items: [deed.item],
        details: deed.details,
        steps: [life.next],
        opens: around.map(({ key, next }) => ({ item: containerItem(key), n: next })),
      });
      const told = [
        ...story,
        `${till.company.name}${till.company.tills.indexOf(till) + 1}${news ? '' : ' (no news)'} ${deed.type}${deed.to ? ` to ${deed.to.name}` : ''}${deed.item === scene.box ? ' box' : ''}`,
      ];
      const nowPlaces = new Map(places).set(deed.item, after);
      check(scene, nowPlaces, world.events, told);
      const nowKnown = new Map(known).set(till.chain, [...seen, event]);
      if (!news) check(scene, nowPlaces, nowKnown.get(till.chain) ?? [], told);
      // Whenever goods come in or go out the tills of a company hear of it; between two such moments they may not.
      if (MOVES.includes(deed.type)) for (const { chain } of till.company.tills) nowKnown.set(chain, [...world.events]);
      play(scene, nowPlaces, nowKnown, told, left - 1);
      back();
    }
  }
}

describe('honest schedules', { timeout: 240_000 }, () => {
  it.each(['required', 'endpoints'] as const)('of a loose pack raise no more than a caution (%s)', (policy) => {
    looked = 0;
    const one = scene(policy, false);
    const company = one.companies[0];
    const [pack] = one.goods;
    if (company === undefined || pack === undefined) throw new Error('an empty scene');
    play(one, new Map([[pack, { at: company }]]), new Map(), [], policy === 'required' ? 5 : 4);
    expect(looked).toBeGreaterThan(100);
  });

  it('of packs in a box raise no more than a caution', () => {
    looked = 0;
    const one = scene('required', true);
    const company = one.companies[0];
    if (company === undefined || one.box === undefined) throw new Error('an empty scene');
    const places: [ItemKey, Place][] = [one.box, ...one.goods].map((item) => [item, { at: company }]);
    play(one, new Map(places), new Map(), [], 4);
    expect(looked).toBeGreaterThan(100);
  });
});
