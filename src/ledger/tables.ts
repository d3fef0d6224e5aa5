// The tables: which are the truth, which are derived from it and can be dropped, and which are this folder's own.

import { APPLICATION, type Sql, TABLES_VERSION } from './sqlite.ts';
import { keepSums } from './sums.ts';

// Leaves are keyed by branch and seq in one integer; a checkpoint stands in the row of the last leaf that it covers, before
// the bytes, so that an append changes no page more for it and nobody reads long leaves to find it. `sum` is the first 48 bits
// of the leaf's hash: a leaf in which a bit has flipped would else be one that does not open, and a dispense unseen. `type` is
// its number in the registry of events, null where the leaf is malformed. A page of 250 tokens is a row of 4 000 bytes, which fills one page of
// the file; longer rows overflow and cost up to twenty times as much to find. `notesum` is of the checkpoint, `sum` elsewhere of
// the row, and `tally` counts the records of each kind: see sums.ts, which keeps all three.
const TRUTH = `
CREATE TABLE leaf (id INTEGER PRIMARY KEY, sum INTEGER NOT NULL, type INTEGER, notesum INTEGER, note TEXT, bytes BLOB NOT NULL);
CREATE TABLE heard (chain TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, peer TEXT NOT NULL,
  at INTEGER NOT NULL, sum INTEGER, PRIMARY KEY (chain, size, root));
CREATE TABLE branch (id INTEGER PRIMARY KEY, chain TEXT NOT NULL, number INTEGER NOT NULL, parent INTEGER, base INTEGER NOT NULL,
  size INTEGER NOT NULL, at INTEGER NOT NULL, seen INTEGER NOT NULL, changed INTEGER NOT NULL, open_only INTEGER NOT NULL,
  root BLOB NOT NULL, head BLOB NOT NULL, range BLOB NOT NULL, sum INTEGER, UNIQUE (chain, number));
CREATE TABLE attachment (id INTEGER PRIMARY KEY, root BLOB NOT NULL, kind INTEGER NOT NULL, pages INTEGER NOT NULL,
  have INTEGER NOT NULL, named INTEGER NOT NULL, range BLOB, UNIQUE (root, kind));
CREATE TABLE page (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE sealed (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
`;

const OWN = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL, sum INTEGER) WITHOUT ROWID;
CREATE TABLE record (kind TEXT NOT NULL, key TEXT NOT NULL, value NOT NULL, sum INTEGER, PRIMARY KEY (kind, key));
CREATE TABLE tally (kind TEXT PRIMARY KEY, n INTEGER NOT NULL, total INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE container (key BLOB PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL, sum INTEGER);
CREATE INDEX container_name ON container (name);
`;

/** The derived tables with their columns; `page` is derived where its key is negative. */
export const DERIVED: Readonly<Record<string, string>> = {
  // Event type → stretches of leaves with such an event: most appends find theirs there already, and change no page for it.
  kind: '(type INTEGER NOT NULL, stretch INTEGER NOT NULL, PRIMARY KEY (type, stretch)) WITHOUT ROWID',
  // First 48 bits of a token → leaf that has it among its rows; the whole token is compared in the rows themselves.
  hop: '(token INTEGER NOT NULL, leaf INTEGER NOT NULL, PRIMARY KEY (token, leaf)) WITHOUT ROWID',
  // GTIN → commissioning leaf, the key of its first page of tokens (null while the pages are not here) and its rows.
  commission:
    '(gtin INTEGER NOT NULL, leaf INTEGER NOT NULL, page INTEGER, rows INTEGER NOT NULL, PRIMARY KEY (gtin, leaf)) WITHOUT ROWID',
  // First 48 bits of the hash of a GTIN and a lot, capitals and small letters alike → the leaves that commission it.
  lot: '(name INTEGER NOT NULL, leaf INTEGER NOT NULL, PRIMARY KEY (name, leaf)) WITHOUT ROWID',
  // GTIN → the sorted parts that its lots make together, and the pages of those that are runs: see pack-parts.ts.
  packs: '(gtin INTEGER PRIMARY KEY, parts BLOB NOT NULL)',
  packrun: '(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)',
  // Leaf whose pages are not here; the GTIN of a commissioning leaf, −1 where its rows are here and a sealed part is not, else 0.
  lacking: '(leaf INTEGER NOT NULL, gtin INTEGER NOT NULL, PRIMARY KEY (leaf)) WITHOUT ROWID',
  // GTIN → notice, recall, product; minus the first 48 bits of a recall's hash → what answers or ends it.
  notice: '(about INTEGER NOT NULL, leaf INTEGER NOT NULL, PRIMARY KEY (about, leaf)) WITHOUT ROWID',
  // Chain's first branch and seq of an event → the leaf that retracts it.
  retract: '(target INTEGER NOT NULL, leaf INTEGER NOT NULL, PRIMARY KEY (target, leaf)) WITHOUT ROWID',
  // First 48 bits of the hash of a name → accreditation, endorsement, revocation … that bears it (authority-parts.ts); minus the
  // first row of a chain → its endorsements.
  about: '(name INTEGER NOT NULL, leaf INTEGER NOT NULL, PRIMARY KEY (name, leaf)) WITHOUT ROWID',
  // Leaf that sets the key of its chain.
  signkey: '(leaf INTEGER PRIMARY KEY, key BLOB NOT NULL)',
};

/** Those of them whose rows depend on the order in which events came: the audit compares what they say, not how. */
export const ORDERED: ReadonlySet<string> = new Set(['packs', 'packrun']);

/** All tables of a ledger. */
export const TABLES: readonly string[] = [
  ...Array.from((TRUTH + OWN).matchAll(/CREATE TABLE (\w+)/g), ([, name = '']) => name),
  ...Object.keys(DERIVED),
];

/** The statements that make them. */
export const ALL_TABLES =
  TRUTH +
  OWN +
  Object.entries(DERIVED)
    .map(([name, columns]) => `CREATE TABLE ${name} ${columns};`)
    .join('\n');

/** How each table and index is made, by name and in their order. */
export function statements(): ReadonlyMap<string, string> {
  const texts = ALL_TABLES.split(';').map((text) => text.trim());
  return new Map(texts.flatMap((text) => (text === '' ? [] : [[/(?:TABLE|INDEX) (\w+)/.exec(text)?.[1] ?? '', text]])));
}

/** Makes the tables of a new ledger. */
export function createTables(sql: Sql, epoch: string, instance: string): void {
  sql.db.exec(ALL_TABLES);
  keepSums(sql.db);
  sql.db.pragma(`application_id = ${APPLICATION}`);
  sql.db.pragma(`user_version = ${TABLES_VERSION}`);
  for (const [key, value] of [
    ['epoch', epoch],
    ['instance', instance],
  ] as const) {
    sql.run('INSERT INTO meta (key, value) VALUES (?, ?)', key, value);
  }
  sql.run(`INSERT INTO meta (key, value) VALUES ('stamp', 0)`);
}
