// What a hub holds and how far its copies have come; needs no party.
import { b64u, sameBytes } from '../../chain/bytes.ts';
import { PedigreeError } from '../../errors.ts';
import { hubCounts, hubMark, hubPlace } from '../../ledger/postgres/hub-state.ts';
import { HUB_SCHEMA } from '../../ledger/postgres/schema.ts';
import { phrase } from '../../words/en/hub.ts';
import type { HubAddresses } from './dsn.ts';
import { withDatabase, withStore } from './hub-database.ts';

export interface HubCopy {
  /** Its place among the addresses, from 1; 0 is the primary. */
  readonly copy: number;
  /** Changes that it has not yet; absent where it does not answer. */
  readonly behind?: number;
  readonly error?: string;
}

export interface HubStatusData {
  readonly network?: string;
  readonly version: number;
  /** What peers see of it: another one after each promotion or restore. */
  readonly epoch: string;
  /** Changes so far, and the hash over all of them: equal ones are equal contents. */
  readonly n: number;
  readonly hash: string;
  readonly chains: number;
  readonly events: number;
  /** Events of which pages are to come. */
  readonly awaited: number;
  readonly bytes: number;
  /** Standbys that follow the primary now. */
  readonly standbys: number;
  readonly copies: readonly HubCopy[];
  readonly exit: number;
}

/** Exit of a hub of which a copy does not answer or is of another history. */
const LOOK = 20;

/** 20 where a copy does not answer, or is of another history. @throws as `withStore` */
export function hubStatus(addresses: HubAddresses): Promise<HubStatusData> {
  return withStore(addresses, async ({ database }) => {
    const { counts, mark } = await database.lend(async (connection) => ({
      counts: await hubCounts(connection),
      mark: await hubMark(connection),
    }));
    const { network, n, hist, ...rest } = counts;
    const copies = await Promise.all(addresses.copies.map((address, i) => copyOf(address, i + 1, { n, hist })));
    return {
      ...(network === undefined ? {} : { network }),
      version: HUB_SCHEMA,
      epoch: mark.epoch,
      n,
      hash: b64u(hist),
      ...rest,
      copies,
      exit: copies.some(({ error }) => error !== undefined) ? LOOK : 0,
    };
  });
}

async function copyOf(
  address: string,
  copy: number,
  primary: { readonly n: number; readonly hist: Uint8Array },
): Promise<HubCopy> {
  try {
    const place = await withDatabase(address, (database) => database.lend(hubPlace));
    if (place.n === primary.n && !sameBytes(place.hist, primary.hist))
      return { copy, error: phrase('copy-of-other-history') };
    return { copy, behind: Math.max(0, primary.n - place.n) };
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    return { copy, error: error.message };
  }
}
