// Deliveries that another party has taken back: whom that concerns, and until when it is worth telling.

import { hex } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Life, Step } from '../../custody/life.ts';
import type { Goods } from '../items/goods.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { refusalsOf } from '../record/shipments-known.ts';
import { listed, reportedMissing } from '../steps/incoming.ts';
import type { AlertEnded } from './alert-record.ts';

/** Why nothing need be said any more of a delivery that was voided; undefined while something is to be said. */
export function voidedHere(known: Knowledge, event: CustodyEvent, said: JsonObject): AlertEnded | undefined {
  const goods = goodsOf(known, said);
  // A container that is not known here yet may be anywhere.
  if (goods === undefined) return undefined;
  const left = goods.filter(({ life }) => stands(life, event));
  if (left.length === 0) return { by: 'moved-on' };
  return left.every((one) => wasTold(known, event, one)) ? { by: 'voided' } : undefined;
}

function goodsOf(known: Knowledge, said: JsonObject): readonly Goods[] | undefined {
  const goods: Goods[] = [];
  for (const make of listed(known, said.items)) {
    if (make === undefined) return undefined;
    goods.push(make());
  }
  return goods;
}

/** Nothing has become of them since. */
function stands({ steps }: Life, { ref }: CustodyEvent): boolean {
  return steps.at(-1)?.events.some((one) => one.ref === ref) === true;
}

function before({ steps }: Life, { ref }: CustodyEvent): Step | undefined {
  const at = steps.findIndex(({ events }) => events.some((one) => one.ref === ref));
  return at < 1 ? undefined : steps[at - 1];
}

/** That it did not come, or was not taken, this party said itself: the void is the answer to it. */
function wasTold(known: Knowledge, event: CustodyEvent, { life, item }: Goods): boolean {
  const shipped = before(life, event)?.event.ref;
  if (shipped === undefined) return false;
  const refused = refusalsOf(known, shipped).some((ref) => known.view.event(ref)?.author?.gln === known.self.gln);
  return refused || reportedMissing(known, shipped).has(hex(item.key));
}
