// What every store behind the ledger's interface has to do; a second database runs the same suite.
import { describe, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import type { CustodyEvent, Evidence } from '../../src/custody/evidence.ts';
import type { Ledger, View } from '../../src/ledger/types.ts';
import { accredit, add, commission, GTIN, moves, NOW, type Party, party, serials } from './network.ts';

const profile = { type: 'profile', public: { name: 'Agency' } } as const;

function grown(): Party {
  const owner = party('Agency', '9506000100001', null);
  accredit(owner, owner, ['manufacturer'], { gtins: [GTIN] });
  add(
    owner,
    commission(owner.chain, serials(3)),
    moves('quarantine', owner.chain, ['S0000001'], 1, { reason: 'suspect' }),
  );
  add(owner, { type: 'retract', public: { seq: 3 } });
  return owner;
}
const refs = (events: Iterable<CustodyEvent>): string[] => Array.from(events, ({ leaf }) => `${leaf.type} ${leaf.seq}`);

/** Reads of a store that has all that an owner has: at once, or from afar. */
type Reads<V> = (owner: Party, fn: (view: V) => void) => void | Promise<void>;

/** What every store has to say of chains. */
export function chainsConform(name: string, read: Reads<View>): void {
  it(`${name}: events are given in any stretch, with roots and checkpoints`, async () => {
    const owner = grown();
    owner.ledger.append(owner.signer, { now: NOW }, (tx) => {
      for (let i = 0; i < 600; i++) tx.add(profile);
    });
    await read(owner, (view) => {
      const all = Array.from(view.leaves(owner.chain, 0, 0, 10_000), ({ seq }) => seq);
      expect(all).toEqual(Array.from({ length: 605 }, (_, i) => i));
      expect(Array.from(view.leaves(owner.chain, 0, 254, 259), ({ seq }) => seq)).toEqual([254, 255, 256, 257, 258]);
      expect(view.noteSizes(owner.chain, 0, 0, 1000)).toEqual([1, 2, 4, 5, 605]);
      expect(view.note(owner.chain, 3)).toBeUndefined();
      const info = view.chain(owner.chain);
      expect(view.rootAt(owner.chain, 0, 605)).toEqual(info?.root);
      expect(view.rootAt(owner.chain, 0, 606)).toBeUndefined();
      expect(view.rootAt(owner.chain, 0, 300)).toHaveLength(32);
      expect(view.chains(info?.changed)).toEqual([]);
      expect(view.chains((info?.changed ?? 0) - 1)).toEqual([info]);
      expect(view.changes()).toBe(info?.changed);
    });
  });
}

/** What every store has to say to a fold. */
export function evidenceConforms(name: string, ask: Reads<Evidence>): void {
  it(`${name}: events answer for custody: rows, lots, notices and retractions`, async () => {
    const owner = grown();
    const key = packKey(owner.chain, GTIN, 'S0000001');
    add(owner, { type: 'recall', public: { kind: 'issue', gtin: GTIN, lots: ['L1'], class: 2, reason: 'x' } });
    const hash = owner.ledger.read((view) => view.eventAt(owner.chain, 0, 5)?.leaf.hash ?? new Uint8Array());
    add(owner, { type: 'recall-end', public: { recall: b64u(hash), outcome: 'ended' } });
    let isWhole = false;
    await ask(owner, (evidence) => {
      const [made] = evidence.commissions(GTIN, itemToken(key, 0));
      const [held] = evidence.rows(itemToken(key, 1), 8).map(({ event }) => event);
      expect(refs(evidence.commissions(GTIN, itemToken(key, 0)))).toEqual(['commission 2']);
      expect(refs(evidence.commissions('09506000134369', itemToken(key, 0)))).toEqual([]);
      expect(refs(evidence.rows(itemToken(key, 1), 8).map(({ event }) => event))).toEqual(['quarantine 3']);
      expect(refs(evidence.rows(itemToken(key, 2), 8).map(({ event }) => event))).toEqual([]);
      expect(refs(evidence.lots(GTIN))).toEqual(['commission 2']);
      expect(refs(evidence.notices(GTIN))).toEqual(['recall 5', 'recall-end 6']);
      if (made === undefined || held === undefined) return;
      expect([evidence.retracted(made), evidence.retracted(held)]).toEqual([false, true]);
      expect([evidence.earlier(made, held), evidence.earlier(held, made)]).toEqual([true, false]);
      expect(evidence.incomplete()).toBe(false);
      isWhole = true;
    });
    expect(isWhole).toBe(true);
  });
}

/** Runs the suite against stores that `reopen` opens anew at the same place. */
export function conformance(name: string, reopen: (closed: Party) => Ledger): void {
  chainsConform(name, (owner, fn) => owner.ledger.read(fn));
  evidenceConforms(name, (owner, fn) => owner.ledger.read(fn));

  const again = (owner: Party): Party => {
    owner.ledger.close();
    return { ...owner, ledger: reopen(owner) };
  };

  describe(`${name}: local records`, () => {
    it('are kept by kind and key, listed in order and by prefix', () => {
      let owner = party('Agency', '9506000100001', null);
      const { outbox, once } = owner.ledger.local;
      outbox.put('b/2', { n: 2 });
      outbox.put('a/1', [1, 'two', null]);
      outbox.put('b/1', 'x');
      once.put('b/1', true);
      outbox.put('b/2', { n: 3 });
      owner = again(owner);
      expect(owner.ledger.local.outbox.list('b/')).toEqual([
        { key: 'b/1', value: 'x' },
        { key: 'b/2', value: { n: 3 } },
      ]);
      expect(owner.ledger.local.outbox.list().map(({ key }) => key)).toEqual(['a/1', 'b/1', 'b/2']);
      expect(owner.ledger.local.outbox.delete('a/1')).toBe(true);
      expect(owner.ledger.local.outbox.delete('a/1')).toBe(false);
      expect([owner.ledger.local.outbox.count(), owner.ledger.local.once.count('b')]).toEqual([2, 1]);
      expect(owner.ledger.local.once.get('b/2')).toBeUndefined();
    });

    it('hold settings, blobs and containers', () => {
      const { local } = party('Agency', '9506000100001', null).ledger;
      local.setSetting('zone', { name: 'UTC' });
      expect(local.setting('zone')).toEqual({ name: 'UTC' });
      local.setSetting('zone', undefined);
      expect(local.setting('zone')).toBeUndefined();
      local.aside.put('chain/5', new Uint8Array([1, 2, 3]));
      expect([...(local.aside.get('chain/5') ?? [])]).toEqual([1, 2, 3]);
      expect([local.aside.keys('chain/'), local.aside.size()]).toEqual([['chain/5'], 3]);
      const key = new Uint8Array(32).fill(7);
      local.containers.put({ key, name: '095060001343500009', value: { first: 'X/1' } });
      local.containers.put({ key: new Uint8Array(32), name: '095060001343500009', value: 2 });
      expect(local.containers.byKey(key)?.value).toEqual({ first: 'X/1' });
      expect(local.containers.byName('095060001343500009').map(({ value }) => value)).toEqual([{ first: 'X/1' }, 2]);
    });

    it('change with the events of an append, or not at all', () => {
      const owner = party('Agency', '9506000100001', null);
      expect(() =>
        owner.ledger.write((local) => {
          local.once.put('a', 1);
          throw new Error('no');
        }),
      ).toThrow('no');
      expect(owner.ledger.local.once.get('a')).toBeUndefined();
      owner.ledger.append(owner.signer, { now: NOW }, (tx) => {
        tx.add(profile);
        owner.ledger.write((local) => local.once.put('a', 1));
        expect(owner.ledger.read((view) => view.chain(owner.chain)?.size)).toBe(2);
      });
      expect(owner.ledger.local.once.get('a')).toBe(1);
    });
  });

  describe(`${name}: events`, () => {
    it('are found by reference, by place, by type and by what came since', () => {
      const owner = again(grown());
      owner.ledger.read((view) => {
        expect(view.event(`${owner.chain}/2`)?.leaf.type).toBe('commission');
        expect(view.event(`${owner.chain}/99`)).toBeUndefined();
        expect(view.event('nonsense')).toBeUndefined();
        expect(view.eventAt(owner.chain, 0, 3)?.ref).toBe(`${owner.chain}/3`);
        expect(view.eventAt(owner.chain, 1, 3)).toBeUndefined();
        expect(refs(view.eventsOf(['retract', 'open']))).toEqual(['retract 4', 'open 0']);
        expect(refs(view.eventsOf(['open'], { chain: 'a'.repeat(26) }))).toEqual([]);
      });
      const since = owner.ledger.read((view) => view.marks());
      expect(owner.ledger.read((view) => refs(view.eventsOf(['profile', 'open'], { since })))).toEqual([]);
      add(owner, profile);
      expect(owner.ledger.read((view) => refs(view.eventsOf(['profile', 'open'], { since })))).toEqual(['profile 5']);
      expect(owner.ledger.read((view) => refs(view.eventsOf(['profile', 'open'], { since, below: 5 })))).toEqual([]);
      expect(owner.ledger.read((view) => refs(view.eventsOf(['profile', 'open'], { below: 1 })))).toEqual(['open 0']);
    });

    it('answer for custody: rows, lots, notices, retractions and the order on a chain', () => {
      const owner = grown();
      const key = packKey(owner.chain, GTIN, 'S0000001');
      add(owner, { type: 'recall', public: { kind: 'issue', gtin: GTIN, lots: ['L1'], class: 2, reason: 'x' } });
      const hash = owner.ledger.read((view) => view.eventAt(owner.chain, 0, 5)?.leaf.hash ?? new Uint8Array());
      add(
        owner,
        { type: 'recall-end', public: { recall: b64u(hash), outcome: 'ended' } },
        { type: 'recall-response', public: { recall: b64u(hash) } },
      );
      owner.ledger.read((view) => {
        expect(view.network).toBe(owner.chain);
        expect(view.policy).toBe('required');
        expect(refs(view.commissions(GTIN, itemToken(key, 0)))).toEqual(['commission 2']);
        expect(refs(view.commissions('09506000134369', itemToken(key, 0)))).toEqual([]);
        expect(refs(view.rows(itemToken(key, 1)).map(({ event }) => event))).toEqual(['quarantine 3']);
        expect(view.noRows([itemToken(key, 2), itemToken(key, 3)])).toBe(true);
        expect(view.noRows([itemToken(key, 2), itemToken(key, 1)])).toBe(false);
        // One among more than a statement asks for, wherever it stands.
        const none = Array.from({ length: 250 }, (_, i) => itemToken(key, i + 2));
        expect(view.noRows(none)).toBe(true);
        for (const at of [0, 95, 96, 249]) {
          expect(view.noRows(none.with(at, itemToken(key, 1)))).toBe(false);
        }
        expect(refs(view.lots(GTIN))).toEqual(['commission 2']);
        expect(refs(view.notices(GTIN))).toEqual(['recall 5', 'recall-end 6']);
        expect(refs(view.aboutRecall(hash))).toEqual(['recall-end 6', 'recall-response 7']);
        const [two, three] = [view.eventAt(owner.chain, 0, 2), view.eventAt(owner.chain, 0, 3)];
        if (two === undefined || three === undefined) throw new Error('not there');
        expect([view.retracted(two), view.retracted(three)]).toEqual([false, true]);
        expect([view.takesBack(owner.chain), view.takesBack('nobody')]).toEqual([true, false]);
        expect([view.earlier(two, three), view.earlier(three, two), view.earlier(two, two)]).toEqual([
          true,
          false,
          false,
        ]);
        expect(view.incomplete()).toBe(false);
      });
    });
  });
}
