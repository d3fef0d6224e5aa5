// Both sides of an exchange prove who they are, and are shown what is for them.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { b64u } from '../../src/chain/bytes.ts';
import { checkpointText, readCheckpoint, signCheckpoint } from '../../src/chain/checkpoint.ts';
import { CODEC, FRAME, type Frame } from '../../src/chain/frame.ts';
import { type Keyring, newKeyring } from '../../src/chain/keys.ts';
import { EMPTY_RANGE, encodeRange, extendRange, leafHash, rangeRoot } from '../../src/chain/merkle.ts';
import { peerMessage } from '../../src/chain/peer-proof.ts';
import { verifySignature } from '../../src/chain/signature.ts';
import type { Exchange } from '../../src/sync/exchange.ts';
import { fromFrame, toFrame } from '../../src/sync/frames.ts';
import type { Hello, Message, Proof } from '../../src/sync/messages.ts';
import type { ExchangeOptions } from '../../src/sync/options.ts';
import {
  accredit,
  add,
  batchOf,
  cleanUp,
  commission,
  GTIN,
  NOW,
  type Party,
  party,
  random,
  serials,
} from '../ledger/network.ts';
import { proverOf, sideOf, sizes, type TalkOptions, talk } from './talk.ts';

const KNOWN = { peers: 'known' } as const;
const MINUTE = 60_000;

let agency: Party;
let board: Party;
let acme: Party;
let midway: Party;
let hill: Party;
let network: string;

beforeEach(() => {
  agency = party('Agency', '9506000100001', null);
  network = agency.chain;
  const joined = (name: string, gln: string): Party => {
    const one = party(name, gln, network);
    one.ledger.admit(batchOf(agency.ledger, network));
    return one;
  };
  board = joined('Board', '9506000100063');
  acme = joined('Acme', '9506000100018');
  midway = joined('Midway', '9506000100025');
  hill = joined('Hill', '9506000100032');
  accredit(agency, board, ['regulator']);
  accredit(agency, acme, ['manufacturer'], { gtins: [GTIN] });
  accredit(agency, midway, ['distributor']);
  add(acme, commission(network, serials(20)));
  for (const one of [board, acme, midway]) {
    one.ledger.admit(batchOf(agency.ledger, network, 1));
    meet(one, agency);
  }
  for (const one of [acme, midway]) meet(one, agency);
});
afterEach(cleanUp);

function meet(a: Party, b: Party, options: TalkOptions = {}) {
  return talk(network, a, b, { ...KNOWN, ...options });
}

function known(of: Party, more: Partial<ExchangeOptions> = {}): Exchange {
  return sideOf(of.ledger, network, of.chain, KNOWN, more);
}

function said(frames: Iterable<Frame>): Message[] {
  return [...frames].flatMap((frame) => fromFrame(frame) ?? []);
}

function give(frames: Iterable<Frame>, to: Exchange): void {
  for (const frame of frames) to.take(frame);
}

/** All chains that anything is said of. */
function named(messages: readonly Message[]): string[] {
  const chains = messages.flatMap((one) => {
    if (one.type === 'heads') return one.heads.map(({ chain }) => chain);
    return one.type === 'data' || one.type === 'want' || one.type === 'hashes' ? [one.chain] : [];
  });
  return [...new Set(chains)];
}

function helloIn(messages: readonly Message[]): Hello {
  const hello = messages.find((one) => one.type === 'hello');
  if (hello === undefined) throw new Error('no HELLO');
  return hello;
}

function proofIn(messages: readonly Message[]): Proof {
  const proof = messages.find((one) => one.type === 'proof');
  if (proof === undefined) throw new Error('no PROOF');
  return proof;
}

function rotate(of: Party, more: object = {}): Party {
  const keyring: Keyring = { ...of.keyring, sign: newKeyring(random).sign };
  add(of, { type: 'rotate', public: { signKey: b64u(keyring.sign.public), ...more } });
  return { ...of, keyring, signer: { ...of.signer, keyring } };
}

