// However many lots a product has, a pack is found in each lot that has it, and a damaged index never says that there is none.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bytes, compareBytes, concat, hex } from '../../src/chain/bytes.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Ledger } from '../../src/ledger/types.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  folder,
  GTIN,
  give,
  type Party,
  pagesOf,
  party,
  random,
  serials,
  tokensOf,
} from './network.ts';

let agency: Party;
let maker: Party;
let shop: Party;

beforeEach(() => {
  agency = party('Agency', '9506000100001', null);
  maker = party('Acme', '9506000100018', agency.chain);
  shop = party('Corner', '9506000100025', agency.chain);
  for (const one of [maker, shop]) agency.ledger.admit(batchOf(one.ledger, one.chain));
  accredit(agency, maker, ['manufacturer'], { gtins: [GTIN] });
  accredit(agency, shop, ['dispenser']);
});
afterEach(cleanUp);

const sorted = (tokens: readonly Bytes[]): Bytes => concat(...tokens.toSorted(compareBytes));
const lotOf = (lot: string, tokens: Bytes, gtin = GTIN): Draft => ({
  type: 'commission',
  public: { gtin, lot, expiry: '2028-11-30', count: tokens.length / 16 },
  tokens,
});
const tokenOf = (serial: string): Bytes => itemToken(packKey(agency.chain, GTIN, serial), 0);

/** A ledger that has what these have. */
function node(...from: readonly Party[]): Ledger {
  const ledger = openLedger(folder(), { create: true });
  ledger.joinNetwork(agency.chain);
  for (const one of [agency, ...from]) give(one.ledger, ledger);
  return ledger;
}

function lotsWith(ledger: Ledger, token: Bytes): readonly string[] {
  return ledger.read((view) => view.commissions(GTIN, token).map(({ leaf }) => String(leaf.public.lot))).toSorted();
}

const wrong = (ledger: Ledger) => [...new Set(ledger.audit().findings.map(({ code }) => code))];

/** How many parts the lots of the product make together, and how many of these are runs. */
function partsIn(dir: string): { readonly parts: number; readonly runs: number } {
  const db = new Database(join(dir, 'ledger.db'), { readonly: true });
  const parts = (db.prepare('SELECT length(parts) FROM packs').pluck().get() as number) / 32;
  const runs = db.prepare('SELECT count(DISTINCT id / 131072) FROM packrun').pluck().get() as number;
  db.close();
  return { parts: Math.floor(parts), runs };
}

