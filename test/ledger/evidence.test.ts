// A fork that is known of without its leaves counts as much as one of which both branches are here.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle, writeBundle } from '../../src/app/parties/bundle-files.ts';
import { encodeForkProof, type ForkProof } from '../../src/chain/fork.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Ledger, View } from '../../src/ledger/types.ts';
import { makeForkProof } from '../chain/make-fork-proof.ts';
import { sideOf, talk } from '../sync/talk.ts';
import { accredit, add, batchOf, cleanUp, folder, GTIN, give, moves, NOW, type Party, party } from './network.ts';
import { makeTwins } from './twins.ts';

let founder: Party;
let maker: Party;
let twin: Party;

beforeEach(() => {
  ({ founder, maker, twin } = makeTwins());
  add(twin, moves('ship', founder.chain, ['S0000002'], 1, { to: '9506000100032' }));
});
afterEach(cleanUp);

/** A node that has the maker's chain up to a size. */
function nodeAt(size: number): Ledger {
  const node = openLedger(folder(), { create: true });
  give(founder.ledger, node);
  if (size > 0) node.admit(batchOf(maker.ledger, maker.chain, 0, size));
  return node;
}

function proof(): ForkProof {
  const side = ({ ledger }: Party, size: number) =>
    ledger.read((view) => ({
      note: view.note(maker.chain, size) ?? '',
      leaves: view.leafHashes(maker.chain, 0, 0, size),
    }));
  const [a, b] = [side(maker, 4), side(twin, 3)];
  const made = makeForkProof(a.note, b.note, a.leaves, b.leaves);
  if (made === undefined) throw new Error('the two have not forked');
  return made;
}

const twinsNote = (size: number) => twin.ledger.read((view) => view.note(maker.chain, size) ?? '');

/** Of the maker's records by number, which are contested. */
const contested = (view: View) =>
  [0, 1, 2, 3].map((seq) => view.eventAt(maker.chain, 0, seq)?.contested).filter((one) => one !== undefined);

const doubts = (node: Ledger) =>
  node.read((view) => view.doubts().map(({ chain, index, below }) => ({ chain, index, below })));

