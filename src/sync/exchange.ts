// One exchange between two ledgers: both run this same machine, in turns, over whatever carries frames.
//
//   turn 1   asker: HELLO                  answerer: HELLO, PROOF
//   turn 2   asker: HELLO, PROOF, HEADS    answerer: HEADS (the asker's own chain first), WANT …
//   turn n   DATA and PAGE for the other's WANTs, HASHES, then own WANTs, DONE — until neither asks for anything
//
// A file is the same with a peer that never asks. Whatever was admitted stays admitted, wherever an exchange ends.
import { CODEC, FRAME, type Frame } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/sync.ts';
import { Acquaintance } from './acquaintance.ts';
import { Asking } from './asking.ts';
import { unpackFrame } from './codec.ts';
import type { ExchangeLedger } from './exchange-ledger.ts';
import { Witness } from './fork.ts';
import { fromFrame, toFrame } from './frames.ts';
import { otherNetwork, ownPeer } from './heads.ts';
import { emptyReport, Intake, type Report } from './intake.ts';
import type { GoesOn } from './long-answers.ts';
import type { ChainHead, Cursor, Data, Done, Hello, Message, Page, Proof } from './messages.ts';
import { Offering } from './offering.ts';
import type { ExchangeOptions, PeerMemory } from './options.ts';
import { isQuestion, Questions } from './questions.ts';
import { Saying } from './saying.ts';
import type { Level, PeerStanding } from './standing.ts';

/** The most heads of a file that are kept. */
const MAX_HEADS = 100_000;

/** By this turn of the side that dials it has told heads. */
const FIRST_HEADS = 2;

/** What any frame counts for at least towards what a peer may waste: empty ones are work, too. */
export const LEAST_COST = 64;

export class Exchange {
  readonly report: Report = emptyReport();
  /** The heads that a silent peer named: what its file should hold. */
  readonly heads: ChainHead[] = [];
  readonly #ledger: ExchangeLedger;
  readonly #options: ExchangeOptions;
  #peer: Hello | undefined;
  #greeted = false;
  /** Where the peer stood at the end of its last turn. */
  #reached: Cursor | undefined;
  #ended = false;
  #turns = 0;
  #heardTurn = 0;
  /** Whether the peer has said HELLO in this turn. */
  #greetedTurn = false;
  #steps = 0;
  /** Whether the peer had more to say than its turn held. */
  #peerLeft = false;
  /** Whether the peer has named heads to this process, and whether the own ones were named to another than answered last. */
  #heardHeads = false;
  #unheard = false;
  /** Whether the peer has shown a proof in this turn. */
  #provedTurn = false;
  readonly #questions = new Questions();
  readonly #known: Acquaintance;
  readonly #offers: Offering;
  readonly #asking: Asking;
  readonly #saying: Saying;
  readonly #intake: Intake;
  readonly #witness: Witness;
  #peerLacks = false;
  /** Leaves and pages that had come by the end of the turn before. */
  #broughtBefore = 0;

