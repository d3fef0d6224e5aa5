// Whatever the order and the pieces in which chains arrive, a ledger that has them all says the same.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Batch, Ledger, PageIn } from '../../src/ledger/types.ts';
import { evidenceOf } from './evidence.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  folder,
  GTIN,
  moves,
  type Party,
  pagesOf,
  party,
  serials,
} from './network.ts';

const batches: Batch[] = [];
const pages: PageIn[] = [];
let network = '';

// A founder, a maker whose folder was copied and went on twice, a distributor, and a stranger.
beforeAll(() => {
  const founder = party('Agency', '9506000100001', null);
  const maker = party('Acme', '9506000100018', founder.chain);
  const midway = party('Midway', '9506000100025', founder.chain);
  const stranger = party('Stranger', '9506000100094', founder.chain);
  network = founder.chain;
  accredit(founder, maker, ['manufacturer', 'distributor'], { gtins: [GTIN] });
  accredit(founder, midway, ['distributor']);
  add(maker, commission(network, serials(4)), commission(network, serials(600, 'T'), 'L2'));
  add(maker, moves('ship', network, ['S0000000', 'S0000001'], 1, { to: midway.gln }));
  const dir = folder();
  maker.ledger.close();
  copyFileSync(join(maker.dir, 'ledger.db'), join(dir, 'ledger.db'));
  const one: Party = { ...maker, ledger: openLedger(maker.dir) };
  const two: Party = { ...maker, dir, ledger: openLedger(dir) };
  two.ledger.confirmHead();
  add(one, moves('ship', network, ['S0000002'], 1, { to: midway.gln }));
  add(one, { type: 'recall', public: { kind: 'issue', gtin: GTIN, lots: ['L1'], class: 2, reason: 'label' } });
  add(one, { type: 'retract', public: { seq: 3 } });
  add(two, moves('ship', network, ['S0000002', 'S0000003'], 1, { to: '9506000100032' }));
  add(two, moves('ship', network, serials(400, 'T'), 1, { to: '9506000100032' }));
  add(midway, moves('receive', network, ['S0000000', 'S0000001'], 2, { from: maker.gln }));
  const recall = one.ledger.read(
    (view) => [...view.eventsOf(['recall'])].map((event) => b64u(event.leaf.hash))[0] ?? '',
  );
  add(founder, { type: 'recall-end', public: { recall, outcome: 'ended' } });
  add(founder, { type: 'profile', public: { name: 'Agency', contact: '+44' } });
  add(stranger, { type: 'profile', public: { name: 'Stranger' } });
  const sources: [Ledger, string][] = [
    [founder.ledger, founder.chain],
    [one.ledger, maker.chain],
    [two.ledger, maker.chain],
    [midway.ledger, midway.chain],
    [stranger.ledger, stranger.chain],
  ];
  for (const [ledger, chain] of sources) {
    const sizes = ledger.read((view) => view.noteSizes(chain, 0, 0, 1000));
    // Every piece between two checkpoints, overlapping ones too.
    for (const [i, size] of sizes.entries()) {
      for (const start of [0, ...sizes.slice(0, i)]) batches.push(batchOf(ledger, chain, start, size));
    }
    pages.push(...pagesOf(ledger, batchOf(ledger, chain)));
  }
});
afterAll(cleanUp);

function arrive(order: readonly Batch[]): unknown {
  const ledger = openLedger(folder(), { create: true });
  ledger.putPages(pages);
  let waiting = [...order];
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    waiting = waiting.filter((batch) => ledger.admit(batch).kind === 'aside');
  }
  expect(ledger.audit().findings.filter(({ code }) => code !== 'forked')).toEqual([]);
  const items = [...serials(5), 'T0000000', 'T0000399', 'T0000400'].map((serial) => packKey(network, GTIN, serial));
  const evidence = evidenceOf(
    ledger,
    items.flatMap((key) => [0, 1, 2].map((n) => itemToken(key, n))),
    [GTIN],
  );
  ledger.close();
  return evidence;
}

describe('arrival', () => {
  it('in any order and in any pieces gives the same evidence', () => {
    const expected = arrive(batches);
    expect(expected).toMatchObject({ forks: [[expect.any(String), 4]], incomplete: [false, false] });
    fc.assert(
      fc.property(fc.shuffledSubarray(batches, { minLength: batches.length }), (order) => {
        expect(arrive(order)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});
