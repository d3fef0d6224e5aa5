// Small worlds that are gone through exhaustively: what may be written beside what stands, and what a life is in plain text.
import { b64u, hex } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import type { ItemKey } from '../../src/custody/item.ts';
import type { Life, State } from '../../src/custody/life.ts';
import type { Stored } from './memory.ts';
import { type Party, World } from './world.ts';

export interface Scene {
  readonly world: World;
  readonly a: readonly [Party, Party];
  readonly b: readonly [Party, Party];
  readonly c: readonly [Party, Party];
  readonly p: ItemKey;
  readonly box: ItemKey;
}

export function scene(policy: 'required' | 'endpoints'): Scene {
  const world = new World(policy);
  const roles = ['distributor', 'dispenser'] as const;
  const pair = (name: string, first: readonly ('manufacturer' | 'distributor' | 'dispenser')[]): [Party, Party] => {
    const one = world.party(name, first, name === 'A' ? {} : { prefixes: [] });
    return [one, world.till(one, roles)];
  };
  const a = pair('A', ['manufacturer', ...roles]);
  const b = pair('B', roles);
  const c = pair('C', roles);
  return { world, a, b, c, p: world.pack('P'), box: world.container('box') };
}

/** One event that somebody may write: for the pack at step `n`, or for the box, or both. */
interface Possible {
  readonly by: Party;
  readonly type: string;
  readonly p?: number;
  readonly box?: number;
  readonly opens?: boolean;
  readonly missing?: boolean;
  readonly details?: JsonObject;
}

export function write({ world, p, box }: Scene, possible: Possible): Stored {
  const { by, type, details = {}, opens, missing } = possible;
  const items: ItemKey[] = [];
  const steps: number[] = [];
  const opened: { item: ItemKey; n: number }[] = [];
  const said: Record<string, JsonObject[string]> = { ...details };
  if (possible.p !== undefined) {
    items.push(p);
    steps.push(possible.p);
    if (missing === true) said.missing = [b64u(itemToken(p.key, possible.p))];
  }
  if (possible.box !== undefined) {
    if (opens === true) opened.push({ item: box, n: possible.box });
    else {
      items.push(box);
      steps.push(possible.box);
    }
  }
  if (type === 'pack') said.container = b64u(box.key);
  return world.act(by, { type, items, steps, opens: opened, details: said });
}

/** Life as plain text: what two nodes with the same events have to agree on. */
export function told(life: Life): string {
  const bare = (state: State) => ('container' in state ? { ...state, container: hex(state.container) } : state);
  const view = (one: Life): object => ({
    state: bare(one.state),
    effective: bare(one.effective),
    next: one.next,
    steps: one.steps.map(({ n, event, events, role }) => [n, event.ref, events.map(({ ref }) => ref), role]),
    findings: one.findings.map(({ reason, event, by, around }) => [reason, event, by, around]).sort(),
    around: one.around.map(view),
    lines: one.lines?.map(({ life: line, main, handled, closed }) => [view(line), main, handled, closed]),
  });
  return JSON.stringify(view(life));
}

interface World6 {
  readonly name: string;
  readonly base: (scene: Scene) => void;
  readonly pool: (scene: Scene) => readonly Possible[];
  readonly most: number;
}

const PICKED = { reason: 'other' };

