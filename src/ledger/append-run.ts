// One run of an append: events are sealed, written, read back and hashed before the checkpoint that covers them is stored.
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import { type Draft, type SealedEvent, sealEvent } from '../chain/compose.ts';
import { chainIdOf, decodeLeaf } from '../chain/leaf.ts';
import {
  type CompactRange,
  decodeRange,
  EMPTY_RANGE,
  EMPTY_ROOT,
  encodeRange,
  extendRange,
  leafHash,
  rangeRoot,
} from '../chain/merkle.ts';
import { EVENT } from '../custody/events/all.ts';
import type { CustodyEvent } from '../custody/evidence.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/ledger.ts';
import { writeAttachment } from './attachments.ts';
import { type BranchRow, branchSum } from './branches.ts';
import { isForked, mustProtect } from './forked-own.ts';
import { type Head, headOf } from './head-file.ts';
import { key48, leafId } from './ids.ts';
import { Indexer } from './index-events.ts';
import type { Tip } from './memory.ts';
import { isBounded } from './named.ts';
import { noteSum } from './note-row.ts';
import { attachmentsOf } from './pages.ts';
import { lastKeySeq, storedKey } from './sign-keys.ts';
import type { Notes } from './signing.ts';
import { type Store, settleHead } from './store.ts';
import { changed } from './sums.ts';
import { storedType } from './type-codes.ts';
import type { Appender, AppendOptions, AppendTx } from './types.ts';

/** Most bytes of leaves in one commit, so that it goes whole into one turn of an exchange. */
const COMMIT_BYTES = 256 * 1024;
/** The own chain is appended to on its first branch. */
const OWN_BRANCH = { number: 0, parent: null, base: 0, open_only: 0 } as const;
const NOTHING: Bytes = new Uint8Array(0);
/** How far the wall clock may stand behind the chain: `at` counts on by one an event, so a long append runs ahead of it. */
const CLOCK_BEHIND = 120_000;
/** How far it may stand ahead of the chain and of every peer seen. */
const CLOCK_AHEAD = 24 * 3_600_000;

export class AppendRun implements AppendTx {
  readonly opens: boolean;
  readonly #store: Store;
  readonly #self: Appender;
  readonly #options: AppendOptions;
  readonly #notes: Notes;
  #indexer: Indexer;
  #chain = '';
  #row = 0;
  #size = 0;
  #prev: Bytes = Buffer.alloc(32);
  #lastAt: number | undefined;
  #range: CompactRange = EMPTY_RANGE;
  #commitBytes = 0;
  #hashes: Bytes[] = [];
  #rotated = false;
  #isForked = false;
  #isBounded = false;
  #added = 0;
  #head: Head | undefined;

  constructor(store: Store, self: Appender, options: AppendOptions, notes: Notes) {
    this.#store = store;
    this.#self = self;
    this.#options = options;
    this.#notes = notes;
    this.opens = self.chain === undefined;
    this.#indexer = new Indexer(store.sql, 'main', store.memory.kinds);
  }

  get view(): Store['view'] {
    return this.#store.view;
  }

  get local(): Store['local'] {
    return this.#store.local;
  }

  get chain(): string {
    return this.#chain;
  }

  /** How many events: not they themselves, so that a million packs in cases are not all held to the end. */
  get added(): number {
    return this.#added;
  }

  get lastAt(): number | undefined {
    return this.#added === 0 ? undefined : this.#lastAt;
  }

  /** What the head file has to say once this is committed. */
  get head(): Head | undefined {
    return this.#head;
  }

