// Facts beside custody: regulators' holds, notices, recalls, alerts, and how they are put into words.
import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { holdToken, itemToken } from '../../src/chain/item-key.ts';
import { alertsOfLife } from '../../src/custody/alerts.ts';
import { judge } from '../../src/custody/judge.ts';
import { judgeContainer } from '../../src/custody/judge-container.ts';
import { isLotKnown, lotFacts, productOf } from '../../src/custody/lot.ts';
import { recallsOf } from '../../src/custody/recall.ts';
import { tell } from '../../src/custody/tell.ts';
import { traceItem } from '../../src/custody/trace.ts';
import { EXPIRY, GTIN, LOT, type Party, START, World } from './world.ts';

let world: World;
let maker: Party;
let shop: Party;

beforeEach(() => {
  world = new World();
  maker = world.party('Acme', ['manufacturer']);
  shop = world.party('Corner', ['dispenser']);
  world.commission(maker, ['P', 'Q']);
});

const p = () => world.pack('P');
const hold = (by: Party, j: number, type: string, details: JsonObject = { reason: 'authority' }, branch = 0) => {
  const items = [{ key: p().key, token: holdToken(p().key, j) }];
  return world.write(by, { type, public: {}, items, details }, undefined, branch);
};
const question = { now: START, today: '2026-11-22', fresh: { peers: 1 }, maxAge: 1 };

describe('a regulator’s hold', () => {
  it('is a regulator’s alone, and on a disputed branch it is put on but not lifted', () => {
    hold(maker, 0, 'quarantine');
    hold(world.regulator, 0, 'ship', { to: shop.gln });
    expect(world.trace(p()).nextHold).toBe(0);
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    const branch = world.fork(region, 1);
    world.write(region, { type: 'profile', public: { name: 'x' } }, undefined, branch);
    hold(region, 0, 'quarantine');
    hold(region, 1, 'release');
    expect(world.trace(p())).toMatchObject({ hold: { by: region.gln }, nextHold: 1 });
    hold(world.regulator, 1, 'release', {});
    expect(world.trace(p())).toMatchObject({ nextHold: 2 });
    expect(world.trace(p()).hold).toBeUndefined();
  });

  it('at one step beats a release, and a malformed one is none', () => {
    const region = world.party('Region', ['regulator'], { prefixes: [] });
    hold(world.regulator, 0, 'quarantine', { reason: 'bored' });
    expect(world.trace(p()).nextHold).toBe(0);
    hold(world.regulator, 0, 'release');
    hold(region, 0, 'quarantine');
    expect(world.trace(p()).hold).toMatchObject({ by: region.gln });
  });

  it('on a case is told of what is inside', () => {
    const box = world.container('box');
    world.packInto(maker, box, [p()]);
    const items = [{ key: box.key, token: holdToken(box.key, 0) }];
    world.write(world.regulator, { type: 'quarantine', public: {}, items, details: { reason: 'authority' } });
    const evidence = world.evidence();
    const verdict = judge({ gtin: GTIN, serial: 'P' }, traceItem(p(), evidence), evidence, {
      ...question,
      viewer: maker.gln,
    });
    expect(verdict.reasons[0]).toMatchObject({
      code: 'quarantined',
      text: expect.stringContaining('the container around it'),
    });
  });
});

