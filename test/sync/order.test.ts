// Whatever way and in whatever order news travel, everybody ends with the same chains.
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { takeBundle, writeBundle } from '../../src/sync/bundle.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  folder,
  GTIN,
  NOW,
  type Party,
  party,
  serials,
} from '../ledger/network.ts';
import { talk } from './talk.ts';

afterAll(cleanUp);

const NAMES = ['Agency', 'Acme', 'Midway', 'Hill'] as const;
const pair = fc.tuple(fc.nat(3), fc.nat(3), fc.constantFrom('talk' as const, 'bundle' as const, 'cut' as const));

/** Four parties of whom the last three were accredited a moment ago and have written something each. */
function world(): Party[] {
  const agency = party('Agency', '9506000100012', null);
  const glns = ['9506000100029', '9506000100036', '9506000100043'];
  const others = glns.map((gln, i) => party(NAMES[i + 1] ?? '', gln, agency.chain));
  const roles = [['manufacturer'], ['distributor'], ['dispenser']];
  others.forEach((one, i) => {
    one.ledger.admit(batchOf(agency.ledger, agency.chain, 0, 1));
    accredit(agency, one, roles[i] ?? [], i === 0 ? { gtins: [GTIN] } : {});
    add(one, { type: 'profile', public: { name: one.name, contact: 'x' } });
    if (i === 0) add(one, commission(agency.chain, serials(300)));
  });
  return [agency, ...others];
}

function chains(of: Party): string {
  return of.ledger.read((view) =>
    view
      .chains()
      .map(({ chain, size, root }) => `${chain} ${size} ${Buffer.from(root).toString('hex')}`)
      .sort()
      .join('\n'),
  );
}

describe('any order of delivery', () => {
  it('ends with the same chains everywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 3, maxLength: 12 }), async (meetings) => {
        const parties = world();
        const [agency] = parties;
        if (agency === undefined) return;
        const network = agency.chain;
        const file = join(folder(), 'stick.pedigree');
        const bring = async (from: Party, to: Party) => {
          writeBundle(from.ledger, file, 'all');
          await takeBundle(to.ledger, file, { clock: () => NOW, network });
        };
        for (const [i, j, how] of meetings) {
          const [a, b] = [parties[i], parties[j]];
          if (a === undefined || b === undefined || a === b) continue;
          if (how === 'bundle') await bring(a, b);
          else talk(network, a, b, how === 'cut' ? { cutAfter: 3 } : {});
        }
        // Once around and back: now everybody has met everybody's news.
        const round = [...parties, ...parties.slice(0, -1).reverse()];
        for (let i = 1; i < round.length; i += 1) talk(network, round[i - 1] ?? agency, round[i] ?? agency);
        expect(new Set(parties.map(chains)).size).toBe(1);
        for (const { ledger } of parties) {
          expect(ledger.audit().findings).toEqual([]);
          ledger.close();
        }
      }),
      { numRuns: 12 },
    );
  });
});
