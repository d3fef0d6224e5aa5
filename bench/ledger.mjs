// Speed of the ledger as ratios to bare work of the same size, measured in one run: `node --expose-gc bench/ledger.mjs [append|replicate|mint|verify]`.
import { hash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { b64u } from '../src/chain/bytes.ts';
import { itemToken, mintTokens, packKey, serialAt, sortTokens } from '../src/chain/item-key.ts';
import { newKeyring } from '../src/chain/keys.ts';
import { openLedger } from '../src/ledger/ledger.ts';

const root = mkdtempSync(join(tmpdir(), 'pedigree-bench-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));
const GTIN = '09506000134352';
const NOW = Date.UTC(2026, 10, 22, 9);
const random = (n) => new Uint8Array(randomBytes(n));
let folders = 0;
const folder = () => join(root, String(folders++));
const seconds = (fn) => {
  const start = process.hrtime.bigint();
  fn();
  return Number(process.hrtime.bigint() - start) / 1e9;
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const of5 = (fn) => median(Array.from({ length: 5 }, fn));
const results = [];
const report = (what, ratio, budget, detail = '') => {
  results.push({ what, ratio, budget, ok: ratio <= budget, detail });
  console.log(`${ratio <= budget ? 'ok  ' : 'OVER'} ${what}: ${ratio.toFixed(2)} × (budget ${budget}) ${detail}`);
};

function party(network = null) {
  const dir = folder();
  const ledger = openLedger(dir, { create: true });
  const keyring = newKeyring(random);
  const body = { network, party: { name: 'Bench', gln: '9506000100001' }, signKey: b64u(keyring.sign.public), sealKey: b64u(keyring.seal.public) };
  const { events } = ledger.append({ keyring, random }, { now: NOW, clockIsRight: true }, (tx) =>
    tx.add({ type: 'open', public: network === null ? { ...body, custody: 'required' } : body }),
  );
  const chain = events[0].chain;
  return { dir, ledger, chain, signer: { chain, keyring, random } };
}

function bare() {
  const dir = folder();
  const db = new Database(`${dir}.db`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE leaf (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)');
  return db;
}

const OPTIONS = { now: NOW, clockIsRight: true };

function hop(network, i) {
  const key = packKey(network, GTIN, `S${i}`);
  return { type: 'dispense', public: {}, items: [{ key, token: itemToken(key, 1) }] };
}

function benchAppend() {
  const ROUNDS = 200;
  const p = party();
  const db = bare();
  const insert = db.prepare('INSERT INTO leaf (bytes) VALUES (?)');
  const bytes = random(440);
  for (let i = 0; i < 50; i++) {
    p.ledger.append(p.signer, OPTIONS, (tx) => tx.add(hop(p.chain, i)));
    insert.run(bytes);
  }
  const ours = [];
  const theirs = [];
  for (let i = 0; i < ROUNDS; i++) {
    ours.push(seconds(() => p.ledger.append(p.signer, OPTIONS, (tx) => tx.add(hop(p.chain, 100 + i)))));
    theirs.push(seconds(() => insert.run(bytes)));
  }
  report('single durable signed append with head file', median(ours) / median(theirs), 2.1, `${(median(ours) * 1e6).toFixed(0)} µs against ${(median(theirs) * 1e6).toFixed(0)} µs`);
  p.ledger.close();
  db.close();
}

function benchReplicate() {
  const EVENTS = 100_000;
  const BATCH = 12_500;
  const source = party();
  source.ledger.append(source.signer, OPTIONS, (tx) => {
    for (let i = 1; i < EVENTS; i++) {
      const key = { key: random(32), token: random(16) };
      tx.add({ type: 'dispense', public: {}, items: [key] });
    }
  });
  const batches = source.ledger.read((view) => {
    const sizes = view.noteSizes(source.chain, 0, 0, EVENTS);
    const out = [];
    let start = 0;
    for (const size of sizes) {
      if (size - start < BATCH && size !== EVENTS) continue;
      const leaves = Array.from(view.leaves(source.chain, 0, start, size), ({ bytes }) => Buffer.from(bytes));
      out.push({ chain: source.chain, start, leaves, note: view.note(source.chain, size), now: NOW });
      start = size;
    }
    return out;
  });
  const bytes = batches.flatMap((one) => one.leaves).reduce((sum, leaf) => sum + leaf.length, 0);
  source.ledger.close();
  const pairs = Array.from({ length: 5 }, () => {
    const db = bare();
    const insert = db.prepare('INSERT INTO leaf (bytes) VALUES (?)');
    const theirs = seconds(() => {
      for (const { leaves } of batches) {
        db.exec('BEGIN IMMEDIATE');
        for (const leaf of leaves) insert.run(leaf);
        db.exec('COMMIT');
      }
    });
    db.close();
    const ledger = openLedger(folder(), { create: true });
    const ours = seconds(() => {
      for (const batch of batches) {
        const { kind } = ledger.admit(batch);
        if (kind !== 'stored') throw new Error(kind);
      }
    });
    ledger.close();
    return { ours, theirs };
  });
  const ours = median(pairs.map((pair) => pair.ours));
  const theirs = median(pairs.map((pair) => pair.theirs));
  report('replicate 100 000 events', ours / theirs, 3.4, `${ours.toFixed(2)} s against ${theirs.toFixed(2)} s, ${(bytes / EVENTS).toFixed(0)} B an event, ${batches.length} batches`);
}

function mint(p, count, lot) {
  const seed = random(32);
  for (let from = 0; from < count; from += 1_000_000) {
    const part = Math.min(1_000_000, count - from);
    const tokens = sortTokens(mintTokens(p.chain, GTIN, seed, from, part));
    p.ledger.append(p.signer, OPTIONS, (tx) =>
      tx.add({ type: 'commission', public: { gtin: GTIN, lot, expiry: '2029-12-31', count: part }, tokens }),
    );
  }
  return seed;
}

function baseline(count) {
  const block = random(64);
  return seconds(() => {
    for (let i = 0; i < 3 * count; i++) {
      block[0] = i;
      hash('sha256', block, 'latin1');
    }
    const fd = openSync(join(root, 'baseline'), 'w');
    writeSync(fd, Buffer.alloc(16 * count));
    fsyncSync(fd);
    closeSync(fd);
  });
}

function benchMint() {
  const COUNT = 1_000_000;
  const TIMES = Number(process.env.TIMES ?? 5);
  let packs = 0;
  const pairs = Array.from({ length: TIMES }, () => {
    const p = party();
    const before = sizeOf(p);
    const ours = seconds(() => mint(p, COUNT, 'L1'));
    p.ledger.close();
    packs = (statSync(join(p.dir, 'ledger.db')).size - before) / COUNT;
    rmSync(p.dir, { recursive: true });
    return { ours, theirs: baseline(COUNT) };
  });
  const ours = median(pairs.map((pair) => pair.ours));
  const theirs = median(pairs.map((pair) => pair.theirs));
  report('mint 1 000 000 packs', ours / theirs, 1.5, `${ours.toFixed(2)} s against ${theirs.toFixed(2)} s`);
  report('bytes a pack on disk', packs, 17);
  report('memory at 1 000 000, MB', process.resourceUsage().maxRSS / 1024, 200);
  const p = party();
  const ten = seconds(() => mint(p, 10 * COUNT, 'L1'));
  p.ledger.close();
  report('mint 10 000 000 packs', ten / (10 * ours), 1.2, `${ten.toFixed(2)} s`);
  report('memory at 10 000 000, MB', process.resourceUsage().maxRSS / 1024, 300);
}

function sizeOf(p) {
  const { bytes } = p.ledger.read((view) => view.size());
  return bytes;
}

function benchVerify() {
  const LOOKS = 4_000;
  const made = [10_000, 1_000_000].map((count) => {
    const p = party();
    return { p, count, seed: mint(p, count, 'L1') };
  });
  const look = ({ p, seed, count }, i) => {
    const key = packKey(p.chain, GTIN, serialAt(seed, (i * 7919) % count));
    return p.ledger.read((view) => {
      const found = view.commissions(GTIN, itemToken(key, 0));
      for (let n = 1; n < 18; n++) view.rows(itemToken(key, n));
      view.notices(GTIN);
      view.authority().authorOf(found[0]);
      return found.length;
    });
  };
  const times = made.map(() => []);
  for (let i = 0; i < LOOKS; i++) {
    made.forEach((one, which) => {
      const start = process.hrtime.bigint();
      if (look(one, i) !== 1) throw new Error('not found');
      if (i > 500) times[which].push(Number(process.hrtime.bigint() - start) / 1e3);
    });
  }
  const [small, large] = times.map((list) => list.toSorted((a, b) => a - b));
  const at = (list, part) => list[Math.floor(list.length * part)];
  report('look-ups of a verify, 1 000 000 packs against 10 000', at(large, 0.5) / at(small, 0.5), 1.25, `p50 ${at(small, 0.5).toFixed(0)} → ${at(large, 0.5).toFixed(0)} µs`);
  report('p99 of the look-ups of a verify, ms', at(large, 0.99) / 1000, 0.75);
  for (const { p } of made) p.ledger.close();
}

const all = { append: benchAppend, replicate: benchReplicate, mint: benchMint, verify: benchVerify };
const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(all)) if (wanted.length === 0 || wanted.includes(name)) bench();
if (process.env.BENCH_JSON) writeSync(openSync(process.env.BENCH_JSON, 'w'), `${JSON.stringify(results, null, 2)}\n`);
