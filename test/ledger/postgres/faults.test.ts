// What breaks under a hub costs time, and nothing that was acknowledged: servers, lines, other writers, copies that lag.
import { cpSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { foreseen } from '../../../src/custody/wants.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import type { HubDatabase } from '../../../src/ledger/postgres/connection.ts';
import { HubSource } from '../../../src/ledger/postgres/hub-source.ts';
import { HubStore } from '../../../src/ledger/postgres/hub-store.ts';
import { createHub } from '../../../src/ledger/postgres/open-hub.ts';
import { openPool } from '../../../src/ledger/postgres/pool.ts';
import { type EvidenceSource, gatherFrom, inTurn, StaleCopy } from '../../../src/ledger/source.ts';
import type { Batch, Ledger, PageIn } from '../../../src/ledger/types.ts';
import { dice } from '../../dice.ts';
import { describeGiven } from '../../left-out.ts';
import { batchesOf } from '../batches.ts';
import { accredit, add, cleanUp, folder, NOW, type Party, pagesOf, party, random } from '../network.ts';
import { allOf, hubWorld } from '../sources.ts';
import { type Around, breaking, serverSays, switching } from './breaking.ts';
import { postgresPrograms, startServer, type TestServer } from './server.ts';

interface Given {
  readonly batches: readonly Batch[];
  readonly pages: readonly PageIn[];
}

describeGiven('PostgreSQL', postgresPrograms(), 'a hub', (programs) => {
  let server: TestServer;
  let databases = 0;
  const open: { close(): Promise<void> }[] = [];
  const { parties, packs, viewers } = hubWorld();
  const here = openLedger(folder(), { create: true });
  const given: Given = { batches: [], pages: [] };
  const answers = new Map<string, string>();

  beforeAll(() => {
    server = startServer(programs);
    for (const { ledger } of parties) {
      for (const batch of batchesOf(ledger)) {
        const pages = pagesOf(ledger, batch);
        here.putPages(pages);
        here.admit(batch);
        (given.batches as Batch[]).push(batch);
        (given.pages as PageIn[]).push(...pages);
      }
    }
    for (const item of packs)
      answers.set(
        nameOf(item),
        here.read((view) => allOf(item, viewers)(view)),
      );
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close().catch(() => {});
  });
  afterAll(() => {
    server.remove();
    here.close();
    cleanUp();
  });

  const nameOf = (item: (typeof packs)[number]) => Buffer.from(item.key).toString('hex');
  const pool = (to: TestServer, database: string, most?: number) =>
    openPool({ host: to.host, user: 'hub', database }, { most });

  async function newDatabase(on = server): Promise<string> {
    const name = `hub${++databases}`;
    const first = pool(on, 'postgres');
    await first.lend((connection) => connection.rows(`create database ${name}`));
    await first.close();
    const made = pool(on, name);
    await createHub(made, random);
    await made.close();
    return name;
  }

  function opened(database: HubDatabase): { readonly store: HubStore; readonly source: HubSource } {
    const store = new HubStore(database, { random: Math.random });
    open.push(store);
    return { store, source: new HubSource(database, store.mirror) };
  }

  async function giveAll(store: HubStore, { batches, pages }: Given = given): Promise<void> {
    await store.putPages(pages);
    for (const one of await store.admitAll(batches))
      expect(one).toMatchObject({ kind: expect.stringMatching(/^(stored|fork)$/) });
  }

  /** The hub says what the embedded ledger says. */
  async function knowsAll(source: HubSource, some = packs): Promise<void> {
    for (const item of some) {
      const gathered = await source.gather(allOf(item, viewers), foreseen(item));
      expect(gathered.whole && JSON.parse(gathered.answer)).toEqual(JSON.parse(answers.get(nameOf(item)) ?? ''));
    }
  }

  /** Every branch once, whole, and each change under a number of its own. */
  async function isSound(database: HubDatabase): Promise<void> {
    const [row] = await database.lend((connection) =>
      connection.rows<Record<string, number>>(`select
        (select count(*) from branch b where (select count(*) from leaf l where l.id >= b.id << 32 and l.id < (b.id + 1) << 32)
          <> b.size - b.base)::int as torn,
        (select count(*) - max(n) from admission)::int as gaps, (select n from counter)::bigint - (select max(n) from admission) as ahead`),
    );
    expect(row).toEqual({ torn: 0, gaps: 0, ahead: 0 });
  }

  it('takes a backend that is ended inside an admission for no answer, and finds what became of it', async () => {
    const name = await newDatabase();
    const killer = pool(server, 'postgres', 1);
    open.push(killer);
    let left = 6;
    const around: Around = async ({ text, n }, run) => {
      if (left > 0 && n % 9 === 0 && (text.startsWith('copy') || text === 'commit' || text.includes('insert'))) {
        left--;
        await killer.lend((connection) =>
          connection.rows(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`),
        );
      }
      await run();
    };
    const { store, source } = opened(breaking(pool(server, name), around));
    await giveAll(store);
    expect(left).toBeLessThan(6);
    await knowsAll(source);
    await isSound(pool(server, name, 1));
  }, 300_000);

  it('counts nothing twice where the answer to a commit was lost', async () => {
    const name = await newDatabase();
    let commits = 0;
    const around: Around = async ({ text }, run) => {
      await run();
      if (text === 'commit' && ++commits % 3 === 0) throw new Error('Connection terminated unexpectedly');
    };
    const { store, source } = opened(breaking(pool(server, name), around));
    await giveAll(store);
    expect(commits).toBeGreaterThan(6);
    await knowsAll(source);
    await isSound(pool(server, name, 1));
  }, 300_000);

  it('tries again where the server says that others were in the way, at whichever statement', async () => {
    const name = await newDatabase();
    let at = 1;
    const around: Around = async ({ text, n }, run) => {
      if (n === at && text !== 'rollback') {
        at += 41;
        throw serverSays(n % 2 === 0 ? '40001' : '40P01');
      }
      await run();
    };
    const { store } = opened(breaking(pool(server, name), around));
    await giveAll(store);
    expect(at).toBeGreaterThan(50);
    await knowsAll(opened(pool(server, name)).source);
    await isSound(pool(server, name, 1));
  }, 300_000);

  it('says what it cannot store, and stores nothing of it, where the disk is full', async () => {
    const name = await newDatabase();
    const around: Around = async ({ text }, run) => {
      if (text === 'copy leaf') throw serverSays('53100', 'could not extend file');
      await run();
    };
    const { store } = opened(breaking(pool(server, name), around));
    await expect(store.admitAll(given.batches)).rejects.toThrow('could not extend file');
    const after = opened(pool(server, name));
    await giveAll(after.store);
    await knowsAll(after.source);
  }, 300_000);

  it('comes back after a backend was killed, when the server has recovered', async () => {
    const own = startServer(programs);
    open.push({ close: async () => own.remove() });
    const name = await newDatabase(own);
    const { store, source } = opened(pool(own, name));
    await store.putPages(given.pages);
    const half = given.batches.length >> 1;
    await store.admitAll(given.batches.slice(0, half));
    const [one] = await pool(own, name, 1).lend((connection) =>
      connection.rows<{ pid: number }>(
        `select pid from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
      ),
    );
    process.kill(Number(one?.pid), 'SIGKILL');
    await store.admitAll(given.batches.slice(half));
    await knowsAll(source);
    await isSound(pool(own, name, 1));
  }, 300_000);

  it('goes on with another line where one is cut between two rounds of a verdict', async () => {
    const name = await newDatabase();
    await giveAll(opened(pool(server, name)).store);
    let cut = 0;
    let rounds = 0;
    const around: Around = async ({ text }, run) => {
      if (text.startsWith('with hit') && ++rounds % 3 === 0) {
        cut++;
        throw new Error('Connection terminated unexpectedly');
      }
      await run();
    };
    const { source } = opened(breaking(pool(server, name), around));
    await knowsAll(source);
    expect(cut).toBeGreaterThan(3);
  }, 300_000);

  it('takes one statement for a loose pack, and one more for each container around it', async () => {
    const { store, source } = opened(pool(server, await newDatabase()));
    await giveAll(store);
    await knowsAll(source, packs.slice(0, 1));
    const count = async (item: (typeof packs)[number] | undefined): Promise<number> => {
      if (item === undefined) throw new Error('no such item');
      const before = source.statements;
      await source.gather(allOf(item, []), foreseen(item));
      return source.statements - before;
    };
    const [, , , inBox, , onPallet] = packs;
    const loose = packs.find((item) => item.kind === 'pack' && item.serial === 'MS0000002');
    expect([await count(inBox), await count(onPallet), await count(loose)]).toEqual([3, 2, 1]);
    // Of nine who ask at once the first is asked for by itself, the others together.
    const before = source.statements;
    await Promise.all(Array.from({ length: 9 }, () => loose && source.gather(allOf(loose, []), foreseen(loose))));
    expect(source.statements - before).toBe(2);
  }, 300_000);

  it('judges by one state where a newer copy answers first and an older one goes on', async () => {
    const [inBox] = packs.slice(2, 3);
    const shop = parties[3];
    if (inBox === undefined || shop === undefined) throw new Error('no such world');
    const ask = allOf(inBox, viewers);
    const [newer, older] = [opened(pool(server, await newDatabase())), opened(pool(server, await newDatabase()))];
    await giveAll(newer.store);
    // All but the last thing that the shop did, which is that it took the pack out of its box and supplied it.
    const others = given.batches.filter(({ chain }) => chain !== shop.chain);
    const stretches = stretchesOf(shop.ledger);
    await giveAll(older.store, { ...given, batches: [...others, ...stretches.slice(0, -1)] });
    const alone = await Promise.all([newer, older].map(({ source }) => source.gather(ask, foreseen(inBox))));
    const states = alone.map((one) => one.whole && one.answer);
    expect(new Set(states).size).toBe(2);
    const mixed: EvidenceSource = {
      find: (wants) => newer.source.find(wants),
      steady: (fn) => older.source.steady(fn),
    };
    const found = await gatherFrom(mixed, ask, foreseen(inBox));
    expect(states).toContain(found.whole && found.answer);
    // Whoever puts both together accuses the shop.
    const careless = { find: unnamed((wants) => mixed.find(wants)), steady: carelessly(older.source) };
    const wrong = await gatherFrom(careless, ask, foreseen(inBox));
    expect(states).not.toContain(wrong.whole && wrong.answer);
    expect(wrong.whole && wrong.answer).toContain('unauthorised-use');
  }, 300_000);

  it('has one history where many admit the same chains, in any order', async () => {
    const name = await newDatabase();
    const roll = dice(41);
    const founder = party('Agency', '9506000100001', null);
    const shops: Party[] = [];
    for (let i = 0; i < 64; i++) {
      const shop = party(`Shop ${i}`, `95060${String(10_000_000 + i).padStart(8, '0')}`, founder.chain);
      accredit(founder, shop, ['dispenser']);
      shops.push(shop);
    }
    for (const shop of shops) for (let n = 0; n < 3; n++) add(shop, { type: 'profile', public: { name: `${n}` } });
    const first = opened(pool(server, name, 2));
    await first.store.admitAll(batchesOf(founder.ledger));
    const stores = Array.from({ length: 8 }, () => opened(pool(server, name, 2)).store);
    const own = shops.flatMap(({ ledger }) => stretchesOf(ledger));
    await Promise.all(
      stores.map(async (store) => {
        const left = [...own];
        while (left.length > 0) {
          const some = Array.from({ length: 1 + roll(20) }, () => left.splice(roll(left.length), 1)).flat();
          for (const [i, one] of (await store.admitAll(some)).entries()) {
            const batch = some[i];
            // What comes before its time comes again.
            if (!(one instanceof Error) && one.kind === 'aside' && batch !== undefined) left.push(batch);
            else expect(one).toMatchObject({ kind: 'stored' });
          }
        }
      }),
    );
    const database = pool(server, name, 1);
    await isSound(database);
    const sizes = await database.lend((connection) =>
      connection.rows<{ chain: string; size: number }>('select chain, size from branch order by chain'),
    );
    const due = shops.map(({ chain, ledger }) => ledger.read((view) => ({ chain, size: view.chain(chain)?.size })));
    expect(sizes.filter(({ chain }) => chain !== founder.chain)).toEqual(
      due.sort((a, b) => (a.chain < b.chain ? -1 : 1)),
    );
    await database.close();
  }, 300_000);

  it('does not care what clocks say', async () => {
    const name = await newDatabase();
    const { store, source } = opened(pool(server, name));
    const off = given.batches.map((batch, i) => ({ ...batch, now: NOW + ((i % 3) - 1) * 86_400_000 }));
    await giveAll(store, { ...given, batches: off });
    await knowsAll(source);
  }, 300_000);

  it('reads from a copy, and from the first server where that has not heard what whoever asks has seen', async () => {
    const name = await newDatabase();
    const { store, source } = opened(pool(server, name));
    await giveAll(store, { ...given, batches: given.batches.slice(0, -1) });
    const replica = server.standby('lagging');
    try {
      const admin = pool(replica, 'postgres', 1);
      const lag = opened(pool(replica, name));
      await admin.lend((connection) => connection.rows('select pg_wal_replay_pause()'));
      await giveAll(store);
      const [counter] = await pool(server, name, 1).lend((connection) =>
        connection.rows<{ n: number }>('select n from counter'),
      );
      const seen = (state: string) => Number(state.split(' ')[0]) >= Number(counter?.n);
      const item = packs[0];
      if (item === undefined) throw new Error('no packs');
      await expect(gatherFrom(inTurn([lag.source], seen), allOf(item, viewers))).rejects.toThrow(StaleCopy);
      const both = inTurn([lag.source, source], seen);
      const found = await gatherFrom(both, allOf(item, viewers), foreseen(item));
      expect(found.whole && JSON.parse(found.answer)).toEqual(JSON.parse(answers.get(nameOf(item)) ?? ''));
      await admin.lend((connection) => connection.rows('select pg_wal_replay_resume()'));
      for (;;) {
        const read = await gatherFrom(inTurn([lag.source], seen), allOf(item, viewers)).catch((error: unknown) => {
          if (error instanceof StaleCopy) return undefined;
          throw error;
        });
        if (read !== undefined) break;
      }
      await knowsAll(lag.source);
      await admin.close();
    } finally {
      replica.remove();
    }
  }, 300_000);

  it('gets back from its authors what an asynchronous copy had not heard when it was promoted', async () => {
    const first = startServer(programs);
    const copy = first.standby('late');
    try {
      const name = await newDatabase(first);
      const line = switching(pool(first, name));
      const { store, source } = opened(line);
      const some = given.batches.length - 3;
      await giveAll(store, { ...given, batches: given.batches.slice(0, some) });
      await caughtUp(first, copy);
      copy.stop();
      await giveAll(store);
      first.stop('immediate');
      copy.start();
      copy.promote();
      line.to(pool(copy, name));
      const sizes = await line.lend((connection) => connection.rows('select id from branch'));
      expect(sizes.length).toBeLessThan(given.batches.length);
      await giveAll(store);
      await knowsAll(source);
      await isSound(line);
    } finally {
      first.remove();
      copy.remove();
    }
  }, 300_000);

  it('loses nothing that was acknowledged where a copy has to hear it first, and waits for that', async () => {
    const first = startServer(programs);
    const copy = first.standby('sync');
    try {
      const name = await newDatabase(first);
      const admin = pool(first, 'postgres', 1);
      await admin.lend((connection) => connection.rows(`alter system set synchronous_standby_names = 'ANY 1 (sync)'`));
      await admin.lend((connection) => connection.rows('select pg_reload_conf()'));
      const line = switching(pool(first, name));
      const { store, source } = opened(line);
      await store.putPages(given.pages);
      await store.admitAll(given.batches.slice(0, 4));
      copy.stop();
      let done = false;
      const waiting = store.admitAll(given.batches.slice(4, 5)).then(() => {
        done = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(done).toBe(false);
      copy.start();
      await waiting;
      await store.admitAll(given.batches.slice(5));
      await admin.close();
      first.stop('immediate');
      copy.promote();
      line.to(pool(copy, name));
      await knowsAll(source);
      await isSound(line);
    } finally {
      first.remove();
      copy.remove();
    }
  }, 300_000);

  it('sees that it was set back to a point in time, and takes what came after that again', async () => {
    const first = startServer(programs);
    try {
      const name = await newDatabase(first);
      const line = switching(pool(first, name));
      const { store, source } = opened(line);
      await giveAll(store, { ...given, batches: given.batches.slice(0, -4) });
      first.stop();
      cpSync(first.data, `${first.data}-then`, { recursive: true, preserveTimestamps: true });
      first.start();
      line.to(pool(first, name));
      await giveAll(store);
      await knowsAll(source);
      first.stop('immediate');
      rmSync(first.data, { recursive: true });
      cpSync(`${first.data}-then`, first.data, { recursive: true, preserveTimestamps: true });
      first.own(first.data);
      first.start();
      line.to(pool(first, name));
      await giveAll(store);
      await knowsAll(source);
      await isSound(line);
    } finally {
      first.remove();
    }
  }, 300_000);

  async function caughtUp(first: TestServer, copy: TestServer): Promise<void> {
    const at = async (of: TestServer, text: string): Promise<string> => {
      const database = pool(of, 'postgres', 1);
      const [row] = await database.lend((connection) => connection.rows<{ at: string }>(text));
      await database.close();
      return row?.at ?? '';
    };
    const due = await at(first, 'select pg_current_wal_lsn()::text as at');
    for (;;) {
      const is = await at(copy, `select (pg_last_wal_replay_lsn() >= '${due}')::text as at`);
      if (is === 'true') return;
    }
  }
});

type Find = EvidenceSource['find'];

const unnamed =
  (find: Find): Find =>
  async (wants) => ({ ...(await find(wants)), state: 'any' });

function carelessly(source: HubSource): NonNullable<EvidenceSource['steady']> {
  return (fn) => source.steady((find) => fn(unnamed(find)));
}

/** The batches of a chain, a commit each. */
function stretchesOf(ledger: Ledger): Batch[] {
  return ledger.read((view) =>
    view
      .chains()
      .filter(({ own }) => own)
      .flatMap(({ chain, size }) => {
        const sizes = view.noteSizes(chain, 0, 0, size);
        return sizes.map((to, i) => {
          const start = sizes[i - 1] ?? 0;
          return {
            chain,
            start,
            leaves: Array.from(view.leaves(chain, 0, start, to), ({ bytes }) => new Uint8Array(bytes)),
            note: view.note(chain, to) ?? '',
            now: NOW,
          };
        });
      }),
  );
}
