// Looking into a case again and again: what was found of each pack is remembered, and no list of all packs kept for it.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { childrenOf } from '../../src/app/items/inventory-contents.ts';
import { containersNamed } from '../../src/app/record/containers-known.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { Sql } from '../../src/ledger/sqlite.ts';
import { EXPIRY, GTIN, makeWorld, type World } from './goods-world.ts';

const CASE = 40;
let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

/** How often the store is asked while `fn` runs. */
function asked(fn: () => void): number {
  const ways = (['row', 'rows', 'value', 'values'] as const).map((way) => vi.spyOn(Sql.prototype, way));
  fn();
  const sum = ways.reduce((all, way) => all + way.mock.calls.length, 0);
  for (const way of ways) way.mockRestore();
  return sum;
}

describe('a case that is looked into', () => {
  it('has each pack looked up once, also where somebody stopped before its end', async () => {
    await world.as('acme', (home) => {
      const [sscc = ''] =
        mint(home, { gtin: GTIN, lot: 'CASED', expiry: EXPIRY, count: CASE, caseOf: CASE }).ssccs ?? [];
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        catchUp(known);
        const [{ key } = { key: new Uint8Array(0) }] = containersNamed(known, sscc);
        const some: string[] = [];
        const first = asked(() => {
          for (const { is } of childrenOf(known, key)) {
            if (is.kind === 'pack' && some.push(is.serial) === CASE) break;
          }
        });
        expect(first).toBeGreaterThan(CASE);
        let all: string[] = [];
        const again = asked(() => {
          all = [...childrenOf(known, key)].map(({ is }) => (is.kind === 'pack' ? is.serial : is.name));
        });
        expect(all).toEqual(some);
        expect(again).toBeLessThan(10);
      });
    });
  });
});
