// Records of this node alone, beside the chains: settings, peers, the outbox, `--once` keys, inventory.
import type { Bytes } from '../chain/bytes.ts';
import type { Json } from '../chain/canonical.ts';

/** Records that are not events: this folder's own. Reads anywhere; writes inside `append`, `write`, or each by itself. */
export interface Local {
  setting(key: string): Json | undefined;
  setSetting(key: string, value: Json | undefined): void;
  /** Answers of commands with `--once`, by key; kept through rebuild, backup and restore. */
  readonly once: Records;
  /** Facts that wait (DESIGN §5.2); kept through rebuild, backup and restore. */
  readonly outbox: Records;
  readonly peers: Records;
  /** State of alerts: who saw, who closed. */
  readonly alerts: Records;
  /** Batches that could not be admitted yet, by a key of the caller's choice. */
  readonly aside: Blobs;
  /** Derived: dropped by `rebuild`, and made again by whoever fills it. */
  readonly marks: Records;
  /** Derived: known containers by hex of their key. */
  readonly containers: Containers;
  /** Derived: the party's inventory as opened from manifests. Keys are the caller's. */
  readonly inventory: Records;
  /** Derived: where the packs of the inventory are, counted by lot. Keys are the caller's. */
  readonly stock: Records;
  /** Partners outside the network by GLN, as a person here has set them; kept through rebuild, backup and restore. */
  readonly outside: Records;
  /** Requests for tracing and how they were answered; kept through rebuild, backup and restore. */
  readonly requests: Records;
  /** What ledgers of networks that this party was in before say of its documents; kept through rebuild, backup and restore. */
  readonly past: Records;
  /** Derived: what is known of the documents of this folder. Keys are the caller's. */
  readonly documents: Records;
  /** Derived: what documents claim of packs and containers. */
  readonly claims: Claims;
  /** Derived: by which tokens an event is noticed that may change it. */
  readonly stockWatch: Blobs;
}

/** JSON values by text key, ordered by key. */
export interface Records {
  get(key: string): Json | undefined;
  put(key: string, value: Json): void;
  delete(key: string): boolean;
  /** Whether there is one, whatever it says. */
  has(key: string): boolean;
  /** Keys that begin with `prefix`, ascending. */
  list(prefix?: string): readonly { readonly key: string; readonly value: Json }[];
  count(prefix?: string): number;
}

export interface Blobs {
  get(key: string): Bytes | undefined;
  put(key: string, value: Bytes): void;
  delete(key: string): boolean;
  keys(prefix?: string): readonly string[];
  /** Bytes of all values. */
  size(): number;
}

export interface Container {
  readonly key: Bytes;
  /** SSCC, or GTIN and serial, as the caller writes it. */
  readonly name: string;
  readonly value: Json;
}

export interface Containers {
  byKey(key: Bytes): Container | undefined;
  /** Every container that bore this name, oldest first. */
  byName(name: string): readonly Container[];
  put(container: Container): void;
}

/** What one document claims of one item. Keys are the first 64 bits of the item's, as two numbers of 32. */
export interface KeyedClaim {
  readonly high: number;
  readonly low: number;
  readonly claim: Json;
  /** Whole, small: items with one number are claimed alike, which is then not looked for. */
  readonly alike?: number;
}

/** A claim that was found, and the number of its document. */
export interface FoundClaim {
  readonly document: number;
  readonly claim: Json;
}

/** One of the different claims of a document, and of how many items it is made. */
export interface TalliedClaim {
  readonly claim: Json;
  readonly items: number;
}

export interface Claims {
  /** Adds what a document claims, by ascending keys, and says of how many items that is. Writes; one transaction is the caller's. */
  put(document: number, claims: Iterable<KeyedClaim>): number;
  /** The different claims of a document; undefined of one that was put before they were counted. */
  tally(document: number): Iterable<TalliedClaim> | undefined;
  /** Every claim about the item with this key, of which the first 64 bits are looked at. */
  find(key: Bytes): readonly FoundClaim[];
  /** Whether there is one, without reading what it says. */
  has(key: Bytes): boolean;
}
