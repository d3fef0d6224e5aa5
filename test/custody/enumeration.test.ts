// Small worlds, exhaustively: whatever was written, by whomever, in whatever order it arrives.
import { describe, expect, it } from 'vitest';
import { b64u, hex } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import type { Authority } from '../../src/custody/authority.ts';
import type { Evidence } from '../../src/custody/evidence.ts';
import type { ItemKey } from '../../src/custody/item.ts';
import { judge } from '../../src/custody/judge.ts';
import type { Life, State } from '../../src/custody/life.ts';
import { seenBy } from '../../src/custody/own-line.ts';
import { createLifeCache, traceItem } from '../../src/custody/trace.ts';
import type { Stored } from './memory.ts';
import { GTIN, type Party, START, World } from './world.ts';

interface Scene {
  readonly world: World;
  readonly a: readonly [Party, Party];
  readonly b: readonly [Party, Party];
  readonly c: readonly [Party, Party];
  readonly p: ItemKey;
  readonly box: ItemKey;
}

function scene(policy: 'required' | 'endpoints'): Scene {
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

function write({ world, p, box }: Scene, possible: Possible): Stored {
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
function told(life: Life): string {
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

const HOLDING = ['active', 'quarantined', 'unaccounted'];

/** Nobody who gave a thing away holds it again without a receipt. */
function holdsByRight(life: Life): string | undefined {
  let before: State = { at: 'none' };
  for (const { state, kind, event } of life.steps) {
    const by = event.author?.gln;
    if (HOLDING.includes(state.at) && 'holder' in state) {
      const same = HOLDING.includes(before.at) && 'holder' in before && before.holder === state.holder;
      const undone = (before.at === 'dispensed' || before.at === 'decommissioned') && before.by === state.holder;
      const received =
        kind === 'receive' && before.at === 'transit' && before.to === state.holder && by === state.holder;
      const voided = kind === 'void' && before.at === 'transit' && before.from === state.holder;
      const right =
        same || undone || received || voided || ['commission', 'assign'].includes(kind) || before.at === 'none';
      // What comes out of a container was its custodian's, which the container's own life has shown.
      if (!right && before.at !== 'inside') return `${kind} ${event.ref}: ${before.at} → ${state.at}`;
    }
    before = state;
  }
  return undefined;
}

const SPENDS = ['ship', 'receive', 'dispense', 'decommission', 'void', 'quarantine', 'missing'];

const NAMED = [
  'unauthorised-use',
  'custody-gap',
  'own-conflict',
  'loss-overtaken',
  'already-dispensed',
  'decommissioned',
];

/** Every double spend by two parties at one step of the pack is disputed or contested, or one of them is named. */
function spendsAreNamed(
  life: Life,
  events: readonly Stored[],
  token: (n: number) => string,
  authority: Authority,
  policy: 'required' | 'endpoints',
): string | undefined {
  for (let n = 1; n <= life.next; n++) {
    const at = events.filter(
      ({ leaf, rows }) => SPENDS.includes(leaf.type) && rows.some((row) => row.token === token(n)),
    );
    const parties = new Set(at.map((event) => authority.authorOf(event)?.gln));
    if (parties.size < 2) continue;
    // Where hand-overs are optional the end of a life beats them: whoever holds the pack is stopped by that.
    if (policy === 'endpoints' && (life.effective.at === 'dispensed' || life.effective.at === 'decommissioned'))
      continue;
    const disputed = life.effective.at === 'disputed' && life.around.length === 0 && n === life.next;
    const accused = life.findings.some(({ reason, event }) => {
      const named = NAMED.includes(reason);
      return named && at.some(({ ref }) => ref === event);
    });
    const contested = life.lines?.some(({ refs }) => at.some(({ ref }) => refs.has(ref)));
    const step = life.steps.find((one) => one.n === n);
    const one =
      new Set(at.map(({ leaf }) => leaf.type)).size === 1 && (step?.kind === 'void' || step?.kind === 'decommission');
    // Where the consignee says that it never came and the shipper that it is gone, nobody contradicts anybody.
    const gone = step?.kind === 'decommission' && at.every(({ leaf }) => ['void', 'decommission'].includes(leaf.type));
    if (!disputed && !accused && !one && !gone && contested !== true && life.around.length === 0)
      return `two parties at step ${n}: ${JSON.stringify(life.effective)}`;
  }
  return undefined;
}

/** What stops a custodian of any line because of what another party wrote. */
function stopsByOthers(life: Life, viewer: string, evidence: Evidence): readonly string[] {
  if (seenBy(life, viewer).as !== 'custodian') return [];
  const question = { now: START, today: '2026-11-22', viewer, fresh: { peers: 1 }, maxAge: 1e12 };
  const { reasons } = judge({ gtin: GTIN, serial: 'P' }, life, evidence, question);
  const others = reasons.filter(
    ({ code, status, by = [] }) =>
      status !== 'caution' && code !== 'quarantined' && by[0] !== viewer && !by.every((gln) => gln === viewer),
  );
  return others.map(({ code, by }) => `${code} ${by}`);
}

interface World6 {
  readonly name: string;
  readonly base: (scene: Scene) => void;
  readonly pool: (scene: Scene) => readonly Possible[];
  readonly most: number;
}

const PICKED = { reason: 'other' };

const WORLDS: readonly World6[] = [
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

function* subsets(length: number, most: number, from = 0): Generator<number[]> {
  yield [];
  if (most === 0) return;
  for (let i = from; i < length; i++) for (const rest of subsets(length, most - 1, i + 1)) yield [i, ...rest];
}

describe.each(['required', 'endpoints'] as const)(
  'any events of three parties with two chains each (%s)',
  { timeout: 240_000 },
  (policy) => {
    it.each(WORLDS)('$name: equal sets give equal lives, and nobody gains by writing twice', ({ base, pool, most }) => {
      const one = scene(policy);
      const { world, p, box } = one;
      base(one);
      const before = [...world.events];
      const written = pool(one).map((possible) => write(one, possible));
      const authority = world.evidence().authority();
      const token = (n: number) => hex(itemToken(p.key, n));
      const { opened } = createLifeCache();
      const evidenceOf = (events: readonly Stored[]): Evidence => world.evidence({ events, authority });
      const life = (events: readonly Stored[], item: ItemKey): Life =>
        traceItem(item, evidenceOf(events), { ...createLifeCache(), opened });
      let seen = 0;
      for (const chosen of subsets(written.length, policy === 'required' ? most : most - 1)) {
        const later = chosen.map((i) => written[i]).filter((event) => event !== undefined);
        const events = [...before, ...later];
        const now = life(events, p);
        const story = later.map(({ leaf, chain }) => `${leaf.type} ${chain.slice(0, 4)}`).join(', ');
        // Evidence hands events out in the order of their arrival; two orders that differ at every place stand for all.
        const turned = [...later].reverse();
        if (chosen.length > 1) {
          expect(told(life([...turned, ...before], p)), story).toBe(told(now));
          expect(told(life([...before.slice(-1), ...turned, ...before.slice(0, -1)], box)), story).toBe(
            told(life(events, box)),
          );
        }
        expect(holdsByRight(now), story).toBeUndefined();
        for (const line of now.lines ?? []) expect(holdsByRight(line.life), story).toBeUndefined();
        if (policy === 'required') {
          const stops = [one.a, one.b, one.c].flatMap(([{ gln }]) => stopsByOthers(now, gln, evidenceOf(events)));
          expect(stops, story).toEqual([]);
        }
        expect(spendsAreNamed(now, events, token, authority, policy), story).toBeUndefined();
        seen++;
      }
      expect(seen).toBeGreaterThan(700);
    });
  },
);
