// Connections to a hub: a server that hangs is left, and the next one who asks gets another connection.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool } from '../../../src/ledger/postgres/pool.ts';
import { describeGiven } from '../../left-out.ts';
import { postgresPrograms, startServer, type TestServer } from './server.ts';

describeGiven('PostgreSQL', postgresPrograms(), 'connections to a hub', (programs) => {
  let server: TestServer;
  beforeAll(() => {
    server = startServer(programs);
  });
  afterAll(() => server.remove());

  it('wait for a statement no longer than they may, and are not lent again', async () => {
    const database = openPool({ host: server.host, user: 'hub', database: 'postgres' }, { most: 1, time: 1_000 });
    const ask = (text: string) => database.lend((connection) => connection.rows<{ pid: number }>(text));
    const own = 'select pg_backend_pid() as pid';
    const [before] = await ask(own);
    await expect(ask('select pg_sleep(60)')).rejects.toThrow(/timeout/);
    const [after] = await ask(own);
    expect(after?.pid).not.toBe(before?.pid);
    await database.close();
  });
});
