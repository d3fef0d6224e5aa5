// Whatever comes from afar in pieces gives the verdict that the same events give at hand.
import { describe, expect, it } from 'vitest';
import type { CustodyEvent, Evidence } from '../../src/custody/evidence.ts';
import { gather, MOST_ROUNDS, MOST_WANTS } from '../../src/custody/gather.ts';
import { containerItem, type ItemKey } from '../../src/custody/item.ts';
import { judge } from '../../src/custody/judge.ts';
import { judgeContainer } from '../../src/custody/judge-container.ts';
import type { Life } from '../../src/custody/life.ts';
import { traceItem } from '../../src/custody/trace.ts';
import { type FoldAnswer, type FoldAnswers, type FoldWant, foreseen } from '../../src/custody/wants.ts';
import { gatherFrom, inTurn, StaleCopy } from '../../src/ledger/source.ts';
import { dice } from '../dice.ts';
import { foundIn, gatherAtOnce } from '../ledger/at-hand.ts';
import { scene, subsets, told, WORLDS, write } from './enumerated.ts';
import type { Stored } from './memory.ts';
import { scattered } from './scattered.ts';
import { SERIAL, Stage } from './stage.ts';
import { EXPIRY, GTIN, LOT, START, World } from './world.ts';
import { Player } from './worlds.ts';

const LONG = process.env.PEDIGREE_LONG === '1';
/** Of so many worlds the short and the long form speak. */
const WORLDS_LOOKED_AT = LONG ? 20_000 : 2_000;
const ENUMERATED = LONG ? 12_000 : 1_500;
const RANDOM = LONG ? 8_000 : 500;

/** Everything that anybody is told of an item: its life, and the verdict for each of these parties and for nobody. */
function allOf(item: ItemKey, viewers: readonly string[]): (evidence: Evidence) => string {
  return (evidence) => {
    const life = traceItem(item, evidence);
    const verdicts = [undefined, ...viewers].map((viewer) => verdictOn(item, life, evidence, viewer));
    return JSON.stringify([told(life), verdicts]);
  };
}

function verdictOn(item: ItemKey, life: Life, evidence: Evidence, viewer: string | undefined): unknown {
  const question = {
    now: START,
    today: '2026-11-22',
    fresh: { peers: 1 },
    maxAge: 1e12,
    ...(viewer !== undefined && { viewer }),
  };
  if (item.kind === 'container') return judgeContainer(life, { packs: [] }, evidence, question);
  return judge({ gtin: GTIN, serial: item.serial, lot: LOT, expiry: EXPIRY }, life, evidence, question);
}

/** Compares both ways to ask; gives the rounds that the distant one took. */
function sameFromAfar(
  item: ItemKey,
  evidence: Evidence,
  viewers: readonly string[],
  seed: number,
  story: () => string,
) {
  const ask = allOf(item, viewers);
  const about = seed % 3 === 0 ? [] : foreseen(item);
  const roll = dice(seed * 7_919 + 13);
  const find =
    seed % 2 === 0 ? scattered(evidence, roll) : (wants: readonly FoldWant[]) => foundIn(evidence, 'one', wants);
  const outcome = gatherAtOnce(find, ask, about);
  if (!outcome.whole) throw new Error(`not whole after ${outcome.rounds} rounds: ${story()}`);
  expect(outcome.answer, story()).toBe(ask(evidence));
  return outcome.rounds;
}

