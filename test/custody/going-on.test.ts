// A second reading of a life goes on from what the first one had read before the events were met that it is without. It is the same
// as a reading from the beginning, whatever was written.
import { expect, it, vi } from 'vitest';
import { hex } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import type { Evidence } from '../../src/custody/evidence.ts';
import { Fold } from '../../src/custody/fold.ts';
import type { ItemKey } from '../../src/custody/item.ts';
import type { Life, State } from '../../src/custody/life.ts';
import { createLifeCache, traceItem } from '../../src/custody/trace.ts';
import { type Dice, dice } from '../dice.ts';
import { scene, subsets, WORLDS, write } from './enumerated.ts';
import { Stage } from './stage.ts';
import type { Party } from './world.ts';
import { Player } from './worlds.ts';

const RANDOM = process.env.PEDIGREE_LONG === '1' ? 4_000 : 60;
const CROWDED = process.env.PEDIGREE_LONG === '1' ? 3_000 : 150;

/** All that a life says, in the order in which it says it. */
function whole(life: Life): string {
  const refs = (events: readonly { readonly ref: string }[] = []) => events.map(({ ref }) => ref);
  const bare = (state: State) => ('container' in state ? { ...state, container: hex(state.container) } : state);
  const view = (one: Life): object => ({
    kind: one.kind,
    origin: one.origin,
    state: bare(one.state),
    effective: bare(one.effective),
    next: one.next,
    steps: one.steps.map(({ n, events, kind, role, state, place }) => [
      n,
      refs(events),
      kind,
      role,
      bare(state),
      place,
    ]),
    findings: one.findings,
    commission: one.commission?.ref,
    strangers: refs(one.strangers),
    hold: [one.hold, one.nextHold],
    recalls: refs(one.recalls),
    late: refs(one.lateRetractions),
    around: one.around.map(view),
    tangled: one.tangled,
    lines: one.lines?.map(({ life: line, way, refs: there, since, ...more }) => [
      view(line),
      way.map(({ step, within }) => [step.event.ref, within && hex(within)]),
      [...there],
      since.ref,
      more,
    ]),
  });
  return JSON.stringify(view(life));
}

/** How many of the readings of these lives went on from another one, each the same as one from the beginning. */
function compare(items: readonly ItemKey[], evidence: Evidence, story: () => string): number {
  let taken = 0;
  const { goOn } = Fold.prototype;
  const { opened } = createLifeCache();
  const read = (as: typeof goOn) => {
    const switched = vi.spyOn(Fold.prototype, 'goOn').mockImplementation(as);
    const cache = createLifeCache(opened);
    const lives = items.map((item) => whole(traceItem(item, evidence, cache)));
    switched.mockRestore();
    return lives;
  };
  const on = read(function (this: Fold, ...asked) {
    goOn.apply(this, asked);
    if (this.next > 0) taken++;
  });
  if (taken === 0) return taken;
  const anew = read(() => {});
  for (const [i, life] of on.entries()) if (life !== anew[i]) expect(life, story()).toBe(anew[i]);
  return taken;
}

const TIMEOUT = { timeout: 240_000 };

it('in worlds of three parties, gone through exhaustively', TIMEOUT, () => {
  let taken = 0;
  for (const policy of ['required', 'endpoints'] as const) {
    for (const { name, base, pool } of WORLDS) {
      const one = scene(policy);
      base(one);
      const before = [...one.world.events];
      const written = pool(one).map((possible) => write(one, possible));
      const authority = one.world.evidence().authority();
      for (const chosen of subsets(written.length, 3)) {
        const later = chosen.flatMap((i) => written[i] ?? []);
        const evidence = one.world.evidence({ events: [...before, ...later], authority });
        taken += compare([one.p], evidence, () => `${name}: ${later.map(({ leaf }) => leaf.type).join(', ')}`);
      }
    }
  }
  expect(taken).toBeGreaterThan(100);
});

it('in random worlds, with containers, copies of tills, and what the agency says', TIMEOUT, () => {
  const stage = new Stage();
  const player = new Player(stage);
  let taken = 0;
  for (let seed = 1; seed <= RANDOM; seed++) {
    const { views, story, evidence, back } = player.play(seed);
    for (const view of views) {
      taken += compare([stage.p, stage.q], evidence(view), () => `seed ${seed}, ${view.of}: ${story.join('; ')}`);
    }
    back();
  }
  expect(taken).toBeGreaterThan(RANDOM / 4);
});

const TYPES = ['ship', 'receive', 'void', 'dispense', 'decommission', 'quarantine', 'release', 'missing', 'found'];