  constructor(ledger: ExchangeLedger, options: ExchangeOptions) {
    this.#ledger = ledger;
    this.#options = options;
    const known = new Acquaintance(ledger, options);
    this.#known = known;
    this.#offers = new Offering(ledger, options, known);
    this.#asking = new Asking(ledger, options, this.report, (view) => known.takenIn(view));
    this.#saying = new Saying(ledger, options, { known, asking: this.#asking, questions: this.#questions });
    this.#witness = new Witness(ledger, this.report, options, (chain) => known.takes(chain));
    this.#intake = new Intake(ledger, {
      clock: options.clock,
      silent: options.silent === true || options.again !== undefined,
      byHand: options.silent === true,
      takes: ({ chain, start, leaves }) => known.takes(chain, start + leaves.length),
      asked: (data) => this.#asking.advances(data),
      decided: (data, admission) => this.#asking.decided(data, admission),
      staged: (data) => this.#asking.staged(data),
    });
  }

  /** The chain that the peer says it is, once it has spoken. */
  get peerChain(): string | undefined {
    return this.#peer?.chain;
  }

  /** Where this side stood when the peer had all of it the last time, by its own word. */
  get peerHad(): Cursor | undefined {
    return this.#peer?.since;
  }

  /** What the peer is here, and this side to the peer. */
  get standing(): PeerStanding {
    return this.#known.standing;
  }

  /** Whether the peer has proved to be somebody who is shown everything. */
  get isMember(): boolean {
    return this.#known.isMember;
  }

  /** How much the peer is shown. */
  get level(): Level {
    return this.#known.level;
  }

  get standingThere(): PeerStanding | undefined {
    return this.#known.standingThere;
  }

  /** Pages taken, so far. */
  get pagesIn(): number {
    return this.#intake.pagesIn;
  }

  /** Whether the peer has ended its turn. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Of the side that dials, after an answer: whether neither side has anything left to ask or to answer. */
  get settled(): boolean {
    const { done } = this.#asking;
    return (
      this.#ended &&
      this.#greeted &&
      this.#known.hasTold &&
      !this.#peerLeft &&
      done &&
      !this.#saying.hasMore &&
      !this.#known.mustTellMore &&
      !this.#known.mustProveAgain &&
      !this.#mustOfferAgain
    );
  }

  /** What was offered was heard by another process: this one is asked whether all of it is here. */
  get #mustOfferAgain(): boolean {
    return this.#unheard && this.#offers.mayTell;
  }

  /** What was offered, is not here after all and is not told of as set aside or refused: chains, by id. */
  get lacking(): readonly string[] {
    return [...new Set([...this.#asking.lacking(), ...this.#witness.lacking()])];
  }

  /** Whether all that the peer offered is here, or told of as set aside or refused. */
  get whole(): boolean {
    if (this.#peer === undefined || this.#asking.incomplete || this.#witness.overflows) return false;
    return this.lacking.length === 0;
  }

  /** What to remember of this exchange; undefined where something that was offered, here or there, did not come. */
  get memory(): PeerMemory | undefined {
    if (this.#peer === undefined || this.#peerLacks || !this.whole) return undefined;
    return this.#offers.memory(this.#peer, this.#reached, this.#intake.brought);
  }

  /**
   * The frames of the next turn, made as they are taken: as long as the peer takes, while `goesOn` says so, and else as long as any.
   */
  *turn(goesOn?: GoesOn): Generator<Frame> {
    this.#turns += 1;
    // Whoever speaks first dials.
    if (!this.#greeted) this.#known.begins(this.#peer === undefined);
    const out = this.#saying.begin(goesOn !== undefined);
    if (!this.#greeted || this.#known.dials)
      yield out.greeting(this.#offers.greeting(this.#peer, this.#turns, this.#saying.isWhole));
    const turn = this.#known.dials ? this.#turns : this.#heardTurn;
    const proof = this.#known.proof(turn);
    if (proof !== undefined) yield out.greeting(proof);
    const greets = this.#known.isGreeting(turn);
    if (!greets) this.#chooseOffer();
    this.#greeted = true;
    this.#ended = false;
    this.#peerLeft = false;
    let asks = 0;
    for (const { frame, placed } of this.#saying.frames(out, this.#peer?.chain, goesOn)) {
      if (isQuestion(placed)) asks += 1;
      if (placed.type === 'data') this.#gave(placed);
      yield frame;
    }
    const overAsked = this.#questions.overflowed();
    const left = greets || this.#saying.hasMore || !this.#asking.done || overAsked;
    if (!this.#known.dials) this.#saying.forgetAnswers();
    const last = asks === 0 && !left;
    const cursor = last && !this.#known.dials ? this.#ledger.mark() : undefined;
    // Nothing is asked any more, so what is not here now does not come.
    const lacks = last && !this.whole ? true : undefined;
    const unheard = last && !this.#known.dials && !this.#heardHeads ? true : undefined;
    const closing = this.#known.closing();
    yield toFrame({ type: 'done', asks, left: left ? true : undefined, cursor, lacks, unheard, ...closing }, false);
  }

  /** Heads go out once, again where the peer may see more by now, and where another process heard them. */
  #chooseOffer(): void {
    if (this.#known.mustTellMore) this.#offer(undefined);
    else if (!this.#known.hasTold) this.#offer(this.#offers.since(this.#peer));
    else if (this.#mustOfferAgain && !this.#saying.hasMore && this.#asking.done) {
      this.#offer(this.#offers.toldAll ? undefined : this.#offers.since(this.#peer));
    }
  }

  /**
   * The peer did not take the last turn, or not all of it: the next one says the same again. With `smaller` it is half as
   * long; false where it cannot be shorter.
   */
  again(smaller: boolean): boolean {
    const sent = this.#saying.again(smaller);
    if (sent === undefined) return false;
    for (const one of sent) if (one.type === 'data') this.report.out -= one.leaves.length;
    this.#turns -= 1;
    this.#ended = true;
    return true;
  }

  /** Counts up with whatever brings the exchange on. */
  get steps(): number {
    return this.#steps;
  }

  #gave(data: Data): void {
    this.#steps += 1;
    this.report.out += data.leaves.length;
  }

  /** What is to be waited for before a frame is taken: signatures that threads look at, of batches that would be stored with it. */
  before({ type }: Frame): Promise<unknown> | undefined {
    return type === FRAME.data && !this.#intake.full ? undefined : this.#intake.checked();
  }

  /**
   * Takes one frame of the peer's turn.
   * @throws bad-frame, other-network; and io-failed, locked from the ledger
   */
  take(frame: Frame): void {
    if ((frame.type === FRAME.want || frame.type === FRAME.lack) && this.#questions.full) {
      this.#passOver();
      return;
    }
    // What counts is what had to be looked at: a few packed bytes may unpack to 4 MiB.
    const body = unpackFrame(frame);
    const message = fromFrame({ type: frame.type, codec: CODEC.raw, body });
    const length = Math.max(LEAST_COST, body.length);
    if (this.#ended) throw new PedigreeError('bad-frame', say('peer-went-on-after'));
    if (message === undefined) this.#intake.wasted(length);
    else if (message.type === 'hello') this.#heardHello(message);
    else if (this.#peer === undefined) throw new PedigreeError('bad-frame', say('peer-did-not-say'));
    else if (message.type === 'proof') this.#proof(message, length);
    else if (message.type === 'data') this.#intake.data(message, length);
    else if (message.type === 'page') this.#intake.page(message, length);
    else this.#told(message, length);
    const greets = message?.type === 'hello' || message?.type === 'proof' || message?.type === 'done';
    if (!greets) this.#steps += 1;
  }

  /** One proof a turn is looked at: what is none makes nobody known. */
  #proof(proof: Proof, length: number): void {
    if (this.#provedTurn) throw new PedigreeError('bad-frame', say('peer-proves-twice'));
    this.#provedTurn = true;
    if (this.#options.silent === true || !this.#known.heardProof(proof)) this.#intake.wasted(length);
  }

  #told(message: Exclude<Message, Hello | Proof | Data | Page>, length: number): void {
    if (message.type !== 'done') this.#intake.flush();
    switch (message.type) {
      case 'heads':
        this.#heardHeads = true;
        // What is told once more at the end was asked for when it was told first.
        if (this.#known.dials || this.#heardTurn <= FIRST_HEADS) this.#asking.mayLack();
        if (!this.#heads(message.heads)) this.#intake.wasted(length);
        break;
      case 'want':
      case 'lack':
        this.#questions.add(message);
        break;
      case 'hashes':
        if (message.leaves === undefined) this.#questions.add(message);
        else if (!this.#asking.hashes(message, message.leaves)) this.#intake.wasted(length);
        break;
      case 'fork':
      case 'checkpoint':
        if (!this.#witness.take(message)) this.#intake.wasted(length);
        break;
      case 'done':
        this.#done(message);
    }
  }

  /** The peer will say nothing more, whether it ended its turn or was cut off: what waited for pages is settled. */
  end(): void {
    this.#intake.settle();
    this.#witness.again();
    this.#ledger.acknowledge();
  }

  /** It is a while before the peer is heard again: what came is made durable, for a recall may be among it. */
  pause(): void {
    this.#intake.settle();
    this.#ledger.acknowledge();
  }

  /** Heads once more: all of them, or what changed since the last exchange. */
  #offer(since: number | undefined): void {
    const of = this.#known.dials ? this.#options.chain : this.#peer?.chain;
    this.#saying.offer(this.#offers.heads(since, of, this.#peer?.buckets));
  }

  #heardHello(hello: Hello): void {
    if (hello.network !== this.#options.network) {
      throw otherNetwork(hello.network, this.#options.network);
    }
    const { turn = 0 } = hello;
    if (this.#peer !== undefined) {
      // A turn may come twice, where its answer was lost.
      if (this.#greetedTurn || hello.chain !== this.#peer.chain || turn < this.#heardTurn || turn === 0) {
        throw new PedigreeError('bad-frame', say('peer-said-hello-twice'));
      }
      this.#greetedTurn = true;
      this.#heardTurn = turn;
      if (hello.buckets !== undefined) this.#peer = { ...this.#peer, buckets: hello.buckets };
      this.#known.heardHello(hello, turn);
      return;
    }
    const { silent, chain, own = chain === undefined ? [] : [chain] } = this.#options;
    if (silent !== true && hello.chain !== undefined && own.includes(hello.chain)) throw ownPeer();
    this.#peer = hello;
    this.#known.heardHello(hello, turn);
    this.#greetedTurn = true;
    this.#heardTurn = turn;
    if (!this.#greeted) this.#saying.takes(hello.takes ?? 0);
    // An exchange that was begun in another process was greeted there.
    if (turn > 1 && !this.#greeted) this.#greeted = true;
  }

  /** What is over that is not even read: it is asked again. */
  #passOver(): void {
    if (this.#ended || this.#peer === undefined) throw new PedigreeError('bad-frame', say('question-out-of-turn'));
    this.#questions.passOver();
  }

  /** Whether any of the heads is worth a question. */
  #heads(heads: readonly ChainHead[]): boolean {
    if (this.#options.silent === true) {
      for (const head of heads.slice(0, MAX_HEADS - this.heads.length)) this.heads.push(head);
      return true;
    }
    return this.#asking.heads(heads);
  }

  #done(done: Done): void {
    const { left, cursor, lacks, unheard } = done;
    this.#ended = true;
    this.#questions.endTurn();
    this.#greetedTurn = false;
    this.#provedTurn = false;
    this.#reached = cursor;
    this.#peerLacks = lacks === true;
    this.#peerLeft = left === true;
    this.#unheard = unheard === true && this.#known.dials;
    // The turn may go on in another process: what came is made durable. What the side that dials is given goes on here, and is
    // stored once it is enough for a transaction, so that short turns cost no more of them than long ones.
    if (!this.#peerLeft || !this.#known.dials || !this.#intake.isFresh) this.#intake.settle();
    this.#intake.turn();
    if (this.#peerLeft && this.#known.dials) this.#asking.askAgain();
    // What was taken in may make a member of a stranger.
    this.#known.heardDone(done);
    this.#asking.again();
    if (this.#known.level === 'all' && this.#asking.overflowed()) {
      // The side that dialled tells its heads once more.
      if (this.#known.dials) this.#peerLacks = true;
      this.#heardHeads = false;
    }
    this.#witness.again();
    if (this.report.in + this.#intake.pagesIn > this.#broughtBefore) this.#asking.mayLack();
    this.#broughtBefore = this.report.in + this.#intake.pagesIn;
    // Of the side that dials, what it has left comes unasked.
    const comes = this.#peerLeft && !this.#known.dials;
    const asks = this.#known.level === 'all' || this.#options.again !== undefined;
    if (this.#options.silent !== true && asks && !comes) this.#asking.lookForPages();
    // What follows is said of what was taken in.
    this.#ledger.acknowledge();
  }
}
