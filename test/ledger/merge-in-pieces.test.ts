// Whoever answers others merges the lots of a product a piece at a time: nothing is missed meanwhile, whoever is killed or overtaken.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bytes, compareBytes, concat } from '../../src/chain/bytes.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { Sql } from '../../src/ledger/sqlite.ts';
import type { Ledger } from '../../src/ledger/types.ts';
import { accredit, add, batchOf, cleanUp, folder, GTIN, give, type Party, pagesOf, party, random } from './network.ts';

/** Lots of so many packs: six of them are too many to be merged where they come. */
const PACKS = 20_000;
/** Rows that one piece writes or drops, and the row of a run's lots. */
const MOST_ROWS = 65;
const NOW = Date.UTC(2026, 10, 22, 9);

const { run } = Sql.prototype;
let agency: Party;
let maker: Party;
/** A token of each lot. */
const known: Bytes[] = [];

function mint(by: Party, packs: number): void {
  const tokens = Array.from({ length: packs }, () => random(16)).sort(compareBytes);
  known.push(tokens[0] ?? random(16));
  add(by, {
    type: 'commission',
    public: { gtin: GTIN, lot: `L${known.length}`, expiry: '2028-11-30', count: packs },
    tokens: concat(...tokens),
  });
}

beforeAll(() => {
  agency = party('Agency', '9506000100001', null);
  maker = party('Acme', '9506000100018', agency.chain);
  agency.ledger.admit(batchOf(maker.ledger, maker.chain));
  accredit(agency, maker, ['manufacturer'], { gtins: [GTIN] });
  for (let lot = 0; lot < 6; lot++) mint(maker, PACKS);
});
afterAll(cleanUp);

/** Opens a ledger of somebody who answers others, with what is known of the six lots. */
function answering(dir = folder()): Ledger {
  const ledger = openLedger(dir, { create: true });
  ledger.joinNetwork(agency.chain);
  ledger.putOffLongWork();
  for (const one of [agency, maker]) give(one.ledger, ledger);
  return ledger;
}

/** The last of the lots there are, as a batch and its pages. */
function giveLast(to: Ledger): void {
  const size = maker.ledger.read((view) => view.chain(maker.chain)?.size ?? 0);
  const batch = batchOf(maker.ledger, maker.chain, size - 1);
  to.putPages(pagesOf(maker.ledger, batch));
  to.admit(batch);
}

const found = (ledger: Ledger, tokens: readonly Bytes[]) =>
  ledger.read((view) => tokens.map((token) => view.commissions(GTIN, token).length));
const each = (tokens: readonly Bytes[]) => tokens.map(() => 1);
const wrong = (ledger: Ledger) => [...new Set(ledger.audit().findings.map(({ code }) => code))];

/** How many parts there are, how many rows of runs, and of how many runs they are. */
function stored(dir: string): { readonly parts: number; readonly rows: number; readonly runs: number } {
  const db = new Database(join(dir, 'ledger.db'), { readonly: true });
  const ask = (text: string) => Number(db.prepare(text).pluck().get());
  const parts = Math.floor(ask('SELECT length(parts) FROM packs') / 32);
  const rows = ask('SELECT count(*) FROM packrun');
  const runs = ask('SELECT count(DISTINCT id / 131072) FROM packrun');
  db.close();
  return { parts, rows, runs };
}

