// Signatures that were looked at before their batches are judged: what is taken, and what not, is the same.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { crypto } from '../../src/builtins.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { Batch } from '../../src/ledger/types.ts';
import { accredit, add, batchOf, cleanUp, folder, party } from './network.ts';

afterEach(cleanUp);

/** A node with the cards of some parties, and one event of each that is to come. */
function world(count: number) {
  const agency = party('Agency', '9506000100001', null);
  const others = Array.from({ length: count }, (_, i) => party(`P${i}`, `95060001${10_000 + i}`, agency.chain));
  for (const one of others) accredit(agency, one, ['dispenser']);
  const dir = folder();
  const node = openLedger(dir, { create: true });
  node.admit(batchOf(agency.ledger, agency.chain));
  node.admitAll(others.map((one) => batchOf(one.ledger, one.chain)));
  for (const one of others) add(one, { type: 'missing', public: {} });
  return { dir, node, batches: others.map((one) => batchOf(one.ledger, one.chain, 1)) };
}

/** Checks of signatures on this thread while `fn` runs. */
function checksHere(fn: () => void): number {
  const verify = vi.spyOn(crypto(), 'verify');
  fn();
  const here = verify.mock.calls.filter((call: readonly unknown[]) => call.length === 4).length;
  verify.mockRestore();
  return here;
}

describe('signatures that threads have looked at', () => {
  it('are not looked at again, once', async () => {
    const { node, batches } = world(5);
    await node.checkAhead(batches);
    let kinds: unknown[] = [];
    const here = checksHere(() => {
      kinds = node.admitAll(batches).map((one) => 'kind' in one && one.kind);
    });
    expect(kinds).toEqual(Array(5).fill('stored'));
    expect(here).toBe(0);
    expect(node.audit().findings).toEqual([]);
  });

  it('come with what was read of the leaves: they are hashed once', async () => {
    const { node, batches } = world(5);
    const leaves = new Set(batches.map(({ leaves: [leaf] }) => 1 + (leaf?.length ?? 0)));
    const hash = vi.spyOn(crypto(), 'hash');
    const hashed = () =>
      hash.mock.calls.filter(([, data]) => leaves.has(Buffer.from(data as Uint8Array).length)).length;
    await node.checkAhead(batches);
    expect(hashed()).toBe(5);
    node.admitAll(batches);
    expect(hashed()).toBe(5);
    hash.mockRestore();
    // What lies in the place of a batch that was given once is read anew.
    expect(node.admitAll(batches).map((one) => 'kind' in one && one.kind)).toEqual(Array(5).fill('stored'));
  });

  it('make no wrong one right: a checkpoint that another chain signed, or nobody, is refused', async () => {
    const { node, batches } = world(4);
    const [a, b, c, d] = batches;
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('too few');
    const broken = c.note.replace(/[A-Za-z0-9+/]{4}(=*\n)$/, (end) =>
      end.startsWith('AAAA') ? `BBBB${end.slice(4)}` : `AAAA${end.slice(4)}`,
    );
    const wrong: Batch[] = [a, { ...b, note: d.note }, { ...c, note: broken }, { ...d, note: 'no note' }];
    await node.checkAhead(wrong);
    const decided = node.admitAll(wrong).map((one) => ('kind' in one ? one.kind : one.code));
    expect(decided).toEqual(['stored', 'refused', 'refused', 'refused']);
  });

  it('are those of chains that are here: others are passed over', async () => {
    const { node, batches } = world(3);
    const stranger = party('Stranger', '9506000199999', batches[0]?.chain ?? '');
    await node.checkAhead([...batches, batchOf(stranger.ledger, stranger.chain)]);
    expect(checksHere(() => node.admitAll(batches))).toBe(0);
  });

  it('are no failure where what is stored of a chain is damaged: that is told where it is judged, and of no other', async () => {
    const { dir, node, batches } = world(3);
    node.close();
    const db = new Database(join(dir, 'ledger.db'));
    db.prepare('UPDATE branch SET seen = seen + 1 WHERE chain = ?').run(batches[1]?.chain);
    db.close();
    const again = openLedger(dir);
    await expect(again.checkAhead(batches)).resolves.toBeUndefined();
    let decided: unknown[] = [];
    const here = checksHere(() => {
      decided = again.admitAll(batches).map((one) => ('kind' in one ? one.kind : one.code));
    });
    expect(decided).toEqual(['stored', 'damaged', 'stored']);
    expect(here).toBe(0);
    again.close();
  });
});
