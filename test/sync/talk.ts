// Exchanges without a line: two machines in one process, their frames passed by hand.
import { encodeFrame, type Frame, FrameReader } from '../../src/chain/frame.ts';
import type { Ledger } from '../../src/ledger/types.ts';
import { Exchange } from '../../src/sync/exchange.ts';
import type { Report } from '../../src/sync/intake.ts';
import type { Memory } from '../../src/sync/options.ts';
import { NOW, type Party } from '../ledger/network.ts';

export interface Talked {
  readonly asker: Report;
  readonly answerer: Report;
  readonly memory: Memory | undefined;
  readonly turns: number;
  readonly frames: number;
  /** Bytes of the longest turn. */
  readonly longest: number;
}

export interface TalkOptions {
  readonly last?: Memory | undefined;
  readonly pack?: boolean;
  readonly again?: readonly string[];
  /** Breaks the line after this many frames from the answerer. */
  readonly cutAfter?: number;
  /** The most bytes of a turn. */
  readonly turnBytes?: number;
  /** Each turn is heard by another process of the answerer's home. */
  readonly processes?: boolean;
}

/** The machine of one side. */
export function sideOf(
  ledger: Ledger,
  network: string,
  chain: string | undefined,
  options: TalkOptions = {},
): Exchange {
  return new Exchange(ledger, {
    network,
    chain,
    peer: 'peer',
    clock: () => NOW,
    pack: options.pack ?? false,
    last: options.last,
    again: options.again,
    ...(options.turnBytes === undefined ? {} : { turnBytes: options.turnBytes }),
  });
}

/** A whole exchange between two parties of one network, over bytes. */
export function talk(network: string, a: Party, b: Party, options: TalkOptions = {}): Talked {
  const asker = sideOf(a.ledger, network, a.chain, options);
  const { pack = false, turnBytes } = options;
  const answering = () =>
    sideOf(b.ledger, network, b.chain, { pack, ...(turnBytes === undefined ? {} : { turnBytes }) });
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
function* carried(frames: Iterable<Frame>): Generator<Frame> {
  const reader = new FrameReader();
  for (const frame of frames) {
    const bytes = encodeFrame(frame);
    for (let at = 0; at < bytes.length; at += 10_007) yield* reader.read(bytes.slice(at, at + 10_007));
  }
}
