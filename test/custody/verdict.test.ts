// Verdicts: every reason reached by events alone, alone and together.
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { holdToken, itemToken } from '../../src/chain/item-key.ts';
import { serialAt } from '../../src/chain/serial.ts';
import { alertsOfLife } from '../../src/custody/alerts.ts';
import { judge } from '../../src/custody/judge.ts';
import { judgeContainer } from '../../src/custody/judge-container.ts';
import { REASONS, worstExit } from '../../src/custody/reasons.ts';
import { isAllocated } from '../../src/custody/serial.ts';
import { createLifeCache, traceItem } from '../../src/custody/trace.ts';
import type { Question, Verdict } from '../../src/custody/verdict.ts';
import { itGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';
import type { Choice, Stored } from './memory.ts';
import { bytesOf, DAY, EXPIRY, GTIN, HOUR, LOT, type Party, START, World } from './world.ts';

let world: World;
let maker: Party;
let middle: Party;
let shop: Party;
let other: Party;

const SERIAL = 'P0G7VJ2K9QX4NB8T';

function people(policy: 'required' | 'endpoints' = 'required'): void {
  world = new World(policy, 'with a recovery key');
  maker = world.party('Acme', ['manufacturer']);
  middle = world.party('Midway', ['distributor']);
  shop = world.party('Corner', ['dispenser']);
  other = world.party('Hill', ['dispenser']);
  world.commission(maker, [SERIAL, 'Q0G7VJ2K9QX4NB8T']);
}

beforeEach(() => people());

interface Asked {
  readonly viewer?: Party;
  readonly label?: JsonObject;
  readonly serial?: string;
  readonly question?: Partial<Question>;
  readonly choice?: Choice;
}

function ask({ viewer, label = {}, serial = SERIAL, question = {}, choice = {} }: Asked = {}): Verdict {
  const evidence = world.evidence(choice);
  const asked: Question = {
    now: START + HOUR,
    today: '2026-11-22',
    ...(viewer !== undefined && { viewer: viewer.gln }),
    fresh: { peers: 1, oldest: START },
    maxAge: DAY,
    ...question,
  };
  const said = { gtin: GTIN, serial, lot: LOT, expiry: EXPIRY, ...label };
  return judge(said, traceItem(world.pack(serial, said.gtin), evidence), evidence, asked);
}

const codes = (verdict: Verdict): string[] => verdict.reasons.map(({ code }) => code);
const pack = () => world.pack(SERIAL);
const notice = (by: Party, body: JsonObject): Stored =>
  world.write(by, { type: 'lot-notice', public: { gtin: GTIN, lots: [LOT], reason: 'because', ...body } });
const recall = (by: Party, body: JsonObject = {}): Stored =>
  world.write(by, {
    type: 'recall',
    public: { kind: 'issue', gtin: GTIN, lots: [LOT], class: 2, reason: 'glass', ...body },
  });
const endRecall = (by: Party, of: Stored, outcome: string): Stored =>
  world.write(by, { type: 'recall-end', public: { recall: b64u(of.leaf.hash), outcome } });
const deliver = (): void => {
  world.ship(maker, shop, [pack()]);
  world.receive(shop, maker, [pack()]);
};

describe('a genuine pack', () => {
  it('is genuine at whoever has it, with maker, product and custody', () => {
    world.write(maker, { type: 'profile', public: { name: 'Acme', contact: '+44 20 7946 0000' } });
    world.write(maker, {
      type: 'product',
      public: { gtin: GTIN, name: 'Amoxil', strength: '500 mg', form: 'capsule' },
    });
    deliver();
    expect(ask({ viewer: shop })).toMatchObject({
      status: 'genuine',
      exit: 0,
      cause: null,
      retry: false,
      reasons: [],
      item: { gtin: GTIN, serial: SERIAL, lot: LOT, expiry: EXPIRY },
      product: { name: 'Amoxil', strength: '500 mg', form: 'capsule' },
      maker: { name: 'Acme', gln: maker.gln, contact: '+44 20 7946 0000' },
      custody: { state: 'active', holder: { gln: shop.gln, name: 'Corner' } },
      repairs: [],
      fresh: { peers: 1 },
    });
  });

  it('is genuine wherever it is for a regulator, who has no custody to compare', () => {
    deliver();
    expect(ask().status).toBe('genuine');
  });

  it('tells day 00 and the last day of the month as the same expiry', () => {
    expect(ask({ viewer: maker, label: { expiry: '2027-11-00' } }).status).toBe('genuine');
  });
});

describe('each reason', () => {
  const reached = new Set<string>();
  const expectCode = (verdict: Verdict, code: keyof typeof REASONS, status?: string): void => {
    reached.add(code);
    const row = REASONS[code];
    expect(codes(verdict)).toContain(code);
    const told = verdict.reasons.find((reason) => reason.code === code);
    expect(told).toMatchObject({ status: status ?? row.status, exit: status === 'caution' ? 0 : row.exit });
    expect(told?.text).not.toMatch(/[{}]/);
    expect(told?.advice).not.toMatch(/[{}]/);
  };

  it('unknown-item: a made-up serial in a known lot', () => {
    const verdict = ask({ serial: 'XXXXXXXXXXXXXXXX' });
    expectCode(verdict, 'unknown-item');
    expect(verdict).toMatchObject({ status: 'stop', exit: 11, cause: 'suspect' });
    expect(verdict.reasons[0]).toMatchObject({ emvs: 'A3', vrs: 'No_match_GTIN_Serial' });
  });

  it('unknown-lot and unknown-product: what has not arrived is no sign of a fake', () => {
    const lot = ask({ serial: 'XXXXXXXXXXXXXXXX', label: { lot: 'NEW' } });
    expectCode(lot, 'unknown-lot');
    expect(lot).toMatchObject({ status: 'unknown', exit: 19, cause: 'data', retry: true });
    expectCode(ask({ serial: 'X', label: { gtin: '09501101530010' } }), 'unknown-product');
  });

  it('outside-…: what a file says of a pack that no maker has recorded here, and of no other', () => {
    const claims = [{ document: 'ab', event: 0, trust: 'trusted', state: 'shipped' } as const];
    const question = (code: NonNullable<Question['claimed']>['code']) => ({
      claimed: { code, sender: 'Lakeside', when: START, label: 'L8', detail: 'L7', claims },
    });
    for (const code of ['outside-claim', 'outside-unproved', 'outside-claim-differs', 'outside-gone'] as const) {
      for (const label of [{ gtin: '09501101530010' }, { lot: 'NEW' }]) {
        const verdict = ask({ serial: 'X', label, question: question(code) });
        expectCode(verdict, code);
        expect(verdict).toMatchObject({ status: REASONS[code].status, exit: REASONS[code].exit, claims });
        expect(codes(verdict).filter((one) => one.startsWith('unknown'))).toEqual([]);
      }
      expect(codes(ask({ serial: 'X', question: question(code) }))).toContain('unknown-item');
      expect(codes(ask({ viewer: maker, question: question(code) }))).toEqual([]);
    }
  });

  it('incomplete-knowledge: a page of the lot is not here', () => {
    const serials = Array.from({ length: 300 }, (_, i) => `N${i}`);
    const event = world.commission(maker, serials, { lot: 'BIG' });
    const withoutPages = new Set([Buffer.from(event.leaf.rows?.root ?? []).toString('hex')]);
    expect(ask({ serial: 'N7', label: { lot: 'BIG' }, viewer: maker }).exit).toBe(0);
    const verdict = ask({ serial: 'N7', label: { lot: 'BIG' }, choice: { withoutPages } });
    expectCode(verdict, 'incomplete-knowledge');
    expect(verdict.exit).toBe(19);
  });

  it('not-commissioned: a serial that the maker only set aside', () => {
    const seed = bytesOf('seed');
    const serial = serialAt(seed, 3);
    expect([isAllocated(seed, 10, serial), isAllocated(seed, 3, serial), isAllocated(seed, 10, 'short')]).toEqual([
      true,
      false,
      false,
    ]);
    const verdict = ask({ serial, question: { allocated: isAllocated(seed, 10, serial) } });
    expectCode(verdict, 'not-commissioned');
    expect(codes(verdict)).not.toContain('unknown-item');
  });

  it('lot-mismatch and expiry-mismatch, which have one word together', () => {
    const lot = ask({ viewer: maker, label: { lot: 'OTHER' } });
    expectCode(lot, 'lot-mismatch');
    expect(lot.reasons[0]).toMatchObject({ emvs: 'A68', vrs: 'No_match_GTIN_Serial_Lot' });
    const both = ask({ viewer: maker, label: { lot: 'OTHER', expiry: '2029-01-01' } });
    expectCode(both, 'expiry-mismatch');
    expect(both.reasons.map(({ vrs }) => vrs)).toEqual(Array(2).fill('No_match_GTIN_Serial_Lot_Expiry'));
  });

  it('maker-not-accredited: commissioned by somebody who is no maker of the product', () => {
    const stranger = world.party('Sham', ['manufacturer'], { prefixes: ['999999'] });
    world.commission(stranger, ['FAKE'], { lot: 'FAKELOT' });
    const verdict = ask({ serial: 'FAKE', label: { lot: 'FAKELOT' } });
    expectCode(verdict, 'maker-not-accredited');
    expect(verdict.exit).toBe(10);
    expect(verdict.reasons[0]?.text).toContain('Sham');
    expect(alertsOfLife(world.trace(world.pack('FAKE')))).toMatchObject([
      { code: 'maker-not-accredited', parties: [stranger.gln] },
    ]);
  });

  it('maker-not-accredited and unknown-item, where the lot is the true maker’s', () => {
    const stranger = world.party('Sham', ['manufacturer'], { prefixes: ['999999'] });
    world.commission(stranger, ['FAKE']);
    expect(codes(ask({ serial: 'FAKE' })).sort()).toEqual(['maker-not-accredited', 'unknown-item']);
  });

  it('maker-revoked: made after the maker had lost its accreditation', () => {
    const before = world.path(maker.chain).length;
    world.commission(maker, ['LATE'], { lot: 'LATELOT' });
    world.revoke(maker, before);
    const verdict = ask({ serial: 'LATE', label: { lot: 'LATELOT' } });
    expectCode(verdict, 'maker-revoked');
    expect(ask({ viewer: maker }).status).toBe('genuine');
  });

  it('unauthorised-use: a stop for all but the custodian whom the life names', () => {
    deliver();
    world.act(other, { type: 'dispense', items: [pack()] });
    expectCode(ask({ viewer: other }), 'unauthorised-use');
    expectCode(ask(), 'unauthorised-use');
    const mine = ask({ viewer: shop });
    expectCode(mine, 'unauthorised-use', 'caution');
    expect(mine).toMatchObject({ status: 'caution', exit: 0 });
    expect(alertsOfLife(world.trace(pack()))).toMatchObject([
      { code: 'unauthorised-use', severity: 'high', parties: [other.gln] },
    ]);
  });

  it('unauthorised-use: a caution for both parties while the pack is on the way between them', () => {
    world.ship(maker, shop, [pack()]);
    world.act(other, { type: 'dispense', items: [pack()] });
    for (const viewer of [maker, shop]) {
      expect(ask({ viewer }).reasons).toContainEqual(
        expect.objectContaining({ code: 'unauthorised-use', status: 'caution' }),
      );
    }
    expectCode(ask({ viewer: other }), 'unauthorised-use');
  });

  it('recalled: by lot, and its end never lifts it', () => {
    const event = recall(maker);
    expectCode(ask({ viewer: maker }), 'recalled');
    endRecall(maker, event, 'ended');
    expectCode(ask({ viewer: maker }), 'recalled');
    endRecall(maker, event, 'rescinded');
    expect(ask({ viewer: maker }).status).toBe('genuine');
  });

  it('withdrawn', () => {
    notice(world.regulator, { kind: 'withdrawn' });
    expectCode(ask({ viewer: maker }), 'withdrawn');
  });

  it('expired, from the day after the last day of the node’s zone', () => {
    expect(ask({ viewer: maker, question: { today: '2027-11-30' } })).toMatchObject({ status: 'caution', exit: 0 });
    expectCode(ask({ viewer: maker, question: { today: '2027-11-30' } }), 'expires-soon');
    const verdict = ask({ viewer: maker, question: { today: '2027-12-01' } });
    expectCode(verdict, 'expired');
    expect(verdict.exit).toBe(13);
    expect(codes(ask({ viewer: maker, question: { today: '2027-10-01', soonDays: 10 } }))).toEqual([]);
  });

  it('already-dispensed and decommissioned', () => {
    deliver();
    world.act(shop, { type: 'dispense', items: [pack()] });
    const verdict = ask({ viewer: shop, question: { sayTime: () => 'at 10:42 today' } });
    expectCode(verdict, 'already-dispensed');
    expect(verdict.reasons[0]?.text).toBe('already dispensed by you at 10:42 today');
    expect(verdict.reasons[0]).toMatchObject({ emvs: 'A7', at: expect.stringMatching(/Z$/) });
    world.act(shop, { type: 'reinstate', items: [pack()], details: { reason: 'x', notSupplied: true } });
    world.act(shop, { type: 'decommission', items: [pack()], details: { reason: 'destroyed' } });
    expectCode(ask({ viewer: shop }), 'decommissioned');
  });

  it('contested: a caution for both who have it by the records, and as ever for others', () => {
    world.ship(maker, shop, [pack()]);
    world.act(maker, { type: 'void', items: [pack()], steps: [2], details: { reason: 'x' } });
    world.receive(shop, maker, [pack()], { steps: [2] });
    const verdict = ask({ viewer: shop });
    expectCode(verdict, 'contested');
    expect(verdict).toMatchObject({ exit: 0, custody: { state: 'active', holder: { gln: shop.gln } } });
    expect(verdict.reasons[0]?.text).toBe('you and Acme each have it by records that contradict each other');
    expect(verdict.lines).toMatchObject([
      { main: true, yours: true, handled: false, closed: false, custody: { holder: { gln: shop.gln } } },
      { main: false, yours: false, handled: false, closed: false, custody: { holder: { gln: maker.gln } } },
    ]);
    expect(ask({ viewer: maker })).toMatchObject({ status: 'caution', custody: { holder: { gln: maker.gln } } });
    expect(codes(ask({ viewer: other }))).toEqual(['not-in-your-custody']);
    expect(codes(ask())).toEqual(['contested']);
    expect(alertsOfLife(world.trace(pack()))).toMatchObject([{ code: 'contested', severity: 'medium' }]);
  });

  it('contested: asks where the other line shows goods in hand, and stops at the door of what was sent on', () => {
    world.ship(maker, shop, [pack()]);
    world.act(maker, { type: 'void', items: [pack()], steps: [2], details: { reason: 'x' } });
    world.receive(shop, maker, [pack()], { steps: [2] });
    world.act(shop, { type: 'quarantine', items: [pack()], steps: [3], details: { reason: 'damaged' } });
    expect(ask({ viewer: maker })).toMatchObject({ status: 'caution', exit: 0, confirm: true });
    expect(ask({ viewer: shop }).confirm).toBeUndefined();
    world.ship(maker, other, [pack()], { steps: [3] });
    const door = ask({ viewer: other });
    expect(door).toMatchObject({ status: 'stop', exit: 14, custody: { state: 'transit' } });
    expect(door.reasons[0]).toMatchObject({ code: 'contested', advice: expect.stringContaining('Do not take it in') });
  });

  it('disputed: one pack sold twice by two tills, and both were received', () => {
    const till = world.till(maker, ['manufacturer']);
    world.ship(maker, shop, [pack()]);
    world.ship(till, other, [pack()], { steps: [1] });
    world.receive(shop, maker, [pack()], { steps: [2] });
    world.receive(other, maker, [pack()], { steps: [2] });
    const verdict = ask({ viewer: maker });
    expectCode(verdict, 'disputed');
    expect(verdict).toMatchObject({ exit: 14, custody: { state: 'disputed' } });
    expect(verdict.reasons[0]?.text).toContain('Corner');
    for (const viewer of [shop, other]) {
      expect(ask({ viewer })).toMatchObject({ status: 'caution', custody: { holder: { gln: viewer.gln } } });
      expect(codes(ask({ viewer })).sort()).toEqual(['contested', 'own-conflict']);
    }
    expect(alertsOfLife(world.trace(pack())).map(({ code }) => code)).toEqual(['disputed']);
    // Whatever they go on to write, whoever has none of it reads one reason of the double spend.
    world.act(shop, { type: 'dispense', items: [pack()], steps: [3] });
    world.act(other, { type: 'quarantine', items: [pack()], steps: [3], details: { reason: 'suspect' } });
    world.act(till, { type: 'dispense', items: [pack()], steps: [3] });
    expect(codes(ask({ viewer: maker })).filter((code) => code === 'disputed' || code === 'contested')).toEqual([
      'disputed',
    ]);
    expect(alertsOfLife(world.trace(pack())).map(({ code }) => code)).not.toContain('contested');
  });

  it('loss-overtaken: declared lost on the way, and it came after all', () => {
    const till = world.till(maker, ['manufacturer']);
    world.ship(maker, shop, [pack()]);
    world.receive(shop, maker, [pack()]);
    world.act(till, { type: 'decommission', items: [pack()], steps: [2], details: { reason: 'lost' } });
    const verdict = ask({ viewer: shop });
    expectCode(verdict, 'loss-overtaken');
    expect(verdict).toMatchObject({ status: 'caution', custody: { state: 'active', holder: { gln: shop.gln } } });
    expect(verdict.confirm).toBeUndefined();
  });

  it('decommissioned: asks whoever received it, where a past holder writes it at an older step', () => {
    const till = world.till(maker, ['manufacturer']);
    deliver();
    world.act(till, { type: 'decommission', items: [pack()], steps: [1], details: { reason: 'destroyed' } });
    const verdict = ask({ viewer: shop });
    expect(verdict).toMatchObject({ status: 'caution', exit: 0, confirm: true });
    expect(codes(verdict).sort()).toEqual(['decommissioned', 'own-conflict']);
    expect(ask({ viewer: other })).toMatchObject({ status: 'stop', exit: 14 });
  });

  it('unaccounted', () => {
    deliver();
    world.act(shop, { type: 'missing', items: [pack()] });
    expectCode(ask({ viewer: other }), 'unaccounted');
  });

  it('in-transit-elsewhere and in-transit-to-you', () => {
    world.write(maker, { type: 'profile', public: { name: 'Acme', contact: '+44 1' } });
    world.ship(maker, shop, [pack()]);
    const elsewhere = ask({ viewer: other });
    expectCode(elsewhere, 'in-transit-elsewhere');
    expect(elsewhere.reasons[0]).toMatchObject({
      text: 'on the way from Acme to Corner',
      advice: expect.stringContaining('+44 1'),
    });
    const here = ask({ viewer: shop });
    expectCode(here, 'in-transit-to-you');
    expect(here).toMatchObject({ status: 'caution', custody: { state: 'transit', holder: { gln: maker.gln } } });
  });

  it('not-in-your-custody', () => {
    deliver();
    expectCode(ask({ viewer: other }), 'not-in-your-custody');
  });

  it('custody-gap: a stop where hand-overs are required', () => {
    world.ship(maker, shop, [pack()]);
    const shipped = world.events.at(-1);
    world.receive(shop, maker, [pack()]);
    const verdict = ask({ viewer: shop, choice: { events: world.events.filter((event) => event !== shipped) } });
    expectCode(verdict, 'custody-gap');
    expect(verdict).toMatchObject({ exit: 14, retry: true });
  });

  it('custody-gap and what is recorded beyond it: cautions for the custodian, whoever once saw the code', () => {
    deliver();
    const { next } = world.trace(pack());
    world.act(other, { type: 'dispense', items: [pack()], steps: [next + 1] });
    const here = ask({ viewer: shop });
    expect(codes(here)).toEqual(['custody-gap', 'already-dispensed']);
    expect(here).toMatchObject({ status: 'caution', exit: 0, custody: { holder: { gln: shop.gln } } });
    expect(ask({ viewer: middle }).status).toBe('stop');
    expect(ask().status).toBe('stop');
  });

  it('custody-gap: the custodian’s own dispense beyond it stops', () => {
    deliver();
    const { next } = world.trace(pack());
    world.act(shop, { type: 'dispense', items: [pack()], steps: [next + 1] });
    expect(ask({ viewer: shop })).toMatchObject({ status: 'stop', exit: 14 });
  });

  it('a case: what others record beyond its life is a caution for whoever has it', () => {
    const box = world.container('box');
    world.packInto(maker, box, [pack()]);
    world.ship(maker, shop, [box]);
    world.receive(shop, maker, [box]);
    const { next } = world.trace(box);
    world.act(other, { type: 'decommission', items: [box], steps: [next + 2], details: { reason: 'destroyed' } });
    const here = ask({ viewer: shop });
    expect(here).toMatchObject({ status: 'caution', exit: 0 });
    expect(codes(here)).toEqual(['custody-gap', 'decommissioned']);
  });

  it('quarantined: by the custodian, by a regulator, on the way back, and by a report of an illegitimate pack', () => {
    deliver();
    world.act(shop, { type: 'quarantine', items: [pack()], details: { reason: 'damaged' } });
    expectCode(ask({ viewer: shop }), 'quarantined');
    expect(codes(ask({ viewer: other }))).toEqual(['not-in-your-custody', 'quarantined']);
    world.ship(shop, maker, [pack()], { details: { reason: 'damaged' } });
    expect(codes(ask({ viewer: maker })).sort()).toEqual(['in-transit-to-you', 'quarantined']);
    people();
    const hold = (j: number, type: string) =>
      world.write(world.regulator, {
        type,
        public: {},
        items: [{ key: pack().key, token: holdToken(pack().key, j) }],
        details: { reason: 'authority' },
      });
    hold(0, 'quarantine');
    expectCode(ask({ viewer: maker }), 'quarantined');
    expect(world.trace(pack())).toMatchObject({ hold: { reason: 'authority' }, nextHold: 1, state: { at: 'active' } });
    hold(1, 'release');
    expect(ask({ viewer: maker }).status).toBe('genuine');
    const report = { as: 'illegitimate', gtin: GTIN, serial: SERIAL, lot: LOT, by: shop.gln, when: START } as const;
    expectCode(ask({ viewer: maker, question: { reports: () => [report] } }), 'quarantined');
  });

  it('lot-on-hold, until the one who said so or a regulator clears it', () => {
    notice(maker, { kind: 'hold' });
    expectCode(ask({ viewer: maker }), 'lot-on-hold');
    notice(maker, { kind: 'clear' });
    expect(ask({ viewer: maker }).status).toBe('genuine');
    notice(world.regulator, { kind: 'hold' });
    notice(maker, { kind: 'clear' });
    expectCode(ask({ viewer: maker }), 'lot-on-hold');
    notice(world.regulator, { kind: 'clear' });
    expect(ask({ viewer: maker }).status).toBe('genuine');
  });

  it('author-forked: on items whose life uses a leaf above the fork', () => {
    const branch = world.fork(maker, world.path(maker.chain).length);
    world.ship(maker, shop, [pack()]);
    world.write(maker, { type: 'profile', public: { name: 'Acme again' } }, undefined, branch);
    world.receive(shop, maker, [pack()]);
    const verdict = ask({ viewer: shop });
    expectCode(verdict, 'author-forked');
    expect(verdict.status).toBe('caution');
    world.revoke(maker, world.path(maker.chain).length);
    expect(ask({ viewer: shop }).status).toBe('genuine');
  });

  it('settled-here: where somebody counts by a choice made at this node alone', () => {
    const branch = world.fork(world.regulator, world.path(world.network).length);
    world.write(world.regulator, { type: 'profile', public: { name: 'x' } }, undefined, branch);
    const local = world.newChain('Local');
    world.accredit(local, ['distributor']);
    world.ship(maker, local, [pack()]);
    world.receive(local, maker, [pack()]);
    const here = [world.tree(world.regulator, world.path(world.network).length)];
    const verdict = ask({ viewer: local, choice: { here } });
    expectCode(verdict, 'settled-here');
    expect(verdict.status).toBe('caution');
    world.settle(world.regulator, world.path(world.network).length, 0, world.recovery);
    expect(codes(ask({ viewer: local, choice: { here } }))).not.toContain('settled-here');
  });

  it('own-conflict', () => {
    const till = world.till(maker, ['manufacturer']);
    world.ship(maker, shop, [pack()]);
    world.act(till, { type: 'missing', items: [pack()], steps: [1] });
    world.receive(shop, maker, [pack()]);
    expectCode(ask({ viewer: shop }), 'own-conflict');
  });

  it('unaccredited: never more than a caution', () => {
    const nobody = world.newChain('Nobody');
    world.act(nobody, { type: 'dispense', items: [pack()] });
    world.act(middle, { type: 'dispense', items: [pack()] });
    const verdict = ask({ viewer: maker });
    expectCode(verdict, 'unaccredited');
    expect(verdict.status).toBe('caution');
    expect(verdict.reasons.map(({ by }) => by)).toEqual([[nobody.chain], [middle.gln]]);
  });

  it('stale-knowledge', () => {
    expectCode(ask({ viewer: maker, question: { now: START + 2 * DAY } }), 'stale-knowledge');
    expect(ask({ viewer: maker, question: { now: START + 2 * DAY, fresh: { peers: 0 } } }).fresh.oldest).toBeNull();
  });

  it('clock-behind: by how much, and what is newer', () => {
    const verdict = ask({ viewer: maker, question: { clock: { says: START - 400 * DAY, newest: START } } });
    expectCode(verdict, 'clock-behind');
    expect(verdict).toMatchObject({ status: 'caution', exit: 0 });
    expect(verdict.reasons[0]?.text).toMatch(/^the clock here is 400 days behind: .* on 2026-11-22 at 08:00/);
  });

  it('weak-serial', () => {
    world.commission(maker, ['1234567'], { lot: 'WEAK' });
    expectCode(ask({ serial: '1234567', label: { lot: 'WEAK' }, viewer: maker }), 'weak-serial');
    world.commission(maker, ['aB3-xY9_kL2mN4pQ'], { lot: 'STRONG' });
    expect(codes(ask({ serial: 'aB3-xY9_kL2mN4pQ', label: { lot: 'STRONG' }, viewer: maker }))).toEqual([]);
  });

  it('scan-repaired, and a mismatch is then the scanner’s', () => {
    const repairs = [{ code: 'missing-gs' }, 'caps-lock'];
    expectCode(ask({ viewer: maker, question: { repairs } }), 'scan-repaired');
    const verdict = ask({ viewer: maker, label: { lot: 'ABC12' }, question: { repairs } });
    expect(verdict).toMatchObject({ cause: 'scan', retry: true, exit: 10 });
    expect(verdict.reasons[0]?.advice).toContain('Scan again');
    expect(ask({ serial: 'CUT', question: { candidates: [{}] } })).toMatchObject({ cause: 'scan', candidates: [{}] });
  });

  it('caution-notice, also for a reported pack until it is cleared', () => {
    notice(maker, { kind: 'caution' });
    expectCode(ask({ viewer: maker }), 'caution-notice');
    notice(maker, { kind: 'clear' });
    const report = { as: 'suspect', gtin: GTIN, serial: SERIAL, by: shop.gln, when: START } as const;
    expectCode(ask({ viewer: maker, question: { reports: () => [report] } }), 'caution-notice');
    const cleared = { ...report, as: 'cleared', when: START + 1 } as const;
    expect(codes(ask({ viewer: maker, question: { reports: () => [report, { ...cleared, by: maker.gln }] } }))).toEqual(
      [],
    );
    expect(codes(ask({ viewer: maker, question: { reports: () => [report, { ...cleared, by: other.gln }] } }))).toEqual(
      ['caution-notice'],
    );
    expect(
      codes(ask({ viewer: maker, question: { reports: () => [report, { ...cleared, by: world.regulator.gln }] } })),
    ).toEqual([]);
  });

  it('sibling-suspect: a pack of the lot was reported, or the case was used by somebody', () => {
    const report = { as: 'suspect', gtin: GTIN, serial: 'ELSE', lot: LOT, by: shop.gln, when: START } as const;
    expectCode(ask({ viewer: maker, question: { reports: () => [report] } }), 'sibling-suspect');
    const box = world.container('box');
    world.packInto(maker, box, [pack()]);
    world.ship(other, shop, [box], { steps: [1] });
    expectCode(ask({ viewer: maker }), 'sibling-suspect');
    expect(codes(ask({ viewer: maker }))).toEqual(['sibling-suspect']);
  });

  it('corrected-label: the maker has put a misprint or an expiry right', () => {
    notice(maker, { kind: 'correct', correct: { lot: 'ABC124' } });
    expectCode(ask({ viewer: maker }), 'corrected-label');
    expect(ask({ viewer: maker, label: { lot: 'ABC124' } })).toMatchObject({
      status: 'genuine',
      item: { lot: 'ABC124' },
    });
    expect(codes(ask({ viewer: maker, label: { lot: 'ZZZ' } }))).toEqual(['lot-mismatch']);
    notice(maker, { kind: 'expiry', expiry: '2026-11-20' });
    expect(codes(ask({ viewer: maker, label: { lot: 'ABC124' } })).sort()).toEqual(['corrected-label', 'expired']);
    notice(world.regulator, { kind: 'expiry', expiry: '2028-05-00' });
    expect(codes(ask({ viewer: maker, label: { lot: 'ABC124' } }))).toEqual(['corrected-label']);
  });

  it('is reached by a test here, all of them', () => {
    expect([...reached].sort()).toEqual(Object.keys(REASONS).sort());
  });
});

describe('several reasons at once', () => {
  it('are all named: expired, recalled, and a copy of a pack that was dispensed', () => {
    deliver();
    recall(maker, { number: 'R-7' });
    world.act(shop, { type: 'dispense', items: [pack()] });
    world.act(other, { type: 'dispense', items: [pack()] });
    const verdict = ask({ viewer: other, question: { today: '2028-01-01' } });
    expect(codes(verdict)).toEqual(['unauthorised-use', 'recalled', 'already-dispensed', 'expired']);
    expect(verdict).toMatchObject({ status: 'stop', exit: 10, cause: 'suspect' });
    expect(verdict.reasons[1]?.text).toContain('class 2, R-7, glass');
  });

  it('the worst exit wins, in the order of the contract', () => {
    expect(worstExit([0, 20, 13])).toBe(13);
    expect(worstExit([16, 14, 12])).toBe(12);
    expect(worstExit([19, 65])).toBe(19);
    expect(worstExit([15, 2])).toBe(2);
    expect(worstExit([])).toBe(0);
  });
});

describe('where hand-overs are optional', () => {
  beforeEach(() => people('endpoints'));

  it('a pack elsewhere by the records is a caution', () => {
    expect(ask({ viewer: shop })).toMatchObject({ status: 'caution', exit: 0 });
    world.ship(maker, other, [pack()]);
    expect(codes(ask({ viewer: shop }))).toEqual(['custody-gap']);
  });

  it('a pharmacy dispenses what it never received, with a gap', () => {
    world.act(shop, { type: 'dispense', items: [pack()] });
    const verdict = ask({ viewer: shop });
    expect(codes(verdict)).toEqual(['already-dispensed', 'custody-gap']);
    expect(verdict.reasons[1]?.status).toBe('caution');
  });

  it('a dispense beats the hand-over at the same step; two parties that both dispense dispute it', () => {
    world.ship(maker, other, [pack()]);
    world.act(shop, { type: 'dispense', items: [pack()], steps: [2] });
    world.receive(other, maker, [pack()], { steps: [2] });
    expect(world.trace(pack()).effective).toMatchObject({ at: 'dispensed', by: shop.gln });
    const third = world.party('Dale', ['dispenser']);
    world.act(third, { type: 'dispense', items: [pack()], steps: [2] });
    expect(world.trace(pack()).effective).toMatchObject({ at: 'disputed' });
  });

  it('a pack taken out of a case that is elsewhere does not accuse anybody about the case', () => {
    const box = world.container('box');
    world.packInto(maker, box, [pack()]);
    world.act(shop, { type: 'dispense', items: [pack()] });
    expect(world.trace(pack()).effective).toMatchObject({ at: 'dispensed' });
    expect(world.trace(box).findings).toEqual([]);
  });
});

describe('copied tokens', () => {
  it('of a rival’s lot change no verdict', () => {
    deliver();
    const before = ask({ viewer: shop });
    const rival = world.party('Rival', ['manufacturer'], { prefixes: ['4012345'] });
    const lot = world.events.find(({ leaf }) => leaf.type === 'commission');
    const tokens = lot?.leaf.rows?.data ?? new Uint8Array();
    for (const gtin of [GTIN, '04012345000009']) {
      world.write(rival, { type: 'commission', public: { gtin, lot: LOT, expiry: '2020-01-01', count: 2 }, tokens });
    }
    // A row copied from another event opens to nothing: openers are tied to their event.
    const own = world.pack('SOMETHING ELSE');
    for (let n = 0; n < 5; n++) {
      const items = [{ key: own.key, token: itemToken(pack().key, n) }];
      world.write(rival, { type: 'ship', public: {}, items, details: { to: rival.gln } });
    }
    expect(ask({ viewer: shop })).toEqual(before);
    expect(alertsOfLife(world.trace(pack()))).toMatchObject([{ code: 'copied-tokens', parties: [rival.gln] }]);
  });
});

describe('recalls', () => {
  it('by serial stop those packs alone', () => {
    const key = pack().key;
    const items = [{ key, token: itemToken(key, 0) }];
    const { lots: _, ...body } = { kind: 'issue', gtin: GTIN, lots: [], class: 1, reason: 'leak', serials: 1 };
    world.write(maker, { type: 'recall', public: body, items });
    expect(codes(ask({ viewer: maker }))).toEqual(['recalled']);
    expect(ask({ viewer: maker, serial: 'Q0G7VJ2K9QX4NB8T' }).status).toBe('genuine');
  });

  it('are widened by an extension of the issuer or a regulator, and stand alone from anybody else who may', () => {
    const event = recall(maker, { lots: ['OTHER'], class: 3 });
    expect(ask({ viewer: maker }).status).toBe('genuine');
    recall(maker, { kind: 'extend', of: b64u(event.leaf.hash), class: 1 });
    const verdict = ask({ viewer: maker });
    expect(verdict.reasons[0]?.text).toContain('class 1');
    endRecall(maker, event, 'rescinded');
    expect(codes(ask({ viewer: maker }))).toEqual(['recalled']);
    endRecall(world.regulator, event, 'rescinded');
    expect(ask({ viewer: maker }).status).toBe('genuine');
    const official = recall(world.regulator, { lots: ['OTHER'] });
    recall(maker, { kind: 'extend', of: b64u(official.leaf.hash) });
    endRecall(maker, official, 'rescinded');
    expect(codes(ask({ viewer: maker }))).toEqual(['recalled']);
  });

  it('of the whole product, by a regulator, are not a maker’s to rescind', () => {
    const { lots: _, ...all } = { kind: 'issue', gtin: GTIN, lots: [], class: 2, reason: 'fake', all: true };
    const event = world.write(world.regulator, { type: 'recall', public: all });
    endRecall(maker, event, 'rescinded');
    expect(codes(ask({ viewer: maker }))).toEqual(['recalled']);
  });

  it('of somebody else’s product count for nothing, and so do ends of nothing', () => {
    const rival = world.party('Rival', ['manufacturer'], { prefixes: ['4012345'] });
    const event = recall(rival);
    recall(middle);
    endRecall(rival, event, 'ended');
    expect(ask({ viewer: maker }).status).toBe('genuine');
  });

  it('stop the lot on the label as well as the lot it was made in', () => {
    recall(maker, { lots: ['OTHER'] });
    expect(codes(ask({ viewer: maker, label: { lot: 'OTHER' } })).sort()).toEqual(['lot-mismatch', 'recalled']);
    expect(codes(ask({ serial: 'NEVER MADE', label: { lot: 'OTHER' } })).sort()).toEqual(['recalled', 'unknown-lot']);
  });
});

describe('the codes of other systems', () => {
  itGiven(VECTORS, vectors('epcis/alert-codes.json'), 'are those of the EU’s hub', (file) => {
    const { hub } = JSON.parse(readFileSync(file, 'utf8')) as { hub: Record<string, string> };
    // A1, the product code that nobody knows, is missing in the compiled list.
    const known = [...Object.keys(hub), 'A1'];
    for (const reason of Object.values(REASONS)) if ('emvs' in reason) expect(known).toContain(reason.emvs);
  });

  itGiven(VECTORS, vectors('epcis/vrs.json'), 'are those of GS1’s verification messages', (file) => {
    const { verificationFailureReason, additionalInfo } = JSON.parse(readFileSync(file, 'utf8')) as Record<
      string,
      readonly string[]
    >;
    const known = [...(verificationFailureReason ?? []), ...(additionalInfo ?? [])];
    for (const reason of Object.values(REASONS)) if ('vrs' in reason) expect(known).toContain(reason.vrs);
    expect(known).toContain('No_match_GTIN_Serial_Lot_Expiry');
  });
});

describe('a container', () => {
  it('is judged by all that is inside', () => {
    const box = world.container('box');
    const serials = [SERIAL, 'Q0G7VJ2K9QX4NB8T'];
    world.packInto(
      maker,
      box,
      serials.map((serial) => world.pack(serial)),
    );
    world.ship(maker, shop, [box]);
    recall(maker);
    const evidence = world.evidence();
    const cache = createLifeCache();
    const question: Question = {
      now: START,
      today: '2026-11-22',
      viewer: shop.gln,
      fresh: { peers: 1, oldest: START },
      maxAge: DAY,
    };
    const packs = serials.map((serial) =>
      judge({ gtin: GTIN, serial, lot: LOT }, traceItem(world.pack(serial), evidence, cache), evidence, question),
    );
    const life = traceItem(box, evidence, cache);
    const verdict = judgeContainer(life, { sscc: '095011015300000012', packs }, evidence, question);
    expect(codes(verdict)).toEqual(['recalled', 'in-transit-to-you']);
    expect(verdict.reasons[0]).toMatchObject({ count: 2 });
    expect(verdict).toMatchObject({ exit: 12, item: { sscc: '095011015300000012', packs: 2 } });
    const unknown = judgeContainer(life, { packs: [], incomplete: true }, evidence, question);
    expect(unknown).toMatchObject({ status: 'unknown', exit: 19 });
  });
});
