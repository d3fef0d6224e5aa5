// What a ledger takes from peers, what it sets aside and what it refuses.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import { encodeCanonical } from '../../src/chain/canonical.ts';
import { signCheckpoint } from '../../src/chain/checkpoint.ts';
import { openingEvent } from '../../src/chain/compose.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { newKeyring } from '../../src/chain/keys.ts';
import { chainIdOf, decodeLeaf } from '../../src/chain/leaf.ts';
import { leafHash, treeRoot } from '../../src/chain/merkle.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Batch, Ledger, PageIn } from '../../src/ledger/types.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  folder,
  GTIN,
  give,
  moves,
  NOW,
  type Party,
  pagesOf,
  party,
  random,
  serials,
} from './network.ts';

let founder: Party;
let maker: Party;
let node: Ledger;

beforeEach(() => {
  founder = party('Agency', '9506000100001', null);
  maker = party('Acme', '9506000100018', founder.chain);
  node = openLedger(folder(), { create: true });
});
afterEach(cleanUp);

function join(): void {
  node.admit(batchOf(founder.ledger, founder.chain));
  accredit(founder, maker, ['manufacturer'], { gtins: [GTIN] });
  node.admit(batchOf(founder.ledger, founder.chain));
}

describe('admitting', () => {
  it('takes the founder first, then whom it accredits, and answers as their own ledgers do', () => {
    add(maker, commission(founder.chain, serials(10)));
    const makers = batchOf(maker.ledger, maker.chain);
    expect(node.admit(makers)).toMatchObject({ kind: 'aside', why: 'no-founder' });
    expect(node.admit(batchOf(founder.ledger, founder.chain))).toMatchObject({ kind: 'stored', stored: 1 });
    expect(node.admit(makers)).toMatchObject({ kind: 'aside', why: 'not-accredited' });
    expect(node.admit(batchOf(maker.ledger, maker.chain, 0, 1))).toMatchObject({ kind: 'stored', stored: 1 });
    expect(node.read((view) => view.chain(maker.chain)?.openOnly)).toBe(true);
    join();
    expect(node.admit(makers)).toEqual({ kind: 'stored', stored: 1, healed: 0 });
    expect(node.read((view) => view.chain(maker.chain)?.openOnly)).toBe(false);
    const token = itemToken(packKey(founder.chain, GTIN, 'S0000003'), 0);
    const found = node.read((view) => view.commissions(GTIN, token).map((event) => [event.ref, event.author?.name]));
    expect(found).toEqual([[`${maker.chain}/1`, 'Acme']]);
    expect(node.audit().findings).toEqual([]);
  });

  it('takes the same batch twice without a change, and parts that overlap', () => {
    join();
    for (let i = 0; i < 4; i++) add(maker, commission(founder.chain, serials(5, `B${i}-`)));
    expect(node.admit(batchOf(maker.ledger, maker.chain, 0, 3))).toMatchObject({ stored: 3 });
    const changes = node.read((view) => view.changes());
    expect(node.admit(batchOf(maker.ledger, maker.chain, 0, 3))).toMatchObject({ stored: 0 });
    expect(node.admit(batchOf(maker.ledger, maker.chain, 1, 2))).toMatchObject({ stored: 0 });
    expect(node.read((view) => view.changes())).toBe(changes);
    expect(node.admit(batchOf(maker.ledger, maker.chain, 4))).toMatchObject({ kind: 'aside', why: 'gap', size: 3 });
    expect(node.admit(batchOf(maker.ledger, maker.chain, 1))).toMatchObject({ stored: 2 });
    expect(node.read((view) => view.noteSizes(maker.chain, 0, 0, 9))).toEqual([2, 3, 5]);
    expect(node.audit().findings).toEqual([]);
  });

  it('wants the pages of a batch first, and keeps only pages that have the root', () => {
    join();
    add(maker, commission(founder.chain, serials(1000)));
    const batch = batchOf(maker.ledger, maker.chain);
    const aside = node.admit(batch);
    expect(aside).toMatchObject({ kind: 'aside', why: 'pages' });
    const pages = pagesOf(maker.ledger, batch);
    const wants = aside.kind === 'aside' && aside.why === 'pages' ? aside.wants : [];
    expect(wants.map((ref) => [ref.kind, ref.pages])).toEqual([['tokens', 4]]);
    const damaged = pages.map((page) => (page.index === 3 ? { ...page, bytes: random(page.bytes.length) } : page));
    expect(node.putPages(damaged).wrong).toHaveLength(1);
    expect(node.pagesHere(wants[0] ?? { root: new Uint8Array(32), pages: 1, kind: 'rows' })).toEqual({
      have: 0,
      complete: false,
    });
    expect(node.putPages(pages.slice(0, 2)).complete).toEqual([]);
    expect(node.putPages(pages.slice(3)).wrong).toHaveLength(1);
    expect(node.putPages(pages.slice(2)).complete).toHaveLength(1);
    expect(node.admit(batch)).toMatchObject({ kind: 'stored', stored: 2 });
    const token = itemToken(packKey(founder.chain, GTIN, 'S0000777'), 0);
    expect(node.read((view) => view.commissions(GTIN, token))).toHaveLength(1);
    expect(node.read((view) => view.incomplete(GTIN))).toBe(false);
    expect(node.audit().findings).toEqual([]);
  });

  it('takes pages although somebody sent others under their root before', () => {
    join();
    add(maker, commission(founder.chain, serials(600)));
    const batch = batchOf(maker.ledger, maker.chain);
    const pages = pagesOf(maker.ledger, batch);
    const junk = (page: PageIn): PageIn => ({ ...page, bytes: new Uint8Array(page.bytes.length) });
    for (const before of [
      pages.slice(0, 1).map((page) => ({ ...page, pages: 2 })),
      pages.slice(0, 1).map(junk),
      pages.slice(0, 2).map(junk),
    ]) {
      const fresh = openLedger(folder(), { create: true });
      give(founder.ledger, fresh);
      fresh.putPages(before);
      expect(fresh.putPages(pages)).toMatchObject({ stored: 3, wrong: [] });
      expect(fresh.admit(batch)).toMatchObject({ kind: 'stored' });
    }
  });

  it('does not take an event that gives an attachment another length, which nobody could send on', () => {
    join();
    add(maker, commission(founder.chain, serials(600)));
    const honest = batchOf(maker.ledger, maker.chain);
    node.putPages(pagesOf(maker.ledger, honest));
    node.admit(honest);
    const last = decodeLeaf(honest.leaves.at(-1) ?? new Uint8Array());
    const rows = { n: 500, root: b64u(last.rows?.root ?? new Uint8Array()) };
    const shorter = {
      v: 1,
      seq: last.seq + 1,
      prev: b64u(last.hash),
      at: last.at,
      type: 'commission',
      public: {},
      rows,
    };
    const leaves = [...honest.leaves, encodeCanonical(shorter)];
    const note = signCheckpoint(
      maker.chain,
      leaves.length,
      treeRoot(leaves.map(leafHash)),
      maker.keyring.sign.public,
      (message) => maker.keyring.sign.sign(message),
    );
    const wants = [{ pages: 2, kind: 'tokens' }];
    expect(node.admit({ ...honest, leaves, note })).toMatchObject({ kind: 'aside', why: 'pages', wants });
  });

  // The batch with one more event that its author signed, whatever it says of its place.
  function withNext(
    known: Batch,
    says: { readonly at?: number; readonly seq?: number; readonly prev?: string },
  ): Batch {
    const last = decodeLeaf(known.leaves.at(-1) ?? new Uint8Array());
    const place = { seq: last.seq + 1, prev: b64u(last.hash), at: last.at, ...says };
    const leaves = [...known.leaves, encodeCanonical({ v: 1, type: 'profile', public: { name: 'Acme' }, ...place })];
    const root = treeRoot(leaves.map(leafHash));
    const note = signCheckpoint(maker.chain, leaves.length, root, maker.keyring.sign.public, (message) =>
      maker.keyring.sign.sign(message),
    );
    return { ...known, leaves, note };
  }

  it('takes no event that says it stands elsewhere, or behind another one, although its author signed it', () => {
    join();
    const known = batchOf(maker.ledger, maker.chain);
    const seq = known.leaves.length;
    const other = b64u(leafHash(known.leaves[0] ?? new Uint8Array()).map((byte) => byte ^ 1));
    for (const says of [{ prev: other }, { seq: seq + 1 }, { seq: seq - 1 }]) {
      expect(node.admit(withNext(known, says))).toMatchObject({ kind: 'refused', code: 'bad-leaf' });
    }
    expect(node.admit(withNext(known, {}))).toMatchObject({ kind: 'stored' });
  });

  it('takes no time that runs back, within a batch or from one to the next', () => {
    join();
    add(maker, { type: 'profile', public: { name: 'Acme' } });
    const known = batchOf(maker.ledger, maker.chain);
    const last = decodeLeaf(known.leaves.at(-1) ?? new Uint8Array());
    const next = (at: number) => withNext(known, { at });
    const alone = (batch: Batch): Batch => ({ ...batch, start: last.seq + 1, leaves: batch.leaves.slice(-1) });
    const back = { kind: 'refused', code: 'bad-leaf', message: `time runs back at event ${last.seq + 1}` };
    expect(node.admit(next(last.at - 1))).toMatchObject(back);
    expect(node.admit(known)).toMatchObject({ kind: 'stored' });
    expect(node.admit(alone(next(last.at - 1)))).toMatchObject(back);
    expect(node.admit(alone(next(last.at)))).toMatchObject({ kind: 'stored', stored: 1 });
  });

  it('takes no page of another length than its place has, although the root is over it', () => {
    const paged = (kind: PageIn['kind'], lengths: readonly number[], pages = lengths.length): PageIn[] => {
      const bytes = lengths.map((length) => random(length));
      const root = treeRoot(bytes.map(leafHash));
      return bytes.map((one, index) => ({ root, kind, pages, index, bytes: one }));
    };
    const SEALED = 65_552;
    const wrong: readonly (readonly [PageIn['kind'], readonly number[]])[] = [
      ['sealed', [SEALED - 1, 100]],
      ['sealed', [SEALED, SEALED + 1]],
      ['sealed', [SEALED + 1, 100]],
      ['sealed', [SEALED, 0]],
      ['tokens', [4000 - 16, 16]],
      ['tokens', [4000, 17]],
      ['rows', [8000, 8032]],
      ['rows', [8000, 48]],
    ];
    for (const [kind, lengths] of wrong) {
      expect(node.putPages(paged(kind, lengths)).complete, `${kind} ${lengths}`).toEqual([]);
    }
    for (const [kind, lengths] of [
      ['sealed', [SEALED, 1]],
      ['tokens', [4000, 16]],
      ['rows', [8000, 8000]],
    ] as const) {
      expect(node.putPages(paged(kind, lengths)).complete, `${kind} ${lengths}`).toHaveLength(1);
    }
    expect(node.putPages(paged('sealed', [100], 1_025)).stored).toBe(0);
  });

  it('says that its knowledge is incomplete while pages are missing, and mends when they come', () => {
    join();
    add(
      maker,
      commission(founder.chain, serials(1000)),
      moves('ship', founder.chain, serials(600), 1, { to: '9506000100025' }),
    );
    const batch = batchOf(maker.ledger, maker.chain);
    expect(node.admit({ ...batch, withoutPages: true })).toMatchObject({ kind: 'stored', stored: 3 });
    const key = packKey(founder.chain, GTIN, 'S0000555');
    const look = (): unknown =>
      node.read((view) => [
        view.incomplete(),
        view.incomplete(GTIN),
        view.commissions(GTIN, itemToken(key, 0)).length,
        view.rows(itemToken(key, 1)).length,
      ]);
    expect(look()).toEqual([true, true, 0, 0]);
    node.putPages(pagesOf(maker.ledger, batch));
    expect(look()).toEqual([false, false, 1, 1]);
    expect(node.audit().findings).toEqual([]);
  });

  it('takes all pages anew after a wrong one, also of a leaf that came before them', () => {
    join();
    add(maker, commission(founder.chain, serials(1000)));
    const batch = batchOf(maker.ledger, maker.chain);
    expect(node.admit({ ...batch, withoutPages: true })).toMatchObject({ kind: 'stored' });
    const [first, second, ...others] = pagesOf(maker.ledger, batch);
    if (first === undefined || second === undefined) throw new Error('too few pages');
    expect(node.putPages([first]).stored).toBe(1);
    expect(node.putPages([{ ...second, bytes: second.bytes.slice(0, 160) }]).wrong).toHaveLength(1);
    expect(node.pagesHere(first)).toMatchObject({ have: 0 });
    expect(node.putPages([second, ...others]).complete).toEqual([]);
    expect(node.putPages([first, second, ...others]).complete).toHaveLength(1);
    expect(node.audit().findings).toEqual([]);
  });

  it('refuses another network, another key, changed bytes and a checkpoint of something else', () => {
    join();
    add(maker, commission(founder.chain, serials(3)));
    const batch = batchOf(maker.ledger, maker.chain);
    const stranger = party('Elsewhere', '9506000100094', null);
    expect(node.admit(batchOf(stranger.ledger, stranger.chain))).toMatchObject({
      kind: 'refused',
      code: 'other-network',
    });
    const thief = newKeyring(random);
    const root = treeRoot(batch.leaves.map(leafHash));
    const stolen = signCheckpoint(maker.chain, 2, root, thief.sign.public, (text) => thief.sign.sign(text));
    expect(node.admit({ ...batch, note: stolen })).toMatchObject({ kind: 'refused', code: 'bad-note' });
    const [open, made] = batch.leaves;
    const changed = Buffer.from(
      Buffer.from(made ?? [])
        .toString('utf8')
        .replace('"lot":"L1"', '"lot":"L2"'),
    );
    expect(node.admit({ ...batch, leaves: [open ?? changed, changed] })).toMatchObject({ kind: 'refused' });
    expect(node.admit({ ...batch, leaves: [open ?? changed, Buffer.from('{}')] })).toMatchObject({
      kind: 'refused',
      code: 'bad-leaf',
    });
    expect(node.admit({ ...batch, note: 'nonsense' })).toMatchObject({ kind: 'refused', code: 'bad-note' });
    expect(node.read((view) => view.chain(maker.chain))).toBeUndefined();
  });

  it('checks the checkpoint after a change of keys with the new key, and that of the change with the old one', () => {
    join();
    const next = newKeyring(random);
    add(maker, { type: 'rotate', public: { signKey: b64u(next.sign.public) } });
    const moved: Party = { ...maker, signer: { ...maker.signer, keyring: next } };
    add(moved, commission(founder.chain, serials(2)));
    expect(node.admit(batchOf(maker.ledger, maker.chain, 0, 2))).toMatchObject({ stored: 2 });
    expect(node.admit(batchOf(maker.ledger, maker.chain, 2))).toMatchObject({ stored: 1 });
    expect(node.audit().findings).toEqual([]);
    const other = openLedger(folder(), { create: true });
    give(founder.ledger, other);
    expect(other.admit(batchOf(maker.ledger, maker.chain))).toMatchObject({ kind: 'refused', code: 'bad-leaf' });
    expect(other.admit(batchOf(maker.ledger, maker.chain, 0, 2))).toMatchObject({ stored: 2 });
    expect(other.admit(batchOf(maker.ledger, maker.chain, 2))).toMatchObject({ stored: 1 });
    other.close();
  });

  it('keeps a malformed event of an honest chain, which counts for nothing', () => {
    join();
    add(maker, { type: 'commission', public: { gtin: 'nonsense' } }, { type: 'new-fangled', public: { x: 1 } });
    expect(node.admit(batchOf(maker.ledger, maker.chain))).toMatchObject({ kind: 'stored', stored: 3 });
    expect(node.audit().findings).toEqual([]);
  });

  it('keeps at most a thousand cards of strangers, and takes one that is handed over', () => {
    node.admit(batchOf(founder.ledger, founder.chain));
    const { sign, seal } = newKeyring(random);
    let last: Batch | undefined;
    for (let i = 0; i <= 1000; i++) {
      const party = { name: `Stranger ${i}`, gln: '9506000100018' };
      const draft = {
        type: 'open',
        public: { network: founder.chain, party, signKey: b64u(sign.public), sealKey: b64u(seal.public) },
      };
      const { bytes, hash } = openingEvent(draft, NOW);
      const chain = chainIdOf(bytes);
      const note = signCheckpoint(chain, 1, hash, sign.public, (text) => sign.sign(text));
      last = { chain, start: 0, leaves: [bytes], note, now: NOW };
      const admission = node.admit(last);
      expect(admission).toMatchObject(i < 1000 ? { kind: 'stored' } : { kind: 'refused', code: 'too-many' });
    }
    expect(last && node.admit({ ...last, byHand: true })).toMatchObject({ kind: 'stored' });
  });
});
