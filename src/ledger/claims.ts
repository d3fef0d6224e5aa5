// What documents claim of packs, found by the first 64 bits of a pack's key, so that the index alone names no serial. Derived from
// the kept files: `rebuild` drops it. Runs of sorted pages; a new document is a run, and runs of like size become one, so that there
// are few however many documents there are. An entry has 14 bytes: key, document, and which of the document's different claims.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Bytes, bufferOf, compareBytes, text as textOf, utf8 } from '../chain/bytes.ts';
import type { Json } from '../chain/canonical.ts';
import type { Blobs, Claims, FoundClaim, KeyedClaim, Records, TalliedClaim } from './records.ts';

const ENTRY = 14;
/** A page is a row that fills one page of the database. */
const PAGE = 280;
/** Different claims that lie together, packed. */
const FACTS = 64;
/** Where it stands of how many items each of a document's claims is; a page has a number for its name. */
const ITEMS = 'items';
/** Different claims of a document that are remembered while it is read: most packs of a case are claimed alike. */
const REMEMBERED = 100_000;
/** A run takes in the next one where it is at most so many times as long. */
const LIKE = 3;
/** Of documents, and of different claims in one: what three bytes hold. */
const MOST = 2 ** 24;

interface Run {
  readonly id: number;
  readonly count: number;
}

type Entry = Bytes;

export function makeClaims(runs: Records, pages: Blobs, facts: Blobs): Claims {
  const all = (): readonly Run[] => (runs.get('runs') as readonly Run[] | undefined) ?? [];
  const run = { pages, all };
  return {
    put(document, claims) {
      if (document >= MOST) throw new RangeError('a document has a number of 24 bits');
      const known = all();
      const id = (known.at(-1)?.id ?? 0) + 1;
      const added = write(run, id, entriesOf(facts, document, claims));
      if (added.count === 0) return 0;
      runs.put('runs', settle(run, [...known, added]) as unknown as Json);
      return added.count;
    },
    has: (key) => all().some((one) => found(run, one, key).length > 0),
    tally: (document) => tallied(facts, document),
    find: (key) => all().flatMap((one) => found(run, one, key).map((entry) => claimAt(facts, entry))),
  };
}

/** The entries of claims; each is good until the next is asked for. */
function* entriesOf(facts: Blobs, document: number, claims: Iterable<KeyedClaim>): Generator<Entry> {
  const numbers = new Map<string, number>();
  /** By the number of what is claimed alike. */
  const known: number[] = [];
  const entry = Buffer.alloc(ENTRY);
  entry.writeUIntBE(document, 8, 3);
  let page: string[] = [];
  let count = 0;
  const items: number[] = [];
  const close = () => {
    if (page.length === 0) return;
    facts.put(`${document}/${Math.floor((count - 1) / FACTS)}`, deflateRawSync(utf8(`[${page.join(',')}]`)));
    page = [];
  };
  for (const { high, low, claim, alike } of claims) {
    let number = alike === undefined ? undefined : known[alike];
    if (number === undefined) {
      const text = JSON.stringify(claim);
      number = numbers.get(text);
      if (number === undefined) {
        number = count++;
        if (number >= MOST) throw new RangeError('a document has too many different claims');
        if (numbers.size >= REMEMBERED) numbers.clear();
        numbers.set(text, number);
        if (page.push(text) === FACTS) close();
      }
      if (alike !== undefined) known[alike] = number;
    }
    items[number] = (items[number] ?? 0) + 1;
    setBytes(entry, 0, 4, high);
    setBytes(entry, 4, 4, low);
    setBytes(entry, 11, 3, number);
    yield entry;
  }
  close();
  if (count > 0) facts.put(`${document}/${ITEMS}`, deflateRawSync(Buffer.from(Uint32Array.from(items).buffer)));
}

/** Writes a number, its highest byte first. A million times it is to be quicker than what checks its arguments. */
function setBytes(into: Bytes, from: number, count: number, value: number): void {
  for (let at = from + count - 1, rest = value; at >= from; at--, rest >>>= 8) into[at] = rest;
}

function claimAt(facts: Blobs, entry: Entry): FoundClaim {
  const bytes = bufferOf(entry);
  const [document, number] = [bytes.readUIntBE(8, 3), bytes.readUIntBE(11, 3)];
  return { document, claim: claimsIn(facts, document, Math.floor(number / FACTS))[number % FACTS] ?? null };
}

function claimsIn(facts: Blobs, document: number, page: number): readonly Json[] {
  const packed = facts.get(`${document}/${page}`);
  return packed === undefined ? [] : (JSON.parse(textOf(inflateRawSync(packed))) as readonly Json[]);
}

