// Rows in pages that a hostile maker signed all the same: they do not ascend, or another event gives them another length. Such an
// event has no rows for anybody, whether its pages came before it or behind it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bytes, b64u } from '../../src/chain/bytes.ts';
import { encodeCanonical } from '../../src/chain/canonical.ts';
import { signCheckpoint } from '../../src/chain/checkpoint.ts';
import { decodeLeaf } from '../../src/chain/leaf.ts';
import { leafHash, treeRoot } from '../../src/chain/merkle.ts';
import { ROWS_A_PAGE } from '../../src/chain/pages.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Batch, Ledger, PageIn } from '../../src/ledger/types.ts';
import { accredit, batchOf, cleanUp, folder, GTIN, type Party, party } from './network.ts';

const WIDTH = 16;
let founder: Party;
let maker: Party;
let node: Ledger;

beforeEach(() => {
  founder = party('Agency', '9506000100001', null);
  maker = party('Acme', '9506000100018', founder.chain);
  node = openLedger(folder(), { create: true });
  node.admit(batchOf(founder.ledger, founder.chain));
  accredit(founder, maker, ['manufacturer'], { gtins: [GTIN] });
  node.admit(batchOf(founder.ledger, founder.chain));
});
afterEach(cleanUp);

/** The token with this number; they ascend as the numbers do. */
function token(number: number): Bytes {
  const bytes = Buffer.alloc(WIDTH);
  bytes.writeUInt32BE(number);
  return bytes;
}

/** Tokens in pages, as they are sent. */
function pagesOver(numbers: readonly number[]): readonly PageIn[] {
  const pages = Array.from({ length: Math.ceil(numbers.length / ROWS_A_PAGE) }, (_, i) =>
    Buffer.concat(numbers.slice(i * ROWS_A_PAGE, (i + 1) * ROWS_A_PAGE).map(token)),
  );
  const root = treeRoot(pages.map(leafHash));
  return pages.map((bytes, index) => ({ root, kind: 'tokens', pages: pages.length, index, bytes }));
}

/** The chain of the maker with commissionings behind it that have `n` rows under this root. */
function commissioned(root: Bytes, ...counts: readonly number[]): Batch {
  const known = batchOf(maker.ledger, maker.chain);
  const leaves = [...known.leaves];
  for (const n of counts) {
    const last = decodeLeaf(leaves.at(-1) ?? new Uint8Array());
    const says = { gtin: GTIN, lot: `L${leaves.length}`, expiry: '2031-06-30', made: '2026-01-01', count: n };
    const place = { v: 1, seq: last.seq + 1, prev: b64u(last.hash), at: last.at };
    leaves.push(encodeCanonical({ ...place, type: 'commission', public: says, rows: { n, root: b64u(root) } }));
  }
  const { sign } = maker.keyring;
  const tree = treeRoot(leaves.map(leafHash));
  const note = signCheckpoint(maker.chain, leaves.length, tree, sign.public, (message) => sign.sign(message));
  return { ...known, leaves, note };
}

/** The lots that are found by a token. */
function lotsWith(number: number): readonly unknown[] {
  return node.read((view) => view.commissions(GTIN, token(number)).map(({ leaf }) => leaf.public.lot));
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe.each([
  ['before', true],
  ['behind', false],
])('pages that come %s their leaf', (_, first) => {
  function take(pages: readonly PageIn[], batch: Batch): void {
    if (first) node.putPages(pages);
    expect(node.admit({ ...batch, withoutPages: true })).toMatchObject({ kind: 'stored' });
    if (!first) node.putPages(pages);
  }

  it('are found by each token where they ascend', () => {
    const pages = pagesOver(range(0, 600));
    take(pages, commissioned(pages[0]?.root ?? new Uint8Array(), 600));
    for (const number of [0, 249, 250, 599]) expect(lotsWith(number), `${number}`).toEqual(['L1']);
    expect(lotsWith(600)).toEqual([]);
  });

  it.each([
    ['a token stands on two pages', [...range(0, 250), ...range(249, 500)]],
    ['a page begins below the one before it', [...range(300, 550), ...range(0, 250)]],
    ['two tokens of a page are turned round', [...range(0, 250), 251, 250, ...range(252, 500)]],
  ])('are none where %s', (_what, numbers) => {
    const pages = pagesOver(numbers);
    take(pages, commissioned(pages[0]?.root ?? new Uint8Array(), numbers.length));
    for (const number of [0, 249, 300, 499]) expect(lotsWith(number), `${number}`).toEqual([]);
  });

  it('are those of the event alone that says how many they are', () => {
    const pages = pagesOver(range(0, 500));
    take(pages, commissioned(pages[0]?.root ?? new Uint8Array(), 500, 250));
    expect(lotsWith(100)).toEqual(['L1']);
    expect(lotsWith(400)).toEqual(['L1']);
  });
});
