// What an insider can have many of, instead of writing much: tills, forks of its chain, and containers in each other.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { b64u } from '../../src/chain/bytes.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { batchOf, folder, type Party, party } from '../ledger/network.ts';
import { CORNER, GTIN } from './goods-world.ts';
import type { Scene } from './insiders.ts';
import { HILL } from './network.ts';

const BATCH = 250;

const inBatches = <T>(all: readonly T[], fn: (some: readonly T[]) => void): void => {
  for (let at = 0; at < all.length; at += BATCH) fn(all.slice(at, at + BATCH));
};

/** The pharmacy endorses so many tills, and the holder has the opening event of each. */
export async function manyTills({ world }: Scene, count: number): Promise<void> {
  const network = await world.as('corner', (home) => home.self.network);
  const tills = Array.from({ length: count }, () => party(CORNER.name, CORNER.gln, network));
  await world.as('corner', (home) =>
    inBatches(tills, (some) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
        for (const { chain } of some) tx.add({ type: 'endorse', public: { chain, roles: ['dispenser'] } });
      }),
    ),
  );
  await world.carry('corner', 'hill');
  await world.as('hill', (home) => {
    for (const { ledger, chain } of tills) home.ledger.admit(batchOf(ledger, chain, 0, 1));
  });
  for (const { ledger } of tills) ledger.close();
}

/** A till of the pharmacy with so many events signs so many histories, and the holder has all of them. */
export async function manyForks({ world }: Scene, events: number, forks: number): Promise<void> {
  const network = await world.as('corner', (home) => home.self.network);
  const till = party(CORNER.name, CORNER.gln, network);
  await world.as('corner', (home) =>
    home.ledger.append(home.signer(), home.appendOptions(), (tx) =>
      tx.add({ type: 'endorse', public: { chain: till.chain, roles: ['dispenser'] } }),
    ),
  );
  await world.carry('corner', 'hill');
  const twins: Party[] = [];
  for (let at = 0; at < events; at += BATCH) {
    // Each copy is taken when its share is written, and the till goes on.
    if (twins.length < forks && at >= (events * twins.length) / forks) twins.push(copyOf(till));
    write(till, BATCH, at);
  }
  await world.as('hill', (home) => {
    home.ledger.admit(batchOf(till.ledger, till.chain));
    for (const [i, twin] of twins.entries()) {
      const before = twin.ledger.read((view) => view.chain(till.chain)?.size ?? 0);
      write(twin, 1, -1 - i);
      home.ledger.admit(batchOf(twin.ledger, till.chain, before));
      twin.ledger.close();
    }
  });
  till.ledger.close();
}

function write({ ledger, signer }: Party, count: number, from: number): void {
  ledger.append(signer, { now: Date.now(), clockIsRight: true }, (tx) => {
    for (let i = 0; i < count; i++) tx.add({ type: 'profile', public: { name: CORNER.name, contact: `${from + i}` } });
  });
}

function copyOf(original: Party): Party {
  const dir = folder();
  original.ledger.backup(join(dir, 'copy.db'), []);
  copyFileSync(join(dir, 'copy.db'), join(dir, 'ledger.db'));
  const ledger = openLedger(dir);
  ledger.confirmHead();
  return { ...original, dir, ledger };
}

/** A new pack at the holder, in so many containers, one in the other, each of which its maker filled so often. */
export async function nested(scene: Scene, levels: number, fillings: number): Promise<Scene> {
  const { world } = scene;
  const { scans } = await world.mint({ count: 1 });
  const [scan = ''] = scans;
  const serial = /21([0-9A-Z]{16})/.exec(scan)?.[1] ?? '';
  const key = await world.as('acme', (home) => {
    const pack = packKey(home.self.network, GTIN, serial);
    let child = { key: pack, n: 1, item: { gtin: GTIN, serial } as Record<string, string> };
    for (let level = 1; level <= levels; level++) {
      const box = { key: Buffer.alloc(32, `${scan} ${level}`), sscc: ssccOf(level) };
      const drafts = Array.from({ length: fillings }, (_, n): Draft => {
        const own = { key: box.key, token: itemToken(box.key, n) };
        const details = { container: b64u(box.key) };
        if (n > 0) return { type: 'pack', public: {}, items: [own], details };
        const manifest = { container: { sscc: box.sscc, key: details.container, n }, items: [child.item] };
        const items = [{ key: child.key, token: itemToken(child.key, child.n) }, own];
        return { type: 'pack', public: {}, items, details, manifest };
      });
      inBatches(drafts, (some) =>
        home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
          for (const one of some) tx.add(one);
        }),
      );
      child = { key: box.key, n: fillings, item: { sscc: box.sscc, key: b64u(box.key) } };
    }
    ship(home, { to: HILL.gln, items: [ssccOf(levels)] });
    return pack;
  });
  await world.share();
  await world.as('hill', (home) => receive(home, { items: [], all: true }));
  return { ...scene, scan, serial, key };
}

function ssccOf(level: number): string {
  const digits = `0950600000000${String(level).padStart(4, '0')}`;
  const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
