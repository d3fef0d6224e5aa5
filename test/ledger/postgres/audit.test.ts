// The audit of a hub finds nothing in what was taken in, in whatever order, and finds each thing that is not as it was.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { auditHub } from '../../../src/ledger/postgres/audit-hub.ts';
import { HubStore } from '../../../src/ledger/postgres/hub-store.ts';
import { createHub } from '../../../src/ledger/postgres/open-hub.ts';
import { openPool } from '../../../src/ledger/postgres/pool.ts';
import { describeGiven } from '../../left-out.ts';
import { batchesOf } from '../batches.ts';
import { accredit, add, cleanUp, commission, GTIN, pagesOf, party, random, serials } from '../network.ts';
import { hubWorld } from '../sources.ts';
import { postgresPrograms, startServer, type TestServer } from './server.ts';

describeGiven('PostgreSQL', postgresPrograms(), 'the audit of a hub', (programs) => {
  let server: TestServer;
  let databases = 0;
  const open: HubStore[] = [];
  beforeAll(() => {
    server = startServer(programs);
  });
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
    cleanUp();
  });
  afterAll(() => server.remove());

  async function newStore(template = 'template1'): Promise<HubStore> {
    const name = `hub${++databases}`;
    const first = openPool({ host: server.host, user: 'hub', database: 'postgres' });
    await first.lend((connection) => connection.rows(`create database ${name} template ${template}`));
    await first.close();
    const database = openPool({ host: server.host, user: 'hub', database: name });
    await createHub(database, random);
    const store = new HubStore(database, { random: Math.random });
    open.push(store);
    return store;
  }

  const statement = (store: HubStore, text: string) => store.database.lend((connection) => connection.rows(text));

  it.each(['pages first', 'leaves first'] as const)('finds nothing in a world that was given %s', async (order) => {
    const store = await newStore();
    const { parties } = hubWorld();
    for (const { ledger } of parties) {
      for (const batch of batchesOf(ledger)) {
        const pages = pagesOf(ledger, batch);
        if (order === 'pages first') await store.putPages(pages);
        await store.admitAll([{ ...batch, withoutPages: true }]);
        if (order === 'leaves first') await store.putPages(pages);
      }
    }
    const { findings, ...counts } = await auditHub(store.database);
    expect(findings).toEqual([]);
    const [row] = await store.database.lend((connection) =>
      connection.rows<{ events: number; notes: number }>(
        'select (select count(*) from leaf) as events, (select count(*) from note) as notes',
      ),
    );
    expect(counts).toMatchObject({ ...row, chains: parties.length - 1 });
    expect(counts.pages).toBeGreaterThan(3);
  });

  it('finds nothing in lots that were merged, and in leaves whose pages are to come', async () => {
    const store = await newStore();
    const founder = party('Agency', '9506000100001', null);
    const maker = party('Acme', '9506000100018', founder.chain);
    accredit(founder, maker, ['manufacturer', 'distributor'], { gtins: [GTIN] });
    for (let lot = 0; lot < 20; lot++) add(maker, commission(founder.chain, serials(3, `L${lot}A`), `L${lot}`));
    add(maker, commission(founder.chain, serials(600, 'LACK'), 'LACKING'));
    for (const { ledger } of [founder, maker])
      await store.admitAll(batchesOf(ledger).map((batch) => ({ ...batch, withoutPages: true })));
    const [runs] = await store.database.lend((connection) =>
      connection.rows<{ runs: number; lacking: number }>(
        'select (select count(*) from packs) as runs, (select count(*) from lacking) as lacking',
      ),
    );
    expect(runs?.runs).toBeGreaterThan(0);
    expect(runs?.lacking).toBeGreaterThan(0);
    expect((await auditHub(store.database)).findings).toEqual([]);
  });

  describe('finds', () => {
    let made: string;
    beforeAll(async () => {
      const store = await newStore();
      made = `hub${databases}`;
      for (const { ledger } of hubWorld().parties)
        for (const batch of batchesOf(ledger)) {
          await store.putPages(pagesOf(ledger, batch));
          await store.admitAll([batch]);
        }
      await open.pop()?.close();
      cleanUp();
    });

    const ONE_LEAF = '(select min(id) from leaf where type is not null and id % 4294967296 = 1)';
    it.each([
      [
        'an event that is another one',
        `update leaf set bytes = overlay(bytes placing '\\x31' from 60 for 1) where id = ${ONE_LEAF}`,
        'leaf-damaged',
      ],
      ['an event with another checksum', `update leaf set sum = sum + 1 where id = ${ONE_LEAF}`, 'leaf-damaged'],
      ['an event that is gone', `delete from leaf where id = ${ONE_LEAF}`, 'leaf-missing'],
      [
        'a checkpoint of something else',
        `update note set note = (select note from note order by id desc limit 1) where id = (select min(id) from note)`,
        'note-damaged',
      ],
      ['a checkpoint that is none', `update note set note = 'x' where id = (select min(id) from note)`, 'note-damaged'],
      [
        'a checkpoint with another signature',
        `update note set note = overlay(note placing 'AAAA' from length(note) - 10 for 4) where id = (select min(id) from note)`,
        'note-signature',
      ],
      ['a newest checkpoint that is gone', `delete from note where id = (select max(id) from note)`, 'note-damaged'],
      ['a head that is not that of its events', `update branch set root = sha256(root) where id = 1`, 'branch-wrong'],
      [
        'a page that is another one',
        `update rowpage set bytes = overlay(bytes placing '\\x00' from 5 for 1) where index = 0`,
        'page-damaged',
      ],
      [
        'a page that is gone',
        `delete from tokenpage where (root, index) = (select root, max(index) from tokenpage where length(root) = 32 group by root limit 1)`,
        'page-missing',
      ],
      [
        'a row that is gone',
        `delete from hop where (token, leaf) = (select token, leaf from hop limit 1)`,
        'index-wrong',
      ],
      ['a row of nothing', `insert into hop (token, leaf) values (1, 1)`, 'index-wrong'],
      ['a row twice', `insert into hop select * from hop limit 1`, 'index-wrong'],
      [
        'a commissioning that is not found',
        `delete from commission where leaf = (select min(leaf) from commission)`,
        'index-wrong',
      ],
      ['a recall that is not found', `delete from notice where leaf = (select min(leaf) from notice)`, 'index-wrong'],
      ['a retraction that is not found', `delete from retract`, 'index-wrong'],
      ['a lot that is not found', `delete from lot where leaf = (select min(leaf) from lot)`, 'index-wrong'],
      [
        'an accreditation that nobody asks',
        `delete from authority where leaf = (select max(leaf) from authority)`,
        'index-wrong',
      ],
      [
        'a use of a token with very many that is not among them',
        `delete from crowded where leaf = (select max(leaf) from crowded)`,
        'index-wrong',
      ],
      ['pages in an event that are not found', `delete from tokenpage where length(root) = 8`, 'index-wrong'],
      ['a list of changes with a gap', `delete from admission where n = 2`, 'record-damaged'],
      ['a counter that was set back', `update counter set n = n - 1`, 'record-damaged'],
    ] as const)('%s', async (_, text, code) => {
      const store = await newStore(made);
      expect((await auditHub(store.database)).findings).toEqual([]);
      await statement(store, text);
      const { findings } = await auditHub(store.database);
      expect(findings.map((finding) => finding.code)).toContain(code);
    });
  });
});
