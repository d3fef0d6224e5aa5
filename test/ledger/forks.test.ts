// A chain that signed two histories: both are kept, and the evidence is the same whichever came first.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hex } from '../../src/chain/bytes.ts';
import { signCheckpoint } from '../../src/chain/checkpoint.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { LedgerView } from '../../src/ledger/ledger-view.ts';
import type { Ledger } from '../../src/ledger/types.ts';
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
  type Party,
  pagesOf,
  party,
} from './network.ts';
import { makeTwins } from './twins.ts';

let founder: Party;
let maker: Party;
let twin: Party;

beforeEach(() => {
  ({ founder, maker, twin } = makeTwins());
});
afterEach(cleanUp);

function nodeWith(...froms: readonly Ledger[]): Ledger {
  const node = openLedger(folder(), { create: true });
  give(founder.ledger, node);
  for (const from of froms) give(from, node);
  return node;
}

// What custody can see, without the numbers that depend on who came first.
function evidence(node: Ledger): unknown {
  return node.read((view) => {
    const tokens = [0, 1, 2].flatMap((i) =>
      [0, 1, 2].map((n) => itemToken(packKey(founder.chain, GTIN, `S000000${i}`), n)),
    );
    return {
      rows: tokens.map((token) =>
        view
          .rows(token)
          .map(({ event, opener }) => [event.ref, event.contested, event.author?.gln, hex(opener ?? new Uint8Array())])
          .sort(),
      ),
      lots: [...view.lots(GTIN)].map((event) => [event.ref, event.contested]),
      leaves: view
        .chains()
        .flatMap(({ chain, branch, base, size }) =>
          Array.from(view.leaves(chain, branch, base, size), ({ bytes }) => hex(bytes)),
        )
        .sort(),
      notes: view
        .chains()
        .map(({ note }) => note)
        .sort(),
      forks: view.forks().map(({ chain, index }) => [chain, index]),
    };
  });
}

