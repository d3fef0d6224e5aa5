// A ledger that an earlier version of the tables was written in is opened, and nothing that was in it is lost.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restoreLedger } from '../../src/ledger/backup.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { salvage } from '../../src/ledger/salvage.ts';
import { EARLIEST_VERSION, TABLES_VERSION } from '../../src/ledger/sqlite.ts';
import { EARLIER } from '../../src/ledger/versions.ts';
import { openView } from '../../src/ledger/view.ts';
import { content, makeVersion2 } from './earlier.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  folder,
  GTIN,
  give,
  moves,
  NOW,
  type Party,
  party,
  serials,
} from './network.ts';

const OPENER = fileURLToPath(new URL('./opener.ts', import.meta.url));

let founder: Party;
let before: ReturnType<typeof content>;

/** What the ledger answers, read through its index. */
function answers(dir: string) {
  const view = openView(dir);
  try {
    return view.read((now) => ({
      parties: now.authority().parties(),
      lots: [...now.lots(GTIN)].map(({ ref }) => ref),
      notices: now.notices(GTIN).map(({ ref }) => ref),
      types: [...now.eventsOf(['quarantine', 'retract', 'recall'], {})].map(({ ref }) => ref),
      forked: now.chains().map(({ chain, branch, size, forked }) => ({ chain, branch, size, forked })),
      heard: now.heard(),
    }));
  } finally {
    view.close();
  }
}

let answered: ReturnType<typeof answers>;

beforeEach(() => {
  founder = party('Agency', '9506000100001', null);
  const other = party('Acme', '9506000100018', founder.chain);
  founder.ledger.admit(batchOf(other.ledger, other.chain));
  accredit(founder, other, ['manufacturer'], { gtins: [GTIN] });
  add(founder, commission(founder.chain, serials(30)), commission(founder.chain, serials(900, 'T'), 'L2'));
  add(founder, moves('quarantine', founder.chain, serials(500), 1, { reason: 'suspect' }));
  add(founder, { type: 'recall', public: { kind: 'issue', gtin: GTIN, lots: ['L1'], class: 2, reason: 'label' } });
  add(founder, { type: 'retract', public: { seq: 4 } });
  // Acme's folder is copied, and both copies go on: its chain forks here.
  const copy = folder();
  other.ledger.close();
  cpSync(other.dir, copy, { recursive: true });
  for (const [dir, contact] of [
    [other.dir, 'here'],
    [copy, 'there'],
  ] as const) {
    const ledger = openLedger(dir);
    ledger.confirmHead();
    ledger.append(other.signer, { now: NOW, clockIsRight: true }, (tx) =>
      tx.add({ type: 'profile', public: { name: 'Acme', contact } }),
    );
    give(ledger, founder.ledger);
    ledger.close();
  }
  founder.ledger.write((local) => {
    local.setSetting('zone', 'Africa/Lagos');
    local.once.put('k1', { answer: 1 });
    local.outbox.put('1', { scan: 'x' });
    local.peers.put('hub', { url: 'http://127.0.0.1:9/' });
    local.aside.put('a', new Uint8Array([1, 2, 3]));
    local.marks.put('inventory-4', { x: 1 });
    local.inventory.put('ship:1', { from: 'a' });
    local.containers.put({ key: new Uint8Array(16).fill(7), name: '395060000000000017', value: { fillings: [] } });
  });
  founder.ledger.acknowledge();
  founder.ledger.close();
  answered = answers(founder.dir);
  makeVersion2(founder.dir);
  before = content(founder.dir);
  expect(before.version).toBe(2);
});
afterEach(cleanUp);

