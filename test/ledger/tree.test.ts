// Trees of what is stored: the same roots and proofs as from all leaves, of which each is read about once.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hex } from '../../src/chain/bytes.ts';
import { readCheckpoint, signCheckpoint } from '../../src/chain/checkpoint.ts';
import { treeRoot } from '../../src/chain/merkle.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { LedgerView } from '../../src/ledger/ledger-view.ts';
import type { Ledger, View } from '../../src/ledger/types.ts';
import { evidenceOf } from '../../src/sync/fork.ts';
import { makeForkProof } from '../chain/make-fork-proof.ts';
import { accredit, add, batchOf, cleanUp, folder, give, type Party, party } from './network.ts';

const profile = (contact: string) => ({ type: 'profile', public: { name: 'Acme', contact } });

let maker: Party;
let node: Ledger;
let size: number;

/** Whoever copied the maker's folder and goes on with the copy. */
function copyOf(original: Party): Party {
  const dir = folder();
  original.ledger.backup(join(dir, 'copy.db'), []);
  copyFileSync(join(dir, 'copy.db'), join(dir, 'ledger.db'));
  const ledger = openLedger(dir);
  ledger.confirmHead();
  return { ...original, dir, ledger };
}

/** A chain of some 700 events with so many forks, at a node that has all branches. */
function forked(forks: number): void {
  const twins: Party[] = [];
  for (let i = 0; i < forks; i++) {
    add(maker, ...Array.from({ length: Math.ceil(700 / forks) }, (_, k) => profile(`${i}/${k}`)));
    twins.push(copyOf(maker));
  }
  add(maker, profile('end'));
  for (const [i, twin] of twins.entries()) add(twin, profile(`other ${i}`), profile('and on'));
  give(maker.ledger, node);
  for (const twin of twins) node.admit(batchOf(twin.ledger, maker.chain, 1));
  size = maker.ledger.read((view) => view.chain(maker.chain)?.size ?? 0);
}

beforeEach(() => {
  const founder = party('Agency', '9506000100001', null);
  maker = party('Acme', '9506000100018', founder.chain);
  accredit(founder, maker, ['manufacturer']);
  node = openLedger(folder(), { create: true });
  give(founder.ledger, node);
  give(maker.ledger, node);
});
afterEach(cleanUp);

/** The hash of how many leaves `fn` asks for in a process that has just begun. */
function leavesRead(fn: (view: View, ledger: Ledger) => unknown): number {
  const fresh = openLedger(node.dir);
  const asked = vi.spyOn(LedgerView.prototype, 'leafHashes');
  try {
    fresh.read((view) => fn(view, fresh));
    return asked.mock.results.reduce((all, { value }) => all + (value as readonly unknown[]).length, 0);
  } finally {
    asked.mockRestore();
    fresh.close();
  }
}

describe('a chain of seven hundred events with eleven forks', () => {
  beforeEach(() => forked(11));

  it('has at each size of each branch the root that its leaves have', () => {
    node.read((view) => {
      for (const { branch, size } of view.branches(maker.chain)) {
        const leaves = view.leafHashes(maker.chain, branch, 0, size);
        for (let at = 1; at <= size; at += 13) {
          expect(hex(view.rootAt(maker.chain, branch, at) ?? leaves[0] ?? Buffer.alloc(0))).toBe(
            hex(treeRoot(leaves.slice(0, at))),
          );
        }
      }
    });
    // The same leaves over and over: each is read a few times at most, and not once for each size.
    const read = leavesRead((view) => {
      for (let at = 1; at <= size; at++) view.rootAt(maker.chain, 0, at);
    });
    expect(read).toBeLessThan(64 * size);
  });

  it('has proofs of them that whoever reads all leaves makes too, kept when the branches came and made again by a rebuild', () => {
    const made = node.read((view) =>
      view.forks().map(({ chain, branchA, branchB, noteA, noteB }) => {
        const log = (branch: number, note: string) => view.leafHashes(chain, branch, 0, readCheckpoint(note).size);
        return makeForkProof(noteA, noteB, log(branchA, noteA), log(branchB, noteB));
      }),
    );
    const told = () => node.read((view) => view.forks().map((fork) => view.forkProof(fork)));
    expect(made).toHaveLength(11);
    expect(told()).toEqual(made);
    expect(leavesRead((view) => evidenceOf(view, new Set([maker.chain])))).toBe(0);
    node.rebuild();
    expect(told()).toEqual(made);
    expect(leavesRead((view) => evidenceOf(view, new Set([maker.chain])))).toBe(0);
    expect(node.audit().findings.every(({ code }) => code === 'forked')).toBe(true);
  });

  it('goes on from each branch as it did before', () => {
    const copy = copyOf(maker);
    add(copy, profile('once more'));
    add(maker, profile('and the maker'));
    give(maker.ledger, node);
    node.admit(batchOf(copy.ledger, maker.chain, 1));
    const roots = node.read((view) => view.branches(maker.chain).map((info) => hex(info.root)));
    expect(roots).toHaveLength(13);
    node.rebuild();
    expect(node.read((view) => view.branches(maker.chain).map((info) => hex(info.root)))).toEqual(roots);
  });
});

it('of more forks than anybody keeps the sixteen earliest are told', () => {
  forked(20);
  const told = node.read((view) => evidenceOf(view, new Set([maker.chain])));
  const indexes = told.map((one) => (one.type === 'fork' ? one.proof.index : undefined));
  expect(indexes).toEqual(
    node
      .read((view) => view.forks().map(({ index }) => index))
      .sort((a, b) => a - b)
      .slice(0, 16),
  );
});

it('right checkpoints of every size cost little more than reading the chain', () => {
  forked(1);
  const sign = (at: number, root: Uint8Array) =>
    signCheckpoint(maker.chain, at, root, maker.keyring.sign.public, (message) => maker.keyring.sign.sign(message));
  const hashes = node.read((view) => view.leafHashes(maker.chain, 0, 0, size));
  const read = leavesRead((_, ledger) => {
    for (let at = 2; at < size; at++) {
      expect(ledger.hear(sign(at, treeRoot(hashes.slice(0, at))), 'peer', 0).kind).toMatch(/older|known-fork/);
    }
  });
  expect(read).toBeLessThan(64 * size);
});
