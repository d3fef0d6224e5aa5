// Hostile and broken worlds: circles, rival containers, missing pages, gaps, forks, malformed bodies.
import { beforeEach, describe, expect, it } from 'vitest';
import { b64u, hex } from '../../src/chain/bytes.ts';
import { encodeCanonical, type JsonObject } from '../../src/chain/canonical.ts';
import { holdToken, itemToken } from '../../src/chain/item-key.ts';
import { decodeLeaf, MAX_TIME } from '../../src/chain/leaf.ts';
import { alertsOfLife } from '../../src/custody/alerts.ts';
import { allowedNow } from '../../src/custody/allowed.ts';
import { decodePart } from '../../src/custody/events/index.ts';
import { containerItem, type ItemKey } from '../../src/custody/item.ts';
import type { Life } from '../../src/custody/life.ts';
import { createLifeCache, traceItem } from '../../src/custody/trace.ts';
import type { Stored } from './memory.ts';
import { GTIN, type Party, World } from './world.ts';

let world: World;
let maker: Party;
let shop: Party;
let other: Party;
let p: ItemKey;
let box: ItemKey;

beforeEach(() => {
  world = new World();
  maker = world.party('Acme', ['manufacturer', 'dispenser']);
  shop = world.party('Corner', ['dispenser']);
  other = world.party('Hill', ['dispenser']);
  world.commission(maker, ['P', 'Q', ...Array.from({ length: 300 }, (_, i) => `S${i}`)]);
  p = world.pack('P');
  box = world.container('box');
});

const reasons = (life: Life): string[] => life.findings.map(({ reason }) => reason);

