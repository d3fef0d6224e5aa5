// A checkpoint in which a bit has flipped is none to any reader: its tree is worked out from the events, and peers get another one.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Ledger } from '../../src/ledger/types.ts';
import { talk } from '../sync/talk.ts';
import { accredit, add, batchOf, cleanUp, commission, GTIN, type Party, party, serials } from './network.ts';

let agency: Party;
let acme: Party;

beforeEach(() => {
  agency = party('Agency', '9506000100001', null);
  acme = party('Acme', '9506000100018', agency.chain);
  acme.ledger.admit(batchOf(agency.ledger, agency.chain));
  accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
  for (const lot of ['A', 'B', 'C', 'D']) add(acme, commission(agency.chain, serials(3, lot)));
  talk(agency.chain, acme, agency);
});
afterEach(cleanUp);

/** One letter of the root in checkpoints of a chain, as a flipped bit would change it. */
function flip(dir: string, chain: string, which: string): void {
  const db = new Database(join(dir, 'ledger.db'));
  const rows = db
    .prepare<[string], { id: number; note: string }>(
      `SELECT l.id, l.note FROM leaf l JOIN branch b ON b.id = l.id / 4294967296 WHERE b.chain = ? AND note IS NOT NULL AND ${which}`,
    )
    .all(chain);
  expect(rows.length).toBeGreaterThan(0);
  for (const { id, note } of rows) {
    const lines = note.split('\n');
    lines[2] = `${lines[2]?.startsWith('A') ? 'B' : 'A'}${lines[2]?.slice(1)}`;
    db.prepare('UPDATE leaf SET note = ? WHERE id = ?').run(lines.join('\n'), id);
  }
  db.close();
}

const roots = (ledger: Ledger) =>
  ledger.read((view) =>
    [1, 2, 3, 4, 5].map((size) => Buffer.from(view.rootAt(acme.chain, 0, size) ?? []).toString('hex')),
  );

it('changes no root of a tree, from which it follows what a revocation or a settlement has', () => {
  const before = roots(acme.ledger);
  const { dir } = acme;
  acme.ledger.close();
  flip(dir, acme.chain, '1');
  const ledger = openLedger(dir);
  expect(roots(ledger)).toEqual(before);
  expect(ledger.read((view) => [2, 5].map((size) => view.note(acme.chain, size)))).toEqual([undefined, undefined]);
  expect(ledger.audit().findings.map(({ code }) => code)).toEqual(Array(5).fill('note-damaged'));
  ledger.close();
});

it.each(['l.id % 2 = 1', 'l.id % 4294967296 < 4'])(
  'keeps no peer from the events that another one covers: %s',
  (which) => {
    const { dir } = acme;
    acme.ledger.close();
    flip(dir, acme.chain, which);
    const from = { ...acme, ledger: openLedger(dir) };
    const hill = party('Hill', '9506000100032', agency.chain);
    hill.ledger.admit(batchOf(agency.ledger, agency.chain));
    expect(talk(agency.chain, hill, from).asker.aside.size).toBe(0);
    expect(hill.ledger.read((view) => view.chain(acme.chain)?.size)).toBe(5);
    expect(hill.ledger.audit().findings).toEqual([]);
    from.ledger.close();
  },
);
