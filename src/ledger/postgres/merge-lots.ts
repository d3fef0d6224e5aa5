// Sorted runs of the packs of a GTIN, so that a look-up does not grow with the number of its lots: whatever the label says, a serial
// that was commissioned twice is found in both lots. A run is made of the tokens of its lots, and can be dropped and made again.
import { b64u } from '../../chain/bytes.ts';
import { key48 } from '../ids.ts';
import { type HubConnection, within } from './connection.ts';
import { CopyRows } from './copy-rows.ts';

/** So many lots, or runs of about a size, become one. */
const TOGETHER = 8;
/** Entries of a page, but for those of one token, which stay together. */
const ENTRIES = 450;
/** Lots of one run: their numbers have 15 bits. */
const MOST_LOTS = 32_768;
/** Packs of one run. */
const MOST_PACKS = 4_000_000;
const LOT_BITS = 15n;

interface YoungLot {
  readonly leaf: number;
  readonly root: Buffer;
  readonly rows: number;
}

interface StoredRun {
  readonly run: number;
  readonly lots: number;
}

/** Merges what has become many of a GTIN, each step in a transaction of its own; says how many runs it made. */
export async function mergeLots(connection: HubConnection, gtin: number, most = MOST_PACKS): Promise<number> {
  let made = 0;
  while (await within(connection, 'write', (inside) => mergeOnce(inside, gtin, most))) made++;
  return made;
}

async function mergeOnce(connection: HubConnection, gtin: number, most: number): Promise<boolean> {
  const young = await connection.rows<YoungLot>(
    `select leaf, root, rows from commission where gtin = $1 and run is null and root is not null order by leaf for update`,
    gtin,
  );
  if (young.length >= TOGETHER) {
    await makeRun(connection, gtin, fitting(young, most), []);
    return true;
  }
  const runs = await connection.rows<StoredRun>(
    'select run, cardinality(leaves) as lots from packs where gtin = $1 order by run for update',
    gtin,
  );
  const levels = Map.groupBy(runs, ({ lots }) => Math.floor(Math.log(lots) / Math.log(TOGETHER)));
  for (const same of levels.values()) {
    if (same.length < TOGETHER) continue;
    const old = same.map(({ run }) => run);
    const lots = await connection.rows<YoungLot>(
      'select leaf, root, rows from commission where gtin = $1 and run = any($2::bigint[]) order by leaf for update',
      gtin,
      old,
    );
    // So long that they stay as they are: of so many packs there are few runs.
    if (fitting(lots, most).length < lots.length) continue;
    await makeRun(connection, gtin, lots, old);
    return true;
  }
  return false;
}

async function makeRun(
  connection: HubConnection,
  gtin: number,
  lots: readonly YoungLot[],
  old: readonly number[],
): Promise<void> {
  const packs = lots.reduce((sum, { rows }) => sum + rows, 0);
  const entries = new BigUint64Array(packs);
  let at = 0;
  for (const [number, { root, rows }] of lots.entries()) {
    const pages = await connection.rows<{ bytes: Buffer }>(
      'select bytes from tokenpage where root = $1 order by index',
      root,
    );
    const before = at;
    for (const { bytes } of pages)
      for (let i = 0; i < bytes.length; i += 16) entries[at++] = (BigInt(key48(bytes, i)) << LOT_BITS) | BigInt(number);
    if (at - before !== rows) throw new RangeError(`the pages of ${b64u(root)} are not those of its leaf`);
  }
  entries.sort();
  const [last] = await connection.rows<{ run: number }>(
    'select coalesce(max(run), 0) + 1 as run from packs where gtin = $1',
    gtin,
  );
  const run = last?.run ?? 1;
  const pages = new CopyRows('packrun', 'gtin', 'run', 'first', 'entries');
  for (const page of pagesOfEntries(entries))
    pages
      .row()
      .long(gtin)
      .long(run)
      .long(Number((page[0] ?? 0n) >> LOT_BITS))
      .longs(page);
  await connection.copy(pages);
  if (old.length > 0) {
    await connection.rows('delete from packrun where gtin = $1 and run = any($2::bigint[])', gtin, old);
    await connection.rows('delete from packs where gtin = $1 and run = any($2::bigint[])', gtin, old);
  }
  const leaves = lots.map(({ leaf }) => leaf);
  await connection.rows('insert into packs (gtin, run, leaves) values ($1, $2, $3::bigint[])', gtin, run, leaves);
  await connection.rows(
    'update commission set run = $2 where gtin = $1 and leaf = any($3::bigint[])',
    gtin,
    run,
    leaves,
  );
}

/** The first of these lots, as many as one run may be of; a lot that is longer makes one by itself. */
function fitting(lots: readonly YoungLot[], most: number): readonly YoungLot[] {
  let packs = 0;
  const end = lots.slice(0, MOST_LOTS).findIndex(({ rows }, i) => {
    packs += rows;
    return i > 0 && packs > most;
  });
  return lots.slice(0, end < 0 ? MOST_LOTS : end);
}

// Entries of one token are never divided: whoever looks it up reads one page.
function* pagesOfEntries(entries: BigUint64Array): Generator<BigUint64Array> {
  for (let from = 0; from < entries.length; ) {
    let to = Math.min(from + ENTRIES, entries.length);
    while (to < entries.length && tokenOf(entries, to) === tokenOf(entries, to - 1)) to++;
    yield entries.subarray(from, to);
    from = to;
  }
}

const tokenOf = (entries: BigUint64Array, at: number): bigint => (entries[at] ?? 0n) >> LOT_BITS;
