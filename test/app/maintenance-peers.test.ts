// Care with the help of a peer over real HTTP: the tail after a restore, a new chain nobody else has, damage mended.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPeer } from '../../src/app/exchange/peers.ts';
import { syncWith } from '../../src/app/exchange/sync.ts';
import { listProducts, setProduct } from '../../src/app/items/product.ts';
import { audit, auditAndRepair, auditFolder } from '../../src/app/maintenance/audit.ts';
import { backUp, restore } from '../../src/app/maintenance/backup.ts';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { recover } from '../../src/app/maintenance/recover.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { type Home, openHome } from '../../src/app/node/home.ts';
import { claimsOf } from '../../src/app/outside/claims-of.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import type { PedigreeError } from '../../src/errors.ts';
import type { Serving } from '../../src/sync/server.ts';
import { GTIN as CLAIMED, delivery } from './epcis-files.ts';
import { ACME, HILL, makeNetwork, type Network, START } from './network.ts';
import { serveHome } from './serve-home.ts';

const code = (expected: PedigreeError['code'], exit: number) => expect.objectContaining({ code: expected, exit });
const named = (name: string) => (home: Home) => setProduct(home, { gtin: '09506000134352', name });

let net: Network;
let hub: Home;
let serving: Serving;
beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
  await net.join('hill', HILL, { roles: ['dispenser'] });
  hub = openHome(net.env('agency'));
  serving = await serveHome(hub);
  for (const name of ['acme', 'hill']) await net.at(name, (home) => addPeer(home, 'hub', serving.url));
  await net.at('acme', (home) => syncWith(home));
});
afterAll(async () => {
  await serving.close();
  hub.close();
  net.remove();
});

describe('recovering from a configured peer', () => {
  it('brings back what was recorded after the backup', async () => {
    await net.at('acme', (home) => backUp(home, net.path('acme.backup')));
    await net.at('acme', named('Amoxil'));
    await net.at('acme', named('Amoxil Forte'));
    await net.at('acme', (home) => syncWith(home));
    restore(net.env('again'), net.path('acme.backup'));
    const data = await net.at('again', (home) => recover(home));
    expect(data).toMatchObject({ state: 'ready', behind: 0, fetched: 2, asked: [{ peer: 'hub', size: 4 }] });
    expect((await net.at('again', named('Amoxil Retard'))).event).toMatch(/\/4$/);
    expect((await status(net.env('again'))).todo).toEqual([]);
  });

  it('is 75 where the peer is away, and says which', async () => {
    restore(net.env('alone'), net.path('acme.backup'));
    const asking = net.at('alone', (home) => recover(home, 'http://127.0.0.1:9/'));
    await expect(asking).rejects.toMatchObject({
      code: 'peer-away',
      exit: 75,
      detail: { asked: [{ peer: 'http://127.0.0.1:9/' }] },
    });
    await expect(net.at('alone', named('X'))).rejects.toEqual(code('chain-behind', 78));
  });

  it('does not let a restored folder go on because it was synced', async () => {
    restore(net.env('synced'), net.path('acme.backup'));
    await net.at('synced', (home) => syncWith(home));
    await expect(net.at('synced', named('X'))).rejects.toEqual(code('chain-behind', 78));
    expect(await net.at('synced', (home) => recover(home, 'hub'))).toMatchObject({ state: 'ready' });
  });
});

describe('damage', () => {
  it('is found, and mended from a peer that has it whole; what files claim is known again', async () => {
    await net.at('hill', (home) => syncWith(home));
    const path = net.path('lakeside.xml');
    writeFileSync(path, delivery({ to: HILL.gln, serials: ['A1'] }));
    await net.at('hill', (home) => importDocument(home, path));
    spoilName(join(net.path('hill'), 'ledger.db'));
    const found = await net.at('hill', audit, {});
    expect(found.exit).toBe(15);
    expect(found.findings.length).toBeGreaterThan(0);
    const looked = await auditAndRepair(net.env('hill', { dryRun: true }), 'hub');
    expect(looked.exit).toBe(15);
    const mended = await auditAndRepair(net.env('hill'), 'hub');
    expect(mended).toMatchObject({ exit: 0, findings: [] });
    expect(mended.repaired).toBeGreaterThan(0);
    const claims = await net.at('hill', ({ ledger, self }) => claimsOf(ledger.local, self.network, CLAIMED, 'A1'));
    expect(claims).toHaveLength(1);
    expect((await net.at('hill', listProducts)).products.map(({ name }) => name)).toContain('Amoxil Forte');
  });

  it.each(['"type":"open"', '"type":"profile"', '"type":"accredit"'])(
    'of the events of %s is mended too',
    async (type) => {
      await net.at('acme', (home) => syncWith(home));
      for (const own of [true, false]) {
        // Whatever says who is who: without it nobody could be asked for it.
        const spoilt = spoil(join(net.path('acme'), 'ledger.db'), type, own);
        if (!spoilt) continue;
        const found = auditFolder(net.env('acme'));
        expect(found.findings.map((finding) => finding.code)).toContain('leaf-damaged');
        expect(found.hint).toContain('--repair-from');
        expect(await auditAndRepair(net.env('acme'), 'hub')).toMatchObject({ exit: 0, findings: [] });
      }
      await net.at('acme', named(`Amoxil ${type}`));
    },
  );
});

