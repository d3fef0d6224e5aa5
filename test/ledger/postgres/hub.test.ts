// A hub on PostgreSQL knows what an embedded ledger knows that was given the same.
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { HubDatabase } from '../../../src/ledger/postgres/connection.ts';
import { HubSource } from '../../../src/ledger/postgres/hub-source.ts';
import { HubStore } from '../../../src/ledger/postgres/hub-store.ts';
import { createHub } from '../../../src/ledger/postgres/open-hub.ts';
import { openPool } from '../../../src/ledger/postgres/pool.ts';
import { describeGiven } from '../../left-out.ts';
import { cleanUp, random } from '../network.ts';
import { type OpenedSource, sourceSuite } from '../sources.ts';
import { openPglite } from './pglite.ts';
import { postgresPrograms, startServer, type TestServer } from './server.ts';

afterEach(cleanUp);

async function opened(database: HubDatabase, mostPacks?: number): Promise<OpenedSource> {
  await createHub(database, random);
  const store = new HubStore(database, { random: Math.random, mostPacks });
  const source = new HubSource(database, store.mirror);
  return {
    admitAll: (batches) => store.admitAll(batches),
    putPages: (pages) => store.putPages(pages),
    hear: (note, peer, at) => store.hear(note, peer, at),
    prove: (proof) => store.prove(proof),
    gather: (ask, about) => source.gather(ask, about),
    runs: () =>
      database.lend(async (connection) => {
        const [row] = await connection.rows<{ runs: number }>('select count(*)::int as runs from packs');
        return row?.runs ?? 0;
      }),
    close: () => store.close(),
  };
}

describe('PGlite', () => {
  sourceSuite(async () => opened(await openPglite()));
});

describe('PGlite whose runs are short, as where lots have millions of packs', () => {
  sourceSuite(async () => opened(await openPglite(), 300));
});

describeGiven('PostgreSQL', postgresPrograms(), 'PostgreSQL', (programs) => {
  let server: TestServer;
  let databases = 0;
  beforeAll(() => {
    server = startServer(programs);
  });
  afterAll(() => server.remove());

  const settings = (database: string) => ({ host: server.host, user: 'hub', database });

  sourceSuite(async () => {
    const name = `hub${++databases}`;
    const first = openPool(settings('postgres'));
    await first.lend((connection) => connection.rows(`create database ${name}`));
    await first.close();
    return opened(openPool(settings(name)));
  });
});