describe('a fork', () => {
  it('is told, and both branches and both checkpoints are kept', () => {
    const node = nodeWith(maker.ledger);
    expect(node.admit(batchOf(twin.ledger, maker.chain))).toEqual({ kind: 'fork', index: 2, branch: 1, stored: 1 });
    const refs = node.read((view) => {
      const token = itemToken(packKey(founder.chain, GTIN, 'S0000000'), 1);
      return view.rows(token).map(({ event }) => [event.ref.split('~')[0], event.branch, event.contested]);
    });
    expect(refs.sort()).toEqual([
      [`${maker.chain}/2`, 0, true],
      [`${maker.chain}/2`, 1, true],
    ]);
    const [fork] = node.read((view) => view.forks());
    expect(fork).toMatchObject({ chain: maker.chain, index: 2, branchA: 0, branchB: 1 });
    expect(node.audit().findings.map((finding) => finding.code)).toEqual(['forked']);
    expect(node.admit(batchOf(twin.ledger, maker.chain))).toMatchObject({ kind: 'stored', stored: 0 });
  });

  it('gives the same evidence in either order of arrival', () => {
    expect(evidence(nodeWith(maker.ledger, twin.ledger))).toEqual(evidence(nodeWith(twin.ledger, maker.ledger)));
  });

  it('goes on growing on both branches', () => {
    const node = nodeWith(maker.ledger, twin.ledger);
    add(maker, moves('ship', founder.chain, ['S0000002'], 1));
    add(twin, moves('ship', founder.chain, ['S0000002'], 1));
    expect(node.admit(batchOf(maker.ledger, maker.chain, 4))).toMatchObject({ kind: 'stored', stored: 1 });
    expect(node.admit(batchOf(twin.ledger, maker.chain, 3))).toMatchObject({ kind: 'stored', stored: 1 });
    expect(evidence(node)).toEqual(evidence(nodeWith(twin.ledger, maker.ledger)));
  });

  it('passes from node to node with both branches', () => {
    const node = nodeWith(maker.ledger, twin.ledger);
    const third = nodeWith(node);
    expect(evidence(third)).toEqual(evidence(node));
  });

  it('is kept as a checkpoint where only the head of the other branch is shown', () => {
    const node = nodeWith(maker.ledger);
    const [head] = twin.ledger.read((view) => view.chains().filter((one) => one.chain === maker.chain));
    expect(node.hear(head?.note ?? '', 'hill', 5)).toEqual({ kind: 'fork' });
    expect(node.hear(head?.note ?? '', 'corner', 6)).toEqual({ kind: 'known-fork' });
    expect(node.read((view) => view.heard(maker.chain))).toHaveLength(1);
    expect(node.audit().findings.map((finding) => finding.code)).toEqual(['peer-saw-other']);
    const older = maker.ledger.read((view) => view.note(maker.chain, 3) ?? '');
    expect(node.hear(older, 'hill', 6)).toEqual({ kind: 'older' });
    add(maker, commission(founder.chain, ['Z']));
    const ahead = maker.ledger.read((view) => view.chain(maker.chain)?.note ?? '');
    expect(node.hear(ahead, 'hill', 7)).toEqual({ kind: 'ahead' });
  });

  it('is told by checkpoints of its own key alone', () => {
    const node = nodeWith(maker.ledger);
    const other = (size: number) =>
      signCheckpoint(maker.chain, size, Buffer.alloc(32, 7), founder.keyring.sign.public, (message) =>
        founder.keyring.sign.sign(message),
      );
    for (const size of [1, 2, 3])
      expect(node.hear(other(size), 'hill', 5)).toEqual({ kind: 'refused', code: 'bad-note' });
    expect(node.read((view) => view.heard(maker.chain))).toEqual([]);
  });

  it('of a regulator takes back at once the rights that it gave, for every process that is at work', () => {
    const region = party('Region', '9506000100049', founder.chain);
    const shop = party('Shop', '9506000100056', founder.chain);
    accredit(founder, region, ['regulator']);
    give(founder.ledger, region.ledger);
    give(shop.ledger, region.ledger);
    const dir = folder();
    region.ledger.close();
    copyFileSync(join(region.dir, 'ledger.db'), join(dir, 'ledger.db'));
    const copy = { ...region, dir, ledger: openLedger(dir) };
    copy.ledger.confirmHead();
    const original = { ...region, ledger: openLedger(region.dir) };
    accredit(original, shop, ['dispenser']);
    const node = nodeWith(original.ledger);
    const waiting = openLedger(node.dir);
    const rolesOf = (ledger: Ledger) => ledger.read((view) => view.authority().partyOf(shop.chain)?.roles);
    expect([rolesOf(node), rolesOf(waiting)]).toEqual([['dispenser'], ['dispenser']]);
    add(copy, moves('ship', founder.chain, ['S0000000'], 1, { to: '9506000100025' }));
    expect(node.admit(batchOf(copy.ledger, region.chain))).toMatchObject({ kind: 'fork', index: 1 });
    expect([rolesOf(node), rolesOf(waiting)]).toEqual([undefined, undefined]);
    waiting.close();
  });

  it('is no dispute once a regulator has honoured one tree', () => {
    const node = nodeWith(maker.ledger, twin.ledger);
    const honoured = maker.ledger.read((view) => view.chain(maker.chain));
    const root = Buffer.from(honoured?.root ?? []).toString('base64url');
    add(founder, { type: 'revoke', public: { chain: maker.chain, size: 4, root, reason: 'a copied folder' } });
    give(founder.ledger, node);
    const token = itemToken(packKey(founder.chain, GTIN, 'S0000000'), 1);
    const events = node.read((view) =>
      view.rows(token).map(({ event }) => [event.branch, event.contested, event.author?.name]),
    );
    expect(events.sort()).toEqual([
      [0, false, 'Acme'],
      [1, false, undefined],
    ]);
  });

  it('is told apart from damage here, which the peer’s leaves mend', () => {
    const node = nodeWith(maker.ledger);
    node.write(() => undefined);
    const dir = node.dir;
    node.close();
    flip(dir, 'UPDATE leaf SET bytes = ? WHERE id = ?');
    const again = openLedger(dir);
    const batch = batchOf(maker.ledger, maker.chain);
    again.putPages(pagesOf(maker.ledger, batch));
    expect(again.audit().findings.length).toBeGreaterThan(0);
    expect(again.admit(batch)).toEqual({ kind: 'stored', stored: 0, healed: 1 });
    expect(again.audit().findings).toEqual([]);
  });

  it('shown in ever more signed notes is looked into a hundred times', () => {
    const { keyring } = maker;
    add(maker, ...Array.from({ length: 150 }, () => ({ type: 'profile', public: { name: 'Acme' } })));
    const node = nodeWith(maker.ledger);
    const walked = vi.spyOn(LedgerView.prototype, 'rootAt');
    for (let size = 5; size < 145; size++) {
      const root = new Uint8Array(32).fill(size);
      const note = signCheckpoint(maker.chain, size, root, keyring.sign.public, (message) =>
        keyring.sign.sign(message),
      );
      node.hear(note, 'peer', 0);
    }
    const { size } = new Set(walked.mock.calls.map(([, , at]) => at));
    walked.mockRestore();
    expect(size).toBe(100);
  });
});

function flip(dir: string, update: string): void {
  const db = new Database(join(dir, 'ledger.db'));
  const row = db
    .prepare<[], { id: number; bytes: Buffer }>(
      `SELECT id, bytes FROM leaf WHERE instr(bytes, CAST('"type":"ship"' AS BLOB)) > 0 LIMIT 1`,
    )
    .get();
  const text = row?.bytes.toString('utf8').replace('"v":1', '"v":2') ?? '';
  db.prepare(update).run(Buffer.from(text), row?.id);
  db.close();
}
