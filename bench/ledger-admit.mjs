// Taking 100 000 events of a peer, checked, indexed and durable, without the way between: what sync.mjs adds is transport.
import { random } from '../src/app/node/random.ts';
import { openLedger } from '../src/ledger/ledger.ts';
import { bare, folder, NOW, OPTIONS, party, row, seconds } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const EVENTS = 100_000;
const BATCH = 12_500;
const ROUNDS = 5;

function makeBatches() {
  const { ledger, chain, signer } = party();
  ledger.append(signer, OPTIONS, (tx) => {
    for (let i = 1; i < EVENTS; i++)
      tx.add({ type: 'dispense', public: {}, items: [{ key: random(32), token: random(16) }] });
  });
  const batches = ledger.read((view) => {
    const made = [];
    let start = 0;
    for (const size of view.noteSizes(chain, 0, 0, EVENTS)) {
      if (size - start < BATCH && size !== EVENTS) continue;
      const leaves = Array.from(view.leaves(chain, 0, start, size), ({ bytes }) => Buffer.from(bytes));
      made.push({ chain, start, leaves, note: view.note(chain, size), now: NOW });
      start = size;
    }
    return made;
  });
  ledger.close();
  return batches;
}

function write(batches) {
  const db = bare();
  const insert = db.prepare('INSERT INTO leaf (bytes) VALUES (?)');
  const time = seconds(() => {
    for (const { leaves } of batches) {
      db.exec('BEGIN IMMEDIATE');
      for (const leaf of leaves) insert.run(leaf);
      db.exec('COMMIT');
    }
  });
  db.close();
  return time;
}

function admit(batches) {
  const ledger = openLedger(folder(), { create: true });
  const time = seconds(() => {
    for (const batch of batches) if (ledger.admit(batch).kind !== 'stored') throw new Error('a batch was not taken');
  });
  ledger.close();
  return time;
}

export function rows() {
  const batches = makeBatches();
  const pairs = Array.from({ length: ROUNDS }, () => [admit(batches), write(batches)]);
  const ours = median(pairs.map(([a]) => a));
  const theirs = median(pairs.map(([, b]) => b));
  const detail = `${ours.toFixed(2)} s, ${theirs.toFixed(2)} s`;
  return [
    row(
      'admit 100 000 events, transport aside',
      'writing the same bytes to SQLite at FULL',
      ours / theirs,
      3.4,
      2.0,
      detail,
    ),
  ];
}
