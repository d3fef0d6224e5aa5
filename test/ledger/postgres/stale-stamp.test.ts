// Who may speak of a product changes while a hub is asked about it: what was asked with the old answer is asked again.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { within } from '../../../src/ledger/postgres/connection.ts';
import { FEW_NOTICES } from '../../../src/ledger/postgres/gather-sql.ts';
import { HubSource } from '../../../src/ledger/postgres/hub-source.ts';
import { HubStore } from '../../../src/ledger/postgres/hub-store.ts';
import { createHub } from '../../../src/ledger/postgres/open-hub.ts';
import { openPool } from '../../../src/ledger/postgres/pool.ts';
import { describeGiven } from '../../left-out.ts';
import { batchesOf } from '../batches.ts';
import { accredit, add, cleanUp, GTIN, party, random } from '../network.ts';
import { breaking } from './breaking.ts';
import { postgresPrograms, startServer, type TestServer } from './server.ts';

const OTHER = '09506000134369';

describeGiven('PostgreSQL', postgresPrograms(), 'a hub', (programs) => {
  let server: TestServer;
  beforeAll(() => {
    server = startServer(programs);
  });
  afterEach(cleanUp);
  afterAll(() => server.remove());

  it('tells of a hold by a maker who became one while it was asked, however many strangers wrote of the product', async () => {
    const founder = party('Agency', '9506000100001', null);
    const [maker, crowd] = [
      party('Acme', '9506000100018', founder.chain),
      party('Fake', '9506000100049', founder.chain),
    ];
    accredit(founder, maker, ['distributor']);
    accredit(founder, crowd, ['manufacturer'], { gtins: [OTHER] });
    for (let i = 0; i <= FEW_NOTICES; i++) add(crowd, { type: 'product', public: { gtin: GTIN, name: `Fake ${i}` } });
    add(maker, { type: 'lot-notice', public: { kind: 'hold', gtin: GTIN, lots: ['L1'], reason: 'temperature' } });
    const database = openPool({ host: server.host, user: 'hub', database: 'postgres' });
    await createHub(database, random);
    const store = new HubStore(database, { random: Math.random });
    try {
      for (const { ledger } of [founder, maker, crowd]) await store.admitAll(batchesOf(ledger));
      let asked = 0;
      const changing = breaking(database, async ({ text }, run) => {
        if (text.startsWith('with hit') && ++asked === 1) {
          accredit(founder, maker, ['manufacturer'], { gtins: [GTIN] });
          await store.admitAll(batchesOf(founder.ledger));
          // Another question of this process has heard of it meanwhile.
          await database.lend((connection) => within(connection, 'one-state', (inside) => store.mirror.sync(inside)));
        }
        await run();
      });
      await database.lend((connection) => within(connection, 'one-state', (inside) => store.mirror.sync(inside)));
      const source = new HubSource(changing, store.mirror);
      const { answers } = await source.find([{ about: 'notices', gtin: GTIN }]);
      const told = answers.flatMap((one) => (one.about === 'notices' ? one.events : []));
      expect(told.map(({ leaf }) => leaf.type)).toContain('lot-notice');
      expect(asked).toBe(2);
    } finally {
      await store.close();
    }
  });
});
