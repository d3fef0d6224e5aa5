// The packs that the own chain commissioned, listed again from the seed or the serials that it sealed to itself.
import { unb64u } from '../../chain/bytes.ts';
import { serialAt } from '../../chain/serial.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Knowledge } from '../knowledge.ts';
import { ownChains } from '../reading.ts';

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
  const count = Number(event.leaf.public.count);
  for (let at = 0; at < count; at++) yield serialAt(seed, at);
}

/** Own commissioning events that the own keys open, in order. */
export function* ownCommissions(known: Knowledge): Iterable<CustodyEvent> {
  for (const chain of ownChains(known.self)) {
    for (const event of known.view.eventsOf(['commission'], { chain })) {
      if (event.author !== undefined) yield event;
    }
  }
}