/** It is as a ledger of today that has what the earlier one had. */
function expectTakenOver(dir: string): void {
  const ledger = openLedger(dir);
  expect(content(dir)).toEqual({ ...before, version: TABLES_VERSION });
  expect(ledger.audit().findings.filter(({ code }) => code !== 'forked')).toEqual([]);
  expect(ledger.headState().kind).toBe('ready');
  expect(ledger.local.setting('zone')).toBe('Africa/Lagos');
  expect(ledger.local.containers.byName('395060000000000017')).toHaveLength(1);
  // Written in a form that only its own version knows: looked for again.
  expect(ledger.local.inventory.count()).toBe(0);
  const { leaf } = ledger.append(founder.signer, { now: NOW, clockIsRight: true }, (tx) =>
    tx.add({ type: 'profile', public: { name: 'Agency', contact: 'x' } }),
  ).value;
  expect(leaf.seq).toBe(7);
  ledger.close();
  expect(answers(dir)).toMatchObject({ lots: answered.lots, notices: answered.notices, parties: answered.parties });
}

describe('a ledger of an earlier version of the tables', () => {
  it('is taken over when it is opened to write, with its events, records and head, and told of once', () => {
    const told: number[] = [];
    openLedger(founder.dir, { takenOver: (version) => told.push(version) }).close();
    openLedger(founder.dir, { takenOver: (version) => told.push(version) }).close();
    expect(told).toEqual([2]);
    expect(answers(founder.dir)).toEqual(answered);
    expectTakenOver(founder.dir);
  });

  it('is read from a copy, and stays as it is', () => {
    const bytes = readFileSync(join(founder.dir, 'ledger.db'));
    const told: number[] = [];
    expect(answers(founder.dir)).toEqual(answered);
    const ledger = openLedger(founder.dir, { readOnly: true, takenOver: (version) => told.push(version) });
    expect(ledger.audit().findings.filter(({ code }) => code !== 'forked')).toEqual([]);
    expect(() => ledger.write(() => undefined)).toThrow(expect.objectContaining({ code: 'io-failed' }));
    ledger.close();
    expect(told).toEqual([2]);
    expect(readFileSync(join(founder.dir, 'ledger.db')).equals(bytes)).toBe(true);
    expect(content(founder.dir)).toEqual(before);
  });

  it.each(['while the index is made', 'right after'])('is whole when its opener is killed %s', (moment) => {
    const { signal, stdout } = spawnSync(process.execPath, [OPENER, founder.dir, moment], { encoding: 'utf8' });
    expect(signal).toBe('SIGKILL');
    const isOver = moment === 'right after';
    expect(stdout).toBe(isOver ? 'taken over\n' : '');
    expect(content(founder.dir)).toEqual({ ...before, version: isOver ? TABLES_VERSION : 2 });
    expectTakenOver(founder.dir);
    expect(readdirSync(founder.dir).filter((name) => !/^(head|mark|ledger\.db)/.test(name))).toEqual([]);
  });

  it('is taken over by one of those that open it at a time', async () => {
    const said = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise<string>((resolve, reject) => {
            const child = spawn(process.execPath, [OPENER, founder.dir], { stdio: ['ignore', 'pipe', 'inherit'] });
            let text = '';
            child.stdout.on('data', (data: Buffer) => {
              text += data.toString();
            });
            child.on('error', reject).on('close', () => resolve(text));
          }),
      ),
    );
    expect(said.join('').match(/taken over/g)).toHaveLength(1);
    expect(said.every((text) => /\d findings\n$/.test(text))).toBe(true);
    expectTakenOver(founder.dir);
  });

  it('that is damaged is refused and stays as it was, but for whoever mends it', async () => {
    const db = new Database(join(founder.dir, 'ledger.db'));
    db.exec(
      `UPDATE leaf SET bytes = CAST(substr(bytes, 1, 40) || x'00' || substr(bytes, 42) AS BLOB) WHERE id % 4294967296 = 3`,
    );
    db.close();
    const damaged = content(founder.dir);
    expect(() => openLedger(founder.dir)).toThrow(expect.objectContaining({ code: 'chain-broken' }));
    expect(() => openView(founder.dir)).toThrow(expect.objectContaining({ code: 'chain-broken' }));
    expect(content(founder.dir)).toEqual(damaged);
    const ledger = openLedger(founder.dir, { mending: true });
    expect(ledger.audit().findings.map(({ code }) => code)).toContain('leaf-damaged');
    ledger.close();
  });

  it('with pages that are not those of its events is refused', () => {
    const db = new Database(join(founder.dir, 'ledger.db'));
    db.exec('UPDATE page SET bytes = zeroblob(length(bytes)) WHERE id = (SELECT min(id) FROM page WHERE id >= 0)');
    db.close();
    expect(() => openLedger(founder.dir)).toThrow(expect.objectContaining({ code: 'chain-broken' }));
  });

  it('is salvaged as what it is', async () => {
    const file = join(founder.dir, 'ledger.db');
    const db = new Database(file);
    const root = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'kind'").pluck().get());
    db.close();
    // One that was whole has nothing to be mended, although it is not made as today's are.
    expect(await salvage(founder.dir)).toBe(false);
    const bytes = readFileSync(file);
    bytes.fill(0xff, (root - 1) * 4096, root * 4096);
    writeFileSync(file, bytes, { flag: 'r+' });
    expect(await salvage(founder.dir)).toBe(true);
    expect(content(founder.dir)).toEqual(before);
    expectTakenOver(founder.dir);
  });
});

