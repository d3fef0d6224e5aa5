// Small worlds, exhaustively: whatever was written, by whomever, in whatever order it arrives.
import { describe, expect, it } from 'vitest';
import { hex } from '../../src/chain/bytes.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import type { Authority } from '../../src/custody/authority.ts';
import type { Evidence } from '../../src/custody/evidence.ts';
import type { ItemKey } from '../../src/custody/item.ts';
import { judge } from '../../src/custody/judge.ts';
import type { Life, State } from '../../src/custody/life.ts';
import { seenBy } from '../../src/custody/own-line.ts';
import { createLifeCache, traceItem } from '../../src/custody/trace.ts';
import { scene, subsets, told, WORLDS, write } from './enumerated.ts';
import type { Stored } from './memory.ts';
import { GTIN, START } from './world.ts';

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
