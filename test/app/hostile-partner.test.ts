// A partner with rights and a valid key who writes what no tool of ours would: others go on working.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { packsInside, treeOf } from '../../src/app/items/inventory-contents.ts';
import { packsIn } from '../../src/app/items/lots.ts';
import type { Home } from '../../src/app/node/home.ts';
import { containersNamed } from '../../src/app/record/containers-known.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { incoming } from '../../src/app/steps/incoming.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { b64u } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { itemToken } from '../../src/chain/item-key.ts';
import { admitSealKey } from '../../src/chain/keys.ts';
import { containerItem } from '../../src/custody/item.ts';
import type { Appender, AppendTx } from '../../src/ledger/types.ts';
import { GTIN, makeWorld, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

const DEEP = 4_000;
const keyOf = (n: number) => Buffer.alloc(32, `container ${n}`);
const row = (key: Buffer, n: number) => ({ key, token: itemToken(key, n) });

/** Writes events as they are given, readable by Hill. */
function write(
  home: Home,
  fn: (add: (draft: Draft) => ReturnType<AppendTx['add']>) => void,
  signer: Appender = home.signer(),
): void {
  home.ledger.append(signer, home.appendOptions(), (tx) => {
    const readers = tx.view.authority().sealKeysOf(HILL.gln);
    fn((draft) => tx.add({ ...draft, readers }));
  });
}

const packed = (name: number, container: JsonObject, items: JsonObject = {}, rows = [row(keyOf(name), 0)]): Draft => ({
  type: 'pack',
  public: {},
  items: rows,
  details: { container: b64u(keyOf(name)) },
  manifest: { container: { sscc: '095060001000000018', key: b64u(keyOf(name)), n: 0, ...container }, items },
});

describe('a hostile partner', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
    const { scans } = await world.mint({ count: 2 });
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [scans[0] ?? ''] }));
  });
  afterAll(() => world.remove());

  test('whose manifests name containers by keys that are none keeps nobody from writing', async () => {
    await world.as('midway', (home) =>
      write(home, (add) => {
        for (const key of ['!!!', 'AAAA', b64u(new Uint8Array(64))]) add(packed(1, { key }));
        add(packed(2, { sscc: 7 }));
        add({ type: 'ship', public: {}, items: [row(keyOf(2), 1)], details: { to: HILL.gln }, manifest: { to: 1 } });
      }),
    );
    await world.share();
    expect(await world.as('hill', (home) => receive(home, { items: [], all: true }))).toMatchObject({ packs: 1 });
  });

  test('who writes of another’s shipment that all is missing hides nothing of it', async () => {
    const { scans, ...minted } = await world.mint({ count: 2, lot: 'SHORT' });
    const shipped = await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [...scans] }));
    await world.as('midway', (home) =>
      write(home, (add) => {
        const serials = scans.map((scan) => /21([0-9A-Z]{16})/.exec(scan)?.[1] ?? '');
        expect(serials.every((serial) => serial.length === 16)).toBe(true);
        const missing = { packs: [{ gtin: minted.gtin, lot: 'SHORT', expiry: minted.expiry, n: 1, serials }] };
        const manifest = { kind: 'data-without-goods', shipment: shipped.event ?? '', missing };
        add({ type: 'exception', public: {}, manifest });
      }),
    );
    await world.share();
    expect(await world.as('hill', (home) => receive(home, { items: [], all: true }))).toMatchObject({ packs: 2 });
  });

  test('who gives a case that it learnt of from a pack another name hides it from nobody', async () => {
    const { ssccs = [], scans } = await world.mint({ count: 4, caseOf: 4, lot: 'CASE' });
    const [sscc = ''] = ssccs;
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [sscc] }));
    await world.share();
    await world.as('midway', (home) => receive(home, { items: [sscc] }));
    const key = await world.as('midway', (home) =>
      home.ledger.read((view) => containersNamed(knowledgeOf(home, view), sscc)[0]?.key ?? new Uint8Array()),
    );
    // Midway fills a container of its own with the key, and tells Hill of it under another number before it ships the case.
    await world.as('midway', (home) =>
      write(home, (add) => {
        const rows = [{ key, token: itemToken(key, 0) }];
        const name = { sscc: '095060001999999990', key: b64u(key), n: 0 };
        const details = { container: b64u(key) };
        add({ type: 'pack', public: {}, items: rows, details, manifest: { container: name, items: {} } });
      }),
    );
    await world.share();
    await world.as('midway', (home) => ship(home, { to: HILL.gln, items: [sscc] }));
    await world.share();
    expect(await world.as('hill', (home) => receive(home, { items: [sscc] }))).toMatchObject({ received: 1, packs: 4 });
    expect(scans).toHaveLength(4);
  });

  test('who writes down another’s next lot with another expiry does not keep its maker from making it', async () => {
    await world.as('midway', (home) =>
      write(home, (add) => {
        const about = { gtin: GTIN, lot: 'NEXT', expiry: '2020-01-31', count: 1 };
        add({ type: 'commission', public: about, tokens: Buffer.alloc(16, 1) });
      }),
    );
    await world.share();
    expect(await world.mint({ count: 1, lot: 'NEXT' })).toMatchObject({ count: 1 });
  });

  test('whose containers are thousands deep, or inside each other, does not exhaust anybody', async () => {
    await world.as('midway', (home) =>
      write(home, (add) => {
        let inner: JsonObject = {};
        for (let name = DEEP; name >= 10; name--) {
          const event = add(packed(name, {}, inner));
          const events = [{ event: event.ref, hash: b64u(event.leaf.hash), m: b64u(event.km ?? new Uint8Array()) }];
          inner = { containers: [{ sscc: '095060001000000018', key: b64u(keyOf(name)), n: 0, events }] };
        }
        const rows = [row(keyOf(10), 1)];
        const manifest = { from: MIDWAY.gln, to: HILL.gln, items: inner };
        add({ type: 'ship', public: {}, items: rows, details: { to: HILL.gln }, manifest });
      }),
    );
    await world.share();
    await world.as('hill', (home) => {
      expect(retryOutbox(home)).toMatchObject({ exit: 0 });
      expect(incoming(home).shipments.length).toBeGreaterThan(0);
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        catchUp(known);
        const item = containerItem(keyOf(10), MIDWAY.gln);
        expect([...packsInside(known, item.key)]).toEqual([]);
        expect(treeOf(known, { kind: 'container', name: 'x' }, item)).toMatchObject({ packs: 0 });
      });
    });
  }, 240_000);

  test('whose containers are inside each other sends nobody round in circles', async () => {
    const [a, b] = [keyOf(7001), keyOf(7002)];
    const name = (key: Buffer, n: number) => ({ key: b64u(key), sscc: '095060001000000025', n });
    // Each goes into the other at the same step, by two tills: from the outside of either it is inside the other.
    const into = (home: Home, child: Buffer, container: Buffer) =>
      write(home, (add) => {
        const items = { containers: [{ ...name(child, 1), events: [] }] };
        const details = { container: b64u(container) };
        const manifest = { container: name(container, 1), items };
        add({ type: 'pack', public: {}, items: [row(child, 1), row(container, 1)], details, manifest });
      });
    await world.as('midway', (home) => {
      for (const key of [a, b]) {
        const rows = [row(key, 0)];
        const manifest = { container: name(key, 0), items: {} };
        write(home, (add) =>
          add({ type: 'pack', public: {}, items: rows, details: { container: b64u(key) }, manifest }),
        );
      }
      into(home, a, b);
    });
    await world.join('till', MIDWAY, { roles: ['distributor'], sameParty: true });
    await world.carry('hill', 'till');
    await world.at('till', (home) => into(home, b, a));
    await world.carry('agency', 'hill');
    await world.carry('till', 'hill');
    await world.share();
    await world.as('hill', (home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        catchUp(known);
        const item = containerItem(a, MIDWAY.gln);
        const goods = {
          n: 1,
          input: 'x',
          item,
          is: { kind: 'container', name: 'x' } as const,
          life: known.trace(item),
        };
        expect(goods.life.state.at).toBe('inside');
        expect(known.trace(containerItem(b, MIDWAY.gln)).state.at).toBe('inside');
        expect(packsIn(known, [goods])).toBe(0);
        expect(treeOf(known, goods.is, item).packs).toBe(0);
      }),
    );
  });

  test('whose seal key is of small order is granted nothing, and looked at without harm', async () => {
    await world.as('midway', (home) => {
      const signer = home.signer();
      write(home, (add) => add({ type: 'rotate', public: { sealKey: b64u(new Uint8Array(32)) } }), signer);
      write(
        home,
        (add) => add({ type: 'exception', public: {}, manifest: { kind: 'underage', shipment: 'x' } }),
        signer,
      );
    });
    await world.share();
    await world.as('hill', (home) => {
      expect(retryOutbox(home)).toMatchObject({ exit: 0 });
      const keys = home.ledger.read((view) => view.authority().sealKeysOf(MIDWAY.gln));
      expect(keys.length).toBeGreaterThan(0);
      expect(keys.filter((key) => !admitSealKey(key))).toEqual([]);
      home.ledger.read((view) => expect(() => catchUp(knowledgeOf(home, view))).not.toThrow());
    });
  });
});