describe('lots that are merged in pieces', () => {
  it('are found after each piece, none of which is long, and make the run that they make at once', () => {
    const dir = folder();
    const ledger = answering(dir);
    expect(stored(dir)).toEqual({ parts: 6, rows: 0, runs: 0 });
    let rows = 0;
    let pieces = 0;
    for (; ledger.tidy(NOW); pieces++) {
      expect(found(ledger, known)).toEqual(each(known));
      const now = stored(dir).rows;
      expect(Math.abs(now - rows)).toBeLessThanOrEqual(MOST_ROWS);
      rows = now;
      if (pieces === 0) expect(wrong(ledger)).toEqual([]);
    }
    expect(pieces).toBeGreaterThan(1);
    expect(wrong(ledger)).toEqual([]);
    const atOnce = folder();
    const other = openLedger(atOnce, { create: true });
    other.joinNetwork(agency.chain);
    for (const one of [agency, maker]) give(one.ledger, other);
    expect(stored(dir)).toEqual({ parts: 1, rows: stored(atOnce).rows, runs: 1 });
    expect(ledger.tidy(NOW)).toBe(false);
    for (const one of [ledger, other]) one.close();
  });

  it('are merged by the next who takes a lot in, where whoever began was killed', () => {
    const dir = folder();
    const killed = answering(dir);
    expect(killed.tidy(NOW)).toBe(true);
    killed.close();
    expect(stored(dir)).toMatchObject({ parts: 7, runs: 1 });
    mint(maker, 300);
    const next = openLedger(dir);
    expect(wrong(next)).toEqual([]);
    giveLast(next);
    expect(stored(dir)).toMatchObject({ parts: 1, runs: 1 });
    expect(found(next, known)).toEqual(each(known));
    expect(wrong(next)).toEqual([]);
    next.close();
  });

  it('are begun again by the next who answers, once nobody has been at them for a minute', () => {
    const dir = folder();
    const killed = answering(dir);
    killed.tidy(NOW);
    killed.close();
    mint(maker, 300);
    const next = openLedger(dir);
    next.putOffLongWork();
    giveLast(next);
    expect(next.tidy(NOW + 59_000)).toBe(false);
    mint(maker, 300);
    giveLast(next);
    while (next.tidy(NOW + 61_000)) expect(found(next, known)).toEqual(each(known));
    expect(stored(dir)).toMatchObject({ parts: 1, runs: 1 });
    expect(wrong(next)).toEqual([]);
    next.close();
  });

  it('are left to another process that was faster, and by two that answer to the one that began', () => {
    const dir = folder();
    const ledger = answering(dir);
    ledger.tidy(NOW);
    const second = openLedger(dir);
    second.putOffLongWork();
    mint(maker, 300);
    giveLast(second);
    expect(second.tidy(NOW)).toBe(false);
    const faster = openLedger(dir);
    mint(maker, 300);
    giveLast(faster);
    expect(stored(dir)).toMatchObject({ parts: 1, runs: 1 });
    for (let tries = 0; ledger.tidy(NOW); tries++) expect(tries).toBeLessThan(3);
    expect(stored(dir)).toMatchObject({ parts: 1, runs: 1 });
    expect(found(ledger, known)).toEqual(each(known));
    expect(wrong(ledger)).toEqual([]);
    for (const one of [ledger, second, faster]) one.close();
  });

  it('are begun anew where a piece could not be committed, and leave nothing wrong behind', () => {
    const dir = folder();
    const ledger = answering(dir);
    ledger.tidy(NOW);
    ledger.tidy(NOW);
    const spied = vi.spyOn(Sql.prototype, 'run').mockImplementation(function (this: Sql, text, ...values) {
      if (text !== 'COMMIT') return run.call(this, text, ...values);
      spied.mockRestore();
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    });
    expect(() => ledger.tidy(NOW)).toThrow(/full/);
    for (let at = NOW; ledger.tidy(at) || at < NOW + 120_000; at += 30_000)
      expect(found(ledger, known)).toEqual(each(known));
    expect(stored(dir)).toMatchObject({ parts: 1, runs: 1 });
    expect(wrong(ledger)).toEqual([]);
    ledger.close();
  });

  it('that somebody left are taken up by whoever answers next, though no lot comes', () => {
    const dir = folder();
    const killed = answering(dir);
    killed.tidy(NOW);
    killed.close();
    const next = openLedger(dir);
    next.putOffLongWork();
    while (next.tidy(NOW + 61_000));
    expect(stored(dir)).toMatchObject({ parts: 1, runs: 1 });
    next.close();
  });

  it('are not missed where a run of before is among them: its rows go once the new one is whole', () => {
    const dir = folder();
    const ledger = answering(dir);
    while (ledger.tidy(NOW));
    for (let lot = 0; lot < 6; lot++) {
      mint(maker, PACKS);
      giveLast(ledger);
    }
    const before = stored(dir).rows;
    let most = 0;
    while (ledger.tidy(NOW)) {
      most = Math.max(most, stored(dir).rows);
      expect(found(ledger, known)).toEqual(each(known));
    }
    expect(most).toBeGreaterThan(before);
    expect(stored(dir)).toMatchObject({ parts: 1, runs: 1 });
    expect(wrong(ledger)).toEqual([]);
    ledger.close();
  });
});
