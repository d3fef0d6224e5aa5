// Exchanges with a hub: each turn is answered by another process, which has kept nothing of the one before, and both sides end with
// the same chains, as with any peer.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { hex } from '../../src/chain/bytes.ts';
import { FRAME, type Frame, MAX_FRAME } from '../../src/chain/frame.ts';
import { auditHub } from '../../src/ledger/postgres/audit-hub.ts';
import { HubStore } from '../../src/ledger/postgres/hub-store.ts';
import { createHub } from '../../src/ledger/postgres/open-hub.ts';
import { openPool } from '../../src/ledger/postgres/pool.ts';
import { LacksRows, TurnRows } from '../../src/ledger/postgres/turn-rows.ts';
import { packFrame } from '../../src/sync/codec.ts';
import type { Exchange } from '../../src/sync/exchange.ts';
import { toFrame } from '../../src/sync/frames.ts';
import { drainInto } from '../../src/sync/hub-bundle.ts';
import { HubQuotas } from '../../src/sync/hub-quotas.ts';
import { HubTurns } from '../../src/sync/hub-turn.ts';
import type { Message } from '../../src/sync/messages.ts';
import type { ExchangeOptions, PeerMemory } from '../../src/sync/options.ts';
import { commitsOf } from '../ledger/batches.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  GTIN,
  moves,
  NOW,
  type Party,
  party,
  random,
  serials,
} from '../ledger/network.ts';
import { breaking, serverSays } from '../ledger/postgres/breaking.ts';
import { postgresPrograms, startServer, type TestServer } from '../ledger/postgres/server.ts';
import { makeTwins } from '../ledger/twins.ts';
import { describeGiven } from '../left-out.ts';
import { carried, proverOf, sideOf, sizes, talk } from './talk.ts';

