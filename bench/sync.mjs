// Replication between two processes over TCP on the loopback, against writing the same bytes to SQLite with no checks.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { random } from '../src/app/node/random.ts';
import { b64u } from '../src/chain/bytes.ts';
import { newKeyring } from '../src/chain/keys.ts';
import { openLedger } from '../src/ledger/ledger.ts';
import { dial } from '../src/sync/client.ts';
import { serveLedger } from '../src/sync/server.ts';
import { median } from './pairs.mjs';

const NOW = Date.UTC(2026, 10, 22, 9);
const EVENTS = 100_000;
const BATCH = 12_500;
const ROUNDS = 5;
const clock = () => NOW;

/** The keys of a party: the same in each of the two processes. */
function keysOf(name) {
  let n = 0;
  return newKeyring((length) => createHash('shake256', { outputLength: length }).update(`${name} ${n++}`).digest());
}

const proverOf = (keyring) => ({ sign: (message) => keyring.sign.sign(message), secret: random(32), random });

/** A chain of its own in a ledger of the network, the same whenever it is made. */
function openMember(dir, network) {
  const ledger = openLedger(dir, { create: true });
  ledger.joinNetwork(network);
  const keyring = keysOf('member');
  const [signKey, sealKey] = [b64u(keyring.sign.public), b64u(keyring.seal.public)];
  const draft = { type: 'open', public: { network, party: MEMBER, signKey, sealKey } };
  const options = { now: NOW, clockIsRight: true };
  const { chain } = ledger.append({ keyring, random }, options, (tx) => tx.add(draft)).value;
  return { ledger, chain, keyring };
}

const MEMBER = { name: 'Member', gln: '9506000100029' };

/** A ledger with one chain of that many events of about 300 bytes, each with one row, one of which accredits the member. */
function makeSource(dir, events) {
  const ledger = openLedger(dir, { create: true });
  const keyring = keysOf('source');
  const options = { now: NOW, clockIsRight: true };
  const opening = {
    network: null,
    party: { name: 'Bench', gln: '9506000100012' },
    signKey: b64u(keyring.sign.public),
    sealKey: b64u(keyring.seal.public),
    custody: 'required',
  };
  const { chain } = ledger.append({ keyring, random }, options, (tx) =>
    tx.add({ type: 'open', public: opening }),
  ).value;
  const member = openMember(`${dir}-member`, chain);
  member.ledger.close();
  ledger.append({ chain, keyring, random }, options, (tx) => {
    tx.add({ type: 'accredit', public: { chain: member.chain, party: MEMBER, roles: ['dispenser'] } });
    for (let i = 2; i < events; i += 1) {
      tx.add({ type: 'dispense', public: {}, items: [{ key: random(32), token: random(16) }] });
    }
  });
  ledger.close();
  return chain;
}

function bare(file, leaves) {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE leaf (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)');
  const insert = db.prepare('INSERT INTO leaf (bytes) VALUES (?)');
  const start = performance.now();
  for (let at = 0; at < leaves.length; at += BATCH) {
    db.exec('BEGIN IMMEDIATE');
    for (const leaf of leaves.slice(at, at + BATCH)) insert.run(leaf);
    db.exec('COMMIT');
  }
  const seconds = (performance.now() - start) / 1_000;
  db.close();
  return seconds;
}

async function replicate(dir, url, network) {
  const ledger = openLedger(dir, { create: true });
  ledger.joinNetwork(network);
  const start = performance.now();
  const done = await dial(ledger, url, { network, chain: undefined, peer: 'source', clock });
  const seconds = (performance.now() - start) / 1_000;
  if (done.error !== undefined || done.report.in !== EVENTS)
    throw done.error ?? new Error(`${done.report.in} events came`);
  ledger.close();
  return seconds;
}

/** The same with a member that proves who it is to a source that does. */
async function replicateProved(dir, url, network) {
  const { ledger, chain, keyring } = openMember(dir, network);
  const start = performance.now();
  const done = await dial(ledger, url, { network, chain, peer: 'source', clock, prover: proverOf(keyring) });
  const seconds = (performance.now() - start) / 1_000;
  if (done.memory === undefined || done.report.in !== EVENTS) throw done.error ?? new Error(`${done.report.in} events`);
  ledger.close();
  return seconds;
}

/** Serves the ledger in a folder until the parent ends it. */
async function serveFolder(dir) {
  const ledger = openLedger(dir);
  const network = ledger.read((view) => view.founder);
  const { url } = await serveLedger(ledger, { network, chain: network, clock, prover: proverOf(keysOf('source')) });
  console.log(url);
}

export async function rows() {
  const root = mkdtempSync(join(tmpdir(), 'pedigree-bench-'));
  const source = join(root, 'source');
  const network = makeSource(source, EVENTS);
  const reader = openLedger(source, { readOnly: true });
  const leaves = reader.read((view) =>
    Array.from(view.leaves(network, 0, 0, EVENTS), ({ bytes }) => Buffer.from(bytes)),
  );
  reader.close();
  const server = spawn(process.execPath, [fileURLToPath(import.meta.url), source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [url] = await once(createInterface({ input: server.stdout }), 'line');
    const ours = [];
    const proved = [];
    const theirs = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      theirs.push(bare(join(root, `bare${round}.db`), leaves));
      ours.push(await replicate(join(root, `copy${round}`), url, network));
      proved.push(await replicateProved(join(root, `proved${round}`), url, network));
    }
    const ratio = median(ours.map((seconds, i) => seconds / theirs[i]));
    const mutual = median(proved.map((seconds, i) => seconds / theirs[i]));
    const size = Math.round(leaves.reduce((sum, leaf) => sum + leaf.length, 0) / EVENTS);
    return [
      {
        what: `replicate 100 000 events of ${size} B over TCP, ${median(ours).toFixed(2)} s`,
        against: `SQLite FULL, no checks, ${median(theirs).toFixed(2)} s`,
        ratio,
        budget: 3.4,
        stretch: 2,
        ok: ratio <= 3.4,
      },
      {
        what: `the same between two that prove who they are, ${median(proved).toFixed(2)} s`,
        against: `SQLite FULL, no checks, ${median(theirs).toFixed(2)} s`,
        ratio: mutual,
        budget: 3.4,
        stretch: 2,
        ok: mutual <= 3.4,
      },
    ];
  } finally {
    server.kill();
    rmSync(root, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === undefined) console.table(await rows());
  else await serveFolder(process.argv[2]);
}