describe('what is fetched', () => {
  it('gives the lives and verdicts that the events at hand give', { timeout: 36_000_000 }, () => {
    let looked = 0;
    let further = 0;
    const look = (...of: Parameters<typeof sameFromAfar>) => {
      if (sameFromAfar(...of) > 1) further++;
    };
    const share = Math.ceil(ENUMERATED / (2 * WORLDS.length));
    for (const policy of ['required', 'endpoints'] as const) {
      for (const { name, base, pool, most } of WORLDS) {
        const one = scene(policy);
        base(one);
        const before = [...one.world.events];
        const written = pool(one).map((possible) => write(one, possible));
        const authority = one.world.evidence().authority();
        const viewers = [one.a, one.b, one.c].map(([{ gln }]) => gln);
        const all = [...subsets(written.length, most)];
        const roll = dice(name.length * 31 + all.length);
        for (let i = 0; i < share; i++) {
          const chosen = all[roll(all.length)] ?? [];
          const events = [...before, ...chosen.flatMap((at) => written[at] ?? [])];
          const evidence = one.world.evidence({ events, authority });
          for (const item of [one.p, one.box])
            look(item, evidence, viewers, looked + (item === one.p ? 0 : 1), () => `${name} ${chosen.join('-')}`);
          looked++;
        }
      }
    }
    const stage = new Stage();
    const player = new Player(stage);
    const viewers = ['A1', 'B1', 'C1'].map((till) => stage.till(till).gln);
    for (let seed = 1; seed <= RANDOM; seed++) {
      const { views, story, evidence, back } = player.play(seed);
      const view = views[seed % views.length];
      if (view === undefined) throw new Error('nobody looks');
      const known = evidence(view);
      const made = [stage.box, stage.pallet].map(({ key }) => containerItem(key));
      for (const [i, item] of [stage.p, stage.q, ...made].entries())
        look(item, known, viewers, seed + i, () => `seed ${seed}, ${view.of}: ${story.join('; ')}`);
      looked++;
      back();
    }
    expect(looked).toBeGreaterThanOrEqual(WORLDS_LOOKED_AT);
    expect(further).toBeGreaterThan(looked / 2);
  });

  it('takes one round for a loose pack, and one more for each container around it', () => {
    const world = new World();
    const [acme, hill] = [world.party('Acme', ['manufacturer']), world.party('Hill', ['dispenser'])];
    const [loose, boxed] = [world.pack('LOOSE'), world.pack('BOXED')];
    const [box, pallet] = [world.container('box'), world.container('pallet')];
    world.commission(acme, ['LOOSE', 'BOXED']);
    world.packInto(acme, box, [boxed]);
    world.packInto(acme, pallet, [box]);
    world.ship(acme, hill, [loose, pallet]);
    const evidence = world.evidence();
    const rounds = (item: ItemKey) =>
      gatherAtOnce((wants) => foundIn(evidence, 'one', wants), allOf(item, [hill.gln]), foreseen(item)).rounds;
    expect([rounds(loose), rounds(boxed)]).toEqual([1, 3]);
  });
});

describe('one state a verdict', () => {
  /** A pack that is in a case, before and after it was dispensed out of it. */
  function dispensedOutOfCase() {
    const world = new World();
    const maker = world.party('Acme', ['manufacturer']);
    const shop = world.party('Hill', ['distributor', 'dispenser']);
    const [p, box] = [world.pack(SERIAL), world.container('box')];
    world.commission(maker, [SERIAL]);
    world.packInto(maker, box, [p]);
    world.ship(maker, shop, [box]);
    const older = [...world.events];
    world.act(shop, { type: 'receive', items: [box], details: { from: maker.gln } });
    world.act(shop, { type: 'dispense', items: [p], details: {} });
    const newer = [...world.events];
    const at = (events: readonly Stored[], state: string) => {
      const evidence = world.evidence({ events });
      return { evidence, find: (wants: readonly FoldWant[]) => foundIn(evidence, state, wants) };
    };
    return { p, shop, older: at(older, 'older'), newer: at(newer, 'newer') };
  }

  const codes = (p: ItemKey) => (evidence: Evidence) => {
    const question = { now: START, today: '2026-11-22', fresh: { peers: 1 }, maxAge: 1e12 };
    const label = { gtin: GTIN, serial: SERIAL, lot: LOT, expiry: EXPIRY };
    return judge(label, traceItem(p, evidence), evidence, question).reasons.map(({ code }) => code);
  };

  /** What a loop does that puts together whatever it is told: the states have one name to it. */
  const naive = (find: (wants: readonly FoldWant[]) => FoldAnswers) => (wants: readonly FoldWant[]) => ({
    ...find(wants),
    state: 'any',
  });

  it('accuses nobody where one round was answered by a newer copy and the next ones by an older', () => {
    const { p, older, newer } = dispensedOutOfCase();
    const ask = codes(p);
    expect([ask(older.evidence), ask(newer.evidence)]).toEqual([[], ['already-dispensed']]);
    const first = () => {
      let rounds = 0;
      return (wants: readonly FoldWant[]) => (rounds++ === 0 ? newer : older).find(wants);
    };
    const careless = gatherAtOnce(naive(first()), ask, foreseen(p));
    expect(careless.whole && careless.answer).toContain('unauthorised-use');
    const careful = gatherAtOnce(first(), ask, foreseen(p));
    expect(careful).toMatchObject({ whole: true, answer: [] });
    const otherWay = () => {
      let rounds = 0;
      return (wants: readonly FoldWant[]) => (rounds++ === 0 ? older : newer).find(wants);
    };
    expect(gatherAtOnce(otherWay(), ask, foreseen(p))).toMatchObject({ whole: true, answer: ['already-dispensed'] });
  });

  it('says that too little is known where the store never stands still', () => {
    const { p, older, newer } = dispensedOutOfCase();
    let rounds = 0;
    const find = (wants: readonly FoldWant[]) => {
      const one = rounds++ % 2 === 0 ? newer : older;
      return { ...one.find(wants.slice(0, 1)), state: `${rounds}` };
    };
    expect(gatherAtOnce(find, codes(p), foreseen(p))).toEqual({ whole: false, rounds: MOST_ROUNDS });
  });

  it('asks the next copy where one fails or is behind, and goes on there', async () => {
    const { p, older, newer } = dispensedOutOfCase();
    let calls = 0;
    const breaks = {
      find: (wants: readonly FoldWant[]) => {
        if (++calls > 1) return Promise.reject(new Error('the line is cut'));
        return Promise.resolve(newer.find(wants));
      },
    };
    const whole = { find: (wants: readonly FoldWant[]) => Promise.resolve(older.find(wants)) };
    expect(await gatherFrom(inTurn([breaks, whole]), codes(p), foreseen(p))).toMatchObject({ whole: true, answer: [] });
    expect(calls).toBeGreaterThan(1);
    const fresh = { find: (wants: readonly FoldWant[]) => Promise.resolve(newer.find(wants)) };
    const seen = inTurn([whole, fresh], (state) => state === 'newer');
    expect(await gatherFrom(seen, codes(p), foreseen(p))).toMatchObject({ answer: ['already-dispensed'] });
    await expect(gatherFrom(inTurn([breaks]), codes(p), foreseen(p))).rejects.toThrow('the line is cut');
    await expect(
      gatherFrom(
        inTurn([whole], () => false),
        codes(p),
        foreseen(p),
      ),
    ).rejects.toThrow(StaleCopy);
  });
});

