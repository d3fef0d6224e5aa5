// A hub on PostgreSQL against the embedded ledger, over the same events: it starts a server of its own and stops it. Run by
// `npm run bench:hub` alone; where no PostgreSQL is installed there is nothing to measure.
import { readFileSync } from 'node:fs';
import { random } from '../src/app/node/random.ts';
import { b64u } from '../src/chain/bytes.ts';
import { containerItem, packItem } from '../src/custody/item.ts';
import { judge } from '../src/custody/judge.ts';
import { traceItem } from '../src/custody/trace.ts';
import { foreseen } from '../src/custody/wants.ts';
import { openLedger } from '../src/ledger/ledger.ts';
import { HubSource } from '../src/ledger/postgres/hub-source.ts';
import { HubStore } from '../src/ledger/postgres/hub-store.ts';
import { createHub } from '../src/ledger/postgres/open-hub.ts';
import { openPool } from '../src/ledger/postgres/pool.ts';
import { batchesOf } from '../test/ledger/batches.ts';
import { containerKey, goods, packsOf } from '../test/ledger/goods.ts';
import { accredit, add, cleanUp, commission, GTIN, NOW, pagesOf, party, serials } from '../test/ledger/network.ts';
import { postgresPrograms, startServer } from '../test/ledger/postgres/server.ts';
import { folder, row } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const EVENTS = 50_000;
const PACKS = 100_000;
const LOOSE = 200;
const CASES = 100;
const CLIENTS = 16;
const ROUNDS = 5;
const LOTS = 1_000;

/** As a server for use writes: durable at each commit. */
const DURABLE = 'fsync = on\nfull_page_writes = on\nshared_buffers = 256MB\nmax_wal_size = 4GB\n';

let databases = 0;

async function hub(server) {
  const name = `bench${++databases}`;
  const admin = openPool({ host: server.host, user: 'hub', database: 'postgres' });
  await admin.lend((connection) => connection.rows(`create database ${name}`));
  await admin.close();
  const database = openPool({ host: server.host, user: 'hub', database: name });
  await createHub(database, random);
  const store = new HubStore(database, { random: Math.random });
  return { database, store, source: new HubSource(database, store.mirror) };
}

async function seconds(fn) {
  const start = process.hrtime.bigint();
  await fn();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** One chain of dispenses by one party. */
function trade() {
  const founder = party('Agency', '9506000100001', null);
  founder.ledger.append(founder.signer, { now: NOW, clockIsRight: true }, (tx) => {
    for (let i = 1; i < EVENTS; i++)
      tx.add({ type: 'dispense', public: {}, items: [{ key: random(32), token: random(16) }] });
  });
  return founder.ledger.read((view) => {
    const sizes = view.noteSizes(founder.chain, 0, 0, EVENTS);
    return sizes.map((size, i) => ({
      chain: founder.chain,
      start: sizes[i - 1] ?? 0,
      leaves: Array.from(view.leaves(founder.chain, 0, sizes[i - 1] ?? 0, size), ({ bytes }) => new Uint8Array(bytes)),
      note: view.note(founder.chain, size),
      now: NOW,
    }));
  });
}

async function admission(server) {
  const batches = trade();
  const bytes = batches.flatMap(({ leaves }) => leaves).reduce((sum, leaf) => sum + leaf.length, 0);
  const times = [];
  let sizes;
  for (let i = 0; i < ROUNDS; i++) {
    const ledger = openLedger(folder(), { create: true });
    const here = await seconds(() => {
      for (const batch of batches) ledger.admit(batch);
    });
    ledger.close();
    const { database, store } = await hub(server);
    const there = await seconds(() => store.admitAll(batches));
    times.push([there, here]);
    sizes ??= await sizesIn(database);
    await store.close();
  }
  const [there, here] = [median(times.map(([a]) => a)), median(times.map(([, b]) => b))];
  const events = batches.reduce((sum, { leaves }) => sum + leaves.length, 0);
  return [
    row(
      `admit ${EVENTS} events on PostgreSQL, all checks`,
      'SQLite',
      there / here,
      1.5,
      1,
      `${there.toFixed(2)} s, ${here.toFixed(2)} s`,
    ),
    row('bytes of a row', '', sizes.hop / sizes.hops, 80, 76),
    row('bytes of a leaf beside its own', '', (sizes.leaf - bytes) / events, 90, 86),
  ];
}

async function sizesIn(database) {
  const text = (table) =>
    `(select sum(pg_relation_size(inhrelid) + pg_indexes_size(inhrelid))::bigint from pg_inherits
      where inhparent = '${table}'::regclass)`;
  const [sizes] = await database.lend((connection) =>
    connection.rows(
      `select ${text('leaf')} as leaf, ${text('hop')} as hop, (select count(*) from hop)::bigint as hops`,
    ),
  );
  return sizes;
}

/** Packs that went loose through three hands, and packs in cases on pallets. */
function world() {
  const founder = party('Agency', '9506000100001', null);
  const maker = party('Acme', '9506000100018', founder.chain);
  const [whole, shop] = [party('Whole', '9506000100025', founder.chain), party('Hill', '9506000100032', founder.chain)];
  accredit(founder, maker, ['manufacturer', 'distributor'], { gtins: [GTIN] });
  for (const one of [whole, shop]) accredit(founder, one, ['distributor', 'dispenser']);
  const names = serials(PACKS, 'KQ7W');
  add(maker, commission(founder.chain, names));
  const loose = names.slice(0, LOOSE);
  for (const name of loose) {
    add(maker, goods('ship', packsOf(founder, [name], 1), { to: whole.gln }));
    add(whole, goods('receive', packsOf(founder, [name], 2), { from: maker.gln }));
    add(whole, goods('ship', packsOf(founder, [name], 3), { to: shop.gln }));
    add(shop, goods('receive', packsOf(founder, [name], 4), { from: whole.gln }));
  }
  const boxed = [];
  for (let i = 0; i < CASES; i++) {
    const inside = names.slice(LOOSE + 5 * i, LOOSE + 5 * i + 5);
    boxed.push(...inside);
    const [box, pallet] = [2 * i + 1, 2 * i + 2].map((n) => containerItem(keyOf(n), maker.gln));
    add(maker, goods('pack', [...packsOf(founder, inside, 1), [box, 0]], { container: b64u(box.key) }));
    add(
      maker,
      goods(
        'pack',
        [
          [box, 1],
          [pallet, 0],
        ],
        { container: b64u(pallet.key) },
      ),
    );
    add(maker, goods('ship', [[pallet, 1]], { to: shop.gln }));
    add(shop, goods('receive', [[pallet, 2]], { from: maker.gln }));
  }
  return { parties: [founder, maker, whole, shop], network: founder.chain, loose, boxed };
}

const keyOf = (n) => {
  const key = containerKey(7);
  new DataView(key.buffer).setUint32(0, n);
  return key;
};

async function given(server, parties) {
  const here = openLedger(folder(), { create: true });
  const there = await hub(server);
  for (const { ledger } of parties) {
    for (const batch of batchesOf(ledger)) {
      const pages = pagesOf(ledger, batch);
      here.putPages(pages);
      here.admit(batch);
      await there.store.putPages(pages);
      await there.store.admitAll([batch]);
    }
  }
  return { here, ...there };
}

const verdict = (network, serial) => (evidence) => {
  const item = packItem(network, GTIN, serial);
  const question = { now: NOW, today: '2026-11-22', fresh: { peers: 1 }, maxAge: 1e12 };
  return judge({ gtin: GTIN, serial, lot: 'L1' }, traceItem(item, evidence), evidence, question).status;
};

/** Ticks of the processor that the backends of a database have used, in seconds; of those that answer somebody and have not ended. */
async function backendSeconds(database) {
  const pids = await database.lend((connection) =>
    connection.rows(
      `select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`,
    ),
  );
  return pids.reduce((sum, { pid }) => sum + ticksOf(pid), 0) / 100;
}

function ticksOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
    return Number(stat[11]) + Number(stat[12]);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0;
    throw error;
  }
}

const ownSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

async function perVerify({ here, database, source }, network, names, times) {
  const ask = (i) => verdict(network, names[i % names.length]);
  const item = (i) => packItem(network, GTIN, names[i % names.length]);
  const direct = async () => {
    const before = ownSeconds();
    for (let i = 0; i < times; i++) here.read((view) => ask(i)(view));
    return (ownSeconds() - before) / times;
  };
  const distant = async () => {
    const [own, theirs] = [ownSeconds(), await backendSeconds(database)];
    let next = 0;
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        for (let i = next++; i < times; i = next++) await source.gather(ask(i), foreseen(item(i)));
      }),
    );
    return (ownSeconds() - own + (await backendSeconds(database)) - theirs) / times;
  };
  await direct();
  await distant();
  const pairs = [];
  for (let i = 0; i < ROUNDS; i++) pairs.push([await distant(), await direct()]);
  return [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))];
}

async function verifies(server) {
  const { parties, network, loose, boxed } = world();
  const both = await given(server, parties);
  const [pack] = await both.database.lend((connection) =>
    connection.rows(`select (pg_relation_size('tokenpage') + pg_indexes_size('tokenpage'))::bigint as bytes`),
  );
  const rows = [row('bytes of a commissioned pack', '', pack.bytes / PACKS, 18, 17)];
  for (const [what, names, budget] of [
    ['a loose pack', loose, 3.5],
    ['a pack in a case on a pallet', boxed, 4.2],
  ]) {
    const [there, here] = await perVerify(both, network, names, 1_000);
    const detail = `${(there * 1e6).toFixed(0)} µs, ${(here * 1e6).toFixed(0)} µs`;
    const of = `the same verdict over SQLite`;
    rows.push(
      row(
        `verdict on ${what} over PostgreSQL, ${CLIENTS} clients, processor of both`,
        of,
        there / here,
        budget,
        budget,
        detail,
      ),
    );
  }
  both.here.close();
  await both.store.close();
  return rows;
}

async function manyLots(server) {
  const costs = [];
  for (const lots of [1, LOTS]) {
    const founder = party('Agency', '9506000100001', null);
    const maker = party('Acme', '9506000100018', founder.chain);
    accredit(founder, maker, ['manufacturer', 'distributor'], { gtins: [GTIN] });
    const names = serials(20 * LOTS, 'KQ7W');
    for (let i = 0; i < lots; i++) {
      const some = names.slice((i * names.length) / lots, ((i + 1) * names.length) / lots);
      add(maker, commission(founder.chain, some, `L${i + 1}`));
    }
    const both = await given(server, [founder, maker]);
    const [there] = await perVerify(both, founder.chain, names.slice(0, 400), 1_000);
    costs.push(there);
    both.here.close();
    await both.store.close();
  }
  const [one, many] = costs;
  const detail = `${(many * 1e6).toFixed(0)} µs, ${(one * 1e6).toFixed(0)} µs`;
  return [
    row(`verdict on a pack of ${LOTS} lots of its product over PostgreSQL`, 'of one lot', many / one, 1.5, 1.1, detail),
  ];
}

export async function rows() {
  const programs = postgresPrograms();
  if (programs === undefined) return [];
  const server = startServer(programs, DURABLE);
  try {
    return [...(await admission(server)), ...(await verifies(server)), ...(await manyLots(server))];
  } finally {
    server.remove();
    cleanUp();
  }
}
