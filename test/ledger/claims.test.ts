// The index of claims: every claim is found by its key, whatever else was put in before and after, in few small pages.
import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { Claims, KeyedClaim } from '../../src/ledger/types.ts';
import { cleanUp, party } from './network.ts';

afterEach(cleanUp);

interface Item {
  readonly key: Buffer;
  readonly claim: { readonly lot: string };
}

const items = (count: number, lots = 3): readonly Item[] =>
  Array.from({ length: count }, (_, at) => ({ key: randomBytes(32), claim: { lot: `L${at % lots}` } }));

function keyed(given: readonly Item[]): readonly KeyedClaim[] {
  return given
    .toSorted((a, b) => Buffer.compare(a.key, b.key))
    .map(({ key, claim }) => ({ high: key.readUInt32BE(0), low: key.readUInt32BE(4), claim }));
}

const found = (claims: Claims, { key }: Item) => [...claims.find(key)].sort((a, b) => a.document - b.document);

describe('the index of claims', () => {
  it('finds each claim of each document, and none of what nobody claims', () => {
    const { ledger } = party('Shop', '9506000100001', null);
    const sizes = [1, 5, 280, 281, 40, 3000, 2, 560, 1];
    const documents = sizes.map((size) => items(size, 70));
    const shared = documents[5]?.slice(0, 20) ?? [];
    documents.push(shared);
    ledger.write(({ claims }) => {
      for (const [document, given] of documents.entries()) {
        expect(claims.put(document, keyed(given))).toBe(given.length);
        if (document === 3) expect(claims.put(99, [])).toBe(0);
      }
    });
    const { claims } = ledger.local;
    for (const [document, given] of documents.entries()) {
      for (const item of given) {
        const due = shared.includes(item)
          ? [
              { document: 5, claim: item.claim },
              { document: 9, claim: item.claim },
            ]
          : [{ document, claim: item.claim }];
        expect(found(claims, item)).toEqual(due);
      }
    }
    for (const item of items(200)) expect(claims.find(item.key)).toEqual([]);
    expect(ledger.audit().findings).toEqual([]);
    ledger.rebuild();
    expect(claims.find(documents[0]?.[0]?.key ?? randomBytes(8))).toEqual([]);
    expect(ledger.audit().findings).toEqual([]);
  });

  it('finds keys that somebody has made to lie close together', () => {
    const { ledger } = party('Shop', '9506000100001', null);
    const close = Array.from({ length: 5000 }, (_, at) => {
      const key = Buffer.alloc(8, at < 2500 ? 0 : 255);
      key.writeUInt16BE(at % 2500, 6);
      return { key, claim: { lot: 'L' } };
    });
    const same = Array.from({ length: 900 }, () => ({ key: Buffer.alloc(8, 7), claim: { lot: 'L' } }));
    ledger.write(({ claims }) => claims.put(1, keyed([...close, ...same])));
    const { claims } = ledger.local;
    for (const item of close) expect(found(claims, item)).toHaveLength(1);
    expect(claims.find(Buffer.alloc(8, 7))).toHaveLength(900);
    expect(claims.find(Buffer.alloc(8, 6))).toEqual([]);
  });

  it('takes no more than 16 bytes a claim, and few pages to look one up', () => {
    const { ledger, dir } = party('Shop', '9506000100001', null);
    const pages = () => {
      const db = new Database(`${dir}/ledger.db`, { readonly: true });
      const size = Number(db.pragma('page_count', { simple: true })) * 4096;
      db.close();
      return size;
    };
    const before = pages();
    const many = items(120_000);
    ledger.write(({ claims }) => {
      for (let at = 0; at < 12; at++) claims.put(at, keyed(many.slice(at * 10_000, (at + 1) * 10_000)));
    });
    // What was merged is free again.
    const db = new Database(`${dir}/ledger.db`);
    db.exec('VACUUM');
    db.close();
    expect((pages() - before) / many.length).toBeLessThan(16);
    const reads = { pages: 0 };
    const { claims } = ledger.local;
    const began = performance.now();
    for (const item of many.slice(0, 500)) reads.pages += claims.find(item.key).length;
    expect(reads.pages).toBe(500);
    expect((performance.now() - began) / 500).toBeLessThan(50);
  });

  it('tells a page in which a bit has flipped', () => {
    const { ledger, dir } = party('Shop', '9506000100001', null);
    const [item, ...more] = items(400);
    if (item === undefined) throw new TypeError('no item');
    ledger.write(({ claims }) => claims.put(1, keyed([item, ...more])));
    const db = new Database(`${dir}/ledger.db`);
    db.exec("UPDATE record SET value = zeroblob(length(value)) WHERE kind = 'claim'");
    db.close();
    expect(() => ledger.local.claims.find(item.key)).toThrow(expect.objectContaining({ code: 'damaged' }));
    expect(new Set(ledger.audit().findings.map(({ code }) => code))).toEqual(new Set(['index-wrong']));
  });

  it('says of how many items each of the different claims of a document is', () => {
    const { ledger } = party('Shop', '9506000100001', null);
    const sizes = [1, 64, 65, 700];
    ledger.write(({ claims }) => {
      for (const [document, size] of sizes.entries()) claims.put(document, keyed(items(size, 70)));
    });
    const { claims } = ledger.local;
    for (const [document, size] of sizes.entries()) {
      const tally = [...(claims.tally(document) ?? [])];
      expect(tally).toHaveLength(Math.min(size, 70));
      expect(tally.reduce((sum, one) => sum + one.items, 0)).toBe(size);
      const due = Map.groupBy(
        Array.from({ length: size }, (_, at) => `L${at % 70}`),
        (lot) => lot,
      );
      for (const { claim, items: count } of tally)
        expect(due.get((claim as { readonly lot: string }).lot)).toHaveLength(count);
    }
    expect(claims.tally(99)).toBeUndefined();
  });
});