  get at(): number {
    return Math.max(this.#options.now, this.#lastAt === undefined ? 0 : this.#lastAt + 1);
  }

  begin(): void {
    const { memory } = this.#store;
    const chain = this.#self.chain;
    const own = memory.own();
    if (chain === undefined) {
      if (own !== undefined && this.#options.newChain !== true) {
        throw new PedigreeError('cannot-create', say('chain-there-already'));
      }
      this.#checkClock(undefined);
      return;
    }
    if (own !== chain) throw new PedigreeError('wrong-state', say('not-own-chain'));
    const tip = memory.tip ?? this.#storedTip(chain);
    settleHead(this.#store, tip);
    this.#chain = chain;
    this.#row = tip.id;
    this.#size = tip.size;
    this.#prev = tip.head;
    this.#lastAt = tip.at;
    this.#range = tip.range;
    this.#isBounded = isBounded(memory, chain);
    this.#checkClock(tip.at);
    this.#checkKey(chain, tip.size);
    this.#isForked = isForked(this.#store.view, chain);
    if (memory.leaf(leafId(tip.id, tip.size - 1))?.type === EVENT.retire.type) {
      throw new PedigreeError('wrong-state', say('chain-retired'));
    }
  }

  #storedTip(chain: string): Tip {
    const { sql } = this.#store;
    const branch = sql.row<BranchRow>('SELECT * FROM branch WHERE chain = ? AND number = 0', chain);
    if (branch === undefined) throw new PedigreeError('chain-broken', say('own-chain-missing'));
    if (![branch.root, branch.head, branch.range].every((bytes: unknown) => bytes instanceof Uint8Array))
      throw changed(say('end-of-own-chain'));
    return { ...branch, range: decodeRange(branch.range) };
  }

  /** Keys that another run has changed meanwhile, or of an old backup, would leave a wrong note for good. @throws not-allowed */
  #checkKey(chain: string, size: number): void {
    const { memory } = this.#store;
    const shape = memory.shapes.of(chain).find((one) => one.number === 0);
    const due = shape && storedKey(memory, shape, lastKeySeq(size + 1));
    if (due === undefined || sameBytes(due, this.#self.keyring.sign.public)) return;
    throw new PedigreeError('not-allowed', say('key-not-named'), {
      hint: say('newest-key-file'),
    });
  }

  /** A wrong clock would mark the chain for ever, because `at` never runs back. @throws clock-suspect */
  #checkClock(ownAt: number | undefined): void {
    const { now, heard, clockIsRight } = this.#options;
    if (clockIsRight === true) return;
    if (ownAt !== undefined && now < ownAt - CLOCK_BEHIND) {
      throw new PedigreeError('clock-suspect', say('clock-behind-chain', { now: minute(now), ownAt: minute(ownAt) }), {
        hint: say('set-clock-if-right'),
      });
    }
    if (ownAt !== undefined && now <= ownAt + CLOCK_AHEAD) return;
    // A chain that claims to be years ahead says nothing about the clock here.
    const recorded = this.#store.sql.value<number | null>('SELECT max(at) FROM branch WHERE at <= ?', now) ?? undefined;
    if (recorded === undefined || now <= recorded + CLOCK_AHEAD) return;
    const told = heard?.();
    if (told === undefined || now > told + CLOCK_AHEAD) {
      throw new PedigreeError('clock-suspect', say('clock-far-ahead', { now: minute(now) }), {
        hint: say('sync-compares-clock'),
      });
    }
  }

  add(draft: Draft): CustodyEvent & { readonly kd?: Bytes; readonly km?: Bytes } {
    if (this.#isForked) mustProtect(this.#store, this.#chain, draft);
    if (this.#rotated) throw new PedigreeError('bad-input', say('change-of-keys-last'));
    const at = this.at;
    const position = { chain: this.#chain, seq: this.#size, prev: this.#prev, at };
    const sealed = sealEvent(draft, position, this.#self.keyring, this.#self.random);
    if (this.#commitBytes > 0 && this.#commitBytes + sealed.bytes.length > COMMIT_BYTES) this.closeCommit();
    if (this.#size === 0) this.#open(draft, sealed);
    const event = this.#write(sealed, at);
    if (draft.type === EVENT.open.type || draft.type === EVENT.rotate.type) this.closeCommit();
    this.#rotated = draft.type === EVENT.rotate.type;
    return Object.assign(event, {
      ...(sealed.kd === undefined ? {} : { kd: sealed.kd }),
      ...(sealed.km === undefined ? {} : { km: sealed.km }),
    });
  }

  // A chain comes into being with the bytes of its first event.
  #open(draft: Draft, sealed: SealedEvent): void {
    const { sql, memory } = this.#store;
    if (draft.type !== EVENT.open.type) throw new PedigreeError('bad-input', say('first-event-of-chain'));
    this.#chain = chainIdOf(sealed.bytes);
    const network = draft.public.network ?? this.#chain;
    const known = memory.network();
    if (typeof network !== 'string' || (known !== '' && known !== network)) {
      throw new PedigreeError('other-network', say('folder-of-other-network'));
    }
    if (known === '') memory.setMeta('network', network);
    memory.setMeta('own', this.#chain);
    const empty = Buffer.alloc(0);
    this.#row =
      sql.value<number>(
        `INSERT INTO branch (chain, number, parent, base, size, at, seen, changed, open_only, root, head, range)
         VALUES (?, 0, NULL, 0, 0, 0, 0, 0, 0, ?, ?, ?) RETURNING id`,
        this.#chain,
        EMPTY_ROOT,
        empty,
        empty,
      ) ?? 0;
  }

  #write(sealed: SealedEvent, at: number): CustodyEvent {
    const { sql, view } = this.#store;
    const leaf = decodeLeaf(sealed.bytes);
    if (leaf.fault !== undefined)
      throw new PedigreeError('unexpected', say('own-event-malformed', { fault: leaf.fault }));
    const id = leafId(this.#row, this.#size);
    sql.run(
      'INSERT INTO leaf (id, sum, type, bytes) VALUES (?, ?, ?, ?)',
      id,
      key48(sealed.hash),
      storedType(leaf),
      sealed.bytes,
    );
    for (const ref of attachmentsOf(leaf)) {
      const found = sealed.attachments.find((one) => sameBytes(one.root, ref.root));
      if (found !== undefined) writeAttachment(sql, ref, found.pages);
    }
    this.#store.memory.keep(id, leaf);
    this.#indexer.add(id, this.#row, leaf);
    this.#indexer.flush();
    this.#size++;
    this.#prev = sealed.hash;
    this.#lastAt = at;
    this.#hashes.push(sealed.hash);
    this.#commitBytes += sealed.bytes.length;
    sql.run('UPDATE branch SET size = ?, at = ?, head = ? WHERE id = ?', this.#size, at, sealed.hash, this.#row);
    if (this.#indexer.authority || this.#isBounded) this.#store.memory.bumpStamp();
    this.#indexer.authority = false;
    const event = view.eventById(id);
    if (event === undefined) throw new PedigreeError('damaged', say('own-event-unreadable'));
    this.#added++;
    return event;
  }

  closeCommit(): void {
    if (this.#hashes.length === 0) return;
    const { sql, memory } = this.#store;
    this.#range = extendRange(this.#range, this.#readBack());
    const root = rangeRoot(this.#range);
    const tree = { chain: this.#chain, size: this.#size, root };
    const note = this.#options.dryRun === true ? undefined : this.#notes.of(tree);
    if (note !== undefined) {
      const last = leafId(this.#row, this.#size - 1);
      sql.run('UPDATE leaf SET note = ?, notesum = ? WHERE id = ?', note, noteSum(last, note), last);
      this.#head = headOf(tree, note, memory.instance());
    }
    const changed = memory.nextChange();
    const seen = this.#options.now;
    sql.run(
      'UPDATE branch SET root = ?, range = ?, seen = ?, changed = ?, sum = ? WHERE id = ?',
      root,
      encodeRange(this.#range),
      seen,
      changed,
      branchSum({ ...OWN_BRANCH, id: this.#row, chain: this.#chain, seen, changed }),
      this.#row,
    );
    const place = { id: this.#row, chain: this.#chain, size: this.#size, at: this.#lastAt ?? 0 };
    memory.tip = { ...place, head: this.#prev, root, range: this.#range, changed };
    this.#hashes = [];
    this.#commitBytes = 0;
  }

  // What will be signed is what is stored, not what was meant to be: one flipped bit has ended whole logs.
  #readBack(): Bytes[] {
    const from = this.#size - this.#hashes.length;
    const hashes = Array.from(this.#hashes, (_, i) => {
      const bytes = this.#store.sql.blob('SELECT bytes FROM leaf WHERE id = ?', leafId(this.#row, from + i));
      return bytes === undefined ? NOTHING : leafHash(bytes);
    });
    if (hashes.some((hash, i) => !sameBytes(hash, this.#hashes[i] ?? NOTHING))) {
      throw new PedigreeError('damaged', say('what-written-could'), {
        hint: say('disk-or-memory'),
      });
    }
    return hashes;
  }

  get random(): AppendTx['random'] {
    return this.#self.random;
  }
}

function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
