// The audit finds every kind of damage, and rebuild mends what is derived.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Ledger } from '../../src/ledger/types.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  GTIN,
  moves,
  type Party,
  pagesOf,
  party,
  serials,
} from './network.ts';

let founder: Party;

beforeEach(() => {
  founder = party('Agency', '9506000100001', null);
  const other = party('Acme', '9506000100018', founder.chain);
  founder.ledger.admit(batchOf(other.ledger, other.chain));
  accredit(founder, other, ['manufacturer'], { gtins: [GTIN] });
  add(founder, commission(founder.chain, serials(30)), commission(founder.chain, serials(900, 'T'), 'L2'));
  add(founder, moves('quarantine', founder.chain, serials(500), 1, { reason: 'suspect' }));
  add(founder, { type: 'recall', public: { kind: 'issue', gtin: GTIN, lots: ['L1'], class: 2, reason: 'label' } });
  add(founder, { type: 'retract', public: { seq: 4 } });
});
afterEach(cleanUp);

/** Changes the file behind the ledger's back. */
function tamper(sql: string, ...values: readonly (number | string | Buffer)[]): Ledger {
  founder.ledger.close();
  const db = new Database(join(founder.dir, 'ledger.db'));
  const { changes } = db.prepare(sql).run(...values);
  db.close();
  expect(changes).toBeGreaterThan(0);
  return openLedger(founder.dir);
}

function codes(ledger: Ledger): string[] {
  return [...new Set(ledger.audit().findings.map((finding) => finding.code))].sort();
}

/** One byte is another one, whatever it was: token pages are random. */
const OTHER = `CASE WHEN substr(bytes, 41, 1) = x'5a' THEN x'5b' ELSE x'5a' END`;
const FLIP = `CAST(substr(bytes, 1, 40) || ${OTHER} || substr(bytes, 42) AS BLOB)`;

