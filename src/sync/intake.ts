// The receiving end: batches go to the ledger one by one, those with attachments wait until their pages have come.

import { b64 } from '../chain/bytes.ts';
import { PedigreeError } from '../errors.ts';
import type { Admission, AttachmentRef, Batch, Ledger, PageIn } from '../ledger/types.ts';
import { say } from '../words/en/sync.ts';
import type { Data, Page } from './messages.ts';
import { rankIn } from './offer.ts';
import { stage, unstage } from './stage.ts';

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

/** Pages go to the store in lots of about this many bytes: one durable transaction each. */
const LOT_BYTES = 2 * 1024 * 1024;

/** Where a batch stands that waits for pages. */
export interface Position {
  readonly chain: string;
  readonly start: number;
  readonly pages: number;
}

interface Held {
  readonly data: Data;
  readonly wants: ReadonlyMap<string, AttachmentRef>;
  pages: PageIn[];
  /** Bytes of `pages`. */
  bytes: number;
}

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

export class Intake {
  readonly #ledger: Ledger;
  readonly #options: IntakeOptions;
  readonly #skip = new Set<string>();
  #held: Held | undefined;
  #waste = 0;

  constructor(ledger: Ledger, options: IntakeOptions) {
    this.#ledger = ledger;
    this.#options = options;
  }

  /** Takes a batch, or a part of one; `length` is what it cost on the wire. @throws io-failed, locked, and bad-frame as `wasted` */
  data(data: Data, length: number): void {
    const held = this.#held;
    if (held !== undefined && held.data.chain === data.chain && held.data.start === data.start) {
      // The same again, because its pages go on in another turn.
      this.#held = undefined;
      this.#putPages(held);
    }
    this.settle();
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
      this.#options.staged(data);
      return;
    }
    this.#skip.add(chain);
    this.wasted(length);
    this.#options.decided(data, { kind: 'aside', why: known ? 'gap' : 'not-accredited', size: 0 });
  }

  /** A batch with its note, which may be the last part of one. */
  #whole(data: Data, length: number): void {
    const before = unstage(this.#ledger, data);
    if (before.length === 0) this.#admit(data, length, true);
    else this.#admit({ ...data, start: data.start - before.length, leaves: [...before, ...data.leaves] }, length, true);
  }

  /** Takes a page for the batch before it. @throws as `data` */
  page(page: Page, length: number): void {
    const held = this.#held;
    const ref = held?.wants.get(b64(page.root));
    if (held === undefined || ref === undefined || page.index >= ref.pages) {
      this.wasted(length);
      return;
    }
    held.pages.push({ ...ref, index: page.index, bytes: new Uint8Array(page.bytes) });
    held.bytes += page.bytes.length;
    if (held.bytes >= LOT_BYTES) this.#putPages(held);
  }

  /** The pages of the batch that waited for them have come, as far as they will. */
  settle(): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    this.#putPages(held);
    this.#admit(held.data, 0, false);
  }

  /** The turn ended and may go on in another process: what came is made durable, and taken where it is whole. */
  keep(): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#putPages(held);
    if ([...held.wants.values()].every((ref) => this.#ledger.pagesHere(ref).complete)) this.settle();
  }

  /** What waits for pages, and how many of the pages of its leaves are here, in their order. */
  position(): Position | undefined {
    const data = this.#held?.data;
    if (data === undefined) return undefined;
    let pages = 0;
    for (const ref of this.#ledger.read((view) => data.leaves.flatMap((leaf) => view.attachments(leaf)))) {
      const { have, complete } = this.#ledger.pagesHere(ref);
      pages += have;
      if (!complete) break;
    }
    return { chain: data.chain, start: data.start, pages };
  }

  /** A new turn: what could not be admitted in the last one may be offered again. */
  turn(): void {
    this.#skip.clear();
  }

  /** Counts bytes that brought nothing new. @throws bad-frame when a peer has sent too many of them */
  wasted(length: number): void {
    this.#waste += length;
    if (this.#waste > MAX_WASTE && !this.#options.silent) {
      throw new PedigreeError('bad-frame', say('peer-goes-on-sending'));
    }
  }

  #admit(data: Data, length: number, mayWait: boolean): void {
    const { chain, start, leaves, note } = data;
    const { clock, byHand } = this.#options;
    const admission = this.#ask({ chain, start, leaves, note, now: clock(), byHand, later: true });
    if (admission.kind === 'aside' && admission.why === 'pages' && mayWait) {
      // The frame that the leaves lie in is gone with the next one.
      const kept = { ...data, leaves: data.leaves.map((leaf) => new Uint8Array(leaf)) };
      this.#held = {
        data: kept,
        wants: new Map(admission.wants.map((ref) => [b64(ref.root), ref])),
        pages: [],
        bytes: 0,
      };
      return;
    }
    const stored = admission.kind === 'stored' || admission.kind === 'fork';
    if (!stored) this.#skip.add(chain);
    if (!stored || (admission.stored === 0 && !this.#options.asked(data))) this.wasted(length);
    this.#options.decided(data, admission);
  }

  /** What the ledger says; a chain that is damaged here does not keep the others back. */
  #ask(batch: Batch): Decision {
    try {
      return this.#ledger.admit(batch);
    } catch (error) {
      if (!(error instanceof PedigreeError) || error.code !== 'damaged') throw error;
      return { kind: 'refused', code: error.code, message: error.message };
    }
  }

  #putPages(held: Held): void {
    const { pages, bytes } = held;
    held.pages = [];
    held.bytes = 0;
    if (pages.length === 0) return;
    const { stored } = this.#ledger.putPages(pages);
    if (stored === 0) this.wasted(bytes);
  }
}
