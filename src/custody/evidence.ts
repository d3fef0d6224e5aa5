// The port through which custody reads what a node holds; the ledger implements it, tests do in memory.
import type { Bytes } from '../chain/bytes.ts';
import type { Leaf } from '../chain/leaf.ts';
import type { Author, Authority } from './authority.ts';
import { refWithHash } from './event-ref.ts';
import type { Policy } from './policy.ts';

/** One event as custody sees it. The same leaf on the same branch always has the same `id` within one Evidence. */
export interface CustodyEvent {
  readonly id: number;
  readonly chain: string;
  /** 0 is the branch seen first; leaves below a fork belong to the branch on which they were stored. */
  readonly branch: number;
  readonly leaf: Leaf;
  /** Absent where no accreditation that counts covers this leaf (authority.authorOf). */
  readonly author?: Author | undefined;
  /** Above a fork of its chain, or of the one that endorsed it, that nothing has settled (authority.settled). */
  readonly contested: boolean;
  /** `CHAIN/SEQ`, or `CHAIN/SEQ~<8 hex of the leaf hash>` on a side branch. */
  readonly ref: string;
}

/** `CHAIN/SEQ~<8 hex of the leaf hash>`: on a chain with two histories the number alone means one event here and another there. */
export function refByLeaf({ chain, leaf }: Pick<CustodyEvent, 'chain' | 'leaf'>): string {
  return refWithHash(chain, leaf.seq, leaf.hash);
}

/** A row of an event that carries the token asked for. */
export interface Hit {
  readonly event: CustodyEvent;
  /** 16 bytes; absent only where the event's rows have no openers. */
  readonly opener?: Bytes;
}

/**
 * What a node knows. All answers are sets: custody sorts by itself whatever order they come in. An event whose leaf has
 * a `fault` is never returned.
 */
export interface Evidence {
  readonly network: string;
  readonly policy: Policy;
  authority(): Authority;
  /** Commissioning events with this public GTIN that have this token among their rows. */
  commissions(gtin: string, token: Bytes): readonly CustodyEvent[];
  /**
   * Every other event, on any chain or branch, that has a row with this token; recalls by serial too. Of what one chain wrote
   * at least the first `most` on each path, sixteen where it is absent; more than that is for the ledger to leave out.
   * With `of` those of the chains alone that it says yes to, of which nothing else is read.
   */
  rows(token: Bytes, most?: number, of?: (chain: string) => boolean): readonly Hit[];
  /**
   * Cheap answer to "has none of these tokens a row?", in no event but those of some chains; where absent each token is asked for
   * with `rows`.
   */
  noRows?(tokens: readonly Bytes[], but?: ReadonlySet<string>): boolean;
  /** Said before the tokens of the item with this key are asked for one by one: whoever fetches from afar fetches them together. */
  expect?(key: Bytes): void;
  /** A page of an attachment (rows, or a sealed part) by its root; undefined where it is not here. */
  page(root: Bytes, index: number): Bytes | undefined;
  /** Cheap answer to "are the first so many pages of an attachment here?"; where absent each page is asked for. */
  hasPages?(root: Bytes, pages: number): boolean;
  /** A `retract` of this event stands on the chain that wrote it, and its author still had rights there. */
  retracted(event: CustodyEvent): boolean;
  /** Cheap answer to "did this chain take anything back?"; where absent each event is asked for. */
  takesBack?(chain: string): boolean;
  /** `a` lies before `b` on b's own path (same chain, b's branch or what that grew from). */
  earlier(a: CustodyEvent, b: CustodyEvent): boolean;
  /** A page of rows of some event (of commissionings of that GTIN, if given) is not here. */
  incomplete(gtin?: string): boolean;
  /** Whether pages of what this party wrote are not here; never, where absent. */
  awaits?(gln: string): boolean;
  /** lot-notice, recall, recall-end (of this GTIN's recalls) and product events of a GTIN. */
  notices(gtin: string): readonly CustodyEvent[];
  /**
   * Commissioning events of a GTIN, whoever wrote them. With `lot` those of this lot at the least, and of lots that differ from it
   * by capitals alone.
   */
  lots(gtin: string, lot?: string): Iterable<CustodyEvent>;
}