describe('containers', () => {
  it('with the key of another’s are other containers: a past holder disputes nothing', () => {
    world.packInto(maker, box, [p]);
    world.packInto(other, box, [world.pack('Q')], { steps: [1, 0] });
    world.ship(maker, shop, [box], { steps: [1] });
    world.receive(shop, maker, [box], { steps: [2] });
    expect(world.trace(p)).toMatchObject({ effective: { at: 'active', holder: shop.gln }, findings: [] });
    expect(world.trace(containerItem(box.key, maker.gln)).effective).toMatchObject({ holder: shop.gln });
    expect(world.trace(containerItem(box.key, other.gln)).effective).toMatchObject({ holder: other.gln });
    expect(world.trace(box).effective).toEqual({ at: 'disputed', between: [maker.gln, other.gln].sort() });
    expect(world.trace(world.pack('Q')).effective).toMatchObject({ at: 'active', holder: maker.gln });
  });

  it('that nobody made are nothing', () => {
    expect(world.trace(world.container('nothing'))).toMatchObject({ state: { at: 'none' }, steps: [] });
  });

  it('in a circle are disputed, and the same from wherever one looks', () => {
    const two = world.container('two');
    world.packInto(maker, box, [p]);
    world.packInto(maker, two, [world.pack('Q')]);
    world.packInto(maker, two, [box], { steps: [1, 1] });
    world.act(world.till(maker, ['manufacturer']), {
      type: 'pack',
      items: [two, box],
      steps: [1, 1],
      details: { container: b64u(box.key) },
    });
    const evidence = world.evidence();
    const cache = createLifeCache();
    const alone = [p, box, two].map((item) => JSON.stringify(traceItem(item, evidence).effective));
    const together = [two, p, box, p].map((item) => JSON.stringify(traceItem(item, evidence, cache).effective));
    expect(together).toEqual([alone[2], alone[0], alone[1], alone[0]]);
  });

  it('one into the other after the other are packed as far as the first stands', () => {
    const two = world.container('two');
    world.packInto(maker, box, [p]);
    world.packInto(maker, two, [box]);
    world.packInto(maker, box, [two], { steps: [1, 2] });
    expect(world.trace(box)).toMatchObject({ state: { at: 'inside' }, effective: { at: 'active', holder: maker.gln } });
    expect(reasons(world.trace(box))).toContain('unauthorised-use');
    const life = world.trace(two);
    const asked = {
      type: 'pack',
      gln: maker.gln,
      chain: maker.chain,
      roles: ['manufacturer'],
      at: 0,
      details: {},
      policy: 'required',
    } as const;
    expect(allowedNow(life, { ...asked, into: world.trace(box) })).toMatchObject({ reason: 'would-make-a-cycle' });
    expect(allowedNow(life, { ...asked, into: life })).toMatchObject({ reason: 'would-make-a-cycle' });
  });

  it('are at most eight deep', () => {
    let inner: ItemKey = p;
    for (let depth = 1; depth <= 8; depth++) {
      const outer = world.container(`depth ${depth}`);
      world.packInto(maker, outer, [inner]);
      inner = outer;
    }
    expect(world.trace(p)).toMatchObject({ effective: { at: 'active', holder: maker.gln }, around: { length: 8 } });
    const asked = {
      type: 'pack',
      gln: maker.gln,
      chain: maker.chain,
      roles: ['manufacturer'],
      at: 0,
      details: {},
      policy: 'required',
    } as const;
    const into = world.trace(world.container('depth 8'));
    expect(allowedNow(world.trace(world.pack('Q')), { ...asked, into })).toBe(true);
    const deep = world.trace(world.container('depth 1'));
    expect(allowedNow(world.trace(world.pack('Q')), { ...asked, into: deep })).toBe(true);
    world.packInto(maker, world.container('depth 0'), [world.pack('Q')]);
    expect(allowedNow(world.trace(world.container('depth 0')), { ...asked, into: deep, levels: 1 })).toMatchObject({
      reason: 'too-deep',
    });
    world.packInto(maker, world.container('depth 9'), [inner]);
    expect(world.trace(p).effective).toEqual({ at: 'disputed', between: [maker.gln] });
    expect(world.trace(world.container('depth 2')).effective).toMatchObject({ at: 'active' });
    // What was cut off under the pack is whole where one looks from further out, also with what the first trace left.
    const evidence = world.evidence();
    const cache = createLifeCache();
    traceItem(p, evidence, cache);
    for (let depth = 1; depth <= 9; depth++) {
      const life = traceItem(world.container(`depth ${depth}`), evidence, cache);
      expect(life).toMatchObject({ effective: { at: 'active' }, around: { length: 9 - depth } });
    }
  });

  it('whose row is not in the event take nothing in', () => {
    world.act(maker, { type: 'pack', items: [p], details: { container: b64u(box.key) } });
    expect(world.trace(p).state).toMatchObject({ at: 'active' });
    expect(reasons(world.trace(p))).toEqual(['unauthorised-use']);
  });

  it('opened and shipped at one step by two tills: the shipment stands, for what was taken out too', () => {
    const till = world.till(maker, ['manufacturer', 'dispenser']);
    world.packInto(maker, box, [p]);
    const opens = [{ item: box, n: 1 }];
    world.act(till, { type: 'dispense', items: [p], opens });
    world.ship(maker, shop, [box], { steps: [1] });
    const life = world.trace(p);
    expect(life.effective).toMatchObject({ at: 'transit', to: shop.gln });
    expect(reasons(life)).toEqual(['own-conflict', 'already-dispensed']);
  });

  it('opened by two tills at one step give both out', () => {
    const till = world.till(maker, ['manufacturer', 'dispenser']);
    const q = world.pack('Q');
    world.packInto(maker, box, [p, q]);
    world.act(till, { type: 'dispense', items: [p], opens: [{ item: box, n: 1 }] });
    world.act(maker, { type: 'unpack', items: [q], opens: [{ item: box, n: 1 }] });
    expect(world.trace(p).effective).toMatchObject({ at: 'dispensed' });
    expect(world.trace(q).effective).toMatchObject({ at: 'active' });
    expect(world.trace(box).steps.at(-1)?.events).toHaveLength(2);
    expect([p, q, box].flatMap((item) => reasons(world.trace(item)))).toEqual([]);
  });
});

