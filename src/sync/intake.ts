// The receiving end: batches go to the ledger one by one, and pages as they come, each to the leaf that is here and names it.
import { joined, sameBytes } from '../chain/bytes.ts';
import { PedigreeError } from '../errors.ts';
import type { Admission, AttachmentRef, Batch, PageIn } from '../ledger/types.ts';
import { say } from '../words/en/sync.ts';
import type { ExchangeLedger } from './exchange-ledger.ts';
import type { Data, Page } from './messages.ts';
import { rankIn } from './offer.ts';
import { partsWait, stage, unstage } from './stage.ts';

/** What an exchange did, so far. */
export interface Report {
  /** Leaves taken and given. */
  in: number;
  out: number;
  /** Chains of which something was taken. */
  readonly chains: Set<string>;
  /** Chains that could not be admitted yet, and why. */
  readonly aside: Map<string, string>;
  /** What was refused for good. */
  readonly refused: { readonly chain: string; readonly code: string; readonly message: string }[];
  readonly forks: { readonly chain: string; readonly index: number }[];
  /** How many leaves of the own chain the peer has; undefined while it has not said. */
  ownSize: number | undefined;
}

export function emptyReport(): Report {
  return { in: 0, out: 0, chains: new Set(), aside: new Map(), refused: [], forks: [], ownSize: undefined };
}

/** Bytes a peer may send that bring nothing new. */
const MAX_WASTE = 16 * 1024 * 1024;

/** A batch of so many bytes is taken as it comes; shorter ones together, at most so many. */
const LONG_BATCH = 1024 * 1024;
const MOST_TOGETHER = 1_024;

/** The signatures of so many chains are checked together, beside this thread; fewer are checked as quickly here. */
const CHECKED_TOGETHER = 16;

/** Batches and pages go to the store in lots of about this many bytes: one durable transaction each. */
const LOT_BYTES = 2 * 1024 * 1024;

/** So long may wait at the end of a turn what a slow line brings, ms: a recall may be among it. */
const FRESH = 1_000;

/** What the ledger decided of a batch, or that what it has of the chain is damaged. */
export type Decision = Admission | { readonly kind: 'refused'; readonly code: 'damaged'; readonly message: string };

export interface IntakeOptions {
  readonly clock: () => number;
  /** A file may repeat what is known as long as it likes; a peer may not. */
  readonly silent: boolean;
  /** Whether a person brought what comes, in a file. */
  readonly byHand: boolean;
  /** Whether it is taken from this peer at all. */
  readonly takes: (data: Data) => boolean;
  /** Whether a batch brings a chain further that was asked for: another peer may have been faster, which is nobody's fault. */
  readonly asked: (data: Data) => boolean;
  /** Told of every batch once the ledger has decided. */
  readonly decided: (data: Data, admission: Decision) => void;
  /** Told of every part of a commit that waits for the rest. */
  readonly staged: (data: Data) => void;
}

interface Waiting {
  readonly data: Data;
  /** What it cost on the wire. */
  readonly length: number;
  readonly batch: Batch;
  /** Whether it brings a chain further that was asked for. */
  readonly asked: boolean;
}

export class Intake {
  readonly #ledger: ExchangeLedger;
  readonly #options: IntakeOptions;
  readonly #skip = new Set<string>();
  /** Batches that were not given to the ledger yet, and their bytes. */
  #batches: Waiting[] = [];
  /** Where what waits of each chain ends. */
  readonly #waiting = new Map<string, number>();
  /** Whether parts of commits may wait, once this turn has looked: what comes before it ends is staged here. */
  #parts: boolean | undefined;
  /** How many of them were given to threads that check signatures, and until when those are at it. */
  #ahead = 0;
  #checks: Promise<void>[] = [];
  #batchBytes = 0;
  /** Since when the first of them waits, ms. */
  #since = 0;
  /** Pages that were not given to the ledger yet, and their bytes. */
  #pages: PageIn[] = [];
  #bytes = 0;
  /** The attachment that came last, where its pages are awaited. */
  #last: AttachmentRef | undefined;
  #waste = 0;
  #pagesIn = 0;
  /** From which to which count of changes all came by this exchange. */
  #brought: { readonly from: number; readonly to: number } | 'not-all' | undefined;

