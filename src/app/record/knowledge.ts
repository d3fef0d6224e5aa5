// What the own party knows while one command runs: the lives of items, and what its keys open of sealed events.
import type { Bytes } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { agreements, type Keyring } from '../../chain/keys.ts';
import { confirmed, type HeldKeys, heldBy, openGrant, openPart, openSealedToSelf } from '../../chain/open.ts';
import { EVENT } from '../../custody/events/all.ts';
import { decodePart } from '../../custody/events/index.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { ItemKey } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { ownLife } from '../../custody/own-line.ts';
import { createLifeCache, traceItem } from '../../custody/trace.ts';
import type { VerdictReason } from '../../custody/verdict.ts';
import { PedigreeError } from '../../errors.ts';
import type { Local, View } from '../../ledger/types.ts';
import { momentHere } from '../node/clock.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import type { Home } from '../node/home.ts';
import { type Standpoint, standpoint } from '../node/question.ts';
import type { Self } from '../node/reading.ts';
import { type SharedKeys, sharedKeys } from '../node/shared-keys.ts';
import { type InventoryIndex, indexOver } from './inventory-index.ts';

export interface Knowledge {
  readonly home: Home;
  readonly self: Self;
  readonly view: View;
  /** Containers and shipments found in manifests so far. */
  readonly index: InventoryIndex;
  /** The moment to judge by, ms; while something is recorded, the one that the next event will carry. */
  readonly now: number;
  /** How new the knowledge is, and whether the clock can be right. */
  readonly stands: Standpoint;
  /** What the goods that were judged gave reason to be careful about, under the name of each. */
  readonly cautions: Map<string, Cautions>;
  /**
   * The life of an item as the own party sees it, with all ways to read it where there are several; containers that many
   * items share are folded once.
   */
  trace(item: ItemKey): Life;
  /** To be called after events were added: what was folded or worked out before is forgotten. */
  changed(): void;
  /** What `make` gives, made once until something changes. */
  once<T>(name: string, make: () => T): T;
  /** The keys of its parts that the own keys have, by a grant or shared by a sibling. */
  granted(event: CustodyEvent): HeldKeys | undefined;
  /** The manifest, by its key or else by the own grant; undefined where it is not for us or not all here. */
  manifest(event: CustodyEvent, km?: Bytes): JsonObject | undefined;
  /** What the own party wrote for itself, on any of its chains. */
  private(event: CustodyEvent): JsonObject | undefined;
}

const KEPT_MANIFESTS = 32;

/** Cautions, and for how many packs each was told; the same in other words stands for itself. */
export type Cautions = Map<string, { readonly told: VerdictReason; packs: number }>;

/**
 * What is known in this state of the ledger. `local` is where new findings are stored; without it they are kept in memory.
 * `at` is the moment that the next event will carry, where events are recorded. `index` is another one than that of the folder.
 */