/** Different claims of a document, and of how many items each is. */
function tallied(facts: Blobs, document: number): Iterable<TalliedClaim> | undefined {
  const packed = facts.get(`${document}/${ITEMS}`);
  return packed && eachTallied(facts, document, inflateRawSync(packed));
}

function* eachTallied(facts: Blobs, document: number, counts: Buffer): Generator<TalliedClaim> {
  const read = new DataView(counts.buffer, counts.byteOffset, counts.length);
  for (let at = 0, page: readonly Json[] = []; at * 4 < counts.length; at++) {
    if (at % FACTS === 0) page = claimsIn(facts, document, at / FACTS);
    yield { claim: page[at % FACTS] ?? null, items: read.getUint32(at * 4, true) };
  }
}

interface Stored {
  readonly pages: Blobs;
  readonly all: () => readonly Run[];
}

function nameOf(run: number, page: number): string {
  return `${run}/${page}`;
}

/** Writes entries as a run of pages. */
function write({ pages }: Stored, id: number, entries: Iterable<Entry>): Run {
  const page = Buffer.alloc(PAGE * ENTRY);
  let count = 0;
  const close = (filled: number) => {
    if (filled > 0)
      pages.put(nameOf(id, Math.floor((count - 1) / PAGE)), new Uint8Array(page.subarray(0, filled * ENTRY)));
  };
  for (const entry of entries) {
    page.set(entry, (count % PAGE) * ENTRY);
    count++;
    if (count % PAGE === 0) close(PAGE);
  }
  close(count % PAGE);
  return { id, count };
}

function* read({ pages }: Stored, { id, count }: Run): Generator<Entry> {
  for (let page = 0; page * PAGE < count; page++) {
    const bytes = pages.get(nameOf(id, page)) ?? new Uint8Array();
    for (let at = 0; at < bytes.length; at += ENTRY) yield bytes.subarray(at, at + ENTRY);
  }
}

/** Makes one of the newest runs for as long as they are of like size. */
function settle(stored: Stored, given: readonly Run[]): readonly Run[] {
  const runs = [...given];
  for (;;) {
    const [before, last] = runs.slice(-2);
    if (before === undefined || last === undefined || before.count > last.count * LIKE) return runs;
    const made = write(stored, last.id + 1, merged(read(stored, before), read(stored, last)));
    for (const { id, count } of [before, last]) {
      for (let page = 0; page * PAGE < count; page++) stored.pages.delete(nameOf(id, page));
    }
    runs.splice(-2, 2, made);
  }
}

function* merged(a: Iterator<Entry>, b: Iterator<Entry>): Generator<Entry> {
  let [left, right] = [a.next(), b.next()];
  while (!left.done || !right.done) {
    if (right.done || (!left.done && compareBytes(left.value, right.value) <= 0)) {
      yield left.value as Entry;
      left = a.next();
    } else {
      yield right.value;
      right = b.next();
    }
  }
}

/** Guesses, before the rest of a run is halved: whoever makes up serials might make keys that are not spread evenly. */
const GUESSES = 3;

/** Entries of a key in a run. Keys are spread evenly, so that the first page that is guessed tells where the right one is. */
function found({ pages }: Stored, { id, count }: Run, key: Bytes): readonly Entry[] {
  const sought = key.subarray(0, 8);
  const place = wordOf(sought) / 2 ** 32;
  const pageAt = (page: number) => pages.get(nameOf(id, page)) ?? new Uint8Array(ENTRY);
  const isBefore = (entry: Entry) => compareBytes(entry.subarray(0, 8), sought) < 0;
  // The first page whose last entry is not before the key lies between these.
  let [from, to] = [0, Math.ceil(count / PAGE) - 1];
  let page = Math.min(to, Math.floor((place * count) / PAGE));
  for (let tries = 1; from < to; tries++) {
    const bytes = pageAt(page);
    const away = Math.abs(Math.trunc(((place - wordOf(bytes) / 2 ** 32) * count) / PAGE));
    if (isBefore(bytes.subarray(-ENTRY))) {
      from = page + 1;
      page = Math.min(to, page + Math.max(1, away));
    } else if (isBefore(bytes)) [from, to] = [page, page];
    else {
      to = page;
      page = Math.max(from, page - Math.max(1, away));
    }
    if (tries >= GUESSES) page = (from + to) >>> 1;
  }
  const entries: Entry[] = [];
  for (; from * PAGE < count; from++) {
    const bytes = pageAt(from);
    for (let at = 0; at < bytes.length; at += ENTRY) {
      const entry = bytes.subarray(at, at + ENTRY);
      const compared = compareBytes(entry.subarray(0, 8), sought);
      if (compared > 0) return entries;
      if (compared === 0) entries.push(entry);
    }
  }
  return entries;
}

function wordOf(bytes: Bytes): number {
  return bufferOf(bytes).readUInt32BE(0);
}