describe('what is said of a lot', () => {
  const say = (by: Party, type: string, body: JsonObject) => world.write(by, { type, public: body });
  const notice = (by: Party, body: JsonObject) =>
    say(by, 'lot-notice', { gtin: GTIN, lots: [LOT], reason: 'r', ...body });

  it('counts only from its makers and regulators, and only where it is well formed', () => {
    notice(shop, { kind: 'hold' });
    notice(world.newChain('Nobody'), { kind: 'hold' });
    notice(maker, { kind: 'rumour' });
    const rival = world.party('Rival', ['manufacturer'], { prefixes: ['4012345'] });
    notice(rival, { kind: 'withdrawn' });
    say(rival, 'product', { gtin: GTIN, name: 'Sham' });
    say(shop, 'product', { gtin: GTIN, name: 'Sham' });
    say(world.newChain('Nobody'), 'product', { gtin: GTIN, name: 'Sham' });
    say(maker, 'product', { gtin: GTIN });
    const evidence = world.evidence();
    expect(lotFacts(GTIN, [LOT], evidence)).toEqual({ holds: [], withdrawals: [], cautions: [], closed: false });
    expect(productOf(GTIN, evidence)).toBeUndefined();
    say(world.regulator, 'product', { gtin: GTIN, name: 'Agency’s' });
    expect(productOf(GTIN, world.evidence())?.name).toBe('Agency’s');
    say(maker, 'product', { gtin: GTIN, name: 'Newer' });
    expect(productOf(GTIN, world.evidence())?.name).toBe('Newer');
  });

  it('for all lots, for a closed one, and twice corrected the newer holds', () => {
    const { lots: _, ...all } = { lots: [], gtin: GTIN, all: true, reason: 'r', kind: 'closed' };
    say(maker, 'lot-notice', all);
    notice(maker, { kind: 'correct', correct: { expiry: '2027-10-31' } });
    const till = world.till(maker, ['manufacturer']);
    notice(till, { kind: 'correct', correct: { expiry: '2027-09-30' } });
    const facts = lotFacts(GTIN, [LOT], world.evidence());
    expect(facts).toMatchObject({ closed: true, expiry: { value: '2027-09-30' } });
  });

  it('a corrected lot is recalled under its old and its new number', () => {
    notice(maker, { kind: 'correct', correct: { lot: 'NEW1' } });
    const verdict = (label: string) => {
      const evidence = world.evidence();
      const life = traceItem(p(), evidence);
      return judge({ gtin: GTIN, serial: 'P', lot: label, expiry: EXPIRY }, life, evidence, question);
    };
    expect(verdict('NEW1').status).not.toBe('stop');
    const restore = world.moment();
    for (const lot of [LOT, 'NEW1']) {
      say(maker, 'recall', { kind: 'issue', gtin: GTIN, lots: [lot], class: 2, reason: 'r' });
      expect(verdict('NEW1').reasons[0]).toMatchObject({ code: 'recalled' });
      expect(verdict(LOT).reasons[0]).toMatchObject({ code: 'recalled' });
      restore();
    }
  });

  it('a clearance on a disputed branch does not count', () => {
    notice(maker, { kind: 'hold' });
    const branch = world.fork(maker, world.path(maker.chain).length);
    world.write(maker, { type: 'profile', public: { name: 'x' } }, undefined, branch);
    notice(maker, { kind: 'clear' });
    expect(lotFacts(GTIN, [LOT], world.evidence()).holds).toHaveLength(1);
  });

  it('lots are known from their makers alone', () => {
    const rival = world.party('Rival', ['manufacturer'], { prefixes: ['4012345'] });
    world.commission(rival, ['X'], { lot: 'FALSE' });
    const known = [LOT, 'FALSE', LOT.toLowerCase(), undefined].map((lot) => isLotKnown(GTIN, lot, world.evidence()));
    expect(known).toEqual([true, false, false, true]);
  });
});

