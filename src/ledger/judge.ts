// Whether a batch can be admitted, and how: decided by reading alone, before the write lock is held, or under it where the batch
// goes on from one that is stored with it.
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import { type Checkpoint, verifyCheckpoint } from '../chain/checkpoint.ts';
import { chainIdOf } from '../chain/leaf.ts';
import { type CompactRange, decodeRange, EMPTY_RANGE, extendRange, leafHash, rangeRoot } from '../chain/merkle.ts';
import { EVENT } from '../custody/events/all.ts';
import { open } from '../custody/events/open.ts';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/ledger.ts';
import { hashesFrom, refused, type TakenBatch } from './batch.ts';
import { type BranchRow, leafOn, type Shape } from './branches.ts';
import { attachmentRow, attachmentsOf } from './pages.ts';
import { lastKeySeq, signKeyOf, storedKey } from './sign-keys.ts';
import type { Deciding } from './store.ts';
import type { Admission, AttachmentRef, Batch } from './types.ts';

/** Most chains that nobody has accredited: their `open` event is kept. As many again may come by hand. */
const MOST_OPEN_ONLY = 1_000;

const NOTHING: readonly AttachmentRef[] = [];

interface Place {
  /** The branch whose leaves agree with the batch furthest; undefined for a new chain. */
  readonly shape: Shape | undefined;
  readonly branch: BranchRow | undefined;
  /** Index of the first leaf of the batch that the branch does not have. */
  readonly agreed: number;
}

/** What is to be stored. */
export interface AdmissionPlan extends Place {
  readonly checkpoint: Checkpoint;
  readonly taken: TakenBatch;
  /** Place in the batch of its first leaf that is not here, `agreed`. */
  readonly from: number;
  readonly range: CompactRange;
  readonly kind: 'new' | 'extends' | 'known' | 'fork' | 'heals';
  readonly openOnly: boolean;
  readonly adoptsNetwork: boolean;
  /** What the database was (`Memory.version`): as long as it is that, nobody else has written. */
  readonly version: number | undefined;
}

export type Judged = { readonly plan: AdmissionPlan } | { readonly admission: Admission };

export class Judge {
  readonly #store: Deciding;
  readonly #batch: Batch;
  readonly #taken: TakenBatch;

  constructor(store: Deciding, batch: Batch, taken: TakenBatch) {
    this.#store = store;
    this.#batch = batch;
    this.#taken = taken;
  }

  judge(): Judged {
    const opening = this.#opening();
    if ('admission' in opening) return opening;
    const openOnly = this.#openOnly(opening.adopts);
    if (typeof openOnly !== 'boolean') return { admission: openOnly };
    const place = this.#place();
    if (place === undefined) return { admission: { kind: 'aside', why: 'gap', size: this.#size() } };
    return this.#check({ ...place, openOnly, adoptsNetwork: opening.adopts });
  }

  #size(): number {
    return this.#store.view.chain(this.#batch.chain)?.size ?? 0;
  }

  // Whether the chain may begin here: its id is what its first leaf says, and it is of this network.
  #opening(): { readonly adopts: boolean } | { readonly admission: Admission } {
    const { chain, start } = this.#batch;
    const network = this.#store.memory.network();
    if (start > 0) return { adopts: false };
    const first = this.#taken.opening;
    if (
      first === undefined ||
      first.type !== EVENT.open.type ||
      first.fault !== undefined ||
      chainIdOf(first.bytes) !== chain
    ) {
      return { admission: refused('bad-leaf', phrase('chain-does-not-begin')) };
    }
    const named = first.public.network ?? chain;
    if (network === '') {
      return named === chain ? { adopts: true } : { admission: { kind: 'aside', why: 'no-founder', size: 0 } };
    }
    if (named !== network) return { admission: refused('other-network', phrase('chain-belongs-to-another')) };
    return { adopts: false };
  }

