// A party may endorse any number of tills: to name them all costs each the same.
import { afterAll, expect, test } from 'vitest';
import { hex } from '../../src/chain/bytes.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { headsOf } from '../../src/sync/offer.ts';
import { accredit, add, cleanUp, folder, give, party } from '../ledger/network.ts';

afterAll(cleanUp);

const FEW = 30;
const MANY = 120;

test('four times as many tills take about four times as long, and a head reads no leaf', () => {
  const agency = party('Agency', '9506000110004', null);
  const acme = party('Acme', '9506000110011', agency.chain);
  accredit(agency, acme, ['manufacturer'], { prefixes: ['9506000'] });
  const nodes = [openLedger(folder(), { create: true }), openLedger(folder(), { create: true })] as const;
  const grow = (count: number) => {
    for (let i = 0; i < count; i++) {
      const till = party('Acme', '9506000110011', agency.chain);
      add(acme, { type: 'endorse', public: { chain: till.chain, roles: ['manufacturer'] } });
      for (const node of nodes) give(till.ledger, node);
    }
    for (const node of nodes) for (const from of [agency, acme]) give(from.ledger, node);
  };
  const named = () => {
    const start = process.hrtime.bigint();
    for (const node of nodes) node.read((view) => headsOf(view, undefined, undefined));
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  const quickest = () => Math.min(...Array.from({ length: 9 }, named));
  for (const node of nodes) give(agency.ledger, node);
  grow(FEW);
  const few = quickest();
  grow(MANY - FEW);
  expect(quickest()).toBeLessThan(8 * few + 5);
  nodes[0].read((view) => {
    for (const head of headsOf(view, undefined, undefined)) {
      const last = view.leafHashes(head.chain, 0, head.size - 1, head.size)[0];
      expect(hex(head.tip)).toBe(hex(last ?? new Uint8Array()));
    }
  });
});
