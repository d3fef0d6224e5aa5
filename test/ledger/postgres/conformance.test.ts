// A hub says of chains and to folds what every store has to say.
import { afterAll, afterEach, beforeAll } from 'vitest';
import { HubSource } from '../../../src/ledger/postgres/hub-source.ts';
import { HubStore } from '../../../src/ledger/postgres/hub-store.ts';
import { createHub } from '../../../src/ledger/postgres/open-hub.ts';
import { openPool } from '../../../src/ledger/postgres/pool.ts';
import { HubTurns } from '../../../src/sync/hub-turn.ts';
import { describeGiven } from '../../left-out.ts';
import { chainsConform, evidenceConforms } from '../conformance.ts';
import { batchOf, cleanUp, type Party, random } from '../network.ts';
import { postgresPrograms, startServer, type TestServer } from './server.ts';

describeGiven('PostgreSQL', postgresPrograms(), 'a hub', (programs) => {
  let server: TestServer;
  let databases = 0;
  beforeAll(() => {
    server = startServer(programs);
  });
  afterEach(cleanUp);
  afterAll(() => server.remove());

  async function withHub(owner: Party, fn: (store: HubStore) => Promise<unknown>): Promise<void> {
    const name = `hub${++databases}`;
    const first = openPool({ host: server.host, user: 'hub', database: 'postgres' });
    await first.lend((connection) => connection.rows(`create database ${name}`));
    await first.close();
    const store = new HubStore(openPool({ host: server.host, user: 'hub', database: name }), { random: Math.random });
    try {
      await createHub(store.database, random, owner.chain);
      // Each commit by itself, as they were made.
      const sizes = owner.ledger.read((view) => view.noteSizes(owner.chain, 0, 0, 10_000));
      await store.admitAll(sizes.map((size, i) => batchOf(owner.ledger, owner.chain, sizes[i - 1] ?? 0, size)));
      await fn(store);
    } finally {
      await store.close();
    }
  }

  chainsConform('PostgreSQL', (owner, fn) =>
    withHub(owner, async (store) => {
      const turns = new HubTurns(store);
      try {
        await turns.run((ledger) => ledger.read(fn));
      } finally {
        turns.close();
      }
    }),
  );

  evidenceConforms('PostgreSQL', (owner, fn) =>
    withHub(owner, (store) => new HubSource(store.database, store.mirror).gather(fn)),
  );
});