describe('what has not arrived', () => {
  it('a page of a shipment’s details or rows is missing knowledge, not a crime', () => {
    const serials = Array.from({ length: 300 }, (_, i) => world.pack(`S${i}`));
    const packed = world.packInto(maker, box, serials);
    const root = packed.leaf.rows?.root;
    const withoutPages = new Set([hex(root ?? new Uint8Array())]);
    expect(world.trace(world.pack('S7')).state).toMatchObject({ at: 'inside' });
    // The pack's own row came in another page than the container's.
    const evidence = world.evidence({ withoutPages });
    const own = world.evidence();
    const first = itemToken(world.pack('S7').key, 1);
    const life = traceItem(world.pack('S7'), {
      ...evidence,
      rows: (token) => (hex(token) === hex(first) ? own.rows(token) : evidence.rows(token)),
    });
    expect(life.state).toMatchObject({ at: 'active' });
    expect(reasons(life)).toEqual(['incomplete-knowledge']);
  });

  it('details that lie beside the leaf and have not come yet', () => {
    world.ship(maker, shop, [p]);
    const missing = Array.from({ length: 700 }, (_, i) => b64u(itemToken(box.key, i)));
    const event = world.receive(shop, maker, [p], { details: { missing } });
    const root = event.leaf.details && 'root' in event.leaf.details ? event.leaf.details.root : new Uint8Array();
    expect(world.trace(p)).toMatchObject({ effective: { at: 'active', holder: shop.gln }, findings: [] });
    const life = world.trace(p, { withoutPages: new Set([hex(root)]) });
    expect(life.effective).toMatchObject({ at: 'transit' });
    expect(reasons(life)).toEqual(['incomplete-knowledge']);
  });

  it('words that a former holder withholds put nobody’s goods in doubt', () => {
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
    const missing = Array.from({ length: 700 }, (_, i) => b64u(itemToken(box.key, i)));
    // At the step of its own shipment, and behind the end of what is known.
    const withheld = [1, 3, 5].map((n) =>
      world.write(maker, {
        type: 'receive',
        public: {},
        items: [{ key: p.key, token: itemToken(p.key, n) }],
        details: { from: shop.gln, missing },
      }),
    );
    const roots = withheld.map(({ leaf }) => (leaf.details && 'root' in leaf.details ? hex(leaf.details.root) : ''));
    expect(roots).not.toContain('');
    const life = world.trace(p, { withoutPages: new Set(roots) });
    expect(life.effective).toMatchObject({ at: 'active', holder: shop.gln });
    expect(reasons(life)).toEqual([]);
  });

  it('a hand-over in pages that are still to come is no hand-over that is missing', () => {
    const many = Array.from({ length: 300 }, (_, i) => world.pack(`S${i}`));
    const [first] = many;
    if (first === undefined) throw new Error('no packs');
    const sent = world.ship(maker, shop, many);
    world.receive(shop, maker, [first]);
    const withoutPages = new Set([hex(sent.leaf.rows?.root ?? new Uint8Array())]);
    expect(reasons(world.trace(first))).toEqual([]);
    expect(reasons(world.trace(first, { withoutPages }))).toEqual(['incomplete-knowledge']);
    // Without anything to come it is one.
    const events = world.events.filter(({ leaf }) => leaf.hash !== sent.leaf.hash);
    expect(reasons(world.trace(first, { events }))).toEqual(['custody-gap']);
  });

  it('of a regulator’s hold: it holds, and a release counts when it can be read', () => {
    const token = (j: number) => holdToken(p.key, j);
    const opens = Array.from({ length: 250 }, (_, i) => b64u(itemToken(p.key, 100 + i)));
    // Where the event would be too long its parts lie beside it.
    const beside = { more: 'x'.repeat(60_000) };
    const hold = (type: string, j: number, details: JsonObject) =>
      world.write(world.regulator, { type, public: beside, items: [{ key: p.key, token: token(j) }], details });
    const rootOf = ({ leaf }: Stored) => (leaf.details && 'root' in leaf.details ? hex(leaf.details.root) : '');
    const held = hold('quarantine', 0, { reason: 'suspect', opens });
    expect(rootOf(held)).not.toBe('');
    expect(world.trace(p, { withoutPages: new Set([rootOf(held)]) }).hold).toMatchObject({ reason: 'authority' });
    expect(world.trace(p).hold).toMatchObject({ reason: 'suspect', by: world.regulator.gln });
    const freed = hold('release', 1, { reason: 'x'.repeat(200), opens });
    expect(world.trace(p, { withoutPages: new Set([rootOf(freed)]) }).hold).toMatchObject({ reason: 'suspect' });
    expect(world.trace(p).hold).toBeUndefined();
  });

  it('the commissioning itself: later steps are known, and nothing is accused', () => {
    world.ship(maker, shop, [p]);
    world.receive(shop, maker, [p]);
    world.act(shop, { type: 'dispense', items: [p] });
    const events = world.events.filter(({ leaf }) => leaf.type !== 'commission');
    const life = world.trace(p, { events });
    expect(life.state).toEqual({ at: 'none' });
    expect(new Set(reasons(life))).toEqual(new Set(['incomplete-knowledge', 'already-dispensed']));
  });

  it('a shipment of the case: an opening further on is a gap, and a dispense there is told', () => {
    world.packInto(maker, box, [p]);
    const shipped = world.ship(maker, shop, [box]);
    world.receive(shop, maker, [box]);
    world.act(shop, { type: 'dispense', items: [p] });
    expect(world.trace(p)).toMatchObject({ effective: { at: 'dispensed' }, findings: [] });
    const life = world.trace(p, { events: world.events.filter((event) => event !== shipped) });
    expect(new Set(reasons(life))).toEqual(new Set(['custody-gap', 'already-dispensed']));
    const boxed = world.trace(box, { events: world.events.filter((event) => event !== shipped) });
    expect(new Set(reasons(boxed))).toEqual(new Set(['custody-gap']));
  });

  it('sixteen steps beyond the end are looked at and no more', () => {
    const gap = (n: number) => {
      world.act(other, { type: 'decommission', items: [p], steps: [n], details: { reason: 'other' } });
      return reasons(world.trace(p));
    };
    expect(gap(18)).toEqual([]);
    expect(gap(17)).toEqual(['custody-gap', 'decommissioned']);
  });
});