describe('a pack', () => {
  it('is found in every lot that has it, whatever else was made, and in no other', () => {
    const names = serials(60);
    const lots = fc.array(fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 20 }), {
      minLength: 20,
      maxLength: 45,
    });
    fc.assert(
      fc.property(lots, (drawn) => {
        const by = openLedger(folder(), { create: true });
        by.joinNetwork(agency.chain);
        give(agency.ledger, by);
        const one = party('Other', '9506000100032', agency.chain);
        add(one, ...drawn.map((some, i) => lotOf(`L${i}`, tokensOf(agency.chain, some))));
        accredit(agency, one, ['manufacturer'], { gtins: [GTIN] });
        give(agency.ledger, by);
        give(one.ledger, by);
        for (const serial of names) {
          const due = drawn.flatMap((some, i) => (some.includes(serial) ? [`L${i}`] : [])).toSorted();
          expect(lotsWith(by, tokenOf(serial))).toEqual(due);
          expect(lotsWith(one.ledger, tokenOf(serial))).toEqual(due);
        }
        expect(lotsWith(by, tokenOf('X'))).toEqual([]);
        // The same asked of some of the lots and of many tokens at once.
        const asked = names.map(tokenOf).toSorted(compareBytes);
        const chosen = new Set(
          drawn.flatMap((some, i) => (i % 3 === 0 ? some : [])).map((serial) => hex(tokenOf(serial))),
        );
        const places = by.read((view) => {
          const some = [...view.lots(GTIN)].filter(({ leaf }) => Number(String(leaf.public.lot).slice(1)) % 3 === 0);
          return view.likelyIn(GTIN, concat(...asked), some);
        });
        expect(places).toEqual([...asked.keys()].filter((at) => chosen.has(hex(asked[at] ?? new Uint8Array()))));
        expect(wrong(by)).toEqual([]);
        by.rebuild();
        expect(wrong(by)).toEqual([]);
        for (const serial of names.slice(0, 9))
          expect(lotsWith(by, tokenOf(serial))).toEqual(lotsWith(one.ledger, tokenOf(serial)));
        by.close();
        one.ledger.close();
      }),
      { numRuns: 5 },
    );
  });

  it('is looked for in few places, after five hundred lots of any size', () => {
    const sizes = Array.from({ length: 500 }, (_, i) => (i % 50 === 0 ? 700 : 1 + (i % 7)));
    add(maker, ...sizes.map((size, i) => lotOf(`L${i}`, tokensOf(agency.chain, serials(size, `${i}-`)))));
    const { parts, runs } = partsIn(maker.dir);
    expect(parts).toBeLessThanOrEqual(11);
    expect(runs).toBeLessThanOrEqual(5);
    const ledger = node(maker);
    for (const [lot, serial] of [
      ['L0', '0-0000699'],
      ['L450', '450-0000345'],
      ['L499', '499-0000000'],
    ] as const) {
      expect(lotsWith(maker.ledger, tokenOf(serial))).toEqual([lot]);
      expect(lotsWith(ledger, tokenOf(serial))).toEqual([lot]);
    }
    expect(wrong(ledger)).toEqual([]);
    expect(wrong(maker.ledger)).toEqual([]);
  });

  it('is told apart from thousands that begin alike', () => {
    const alike = Array.from({ length: 3_000 }, () => concat(Buffer.alloc(6, 7), random(10)));
    const [mine, ...others] = alike;
    if (mine === undefined) throw new Error('no token');
    add(maker, lotOf('MINE', mine));
    for (let i = 0; i < 30; i++) add(maker, lotOf(`L${i}`, sorted(others.slice(i * 99, i * 99 + 99))));
    expect(lotsWith(maker.ledger, mine)).toEqual(['MINE']);
    expect(lotsWith(maker.ledger, others[1_000] ?? mine)).toEqual(['L10']);
    expect(lotsWith(maker.ledger, concat(Buffer.alloc(6, 7), random(10)))).toEqual([]);
    expect(wrong(maker.ledger)).toEqual([]);
  });

  it('of a lot whose pages are forgotten is found again when they are back', () => {
    add(maker, ...Array.from({ length: 20 }, (_, i) => lotOf(`L${i}`, tokensOf(agency.chain, serials(400, `${i}-`)))));
    const ledger = node(maker);
    const batch = batchOf(maker.ledger, maker.chain);
    const [lost] = ledger.read((view) => {
      const lot = [...view.lots(GTIN)].find(({ leaf }) => leaf.public.lot === 'L7');
      return lot === undefined ? [] : view.attachments(lot.leaf.bytes);
    });
    if (lost === undefined) throw new Error('no pages');
    ledger.forgetPages(lost);
    expect(lotsWith(ledger, tokenOf('7-0000007'))).toEqual([]);
    expect(lotsWith(ledger, tokenOf('8-0000007'))).toEqual(['L8']);
    ledger.putPages(pagesOf(maker.ledger, batch));
    expect(lotsWith(ledger, tokenOf('7-0000007'))).toEqual(['L7']);
    expect(wrong(ledger)).toEqual([]);
  });

  it('of a maker stands out of what a stranger copied hundreds of times', () => {
    add(shop, ...Array.from({ length: 1_100 }, (_, i) => lotOf(`X${i}`, tokensOf(agency.chain, ['S1', `Y${i}`]))));
    add(maker, ...Array.from({ length: 50 }, (_, i) => lotOf(`L${i}`, tokensOf(agency.chain, [`S${i}`]))));
    const found = lotsWith(node(shop, maker), tokenOf('S1'));
    expect(found.filter((lot) => lot.startsWith('L'))).toEqual(['L1']);
    expect(found.length).toBeLessThan(40);
    expect(lotsWith(node(shop), tokenOf('S1'))).toHaveLength(1_100);
  });
});

