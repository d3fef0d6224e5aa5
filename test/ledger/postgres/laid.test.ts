// Commits of one chain that come together are stored together, and each is answered as it would be by itself.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { b64u } from '../../../src/chain/bytes.ts';
import { encodeCanonical } from '../../../src/chain/canonical.ts';
import { signCheckpoint } from '../../../src/chain/checkpoint.ts';
import { newKeyring } from '../../../src/chain/keys.ts';
import { leafHash, treeRoot } from '../../../src/chain/merkle.ts';
import { leafId } from '../../../src/ledger/ids.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { auditHub } from '../../../src/ledger/postgres/audit-hub.ts';
import type { HubDatabase } from '../../../src/ledger/postgres/connection.ts';
import { HubStore } from '../../../src/ledger/postgres/hub-store.ts';
import { createHub } from '../../../src/ledger/postgres/open-hub.ts';
import type { Batch, Ledger } from '../../../src/ledger/types.ts';
import { type Dice, dice } from '../../dice.ts';
import { commitsOf } from '../batches.ts';
import { accredit, add, batchOf, cleanUp, folder, NOW, type Party, party, random } from '../network.ts';
import { makeTwins } from '../twins.ts';
import { type Around, breaking } from './breaking.ts';
import { openPglite } from './pglite.ts';

let database: HubDatabase;
beforeAll(async () => {
  database = await openPglite();
});
afterEach(cleanUp);
afterAll(() => database.close());

/** A hub without anything, in the place of the one before. */
async function emptied(around: Around = (_, run) => run()): Promise<HubStore> {
  await database.lend(async (connection) => {
    await connection.rows('drop schema public cascade');
    await connection.rows('create schema public');
  });
  await createHub(database, random);
  return new HubStore(breaking(database, around), { random: Math.random });
}

const heads = (ledger: Ledger) =>
  ledger.read((view) =>
    view.chains().map(({ chain, branch, size, root }) => `${chain} ${branch} ${size} ${b64u(root)}`),
  );

async function headsIn({ database }: HubStore): Promise<string[]> {
  const rows = await database.lend((connection) =>
    connection.rows<{ chain: string; number: number; size: number; root: Uint8Array }>(
      'select chain, number, size, root from branch',
    ),
  );
  return rows.map(({ chain, number, size, root }) => `${chain} ${number} ${size} ${b64u(root)}`);
}

it('takes one transaction for two hundred commits of a chain, whatever lies between them', async () => {
  const agency = party('Agency', '9506000100001', null);
  const [a, b] = ['A', 'B'].map((name, i) => party(name, `950600010001${i}`, agency.chain));
  if (a === undefined || b === undefined) throw new Error('too few');
  for (const one of [a, b]) accredit(agency, one, ['dispenser']);
  for (let i = 0; i < 100; i++) for (const one of [a, b]) add(one, { type: 'missing', public: {} });
  let transactions = 0;
  const store = await emptied(async ({ text }, run) => {
    if (text.startsWith('copy leaf')) transactions++;
    await run();
  });
  const [first, second] = [commitsOf(a), commitsOf(b)];
  const opening = [first, second].flatMap((all) => all.slice(0, 1));
  const rest = first.slice(1).flatMap((one, i) => [one, ...second.slice(i + 1, i + 2)]);
  for (const batches of [[batchOf(agency.ledger, agency.chain)], opening, rest]) {
    transactions = 0;
    for (const one of await store.admitAll(batches)) expect(one).toMatchObject({ kind: 'stored' });
    expect(transactions).toBe(1);
  }
  expect(rest).toHaveLength(200);
  const audit = await auditHub(store.database);
  expect(audit).toMatchObject({ notes: 203, findings: [] });
  store.mirror.close();
}, 240_000);

it('remembers nothing of a commit that was not stored after all', async () => {
  const agency = party('Agency', '9506000100001', null);
  const a = party('A', '9506000100018', agency.chain);
  accredit(agency, a, ['dispenser']);
  let fails = false;
  const store = await emptied(async ({ text }, run) => {
    if (fails && text.startsWith('copy leaf')) throw new Error('as the test wants it');
    await run();
  });
  await store.admitAll([batchOf(agency.ledger, agency.chain), ...commitsOf(a)]);
  const { size = 0, lastAt = 0 } = a.ledger.read((view) => view.chain(a.chain)) ?? {};
  add(a, { type: 'missing', public: {} });
  const [one] = commitsOf(a).slice(-1);
  if (one === undefined) throw new Error('too few');
  // What goes on from it runs back in time, so that the event before it is read.
  const two = backIn(a, lastAt - 1);
  fails = true;
  await expect(store.admitAll([one, two])).rejects.toThrow('as the test wants it');
  const { mirror } = store;
  const [row] = await store.database.lend((connection) =>
    connection.rows<{ id: number }>(`select id from branch where chain = '${a.chain}'`),
  );
  expect(mirror.scratch(() => mirror.memory.leaf(leafId(row?.id ?? 0, size)))).toBeUndefined();
  fails = false;
  expect(await store.admitAll([one, two])).toMatchObject([{ kind: 'stored' }, { kind: 'refused', code: 'bad-leaf' }]);
  mirror.close();
}, 240_000);