/** Proves with these keys, whatever the chain says of them. */
function proving(of: Party, { keyring }: Pick<Party, 'keyring'>): Partial<ExchangeOptions> {
  return { prover: { ...proverOf(of.chain), sign: (message) => keyring.sign.sign(message) } };
}

/** A whole exchange; what each side said, and the asker's machine. */
function run(asker: Exchange, answering: () => Exchange) {
  const [fromAsker, fromAnswerer]: [Message[], Message[]] = [[], []];
  let turns = 0;
  do {
    turns += 1;
    const answerer = answering();
    for (const frame of asker.turn()) {
      for (const message of said([frame])) fromAsker.push(message);
      answerer.take(frame);
    }
    for (const frame of answerer.turn()) {
      for (const message of said([frame])) fromAnswerer.push(message);
      asker.take(frame);
    }
    if (turns > 100) throw new Error('the two never come to an end');
  } while (!asker.settled);
  return { fromAsker, fromAnswerer, turns, asker };
}

describe('a stranger', () => {
  it('that knows the network gets the chains of the founder and the regulators, and hears of no other', () => {
    const stranger = party('Stranger', '9506000100070', network);
    stranger.ledger.joinNetwork(network);
    const answerer = known(agency);
    const { fromAnswerer, asker } = run(known(stranger), () => answerer);
    expect(asker.standingThere).toBe('stranger');
    expect(asker.memory).toBeUndefined();
    expect(Object.keys(sizes(stranger.ledger)).sort()).toEqual([network, board.chain, stranger.chain].sort());
    expect(named(fromAnswerer).sort()).toEqual([network, board.chain, stranger.chain].sort());
    // It left its card, and so the regulator can accredit it.
    expect(sizes(agency.ledger)[stranger.chain]).toBe(1);
  });

  it('that proves nothing gets no more, whichever chain it says it has', () => {
    const thief = party('Thief', '9506000100070', network);
    thief.ledger.admit(batchOf(agency.ledger, network));
    for (const prover of [undefined, { ...proverOf(undefined) }, proverOf(thief.chain)]) {
      const asker = sideOf(thief.ledger, network, acme.chain, KNOWN, { prover });
      const answerer = known(agency);
      const { fromAnswerer } = run(asker, () => answerer);
      expect(answerer.standing).toBe('unproven');
      expect(named(fromAnswerer).filter((chain) => ![network, board.chain].includes(chain))).toEqual([]);
    }
  });

  it('is told nothing of a chain whose head it knows', () => {
    const head = agency.ledger.read((view) => view.chain(acme.chain));
    if (head === undefined) throw new Error('the chain is not here');
    const stranger = party('Stranger', '9506000100070', network);
    const asker = known(stranger);
    const answerer = known(agency);
    give(asker.turn(), answerer);
    give(answerer.turn(), asker);
    const { chain, size, root } = head;
    const [hello, proof] = [...asker.turn()];
    if (hello === undefined || proof === undefined) throw new Error('nothing was said');
    const questions: Message[] = [
      { type: 'want', chain, size, root, from: 0, to: size, tip: new Uint8Array(0) },
      { type: 'hashes', chain, size, root, at: [0, 1] },
    ];
    give([hello, proof, ...questions.map((one) => toFrame(one, false))], answerer);
    give([toFrame({ type: 'done', asks: 2 }, false)], answerer);
    expect(named(said(answerer.turn()))).not.toContain(chain);
  });

  it('leaves one card, and nothing of others', () => {
    const stranger = party('Stranger', '9506000100070', network);
    const other = party('Other', '9506000100087', network);
    add(acme, { type: 'profile', public: { name: 'Acme', contact: 'the desk' } });
    const asker = known(stranger);
    const answerer = known(agency);
    give(asker.turn(), answerer);
    give(answerer.turn(), asker);
    const before = sizes(agency.ledger);
    const batches = [batchOf(other.ledger, other.chain), batchOf(acme.ledger, acme.chain, 2)];
    const frames = batches.map(({ chain, start, leaves, note }) =>
      toFrame({ type: 'data', chain, start, leaves, note }, false),
    );
    const [hello, proof] = [...asker.turn()];
    if (hello === undefined || proof === undefined) throw new Error('nothing was said');
    give([hello, proof, ...frames, toFrame({ type: 'done', asks: 0 }, false)], answerer);
    expect(answerer.standing).toBe('stranger');
    expect(sizes(agency.ledger)).toEqual(before);
  });

  it('gets everything where that is wished', () => {
    const stranger = party('Stranger', '9506000100070', network);
    stranger.ledger.admit(batchOf(agency.ledger, network));
    const answerer = sideOf(agency.ledger, network, network, { peers: 'open' });
    run(known(stranger), () => answerer);
    expect(sizes(stranger.ledger)[acme.chain]).toBe(2);
  });
});