  constructor(ledger: ExchangeLedger, options: IntakeOptions) {
    this.#ledger = ledger;
    this.#options = options;
  }

  /** Takes a batch, or a part of one; `length` is what it cost on the wire. @throws io-failed, locked, and bad-frame as `wasted` */
  data(data: Data, length: number): void {
    const end = this.#waiting.get(data.chain);
    if (end !== undefined && (end !== data.start || data.note === '')) this.flush();
    if (this.#skip.has(data.chain) || !this.#options.takes(data)) this.wasted(length);
    else if (data.note === '') this.#stage(data, length);
    else this.#whole(data, length);
  }

  /** Keeps a part of a commit until its note comes. */
  #stage(data: Data, length: number): void {
    const { chain } = data;
    const known = this.#ledger.read((view) => rankIn(view)(chain) !== 'stranger' || chain === view.ownChain);
    const staged = known ? stage(this.#ledger, data) : false;
    if (staged) {
      this.#parts = true;
      this.#options.staged(data);
      return;
    }
    this.#skip.add(chain);
    this.wasted(length);
    this.#options.decided(data, { kind: 'aside', why: known ? 'gap' : 'not-accredited', size: 0 });
  }

  /** A batch with its note, which may be the last part of one. */
  #whole(data: Data, length: number): void {
    this.#parts ??= partsWait(this.#ledger);
    const before = this.#parts ? unstage(this.#ledger, data) : [];
    if (before.length === 0) this.#admit(data, length);
    else this.#admit({ ...data, start: data.start - before.length, leaves: [...before, ...data.leaves] }, length);
  }

  /** Pages taken, so far. */
  get pagesIn(): number {
    return this.#pagesIn;
  }

  /** Takes a page of what a leaf that is here names. @throws as `data` */
  page(page: Page, length: number): void {
    this.flush();
    const ref = this.#awaited(page.root);
    if (ref === undefined || page.index >= ref.pages) {
      this.wasted(length);
      return;
    }
    // The frame that the page lies in is gone with the next one.
    this.#pages.push({ ...ref, index: page.index, bytes: new Uint8Array(page.bytes) });
    this.#bytes += page.bytes.length;
    if (this.#bytes >= LOT_BYTES) this.settle();
  }

  #awaited(root: Uint8Array): AttachmentRef | undefined {
    if (this.#last === undefined || !sameBytes(this.#last.root, root)) {
      const named = new Uint8Array(root);
      this.#last = this.#ledger.read((view) => view.awaited(named));
    }
    return this.#last;
  }

  /** All that came is made durable. @throws as `data` */
  settle(): void {
    this.flush();
    const pages = this.#pages;
    const bytes = this.#bytes;
    this.#pages = [];
    this.#bytes = 0;
    this.#last = undefined;
    if (pages.length === 0) return;
    const { stored } = this.#ledger.putPages(pages);
    this.#pagesIn += stored;
    if (stored === 0) this.wasted(bytes);
  }

  /** A new turn: what could not be admitted in the last one may be offered again. */
  turn(): void {
    this.#skip.clear();
    this.#parts = undefined;
  }

  /** Counts bytes that brought nothing new. @throws bad-frame when a peer has sent too many of them */
  wasted(length: number): void {
    this.#waste += length;
    if (this.#waste > MAX_WASTE && !this.#options.silent) {
      throw new PedigreeError('bad-frame', say('peer-goes-on-sending'));
    }
  }