  // Whether only the opening event is kept; or why nothing is.
  #openOnly(adopts: boolean): boolean | Admission {
    const { chain, start } = this.#batch;
    const { memory, view } = this.#store;
    if (adopts || chain === memory.network() || chain === memory.own()) return false;
    const card =
      start === 0 && this.#taken.opening !== undefined ? open.parts.public(this.#taken.opening.public) : undefined;
    const authority = view.authority();
    if (authority.admitted(chain, card?.party.gln)) return false;
    // A chain that the recovery key puts in the founder's place may bring that word itself.
    for (const leaf of this.#taken.whole.values()) if (authority.successorIn(leaf) === chain) return false;
    const known = view.chain(chain);
    if (start > 0 || this.#taken.leaves.length > 1) {
      return { kind: 'aside', why: 'not-accredited', size: known?.size ?? 0 };
    }
    const most = this.#batch.byHand === true ? 2 * MOST_OPEN_ONLY : MOST_OPEN_ONLY;
    if (known === undefined && this.#strangers(most) >= most) {
      return refused('too-many', phrase('more-than-chains-wait', { only: MOST_OPEN_ONLY }));
    }
    return true;
  }

  // How many cards wait, once there may be so many: those of whom only the card has come do not count after an accreditation.
  #strangers(most: number): number {
    const { sql, view } = this.#store;
    const cards = sql.values<string>('SELECT chain FROM branch WHERE open_only = 1');
    if (cards.length < most) return cards.length;
    const authority = view.authority();
    return cards.filter((chain) => !authority.admitted(chain)).length;
  }

  // The branch that goes furthest with the batch; undefined where none has the leaf before it.
  #place(): Place | undefined {
    const { chain, start, leaves } = this.#batch;
    const { sql, memory, view } = this.#store;
    const shapes = memory.shapes.of(chain);
    if (shapes.length === 0) return start === 0 ? { shape: undefined, branch: undefined, agreed: 0 } : undefined;
    let best: (Place & { readonly branch: BranchRow }) | undefined;
    for (const shape of shapes) {
      const branch = sql.row<BranchRow>('SELECT * FROM branch WHERE id = ?', shape.row);
      if (branch === undefined || start > branch.size || !this.#follows(shape, branch)) continue;
      let agreed = start;
      const here = start < branch.size ? view.leaves(chain, shape.number, start, start + leaves.length) : [];
      for (const row of here) {
        if (!sameBytes(row.bytes, leaves[row.seq - start] ?? Buffer.alloc(0))) break;
        agreed++;
      }
      if (
        best === undefined ||
        agreed > best.agreed ||
        (agreed === best.agreed && agreed === branch.size && agreed < best.branch.size)
      ) {
        best = { shape, branch, agreed };
      }
    }
    return best;
  }

  // Whether the batch's first leaf names the leaf that this branch has before it.
  #follows(shape: Shape, branch: BranchRow): boolean {
    const { start } = this.#batch;
    const { first } = this.#taken;
    if (start === 0 || first === undefined) return true;
    if (start === branch.size) return sameBytes(branch.head, first.prev);
    const bytes = this.#store.sql.value<Bytes>(
      'SELECT CAST(bytes AS BLOB) FROM leaf WHERE id = ?',
      leafOn(shape, start - 1),
    );
    return bytes !== undefined && sameBytes(leafHash(bytes), first.prev);
  }

  #check(found: Place & { readonly openOnly: boolean; readonly adoptsNetwork: boolean }): Judged {
    const { start, note } = this.#batch;
    const { shape, branch, agreed } = found;
    const { checkpoint } = this.#taken;
    const from = agreed - start;
    const isKnown = from === this.#taken.leaves.length;
    if (shape !== undefined && isKnown) {
      const last = leafOn(shape, checkpoint.size - 1);
      const known = this.#store.sql.value<string | null>('SELECT note FROM leaf WHERE id = ?', last);
      const wants = known === note ? this.#mendPages() : NOTHING;
      if (wants.length === 0) {
        if (known === note) return { admission: { kind: 'stored', stored: 0, healed: 0 } };
      } else if (this.#batch.withoutPages !== true) {
        return { admission: { kind: 'aside', why: 'pages', wants, size: this.#size() } };
      }
    }
    const fault = this.#links(found, from);
    if (fault !== undefined) return { admission: refused('bad-leaf', fault) };
    const before = this.#rangeAt(found);
    const range = extendRange(before, hashesFrom(this.#taken, from));
    if (!sameBytes(rangeRoot(range), checkpoint.root)) {
      if (shape !== undefined && branch !== undefined && agreed === branch.size) this.#suspectOwnDamage(shape, branch);
      return { admission: refused('bad-note', phrase('leaves-do-not-have')) };
    }
    const keys = this.#keys(shape, agreed, from);
    if (keys === undefined || !verifyCheckpoint(checkpoint, keys)) {
      return { admission: refused('bad-note', phrase('checkpoint-not-signed')) };
    }
    const first = this.#store.memory.mending ? 0 : from;
    const wants = this.#batch.withoutPages === true ? [] : this.#lacking(first);
    if (wants.length > 0) return { admission: { kind: 'aside', why: 'pages', wants, size: this.#size() } };
    const kind = this.#kindOf(found, isKnown);
    const { version } = this.#store.memory;
    return { plan: { ...found, checkpoint, taken: this.#taken, from, range, kind, version } };
  }

  #kindOf({ shape, branch, agreed }: Place, isKnown: boolean): AdmissionPlan['kind'] {
    if (shape === undefined || branch === undefined) return 'new';
    if (isKnown) return 'known';
    if (agreed === branch.size) return 'extends';
    return this.#isSound(shape, branch, agreed) ? 'fork' : 'heals';
  }

  // A stored leaf that differs from a signed one is a fork only where what is stored is itself what was signed.
  #isSound(shape: Shape, branch: BranchRow, seq: number): boolean {
    return sameBytes(rangeRoot(this.#store.view.rangeOf(shape, branch.size, seq)), branch.root);
  }

  #suspectOwnDamage(shape: Shape, branch: BranchRow): void {
    if (rangeRoot(decodeRange(branch.range)).length === 32 && this.#isSound(shape, branch, branch.size - 1)) return;
    throw new PedigreeError('damaged', say('part-damaged'), {
      hint: say('audit-tells-what'),
    });
  }

  // Whether the first leaf of the batch follows what is stored; within the batch each follows the one before.
  #links({ shape, branch, agreed }: Place, from: number): string | undefined {
    // Else whoever has no key could sign himself in: a new key is vouched for by a checkpoint of the key before it.
    for (const [i, leaf] of this.#taken.whole) {
      if (i < from || i === this.#taken.leaves.length - 1 || leaf.seq === 0 || signKeyOf(leaf) === undefined) continue;
      return phrase('new-key-of-event', { seq: leaf.seq });
    }
    const { start } = this.#batch;
    const { first } = this.#taken;
    if (shape === undefined || first === undefined || agreed > start || start === 0) return undefined;
    // What is known of the branch says the same without reading the event, where that is what was stored.
    if (branch !== undefined && start === branch.size && first.at >= branch.at) {
      const bytes = this.#store.sql.blob('SELECT bytes FROM leaf WHERE id = ?', leafOn(shape, start - 1));
      if (bytes !== undefined && sameBytes(leafHash(bytes), first.prev)) return undefined;
    }
    const last = this.#store.memory.leaf(leafOn(shape, start - 1));
    if (last === undefined || !sameBytes(first.prev, last.hash)) return phrase('event-does-not-follow', { seq: start });
    return first.at < last.at ? phrase('time-runs-back', { seq: start }) : undefined;
  }

  #rangeAt({ shape, branch, agreed }: Place): CompactRange {
    if (shape === undefined || branch === undefined || agreed === 0) return EMPTY_RANGE;
    if (agreed === branch.size) return decodeRange(branch.range);
    return this.#store.view.rangeOf(shape, agreed);
  }

  // The key that the last `open` or `rotate` before the checkpoint's own last leaf has set.
  #keys(shape: Shape | undefined, agreed: number, from: number): Bytes | undefined {
    const { size } = this.#taken.checkpoint;
    for (const [i, leaf] of [...this.#taken.whole].reverse()) {
      if (i < from || leaf.seq > lastKeySeq(size)) continue;
      const key = signKeyOf(leaf);
      if (key !== undefined) return key;
    }
    return shape && storedKey(this.#store.memory, shape, Math.min(agreed - 1, lastKeySeq(size)));
  }

  // Events that are here may lack pages that were damaged.
  #mendPages(): readonly AttachmentRef[] {
    return this.#store.memory.mending ? this.#lacking(0) : NOTHING;
  }

  #lacking(from: number): AttachmentRef[] {
    const wants: AttachmentRef[] = [];
    for (const [i, leaf] of this.#taken.whole) {
      if (i < from) continue;
      for (const ref of attachmentsOf(leaf)) {
        const stored = attachmentRow(this.#store.sql, ref.root, ref.kind);
        // With another number of pages than the leaf says nobody could send them on.
        if (stored === undefined || stored.have < stored.pages || stored.pages !== ref.pages) wants.push(ref);
      }
    }
    return wants;
  }
}