describe('a peer that is dialled', () => {
  it('hears nothing before it has proved who it is', () => {
    expect(said(known(acme).turn()).map(({ type }) => type)).toEqual(['hello', 'done']);
  });

  it('that proves nothing is shown the card alone', () => {
    for (const prover of [undefined, proverOf(hill.chain)]) {
      const answerer = sideOf(agency.ledger, network, network, KNOWN, { prover });
      const { fromAsker, asker } = run(known(acme), () => answerer);
      expect(asker.standing).toBe('unproven');
      expect(fromAsker.some(({ type }) => type === 'proof')).toBe(false);
      expect(named(fromAsker)).toEqual([acme.chain]);
      const heads = fromAsker.flatMap((one) => (one.type === 'heads' ? one.heads : []));
      expect(heads.map(({ size }) => size)).toEqual([1]);
      expect(asker.memory).toBeUndefined();
    }
  });

  it('that is nobody here is shown the public chains and the card', () => {
    const hub = party('Hub', '9506000100070', network);
    hub.ledger.admit(batchOf(agency.ledger, network));
    const { fromAsker, asker } = run(known(acme), () => known(hub));
    expect(asker.standing).toBe('stranger');
    expect(named(fromAsker).sort()).toEqual([network, board.chain, acme.chain, hub.chain].sort());
    expect(Object.keys(sizes(hub.ledger)).sort()).not.toContain(midway.chain);
  });
});