describe('the bounds', () => {
  const standing = new World().evidence();
  const nothing = (wants: readonly FoldWant[]): FoldAnswers => ({
    state: 'one',
    standing,
    answers: wants.map((want): FoldAnswer => {
      if (want.about === 'rows') return { ...want, hits: [], whole: true };
      if (want.about === 'page') return { ...want, bytes: undefined };
      return 'gtin' in want && want.about !== 'incomplete'
        ? { ...want, events: NOTHING }
        : ({ ...want, is: false } as FoldAnswer);
    }),
  });
  const NOTHING: readonly CustodyEvent[] = [];
  const token = (n: number) => new Uint8Array([n >> 8, n, ...new Array<number>(14).fill(7)]);

  it(`are ${MOST_ROUNDS} rounds and ${MOST_WANTS} questions, and one below both is answered`, () => {
    const inRounds = (most: number) => (evidence: Evidence) => {
      for (let n = 1; n < most; n++) {
        const before = Object.keys(seen).length;
        evidence.rows(token(n));
        seen[n] = true;
        if (Object.keys(seen).length > before) return 'not yet';
      }
      return 'done';
    };
    let seen: Record<number, true> = {};
    expect(gatherAtOnce(nothing, inRounds(MOST_ROUNDS), [])).toEqual({
      whole: true,
      answer: 'done',
      rounds: MOST_ROUNDS,
    });
    seen = {};
    expect(gatherAtOnce(nothing, inRounds(MOST_ROUNDS + 1), [])).toEqual({ whole: false, rounds: MOST_ROUNDS });
    const many = (most: number) => (evidence: Evidence) => {
      for (let n = 0; n < most; n++) evidence.rows(token(n));
      return 'done';
    };
    expect(gatherAtOnce(nothing, many(MOST_WANTS), [])).toMatchObject({ whole: true, answer: 'done' });
    expect(gatherAtOnce(nothing, many(MOST_WANTS + 1), [])).toMatchObject({ whole: false });
  });

  it('a failure of a run that lacked something is none', () => {
    const ask = (evidence: Evidence) => {
      if (!evidence.awaits?.('x') && asked++ === 0) throw new Error('too early');
      if (asked > 5) throw new Error('for good');
      return 'done';
    };
    let asked = 0;
    expect(gatherAtOnce(nothing, ask)).toMatchObject({ whole: true, answer: 'done' });
    asked = 9;
    expect(() => gatherAtOnce(nothing, ask)).toThrow('for good');
    const run = gather(ask);
    expect(run.next().value).toEqual([]);
  });
});
