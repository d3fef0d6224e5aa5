// One exchange between two ledgers: both run this same machine, in turns, over whatever carries frames.
//
//   turn 1   asker: HELLO, HEADS           answerer: HELLO, HEADS (the asker's own chain first), WANT …
//   turn n   DATA and PAGE for the other's WANTs, HASHES, then own WANTs, DONE — until neither asks for anything
//
// A file is the same with a peer that never asks. Whatever was admitted stays admitted, wherever an exchange ends.
import { CODEC, type Frame } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import type { Ledger } from '../ledger/types.ts';
import { answer } from './answering.ts';
import { Asking } from './asking.ts';
import { unpackFrame } from './codec.ts';
import { evidenceOf, Witness } from './fork.ts';
import { otherNetwork, ownPeer } from './heads.ts';
import { emptyReport, Intake, type Report } from './intake.ts';
import {
  type Checkpoint,
  type Cursor,
  type Data,
  type Fork,
  fromFrame,
  type Hashes,
  HEADS_A_FRAME,
  type Head,
  type Hello,
  type Message,
  type Page,
  toFrame,
  type Want,
} from './messages.ts';
import { authorityDigest, headsOf } from './offer.ts';
import { type ExchangeOptions, isDue, type Memory } from './options.ts';

/** The most questions a peer may ask in one turn, and heads of a file that are kept. */
const MAX_ASKS = 20_000;
const MAX_HEADS = 100_000;

/** Turns after which two peers that still ask each other are not getting anywhere. */
export const MAX_TURNS = 200;

export class Exchange {
  readonly report: Report = emptyReport();
  /** The heads that a silent peer named: what its file should hold. */
  readonly heads: Head[] = [];
  readonly #ledger: Ledger;
  readonly #options: ExchangeOptions;
  #peer: Hello | undefined;
  #greeted = false;
  #offered: 'none' | 'some' | 'all' = 'none';
  #ours: Cursor | undefined;
  #authority = '';
  /** Whether all heads of the peer are asked for, and not only what changed. */
  #asksAll = true;
  /** Whether this side spoke first. */
  #dialled = false;
  /** Where the peer stood at the end of its last turn. */
  #reached: Cursor | undefined;
  #ended = false;
  /** What the peer asked for in its turn. */
  readonly #answers: (Want | Hashes)[] = [];
  readonly #asking: Asking;
  readonly #intake: Intake;
  readonly #witness: Witness;
  #peerLacks = false;

