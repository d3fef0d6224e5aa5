// What adding up a recall costs beside looking at the life of each of its packs once; of 100 000 packs with PEDIGREE_LONG=1.
import { performance } from 'node:perf_hooks';
import { findRecall } from '../src/app/judging/recall.ts';
import { livesOf } from '../src/app/judging/recall-lives.ts';
import { issueRecall } from '../src/app/recalls/recall-issue.ts';
import { catchUp } from '../src/app/record/inventory.ts';
import { ownSerials, partyCommissions } from '../src/app/record/inventory-made.ts';
import { knowledgeOf } from '../src/app/record/knowledge.ts';
import { receive } from '../src/app/steps/receive.ts';
import { ship } from '../src/app/steps/ship.ts';
import { packItem } from '../src/custody/item.ts';
import { GTIN, LOT, makeWorld } from '../test/app/goods-world.ts';
import { HILL, MIDWAY } from '../test/app/network.ts';
import { row } from './ledger/party.mjs';
import { ratioOfPairs } from './pairs.mjs';

const PACKS = process.env.PEDIGREE_LONG === '1' ? 100_000 : 6_000;
const PAIRS = 5;

/** Rows of the table. */
export async function rows() {
  const world = await makeWorld();
  try {
    const { ssccs } = await world.mint({ count: PACKS, caseOf: 50, ssccPrefix: '9506000' });
    await world.as('acme', (home) =>
      ship(home, { to: MIDWAY.gln, items: ssccs.slice(0, Math.floor((ssccs.length * 2) / 3)) }),
    );
    await world.share('agency', 'acme', 'midway');
    await world.as('midway', (home) => receive(home, { items: [], all: true }));
    await world.as('midway', (home) =>
      ship(home, { to: HILL.gln, items: ssccs.slice(0, Math.floor(ssccs.length / 4)) }),
    );
    await world.share('agency', 'acme', 'midway');
    const order = { gtin: GTIN, lots: [LOT], confirm: [LOT], reason: 'glass', class: 1, allLots: false };
    const { data } = await issueRecall(world.env('acme'), { ...order, unknownLot: false, sync: false });
    return await world.as('acme', (home) =>
      home.ledger.read((view) => {
        const timed = (fn) => () => {
          const known = knowledgeOf(home, view);
          catchUp(known);
          const began = performance.now();
          fn(known);
          return performance.now() - began;
        };
        const adding = timed((known) => livesOf(known, findRecall(view, data.recall)));
        const tracing = timed((known) => {
          for (const event of partyCommissions(known)) {
            for (const serial of ownSerials(known, event)) known.trace(packItem(view.network, GTIN, serial));
          }
        });
        const { ratio, ms } = ratioOfPairs(PAIRS, adding, tracing);
        const what = `the sum of a recall of ${PACKS} packs`;
        return [row(what, 'tracing each once', ratio, 1.3, undefined, `${ms.toFixed(0)} ms`)];
      }),
    );
  } finally {
    world.remove();
  }
}