describe('recalls', () => {
  const issue = (by: Party, body: JsonObject) =>
    world.write(by, {
      type: 'recall',
      public: { kind: 'issue', gtin: GTIN, lots: [LOT], class: 2, reason: 'r', ...body },
    });

  it('an extension whose beginning has not arrived stands by itself', () => {
    issue(maker, { kind: 'extend', of: 'A'.repeat(43) });
    expect(recallsOf(GTIN, world.evidence())).toMatchObject([{ by: maker.gln, class: 2, all: false }]);
  });

  it('an extension may name serials, or everything', () => {
    const first = issue(maker, {});
    const of = Buffer.from(first.leaf.hash).toString('base64url');
    const { lots: _, ...body } = {
      lots: [],
      kind: 'extend',
      gtin: GTIN,
      of,
      class: 3,
      reason: 'more',
      serials: 1,
      number: 'N',
    };
    world.write(maker, { type: 'recall', public: body, items: [{ key: p().key, token: holdToken(p().key, 9) }] });
    world.write(maker, { type: 'recall', public: { kind: 'amend', gtin: GTIN, of, class: 1, reason: 'worse' } });
    expect(recallsOf(GTIN, world.evidence())).toMatchObject([
      { class: 1, bySerial: { length: 1 }, body: { reason: 'worse' } },
    ]);
  });

  it('an amendment names no pack, and is no recall where it may not amend one', () => {
    const of = Buffer.from(issue(maker, {}).leaf.hash).toString('base64url');
    const amend = (by: Party, body: JsonObject) =>
      world.write(by, {
        type: 'recall',
        public: { kind: 'amend', gtin: GTIN, of, class: 1, reason: 'worse', ...body },
      });
    amend(maker, { of: 'A'.repeat(43), lots: ['L9'] });
    amend(maker, { lots: ['L9'] });
    amend(maker, { all: true });
    const found = recallsOf(GTIN, world.evidence());
    expect(found).toMatchObject([{ class: 1, all: false, bySerial: [], body: { reason: 'worse' } }]);
    expect([...(found[0]?.lots ?? [])]).toEqual([LOT]);
  });

  it('malformed ones, and ends that nobody may write, count for nothing', () => {
    issue(maker, { class: 9 });
    issue(world.newChain('Nobody'), {});
    const good = issue(maker, {});
    const recall = Buffer.from(good.leaf.hash).toString('base64url');
    world.write(world.newChain('Nobody'), { type: 'recall-end', public: { recall, outcome: 'rescinded' } });
    world.write(maker, { type: 'recall-end', public: { recall, outcome: 'forgotten' } });
    world.write(maker, { type: 'recall-end', public: { recall: 'A'.repeat(43), outcome: 'rescinded' } });
    expect(recallsOf(GTIN, world.evidence())).toHaveLength(1);
    world.write(maker, { type: 'recall-end', public: { recall, outcome: 'rescinded' } });
    world.write(maker, { type: 'recall-end', public: { recall, outcome: 'ended' } });
    expect(recallsOf(GTIN, world.evidence())).toMatchObject([{ ended: { outcome: 'rescinded' } }]);
  });

  it('of class 1 a maker may end, and only a regulator rescind', () => {
    const good = issue(maker, { class: 1 });
    const recall = Buffer.from(good.leaf.hash).toString('base64url');
    world.write(maker, { type: 'recall-end', public: { recall, outcome: 'rescinded' } });
    expect(recallsOf(GTIN, world.evidence())[0]?.ended).toBeUndefined();
    world.write(maker, { type: 'recall-end', public: { recall, outcome: 'ended' } });
    expect(recallsOf(GTIN, world.evidence())[0]?.ended).toMatchObject({ outcome: 'ended' });
  });

  it('what a regulator added to a maker’s recall the maker cannot rescind', () => {
    const good = issue(maker, {});
    const recall = Buffer.from(good.leaf.hash).toString('base64url');
    issue(world.regulator, { kind: 'extend', of: recall, lots: ['ZZ9'] });
    world.write(maker, { type: 'recall-end', public: { recall, outcome: 'rescinded' } });
    expect(recallsOf(GTIN, world.evidence())).toMatchObject([{ by: maker.gln, byRegulator: true, lots: { size: 2 } }]);
    expect(recallsOf(GTIN, world.evidence())[0]?.ended).toBeUndefined();
    world.write(world.regulator, { type: 'recall-end', public: { recall, outcome: 'rescinded' } });
    expect(recallsOf(GTIN, world.evidence())[0]?.ended).toMatchObject({ outcome: 'rescinded' });
  });

  it('what was added after its end opens it again, whichever arrives first, until it is ended again', () => {
    const end = (of: string, outcome: string, at: number) =>
      world.write(maker, { type: 'recall-end', public: { recall: of, outcome } }, at);
    const idOf = ({ leaf }: ReturnType<typeof issue>) => Buffer.from(leaf.hash).toString('base64url');
    const outcomes = () => recallsOf(GTIN, world.evidence()).map(({ ended }) => ended?.outcome);
    const at = START + 1000;
    for (const isEndFirst of [true, false]) {
      const of = idOf(issue(maker, {}));
      const steps = [
        () => end(of, 'ended', at),
        () =>
          world.write(
            world.regulator,
            { type: 'recall', public: { kind: 'extend', of, gtin: GTIN, lots: ['L9'], class: 2, reason: 'r' } },
            at + 1,
          ),
      ];
      for (const step of isEndFirst ? steps : steps.toReversed()) step();
      expect(outcomes().at(-1)).toBeUndefined();
      world.write(world.regulator, { type: 'recall-end', public: { recall: of, outcome: 'ended' } }, at + 2);
      expect(outcomes().at(-1)).toBe('ended');
    }
  });

  it('an end on a disputed branch does not count', () => {
    const good = issue(maker, {});
    const branch = world.fork(maker, world.path(maker.chain).length);
    world.write(maker, { type: 'profile', public: { name: 'x' } }, undefined, branch);
    const recall = Buffer.from(good.leaf.hash).toString('base64url');
    world.write(maker, { type: 'recall-end', public: { recall, outcome: 'rescinded' } });
    expect(recallsOf(GTIN, world.evidence())[0]?.ended).toBeUndefined();
  });

  it('a row that does not open names nobody', () => {
    const key = world.pack('SOMETHING ELSE').key;
    const { lots: _, ...body } = { lots: [], kind: 'issue', gtin: GTIN, class: 1, reason: 'r', serials: 1 };
    world.write(maker, { type: 'recall', public: body, items: [{ key, token: itemToken(p().key, 0) }] });
    expect(world.trace(p()).recalls).toEqual([]);
  });
});

