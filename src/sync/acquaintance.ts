// How the two sides of one exchange come to know each other: nonces, proofs and passes, and what the peer may see by them.
import type { Bytes } from '../chain/bytes.ts';
import {
  isNonce,
  type Meeting,
  makeNonce,
  makePass,
  NONCE_SIZE,
  NONCE_TIME,
  PASS_TIME,
  type PeerRole,
  peerMessage,
  readPass,
} from '../chain/peer-proof.ts';
import type { View } from '../ledger/types.ts';
import type { ExchangeLedger } from './exchange-ledger.ts';
import type { Done, Hello, Proof } from './messages.ts';
import { rankIn } from './offer.ts';
import type { ExchangeOptions } from './options.ts';
import { glnIn, isProof, linksOf } from './proof.ts';
import {
  isMember,
  type Level,
  levelNumber,
  levelOf,
  type PeerStanding,
  type Sides,
  shownOf,
  takenOf,
} from './standing.ts';

/** So long after a proof its pass is shown instead of another one, ms. */
const PASS_RELIED_ON = PASS_TIME / 2;

export class Acquaintance {
  readonly #ledger: ExchangeLedger;
  readonly #options: ExchangeOptions;
  /** The own nonce of the side that dials, for the whole exchange; of the other side the asker's. */
  #askerNonce: Bytes | undefined;
  /** Of the side that dials: the newest nonce of the other. */
  #answererNonce: Bytes | undefined;
  /** Of the side that dials: what the other gave it to show, and when it last proved itself, ms. */
  #pass: string | undefined;
  #provedAt = 0;
  #proofs = 0;
  /** Of the side that answers: until when the pass counts that it gives, ms. */
  #passUntil = 0;
  #peer: Hello | undefined;
  #dialled = false;
  #proved = false;
  #level: Level = 'public';
  /** Up to which level heads were told in this exchange, here or in another process. */
  #told: Level | undefined;
  /** What the answering side has said that this one is to it. */
  #standingThere: PeerStanding | undefined;
  /** The GLN on the card of a peer that has proved itself, as it stands in its links. */
  #gln: string | undefined;

  constructor(ledger: ExchangeLedger, options: ExchangeOptions) {
    this.#ledger = ledger;
    this.#options = options;
  }

  /** Whether this side dials. */
  get dials(): boolean {
    return this.#dialled;
  }

  /** What the peer is here. */
  get standing(): PeerStanding {
    if (!this.#proved) return 'unproven';
    return this.#honoured() ? 'member' : 'stranger';
  }

  /** What this side is to the peer, as far as that has said so. */
  get standingThere(): PeerStanding | undefined {
    return this.#standingThere;
  }

  get isMember(): boolean {
    return this.#proved && this.#level === 'all';
  }

  get level(): Level {
    return this.#level;
  }

  /** Whether there is more to show than heads were told of. */
  get mustTellMore(): boolean {
    return this.#told !== undefined && levelNumber(this.#level) > levelNumber(this.#told);
  }

  /** A proof may come too late for its nonce: once more. */
  get mustProveAgain(): boolean {
    return this.#standingThere === 'unproven' && this.#proofs === 1 && this.#answererNonce !== undefined;
  }

  /** Heads were told as far as the peer may see now. */
  told(): void {
    this.#told = this.#level;
  }

  /** Whether heads were told, here or in another process of this home. */
  get hasTold(): boolean {
    return this.#told !== undefined;
  }

  /** Whether both sides have shown each other everything. */
  get mutual(): boolean {
    return this.#level === 'all' && (this.#silent || this.#standingThere === 'member');
  }

  get #silent(): boolean {
    return this.#options.silent === true;
  }