describe('a proof of a fork', () => {
  it('contests the chain from its index on, also where neither history is that long here', () => {
    const node = nodeAt(2);
    expect(node.prove(proof())).toBe('fork');
    expect(node.prove(proof())).toBe('known-fork');
    expect(doubts(node)).toEqual([{ chain: maker.chain, index: 2, below: undefined }]);
    expect(node.read((view) => view.chain(maker.chain))).toMatchObject({ forked: true, forkedAt: 2 });
    node.admit(batchOf(maker.ledger, maker.chain, 2));
    expect(node.read(contested)).toEqual([false, false, true, true]);
    expect(node.audit().findings.map(({ code }) => code)).toContain('forked');
  });

  it('names the records above it as the leaves of both branches would', () => {
    const node = nodeAt(4);
    node.prove(proof());
    const both = nodeAt(4);
    both.admit(batchOf(twin.ledger, maker.chain));
    const token = itemToken(packKey(founder.chain, GTIN, 'S0000001'), 1);
    const refs = (ledger: Ledger) =>
      ledger.read((view) => view.rows(token).map(({ event }) => [event.ref, event.contested]));
    expect(refs(node)).toEqual(refs(both));
  });

  it('is the same fork once its leaves have come', () => {
    const node = nodeAt(4);
    node.prove(proof());
    node.admit(batchOf(twin.ledger, maker.chain));
    expect(doubts(node)).toEqual([{ chain: maker.chain, index: 2, below: undefined }]);
    expect(node.prove(proof())).not.toBe('fork');
  });

  it('gives no rights on where it is a regulator’s: what was accredited above it waits', () => {
    const copyOf = folder();
    founder.ledger.close();
    copyFileSync(join(founder.dir, 'ledger.db'), join(copyOf, 'ledger.db'));
    founder = { ...founder, ledger: openLedger(founder.dir) };
    const other = { ...founder, dir: copyOf, ledger: openLedger(copyOf) };
    other.ledger.confirmHead();
    const shop = party('Hill', '9506000100032', founder.chain);
    const size = founder.ledger.read((view) => view.chain(founder.chain)?.size ?? 0);
    accredit(founder, shop, ['dispenser']);
    add(other, { type: 'profile', public: { name: 'Agency' } });
    const node = nodeAt(0);
    give(founder.ledger, node);
    expect(node.read((view) => view.authority().partyOf(shop.chain)?.name)).toBe('Hill');
    const made = [founder, other].map(({ ledger }) =>
      ledger.read(
        (view) => [view.note(founder.chain, size + 1) ?? '', view.leafHashes(founder.chain, 0, 0, size + 1)] as const,
      ),
    );
    const [[a, leavesA], [b, leavesB]] = made as [(typeof made)[0], (typeof made)[0]];
    const forked = makeForkProof(a, b, leavesA, leavesB);
    expect(forked === undefined ? undefined : node.prove(forked)).toBe('fork');
    expect(node.read((view) => view.authority().partyOf(shop.chain))).toBeUndefined();
    expect(node.read((view) => view.authority().partyOf(maker.chain)?.name)).toBe('Acme');
  });

  it('is nothing where another key signed it, or where its chain is not here', () => {
    const [stranger, node] = [party('Fake', '9506000100049', founder.chain), nodeAt(2)];
    expect(node.prove({ ...proof(), chain: stranger.chain })).toBe('unknown-chain');
    expect(node.prove({ ...proof(), leafA: proof().leafB })).toBe('unproved');
    expect(doubts(node)).toEqual([]);
  });

  it('travels on by exchange and by file, and is not lost where its chain comes after it', async () => {
    const node = nodeAt(4);
    node.prove(proof());
    const teller = { ...founder, ledger: node };
    const hill = party('Hill', '9506000100032', founder.chain);
    const { answerer } = talk(founder.chain, teller, hill);
    expect(answerer.forks).toEqual([{ chain: maker.chain, index: 2 }]);
    expect(doubts(hill.ledger)).toEqual(doubts(node));
    const file = join(folder(), 'all.pedigree');
    await writeBundle(hill.ledger, file);
    const corner = openLedger(folder(), { create: true });
    const { forks } = await readBundle(corner, file, { now: NOW });
    expect(forks).toEqual([{ chain: maker.chain, index: 2 }]);
    expect(doubts(corner)).toEqual(doubts(node));
  });

  it('is told to a peer that was told of everything else before', () => {
    const node = { ...founder, ledger: nodeAt(4) };
    const hill = party('Hill', '9506000100032', founder.chain);
    const { memory } = talk(founder.chain, node, hill);
    expect(memory).toBeDefined();
    node.ledger.prove(proof());
    talk(founder.chain, node, hill, { last: memory });
    expect(doubts(hill.ledger)).toEqual(doubts(node.ledger));
  });
});

describe('a checkpoint that is on no branch here', () => {
  it('contests all that may lie above the fork, and is told and told on', async () => {
    const node = nodeAt(4);
    expect(node.hear(twinsNote(4), 'hill', NOW)).toEqual({ kind: 'fork' });
    expect(node.read(contested)).toEqual([false, true, true, true]);
    expect(doubts(node)).toEqual([{ chain: maker.chain, index: undefined, below: 4 }]);
    const hill = party('Hill', '9506000100032', founder.chain);
    talk(founder.chain, { ...founder, ledger: node }, hill);
    expect(doubts(hill.ledger)).toEqual(doubts(node));
    const file = join(folder(), 'all.pedigree');
    await writeBundle(hill.ledger, file);
    const corner = openLedger(folder(), { create: true });
    await readBundle(corner, file, { now: NOW });
    expect(doubts(corner)).toEqual(doubts(node));
  });

  it('is no evidence of its own any more once a proof or the leaves say where the fork is', () => {
    const proved = nodeAt(4);
    proved.hear(twinsNote(3), 'hill', NOW);
    proved.prove(proof());
    const leaves = nodeAt(4);
    leaves.hear(twinsNote(3), 'hill', NOW);
    leaves.hear(twinsNote(4), 'hill', NOW);
    leaves.admit(batchOf(twin.ledger, maker.chain));
    for (const node of [proved, leaves]) {
      expect(doubts(node)).toEqual([{ chain: maker.chain, index: 2, below: undefined }]);
      expect(node.read(contested)).toEqual([false, false, true, true]);
    }
    expect(leaves.audit().findings.map(({ code }) => code)).toEqual(['forked']);
  });
});

