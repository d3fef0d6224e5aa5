// Serials that this maker set aside for a lot and never put on a released pack.
import { EVENT } from '../../custody/events/all.ts';
import { isAllocated } from '../../custody/serial.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import type { Knowledge } from './knowledge.ts';

/** Whether this maker set the serial aside for a lot whose commissioning does not have it. */
export function isSetAside(known: Knowledge, gtin: string, serial: string): boolean {
  for (const chain of chainsOfSelf(known.view.authority(), known.self)) {
    for (const event of known.view.eventsOf([EVENT.allocate.type], { chain })) {
      const said = EVENT.allocate.parts.private(known.private(event));
      if (said?.gtin === gtin && isAllocated(said.seed, said.count, serial)) return true;
    }
  }
  return false;
}
