// A file that was kept: its hash stands on the own chain, what it is the own party alone reads, and nobody's goods move by it.
import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { b64u, hex } from '../../src/chain/bytes.ts';
import type { Draft } from '../../src/chain/compose.ts';
import { EVENT } from '../../src/custody/events/all.ts';
import { decodePart, EVENTS } from '../../src/custody/events/index.ts';
import { packItem } from '../../src/custody/item.ts';
import { roleAllows } from '../../src/custody/rights.ts';
import { ROLES } from '../../src/custody/roles.ts';
import { traceItem } from '../../src/custody/trace.ts';
import { accredit, add, cleanUp, commission, GTIN, give, party } from '../ledger/network.ts';

afterEach(cleanUp);

const hash = () => b64u(randomBytes(32));
const kept = (sha256: string): Draft => ({
  type: EVENT.document.type,
  public: { hash: sha256 },
  private: { bytes: 812, direction: 'in', standard: 'epcis-1.2', sender: '9506000100018', packs: 3 },
});

test('it moves no pack, here and at who hears of it', () => {
  const founder = party('Agency', '9506000100001', null);
  const maker = party('Acme', '9506000100018', founder.chain);
  accredit(founder, maker, ['manufacturer'], { gtins: [GTIN] });
  give(founder.ledger, maker.ledger);
  give(maker.ledger, founder.ledger);
  add(maker, commission(founder.chain, ['A1']));
  const life = () => maker.ledger.read((view) => traceItem(packItem(founder.chain, GTIN, 'A1'), view));
  const before = life();
  const sha256 = hash();
  add(maker, kept(sha256));
  give(maker.ledger, founder.ledger);
  expect(life()).toEqual(before);
  for (const { ledger } of [maker, founder]) {
    const [event] = ledger.read((view) => [...view.eventsOf([EVENT.document.type])]);
    expect(event?.leaf.public).toEqual({ hash: sha256 });
    expect(ledger.audit().findings).toEqual([]);
    expect(ledger.rebuild().events).toBeGreaterThan(0);
  }
});

test('what it is is sealed, and two of one file say no more than their hash', () => {
  const founder = party('Agency', '9506000100001', null);
  const sha256 = hash();
  add(founder, kept(sha256), kept(sha256));
  const leaves = founder.ledger.read((view) => Array.from(view.leaves(founder.chain, 0, 1, 3), ({ bytes }) => bytes));
  for (const bytes of leaves) {
    const text = new TextDecoder('latin1').decode(bytes);
    expect(text).toContain(sha256);
    expect(text).not.toMatch(/812|epcis-1\.2|9506000100018/);
  }
  expect(new Set(leaves.map(hex)).size).toBe(2);
});

test('whoever is accredited may write it', () => {
  for (const role of ROLES.filter((one) => one !== 'observer')) {
    expect(roleAllows(EVENT.document.type, [role]), role).toBe(true);
  }
  expect(EVENTS.get(EVENT.document.type)?.moves).toBeUndefined();
});

test.each([
  [{ bytes: -1, direction: 'in' }],
  [{ bytes: 1, direction: 'sideways' }],
  [{ bytes: 1, direction: 'in', sender: '123' }],
  [{ bytes: 1, direction: 'in', created: -1 }],
])('%j is malformed', (body) => {
  expect(decodePart(EVENT.document.type, 'private', body)).toBeUndefined();
});
