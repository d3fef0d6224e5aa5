// What stands for a ledger during one turn with a hub: reads what was fetched, and has done what it is to do by whoever may wait.
import { type Bytes, hex } from '../chain/bytes.ts';
import type { ForkProof } from '../chain/fork.ts';
import { proofKey } from '../ledger/doubt.ts';
import type { HubStore } from '../ledger/postgres/hub-store.ts';
import type { TurnMirror } from '../ledger/postgres/turn-mirror.ts';
import type { TurnRows } from '../ledger/postgres/turn-rows.ts';
import { TurnView } from '../ledger/postgres/turn-view.ts';
import type { Batch, Heard, Mark, PageIn, PagesPut, Proved, View } from '../ledger/types.ts';
import { phrase } from '../words/en/hub.ts';
import type { CommitParts, ExchangeLedger } from './exchange-ledger.ts';
import type { HubQuotas } from './hub-quotas.ts';

type Decided = ReturnType<ExchangeLedger['admitAll']>[number];

/** Thrown where something is to be stored: it is, and the turn begins again with what came of it. */
export class MustStore extends Error {
  readonly store: (store: HubStore) => Promise<void>;

  constructor(store: (store: HubStore) => Promise<void>) {
    super('to be stored first');
    this.store = store;
  }
}

/** What was stored in one turn, and what came of each. */
export class Deeds {
  readonly admitted = new Map<string, Decided>();
  readonly put = new Map<string, PagesPut>();
  readonly heard = new Map<string, Heard>();
  readonly proved = new Map<string, Proved>();
}

const nameOf = ({ chain, start, leaves, note }: Batch): string => `${chain} ${start} ${leaves.length} ${note}`;

export class HubLedger implements ExchangeLedger {
  readonly #mirror: TurnMirror;
  readonly #fetched: TurnRows;
  readonly #deeds: Deeds;
  readonly #quotas: HubQuotas | undefined;
  readonly #view: View;
  /** Parts of commits as this run leaves them; undefined for one that is taken out. */
  readonly staged = new Map<string, Bytes | undefined>();
  readonly local: CommitParts;

  constructor(mirror: TurnMirror, fetched: TurnRows, deeds: Deeds, quotas: HubQuotas | undefined) {
    this.#mirror = mirror;
    this.#fetched = fetched;
    this.#deeds = deeds;
    this.#quotas = quotas;
    this.#view = new TurnView(mirror, fetched);
    this.local = { aside: this.#aside() };
  }

  #aside(): CommitParts['aside'] {
    const get = (key: string): Bytes | undefined =>
      this.staged.has(key) ? this.staged.get(key) : this.#fetched.staged(key);
    return {
      get,
      put: (key, bytes) => void this.staged.set(key, bytes),
      delete: (key) => {
        const was = get(key) !== undefined;
        if (was || this.staged.has(key)) this.staged.set(key, undefined);
        return was;
      },
    };
  }

  read<T>(fn: (view: View) => T): T {
    return fn(this.#view);
  }

  publish<T>(fn: (view: View) => T): T {
    return fn(this.#view);
  }

  write<T>(fn: (local: CommitParts, view: View) => T): T {
    return fn(this.local, this.#view);
  }

  mark(): Mark {
    const { mark } = this.#mirror;
    if (mark === undefined) throw new Error('a turn before the hub was read');
    return mark;
  }

  knows(mark: Mark): boolean {
    return mark.epoch === this.mark().epoch && this.#fetched.knows(mark);
  }

  async checkAhead(): Promise<void> {}

  acknowledge(): void {}

  admitAll(batches: readonly Batch[]): readonly Decided[] {
    const { admitted } = this.#deeds;
    const open = batches.filter((batch) => !admitted.has(nameOf(batch)));
    if (open.length > 0) {
      throw new MustStore(async (store) => {
        const within = open.filter((batch) => this.#quotas?.allows(batch) !== false);
        const decided = await store.admitAll(within);
        for (const [i, batch] of within.entries()) {
          const one = decided[i];
          if (one === undefined) continue;
          admitted.set(nameOf(batch), one);
          if ('stored' in one && one.stored > 0) this.#quotas?.took(batch);
        }
        for (const batch of open)
          if (!within.includes(batch))
            admitted.set(nameOf(batch), { kind: 'refused', code: 'quota', message: phrase('over-quota') });
      });
    }
    return batches.flatMap((batch) => admitted.get(nameOf(batch)) ?? []);
  }

  putPages(pages: Iterable<PageIn>): PagesPut {
    const all = [...pages];
    const name = all.map(({ root, index }) => `${hex(root)} ${index}`).join();
    const known = this.#deeds.put.get(name);
    if (known !== undefined) return known;
    throw new MustStore(async (store) => void this.#deeds.put.set(name, await store.putPages(all)));
  }

  hear(note: string, peer: string, at: number): Heard {
    const known = this.#deeds.heard.get(note);
    if (known !== undefined) return known;
    throw new MustStore(async (store) => void this.#deeds.heard.set(note, await store.hear(note, peer, at)));
  }

  prove(proof: ForkProof): Proved {
    const key = proofKey(proof);
    const known = this.#deeds.proved.get(key);
    if (known !== undefined) return known;
    throw new MustStore(async (store) => void this.#deeds.proved.set(key, await store.prove(proof)));
  }
}