describe('a proof', () => {
  /** Greets the agency in the name of Acme, and gives what it answers. */
  function greeted() {
    const asker = known(acme);
    const answerer = known(agency);
    const hello = said(asker.turn());
    give(
      hello.map((one) => toFrame(one, false)),
      answerer,
    );
    const heard = said(answerer.turn());
    give(
      heard.map((one) => toFrame(one, false)),
      asker,
    );
    return { asker, answerer, heard, turn: said(asker.turn()) };
  }

  /** Whether the answerer takes this proof in the second turn of such an exchange. */
  function isTaken({ answerer, turn }: ReturnType<typeof greeted>, proof: Proof): boolean {
    const { type, ...hello } = helloIn(turn);
    give([toFrame({ type, ...hello }, false), toFrame(proof, false)], answerer);
    return answerer.standing !== 'unproven';
  }

  it('is taken as it was made, and not where anything of it was changed', () => {
    const met = greeted();
    expect(isTaken(met, proofIn(met.turn))).toBe(true);
    for (const part of ['nonce', 'signature'] as const) {
      const other = greeted();
      const proof = proofIn(other.turn);
      const bytes = Uint8Array.from(proof[part]);
      bytes[31] = (bytes[31] ?? 0) ^ 1;
      expect(isTaken(other, { ...proof, [part]: bytes })).toBe(false);
    }
  });

  it('of another exchange is none', () => {
    const first = greeted();
    expect(isTaken(greeted(), proofIn(first.turn))).toBe(false);
  });

  it('that is said again word for word later, or to another home, is none', () => {
    const { turn } = greeted();
    const frames = [helloIn(turn), proofIn(turn)].map((one) => toFrame(one, false));
    const again = (more: Partial<ExchangeOptions>) => {
      const answerer = known(agency, more);
      give(frames, answerer);
      return answerer.standing;
    };
    expect(again({ clock: () => NOW + 59_000 })).toBe('member');
    expect(again({ clock: () => NOW + 61_000 })).toBe('unproven');
    expect(again({ prover: { ...proverOf(network), secret: random(32) } })).toBe('unproven');
  });

  it('of the other side is none', () => {
    const met = greeted();
    expect(isTaken(met, proofIn(met.heard))).toBe(false);
    // Nor where a side has signed the very same meeting in the other's part.
    const other = greeted();
    const { nonce } = proofIn(other.turn);
    const meeting = { network, asker: acme.chain, answerer: network, askerNonce: helloIn(other.turn).nonce ?? nonce };
    const swapped = acme.keyring.sign.sign(peerMessage('answerer', { ...meeting, answererNonce: nonce }));
    expect(isTaken(other, { ...proofIn(other.turn), signature: swapped })).toBe(false);
    // Nor does the one that asks take its own.
    const asker = known(acme);
    const hello = helloIn(said(asker.turn()));
    const { cursor, authority } = hello;
    const own = peerMessage('asker', {
      network,
      asker: acme.chain,
      answerer: agency.chain,
      askerNonce: hello.nonce ?? new Uint8Array(32),
      answererNonce: new Uint8Array(32),
    });
    give([toFrame({ type: 'hello', network, chain: agency.chain, cursor, authority }, false)], asker);
    const signature = acme.keyring.sign.sign(own);
    give([toFrame({ type: 'proof', nonce: new Uint8Array(32), signature, links: [] }, false)], asker);
    expect(asker.standing).toBe('unproven');
  });

  it('for one peer is none for another to which that passes it on', () => {
    // Midway is dialled by Acme, and dials the agency in Acme's name with Acme's nonce.
    const asker = known(acme);
    const hello = helloIn(said(asker.turn()));
    const answerer = known(agency);
    give([toFrame(hello, false), toFrame({ type: 'done', asks: 0, left: true }, false)], answerer);
    const heard = said(answerer.turn());
    const nonce = proofIn(heard).nonce;
    const { cursor, authority } = hello;
    give([toFrame({ type: 'hello', network, chain: midway.chain, cursor, authority }, false)], asker);
    const meeting = { network, asker: acme.chain, answerer: midway.chain, askerNonce: hello.nonce ?? nonce };
    const signature = midway.keyring.sign.sign(peerMessage('answerer', { ...meeting, answererNonce: nonce }));
    give([toFrame({ type: 'proof', nonce, signature, links: [] }, false)], asker);
    expect(asker.standing).toBe('member');
    give([toFrame({ type: 'done', asks: 0, left: true, nonce }, false)], asker);
    const turn = said(asker.turn());
    expect(proofIn(turn).nonce).toEqual(nonce);
    give(
      [helloIn(turn), proofIn(turn)].map((one) => toFrame(one, false)),
      answerer,
    );
    expect(answerer.standing).toBe('unproven');
  });

  it('is no checkpoint, and a checkpoint no proof', () => {
    const met = greeted();
    const { nonce } = proofIn(met.turn);
    const askerNonce = helloIn(met.turn).nonce ?? nonce;
    const meeting = { network, asker: acme.chain, answerer: network, askerNonce, answererNonce: nonce };
    const message = peerMessage('asker', meeting);
    const text = Buffer.from(checkpointText(acme.chain, 2, new Uint8Array(32)));
    const signature = acme.keyring.sign.sign(text);
    expect(verifySignature(acme.keyring.sign.public, text, signature)).toBe(true);
    expect(verifySignature(acme.keyring.sign.public, message, signature)).toBe(false);
    expect(isTaken(met, { ...proofIn(met.turn), signature })).toBe(false);
    expect(() => readCheckpoint(`${Buffer.from(message).toString('latin1')}\n`)).toThrow('not a signed note');
    expect(Buffer.from(message).toString('latin1').startsWith('pedigree/peer/v1\0')).toBe(true);
  });

  it('is checked at a bounded cost', () => {
    const met = greeted();
    const proof = proofIn(met.turn);
    const hello = toFrame(helloIn(met.turn), false);
    const [link] = proof.links;
    if (link === undefined) throw new Error('the proof has no link');
    const many = toFrame({ ...proof, links: Array.from({ length: 33 }, () => link) }, false);
    const long = { type: FRAME.proof, codec: CODEC.raw, body: new Uint8Array(256 * 1024 + 1) };
    met.answerer.take(hello);
    for (const frame of [many, long]) expect(() => met.answerer.take(frame)).toThrow('PROOF frame');
    met.answerer.take(toFrame(proof, false));
    expect(() => met.answerer.take(toFrame(proof, false))).toThrow('proves twice');
  });

  it('of another network is not even looked at', () => {
    const other = party('Other agency', '9506000100049', null);
    const answerer = sideOf(other.ledger, other.chain, other.chain, KNOWN);
    expect(() => give(known(acme).turn(), answerer)).toThrow('another network');
  });
});

