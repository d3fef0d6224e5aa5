// Where findings from manifests are kept: in the ledger's local records, or in memory where nothing may be written.
import { type Bytes, hex } from '../../chain/bytes.ts';
import type { Json } from '../../chain/canonical.ts';
import type { Container, Local, Marks } from '../../ledger/types.ts';

/** What catchUp reads and writes. All of it can be made again from the chain and the own keys. */
export interface InventoryIndex {
  container(key: Bytes): Container | undefined;
  /** Every container that bore this name, oldest first. */
  containersNamed(name: string): readonly Container[];
  putContainer(container: Container): void;
  get(key: string): Json | undefined;
  put(key: string, value: Json): void;
  delete(key: string): void;
  list(prefix: string): readonly { readonly key: string; readonly value: Json }[];
  marks(): Json | undefined;
  setMarks(marks: Json): void;
  once(key: string): Json | undefined;
  putOnce(key: string, value: Json): void;
}

/** Another name where more is looked for than before: then everything is read once more. */
const MARKS = 'inventory-7';

/** How far manifests have been read, of what is stored. */
export function marksOf(local: Local): Marks | undefined {
  return local.marks.get(MARKS) as Marks | undefined;
}

/** Reads `local`; writes to `writable`, or without it to memory that lies over what is stored. */
export function indexOver(local: Local, writable: Local | undefined): InventoryIndex {
  return writable === undefined ? inMemory(stored(local)) : stored(writable);
}

function stored(local: Local): InventoryIndex {
  return {
    container: (key) => local.containers.byKey(key),
    containersNamed: (name) => local.containers.byName(name),
    putContainer: (container) => local.containers.put(container),
    get: (key) => local.inventory.get(key),
    put: (key, value) => local.inventory.put(key, value),
    delete: (key) => {
      local.inventory.delete(key);
    },
    list: (prefix) => local.inventory.list(prefix),
    marks: () => local.marks.get(MARKS),
    setMarks: (marks) => local.marks.put(MARKS, marks),
    once: (key) => local.once.get(key),
    putOnce: (key, value) => local.once.put(key, value),
  };
}

/** An index in which nothing is yet, in memory alone, with what was put into it. */
export function emptyIndex(): {
  readonly index: InventoryIndex;
  readonly containers: ReadonlyMap<string, Container>;
  readonly once: ReadonlyMap<string, Json>;
} {
  const containers = new Map<string, Container>();
  const once = new Map<string, Json>();
  const nothing: InventoryIndex = {
    container: () => undefined,
    containersNamed: () => [],
    putContainer: () => {},
    get: () => undefined,
    put: () => {},
    delete: () => {},
    list: () => [],
    marks: () => undefined,
    setMarks: () => {},
    once: (key) => once.get(key),
    putOnce: () => {},
  };
  const over = inMemory(nothing, containers);
  return { index: { ...over, putOnce: (key, value) => once.set(key, value) }, containers, once };
}

function inMemory(below: InventoryIndex, containers = new Map<string, Container>()): InventoryIndex {
  const records = new Map<string, Json | undefined>();
  let marks: Json | undefined;
  return {
    container: (key) => containers.get(hex(key)) ?? below.container(key),
    containersNamed: (name) => {
      const newer = [...containers.values()].filter((container) => container.name === name);
      return [...below.containersNamed(name).filter((container) => !containers.has(hex(container.key))), ...newer];
    },
    putContainer: (container) => {
      containers.set(hex(container.key), container);
    },
    get: (key) => (records.has(key) ? records.get(key) : below.get(key)),
    put: (key, value) => {
      records.set(key, value);
    },
    delete: (key) => {
      records.set(key, undefined);
    },
    list: (prefix) => {
      const found = new Map(below.list(prefix).map((record) => [record.key, record.value] as const));
      for (const [key, value] of records) {
        if (!key.startsWith(prefix)) continue;
        if (value === undefined) found.delete(key);
        else found.set(key, value);
      }
      return [...found]
        .map(([key, value]) => ({ key, value }))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    },
    marks: () => marks ?? below.marks(),
    setMarks: (value) => {
      marks = value;
    },
    once: (key) => below.once(key),
    putOnce: () => {},
  };
}
