// A type of event is one value: with it in the list it is appended, kept, found, opened, steps lives, goes ahead of others,
// is refused to whom it is not for, and stands in the format, and without it it counts for nothing.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { decodePart, detailsOf, EVENTS } from '../../src/custody/events/index.ts';
import { packItem } from '../../src/custody/item.ts';
import { roleAllows } from '../../src/custody/rights.ts';
import { isStaying, rank, showsGoods } from '../../src/custody/rules.ts';
import { traceItem } from '../../src/custody/trace.ts';
import { mustProtect } from '../../src/ledger/forked-own.ts';
import { storedType, typeCode } from '../../src/ledger/type-codes.ts';
import { urgentUpTo } from '../../src/sync/offer.ts';
import { accredit, add, cleanUp, commission, GTIN, give, moves, type Party, party } from '../ledger/network.ts';
import { inspect } from './inspect.ts';

vi.mock(import('../../src/custody/events/all.ts'), async (original) => {
  const { ALL, EVENT } = await original();
  return { EVENT, ALL: [...ALL, (await import('./inspect.ts')).inspect] };
});

afterEach(cleanUp);

/** A maker, and one who holds a pack of the maker's and may inspect it, or not. */
function network(roles: readonly string[]): { readonly maker: Party; readonly founder: Party } {
  const founder = party('Agency', '9506000100001', null);
  const maker = party('Acme', '9506000100018', founder.chain);
  accredit(founder, maker, ['manufacturer', ...roles], { gtins: [GTIN] });
  give(founder.ledger, maker.ledger);
  give(maker.ledger, founder.ledger);
  add(maker, commission(founder.chain, ['A1']));
  add(maker, { ...moves('inspect', founder.chain, ['A1'], 1, { reason: 'seal' }), public: { gtin: GTIN } });
  return { maker, founder };
}

const stateAt = ({ ledger }: Party, founder: Party) =>
  ledger.read((view) => traceItem(packItem(founder.chain, GTIN, 'A1'), view).effective);

describe('a type of event that is new', () => {
  test('is appended and kept under its number, found by its type and by what it is about', () => {
    const { maker } = network(['logistics']);
    maker.ledger.read((view) => {
      expect([...view.eventsOf(['inspect'])].map(({ leaf }) => leaf.type)).toEqual(['inspect']);
      expect(view.notices(GTIN).map(({ leaf }) => leaf.type)).toEqual(['inspect']);
    });
    expect([typeCode('inspect'), storedType({ type: 'inspect' })]).toEqual([99, 99]);
  });

  test('is opened by whoever has the pack, here and at who hears of it, and steps its life', () => {
    const { maker, founder } = network(['logistics']);
    give(maker.ledger, founder.ledger);
    const aside = { at: 'quarantined', holder: maker.gln, reason: 'seal' };
    expect([stateAt(maker, founder), stateAt(founder, founder)]).toEqual([aside, aside]);
    expect(founder.ledger.audit().findings).toEqual([]);
  });

  test('counts for nothing where its author has not the role', () => {
    const { maker, founder } = network([]);
    expect(stateAt(maker, founder)).toEqual({ at: 'active', holder: maker.gln });
    expect([roleAllows('inspect', ['logistics']), roleAllows('inspect', ['dispenser'])]).toEqual([true, false]);
  });

  test('is read whole or not at all', () => {
    expect(decodePart('inspect', 'details', { reason: 'seal' })).toEqual({ reason: 'seal' });
    expect(decodePart('inspect', 'details', { reason: 'whim' })).toBeUndefined();
    expect(decodePart('inspect', 'public', {})).toBeUndefined();
    expect(detailsOf('inspect')).toBe(inspect.parts.details);
  });

  test('goes ahead of others, and is taken by a chain with two histories as it says itself', () => {
    const { maker } = network(['logistics']);
    maker.ledger.read((view) => {
      const head = view.chain(maker.chain);
      expect(head && urgentUpTo(view, head)).toBe(3);
    });
    const store = {
      memory: { shapes: { doubt: () => ({ forkedAt: 1 }) }, network: () => '' },
    } as unknown as Parameters<typeof mustProtect>[0];
    expect(() => mustProtect(store, maker.chain, { type: 'inspect', public: { gtin: GTIN } })).not.toThrow();
    expect(() => mustProtect(store, maker.chain, { type: 'inspect', public: {} })).toThrow(/two histories/);
  });

  test('has its place among what one party does at one step', () => {
    expect([rank('inspect', false), isStaying('inspect'), showsGoods('inspect', {})]).toEqual([5, true, true]);
  });

  test('stands in the format', async () => {
    const { documents } = await import('../../scripts/docs.ts');
    const format = (await documents()).get('docs/format.md');
    expect(format).toContain('| `inspect` | `gtin` | `reason` seal | `items`, `found` |\n');
    expect(readFileSync('docs/format.md', 'utf8')).not.toContain('`inspect`');
  });
});

test('numbers and names of types are used once', () => {
  const all = [...EVENTS.values()];
  expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
  expect(all.filter(({ code }) => code < 1)).toEqual([]);
});