  constructor(ledger: Ledger, options: ExchangeOptions) {
    this.#ledger = ledger;
    this.#options = options;
    this.#asking = new Asking(ledger, options, this.report);
    this.#witness = new Witness(ledger, this.report, options);
    this.#intake = new Intake(ledger, {
      clock: options.clock,
      silent: options.silent === true || options.again !== undefined,
      byHand: options.silent === true,
      asked: (data) => this.#asking.advances(data),
      decided: (data, admission) => this.#asking.decided(data, admission),
    });
  }

  /** The chain that the peer says it is, once it has spoken. */
  get peerChain(): string | undefined {
    return this.#peer?.chain;
  }

  /** Whether the peer has ended its turn. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether the peer has ended its turn and neither side has anything left to ask or to answer. */
  get settled(): boolean {
    return this.#ended && this.#greeted && this.#answers.length === 0 && this.#asking.done && !this.#mustOfferAll();
  }

  /** What was offered, is not here after all and is not told of as set aside or refused: chains, by id. */
  get lacking(): readonly string[] {
    return [...new Set([...this.#asking.lacking(), ...this.#witness.lacking()])];
  }

  /** Whether all that the peer offered is here, or told of as set aside or refused. */
  get whole(): boolean {
    return this.#peer !== undefined && !this.#asking.incomplete && this.lacking.length === 0;
  }

  /** What to remember of this exchange; undefined where something that was offered, here or there, did not come. */
  get memory(): Memory | undefined {
    if (this.#peer === undefined || this.#ours === undefined || this.#peerLacks || !this.whole) return undefined;
    const whole = this.#asksAll && this.#offered === 'all';
    return {
      theirs: this.#peer.cursor,
      reached: this.#reached,
      ours: this.#ours,
      authority: this.#authority,
      theirAuthority: this.#peer.authority,
      wholeAt: whole ? this.#options.clock() : (this.#options.last?.wholeAt ?? 0),
      since: whole ? 0 : (this.#options.last?.since ?? 0) + 1,
    };
  }

  /** The frames of the next turn, made as they are taken. */
  *turn(): Generator<Frame> {
    const frame = (message: Message) => toFrame(message, this.#options.pack);
    if (!this.#greeted) this.#dialled = this.#peer === undefined;
    for (const message of this.#greeting()) yield frame(message);
    this.#ended = false;
    const answers = this.#answers.splice(0);
    for (const ask of answers) {
      for (const message of answer(this.#ledger, ask)) {
        yield frame(message);
        if (message.type === 'data') this.report.out += message.leaves.length;
      }
    }
    let asks = 0;
    for (const question of this.#asking.questions()) {
      asks += 1;
      yield frame(question);
    }
    // Nothing is asked any more, so what is not here now does not come.
    const lacks = asks === 0 && !this.whole;
    const cursor = asks === 0 && !this.#dialled ? this.#ledger.mark() : undefined;
    yield frame({ type: 'done', asks, cursor, ...(lacks ? { lacks } : {}) });
  }

  /**
   * Takes one frame of the peer's turn.
   * @throws bad-frame, other-network; and io-failed, locked from the ledger
   */
  take(frame: Frame): void {
    // What counts is what had to be looked at: a few packed bytes may unpack to 4 MiB.
    const body = unpackFrame(frame);
    const message = fromFrame({ type: frame.type, codec: CODEC.raw, body });
    const { length } = body;
    if (this.#ended) throw new PedigreeError('bad-frame', 'the peer went on after the end of its turn');
    if (message?.type !== 'page') this.#intake.settle();
    if (message === undefined) this.#intake.wasted(length);
    else if (message.type === 'hello') this.#hello(message);
    else if (this.#peer === undefined) throw new PedigreeError('bad-frame', 'the peer did not say HELLO');
    else if (message.type === 'data') this.#intake.data(message, length);
    else if (message.type === 'page') this.#intake.page(message, length);
    else this.#told(message, length);
  }

  #told(message: Exclude<Message, Hello | Data | Page>, length: number): void {
    switch (message.type) {
      case 'heads':
        if (!this.#heads(message.heads)) this.#intake.wasted(length);
        break;
      case 'want':
        this.#queue(message);
        break;
      case 'hashes':
        if (message.leaves === undefined) this.#queue(message);
        else if (!this.#asking.hashes(message, message.leaves)) this.#intake.wasted(length);
        break;
      case 'fork':
      case 'checkpoint':
        if (!this.#seen(message)) this.#intake.wasted(length);
        break;
      case 'done':
        this.#reached = message.cursor;
        this.#done(message.lacks === true);
    }
  }

  /** The peer will say nothing more, whether it ended its turn or was cut off: what waited for pages is settled. */
  end(): void {
    this.#intake.settle();
    this.#witness.again();
    this.#ledger.acknowledge();
  }

  /** Whether it is news. What is no proof is the fault of whoever made it, and of no other frame. @throws bad-frame */
  #seen(message: Fork | Checkpoint): boolean {
    try {
      return this.#witness.take(message);
    } catch (cause) {
      if (!(cause instanceof PedigreeError) || cause.code !== 'bad-encoding') throw cause;
      throw new PedigreeError('bad-frame', cause.message, { cause });
    }
  }

  *#greeting(): Generator<Message> {
    const first = !this.#greeted;
    this.#greeted = true;
    if (first) yield this.#sayHello();
    if (this.#mustOfferAll()) yield* this.#offer(undefined);
    else if (first) yield* this.#offer(this.#offerSince());
  }

  #sayHello(): Hello {
    const { network, chain, last, clock } = this.#options;
    // Before the heads are read: what comes between the two is offered, and told again the next time.
    const cursor = this.#ledger.mark();
    this.#ours = cursor;
    this.#authority = this.#ledger.publish((view) => authorityDigest(view.authority()));
    // Whoever honours more than the last time asks for all heads: what was set aside then may be admitted now.
    const since =
      last !== undefined && last.authority === this.#authority && !isDue(last, clock()) ? last.theirs : undefined;
    this.#asksAll = since === undefined;
    const told = this.#peer?.last;
    return {
      type: 'hello',
      network,
      chain,
      cursor,
      since,
      last: last?.reached,
      knows: told === undefined ? undefined : this.#ledger.knows(told),
      authority: this.#authority,
    };
  }

  /** The count after which heads are offered: what the peer asks for, or what is remembered of the last time. */
  #offerSince(): number | undefined {
    const { last, clock } = this.#options;
    if (last !== undefined && isDue(last, clock())) return undefined;
    const known = this.#peer === undefined ? last?.ours : this.#peer.since;
    return known !== undefined && this.#ledger.knows(known) ? known.n : undefined;
  }

  /** The side that dialled offered only what changed, and the peer turns out not to be who it was the last time, or to be set back. */
  #mustOfferAll(): boolean {
    const last = this.#options.last;
    if (this.#offered !== 'some' || last === undefined || this.#peer === undefined) return false;
    const { cursor, knows, authority } = this.#peer;
    return knows !== true || cursor.epoch !== last.theirs.epoch || authority !== last.theirAuthority;
  }

  *#offer(since: number | undefined): Generator<Message> {
    this.#offered = since === undefined ? 'all' : 'some';
    const first = this.#peer?.chain ?? this.#options.chain;
    const { heads, evidence } = this.#ledger.publish((view) => {
      const heads = headsOf(view, since, first);
      return { heads, evidence: evidenceOf(view, new Set(heads.map((head) => head.chain))) };
    });
    yield* evidence;
    for (let at = 0; at < heads.length || at === 0; at += HEADS_A_FRAME) {
      yield { type: 'heads', full: since === undefined, heads: heads.slice(at, at + HEADS_A_FRAME) };
    }
  }

  #hello(hello: Hello): void {
    if (this.#peer !== undefined) throw new PedigreeError('bad-frame', 'the peer said HELLO twice');
    if (hello.network !== this.#options.network) {
      throw otherNetwork(hello.network, this.#options.network);
    }
    const { silent, chain, own = chain === undefined ? [] : [chain] } = this.#options;
    if (silent !== true && hello.chain !== undefined && own.includes(hello.chain)) throw ownPeer();
    this.#peer = hello;
  }

  #queue(ask: Want | Hashes): void {
    if (this.#answers.length >= MAX_ASKS) throw new PedigreeError('bad-frame', 'the peer asks for too much at once');
    this.#answers.push(ask);
  }

  /** Whether any of the heads is worth a question. */
  #heads(heads: readonly Head[]): boolean {
    if (this.#options.silent === true) {
      for (const head of heads.slice(0, MAX_HEADS - this.heads.length)) this.heads.push(head);
      return true;
    }
    return this.#asking.heads(heads);
  }

  #done(lacks: boolean): void {
    this.#ended = true;
    this.#peerLacks = lacks;
    this.#intake.turn();
    this.#asking.again();
    this.#witness.again();
    // What follows is said of what was taken in.
    this.#ledger.acknowledge();
  }
}
