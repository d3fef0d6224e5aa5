// Two ledgers exchange what they have, whatever order things come in and wherever the line breaks.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { Sql } from '../../src/ledger/sqlite.ts';
import type { Ledger, View } from '../../src/ledger/types.ts';
import { fromFrame } from '../../src/sync/frames.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  folder,
  GTIN,
  give,
  type Party,
  party,
  serials,
} from '../ledger/network.ts';
import { sideOf, talk } from './talk.ts';

let agency: Party;
let acme: Party;
let midway: Party;
let network: string;

beforeEach(() => {
  agency = party('Agency', '9506000100001', null);
  network = agency.chain;
  acme = party('Acme', '9506000100018', network);
  midway = party('Midway', '9506000100025', network);
  // A card is how a newcomer knows the network.
  for (const one of [acme, midway]) one.ledger.admit(batchOf(agency.ledger, network));
});
afterEach(cleanUp);

/** A newcomer that knows nothing but the network's name. */
function newcomer(): Party {
  const ledger = openLedger(folder(), { create: true });
  ledger.joinNetwork(network);
  return { ...midway, ledger, chain: 'a'.repeat(26) };
}

function sizes(ledger: Ledger): Record<string, number> {
  return ledger.read((view) =>
    Object.fromEntries(view.chains().map(({ chain, branch, size }) => [`${chain}~${branch}`, size])),
  );
}

/** The place of the last event of its chain. */
const lastOf =
  ({ chain }: Party) =>
  (view: View) =>
    (view.chain(chain)?.size ?? 1) - 1;