describe('audit', () => {
  it('finds nothing in a sound ledger, and counts what it looked at', () => {
    const report = founder.ledger.audit();
    expect(report).toMatchObject({ findings: [], events: 8, chains: 2, notes: 7 });
    expect(report.pages).toBe(6);
  });

  it.each([
    ['a changed leaf', `UPDATE leaf SET bytes = ${FLIP} WHERE id % 4294967296 = 3`, 'leaf-damaged'],
    ['a leaf that is gone', 'DELETE FROM leaf WHERE id % 4294967296 = 3', 'leaf-missing'],
    [
      'a page of tokens',
      `UPDATE page SET bytes = ${FLIP} WHERE id = (SELECT max(id) FROM page WHERE length(bytes) = 4000)`,
      'page-damaged',
    ],
    ['a page that is gone', 'DELETE FROM page WHERE id = (SELECT min(id) FROM page WHERE id > 0)', 'page-missing'],
    ['the rows of a small lot', `UPDATE page SET bytes = ${FLIP} WHERE id < 0`, 'index-wrong'],
    [
      'a checkpoint',
      `UPDATE leaf SET note = replace(note, 'pedigree.v1', 'pedigree.v2') WHERE id % 4294967296 = 3`,
      'note-damaged',
    ],
    [
      'a signature',
      `UPDATE leaf SET note = substr(note, 1, length(note) - 30) || 'AAAA' || substr(note, length(note) - 25) WHERE id % 4294967296 = 3`,
      'note-signature',
    ],
    [
      'a token that is gone from the index',
      'DELETE FROM hop WHERE token = (SELECT min(token) FROM hop)',
      'index-wrong',
    ],
    ['a token that is of no event', 'INSERT INTO hop VALUES (5, 5)', 'index-wrong'],
    ['a lot that is gone from the index', 'DELETE FROM commission WHERE rows = 900', 'index-wrong'],
    ['a recall that is gone from the index', 'DELETE FROM notice', 'index-wrong'],
    ['a retraction that is gone', 'DELETE FROM retract', 'index-wrong'],
    ['a key', `UPDATE signkey SET key = zeroblob(32)`, 'index-wrong'],
    ['the head of a chain', 'UPDATE branch SET size = size - 1 WHERE size > 3', 'branch-wrong'],
    ['the range of a chain', 'UPDATE branch SET range = zeroblob(length(range)) WHERE size > 3', 'branch-wrong'],
  ])('finds %s', (_, sql, code) => {
    const ledger = tamper(sql);
    expect(codes(ledger)).toContain(code);
    ledger.close();
  });

  it.each([
    [
      'a setting that says something else',
      `UPDATE record SET value = '"UTC"' WHERE kind = 'setting'`,
      'record-damaged',
    ],
    ['a setting that is no text', `UPDATE record SET value = x'00' WHERE kind = 'setting'`, 'record-damaged'],
    ['a record of another kind', `UPDATE record SET kind = 'Outbox' WHERE kind = 'outbox'`, 'record-damaged'],
    ['an emptied outbox', `DELETE FROM record WHERE kind = 'outbox'`, 'record-missing'],
    ['--once keys that are gone', `DELETE FROM record WHERE kind = 'once'`, 'record-missing'],
    [
      'a record that nobody wrote',
      `INSERT INTO record (kind, key, value) VALUES ('outbox', 'b', '1')`,
      'record-damaged',
    ],
    ['an inventory with a gap', `DELETE FROM record WHERE kind = 'inventory'`, 'index-wrong'],
    ['a container under another name', `UPDATE container SET name = '095060001343500016'`, 'index-wrong'],
    ['a tally that is gone', 'DELETE FROM tally', 'record-damaged'],
    ['a chain heard of in 2099', 'UPDATE branch SET seen = 4070908800000 WHERE size > 3', 'branch-wrong'],
    ['a chain that never changed', 'UPDATE branch SET changed = 0 WHERE size > 3', 'branch-wrong'],
    ['a chain that is but a card', 'UPDATE branch SET open_only = 1 WHERE size > 3', 'branch-wrong'],
    ['another epoch', `UPDATE meta SET value = 'abc' WHERE key = 'epoch'`, 'record-damaged'],
    ['another stamp', `UPDATE meta SET value = value + 1 WHERE key = 'stamp'`, 'record-damaged'],
    ['no stamp', `DELETE FROM meta WHERE key = 'stamp'`, 'record-missing'],
    ['another network', `UPDATE meta SET value = 'abc' WHERE key = 'network'`, 'record-damaged'],
    ['no network', `DELETE FROM meta WHERE key = 'network'`, 'record-missing'],
    ['pages that are of no event', 'UPDATE attachment SET named = 0', 'index-wrong'],
    ['other columns', 'ALTER TABLE heard ADD COLUMN more', 'database-damaged'],
  ])('finds %s beside the chains', (_, sql, code) => {
    const { local } = founder.ledger;
    local.setSetting('zone', 'Europe/London');
    for (const name of ['once', 'outbox', 'inventory'] as const) local[name].put('a', { n: 1 });
    local.containers.put({ key: new Uint8Array(32), name: '095060001343500009', value: 1 });
    expect(codes(founder.ledger)).toEqual([]);
    founder.ledger.close();
    const db = new Database(join(founder.dir, 'ledger.db'));
    db.exec(sql);
    db.close();
    const ledger = openLedger(founder.dir, { readOnly: true });
    expect(codes(ledger)).toContain(code);
    ledger.close();
  });

  it('names every checkpoint that is missing, by its size', () => {
    const ledger = tamper('UPDATE leaf SET note = NULL WHERE id % 4294967296 BETWEEN 3 AND 4');
    const found = ledger.audit().findings.filter(({ code }) => code === 'note-damaged');
    expect(found.map(({ message }) => message)).toEqual(
      [4, 5].map((size) => `the checkpoint of size ${size} is missing`),
    );
    ledger.close();
  });

  it('finds either half of the head file damaged, while the other still holds', () => {
    const file = join(founder.dir, 'head');
    const whole = readFileSync(file);
    for (const at of [100, 4096 + 100]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      writeFileSync(file, bytes, { flag: 'r+' });
      expect(codes(founder.ledger)).toEqual(['head-file']);
      // The older half alone says less than was signed, and that is no hindrance: it only must not say more.
      expect(['ready', 'database-ahead']).toContain(founder.ledger.headState().kind);
    }
    writeFileSync(file, whole, { flag: 'r+' });
    expect(codes(founder.ledger)).toEqual([]);
  });

  it('finds nothing after every way to write records', () => {
    const { ledger } = founder;
    const { local } = ledger;
    for (const name of ['once', 'outbox', 'peers', 'alerts', 'inventory', 'marks'] as const) {
      local[name].put('a', 1);
      local[name].put('a', { n: 2 });
      local[name].put('b\0\ud800', ['ö']);
      local[name].delete('a');
    }
    local.aside.put('a', new Uint8Array([1, 2]));
    local.aside.put('a', new Uint8Array(0));
    expect(() =>
      ledger.write((inside) => {
        inside.outbox.put('c', 1);
        throw new Error('undone');
      }),
    ).toThrow('undone');
    ledger.confirm(5);
    expect(codes(ledger)).toEqual([]);
    expect(local.once.get('b\0\ud800')).toEqual(['ö']);
    expect(local.aside.get('a')).toEqual(Buffer.alloc(0));
  });

  it('is not needed by whoever reads a record that is not what was written: that is told', () => {
    const { local } = founder.ledger;
    local.setSetting('zone', 'Europe/London');
    local.outbox.put('a', { n: 1 });
    const ledger = tamper(`UPDATE record SET value = replace(value, '1', '2')`);
    expect(() => ledger.local.outbox.get('a')).toThrow(/outbox a .*damaged/);
    expect(() => ledger.local.outbox.list()).toThrow(/damaged/);
    expect(ledger.local.setting('zone')).toBe('Europe/London');
    ledger.close();
    const other = tamper('UPDATE branch SET seen = seen + 1');
    expect(() => other.read((view) => view.chain(founder.chain))).toThrow(/damaged/);
    expect(() => other.read((view) => view.lastHeard())).toThrow(/damaged/);
    other.close();
  });

  it('finds a head file that says something else', () => {
    writeFileSync(join(founder.dir, 'head'), Buffer.alloc(8192), { flag: 'r+' });
    expect(codes(founder.ledger)).toEqual(['head-file']);
  });

  it('finds bits that flipped in the file itself, and answers without crashing', () => {
    founder.ledger.close();
    const db = new Database(join(founder.dir, 'ledger.db'));
    db.pragma('wal_checkpoint(TRUNCATE)');
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.close();
    const file = join(founder.dir, 'ledger.db');
    const whole = readFileSync(file);
    let found = 0;
    for (let page = 1; page < pages; page++) {
      const bytes = Buffer.from(whole);
      bytes[page * 4096 + 3000] = (bytes[page * 4096 + 3000] ?? 0) ^ 0x10;
      writeFileSync(file, bytes);
      try {
        const ledger = openLedger(founder.dir, { readOnly: true });
        if (ledger.audit().findings.length > 0) found++;
        ledger.close();
      } catch (error) {
        expect(error).toMatchObject({ name: 'PedigreeError' });
        found++;
      }
    }
    // The rest is room that holds nothing.
    expect(found).toBeGreaterThan(pages / 4);
  });
});

