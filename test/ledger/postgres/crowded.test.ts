// A token that is used very often: whoever stores the use that makes it so sees those that others stored meanwhile.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditHub } from '../../../src/ledger/postgres/audit-hub.ts';
import { MOST_OF_TOKEN } from '../../../src/ledger/postgres/crowded.ts';
import { HubStore } from '../../../src/ledger/postgres/hub-store.ts';
import { createHub } from '../../../src/ledger/postgres/open-hub.ts';
import { openPool } from '../../../src/ledger/postgres/pool.ts';
import { describeGiven } from '../../left-out.ts';
import { accredit, batchOf, cleanUp, NOW, type Party, party, random } from '../network.ts';
import { type Around, breaking } from './breaking.ts';
import { postgresPrograms, startServer, type TestServer } from './server.ts';

describeGiven('PostgreSQL', postgresPrograms(), 'a hub', (programs) => {
  let server: TestServer;
  beforeAll(() => {
    server = startServer(programs);
  });
  afterAll(() => {
    server.remove();
    cleanUp();
  });

  const pool = (database: string) => openPool({ host: server.host, user: 'hub', database });

  it('knows all uses of a token that two stored at the same time, each too few to be many', async () => {
    const founder = party('Agency', '9506000100001', null);
    const token = random(16);
    const uses = ({ ledger, signer, chain }: Party, count: number) => {
      const start = ledger.read((view) => view.chain(chain)?.size ?? 0);
      ledger.append(signer, { now: NOW, clockIsRight: true }, (tx) => {
        for (let i = 0; i < count; i++) tx.add({ type: 'dispense', public: {}, items: [{ key: random(32), token }] });
      });
      return batchOf(ledger, chain, start);
    };
    const shops = Array.from({ length: 2 }, (_, i) => party(`P${i}`, `950600010001${i}`, founder.chain));
    for (const one of shops) accredit(founder, one, ['dispenser']);
    const [a, b] = shops;
    if (a === undefined || b === undefined) throw new Error('too few');
    const [first, waits] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let holds = false;
    const around: Around = async ({ text }, run) => {
      if (holds && text.includes('from counter for update')) {
        holds = false;
        waits.resolve();
        await first.promise;
      }
      await run();
    };
    const admin = pool('postgres');
    await admin.lend((connection) => connection.rows('create database crowd'));
    await admin.close();
    const stores = [pool('crowd'), breaking(pool('crowd'), around)].map(
      (database) => new HubStore(database, { random: Math.random }),
    );
    const [quick, slow] = stores;
    if (quick === undefined || slow === undefined) throw new Error('too few');
    try {
      await createHub(quick.database, random);
      await quick.admitAll([founder, ...shops].map(({ ledger, chain }) => batchOf(ledger, chain)));
      holds = true;
      const half = MOST_OF_TOKEN / 2 + 1;
      const late = slow.admitAll([uses(a, half)]);
      await waits.promise;
      expect(await quick.admitAll([uses(b, half)])).toMatchObject([{ kind: 'stored' }]);
      first.resolve();
      expect(await late).toMatchObject([{ kind: 'stored' }]);
      const many = () =>
        quick.database.lend((connection) => connection.rows('select count(*)::int as uses from crowded'));
      expect(await many()).toEqual([{ uses: 2 * half }]);
      // And each one that comes after that.
      await Promise.all(stores.map((store, i) => store.admitAll([uses(i === 0 ? a : b, 3)])));
      expect(await many()).toEqual([{ uses: 2 * half + 6 }]);
      expect((await auditHub(quick.database)).findings).toEqual([]);
    } finally {
      for (const store of stores) await store.close();
    }
  }, 240_000);
});