describeGiven('PostgreSQL', postgresPrograms(), 'a hub', (programs) => {
  let server: TestServer;
  let databases = 0;
  const open: { close(): unknown }[] = [];
  let agency: Party;
  let acme: Party;
  let hill: Party;
  let hub: Party;
  let network: string;
  let store: HubStore;

  beforeAll(() => {
    server = startServer(programs);
  });
  beforeEach(async () => {
    agency = party('Agency', '9506000100001', null);
    network = agency.chain;
    [acme, hill, hub] = [
      party('Acme', '9506000100018', network),
      party('Hill', '9506000100032', network),
      party('Hub', '9506000100049', network),
    ];
    for (const one of [acme, hill, hub]) one.ledger.admit(batchOf(agency.ledger, network));
    accredit(agency, acme, ['manufacturer', 'distributor'], { gtins: [GTIN] });
    accredit(agency, hill, ['dispenser']);
    accredit(agency, hub, ['distributor']);
    for (const one of [acme, hill, hub]) talk(network, one, agency);
    await newHub();
  });

  async function newHub(): Promise<void> {
    const name = `hub${++databases}`;
    const first = openPool({ host: server.host, user: 'hub', database: 'postgres' });
    await first.lend((connection) => connection.rows(`create database ${name}`));
    await first.close();
    const database = openPool({ host: server.host, user: 'hub', database: name });
    await createHub(database, random, network);
    store = new HubStore(database, { random: Math.random });
    open.push(store);
    await drainInto(store, hub.ledger, () => NOW);
  }
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
    cleanUp();
  });
  afterAll(() => server.remove());

  interface HubSet {
    readonly processes?: number;
    readonly quotas?: HubQuotas;
  }

  interface HubTalk {
    readonly exchange: Exchange;
    readonly turns: number;
    readonly rounds: number;
    readonly memory: PeerMemory | undefined;
    readonly longest: number;
  }

  /** A whole exchange: each turn goes to the next of so many processes. */
  async function talkHub(
    asker: Party,
    more: Partial<ExchangeOptions> = {},
    { processes = 2, quotas }: HubSet = {},
  ): Promise<HubTalk> {
    const all = Array.from({ length: processes }, () => new HubTurns(store, quotas));
    const exchange = sideOf(asker.ledger, network, asker.chain, {}, { peers: 'known', ...more });
    let [turns, rounds, longest] = [0, 0, 0];
    try {
      do {
        const given = [...carried(exchange.turn())];
        const process = all[turns % processes];
        if (process === undefined) throw new Error('no process');
        const done = await process.turn(given, {
          network,
          chain: hub.chain,
          peer: 'peer',
          clock: () => NOW,
          pack: false,
          prover: proverOf(hub.chain),
          peers: 'known',
          turnBytes: more.turnBytes ?? 512 * 1024,
        });
        rounds += done.rounds;
        longest = Math.max(longest, sizeOf(done.frames));
        for (const frame of carried(done.frames)) exchange.take(frame);
        turns++;
        if (turns > 400) throw new Error('the two never come to an end');
      } while (!exchange.settled);
    } finally {
      for (const one of all) one.close();
    }
    return { exchange, turns, rounds, memory: exchange.memory, longest };
  }

  const sizeOf = (frames: readonly Frame[]): number => frames.reduce((sum, { body }) => sum + body.length + 6, 0);

  async function sizesThere(): Promise<Readonly<Record<string, number>>> {
    const rows = await store.database.lend((connection) =>
      connection.rows<{ chain: string; size: number }>('select chain, size from branch where number = 0'),
    );
    return Object.fromEntries(rows.map(({ chain, size }) => [chain, size]));
  }

  it('takes what a member has, and gives it to another one, whichever process answers', async () => {
    add(acme, commission(network, serials(700), 'L1'));
    add(acme, moves('ship', network, serials(300), 1, { to: hill.gln }));
    const pushed = await talkHub(acme);
    expect(pushed.memory).toBeDefined();
    expect(await sizesThere()).toMatchObject({
      [acme.chain]: acme.ledger.read((view) => view.chain(acme.chain)?.size),
    });
    const pulled = await talkHub(hill);
    expect(pulled.memory).toBeDefined();
    expect(sizes(hill.ledger)).toEqual(await sizesThere());
    expect(hill.ledger.read((view) => view.incomplete())).toBe(false);
    expect(hill.ledger.audit().findings).toEqual([]);
    expect((await auditHub(store.database)).findings).toEqual([]);
    // Nothing is new: that costs two turns and few questions.
    const again = await talkHub(hill, { last: pulled.memory });
    expect(again.turns).toBeLessThanOrEqual(3);
    expect(again.rounds).toBeLessThanOrEqual(6);
  });

  it('has turns as short as any, and the parts of a commit go on in the next process', async () => {
    const drafts = Array.from({ length: 200 }, (_, i) => ({
      type: 'profile',
      public: { name: acme.name, contact: `${i} ${'x'.repeat(900)}` },
    }));
    add(acme, ...drafts);
    const pushed = await talkHub(acme, { turnBytes: 64 * 1024 }, { processes: 3 });
    expect(pushed.turns).toBeGreaterThan(3);
    expect(await sizesThere()).toMatchObject({
      [acme.chain]: acme.ledger.read((view) => view.chain(acme.chain)?.size),
    });
    const [left] = await store.database.lend((connection) =>
      connection.rows<{ left: number }>('select count(*)::int as left from staged'),
    );
    expect(left).toEqual({ left: 0 });
    const pulled = await talkHub(hill, { turnBytes: 64 * 1024 }, { processes: 3 });
    expect(pulled.longest).toBeLessThanOrEqual(64 * 1024);
    expect(sizes(hill.ledger)).toEqual(await sizesThere());
  });

  it('shows a stranger the chains of the authority alone, and takes its card', async () => {
    add(acme, commission(network, serials(5), 'L1'));
    await talkHub(acme);
    const stranger = party('Nobody', '9506000100056', network);
    const talked = await talkHub(stranger);
    expect(talked.exchange.standingThere).toBe('stranger');
    expect(Object.keys(sizes(stranger.ledger)).toSorted()).toEqual([network, stranger.chain].toSorted());
    expect(await sizesThere()).toMatchObject({ [stranger.chain]: 1 });
  });

  it('takes both histories of a chain that forked, and shows both', async () => {
    const { founder, maker, twin } = makeTwins();
    agency = founder;
    network = founder.chain;
    [hub, hill] = [party('Hub', '9506000100049', network), party('Hill', '9506000100032', network)];
    for (const one of [hub, hill]) {
      one.ledger.admit(batchOf(agency.ledger, network));
      accredit(agency, one, ['distributor', 'dispenser']);
    }
    for (const one of [hub, hill, maker, twin]) talk(network, one, agency);
    await newHub();
    await talkHub(maker);
    await talkHub(twin);
    await talkHub(hill);
    const forks = (of: Party) => of.ledger.read((view) => view.doubts().map(({ chain, index }) => ({ chain, index })));
    expect(forks(hill)).toEqual([{ chain: maker.chain, index: 1 + 1 }]);
    const branches = hill.ledger.read((view) => view.branches(maker.chain).map(({ size }) => size));
    expect(branches.toSorted()).toEqual([3, 4]);
    expect((await auditHub(store.database)).findings).toEqual([]);
  });

  it('makes the proof of a fork in few rounds', async () => {
    const { founder, maker, twin } = makeTwins(Array.from({ length: 1_500 }, () => ({ type: 'missing', public: {} })));
    agency = founder;
    network = founder.chain;
    [hub, hill] = [party('Hub', '9506000100049', network), party('Hill', '9506000100032', network)];
    for (const one of [hub, hill]) {
      accredit(agency, one, ['distributor', 'dispenser']);
      one.ledger.admit(batchOf(agency.ledger, network));
    }
    const commits = [...commitsOf(maker), ...commitsOf(twin).slice(-1)];
    for (const { ledger } of [hub, hill])
      for (const one of ledger.admitAll(commits))
        expect(one).toMatchObject({ kind: expect.stringMatching('stored|fork') });
    await newHub();
    // All is here and there: nothing but heads and what shows the fork is told.
    const { rounds, exchange } = await talkHub(hill, {}, { processes: 1 });
    expect(exchange.whole).toBe(true);
    expect(rounds).toBeLessThan(25);
  });

  it('keeps one author to a share, but no recall waits', async () => {
    const quotas = () => new HubQuotas({ events: 3, bytes: 1e9 });
    for (let i = 0; i < 6; i++) add(acme, { type: 'profile', public: { name: acme.name, contact: `${i}` } });
    const first = await talkHub(acme, {}, { quotas: quotas(), processes: 1 });
    expect(first.memory).toBeDefined();
    add(acme, { type: 'profile', public: { name: acme.name, contact: 'more' } });
    const spent = quotas();
    spent.took({ chain: acme.chain, start: 0, leaves: Array(9).fill(new Uint8Array(1)), note: '', now: NOW });
    const refused = await talkHub(acme, { last: first.memory }, { quotas: spent, processes: 1 });
    expect(refused.memory).toBeUndefined();
    expect(spent.refused).toBeGreaterThan(0);
    add(acme, { type: 'recall', public: { kind: 'issue', gtin: GTIN, lots: ['L1'], class: 1, reason: 'x' } });
    await talkHub(acme, { last: first.memory }, { quotas: spent, processes: 1 });
    expect(await sizesThere()).toMatchObject({
      [acme.chain]: acme.ledger.read((view) => view.chain(acme.chain)?.size),
    });
  });

  it.each([
    ['in one turn', 512 * 1024, 1],
    ['in a later turn', 64 * 1024, 2],
  ])('takes a recall behind more than a share of its chain %s', async (_, turnBytes, exchanges) => {
    const spent = new HubQuotas({ events: 3, bytes: 1e9 });
    spent.took({ chain: acme.chain, start: 0, leaves: Array(9).fill(new Uint8Array(1)), note: '', now: NOW });
    const profile = (text: string) => ({ type: 'profile', public: { name: acme.name, contact: text } });
    // More than one commit of leaves.
    for (const name of ['a', 'b']) add(acme, ...Array.from({ length: 200 }, (_, i) => profile(name.repeat(900) + i)));
    add(acme, { type: 'recall', public: { kind: 'issue', gtin: GTIN, lots: ['L1'], class: 1, reason: 'x' } });
    for (let i = 0; i < exchanges; i++) await talkHub(acme, { turnBytes }, { quotas: spent, processes: 1 });
    expect(await sizesThere()).toMatchObject({
      [acme.chain]: acme.ledger.read((view) => view.chain(acme.chain)?.size),
    });
  });

  /** A turn of somebody who has proved nothing; the time of the processor that it took, in ms, and what it was refused with. */
  async function poured(...frames: readonly Frame[]): Promise<{ readonly ms: number; readonly code: unknown }> {
    const process1 = new HubTurns(store);
    const say = (message: Message) => toFrame(message, false);
    const hello = { type: 'hello', network, cursor: { epoch: 'x', n: 0 }, authority: '', turn: 2 } as const;
    const options = { network, chain: hub.chain, peer: 'peer', clock: () => NOW, pack: false, peers: 'known' } as const;
    const before = process.cpuUsage();
    try {
      const turn = process1.turn([say(hello), ...frames, say({ type: 'done', asks: 0 })], options);
      const code = await turn.then(
        () => undefined,
        (error: { readonly code?: unknown }) => error.code ?? error,
      );
      const { user, system } = process.cpuUsage(before);
      return { ms: (user + system) / 1_000, code };
    } finally {
      process1.close();
    }
  }

  it('unpacks no more of a turn than an exchange would, however little was sent', async () => {
    const bomb = packFrame(99, new Uint8Array(MAX_FRAME), true);
    await poured(bomb);
    const few = await poured(...Array(8).fill(bomb));
    const many = await poured(...Array(400).fill(bomb));
    expect([few.code, many.code]).toEqual(['bad-frame', 'bad-frame']);
    expect(many.ms).toBeLessThan(10 * few.ms);
  });

  it('fetches no more leaves at a time than some turns are answered with, and the others as they are read', async () => {
    const long = (i: number) => ({ type: 'x-long', public: { text: `${i} ${'x'.repeat(50_000)}` } });
    for (let i = 0; i < 30; i++) add(acme, ...[0, 1, 2, 3].map((n) => long(4 * i + n)));
    await talkHub(acme);
    const { size = 0 } = acme.ledger.read((view) => view.chain(acme.chain)) ?? {};
    const [row] = await store.database.lend((connection) =>
      connection.rows<{ id: number }>(`select id from branch where chain = '${acme.chain}'`),
    );
    const all = { what: 'leaves', row: row?.id ?? 0, from: 0, to: size } as const;
    const rows = new TurnRows();
    const has = () => Array.from({ length: size }, (_, seq) => seq).filter((seq) => rows.hasLeaf(all.row, seq)).length;
    const fetch = (from: number) =>
      store.database.lend((connection) => rows.fetch(connection, [{ ...all, from }, all, all]));
    await fetch(0);
    const first = has();
    expect(first).toBeGreaterThan(50);
    expect(rows.bytes).toBeLessThan(4 * 1024 * 1024 + 65_536);
    expect(() => rows.leaf(all.row, first, size)).toThrow(LacksRows);
    await fetch(first);
    expect(has()).toBe(size);
    const here = [
      ...acme.ledger.read((view) => [...view.leaves(acme.chain, 0, 0, size)].map(({ bytes }) => hex(bytes))),
    ];
    expect(here.map((_, seq) => hex(rows.leaf(all.row, seq, size)?.bytes ?? new Uint8Array()))).toEqual(here);
    const stretches = Array.from({ length: 12 }, (_, i) => ({ ...all, from: 10 * i, to: 10 * i + 10 }));
    const many = new TurnRows();
    await store.database.lend((connection) => many.fetch(connection, stretches));
    expect(stretches.filter(({ from }) => !many.hasLeaf(all.row, from))).toEqual([]);
    expect(many.bytes).toBeLessThan(4 * 1024 * 1024 + 65_536);
    await talkHub(hill);
    expect(sizes(hill.ledger)).toEqual(await sizesThere());
  });

  it('answers in few rounds whoever asks about more leaves than are fetched at a time', async () => {
    for (let i = 0; i < 150; i++) add(agency, { type: 'x-long', public: { text: `${i} ${'x'.repeat(50_000)}` } });
    await talkHub(agency);
    const { size = 0, root = new Uint8Array() } = agency.ledger.read((view) => view.chain(network)) ?? {};
    const process1 = new HubTurns(store);
    const say = (message: Message) => toFrame(message, false);
    const hello = { type: 'hello', network, cursor: { epoch: 'x', n: 0 }, authority: '', turn: 2 } as const;
    const asks = Array.from({ length: 150 }, (_, i) => say({ type: 'hashes', chain: network, size, root, at: [i] }));
    const options = { network, chain: hub.chain, peer: 'peer', clock: () => NOW, pack: false, peers: 'known' } as const;
    const { rounds, frames } = await process1.turn([say(hello), ...asks, say({ type: 'done', asks: 150 })], options);
    process1.close();
    expect(frames.filter(({ type }) => type === FRAME.hashes)).toHaveLength(150);
    expect(rounds).toBeLessThan(10);
  });

  it('keeps parts of a commit where others were in the way, and drops those that nobody has ended for a day', async () => {
    let fails = 3;
    const sound = store.database;
    const failing = breaking(sound, async ({ text }, run) => {
      if (text.includes('insert into staged') && fails > 0) {
        fails--;
        throw serverSays('40001');
      }
      await run();
    });
    const busy = new HubStore(failing, { random: Math.random });
    const parts = (key: string) => new Map([[key, new Uint8Array(3)]]);
    await busy.keepParts(parts('part a'));
    expect(fails).toBe(0);
    await sound.lend((connection) => connection.rows(`update staged set at = at - interval '25 hours'`));
    await busy.keepParts(parts('part b'));
    const left = await sound.lend((connection) => connection.rows('select key from staged'));
    expect(left).toEqual([{ key: 'part b' }]);
    busy.mirror.close();
  });
});