describe('after days in which nobody recorded anything', () => {
  const days = (count: number) => START + count * 86_400_000;
  const typed = (name: string, now: number) => openHome({ ...net.env(name), clock: () => now, nowGiven: false });

  it('a peer that has been away is told of, whoever else was heard', async () => {
    const home = typed('hill', days(4));
    try {
      const away = () => doctor(home.env).checks.filter((check) => check.code === 'peer-away');
      const todo = async () => (await status(home.env)).todo.find(({ what }) => what === 'peers')?.count;
      await syncWith(home, ['hub']);
      expect([away(), await todo()]).toEqual([[], undefined]);
      addPeer(home, 'gone', 'http://127.0.0.1:9/');
      expect(away()).toEqual([]);
      await syncWith(home, ['gone']);
      expect(away()).toMatchObject([
        { level: 'warning', message: 'gone was never reached: nobody answers at this address' },
      ]);
      expect(await todo()).toBe(1);
      home.close();
      const later = typed('hill', days(7));
      expect(doctor(later.env).checks.map(({ message }) => message)).toContain('hub was not reached for 3 days');
      expect((await status(later.env)).todo).toContainEqual({ what: 'peers', count: 2, command: 'pedigree sync' });
      later.close();
    } finally {
      home.close();
    }
  });

  it('the clock is believed once a peer’s agrees with it, and no other', async () => {
    const hand: { now: number } = { now: days(0) };
    const other = await serveHome(hub, { clock: () => hand.now });
    await net.at('acme', (home) => addPeer(home, 'other', other.url));
    const home = typed('acme', days(4));
    try {
      const write = () => setProduct(home, { gtin: '09506000134352', name: `${hand.now}` });
      const checked = () => doctor(home.env).checks.find((check) => check.code === 'clock')?.level;
      for (const wrong of [days(0), days(2), days(6)]) {
        hand.now = wrong;
        await syncWith(home, ['other']);
        expect(write).toThrow(code('clock-suspect', 78));
        expect(checked()).toBe('warning');
      }
      hand.now = days(4) + 5_000;
      await syncWith(home, ['other']);
      expect(checked()).toBe('ok');
      expect(write()).toMatchObject({ already: false });
    } finally {
      home.close();
      await other.close();
    }
  });
});

/** Makes an event of the own chain, or of another one, unreadable; false where there is none. */
function spoil(file: string, says: string, own: boolean): boolean {
  const db = new Database(file);
  const rows = db
    .prepare<[], { id: number; bytes: Buffer; own: number }>(
      `SELECT l.id, l.bytes, b.chain = (SELECT value FROM meta WHERE key = 'own') AS own
       FROM leaf l JOIN branch b ON b.id = l.id / 4294967296`,
    )
    .all();
  const row = rows.find((one) => one.bytes.includes(says) && (one.own === 1) === own);
  if (row !== undefined) {
    row.bytes[row.bytes.indexOf(says)] = 0x42;
    db.prepare('UPDATE leaf SET bytes = ? WHERE id = ?').run(row.bytes, row.id);
  }
  db.close();
  return row !== undefined;
}

/** Turns one bit of an event of somebody else's chain. */
function spoilName(file: string): void {
  const db = new Database(file);
  const rows = db.prepare<[], { id: number; bytes: Buffer }>('SELECT id, bytes FROM leaf').all();
  const row = rows.find(({ bytes }) => bytes.includes('Amoxil Forte'));
  if (row === undefined) throw new Error('no such event');
  row.bytes[row.bytes.indexOf('Amoxil Forte')] = 0x42;
  db.prepare('UPDATE leaf SET bytes = ? WHERE id = ?').run(row.bytes, row.id);
  db.close();
}
