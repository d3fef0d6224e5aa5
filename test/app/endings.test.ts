// What goods have settled is remembered, and open again as soon as something undoes it: by news of them, or because a chain ends.
import { afterEach, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { revoke } from '../../src/app/parties/revoke.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { tellException } from '../../src/app/steps/exception-handling.ts';
import { listExceptions } from '../../src/app/steps/exceptions.ts';
import { found, missing } from '../../src/app/steps/missing.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { listAlerts } from '../../src/app/verdict/alerts.ts';
import { makeWorld, type Who, type World } from './goods-world.ts';
import { MIDWAY } from './network.ts';

let world: World;
afterEach(() => world.remove());

/** A pack that was found short after the receipt, which both have told each other. */
async function short(): Promise<{ readonly items: readonly string[]; readonly id: string }> {
  world = await makeWorld();
  const items = (await world.mint({ count: 1 })).scans;
  const { shipment } = await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items }));
  await world.share();
  await world.as('midway', (home) => receive(home, { items: [shipment] }));
  await world.as('midway', (home) => missing(home, { items }));
  const { exception: id } = await world.as('midway', (home) =>
    tellException(home, { kind: 'underage', items: [shipment, ...items] }),
  );
  await world.share();
  return { items, id };
}

/** Where the exception and the alert of it stand, once everything that is remembered of them is. */
async function state(who: Who, id: string): Promise<readonly unknown[]> {
  await world.as(who, (home) => retryOutbox(home));
  const { exceptions } = await world.as(who, (home) => listExceptions(home, { open: false }));
  const { alerts } = (await listAlerts(world.env(who), { open: false })).data;
  return [exceptions.find((one) => one.id === id)?.state, alerts.find((one) => one.id === id)?.state];
}

/** Whether its ending is remembered there. */
const isKept = (who: Who) =>
  world.as(who, (home) => home.ledger.read((view) => knowledgeOf(home, view).index.list('ended:').length > 0));

test('what was found and is missing again is open again, at both', async () => {
  const { items, id } = await short();
  expect(await state('acme', id)).toEqual(['open', 'open']);
  await world.as('midway', (home) => found(home, { items }));
  await world.share();
  expect(await state('acme', id)).toEqual(['resolved', 'closed']);
  expect(await state('midway', id)).toEqual(['resolved', undefined]);
  expect([await isKept('acme'), await isKept('midway')]).toEqual([true, true]);
  await world.as('midway', (home) => missing(home, { items }));
  await world.share();
  expect(await state('acme', id)).toEqual(['open', 'open']);
  expect(await state('midway', id)).toEqual(['open', undefined]);
});

test('what was found by a chain that had ended before is missing', async () => {
  const { items, id } = await short();
  await world.as('midway', (home) => found(home, { items }));
  await world.carry('midway', 'acme');
  expect(await state('acme', id)).toEqual(['resolved', 'closed']);
  expect(await isKept('acme')).toBe(true);
  // The agency has not heard of it, and ends the chain where it knows it.
  await world.as('agency', (home) => revoke(home, { who: MIDWAY.gln, reason: 'gone', confirm: MIDWAY.gln }));
  await world.carry('agency', 'acme');
  expect(await state('acme', id)).toEqual(['open', 'open']);
});