export function knowledgeOf(
  home: Home,
  view: View,
  local?: Local,
  at?: () => number,
  index: InventoryIndex = indexOver(home.ledger.local, local),
): Knowledge {
  const keyring = home.keyring();
  const here = at === undefined ? momentHere(home, view) : 0;
  let stands: Standpoint | undefined;
  const pairs = pairsWith(view, keyring);
  const manifests = new Map<string, JsonObject | undefined>();
  const page = (root: Bytes, at: number) => view.page(root, at);
  const made = new Map<string, unknown>();
  let cache = createLifeCache();
  const direct = (event: CustodyEvent): HeldKeys | undefined => {
    for (const pair of pairs(event.chain)) {
      const keys = openGrant(event.leaf, event.chain, pair);
      if (keys !== undefined) return keys;
    }
    return undefined;
  };
  let shared: SharedKeys | undefined;
  let siblings: ReadonlySet<string> | undefined;
  // What a sibling wrote, or was granted by others, before they knew of this chain; who has no sibling pays nothing here.
  const fromSiblings = (event: CustodyEvent): HeldKeys | undefined => {
    const { commits } = event.leaf;
    if (commits === undefined) return undefined;
    siblings ??= new Set(chainsOfSelf(view.authority(), home.self));
    if (siblings.size === 1) return undefined;
    const isOwn = siblings.has(event.chain);
    if (!isOwn && commits.m === undefined) return undefined;
    shared ??= sharedKeys(view, home.self, (share, known) => {
      const ko = (direct(share) ?? firstHeld(share, known))?.ko;
      return ko && openPart(share.leaf, share.chain, 'private', ko, page);
    });
    const { chain, leaf } = event;
    if (isOwn && commits.p !== undefined) return firstHeld(event, shared.of(chain, leaf.seq));
    return firstConfirmed(event, shared.parts(chain, leaf.seq));
  };
  const granted = (event: CustodyEvent): HeldKeys | undefined => direct(event) ?? fromSiblings(event);
  return {
    home,
    self: home.self,
    view,
    index,
    get now() {
      return at?.() ?? here;
    },
    get stands() {
      stands ??= standpoint(home, view);
      return stands;
    },
    cautions: new Map(),
    trace: (item) => ownLife(traceItem(item, view, cache), home.self.gln),
    changed: () => {
      cache = createLifeCache();
      made.clear();
    },
    once: <T>(name: string, make: () => T): T => {
      if (!made.has(name)) made.set(name, make());
      return made.get(name) as T;
    },
    granted,
    manifest: (event, km) => {
      if (manifests.has(event.ref)) return manifests.get(event.ref);
      const key = km ?? granted(event)?.km;
      const opened = key === undefined ? undefined : openPart(event.leaf, event.chain, 'manifest', key, page);
      // What could not be opened with one key may open with another.
      if (opened === undefined || opened === 'missing-page') return undefined;
      if (manifests.size >= KEPT_MANIFESTS) manifests.delete(manifests.keys().next().value ?? '');
      manifests.set(event.ref, opened);
      return opened;
    },
    private: (event) => {
      const { leaf, chain } = event;
      if (leaf.private === undefined) return {};
      const ko = leaf.commits?.p && granted(event)?.ko;
      const opened = ko ? openPart(leaf, chain, 'private', ko, page) : openSealedToSelf(leaf, chain, keyring, page);
      return opened === 'missing-page' ? undefined : opened;
    },
  };
}

/** What is known, undefined where nobody unlocks the keys: what everybody may read can be told all the same. */
export function knowledgeIfUnlocked(home: Home, view: View): Knowledge | undefined {
  try {
    return knowledgeOf(home, view);
  } catch (error) {
    if (error instanceof PedigreeError && error.code.startsWith('key-')) return undefined;
    throw error;
  }
}

function firstHeld({ leaf, chain }: CustodyEvent, keys: readonly Bytes[]): HeldKeys | undefined {
  for (const ko of keys) {
    const held = heldBy(leaf, chain, ko);
    if (held !== undefined) return held;
  }
  return undefined;
}

/** What siblings named of an event without a Ko for the party, as far as its commits confirm it. */
export function firstConfirmed({ leaf }: CustodyEvent, keys: readonly HeldKeys[]): HeldKeys | undefined {
  for (const one of keys) {
    const held = confirmed(leaf, one);
    if (held !== undefined) return held;
  }
  return undefined;
}

/** The secrets shared with the author of a chain, one for each pair of seal keys that either side ever had. */
function pairsWith(view: View, { seal }: Keyring): (chain: string) => readonly Bytes[] {
  const byChain = new Map<string, readonly Bytes[]>();
  return (chain) => {
    let pairs = byChain.get(chain);
    if (pairs === undefined) {
      pairs = sealKeysEverOf(view, chain).flatMap((theirs) => agreements(seal, theirs));
      byChain.set(chain, pairs);
    }
    return pairs;
  };
}

/** A grant was made with the seal key that its author had then, so all that the chain ever named are tried, newest first. */
export function sealKeysEverOf(view: View, chain: string): readonly Bytes[] {
  const keys: Bytes[] = [];
  for (const event of view.eventsOf([EVENT.open.type, EVENT.rotate.type], { chain })) {
    // A malformed key was never granted with.
    const said = decodePart(event.leaf.type, 'public', event.leaf.public) as { readonly sealKey?: Bytes } | undefined;
    if (said?.sealKey !== undefined) keys.unshift(said.sealKey);
  }
  return keys;
}