describe('times beyond any calendar', () => {
  it('make an event broken, and the words about a recall or an accreditation malformed', () => {
    const at = (ms: number) =>
      decodeLeaf(encodeCanonical({ ...JSON.parse(new TextDecoder().decode(first())), at: ms }));
    const first = () => world.path(shop.chain)[0]?.leaf.bytes ?? new Uint8Array();
    expect(new Date(at(MAX_TIME).at).toISOString()).toBe('9999-12-31T23:59:59.999Z');
    for (const ms of [MAX_TIME + 1, 8_640_000_000_000_001, Number.MAX_SAFE_INTEGER]) expect(() => at(ms)).toThrow();
    const recall = { kind: 'issue', gtin: GTIN, all: true, class: 1, reason: 'x' };
    expect(decodePart('recall', 'public', { ...recall, respondBy: MAX_TIME })).toBeDefined();
    expect(decodePart('recall', 'public', { ...recall, respondBy: MAX_TIME + 1 })).toBeUndefined();
  });
});

describe('a fork', () => {
  it('shows a double spend like two chains of one party', () => {
    const branch = world.fork(maker, world.path(maker.chain).length);
    world.ship(maker, shop, [p]);
    world.ship(maker, other, [p], { branch, steps: [1] });
    const life = world.trace(p);
    expect(new Set(reasons(life))).toEqual(new Set(['own-conflict', 'author-forked']));
    expect(
      alertsOfLife(life)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['author-forked', 'own-conflict']);
  });

  it('keeps a release from counting, and accuses nobody of it', () => {
    world.act(maker, { type: 'quarantine', items: [p], details: { reason: 'damaged' } });
    const branch = world.fork(maker, world.path(maker.chain).length);
    world.write(maker, { type: 'profile', public: { name: 'x' } }, undefined, branch);
    world.act(maker, { type: 'release', items: [p], details: { reason: 'fine' } });
    expect(world.trace(p)).toMatchObject({ state: { at: 'quarantined' }, findings: [{ reason: 'author-forked' }] });
  });
});

describe('events that count for nothing', () => {
  it.each([
    ['ship', {}],
    ['ship', { to: '123' }],
    ['decommission', { reason: 'bored' }],
    ['reinstate', { reason: 'x', notSupplied: false }],
    ['unpack', { opens: [] }],
    ['quarantine', { reason: 'damaged', opens: ['short'] }],
  ])('a malformed %s', (type, details) => {
    world.act(maker, { type, items: [p], details, opens: [] });
    expect(world.trace(p)).toMatchObject({ next: 1, findings: [] });
  });

  it('types that make no step, and rows at step 0', () => {
    world.act(maker, { type: 'report', items: [p] });
    world.ship(maker, shop, [p], { steps: [0] });
    expect(world.trace(p).state).toMatchObject({ at: 'active' });
    expect(reasons(world.trace(p))).toEqual(['unauthorised-use']);
  });

  it('one event with two rows of the same item stands once', () => {
    world.act(maker, { type: 'ship', items: [p, p], steps: [1, 2], details: { to: shop.gln } });
    expect(world.trace(p)).toMatchObject({ next: 2, state: { at: 'transit' } });
  });
});