describe('flags', () => {
  it('name what is wrong with the life of an item, not what is told of a case around it', () => {
    const box = world.container('box');
    world.packInto(maker, box, [p()]);
    world.ship(shop, maker, [box], { steps: [1] });
    expect(alertsOfLife(world.trace(p()))).toEqual([]);
    expect(alertsOfLife(world.trace(box))).toMatchObject([
      { code: 'unauthorised-use', event: expect.stringContaining(shop.chain) },
    ]);
    expect(alertsOfLife(world.trace(world.pack('NONE')))).toEqual([]);
    expect(
      alertsOfLife({
        ...world.trace(world.pack('NONE')),
        findings: [{ reason: 'custody-gap' }, { reason: 'custody-gap', event: 'x' }],
      }),
    ).toMatchObject([{ code: 'custody-gap', parties: [], at: 0 }]);
    const disputed = { ...world.trace(world.pack('NONE')), state: { at: 'disputed', between: ['1', '2'] } as const };
    expect(alertsOfLife(disputed)).toMatchObject([{ code: 'disputed', event: '', at: 0, parties: ['1', '2'] }]);
    world.commission(world.newChain('Nobody'), ['FAKE']);
    expect(alertsOfLife(world.trace(world.pack('FAKE')))).toMatchObject([{ code: 'maker-not-accredited' }]);
  });
});