describe('an exchange', () => {
  it('is not whole where one of two branches of the same size did not come', () => {
    const node = nodeAt(4);
    node.admit(batchOf(twin.ledger, maker.chain));
    const hill = party('Hill', '9506000100032', founder.chain);
    const asker = sideOf(hill.ledger, founder.chain, hill.chain);
    const answerer = sideOf(node, founder.chain, founder.chain);
    const lost = batchOf(twin.ledger, maker.chain).leaves.at(-1);
    for (let turn = 0; turn < 6 && !asker.settled; turn += 1) {
      for (const frame of asker.turn()) answerer.take(frame);
      for (const frame of answerer.turn()) {
        // The line drops every frame with the last event of the other branch.
        if (lost === undefined || !Buffer.from(frame.body).includes(lost)) asker.take(frame);
      }
    }
    expect(hill.ledger.read((view) => view.chain(maker.chain)?.size)).toBe(4);
    expect(asker.memory).toBeUndefined();
    expect(asker.lacking).toEqual([maker.chain]);
    // Where nothing is lost both are there, and the exchange is whole.
    const again = talk(founder.chain, hill, { ...founder, ledger: node });
    expect(again.memory).toBeDefined();
    const sizes = hill.ledger.read((view) => view.chains().filter(({ chain }) => chain === maker.chain));
    expect(sizes.map(({ size }) => size)).toEqual([4, 4]);
  });

  it('hears from the other side that something did not arrive there, and offers it again', () => {
    const node = nodeAt(4);
    node.admit(batchOf(twin.ledger, maker.chain));
    const hill = party('Hill', '9506000100032', founder.chain);
    const asker = sideOf(node, founder.chain, founder.chain);
    const answerer = sideOf(hill.ledger, founder.chain, hill.chain);
    const lost = batchOf(twin.ledger, maker.chain).leaves.at(-1);
    for (let turn = 0; turn < 6 && !asker.settled; turn += 1) {
      for (const frame of asker.turn()) {
        if (lost === undefined || !Buffer.from(frame.body).includes(lost)) answerer.take(frame);
      }
      for (const frame of answerer.turn()) asker.take(frame);
    }
    expect(asker.settled).toBe(true);
    expect(asker.memory).toBeUndefined();
  });

  it('brings more branches of one chain than are asked for in one turn', () => {
    const node = nodeAt(4);
    for (let i = 0; i < 12; i += 1) {
      const dir = folder();
      copyFileSync(join(maker.dir, 'ledger.db'), join(dir, 'ledger.db'));
      const copied = { ...maker, dir, ledger: openLedger(dir) };
      copied.ledger.confirmHead();
      add(copied, { type: 'profile', public: { name: 'Acme', contact: `${i}` } });
      node.admit(batchOf(copied.ledger, maker.chain));
      copied.ledger.close();
    }
    const hill = party('Hill', '9506000100032', founder.chain);
    const { memory } = talk(founder.chain, hill, { ...founder, ledger: node });
    expect(memory).toBeDefined();
    const roots = (ledger: Ledger) =>
      ledger.read((view) =>
        view
          .chains()
          .map(({ root }) => Buffer.from(root).toString('hex'))
          .sort(),
      );
    expect(roots(hill.ledger)).toEqual(expect.arrayContaining(roots(node)));
  });
});

it('a proof survives being written down and read again', () => {
  const node = nodeAt(2);
  node.prove(proof());
  expect(node.read((view) => view.proofs().map(encodeForkProof))).toEqual([encodeForkProof(proof())]);
});