describe('rebuild', () => {
  it('makes every derived table again, byte for byte', () => {
    const ledger = tamper('DELETE FROM hop');
    for (const table of ['kind', 'commission', 'notice', 'retract', 'signkey']) {
      ledger.close();
      const db = new Database(join(founder.dir, 'ledger.db'));
      db.exec(`DELETE FROM ${table}; DELETE FROM page WHERE id < 0`);
      db.close();
    }
    const again = openLedger(founder.dir);
    expect(codes(again)).toEqual(['index-wrong']);
    expect(again.rebuild()).toEqual({ events: 8 });
    expect(codes(again)).toEqual([]);
    expect(again.read((view) => [...view.lots(GTIN)].length)).toBe(2);
    add({ ...founder, ledger: again }, { type: 'profile', public: { name: 'Agency' } });
    again.close();
  });

  it('keeps settings, once keys, the outbox and peers, and drops the inventory', () => {
    const { ledger } = founder;
    ledger.local.setSetting('zone', 'Europe/London');
    for (const name of ['once', 'outbox', 'peers', 'alerts', 'inventory', 'marks'] as const)
      ledger.local[name].put('a', { n: 1 });
    ledger.local.containers.put({ key: new Uint8Array(32), name: '095060001343500009', value: 1 });
    ledger.rebuild();
    expect(ledger.local.setting('zone')).toBe('Europe/London');
    const kept = (['once', 'outbox', 'peers', 'alerts', 'inventory', 'marks'] as const).map((name) =>
      ledger.local[name].count(),
    );
    expect(kept).toEqual([1, 1, 1, 1, 0, 0]);
    expect(ledger.local.containers.byName('095060001343500009')).toEqual([]);
  });

  it('takes a peer’s pages in the place of damaged ones', () => {
    const batch = batchOf(founder.ledger, founder.chain);
    const pages = pagesOf(founder.ledger, batch);
    const ledger = tamper(
      `UPDATE page SET bytes = ${FLIP} WHERE id = (SELECT max(id) FROM page WHERE length(bytes) = 4000)`,
    );
    for (const { root, pages: count, kind } of pages) ledger.forgetPages({ root, pages: count, kind });
    expect(ledger.read((view) => view.incomplete(GTIN))).toBe(true);
    ledger.putPages(pages);
    expect(codes(ledger)).toEqual([]);
    expect(ledger.read((view) => view.incomplete())).toBe(false);
    ledger.close();
  });
});
