// What is given to a hub many batches at a time: gathered until it is worth a transaction, leaves before the pages they name.
import { hex } from '../chain/bytes.ts';
import { PedigreeError } from '../errors.ts';
import type { HubStore } from '../ledger/postgres/hub-store.ts';
import { awaitedOf } from '../ledger/postgres/pages-here.ts';
import type { Admission, PageIn } from '../ledger/types.ts';
import type { Data, Page } from './messages.ts';

/** Leaves or pages of about so many bytes, and so many batches, go to the database together. */
const TOGETHER_BYTES = 2 * 1024 * 1024;
const TOGETHER = 1_000;

/** What became of batches and pages so far. */
export interface HubIntakeReport {
  events: number;
  pages: number;
  readonly chains: Set<string>;
  /** Why a chain was not taken in as far as it was given, the last word on it. */
  readonly aside: Map<string, string>;
  readonly forks: { readonly chain: string; readonly index: number }[];
}

export class HubIntake {
  readonly report: HubIntakeReport = { events: 0, pages: 0, chains: new Set(), aside: new Map(), forks: [] };
  readonly #store: HubStore;
  readonly #clock: () => number;
  #batches: Data[] = [];
  #pages: Page[] = [];
  #bytes = 0;
  /** The first parts of a commit that came without their note, by chain. */
  readonly #parts = new Map<string, Data>();

  constructor(store: HubStore, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Takes leaves, which are copied. @throws as `HubStore.admitAll` */
  async data(data: Data): Promise<void> {
    if (this.#pages.length > 0) await this.flush();
    const { chain, note } = data;
    const leaves = data.leaves.map((leaf) => new Uint8Array(leaf));
    const before = this.#parts.get(chain);
    this.#parts.delete(chain);
    const goesOn = before !== undefined && before.start + before.leaves.length === data.start;
    const whole = goesOn
      ? { ...data, start: before.start, leaves: [...before.leaves, ...leaves] }
      : { ...data, leaves };
    if (note === '') {
      this.#parts.set(chain, whole);
      return;
    }
    this.#batches.push(whole);
    this.#bytes += whole.leaves.reduce((sum, leaf) => sum + leaf.length, 0);
    await this.#flushWhereFull();
  }

  /** Takes a page of what a leaf names that came before it, or is here. @throws as `data` */
  async page(page: Page): Promise<void> {
    if (this.#batches.length > 0) await this.flush();
    this.#pages.push({ ...page, bytes: new Uint8Array(page.bytes) });
    this.#bytes += page.bytes.length;
    await this.#flushWhereFull();
  }

  async #flushWhereFull(): Promise<void> {
    if (this.#bytes >= TOGETHER_BYTES || this.#batches.length + this.#pages.length >= TOGETHER) await this.flush();
  }

  /** All that was taken is stored. @throws as `data` */
  async flush(): Promise<void> {
    const [batches, pages] = [this.#batches, this.#pages];
    this.#batches = [];
    this.#pages = [];
    this.#bytes = 0;
    if (batches.length > 0) await this.#admit(batches);
    if (pages.length > 0) await this.#put(pages);
  }

  async #admit(batches: readonly Data[]): Promise<void> {
    const now = this.#clock();
    const decided = await this.#store.admitAll(
      batches.map(({ chain, start, leaves, note }) => ({ chain, start, leaves, note, now, withoutPages: true })),
    );
    for (const [i, { chain }] of batches.entries()) {
      const one = decided[i];
      if (one !== undefined) this.#decided(chain, one);
    }
  }

  #decided(chain: string, one: Admission | PedigreeError): void {
    const { report } = this;
    if (one instanceof PedigreeError) report.aside.set(chain, one.code);
    else if (one.kind === 'aside') report.aside.set(chain, one.why);
    else if (one.kind === 'refused') report.aside.set(chain, one.code);
    else {
      report.events += one.stored;
      if (one.stored > 0) report.chains.add(chain);
      report.aside.delete(chain);
      if (one.kind === 'fork') report.forks.push({ chain, index: one.index });
    }
  }

  async #put(pages: readonly Page[]): Promise<void> {
    const roots = [...new Map(pages.map(({ root }) => [hex(root), root])).values()];
    const awaited = await this.#store.database.lend((connection) => awaitedOf(connection, roots));
    const byRoot = new Map(awaited.map((one) => [hex(one.root), one]));
    const put = pages.flatMap((page): PageIn[] => {
      const ref = byRoot.get(hex(page.root));
      if (ref === undefined || page.index >= ref.pages) return [];
      return [{ root: ref.root, kind: ref.kind, pages: ref.pages, index: page.index, bytes: page.bytes }];
    });
    if (put.length > 0) this.report.pages += (await this.#store.putPages(put)).stored;
  }
}
