// A network with a maker, a wholesaler and two pharmacies, for tests about goods.
import { readFileSync } from 'node:fs';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import type { Home } from '../../src/app/node/home.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { readBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import type { MintData, MintRequest } from '../../src/app/steps/mint.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { ACME, HILL, MIDWAY, makeNetwork, type Network, START } from './network.ts';

export { refused } from '../refused.ts';

export const CORNER = { name: 'Corner Pharmacy', gln: '9506000100043' };
export const GTIN = '09506000134352';
export const OTHER_GTIN = '09506000117843';
export const LOT = 'ABC123';
export const EXPIRY = '2028-06-30';

export type Who = 'agency' | 'acme' | 'midway' | 'hill' | 'corner';
const EVERYBODY: readonly Who[] = ['agency', 'acme', 'midway', 'hill', 'corner'];

export interface World extends Network {
  /** Runs `fn` at a party. */
  as<T>(who: Who, fn: (home: Home) => T): Promise<T>;
  /** Carries what each of these has to the first of them, and from there to all. */
  share(...who: readonly Who[]): Promise<void>;
  /** Mints a lot at Acme, or more of it, and gives the scans of its packs. */
  mint(
    request: Partial<MintRequest> & { readonly count?: number },
  ): Promise<MintData & { readonly scans: readonly string[] }>;
  /** Another till of Acme, or of whom is named, which the agency accredits as one of the same party. */
  secondTill(name: string, of?: 'acme' | 'corner'): Promise<void>;
  /** Packs by state at a party. */
  counts(who: Who): Promise<Readonly<Record<string, number>>>;
}

export async function makeWorld(custody: 'required' | 'endpoints' = 'required'): Promise<World> {
  const net = makeNetwork();
  await net.found(custody);
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
  await net.join('midway', MIDWAY, { roles: ['distributor'] });
  await net.join('hill', HILL, { roles: ['dispenser'] });
  await net.join('corner', CORNER, { roles: ['dispenser'] });
  const as = <T>(who: Who, fn: (home: Home) => T) => net.at(who, fn);
  let files = 0;
  const world: World = {
    ...net,
    as,
    share: async (...who) => {
      const all = who.length === 0 ? EVERYBODY : who;
      const [hub, ...others] = all;
      if (hub === undefined) return;
      for (const one of others) await net.carry(one, hub);
      for (const one of others) await net.carry(hub, one);
      for (const one of all) await as(one, (home) => retryOutbox(home));
    },
    mint: async (request) => {
      const out = net.path(`scans-${++files}.txt`);
      const data = await as('acme', (home) =>
        mint(home, { gtin: GTIN, lot: LOT, expiry: EXPIRY, count: 10, moreOfThisLot: true, out, ...request }),
      );
      return { ...data, scans: readFileSync(out, 'utf8').trimEnd().split('\n') };
    },
    secondTill: async (name, of = 'acme') => {
      const [card, welcome] = [net.path(`${name}.card`), net.path(`${name}.welcome`)];
      await net.init(name, { ...(of === 'acme' ? ACME : CORNER), network: net.path('agency.card') });
      await net.at(name, (home) => writeCard(home, card));
      const rights = { roles: [], prefixes: [], gtins: [], sameParty: true, welcome };
      await as('agency', (home) => accredit(home, { who: card, ...rights }));
      await net.at(name, (home) => readBundle(home.ledger, welcome, { now: START }));
      await world.share('agency', of);
      await net.carry('agency', name);
    },
    counts: (who) =>
      as(who, (home) => {
        const counts: Record<string, number> = {};
        for (const line of stock(home, { all: true }).lots) {
          for (const [state, packs] of Object.entries(line.byState)) counts[state] = (counts[state] ?? 0) + packs;
        }
        return counts;
      }),
  };
  await world.share();
  return world;
}