export const WORLDS: readonly World6[] = [
  {
    name: 'hand-overs',
    base: ({ world, a }) => void world.commission(a[0], ['P']),
    pool: ({ a, b, c }) => [
      { by: a[0], type: 'ship', p: 1, details: { to: b[0].gln } },
      { by: a[1], type: 'ship', p: 1, details: { to: c[0].gln } },
      { by: a[0], type: 'ship', p: 1, details: { to: c[0].gln } },
      { by: c[0], type: 'dispense', p: 1 },
      { by: b[0], type: 'receive', p: 2, details: { from: a[0].gln } },
      { by: b[1], type: 'receive', p: 2, details: { from: a[0].gln } },
      { by: c[0], type: 'receive', p: 2, details: { from: a[0].gln } },
      { by: a[0], type: 'void', p: 2, details: PICKED },
      { by: b[0], type: 'void', p: 2, details: PICKED },
      { by: a[1], type: 'decommission', p: 2, details: { reason: 'lost' } },
      { by: b[0], type: 'dispense', p: 3 },
      { by: b[1], type: 'ship', p: 3, details: { to: c[0].gln } },
      { by: a[0], type: 'dispense', p: 3 },
    ],
    most: 5,
  },
  {
    name: 'a box and what is in it',
    base: ({ world, a, p, box }) => {
      world.commission(a[0], ['P']);
      world.packInto(a[0], box, [p]);
    },
    pool: ({ a, b, c }) => [
      { by: a[0], type: 'ship', box: 1, details: { to: b[0].gln } },
      { by: a[1], type: 'ship', box: 1, details: { to: c[0].gln } },
      { by: a[1], type: 'unpack', p: 2, box: 1, opens: true },
      { by: a[0], type: 'dispense', p: 2, box: 1, opens: true },
      { by: b[0], type: 'receive', box: 2, details: { from: a[0].gln } },
      { by: b[1], type: 'receive', box: 2, p: 2, missing: true, details: { from: a[0].gln } },
      { by: a[0], type: 'void', box: 2, details: PICKED },
      { by: b[0], type: 'dispense', p: 2, box: 3, opens: true },
      { by: b[1], type: 'unpack', p: 2, box: 3, opens: true },
      { by: a[1], type: 'ship', p: 3, details: { to: c[0].gln } },
      { by: c[0], type: 'pack', p: 1, box: 0 },
      { by: a[1], type: 'ship', p: 1, details: { to: c[0].gln } },
    ],
    most: 5,
  },
  {
    name: 'late voids, refusals and losses',
    base: ({ world, a, b, p }) => {
      world.commission(a[0], ['P']);
      world.ship(a[0], b[0], [p]);
    },
    pool: ({ a, b, c }) => [
      { by: b[0], type: 'receive', p: 2, details: { from: a[0].gln } },
      { by: b[1], type: 'void', p: 2, details: PICKED },
      { by: a[0], type: 'void', p: 2, details: PICKED },
      { by: a[1], type: 'decommission', p: 2, details: { reason: 'lost' } },
      { by: b[1], type: 'decommission', p: 2, details: { reason: 'stolen' } },
      { by: a[1], type: 'dispense', p: 1 },
      { by: a[1], type: 'ship', p: 1, details: { to: c[0].gln } },
      { by: c[0], type: 'receive', p: 2, details: { from: a[0].gln } },
      { by: b[0], type: 'ship', p: 3, details: { to: a[0].gln, reason: 'wrong goods' } },
      { by: a[1], type: 'receive', p: 4, details: { from: b[0].gln } },
      { by: a[0], type: 'ship', p: 3, details: { to: c[0].gln } },
      { by: c[1], type: 'receive', p: 4, details: { from: a[0].gln } },
      { by: c[1], type: 'dispense', p: 5 },
    ],
    most: 5,
  },
  {
    name: 'a box received in ignorance',
    base: ({ world, a, b, p, box }) => {
      world.commission(a[0], ['P']);
      world.packInto(a[0], box, [p]);
      world.ship(a[0], b[0], [box]);
    },
    pool: ({ a, b, c }) => [
      { by: b[0], type: 'receive', box: 2, details: { from: a[0].gln } },
      { by: b[1], type: 'receive', box: 2, p: 2, missing: true, details: { from: a[0].gln } },
      { by: a[0], type: 'void', box: 2, details: PICKED },
      { by: b[1], type: 'void', box: 2, details: PICKED },
      { by: a[1], type: 'decommission', box: 2, details: { reason: 'lost' } },
      { by: a[1], type: 'unpack', p: 2, box: 1, opens: true },
      { by: a[1], type: 'ship', p: 3, details: { to: c[0].gln } },
      { by: c[0], type: 'receive', p: 4, details: { from: a[0].gln } },
      { by: a[0], type: 'dispense', p: 2, box: 3, opens: true },
      { by: b[0], type: 'dispense', p: 2, box: 3, opens: true },
      { by: a[0], type: 'ship', box: 3, details: { to: c[0].gln } },
      { by: c[1], type: 'receive', box: 4, details: { from: a[0].gln } },
      { by: b[1], type: 'void', p: 3, details: PICKED },
    ],
    most: 5,
  },
  {
    name: 'two tills of one holder',
    base: ({ world, a, b, p }) => {
      world.commission(a[0], ['P']);
      world.ship(a[0], b[0], [p]);
    },
    pool: ({ a, b, c, box: _ }) => [
      { by: b[0], type: 'receive', p: 2, details: { from: a[0].gln } },
      { by: b[1], type: 'receive', p: 2, details: { from: a[0].gln } },
      { by: b[0], type: 'quarantine', p: 3, details: { reason: 'damaged' } },
      { by: b[1], type: 'dispense', p: 3 },
      { by: b[1], type: 'ship', p: 3, details: { to: c[0].gln } },
      { by: b[0], type: 'missing', p: 3 },
      { by: b[0], type: 'release', p: 4, details: PICKED },
      { by: b[1], type: 'found', p: 4 },
      { by: b[1], type: 'reinstate', p: 4, details: { reason: 'x', notSupplied: true } },
      { by: c[0], type: 'receive', p: 4, details: { from: b[0].gln } },
      { by: c[1], type: 'dispense', p: 5 },
      { by: b[0], type: 'dispense', p: 5 },
    ],
    most: 5,
  },
];

export function* subsets(length: number, most: number, from = 0): Generator<number[]> {
  yield [];
  if (most === 0) return;
  for (let i = from; i < length; i++) for (const rest of subsets(length, most - 1, i + 1)) yield [i, ...rest];
}
