// A peer that nobody has accredited asks and tells as much as it likes: it costs little and comes to an end.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signCheckpoint } from '../../src/chain/checkpoint.ts';
import { MAX_FRAME } from '../../src/chain/frame.ts';
import { newKeyring } from '../../src/chain/keys.ts';
import { treeRoot } from '../../src/chain/merkle.ts';
import { packFrame } from '../../src/sync/codec.ts';
import type { Exchange } from '../../src/sync/exchange.ts';
import { toFrame } from '../../src/sync/frames.ts';
import type { Message } from '../../src/sync/messages.ts';
import { branchWith } from '../../src/sync/offer.ts';
import { accredit, add, cleanUp, commission, type Party, party, random, serials } from '../ledger/network.ts';
import { sideOf, talk } from './talk.ts';

let agency: Party;
let acme: Party;

beforeEach(() => {
  agency = party('Agency', '9506000100001', null);
  acme = party('Acme', '9506000100018', agency.chain);
  accredit(agency, acme, ['manufacturer']);
  add(acme, ...[0, 1, 2, 3].map((n) => commission(agency.chain, serials(2, `S${n}`))));
  talk(agency.chain, agency, acme);
});
afterEach(cleanUp);

const HASH = new Uint8Array(32).fill(7);

/** Says hello and then the same thing again and again. */
function poured(message: Message): () => void {
  const answerer: Exchange = sideOf(agency.ledger, agency.chain, agency.chain);
  const cursor = { epoch: 'x', n: 0 };
  answerer.take(toFrame({ type: 'hello', network: agency.chain, cursor, authority: '' }, false));
  const frame = toFrame(message, false);
  return () => {
    for (let bytes = 0; bytes < 20 * 1024 * 1024; bytes += frame.body.length) answerer.take(frame);
  };
}

describe('a hostile peer', () => {
  it('is answered at checkpoints alone: no root is worked out for it', () => {
    agency.ledger.read((view) => {
      const hashes = view.leafHashes(acme.chain, 0, 0, 5);
      const sizes = view.noteSizes(acme.chain, 0, 0, 5);
      expect(sizes).toEqual([1, 5]);
      const known = [1, 2, 3, 4, 5].filter((size) =>
        branchWith(view, acme.chain, size, treeRoot(hashes.slice(0, size))),
      );
      expect(known).toEqual(sizes);
    });
  });

  it('that pours answers which nobody asked for is cut off', () => {
    const at = Array.from({ length: 256 }, (_, i) => i);
    const leaves = at.map(() => HASH);
    const answers = poured({ type: 'hashes', chain: acme.chain, size: 300, root: HASH, at, leaves });
    expect(answers).toThrow(expect.objectContaining({ code: 'bad-frame' }));
  });

  it('that goes on pouring a chain which was refused, or cannot be admitted yet, is cut off', () => {
    const leaves = Array.from({ length: 32 }, () => new Uint8Array(60_000));
    const note = agency.ledger.read((view) => view.note(acme.chain, 5) ?? '');
    expect(poured({ type: 'data', chain: acme.chain, start: 5, note, leaves })).toThrow(
      expect.objectContaining({ code: 'bad-frame' }),
    );
  });

  it('that says hello twice, goes on after its turn or asks without end is cut off', () => {
    const bad = expect.objectContaining({ code: 'bad-frame' });
    const hello = { type: 'hello', network: agency.chain, cursor: { epoch: 'x', n: 0 }, authority: '' } as const;
    const greeted = (): Exchange => {
      const answerer = sideOf(agency.ledger, agency.chain, agency.chain);
      answerer.take(toFrame(hello, false));
      return answerer;
    };
    expect(() => greeted().take(toFrame(hello, false))).toThrow(bad);
    const inTurns = sideOf(agency.ledger, agency.chain, agency.chain);
    inTurns.take(toFrame({ ...hello, turn: 1 }, false));
    expect(() => inTurns.take(toFrame({ ...hello, turn: 1 }, false))).toThrow(bad);
    const ended = greeted();
    ended.take(toFrame({ type: 'done', asks: 0 }, false));
    expect(() => ended.take(toFrame({ type: 'heads', full: true, heads: [] }, false))).toThrow(bad);
    const asked = greeted();
    const want = toFrame({ type: 'want', chain: acme.chain, size: 5, root: HASH, from: 0, to: 5, tip: HASH }, false);
    for (let i = 0; i < 20_000; i++) asked.take(want);
    expect(() => asked.take(want)).toThrow(bad);
  });

  it('whose few bytes unpack to many is cut off for the many', () => {
    const answerer = sideOf(agency.ledger, agency.chain, agency.chain);
    const hello = { type: 'hello', network: agency.chain, cursor: { epoch: 'x', n: 0 }, authority: '' } as const;
    answerer.take(toFrame(hello, false));
    const bomb = packFrame(99, new Uint8Array(MAX_FRAME), true);
    expect(bomb.body.length).toBeLessThan(1024);
    expect(() => {
      for (let i = 0; i < 10; i++) answerer.take(bomb);
    }).toThrow(expect.objectContaining({ code: 'bad-frame' }));
  });

  it('that pours proofs of forks under a key of its own is cut off, and nothing is kept', () => {
    const own = newKeyring(random);
    const note = (size: number) =>
      signCheckpoint(acme.chain, size, HASH, own.sign.public, (message) => own.sign.sign(message));
    const filler = Array.from({ length: 52 }, () => Buffer.from(HASH).toString('base64url'));
    const [leafA, leafB] = [filler[0] ?? '', Buffer.alloc(32).toString('base64url')];
    const proof = { chain: acme.chain, a: note(2), b: note(3), index: 1, leafA, leafB, proofA: filler, proofB: filler };
    expect(poured({ type: 'fork', proof })).toThrow(expect.objectContaining({ code: 'bad-frame' }));
    expect(agency.ledger.read((view) => view.heard())).toEqual([]);
  });
});
