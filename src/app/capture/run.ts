// One capture as it goes on: what was written, what is left out, and everything that stands in the way, each at its place.
import type { JsonObject } from '../../chain/canonical.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { phrase } from '../../words/en/capture.ts';
import type { Home } from '../node/home.ts';
import { catchUp } from '../record/inventory.ts';
import type { WriteTx } from '../record/write.ts';
import { FreshGoods } from './fresh.ts';
import type { FilePlace, LineEvent } from './line-event.ts';
import type { LineFile } from './line-file.ts';
import { noteSources, sourceOf } from './sources.ts';

/** An event that cannot be recorded, so that nothing of the file is. */
export interface CaptureFault extends FilePlace {
  readonly code: string;
  readonly reason: string;
  readonly exit: number;
}

/** An event that is left out. */
export interface SkippedEvent extends FilePlace {
  readonly code: string;
  readonly reason: string;
}

/** An event that was written. */
export interface CapturedEvent {
  readonly type: string;
  readonly event: string;
  readonly packs: number;
}

export type Added = ReturnType<WriteTx['add']>;

/** What an earlier event of the file came to, where it was not recorded. */
interface Left {
  readonly is: 'fault' | 'skipped';
  readonly reason: string;
}

export class CaptureRun {
  readonly home: Home;
  readonly tx: WriteTx;
  readonly file: LineFile;
  readonly fresh: FreshGoods;
  readonly faults: CaptureFault[] = [];
  readonly skipped: SkippedEvent[] = [];
  readonly written: CapturedEvent[] = [];
  readonly #doc: Uint8Array;
  /** Goods of which an event was not recorded. */
  readonly #left = new Map<string, Left>();
  /** Something was added that the inventory does not know yet. */
  #isBehind = false;

  constructor(home: Home, tx: WriteTx, file: LineFile, doc: Uint8Array) {
    this.home = home;
    this.tx = tx;
    this.file = file;
    this.#doc = doc;
    this.fresh = new FreshGoods(home.self.network);
  }

  fault(event: LineEvent, code: string, reason: string, exit: number): void {
    this.faults.push({ ...placeOf(event), code, reason, exit });
    this.#leave(event, { is: 'fault', reason });
  }

  skip(event: LineEvent, code: string, reason: string): void {
    this.skipped.push({ ...placeOf(event), code, reason });
    this.#leave(event, { is: 'skipped', reason });
  }

  /** What the chain has nothing for says nothing against what follows. */
  pass(event: FilePlace, code: string, reason: string): void {
    this.skipped.push({ ...placeOf(event), code, reason });
  }

  #leave(event: LineEvent, left: Left): void {
    const note = (name: string) => {
      if (this.#left.get(name)?.is !== 'fault') this.#left.set(name, left);
    };
    if (event.parent !== undefined && event.kind !== 'look') note(event.parent);
    for (const name of event.names ?? []) note(name);
  }

  /** The first thing about these goods that was not recorded; a fault before anything else. */
  leftBefore(event: LineEvent): Left | undefined {
    if (this.#left.size === 0) return undefined;
    let found = event.parent === undefined ? undefined : this.#left.get(event.parent);
    for (const name of event.names ?? []) {
      if (found?.is === 'fault') return found;
      found = this.#left.get(name) ?? found;
    }
    return found;
  }

  /** Carries on what an earlier fault has begun, without telling it twice. */
  follow(event: LineEvent, left: Left): void {
    if (left.is === 'fault') this.#leave(event, left);
    else this.skip(event, 'follows-skipped', phrase('follows-skipped', { reason: left.reason }));
  }

  /** Adds one event that was made of events of the file. */
  add(entry: Parameters<WriteTx['add']>[0], events: readonly LineEvent[], packs: number): Added {
    const added = this.tx.add({
      ...entry,
      private: { ...entry.private, source: sourceOf(this.#doc, events) } as JsonObject,
    });
    this.#noted(added, events, packs);
    return added;
  }

  #noted(added: CustodyEvent, events: readonly LineEvent[], packs: number): void {
    noteSources(this.tx.local, events, added.ref);
    this.written.push({ type: added.leaf.type, event: added.ref, packs });
    this.#isBehind = true;
  }

  /** Has the inventory know all that was added. */
  catchUp(): void {
    if (!this.#isBehind) return;
    catchUp(this.tx.known);
    this.#isBehind = false;
  }

  /**
   * Runs a step of a custodian as the commands have them; whatever it adds was made of this event.
   * @returns how many events it added, and of an error that it failed with
   */
  step(
    event: LineEvent,
    run: (tx: WriteTx) => { readonly packs: number },
  ): { readonly added: number; readonly error?: unknown } {
    const added: Added[] = [];
    const tx = Object.create(this.tx) as WriteTx & { add: WriteTx['add']; already: () => void; about: () => void };
    const source = sourceOf(this.#doc, [event]);
    tx.add = (entry) => {
      const one = this.tx.add({ ...entry, private: { ...entry.private, source } as JsonObject });
      added.push(one);
      return one;
    };
    tx.already = () => {};
    tx.about = () => {};
    try {
      const { packs } = run(tx);
      for (const one of added) this.#noted(one, [event], packs);
      return { added: added.length };
    } catch (error) {
      return { added: added.length, error };
    }
  }
}

function placeOf({ event, line, path }: FilePlace): FilePlace {
  return { event, line, ...(path === undefined ? {} : { path }) };
}