/** Tills that crowd the steps of one pack, one entry at several of them, and take back what they like. */
function crowd(stage: Stage, roll: Dice): readonly string[] {
  const story: string[] = [];
  const { world, p, box } = stage;
  const one = (name: string) => stage.till(name);
  const names = ['A1', 'A2', 'B1', 'B2', 'C1'];
  const any = (): string => names[roll(names.length)] ?? 'A1';
  const say = (by: string, type: string, steps: readonly number[], to: string) => {
    const details = {
      ...(type === 'ship' && { to: one(to).gln }),
      ...(type === 'receive' && { from: one(to).gln }),
      ...(type === 'decommission' && { reason: roll(2) === 0 ? 'lost' : 'destroyed' }),
      ...(['void', 'release', 'quarantine'].includes(type) && { reason: 'other' }),
    };
    const event = world.act(one(by), { type, items: steps.map(() => p), steps, opens: [], details });
    story.push(`${by} ${type} ${steps}${'to' in details ? `→${to}` : ''}`);
    if (roll(6) > 0) return;
    world.write(one(by), { type: 'retract', public: { seq: event.leaf.seq } });
    story.push('taken back');
  };
  // What happens to it, by one till or the other, or by both.
  let [holder, n] = ['A', 1];
  for (let hop = 0; hop < 3 + roll(3); hop++) {
    const to = ['A', 'B', 'C'][roll(3)] ?? 'B';
    const both = hop > 0 && roll(2) === 0;
    for (const till of both ? [1, 2] : [1 + roll(2)]) {
      const twice = roll(3) === 0 ? [n, n + 1 + roll(3)] : [n];
      const other = both && till === 2 ? (['A', 'B', 'C'][roll(3)] ?? 'B') : to;
      say(`${holder}${till}`, roll(8) === 0 ? 'quarantine' : 'ship', twice, `${other}1`);
    }
    for (const till of roll(3) === 0 ? [1, 2] : [1])
      say(`${to}${till}`, roll(5) === 0 ? 'void' : 'receive', [n + 1], `${holder}1`);
    holder = to;
    n += 2;
  }
  for (let i = 0; i < 6; i++) {
    const [by, type, at] = [any(), TYPES[roll(TYPES.length)] ?? 'ship', 1 + roll(n)];
    const steps = roll(3) === 0 ? [at, at + 1 + roll(3)] : [at];
    const times = roll(3) > 0 ? 1 : 7 + roll(14);
    for (let k = 0; k < times; k++) say(by, type, steps, any());
  }
  if (roll(4) === 0) {
    world.act(one('A1'), { type: 'pack', items: [p, box], steps: [1 + roll(n), 0], opens: [] });
    story.push('packed');
  }
  if (roll(4) === 0) {
    const about = { gtin: '09501101530003', kind: 'issue', lots: ['L1'], class: 1, reason: 'glass' };
    world.act(one('A1'), { type: 'recall', items: [p], steps: [1 + roll(n)], opens: [], public: about });
    story.push('recalled');
  }
  return story;
}

it('in worlds whose tills crowd the steps of a pack, and write at several of them at once', TIMEOUT, () => {
  const stage = new Stage();
  const commissioned = stage.write({ by: 'A1', type: 'commission' }, new Map());
  expect(commissioned.leaf.type).toBe('commission');
  const authority = stage.world.evidence().authority();
  let taken = 0;
  for (let seed = 1; seed <= CROWDED; seed++) {
    const back = stage.world.moment();
    const roll = dice(seed * 2_654_435_761 + 7);
    for (let i = 0; i < 5; i++) roll(2);
    const story = crowd(stage, roll);
    taken += compare([stage.p], stage.world.evidence({ authority }), () => `seed ${seed}: ${story.join('; ')}`);
    back();
  }
  expect(taken).toBeGreaterThan(CROWDED / 5);
});

it('where one entry stands early, and would be allowed later on once more', () => {
  const { world, p, a, b, c } = scene('required');
  world.commission(a[0], ['P']);
  const by = (party: Party, type: string, steps: readonly number[], details: JsonObject = {}) =>
    world.act(party, { type, items: steps.map(() => p), steps, opens: [], details });
  const other = { reason: 'other' };
  // The first till ships it, and says so once more for a later step; the second has it in quarantine, and out again and again.
  by(a[0], 'ship', [1, 9], { to: b[0].gln });
  by(b[0], 'receive', [2], { from: a[0].gln });
  by(b[0], 'ship', [3], { to: a[0].gln });
  by(a[0], 'receive', [4], { from: b[0].gln });
  by(a[0], 'ship', [5], { to: b[0].gln });
  by(b[0], 'receive', [6], { from: a[0].gln });
  by(a[0], 'void', [6], other);
  by(a[0], 'ship', [7], { to: c[0].gln });
  by(c[0], 'receive', [8], { from: a[0].gln });
  by(b[0], 'receive', [10], { from: a[0].gln });
  by(a[1], 'quarantine', [1], other);
  by(a[1], 'decommission', [2], { reason: 'sample' });
  by(a[1], 'reinstate', [3], { reason: 'x', notSupplied: true });
  for (const n of [4, 6, 8]) by(a[1], 'quarantine', [n], other);
  for (const n of [5, 7]) by(a[1], 'release', [n], other);
  by(a[1], 'quarantine', [7], other);
  by(a[1], 'release', [8], other);
  expect(compare([p], world.evidence(), () => 'by hand')).toBeGreaterThan(0);
  // What stood is not looked ahead to once more: whoever received it holds it on the line of the void.
  const [, second] = world.trace(p).lines ?? [];
  expect(second?.life.state).toEqual({ at: 'active', holder: c[0].gln });
});
