// Many chains in one go: what is taken, and what not, is what one by one would give.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { crypto } from '../../src/builtins.ts';
import { PedigreeError } from '../../src/errors.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { Sql } from '../../src/ledger/sqlite.ts';
import type { Batch, Ledger } from '../../src/ledger/types.ts';
import { accredit, add, batchOf, cleanUp, folder, type Party, party } from './network.ts';

afterEach(cleanUp);

function world(count: number): { readonly agency: Party; readonly others: readonly Party[] } {
  const agency = party('Agency', '9506000100001', null);
  const others = Array.from({ length: count }, (_, i) => party(`P${i}`, `95060001${10_000 + i}`, agency.chain));
  for (const one of others) accredit(agency, one, ['dispenser']);
  return { agency, others };
}

const node = () => openLedger(folder(), { create: true });
const heads = (ledger: Ledger) =>
  ledger.read((view) =>
    view.chains().map(({ chain, size, root }) => `${chain} ${size} ${Buffer.from(root).toString('hex')}`),
  );

describe('chains that come together', () => {
  it('are stored in one transaction, and are then what each would be by itself', () => {
    const { agency, others } = world(40);
    const [together, each] = [node(), node()];
    for (const ledger of [together, each]) ledger.admit(batchOf(agency.ledger, agency.chain));
    const cards = others.map((one) => batchOf(one.ledger, one.chain));
    for (const one of others) add(one, { type: 'missing', public: {} });
    const events = others.map((one) => batchOf(one.ledger, one.chain, 1));
    for (const batches of [cards, events]) {
      const run = vi.spyOn(Sql.prototype, 'run');
      const decided = together.admitAll(batches);
      const commits = run.mock.calls.filter(([text]) => text === 'BEGIN IMMEDIATE').length;
      run.mockRestore();
      expect(decided).toEqual(batches.map((batch) => each.admit(batch)));
      expect(decided.every((one) => !(one instanceof PedigreeError) && one.kind === 'stored')).toBe(true);
      expect(commits).toBeLessThanOrEqual(2);
    }
    expect(heads(together)).toEqual(heads(each));
    expect(together.audit().findings).toEqual([]);
  });

  it('ask the store four things for an event of each', () => {
    const { agency, others } = world(40);
    const ledger = node();
    ledger.admitAll([agency, ...others].map((one) => batchOf(one.ledger, one.chain)));
    // What is read of a chain once, has been.
    for (const one of others) add(one, { type: 'missing', public: {} });
    ledger.admitAll(others.map((one) => batchOf(one.ledger, one.chain, 1)));
    for (const one of others) add(one, { type: 'missing', public: {} });
    const batches = others.map((one) => batchOf(one.ledger, one.chain, 2));
    const ways = (['run', 'row', 'rows', 'value', 'values'] as const).map((way) => vi.spyOn(Sql.prototype, way));
    ledger.admitAll(batches);
    const asked = ways.reduce((sum, way) => sum + way.mock.calls.length, 0);
    for (const way of ways) way.mockRestore();
    // And a row of the index for some, and what the transactions take.
    expect(asked).toBeLessThan(5 * others.length + 20);
  });

  it('rest on what came before them in the same go, and one that is wrong keeps back no other', () => {
    const { agency, others } = world(3);
    const [a, b, c] = others;
    if (a === undefined || b === undefined || c === undefined) throw new Error('too few');
    for (const one of others) add(one, { type: 'missing', public: {} }, { type: 'missing', public: {} });
    const late = party('Late', '9506000199999', agency.chain);
    add(late, { type: 'missing', public: {} });
    const size = agency.ledger.read((view) => view.chain(agency.chain)?.size ?? 0);
    accredit(agency, late, ['dispenser']);
    const wrong: Batch = { ...batchOf(b.ledger, b.chain), note: batchOf(a.ledger, a.chain).note };
    const batches = [
      batchOf(agency.ledger, agency.chain, 0, size),
      batchOf(a.ledger, a.chain, 0, 1),
      wrong,
      batchOf(late.ledger, late.chain),
      batchOf(a.ledger, a.chain, 1),
      batchOf(agency.ledger, agency.chain, size),
      batchOf(late.ledger, late.chain),
      batchOf(c.ledger, c.chain, 1),
      batchOf(c.ledger, c.chain),
    ];
    const [together, each] = [node(), node()];
    const decided = together.admitAll(batches);
    expect(decided).toEqual(batches.map((batch) => each.admit(batch)));
    expect(decided.map((one) => (one instanceof PedigreeError ? one.code : one.kind))).toEqual([
      'stored',
      'stored',
      'refused',
      'aside',
      'stored',
      'stored',
      'stored',
      'aside',
      'stored',
    ]);
    expect(heads(together)).toEqual(heads(each));
  });

  it('may be stretches of one chain, which are stored together, and one that is wrong keeps back those behind it alone', () => {
    const { agency, others } = world(2);
    const [a, b] = others;
    if (a === undefined || b === undefined) throw new Error('too few');
    const stretches: Batch[] = [];
    for (let i = 0; i < 8; i++) {
      const from = a.ledger.read((view) => view.chain(a.chain)?.size ?? 0);
      if (i === 3) add(a, { type: 'endorse', public: { chain: b.chain, roles: ['dispenser'] } });
      else add(a, { type: 'missing', public: {} }, { type: 'profile', public: { name: `A${i}` } });
      stretches.push(batchOf(a.ledger, a.chain, i === 0 ? 0 : from));
    }
    const [first] = stretches;
    const wrong = stretches.map((one, i) => (i === 5 && first !== undefined ? { ...one, note: first.note } : one));
    for (const batches of [stretches, wrong]) {
      const [together, each] = [node(), node()];
      for (const ledger of [together, each]) {
        ledger.admit(batchOf(agency.ledger, agency.chain));
        ledger.read((view) => view.authority().party(a.gln));
      }
      const run = vi.spyOn(Sql.prototype, 'run');
      const decided = together.admitAll(batches);
      const commits = run.mock.calls.filter(([text]) => text === 'BEGIN IMMEDIATE').length;
      run.mockRestore();
      expect(decided).toEqual(batches.map((batch) => each.admit(batch)));
      expect(heads(together)).toEqual(heads(each));
      if (batches === stretches) expect(commits).toBeLessThanOrEqual(3);
      const party = (ledger: Ledger) => ledger.read((view) => view.authority().party(a.gln));
      expect(party(together)).toEqual(party(each));
      expect(together.audit().findings).toEqual([]);
    }
  });

  it('are read a few times each where every second stretch of a chain stands alone', () => {
    const { agency, others } = world(2);
    const [a, b] = others;
    if (a === undefined || b === undefined) throw new Error('too few');
    const stretches: Batch[] = [];
    for (let i = 0; i < 60; i++) {
      const from = i === 0 ? 0 : (a.ledger.read((view) => view.chain(a.chain)?.size) ?? 0);
      if (i % 2 === 1) add(a, { type: 'endorse', public: { chain: b.chain, roles: ['dispenser'] } });
      else add(a, { type: 'missing', public: {} });
      stretches.push(batchOf(a.ledger, a.chain, from));
    }
    const ledger = node();
    ledger.admit(batchOf(agency.ledger, agency.chain));
    const lengths = new Set(stretches.map(({ leaves }) => 1 + (leaves.at(-1)?.length ?? 0)));
    const hash = vi.spyOn(crypto(), 'hash');
    expect(ledger.admitAll(stretches).every((one) => 'kind' in one && one.kind === 'stored')).toBe(true);
    const hashed = hash.mock.calls.filter(([, data]) => lengths.has(Buffer.from(data as Uint8Array).length)).length;
    hash.mockRestore();
    expect(hashed).toBeLessThan(8 * stretches.length);
  });
});