  #admit(data: Data, length: number): void {
    if (this.full) this.flush();
    if (this.#batches.length === 0) this.#since = performance.now();
    const isLong = length >= LONG_BATCH;
    const kept = isLong ? data : { ...data, leaves: copied(data.leaves) };
    this.#batches.push({ data: kept, length, batch: this.#batchOf(kept), asked: this.#options.asked(data) });
    this.#waiting.set(data.chain, data.start + data.leaves.length);
    this.#batchBytes += length;
    if (isLong) this.flush();
    else if (this.#batches.length - this.#ahead === CHECKED_TOGETHER) this.#checkAhead();
  }

  /** Whether as many batches wait as are taken together. */
  get full(): boolean {
    return this.#batchBytes >= LOT_BYTES || this.#batches.length >= MOST_TOGETHER;
  }

  /** Whether nothing waits that came longer ago than in the last turns of a good line. */
  get isFresh(): boolean {
    return this.#pages.length === 0 && (this.#batches.length === 0 || performance.now() - this.#since < FRESH);
  }

  #checkAhead(): void {
    const batches = this.#batches.slice(this.#ahead).map(({ batch }) => batch);
    this.#ahead = this.#batches.length;
    this.#checks.push(this.#ledger.checkAhead(batches));
  }

  /** The signatures that threads look at now; undefined where there are none. */
  checked(): Promise<unknown> | undefined {
    if (this.#checks.length === 0) return undefined;
    return Promise.all(this.#checks.splice(0));
  }

  /** Batches that came are taken. @throws io-failed, locked, and bad-frame as `wasted` */
  flush(): void {
    const waiting = this.#batches;
    if (waiting.length === 0) return;
    this.#batches = [];
    this.#waiting.clear();
    this.#batchBytes = 0;
    this.#ahead = 0;
    const batches = waiting.map(({ batch }) => batch);
    const before = this.#ledger.read((view) => view.changes());
    const decided = this.#ledger.admitAll(batches);
    this.#countOwn(before, decided);
    for (const [i, batch] of waiting.entries()) {
      const one = decided[i];
      if (one !== undefined) this.#decided(batch, isDamage(one) ? damagedIn(one) : one);
    }
  }

  // A recall does not wait for the pages of the lots before it.
  #batchOf({ chain, start, leaves, note }: Data): Batch {
    const { clock, byHand } = this.#options;
    return { chain, start, leaves, note, now: clock(), byHand, later: true, withoutPages: true };
  }

  // Whether all that changed here since the exchange began came by it.
  #countOwn(before: number, decided: ReturnType<ExchangeLedger['admitAll']>): void {
    if (this.#brought === 'not-all') return;
    const stored = decided.filter((one) => !isDamage(one) && one.kind === 'stored' && one.stored > 0).length;
    const after = this.#ledger.read((view) => view.changes());
    const { from, to } = this.#brought ?? { from: before, to: before };
    this.#brought = before === to && after - before === stored ? { from, to: after } : 'not-all';
  }

  /** From which to which count of changes all came by this exchange; undefined where nothing did, or not all. */
  get brought(): { readonly from: number; readonly to: number } | undefined {
    return this.#brought === 'not-all' ? undefined : this.#brought;
  }

  #decided({ data, length, asked }: Waiting, admission: Decision): void {
    const stored = admission.kind === 'stored' || admission.kind === 'fork';
    if (!stored) this.#skip.add(data.chain);
    if (!stored || (admission.stored === 0 && !asked)) this.wasted(length);
    this.#options.decided(data, admission);
  }
}

/** The frame that they lie in is gone with the next one. */
function copied(leaves: readonly Uint8Array[]): readonly Uint8Array[] {
  const all = joined(leaves);
  let at = 0;
  return leaves.map(({ length }) => {
    at += length;
    return all.subarray(at - length, at);
  });
}

function isDamage(decided: Admission | PedigreeError): decided is PedigreeError {
  return decided instanceof PedigreeError;
}

/** A chain that is damaged here does not keep the others back. */
function damagedIn({ message }: PedigreeError): Decision {
  return { kind: 'refused', code: 'damaged', message };
}