describe('keys', () => {
  it('that were changed prove, also to whoever has not heard of the change or of the chain', () => {
    const now = rotate(rotate(acme));
    for (const one of [agency, board, midway]) {
      const answerer = known(one);
      run(known(acme, proving(acme, now)), () => answerer);
      expect(answerer.standing).toBe('member');
    }
    // Nobody at Hill has heard of Acme.
    const { asker } = run(known(acme, proving(acme, now)), () => known(hill));
    expect(asker.standingThere).toBe('member');
  });

  it('that were replaced prove nothing to whoever has heard of that', () => {
    const now = rotate(acme);
    run(known(now, proving(acme, now)), () => known(agency));
    const answerer = known(agency);
    run(known(acme, proving(acme, acme)), () => answerer);
    expect(answerer.standing).toBe('unproven');
    const dialled = known(midway);
    run(dialled, () => known(acme, proving(acme, acme)));
    // Midway has not heard of it, and Acme's own links say so.
    expect(dialled.standing).toBe('unproven');
  });

  it('for exchanges prove, and not once others were named', () => {
    const peers = [newKeyring(random), newKeyring(random)] as const;
    const rotated = rotate(acme, { peerKey: b64u(peers[0].sign.public) });
    const first = known(agency);
    run(known(acme, proving(acme, { keyring: peers[0] })), () => first);
    expect(first.standing).toBe('member');
    add(rotated, { type: 'rotate', public: { peerKey: b64u(peers[1].sign.public) } });
    const standing = [peers[1], peers[0], rotated.keyring].map((keyring) => {
      const answerer = known(agency);
      run(known(acme, proving(acme, { keyring })), () => answerer);
      return answerer.standing;
    });
    expect(standing).toEqual(['member', 'unproven', 'member']);
  });

  it('that nobody but a thief has named prove nothing', () => {
    const thief = newKeyring(random);
    // A change of keys behind Acme's own events, on a tree that fits, under the thief's own signature.
    const leaves = batchOf(acme.ledger, acme.chain).leaves;
    const range = extendRange(EMPTY_RANGE, leaves.map(leafHash));
    const prev = b64u(leafHash(leaves.at(-1) ?? new Uint8Array()));
    const change = {
      at: NOW + MINUTE,
      prev,
      public: { signKey: b64u(thief.sign.public) },
      seq: 2,
      type: 'rotate',
      v: 1,
    };
    const leaf = Buffer.from(JSON.stringify(change));
    const root = rangeRoot(extendRange(range, [leafHash(leaf)]));
    const forged = (by: Keyring) => ({
      leaf,
      note: signCheckpoint(acme.chain, 3, root, by.sign.public, (message) => by.sign.sign(message)),
      range: encodeRange(range),
    });
    const standing = (by: Keyring, at: Party) => {
      const asker = known(acme, proving(acme, { keyring: thief }));
      const answerer = known(at);
      give(asker.turn(), answerer);
      give(answerer.turn(), asker);
      const turn = said(asker.turn());
      const links = [...proofIn(turn).links, forged(by)];
      give([toFrame(helloIn(turn), false), toFrame({ ...proofIn(turn), links }, false)], answerer);
      return answerer.standing;
    };
    for (const at of [agency, hill]) {
      expect(standing(thief, at)).toBe('unproven');
      // Under the key of Acme it would count.
      expect(standing(acme.keyring, at)).not.toBe('unproven');
    }
  });
});

