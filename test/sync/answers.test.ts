// What a peer asks for of many chains is looked up together: a ledger is opened for reading a few times, not once for each chain.
import { afterEach, expect, it, vi } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { View } from '../../src/ledger/types.ts';
import { answers } from '../../src/sync/answering.ts';
import type { Want } from '../../src/sync/messages.ts';
import { accredit, batchOf, cleanUp, folder, party } from '../ledger/network.ts';

afterEach(cleanUp);

const CHAINS = 70;

it('seventy chains are answered in a few transactions, each asked for once, and those that are not here not at all', () => {
  const agency = party('Agency', '9506000100001', null);
  const others = Array.from({ length: CHAINS }, (_, i) => party(`P${i}`, `95060001${10_000 + i}`, agency.chain));
  for (const one of others) accredit(agency, one, ['dispenser']);
  const hub = openLedger(folder(), { create: true });
  hub.admit(batchOf(agency.ledger, agency.chain));
  hub.admitAll(others.map((one) => batchOf(one.ledger, one.chain)));
  const wantOf = (chain: string, view: View): Want => {
    const { size, root } = view.chain(chain) ?? { size: 1, root: new Uint8Array(32) };
    return { type: 'want', chain, size, root, from: 0, to: size, tip: new Uint8Array(0) };
  };
  const wants = hub.read((view) => [...others, ...others].map(({ chain }) => wantOf(chain, view)));
  const away = hub.read((view) => wantOf('a'.repeat(26), view));
  const publish = vi.spyOn(hub, 'publish');
  const shown = () => () => Number.POSITIVE_INFINITY;
  const given = [...answers(hub, [...wants, away], { first: undefined, most: 1_000_000, shown })];
  expect(given.map((one) => one.type === 'data' && one.chain)).toEqual(others.map(({ chain }) => chain));
  expect(publish.mock.calls.length).toBeLessThanOrEqual(8);
});