describe('a backup of an earlier version of the tables', () => {
  it('is brought back as one of today', () => {
    const backup = join(folder(), 'agency.backup');
    const made = new Database(join(founder.dir, 'ledger.db'));
    made.exec(`VACUUM INTO '${backup}'`);
    made.close();
    const carrying = new Database(backup);
    carrying.exec(`CREATE TABLE carried (name TEXT PRIMARY KEY, bytes BLOB NOT NULL);
      INSERT INTO carried VALUES ('key', x'01')`);
    carrying.close();
    const dir = folder();
    expect(restoreLedger(backup, dir)).toMatchObject({ chain: founder.chain, size: 7, files: ['key'] });
    expect(statSync(join(dir, 'ledger.db')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(dir, 'ledger.db.part'))).toBe(false);
    expect(answers(dir)).toEqual(answered);
    const ledger = openLedger(dir);
    expect(ledger.headState().kind).toBe('missing');
    expect(
      ledger
        .audit()
        .findings.map(({ code }) => code)
        .filter((code) => code !== 'forked'),
    ).toEqual(['head-file']);
    ledger.close();
  });
});

describe('a ledger of a newer version of the tables', () => {
  const newer = () => {
    const db = new Database(join(founder.dir, 'ledger.db'));
    db.pragma(`user_version = ${TABLES_VERSION + 1}`);
    db.close();
  };
  const refusal = expect.objectContaining({ code: 'damaged', detail: { version: TABLES_VERSION + 1 } });

  it('is refused, and not mended either', async () => {
    newer();
    const there = content(founder.dir);
    expect(() => openLedger(founder.dir)).toThrow(refusal);
    expect(() => openLedger(founder.dir, { mending: true })).toThrow(refusal);
    expect(() => openView(founder.dir)).toThrow(refusal);
    await expect(salvage(founder.dir)).rejects.toThrow(refusal);
    expect(content(founder.dir)).toEqual(there);
  });

  it('is refused to whoever had it open before a newer program took it over', () => {
    const ledger = openLedger(founder.dir);
    expect(ledger.read((view) => view.chain(founder.chain)?.size)).toBe(7);
    newer();
    expect(() => ledger.read((view) => view.chain(founder.chain))).toThrow(refusal);
    expect(() =>
      ledger.append(founder.signer, { now: NOW, clockIsRight: true }, (tx) => tx.add({ type: 'retire', public: {} })),
    ).toThrow(refusal);
    ledger.close();
  });
});

it('each version that can be read has its word in the table', () => {
  const versions = Object.keys(EARLIER).map(Number);
  expect(versions).toEqual(Array.from({ length: TABLES_VERSION - EARLIEST_VERSION }, (_, i) => EARLIEST_VERSION + i));
});
