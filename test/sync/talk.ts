// Exchanges without a line: two machines in one process, their frames passed by hand.
import { encodeFrame, type Frame, FrameReader } from '../../src/chain/frame.ts';
import type { Ledger } from '../../src/ledger/types.ts';
import { type DialOptions, dial } from '../../src/sync/client.ts';
import { Exchange } from '../../src/sync/exchange.ts';
import type { Report } from '../../src/sync/intake.ts';
import type { ExchangeOptions, PeerMemory } from '../../src/sync/options.ts';
import type { Prover } from '../../src/sync/proof.ts';
import { type ServerOptions, type Serving, serveLedger } from '../../src/sync/server.ts';
import type { PeerStanding } from '../../src/sync/standing.ts';
import { keyringOf, NOW, type Party, random } from '../ledger/network.ts';

export interface Talked {
  readonly asker: Report;
  readonly answerer: Report;
  readonly memory: PeerMemory | undefined;
  readonly turns: number;
  readonly frames: number;
  /** Bytes of the longest turn. */
  readonly longest: number;
  /** What the answerer is to the asker, and the asker to the answerer. */
  readonly answererIs: PeerStanding;
  readonly askerIs: PeerStanding | undefined;
}

export interface TalkOptions {
  readonly last?: PeerMemory | undefined;
  readonly pack?: boolean;
  readonly again?: readonly string[];
  /** Breaks the line after this many frames from the answerer. */
  readonly cutAfter?: number;
  /** The most bytes of a turn. */
  readonly turnBytes?: number;
  /** Whom both show everything; anybody, where absent. */
  readonly peers?: 'known' | 'open';
  /** Each turn is heard by another process of the answerer's home. */
  readonly processes?: boolean;
}

const secrets = new Map<string, Uint8Array>();

/** How a party of the test's network proves who it is: with its sign key, and one secret for all processes of its home. */
export function proverOf(chain: string | undefined): Prover {
  const keyring = keyringOf(chain);
  const secret = secrets.get(chain ?? '') ?? random(32);
  secrets.set(chain ?? '', secret);
  return { sign: keyring === undefined ? undefined : (message) => keyring.sign.sign(message), secret, random };
}

/** The machine of one side. Unless told otherwise it shows everybody everything: who is who is for proof.test.ts. */
export function sideOf(
  ledger: Ledger,
  network: string,
  chain: string | undefined,
  options: TalkOptions = {},
  more: Partial<ExchangeOptions> = {},
): Exchange {
  return new Exchange(ledger, {
    network,
    chain,
    peer: 'peer',
    clock: () => NOW,
    pack: options.pack ?? false,
    last: options.last,
    again: options.again,
    prover: proverOf(chain),
    peers: options.peers ?? 'open',
    ...(options.turnBytes === undefined ? {} : { turnBytes: options.turnBytes }),
    ...more,
  });
}

/** A whole exchange between two parties of one network, over bytes. */
export function talk(network: string, a: Party, b: Party, options: TalkOptions = {}): Talked {
  const asker = sideOf(a.ledger, network, a.chain, options);
  const { pack = false, peers = 'open', turnBytes } = options;
  const answering = () =>
    sideOf(b.ledger, network, b.chain, { pack, peers, ...(turnBytes === undefined ? {} : { turnBytes }) });
  let answerer = answering();
  let longest = 0;
  let turns = 0;
  let frames = 0;
  let fromAnswerer = 0;
  const report = () => ({
    asker: asker.report,
    answerer: answerer.report,
    memory: asker.memory,
    turns,
    frames,
    longest,
    answererIs: asker.standing,
    askerIs: asker.standingThere,
  });
  do {
    turns += 1;
    if (options.processes === true) answerer = answering();
    let bytes = 0;
    for (const frame of carried(asker.turn())) {
      frames += 1;
      bytes += frame.body.length + 6;
      answerer.take(frame);
    }
    longest = Math.max(longest, bytes);
    bytes = 0;
    for (const frame of carried(answerer.turn())) {
      bytes += frame.body.length + 6;
      frames += 1;
      fromAnswerer += 1;
      if (options.cutAfter !== undefined && fromAnswerer > options.cutAfter) {
        asker.end();
        return { ...report(), memory: undefined };
      }
      asker.take(frame);
    }
    longest = Math.max(longest, bytes);
    if (turns > 1_000) throw new Error('the two never come to an end');
  } while (!asker.settled);
  return report();
}

/** Frames as they come out at the other end of a line that cuts them into pieces of any size. */
export function* carried(frames: Iterable<Frame>): Generator<Frame> {
  const reader = new FrameReader();
  for (const frame of frames) {
    const bytes = encodeFrame(frame);
    for (let at = 0; at < bytes.length; at += 10_007) yield* reader.read(bytes.slice(at, at + 10_007));
  }
}

/** A party of the test's network that answers over HTTP; unless told otherwise it shows everybody everything. */
export function serveParty(by: Party, network: string, more: Partial<ServerOptions> = {}): Promise<Serving> {
  const known = { network, chain: by.chain, prover: proverOf(by.chain), peers: 'open', clock: () => NOW } as const;
  return serveLedger(by.ledger, { ...known, ...more });
}

/** Such a party that dials another. */
export function dialParty(by: Party, network: string, url: string, more: Partial<DialOptions> = {}) {
  const known = { network, chain: by.chain, prover: proverOf(by.chain), peers: 'open', clock: () => NOW } as const;
  return dial(by.ledger, url, { ...known, peer: 'peer', ...more });
}

/** How many events of each chain a ledger has. */
export function sizes(ledger: Ledger): Record<string, number> {
  return ledger.read((view) => Object.fromEntries(view.chains().map(({ chain, size }) => [chain, size])));
}