describe('an event with rows for two steps of one case', () => {
  it('is one step of it, whatever was traced before', () => {
    const q = world.pack('Q');
    world.packInto(maker, box, [p]);
    const n = world.trace(p).next;
    // It opens the case at step 1, before Q went in, and again at step 3.
    const opened = [1, 3].map((step) => ({ key: box.key, token: itemToken(box.key, step) }));
    world.write(maker, {
      type: 'unpack',
      public: {},
      items: [...opened, ...[p, q].map(({ key }) => ({ key, token: itemToken(key, n) }))],
      details: { opens: opened.map(({ token }) => b64u(token)) },
    });
    world.packInto(maker, box, [q], { steps: [1, 2] });
    const evidence = world.evidence();
    const cache = createLifeCache();
    const outer = traceItem(box, evidence, cache);
    expect(outer.steps.map(({ kind }) => kind)).toEqual(['pack', 'unpack', 'pack']);
    expect(traceItem(q, evidence, cache)).toMatchObject({ state: { at: 'inside' }, next: 2 });
    expect(traceItem(q, evidence)).toMatchObject({ state: { at: 'inside' }, next: 2 });
  });
});

describe('two commissionings of one serial', () => {
  it('by one maker: the same once, two lots a conflict; by two makers a dispute', () => {
    world.commission(maker, ['P']);
    expect(world.trace(p)).toMatchObject({ state: { at: 'active' }, findings: [] });
    const till = world.till(maker, ['manufacturer']);
    world.commission(till, ['Q'], { lot: 'SECOND' });
    expect(reasons(world.trace(world.pack('Q')))).toEqual(['own-conflict']);
    const second = world.party('Second', ['manufacturer']);
    world.commission(second, ['P']);
    expect(world.trace(p).state).toEqual({ at: 'disputed', between: [maker.gln, second.gln].sort() });
  });
});

describe('what may be published', () => {
  const base = { roles: ['dispenser', 'manufacturer'], at: 0, details: {}, policy: 'required' } as const;
  const ask = (item: ItemKey, by: Party, type: string, more = {}) =>
    allowedNow(world.trace(item), { ...base, type, gln: by.gln, chain: by.chain, ...more });

  it('is what the fold would take', () => {
    world.packInto(maker, box, [p]);
    expect(ask(p, maker, 'dispense')).toBe(true);
    expect(ask(p, shop, 'dispense')).toMatchObject({ reason: 'not-in-your-custody' });
    expect(ask(p, shop, 'dispense', { policy: 'endpoints' })).toBe(true);
    expect(ask(p, maker, 'receive')).toMatchObject({ reason: 'not-allowed' });
    expect(ask(p, maker, 'dispense', { roles: ['distributor'] })).toMatchObject({ reason: 'not-allowed' });
    expect(ask(world.pack('NONE'), maker, 'ship')).toMatchObject({ reason: 'incomplete-knowledge' });
    expect(ask(p, world.regulator, 'assign', { roles: ['regulator'] })).toBe(true);
    expect(ask(box, maker, 'pack', { role: 'container' })).toBe(true);
    world.ship(maker, shop, [box]);
    expect(ask(p, shop, 'dispense')).toMatchObject({ reason: 'in-transit-to-you' });
    expect(ask(p, other, 'dispense')).toMatchObject({ reason: 'in-transit-elsewhere' });
    expect(ask(box, shop, 'pack')).toMatchObject({ reason: 'in-transit-to-you' });
    world.act(maker, { type: 'decommission', items: [box], details: { reason: 'lost' } });
    expect(ask(p, shop, 'dispense')).toMatchObject({ reason: 'decommissioned' });
    world.act(maker, { type: 'dispense', items: [world.pack('Q')] });
    expect(ask(world.pack('Q'), maker, 'dispense')).toMatchObject({ reason: 'already-dispensed' });
    expect(ask(world.pack('Q'), maker, 'reinstate')).toMatchObject({ reason: 'already-dispensed' });
    expect(ask(world.pack('S1'), maker, 'unpack')).toMatchObject({ reason: 'not-allowed' });
  });
});
