// How far a ledger was read counts only as long as nothing came of what had been read.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { Sql } from '../../src/ledger/sqlite.ts';
import type { Ledger, Marks } from '../../src/ledger/types.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  folder,
  GTIN,
  give,
  type Party,
  pagesOf,
  party,
  serials,
} from './network.ts';

function read(ledger: Ledger, since: Marks): number {
  return ledger.read((view) => [...view.eventsOf(['commission'], { since })].length);
}

describe('a mark', () => {
  afterEach(cleanUp);

  it('says nothing of an event whose pages have come since', () => {
    const agency = party('Agency', '9506000100012', null);
    const acme = party('Acme', '9506000100029', agency.chain);
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    add(acme, commission(agency.chain, serials(600)));
    const batch = batchOf(acme.ledger, acme.chain);
    const pages = pagesOf(acme.ledger, batch);
    agency.ledger.putPages(pages);
    agency.ledger.admit(batch);
    const marks = agency.ledger.read((view) => view.marks());
    expect(marks).not.toHaveProperty('*');
    expect(read(agency.ledger, marks)).toBe(0);
    const [page] = pages;
    if (page === undefined) throw new Error('no pages');
    agency.ledger.forgetPages(page);
    const without = agency.ledger.read((view) => view.marks());
    agency.ledger.putPages(pages);
    expect(read(agency.ledger, without)).toBe(1);
    expect(
      read(
        agency.ledger,
        agency.ledger.read((view) => view.marks()),
      ),
    ).toBe(0);
  });
});

describe('pages that come behind their leaves', () => {
  afterEach(cleanUp);

  it('have those events alone read again that name them', () => {
    const agency = party('Agency', '9506000100012', null);
    const acme = party('Acme', '9506000100029', agency.chain);
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    for (const lot of ['L1', 'L2']) add(acme, commission(agency.chain, serials(600, lot), lot));
    for (let i = 0; i < 5; i++) add(acme, commission(agency.chain, serials(3, `S${i}-`), `S${i}`));
    const batch = batchOf(acme.ledger, acme.chain);
    const pages = pagesOf(acme.ledger, batch);
    agency.ledger.admit({ ...batch, withoutPages: true });
    const lots = (since: Marks) =>
      agency.ledger.read((view) => [...view.eventsOf(['commission'], { since })].map(({ leaf }) => leaf.public.lot));
    const marks = () => agency.ledger.read((view) => view.marks());
    const before = marks();
    expect(agency.ledger.read((view) => view.lacked(10).map(({ seq, have }) => [seq, have]))).toEqual([
      [1, 0],
      [2, 0],
    ]);
    agency.ledger.putPages(pages.slice(0, 3));
    const between = marks();
    agency.ledger.putPages(pages.slice(3));
    expect([lots(before), lots(between), lots(marks())]).toEqual([['L1', 'L2'], ['L2'], []]);
    agency.ledger.rebuild();
    // Nobody knows any more which they were: all are read.
    expect(lots(before)).toHaveLength(7);
    expect(agency.ledger.audit().findings).toEqual([]);
  });

  it.each([
    ['in a number', "replace(value, '8', '9')"],
    ['in a bracket', "replace(value, '[', '{')"],
    ['in the kind of its value', 'CAST(value AS BLOB)'],
  ])('have all events read again where the record of which they were is damaged %s', (_, flipped) => {
    const agency = party('Agency', '9506000100012', null);
    const acme = party('Acme', '9506000100029', agency.chain);
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    add(acme, commission(agency.chain, serials(600, 'L1'), 'L1'), commission(agency.chain, serials(3), 'L2'));
    const batch = batchOf(acme.ledger, acme.chain);
    agency.ledger.admit({ ...batch, withoutPages: true });
    const since = agency.ledger.read((view) => view.marks());
    agency.ledger.putPages(pagesOf(acme.ledger, batch));
    const lots = () =>
      agency.ledger.read((view) => [...view.eventsOf(['commission'], { since })].map(({ leaf }) => leaf.public.lot));
    expect(lots()).toEqual(['L1']);
    const db = new Database(join(agency.dir, 'ledger.db'));
    expect(db.prepare(`UPDATE record SET value = ${flipped} WHERE kind = 'late'`).run().changes).toBe(1);
    db.close();
    expect(lots()).toEqual(['L1', 'L2']);
  });

  it('are told by their root, however many pages another leaf says that there are', () => {
    const agency = party('Agency', '9506000100012', null);
    const [acme, bolt] = ['9506000100029', '9506000100036'].map((gln) => party('Maker', gln, agency.chain));
    if (acme === undefined || bolt === undefined) throw new Error('no makers');
    for (const one of [acme, bolt]) accredit(agency, one, ['manufacturer'], { gtins: [GTIN] });
    add(acme, commission(agency.chain, serials(600)));
    const batch = batchOf(acme.ledger, acme.chain);
    const pages = pagesOf(acme.ledger, batch);
    const [page] = pages;
    if (page === undefined) throw new Error('no pages');
    for (const count of [1, 5]) {
      const node = openLedger(folder(), { create: true });
      give(agency.ledger, node);
      node.admit({ ...batch, withoutPages: true });
      // A leaf that names the same root with another count came first, or comes later: the pages are whole all the same.
      node.putPages(pages.map((one) => ({ ...one, pages: Math.max(count, 3) })));
      expect(node.pagesHere({ ...page, pages: 3 })).toEqual({ have: 3, complete: true });
      expect(node.read((view) => view.incomplete())).toBe(false);
      expect(node.audit().findings).toEqual([]);
      node.close();
    }
  });
});

