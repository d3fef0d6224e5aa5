// Making the tables of a hub for the network of this folder, and giving it what this folder has.
import { HubStore } from '../../ledger/postgres/hub-store.ts';
import { checkHub, createHub } from '../../ledger/postgres/open-hub.ts';
import { HUB_SCHEMA } from '../../ledger/postgres/schema.ts';
import { drainInto } from '../../sync/hub-bundle.ts';
import type { Home } from '../node/home.ts';
import type { HubAddresses } from './dsn.ts';
import { withDatabase } from './hub-database.ts';

export interface HubInitData {
  readonly network: string;
  /** The own chain of the hub. */
  readonly chain: string;
  /** Version of its tables. */
  readonly version: number;
  /** Events that were new in the database. */
  readonly events: number;
  readonly already: boolean;
}

/** @throws other-network (65) where the database is that of another network's hub, and as `withDatabase` */
export function hubInit({ ledger, self, env }: Home, addresses: HubAddresses): Promise<HubInitData> {
  return withDatabase(addresses.primary, async (database) => {
    const made = await createHub(database, env.random, self.network);
    await checkHub(database);
    const store = new HubStore(database, { random: Math.random });
    try {
      const { events } = await drainInto(store, ledger, () => env.clock());
      const { network, chain } = self;
      return { network, chain, version: HUB_SCHEMA, events, already: !made && events === 0 };
    } finally {
      store.mirror.close();
    }
  });
}
