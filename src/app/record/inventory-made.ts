// The packs that the own party commissioned, listed again from the seed or the serials that it sealed to itself.

import { unb64u } from '../../chain/bytes.ts';
import { serialAt } from '../../chain/serial.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { EventsOptions } from '../../ledger/types.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import { ownChains } from '../node/reading.ts';
import type { Knowledge } from './knowledge.ts';

/** Serials of one own commissioning event, in the order in which they were made; none where the keys do not open it. */
export function* ownSerials(known: Knowledge, event: CustodyEvent): Iterable<string> {
  const secret = known.private(event);
  if (secret === undefined) return;
  if (Array.isArray(secret.serials)) {
    for (const serial of secret.serials) if (typeof serial === 'string') yield serial;
    return;
  }
  if (typeof secret.seed !== 'string') return;
  const seed = unb64u(secret.seed);
  if (typeof secret.bitmap === 'string') {
    const bitmap = unb64u(secret.bitmap);
    for (let at = 0; at < bitmap.length * 8; at++) {
      if ((((bitmap[at >> 3] ?? 0) >> (at & 7)) & 1) === 1) yield serialAt(seed, at);
    }
    return;
  }
  const count = saidIn(EVENT.commission, event.leaf)?.count ?? 0;
  for (let at = 0; at < count; at++) yield serialAt(seed, at);
}

/** Commissioning events of this folder, in order: whoever made a lot prints its labels, and counts the prints. */
export function ownCommissions(known: Knowledge): Iterable<CustodyEvent> {
  return commissionsOn(known, ownChains(known.self));
}

/** Commissioning events of the own party, on any of its chains. */
export function partyCommissions(known: Knowledge, options: EventsOptions = {}): Iterable<CustodyEvent> {
  return commissionsOn(known, chainsOfSelf(known.view.authority(), known.self), options);
}

function* commissionsOn(
  known: Knowledge,
  chains: readonly string[],
  options: EventsOptions = {},
): Iterable<CustodyEvent> {
  for (const chain of chains) {
    for (const event of known.view.eventsOf([EVENT.commission.type], { ...options, chain })) {
      if (event.author !== undefined) yield event;
    }
  }
}

/** What any till of this party recorded, of these types. */
export function* ownRecords(known: Knowledge, types: readonly string[]): Iterable<CustodyEvent> {
  for (const chain of chainsOfSelf(known.view.authority(), known.self)) yield* known.view.eventsOf(types, { chain });
}