  get #open(): boolean {
    return this.#options.peers === 'open';
  }

  /** Whether this turn only says who is who: the side that dials says nothing else before the other has proved itself. */
  isGreeting(turn: number): boolean {
    return this.#askerNonce !== undefined && turn === 1;
  }

  /** What HELLO has of it. */
  greeting(): Pick<Hello, 'nonce' | 'pass'> {
    const { prover } = this.#options;
    if (!this.#dialled || prover === undefined) return {};
    this.#askerNonce ??= prover.random(NONCE_SIZE);
    return { nonce: this.#askerNonce, pass: this.#pass };
  }

  /** Who dials is known with the first turn. */
  begins(dialled: boolean): void {
    this.#dialled = dialled;
    this.#look();
  }

  #passHolds(): boolean {
    return this.#pass !== undefined && this.#options.clock() - this.#provedAt < PASS_RELIED_ON;
  }

  /** The proof that is due in this turn. */
  proof(turn: number): Proof | undefined {
    const { prover, chain } = this.#options;
    if (prover?.sign === undefined || chain === undefined || this.#askerNonce === undefined) return undefined;
    // Nobody is told who dials before he has said who answers.
    const isDue = this.#dialled ? this.#proved && !this.#passHolds() : turn === 1;
    if (!isDue) return undefined;
    const nonce = this.#dialled ? this.#answererNonce : this.#freshNonce();
    const meeting = nonce === undefined ? undefined : this.#meeting(nonce);
    if (nonce === undefined || meeting === undefined) return undefined;
    const signature = prover.sign(peerMessage(this.#role(), meeting));
    this.#provedAt = this.#options.clock();
    this.#proofs += 1;
    return { type: 'proof', nonce, signature, links: linksOf(this.#ledger, chain) };
  }

  #role(): PeerRole {
    return this.#dialled ? 'asker' : 'answerer';
  }

  #meeting(answererNonce: Bytes): Meeting | undefined {
    const { network, chain } = this.#options;
    const askerNonce = this.#askerNonce;
    if (askerNonce === undefined) return undefined;
    const [asker, answerer] = this.#dialled ? [chain, this.#peer?.chain] : [this.#peer?.chain, chain];
    return { network, asker, answerer, askerNonce, answererNonce };
  }

  #freshNonce(): Bytes | undefined {
    const { prover, network, clock } = this.#options;
    const askerNonce = this.#askerNonce;
    if (prover === undefined || askerNonce === undefined) return undefined;
    return makeNonce(prover.secret, { network, asker: this.#peer?.chain, askerNonce }, clock() + NONCE_TIME);
  }

  /** HELLO came: of the side that dials it has a nonce, and a pass once it was proved. */
  heardHello(hello: Hello, turn: number): void {
    this.#peer = hello;
    if (this.#dialled || this.#silent) {
      this.#look();
      return;
    }
    this.#askerNonce = hello.nonce;
    const { prover, network, clock } = this.#options;
    const { chain, pass } = hello;
    const known =
      prover === undefined || chain === undefined || pass === undefined
        ? undefined
        : readPass(prover.secret, network, chain, pass, clock());
    // Each turn shows a pass or brings a proof: what another process would not know this one does not go by.
    this.#proved = known !== undefined;
    if (known !== undefined) {
      this.#passUntil = known.until;
      this.#told ??= levelOf(known.level);
    }
    // Without a nonce of the asker heads were told in turn 1, else in turn 2: where they were not told here, in another process.
    if (turn > (hello.nonce === undefined ? 1 : 2)) this.#told ??= 'public';
    this.#look();
  }

  /** A proof came: whether it is one. */
  heardProof(proof: Proof): boolean {
    const { network, clock, prover } = this.#options;
    const chain = this.#peer?.chain;
    const meeting = this.#meeting(proof.nonce);
    if (chain === undefined || meeting === undefined) return false;
    // Its own nonce the side that dials has drawn itself; what the other has made it must know again.
    if (!this.#dialled && (prover === undefined || !isNonce(prover.secret, meeting, proof.nonce, clock())))
      return false;
    const message = peerMessage(this.#dialled ? 'answerer' : 'asker', meeting);
    if (!this.#ledger.read((view) => isProof(view, network, chain, proof, message))) return false;
    this.#proved = true;
    this.#passUntil = clock() + PASS_TIME;
    this.#gln = glnIn(chain, proof);
    this.#look();
    return true;
  }

  /** What the answering side says at the end of its turn. */
  heardDone({ nonce, pass, standing }: Done): void {
    if (this.#dialled) {
      this.#answererNonce = nonce ?? this.#answererNonce;
      this.#standingThere = standing;
      this.#pass = pass;
    }
    this.#look();
  }

  /** What the side that answers says at the end of its turn. */
  closing(): Pick<Done, 'nonce' | 'pass' | 'standing'> {
    const { prover, network } = this.#options;
    const chain = this.#peer?.chain;
    if (this.#dialled || prover === undefined || this.#askerNonce === undefined) return {};
    const standing = this.#open ? 'member' : this.standing;
    const nonce = this.#freshNonce();
    if (!this.#proved || chain === undefined || this.#told === undefined) return { nonce, standing };
    const pass = makePass(prover.secret, network, chain, { level: levelNumber(this.#told), until: this.#passUntil });
    return { nonce, pass, standing };
  }

  #honoured(): boolean {
    const chain = this.#peer?.chain;
    return chain !== undefined && this.#ledger.read((view) => isMember(view, chain, this.#gln));
  }

  /** Looks again at what the peer is: what was taken in may have made it a member, or ended it. */
  #look(): void {
    if (this.#silent || this.#open) this.#level = 'all';
    else if (this.#proved) this.#level = this.#honoured() ? 'all' : 'public';
    else this.#level = this.#dialled ? 'card' : 'public';
  }

  /** Who is asked for the repair of damage may be known no more for it. */
  get #takesAll(): boolean {
    return this.#level === 'all' || this.#options.again !== undefined;
  }

  get #sides(): Sides {
    const { network, chain: own } = this.#options;
    return { network, own, peer: this.#peer?.chain, proved: this.#proved, dialled: this.#dialled };
  }

  /** How many leaves of a chain the peer may see. */
  shownIn(view: View): (chain: string) => number {
    if (this.#level === 'all') return () => Number.POSITIVE_INFINITY;
    const rank = rankIn(view);
    return (chain) => shownOf(this.#level, this.#sides, chain, rank);
  }

  /** Whether leaves of a chain up to this size are taken from the peer; without one, what else is said of it. */
  takes(chain: string, size = Number.POSITIVE_INFINITY): boolean {
    return this.#takesAll || this.#ledger.read((view) => this.takenIn(view)(chain) >= size);
  }

  /** How many leaves of a chain are taken from the peer. */
  takenIn(view: View): (chain: string) => number {
    if (this.#takesAll) return () => Number.POSITIVE_INFINITY;
    const rank = rankIn(view);
    return (chain) => takenOf(this.#level, this.#sides, chain, rank);
  }
}
