// What a party wrote for itself alone beside its own steps, and the papers that it may read beside a partner's.
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { common } from '../../custody/events/define.ts';
import { ofSupply } from '../../custody/events/dispense.ts';
import { papers } from '../../custody/events/ship.ts';
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
  const isOwn = event.author?.gln === known.self.gln && event.leaf.private !== undefined;
  return wordsIn(known, event, isOwn ? known.private(event) : undefined);
}

/** What an event says beside its items: in its private part, where that is given, and in the papers of a shipment. */
export function wordsIn(known: Knowledge, event: CustodyEvent, said: JsonObject | undefined): OwnWords {
  const { type } = event.leaf;
  const { operator, note } = common(said) ?? {};
  const { ref, suppliedAt } = (type === EVENT.dispense.type ? ofSupply(said) : undefined) ?? {};
  const { despatch } = (type === EVENT.ship.type ? papers(known.manifest(event)) : undefined) ?? {};
  return {
    ...(ref === undefined ? {} : { ref }),
    ...(suppliedAt === undefined ? {} : { suppliedAt: new Date(suppliedAt).toISOString() }),
    ...(note === undefined ? {} : { note }),
    ...(operator === undefined ? {} : { operator }),
    ...(despatch === undefined ? {} : { despatch }),
  };
}
