// What a party wrote for itself alone beside its own steps, and the papers that it may read beside a partner's.
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Knowledge } from '../record/knowledge.ts';

export interface OwnWords {
  /** The own reference of a supply: a prescription number for example. */
  readonly ref?: string;
  /** When it was supplied, where it was recorded later; ISO 8601 in UTC. */
  readonly suppliedAt?: string;
  readonly note?: string;
  readonly operator?: string;
  /** Despatch advice of a shipment. */
  readonly despatch?: string;
}

/** Whether the keys may say more of an event: it is the party's own and has a part for itself, or it is a shipment. */
export function mayTellMore(event: CustodyEvent, gln: string): boolean {
  const { type, private: own } = event.leaf;
  return (own !== undefined && event.author?.gln === gln) || type === EVENT.ship.type;
}

/** What the own keys open of an event of this item's life. */
export function ownWords(known: Knowledge, event: CustodyEvent): OwnWords {
  const own =
    event.author?.gln === known.self.gln && event.leaf.private !== undefined ? known.private(event) : undefined;
  const shipped = event.leaf.type === EVENT.ship.type ? known.manifest(event) : undefined;
  const { suppliedAt } = own ?? {};
  return {
    ...text(own, 'ref'),
    ...(typeof suppliedAt === 'number' ? { suppliedAt: new Date(suppliedAt).toISOString() } : {}),
    ...text(own, 'note'),
    ...text(own, 'operator'),
    ...text(shipped, 'despatch'),
  };
}

function text(part: JsonObject | undefined, name: 'ref' | 'note' | 'operator' | 'despatch'): OwnWords {
  const value = part?.[name];
  return typeof value === 'string' ? { [name]: value } : {};
}