describe('one exchange', () => {
  it('pulls and pushes at once', () => {
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    accredit(agency, midway, ['distributor']);
    add(acme, commission(network, serials(3)));
    const { asker, answerer } = talk(network, acme, agency);
    expect(asker.in).toBe(2);
    expect(answerer.in).toBe(2);
    expect(sizes(acme.ledger)).toEqual(sizes(agency.ledger));
    expect(talk(network, acme, agency)).toMatchObject({
      asker: { in: 0, out: 0 },
      answerer: { in: 0, out: 0 },
      turns: 2,
    });
  });

  it('brings a newcomer everything in three turns, pages too, packed or not', () => {
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    add(acme, commission(network, serials(1_000)));
    talk(network, acme, agency);
    for (const pack of [false, true]) {
      const fresh = newcomer();
      const { asker, turns } = talk(network, fresh, agency, { pack });
      expect(turns).toBe(3);
      expect(asker.in).toBe(4);
      expect(sizes(fresh.ledger)).toEqual(sizes(agency.ledger));
      expect(fresh.ledger.read((view) => view.incomplete())).toBe(false);
      expect(fresh.ledger.audit().findings).toEqual([]);
    }
  });

  it('takes only the opening event of a chain that nobody has accredited, and the rest once somebody has', () => {
    add(midway, { type: 'profile', public: { name: 'Midway', contact: '+44 20 7946 0000' } });
    const first = talk(network, midway, agency);
    expect(first.answerer.in).toBe(1);
    expect([...first.answerer.aside.keys()]).toEqual([midway.chain]);
    expect(sizes(agency.ledger)[`${midway.chain}~0`]).toBe(1);
    accredit(agency, midway, ['distributor']);
    const second = talk(network, midway, agency, { last: first.memory });
    expect(second.answerer.in).toBe(1);
    expect(sizes(agency.ledger)[`${midway.chain}~0`]).toBe(2);
  });

  it('tries again at the end of the turn what was set aside before its accreditation came', () => {
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    add(acme, commission(network, serials(3)));
    // Midway has not the accreditation yet, so that it cannot take what Acme brings until the agency's news are there.
    const before = talk(network, acme, midway);
    expect(before.answerer.aside.get(acme.chain)).toBe('not-accredited');
    talk(network, midway, agency);
    const after = talk(network, acme, midway, { last: before.memory });
    expect(after.answerer.in).toBe(1);
    expect(after.answerer.aside.size).toBe(0);
  });

  it('asks for all heads again once somebody else is honoured here, whoever remembers the last time', () => {
    add(acme, commission(network, serials(3)));
    const before = talk(network, midway, acme);
    expect([...before.asker.aside]).toEqual([[acme.chain, 'not-accredited']]);
    expect(sizes(midway.ledger)[`${acme.chain}~0`]).toBe(1);
    expect(talk(network, midway, acme, { last: before.memory }).asker.aside.size).toBe(0);
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    talk(network, midway, agency);
    expect(talk(network, midway, acme, { last: before.memory }).asker.in).toBe(1);
    expect(sizes(midway.ledger)[`${acme.chain}~0`]).toBe(2);
  });

  it('takes in one exchange the accreditation and what was set aside for want of it', () => {
    talk(network, midway, acme);
    expect(sizes(midway.ledger)[`${acme.chain}~0`]).toBe(1);
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    add(acme, commission(network, serials(3)));
    talk(network, acme, agency);
    const { asker } = talk(network, midway, acme);
    expect([asker.in, [...asker.aside]]).toEqual([2, []]);
    expect(sizes(midway.ledger)[`${acme.chain}~0`]).toBe(2);
  });

  it('offers the second time only what changed, and everything to a peer that was restored', () => {
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    const { memory } = talk(network, acme, agency);
    add(acme, commission(network, serials(2)));
    const { answerer, memory: later } = talk(network, acme, agency, { last: memory });
    expect(answerer.in).toBe(1);
    const other = party('Agency', '9506000100001', null);
    expect(other.chain).not.toBe(network);
    // Somebody else answers at the address that is remembered: a copy of the agency's ledger as it was.
    const fresh = newcomer();
    give(agency.ledger, fresh.ledger);
    const again = talk(network, acme, { ...fresh, chain: agency.chain }, { last: later });
    expect(again.asker.in + again.answerer.in).toBe(0);
    const empty = newcomer();
    const all = talk(network, acme, empty, { last: later });
    expect(all.answerer.in).toBe(4);
  });

  it('asks the two stores few things for one event each of many chains', () => {
    const others = Array.from({ length: 40 }, (_, i) => party(`P${i}`, `95060001${10_000 + i}`, network));
    for (const one of [midway, ...others]) accredit(agency, one, ['distributor']);
    const news = () => {
      for (const one of others) add(one, { type: 'missing', public: {} });
      agency.ledger.admitAll(others.map((one) => batchOf(one.ledger, one.chain, one.ledger.read(lastOf(one)))));
    };
    for (const one of others) give(one.ledger, agency.ledger);
    talk(network, midway, agency);
    // What is read of a chain once, has been.
    news();
    talk(network, midway, agency);
    news();
    const ways = (['run', 'row', 'rows', 'value', 'values'] as const).map((way) => vi.spyOn(Sql.prototype, way));
    const { asker } = talk(network, midway, agency);
    const asked = ways.reduce((sum, way) => sum + way.mock.calls.length, 0);
    for (const way of ways) way.mockRestore();
    expect(asker.in).toBe(others.length);
    // Both sides together, and what an exchange takes by itself.
    expect(asked / others.length).toBeLessThan(25);
  });

  it('asks for the own chain first and brings back a tail that a restored folder lacks', () => {
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    add(acme, commission(network, serials(2)));
    talk(network, acme, agency);
    const restored = newcomer();
    give(agency.ledger, restored.ledger);
    add(acme, commission(network, serials(2, 'T')));
    talk(network, acme, agency);
    // Whoever is behind on the own chain must not append, so its tail comes before all other news.
    accredit(agency, midway, ['distributor']);
    const [mine, theirs] = [sideOf(restored.ledger, network, acme.chain), sideOf(agency.ledger, network, network)];
    for (let turn = 0; turn < 2; turn += 1) {
      for (const frame of mine.turn()) theirs.take(frame);
      for (const frame of theirs.turn()) mine.take(frame);
    }
    const asked = [...mine.turn()].map(fromFrame).flatMap((said) => (said?.type === 'want' ? [said.chain] : []));
    expect(asked).toEqual([acme.chain, network]);
    const { asker } = talk(network, { ...acme, ledger: restored.ledger }, agency);
    expect(asker.ownSize).toBe(3);
    expect(asker.in).toBe(2);
  });

  it('refuses a peer of another network', () => {
    const other = party('Other agency', '9506000100049', null);
    const asker = sideOf(acme.ledger, network, acme.chain);
    const answerer = sideOf(other.ledger, other.chain, other.chain);
    expect(() => {
      for (const frame of asker.turn()) answerer.take(frame);
    }).toThrow('another network');
  });
});

describe('a line that breaks', () => {
  it('keeps what came, and goes on from there the next time', () => {
    accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
    for (let lot = 0; lot < 8; lot += 1) add(acme, commission(network, serials(30_000, `L${lot}-`), `L${lot}`));
    talk(network, acme, agency);
    const fresh = newcomer();
    let tries = 0;
    let taken = 0;
    for (; tries < 100; tries += 1) {
      const { asker } = talk(network, fresh, agency, { cutAfter: 700 });
      taken += asker.in;
      // All leaves are here long before the pages.
      expect(fresh.ledger.read((view) => view.chain(acme.chain)?.size)).toBe(9);
      if (!fresh.ledger.read((view) => view.incomplete())) break;
      expect(fresh.ledger.audit().findings).toEqual([]);
    }
    expect(tries).toBeGreaterThan(0);
    expect(taken).toBe(2 + 9);
    expect(sizes(fresh.ledger)).toEqual(sizes(agency.ledger));
    expect(fresh.ledger.audit().findings).toEqual([]);
  });
});