describe('words', () => {
  it('say what is known, and something where nothing is', () => {
    const authority = world.evidence().authority();
    const words = { authority, viewer: shop.gln };
    expect(tell('not-in-your-custody', {}, words).text).toBe('recorded at somebody else');
    expect(tell('disputed', { by: [shop.gln, maker.chain, '0000000000000'] }, words).text).toMatch(
      /^you and Acme and 0000000000000/,
    );
    expect(tell('already-dispensed', { by: [] }, words).text).toBe('already dispensed by somebody before');
    expect(tell('stale-knowledge', { when: START }, words).text).toContain('on 2026-11-22 at 08:00 UTC');
    expect(tell('lot-mismatch', {}, words).text).toContain('lot something else');
  });

  it('the same reason about the same event is told once', () => {
    const evidence = world.evidence();
    const more = [
      { reason: 'own-conflict', by: [maker.gln], event: 'x', around: 1 },
      { reason: 'own-conflict', by: [maker.gln], event: 'x', around: 1, kind: 'ship' },
    ] as const;
    const verdict = judge({ gtin: GTIN, serial: 'P', expiry: EXPIRY }, traceItem(p(), evidence), evidence, {
      ...question,
      more,
      soonDays: 5000,
    });
    expect(verdict.reasons.map(({ code }) => code).sort()).toEqual(['expires-soon', 'own-conflict', 'weak-serial']);
  });

  it('a caution about a container hides no stop about a pack inside', () => {
    const box = world.container('box');
    world.packInto(maker, box, [p()]);
    world.act(shop, { type: 'unpack', items: [box], steps: [9], opens: [{ item: world.container('none'), n: 0 }] });
    const evidence = world.evidence();
    const asked = { ...question, viewer: maker.gln };
    const own = judgeContainer(traceItem(box, evidence), { packs: [] }, evidence, asked);
    expect(own.reasons).toMatchObject([{ code: 'custody-gap', status: 'caution' }]);
    const pack = judge({ gtin: GTIN, serial: 'P', lot: LOT }, traceItem(p(), evidence), evidence, asked);
    expect(pack.reasons.map(({ code, status }) => `${code} ${status}`).sort()).toEqual([
      'custody-gap caution',
      'weak-serial caution',
    ]);
    const grave = { ...pack, reasons: pack.reasons.map((told) => ({ ...told, status: 'stop' as const, exit: 14 })) };
    const verdict = (inside: typeof pack) =>
      judgeContainer(traceItem(box, evidence), { packs: [inside] }, evidence, asked);
    expect(verdict(grave)).toMatchObject({ status: 'stop', exit: 14 });
    expect(
      verdict(pack)
        .reasons.map(({ code }) => code)
        .sort(),
    ).toEqual(['custody-gap', 'weak-serial']);
  });

  it('a container tells the gravest form of what holds for packs inside', () => {
    const box = world.container('box');
    world.packInto(maker, box, [p()]);
    const evidence = world.evidence();
    const one = judge(
      { gtin: GTIN, serial: 'NONE', lot: LOT },
      traceItem(world.pack('NONE'), evidence),
      evidence,
      question,
    );
    const soft = { ...one, reasons: one.reasons.map((told) => ({ ...told, status: 'caution' as const, exit: 0 })) };
    const twice = { ...one, reasons: [...one.reasons, ...one.reasons] };
    const verdict = judgeContainer(traceItem(box, evidence), { packs: [soft, twice] }, evidence, question);
    expect(verdict).toMatchObject({
      status: 'stop',
      item: { packs: 2 },
      reasons: [{ code: 'unknown-item', count: 2 }],
    });
    const nothing = judgeContainer(traceItem(world.container('none'), evidence), { packs: [] }, evidence, question);
    expect(nothing).toMatchObject({ status: 'unknown', custody: { state: 'none' } });
  });
});

describe('evidence that cannot answer for many tokens at once', () => {
  it('is asked for each', () => {
    const { noRows: _, ...evidence } = world.evidence();
    expect(traceItem(p(), evidence)).toMatchObject({ next: 1, findings: [] });
  });
});
