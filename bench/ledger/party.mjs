// What the parts about the ledger share: a chain in a new folder, bare SQLite to compare with, and the shape of a row.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { random } from '../../src/app/node/random.ts';
import { b64u } from '../../src/chain/bytes.ts';
import { newKeyring } from '../../src/chain/keys.ts';
import { mintTokens, sortTokens } from '../../src/chain/mint.ts';
import { openLedger } from '../../src/ledger/ledger.ts';

export const GTIN = '09506000134352';
export const NOW = Date.UTC(2026, 10, 22, 9);
export const OPTIONS = { now: NOW, clockIsRight: true };

const root = mkdtempSync(join(tmpdir(), 'pedigree-bench-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));
let folders = 0;

/** A path that nothing has used yet. */
export const folder = () => join(root, String(folders++));

export function seconds(fn) {
  const start = process.hrtime.bigint();
  fn();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** One row of the table: a ratio, or an amount with its unit in `what`. */
export function row(what, against, ratio, budget, stretch, detail) {
  return { what, against, ratio, budget, stretch, ok: ratio <= budget, detail };
}

/** A new ledger with an opened chain that founds its network. */
export function party() {
  const dir = folder();
  // As the program opens it, with its head outside of the folder.
  const ledger = openLedger(dir, { create: true, state: folder() });
  const keyring = newKeyring(random);
  const opening = {
    network: null,
    party: { name: 'Bench', gln: '9506000100001' },
    signKey: b64u(keyring.sign.public),
    sealKey: b64u(keyring.seal.public),
    custody: 'required',
  };
  const { value } = ledger.append({ keyring, random }, OPTIONS, (tx) => tx.add({ type: 'open', public: opening }));
  const { chain } = value;
  return { dir, ledger, chain, signer: { chain, keyring, random } };
}

/** SQLite with one table, durable at every commit, that checks nothing. */
export function bare() {
  const db = new Database(folder());
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE leaf (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)');
  return db;
}

/** Commissions so many packs, a million an event; returns the seed of their serials. */
export function mint({ chain, ledger, signer }, count, lot) {
  const seed = random(32);
  for (let from = 0; from < count; from += 1_000_000) {
    const part = Math.min(1_000_000, count - from);
    const tokens = sortTokens(mintTokens(chain, GTIN, seed, from, part));
    const body = { gtin: GTIN, lot, expiry: '2039-12-31', count: part };
    ledger.append(signer, OPTIONS, (tx) => tx.add({ type: 'commission', public: body, tokens }));
  }
  return seed;
}