describe('lots', () => {
  it('are found by their name, and by one that differs in capitals alone', () => {
    add(maker, ...Array.from({ length: 60 }, (_, i) => lotOf(`ab${i}`, tokensOf(agency.chain, [`S${i}`]))));
    add(maker, lotOf('AB7', tokensOf(agency.chain, ['T'])));
    const named = (lot?: string) =>
      maker.ledger.read((view) => [...view.lots(GTIN, lot)].map(({ leaf }) => leaf.public.lot));
    expect(named('ab7')).toEqual(['ab7', 'AB7']);
    expect(named('ab')).toEqual([]);
    give(agency.ledger, maker.ledger);
    expect(named()).toHaveLength(61);
  });

  it('say which of many tokens a maker has made', () => {
    add(maker, ...Array.from({ length: 20 }, (_, i) => lotOf(`L${i}`, tokensOf(agency.chain, serials(300, `${i}-`)))));
    add(shop, lotOf('X', tokensOf(agency.chain, ['not made'])));
    const ledger = node(maker, shop);
    const asked = [...serials(300, 'new'), '3-0000005', '19-0000299', 'not made'].map(tokenOf).toSorted(compareBytes);
    const places = ledger.read((view) => view.made(GTIN, concat(...asked)));
    expect(places).toEqual(
      ['3-0000005', '19-0000299']
        .map((serial) => asked.findIndex((one) => compareBytes(one, tokenOf(serial)) === 0))
        .sort((a, b) => a - b),
    );
  });

  it('say it of some of them too, where a token of many lots goes on in the next page', () => {
    add(maker, ...Array.from({ length: 700 }, (_, i) => lotOf(`L${i}`, tokensOf(agency.chain, ['SAME', `only ${i}`]))));
    const ledger = node(maker);
    const asked = ['SAME', 'only 3', 'only 690'].map(tokenOf).toSorted(compareBytes);
    const inLots = (...numbers: readonly number[]) =>
      ledger.read((view) => {
        const some = [...view.lots(GTIN)].filter(({ leaf }) => numbers.some((n) => leaf.public.lot === `L${n}`));
        return view.likelyIn(GTIN, concat(...asked), some).map((at) => hex(asked[at] ?? new Uint8Array()));
      });
    for (const n of [0, 3, 250, 511, 690, 699]) {
      const due = ['SAME', ...([3, 690].includes(n) ? [`only ${n}`] : [])].map((serial) => hex(tokenOf(serial)));
      expect(inLots(n).toSorted()).toEqual(due.toSorted());
    }
    expect(inLots()).toEqual([]);
  });
});

describe('a damaged index of packs', () => {
  const scans = serials(40).map((_, i) => `${i}-0000011`);
  let dir: string;

  beforeEach(() => {
    add(maker, ...Array.from({ length: 40 }, (_, i) => lotOf(`L${i}`, tokensOf(agency.chain, serials(30, `${i}-`)))));
    maker.ledger.close();
    dir = maker.dir;
  });

  it.each([
    ['a flipped bit of a run', 'packrun', 'bytes'],
    ['a flipped bit of the parts', 'packs', 'parts'],
  ])('is told of, and changes no answer: %s', (_, table, column) => {
    const db = new Database(join(dir, 'ledger.db'));
    const rows = db.prepare<[], { key: number; bytes: Buffer }>(
      `SELECT rowid AS key, ${column} AS bytes FROM ${table} ORDER BY rowid`,
    );
    const put = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`);
    let told = 0;
    for (const { key, bytes } of rows.all()) {
      for (let at = 0; at < bytes.length; at += 97) {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
        put.run(flipped, key);
        const ledger = openLedger(dir, { readOnly: true });
        for (const [i, serial] of scans.entries()) {
          try {
            expect(lotsWith(ledger, tokenOf(serial))).toEqual([`L${i}`]);
          } catch (error) {
            expect(error).toMatchObject({ code: 'damaged', hint: 'pedigree rebuild makes it again' });
            told++;
          }
        }
        ledger.close();
      }
      put.run(bytes, key);
    }
    db.close();
    expect(told).toBeGreaterThan(40);
  });

  it.each([
    ['a row of a run', 'DELETE FROM packrun WHERE id = (SELECT max(id) FROM packrun)'],
    ['a page of a run', 'DELETE FROM packrun WHERE id = (SELECT min(id) FROM packrun)'],
    ['the parts', 'DELETE FROM packs'],
    ['all lots', 'DELETE FROM commission'],
    ['a bit', "UPDATE packrun SET bytes = CAST(substr(bytes, 1, 40) || x'00' || substr(bytes, 42) AS BLOB)"],
    ['a name of a lot', 'DELETE FROM lot WHERE leaf = (SELECT max(leaf) FROM lot)'],
    ['a run of nothing', "INSERT INTO packrun VALUES (999999999, x'00')"],
  ])('is found by the audit, and made again: %s', (_, damage) => {
    const db = new Database(join(dir, 'ledger.db'));
    expect(db.prepare(damage).run().changes).toBeGreaterThan(0);
    db.close();
    const ledger = openLedger(dir);
    expect(wrong(ledger)).toEqual(['index-wrong']);
    ledger.rebuild();
    expect(wrong(ledger)).toEqual([]);
    for (const [i, serial] of scans.entries()) expect(lotsWith(ledger, tokenOf(serial))).toEqual([`L${i}`]);
    ledger.close();
  });

  it('of which the parts are those of another moment is found', () => {
    const db = new Database(join(dir, 'ledger.db'));
    const before = db.prepare('SELECT parts FROM packs').pluck().get();
    db.close();
    const ledger = openLedger(dir);
    add({ ...maker, ledger }, lotOf('NEW', tokensOf(agency.chain, ['NEW'])));
    ledger.close();
    const again = new Database(join(dir, 'ledger.db'));
    again.prepare('UPDATE packs SET parts = ?').run(before);
    again.close();
    const stale = openLedger(dir);
    expect(wrong(stale)).toEqual(['index-wrong']);
    stale.close();
  });
});