/** A commit of an event that goes on from the last one of a chain and is older. */
function backIn({ ledger, chain, keyring }: Party, at: number): Batch {
  const { size = 0 } = ledger.read((view) => view.chain(chain)) ?? {};
  const before = ledger.read((view) => [...view.leaves(chain, 0, 0, size)].map(({ bytes }) => bytes));
  const prev = b64u(leafHash(before.at(-1) ?? new Uint8Array()));
  const leaf = encodeCanonical({ v: 1, seq: size, prev, at, type: 'missing', public: {} });
  const root = treeRoot([...before, leaf].map(leafHash));
  const { sign } = keyring;
  const note = signCheckpoint(chain, size + 1, root, sign.public, (message) => sign.sign(message));
  return { chain, start: size, leaves: [leaf], note, now: NOW };
}

/** Mostly the commits in their order; some twice, some joined, some lost, some of them wrong. */
function jumbled(parties: readonly Party[], roll: Dice): Batch[] {
  const left = parties.map((one) => ({ ledger: one.ledger, commits: commitsOf(one) }));
  const batches: Batch[] = [];
  while (left.length > 0) {
    const at = roll(left.length);
    const { ledger, commits } = left[at] ?? { commits: [] };
    const batch = commits.shift();
    if (batch === undefined || ledger === undefined) {
      left.splice(at, 1);
      continue;
    }
    const before = batches.findLast(({ chain }) => chain === batch.chain);
    const how = roll(12);
    if (how === 0) continue;
    if (how === 1) batches.push(batch, batch);
    else if (how === 2) batches.push(batchOf(ledger, batch.chain, 0, batch.start + batch.leaves.length));
    else if (how === 3 && before !== undefined) batches.push({ ...batch, note: before.note });
    else if (how === 4 && commits.length > 0) batches.push(...commits.splice(0, 1), batch);
    else batches.push(batch);
  }
  return batches;
}

it('answers for each of many commits as an embedded ledger does that is given one after another', async () => {
  const { founder, maker, twin } = makeTwins();
  const shops = Array.from({ length: 3 }, (_, i) => party(`P${i}`, `950600010010${i}`, founder.chain));
  for (const one of shops) accredit(founder, one, ['dispenser']);
  const [a, b, c] = shops;
  if (a === undefined || b === undefined || c === undefined) throw new Error('too few');
  const next = newKeyring(random);
  for (let i = 0; i < 12; i++) {
    for (const one of [a, maker, twin]) add(one, { type: 'missing', public: {} }, { type: 'missing', public: {} });
    if (i % 4 === 3) add(c, { type: 'endorse', public: { chain: b.chain, roles: ['dispenser'] } });
    else add(c, { type: i % 4 === 1 ? 'profile' : 'missing', public: { name: `C${i}` } });
    add(i < 6 ? b : { ...b, signer: { ...b.signer, keyring: next } }, { type: 'missing', public: {} });
    if (i === 5) add(b, { type: 'rotate', public: { signKey: b64u(next.sign.public) } });
  }
  const kinds = new Set<string>();
  let stored = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const roll = dice(seed);
    const here = openLedger(folder(), { create: true });
    const there = await emptied();
    for (const batches of [commitsOf(founder), jumbled([a, b, c, maker, twin], roll), jumbled([maker, a, b], roll)]) {
      const decided = await there.admitAll(batches);
      expect(decided, `${seed}`).toEqual(batches.map((batch) => here.admit(batch)));
      for (const one of decided) if ('kind' in one) kinds.add(one.kind === 'aside' ? one.why : one.kind);
      stored += batches.length;
    }
    expect((await headsIn(there)).toSorted()).toEqual([...heads(here)].toSorted());
    expect((await auditHub(there.database)).findings).toEqual([]);
    there.mirror.close();
    here.close();
  }
  expect(stored).toBeGreaterThan(400);
  expect([...kinds].toSorted()).toEqual(['fork', 'gap', 'refused', 'stored']);
}, 300_000);
