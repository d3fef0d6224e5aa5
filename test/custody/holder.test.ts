// Whoever has received goods keeps them, whatever others write at older steps: all sets of a few hostile or late entries.
import { describe, expect, it } from 'vitest';
import type { Authority } from '../../src/custody/authority.ts';
import { judge } from '../../src/custody/judge.ts';
import type { OpenedEvents } from '../../src/custody/opening.ts';
import { seenBy } from '../../src/custody/own-line.ts';
import { createLifeCache, traceItem } from '../../src/custody/trace.ts';
import type { VerdictReason } from '../../src/custody/verdict.ts';
import { dice } from '../dice.ts';
import { CASES } from './holder-cases.ts';
import type { Stored } from './memory.ts';
import { anyEntry, type Entry, SERIAL, Stage, sayEntry, subsets } from './stage.ts';
import { EXPIRY, GTIN, LOT, START } from './world.ts';

const LONG = process.env.PEDIGREE_LONG === '1';
const MOST = LONG ? 5 : 3;

/** Everybody's view of the pack: who is custodian of a line, and what stops the one that received it. */
function lookAs(stage: Stage, holder: string, events: readonly Stored[], shared: Shared): Look {
  const evidence = stage.world.evidence({ events, authority: shared.authority });
  const life = traceItem(stage.p, evidence, { ...createLifeCache(), opened: shared.opened });
  const viewer = stage.till(`${holder}1`).gln;
  const question = { now: START, today: '2026-11-22', viewer, fresh: { peers: 1 }, maxAge: 1e12 };
  const verdict = judge({ gtin: GTIN, serial: SERIAL, lot: LOT, expiry: EXPIRY }, life, evidence, question);
  const stops = verdict.reasons.filter(({ status }) => status !== 'caution');
  const kept = seenBy(life, viewer).as === 'custodian' && stops.length === 0;
  return { kept, asks: verdict.confirm === true, why: `${say(stops)} ${JSON.stringify(life.effective)}` };
}

interface Shared {
  readonly authority: Authority;
  readonly opened: OpenedEvents;
}

interface Look {
  readonly kept: boolean;
  readonly asks: boolean;
  readonly why: string;
}

describe('what one party has received', { timeout: 1_800_000 }, () => {
  it.each(CASES)('cannot be undone by others: $name', ({ trunk, holder, pool }) => {
    const stage = new Stage();
    const { world } = stage;
    const written = new Map<string, Stored>();
    for (const entry of trunk) written.set(sayEntry(entry), stage.write(entry, written));
    const before = [...world.events];
    const late = pool.map((entry) => ({ entry, event: stage.write(entry, written) }));
    const shared = { authority: world.evidence().authority(), opened: createLifeCache().opened };
    let asked = 0;
    let seen = 0;
    for (const chosen of subsets(late.length, MOST)) {
      const some = chosen.flatMap((i) => late[i] ?? []);
      const look = lookAs(stage, holder, [...before, ...some.map(({ event }) => event)], shared);
      if (!look.kept) expect.fail(`${some.map(({ entry }) => sayEntry(entry)).join('; ')}: ${look.why}`);
      if (look.asks) asked++;
      seen++;
    }
    expect(seen).toBeGreaterThan(150);
    expect(asked).toBeGreaterThan(0);
  });

  it.each(CASES)('cannot be undone by anything that others write: $name', ({ trunk, holder }) => {
    const stage = new Stage();
    const { world } = stage;
    const written = new Map<string, Stored>();
    for (const entry of trunk) written.set(sayEntry(entry), stage.write(entry, written));
    const shared = { authority: world.evidence().authority(), opened: new Map() as OpenedEvents };
    const others = ['A', 'B', 'C'].filter((name) => name !== holder);
    let asked = 0;
    for (let seed = 1; seed <= (LONG ? 4_000 : 120); seed++) {
      const back = world.moment();
      const roll = dice(seed * 7919);
      const late: Entry[] = [];
      for (let left = 4 + roll(10); left > 0; left--) {
        const entry = anyEntry(roll, others);
        late.push(entry);
        written.set(sayEntry(entry), stage.write(entry, written));
      }
      const look = lookAs(stage, holder, world.events, { ...shared, opened: new Map() });
      if (!look.kept) expect.fail(`seed ${seed}: ${late.map(sayEntry).join('; ')}: ${look.why}`);
      if (look.asks) asked++;
      back();
    }
    expect(asked).toBeGreaterThan(0);
  });
});

function say(reasons: readonly VerdictReason[]): string {
  return reasons.map(({ code, by }) => `${code} ${by}`).join(', ');
}