describe('who is a member', () => {
  it('is not who was revoked', () => {
    const { size, root } = agency.ledger.read((view) => view.chain(midway.chain)) ?? {
      size: 0,
      root: new Uint8Array(),
    };
    add(agency, { type: 'revoke', public: { chain: midway.chain, size, root: b64u(root), reason: 'closed' } });
    add(acme, { type: 'profile', public: { name: 'Acme', contact: 'the desk' } });
    meet(acme, agency);
    const { asker, fromAnswerer } = run(known(midway), () => known(agency));
    expect(asker.standingThere).toBe('stranger');
    expect(named(fromAnswerer)).not.toContain(acme.chain);
    // It hears that it was revoked.
    expect(sizes(midway.ledger)[network]).toBe(sizes(agency.ledger)[network]);
  });

  it('is whoever was accredited until a day that has passed', () => {
    accredit(agency, hill, ['dispenser'], { until: NOW - 86_400_000 });
    const { answererIs, askerIs } = meet(hill, agency);
    expect([answererIs, askerIs]).toEqual(['member', 'member']);
    expect(sizes(hill.ledger)[acme.chain]).toBe(2);
  });

  it('is an observer, which reads all', () => {
    accredit(agency, hill, ['observer']);
    const { askerIs, memory } = meet(hill, agency);
    expect(askerIs).toBe('member');
    expect(memory).toBeDefined();
    expect(sizes(hill.ledger)).toEqual(sizes(agency.ledger));
  });

  it.each([false, true])(
    'is a newcomer with its welcome at one who has not heard of it, in the same exchange (each turn another process: %s)',
    (processes) => {
      add(hill, { type: 'profile', public: { name: 'Hill', contact: 'the counter' } });
      accredit(agency, hill, ['dispenser']);
      hill.ledger.admit(batchOf(agency.ledger, network, 1));
      hill.ledger.admit(batchOf(board.ledger, board.chain));
      expect(sizes(midway.ledger)[hill.chain]).toBeUndefined();
      const { askerIs, answererIs, memory } = meet(hill, midway, { processes });
      expect([askerIs, answererIs]).toEqual(['member', 'member']);
      expect(sizes(hill.ledger)).toEqual(sizes(midway.ledger));
      expect(sizes(midway.ledger)[hill.chain]).toBe(2);
      expect(sizes(hill.ledger)[acme.chain]).toBe(2);
      expect(memory).toBeDefined();
    },
  );

  it('is one that is dialled and turns out to be honoured by what it brings', () => {
    const park = party('Park', '9506000100056', network);
    park.ledger.admit(batchOf(agency.ledger, network));
    accredit(agency, park, ['distributor']);
    meet(park, agency);
    expect(midway.ledger.read((view) => view.authority().partyOf(park.chain))).toBeUndefined();
    const { askerIs, answererIs } = meet(midway, park);
    expect([askerIs, answererIs]).toEqual(['member', 'member']);
    expect(sizes(midway.ledger)).toEqual(sizes(park.ledger));
  });
});