describe('of a party with ninety tills', () => {
  const TILLS = 90;
  const TYPES = ['missing', 'dispense', 'profile', 'report', 'ship', 'pack', 'receive', 'recall', 'lot-notice', 'open'];
  let node: Ledger;
  let tills: readonly Party[];
  const write = (till: Party | undefined, ...types: readonly string[]) => {
    if (till === undefined) throw new Error('no such till');
    add(till, ...types.map((type) => ({ type, public: type === 'profile' ? { name: 'Corner' } : {} })));
    give(till.ledger, node);
  };

  beforeAll(() => {
    const agency = party('Agency', '9506000100012', null);
    const corner = party('Corner', '9506000100043', agency.chain);
    accredit(agency, corner, ['dispenser', 'distributor']);
    tills = Array.from({ length: TILLS }, () => party('Corner', '9506000100043', agency.chain));
    for (const till of tills) add(corner, { type: 'endorse', public: { chain: till.chain, roles: ['dispenser'] } });
    node = openLedger(folder(), { create: true });
    for (const { ledger } of [agency, corner, ...tills]) give(ledger, node);
  });
  afterAll(cleanUp);

  it('what came since is found among all of them, and none is asked for its own', () => {
    const since = node.read((view) => view.marks());
    write(tills[80], 'missing', ...Array.from({ length: 200 }, () => 'dispense'), 'missing');
    write(tills[3], 'dispense');
    write(tills[41], 'profile', 'missing');
    node.read((view) => {
      const expected = TYPES.flatMap((type) =>
        view.chains().flatMap(({ chain, size }) =>
          Array.from({ length: size }, (_, seq) => seq)
            .filter((seq) => seq >= (since[chain] ?? 0) && view.eventAt(chain, 0, seq)?.leaf.type === type)
            .map((seq) => `${chain}/${seq}`),
        ),
      );
      const found = [...view.eventsOf(TYPES, { since })].map(({ ref }) => ref);
      expect(found).toHaveLength(205);
      expect([...found].sort()).toEqual([...expected].sort());
    });
    // From the very beginning it is a range for each of them.
    const asked = [vi.spyOn(Sql.prototype, 'value'), vi.spyOn(Sql.prototype, 'values')];
    const types = TYPES.filter((type) => type !== 'open');
    const all = node.read((view) => [...view.eventsOf(types, { since: {} })].length);
    const questions = asked.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    for (const one of asked) one.mockRestore();
    expect(all).toBe(205);
    expect(questions).toBeLessThan(TILLS);
  });

  it('a fork of one is told in a process that has asked about all of them before', () => {
    const till = tills[7];
    if (till === undefined) throw new Error('no such till');
    const other = openLedger(node.dir);
    const doubted = (ledger: Ledger) =>
      ledger.read((view) => tills.filter(({ chain }) => view.isDoubted(chain)).map(({ chain }) => chain));
    expect([doubted(node), doubted(other)]).toEqual([[], []]);
    const dir = folder();
    till.ledger.backup(join(dir, 'copy.db'), []);
    copyFileSync(join(dir, 'copy.db'), join(dir, 'ledger.db'));
    const twin = { ...till, dir, ledger: openLedger(dir) };
    twin.ledger.confirmHead();
    write(till, 'missing');
    add(twin, { type: 'dispense', public: {} });
    node.admit(batchOf(twin.ledger, till.chain));
    expect([doubted(node), doubted(other)]).toEqual([[till.chain], [till.chain]]);
    expect(node.read((view) => view.branches(till.chain))).toHaveLength(2);
    other.close();
  });
});
