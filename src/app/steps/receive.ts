// Receiving: takes custody of what came, apart from what is missing, damaged, recalled, expired or held, and says so.
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/steps.ts';
import { recordGoods } from '../judging/record-goods.ts';
import type { Home } from '../node/home.ts';

import type { ReceiveData, ReceiveRequest } from './receive-data.ts';
import { Receiving } from './receiving.ts';

/**
 * Receives shipments or single items. Each item stands for itself: what cannot be received is listed and the rest is
 * received. Any difference between goods and data makes exit 20 and tells the shipper.
 * @throws where nothing at all could be received: the worst of the reasons; usage (2); not-accredited (77) for `from`
 * @example
 * ```ts
 * import { makeEnv, openHome, receive } from 'pedigree';
 *
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * const { packs, held, exit } = receive(hill, { items: ['DA-4711'], damaged: ['095060001343520017'] });
 * if (exit === 20) console.log('look at', held.map(({ item, reason }) => `${item}: ${reason}`));
 * ```
 */
export function receive(home: Home, request: ReceiveRequest): ReceiveData {
  if (request.items.length === 0 && request.all !== true) {
    throw new PedigreeError('usage', say('name-shipment'), {
      hint: say('incoming-lists-shipments'),
    });
  }
  const what = { command: 'receive', ...(request.note === undefined ? {} : { note: request.note }) };
  return recordGoods(home, what, (tx) => new Receiving(tx, request).run());
}