describe('a pass', () => {
  /** An exchange with so much to say that it has many turns, at processes of the agency whose clock is told before each turn. */
  function long(clocks: (turn: number) => number, asks: (turn: number) => number = clocks) {
    for (let lot = 0; lot < 4; lot += 1) add(acme, commission(network, serials(4_000, `L${lot}-`), `L${lot}`));
    let turn = 0;
    const small = { turnBytes: 32 * 1024 };
    const asker = known(acme, { ...small, clock: () => asks(turn) });
    const ran = run(asker, () => {
      turn += 1;
      return known(agency, { ...small, clock: () => clocks(turn) });
    });
    expect(ran.turns).toBeGreaterThan(8);
    expect(sizes(agency.ledger)[acme.chain]).toBe(sizes(acme.ledger)[acme.chain]);
    expect(agency.ledger.read((view) => view.incomplete())).toBe(false);
    return ran.fromAsker.filter(({ type }) => type === 'proof').length;
  }

  it('stands for the proof in later turns, in whatever process', () => {
    expect(long(() => NOW)).toBe(1);
  });

  it('is replaced by another proof before it ends', () => {
    expect(long((turn) => NOW + turn * 50_000)).toBeGreaterThan(1);
  });

  it('that has ended is worth nothing to the process that gave it, either', () => {
    const answerer = known(agency, { clock: () => now });
    let now = NOW;
    const asker = known(midway, { clock: () => NOW });
    for (let turn = 0; turn < 2; turn += 1) {
      give(asker.turn(), answerer);
      give(answerer.turn(), asker);
    }
    expect(answerer.standing).toBe('member');
    now += 11 * MINUTE;
    give(asker.turn(), answerer);
    expect(answerer.standing).toBe('unproven');
  });

  it('that has ended is asked for again', () => {
    // The clocks of the two do not agree: the pass is over before its holder knows.
    expect(
      long(
        (turn) => NOW + (turn < 5 ? 0 : 11 * MINUTE),
        () => NOW,
      ),
    ).toBe(2);
  });

  it('is no use after its time, nor for another chain, nor made by another', () => {
    const asker = known(midway);
    const { fromAnswerer } = run(asker, () => known(agency));
    const pass = fromAnswerer.findLast((one) => one.type === 'done')?.pass;
    if (pass === undefined) throw new Error('there is no pass');
    const shown = (chain: string, text: string, at: number): string => {
      const answerer = known(agency, { clock: () => at });
      const cursor = { epoch: 'e', n: 0 };
      const hello = { type: 'hello', network, chain, cursor, turn: 3, pass: text, authority: '' } as const;
      give([toFrame({ ...hello, nonce: new Uint8Array(32) }, false)], answerer);
      return answerer.standing;
    };
    expect(shown(midway.chain, pass, NOW + 9 * MINUTE)).toBe('member');
    expect(shown(midway.chain, pass, NOW + 11 * MINUTE)).toBe('unproven');
    expect(shown(acme.chain, pass, NOW)).toBe('unproven');
    const other = `${pass.slice(0, -2)}${pass.endsWith('A') ? 'BB' : 'AA'}`;
    expect(shown(midway.chain, other, NOW)).toBe('unproven');
  });
});

it('a nonce that has ended is replaced, and the exchange goes on', () => {
  let turn = 0;
  const asker = known(acme);
  add(acme, { type: 'profile', public: { name: 'Acme', contact: 'the desk' } });
  run(asker, () => {
    turn += 1;
    return known(agency, { clock: () => NOW + (turn > 1 ? 61_000 : 0) });
  });
  expect(asker.standingThere).toBe('member');
  expect(sizes(agency.ledger)[acme.chain]).toBe(3);
});
