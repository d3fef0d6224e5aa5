// The tables of a hub on PostgreSQL 15 or newer, and their version. No serial leads a key, no lock but on rows, every read is one
// statement: engines that shard by the first column of a key take the same text.

/** The version of these tables, and the oldest one that this program still uses as it is. */
export const HUB_SCHEMA = 2;
export const OLDEST_HUB_SCHEMA = 2;

/** Into so many parts are leaves and rows divided, by a hash of what they are found by: each costs every question for them. */
const PARTS = 4;

// `leaf.id` is branch × 2^32 + seq, as in the embedded ledger. `leaf.rows` is the root of rows that lie in pages. A branch row is the
// only thing that is updated besides the counter, and `for update` on it orders all who write to one chain. The counter's row orders
// all commits: `n` grows with each, and `hist` hashes all that was ever stored, so that equal ones are equal contents on any copy;
// `stamp` grows, and `stamped` is that hash, where who is who or the shape of chains may have changed.
// `meta.least` is the oldest version that a program may know to use these tables: while programs of two versions run side by side, the
// newer one has only added to them.
// `staged` has parts of commits that came in one turn of an exchange and wait for the rest, whichever process takes the next.
// `hop` is found by its token alone, in whatever order; `crowded` has the uses of tokens with very many once more, in theirs.
// `notice.ends` of a recall is what stands in `about` of what ends it.
const TABLES = `
create table meta (key text primary key, value text not null);
create table counter (one boolean primary key default true check (one), n bigint not null, stamp bigint not null,
  branches bigint not null, hist bytea not null, stamped bytea not null);
create table branch (id bigint primary key, chain text not null, number int not null, parent bigint, base bigint not null,
  size bigint not null, at bigint not null, seen bigint not null, changed bigint not null, open_only smallint not null,
  root bytea not null, head bytea not null, range bytea not null, unique (chain, number));
create index branch_changed on branch (changed);
create table leaf (id bigint, sum bigint not null, type smallint, rows bytea, bytes bytea not null, primary key (id))
  partition by hash (id);
create table note (id bigint primary key, note text not null);
create table hop (token bigint not null, leaf bigint not null) partition by hash (token);
create index hop_token on hop (token);
create table crowded (token bigint, leaf bigint, primary key (token, leaf));
create table attachment (root bytea, kind smallint, pages int not null, have int not null, named smallint not null,
  range bytea, primary key (root, kind));
create table tokenpage (root bytea, index int, first bytea not null, bytes bytea not null, primary key (root, index));
create index tokenpage_first on tokenpage (root, first);
alter table tokenpage alter bytes set storage plain;
create table rowpage (root bytea, index int, first bytea not null, bytes bytea not null, primary key (root, index));
create index rowpage_first on rowpage (root, first);
alter table rowpage alter bytes set storage plain;
create table sealedpage (root bytea, index int, bytes bytea not null, primary key (root, index));
alter table sealedpage alter bytes set storage external;
create table commission (gtin bigint, leaf bigint, root bytea, rows int not null, run bigint, primary key (gtin, leaf));
create index commission_young on commission (gtin, leaf) where run is null;
create table packs (gtin bigint, run bigint, leaves bigint[] not null, primary key (gtin, run));
create table packrun (gtin bigint, run bigint, first bigint, entries bigint[] not null, primary key (gtin, run, first));
alter table packrun alter entries set storage main;
create table lot (name bigint, leaf bigint, primary key (name, leaf));
create table notice (about bigint, leaf bigint, ends bigint, primary key (about, leaf));
create table retract (target bigint, leaf bigint, primary key (target, leaf));
create table authority (leaf bigint primary key, n bigint not null);
create index authority_n on authority (n);
create table lacking (leaf bigint, root bytea, kind smallint, gtin bigint not null, primary key (leaf, root, kind));
create index lacking_root on lacking (root, kind);
create index lacking_gtin on lacking (gtin) where gtin > 0;
create table heard (chain text, size bigint, root bytea, note text not null, peer text not null, at bigint not null,
  primary key (chain, size, root));
create table proof (key text primary key, value text not null);
create table staged (key text primary key, bytes bytea not null, at timestamptz not null default clock_timestamp());
create table admission (n bigint primary key, at timestamptz not null default clock_timestamp(), branch bigint,
  start bigint, size bigint, hist bytea not null);
`;

const EMPTY_HISTORY = `'\\x${'00'.repeat(32)}'`;

/** The statements that make all tables in an empty schema. */
export function hubTables(epoch: string): readonly string[] {
  const parts = Array.from({ length: PARTS }, (_, i) =>
    ['leaf', 'hop'].map(
      (table) => `create table ${table}_${i} partition of ${table} for values with (modulus ${PARTS}, remainder ${i})`,
    ),
  ).flat();
  return [
    ...TABLES.split(';\n').flatMap((text) => (text.trim() === '' ? [] : [text.trim()])),
    ...parts,
    `insert into counter (n, stamp, branches, hist, stamped) values (0, 0, 0, ${EMPTY_HISTORY}, ${EMPTY_HISTORY})`,
    `insert into meta (key, value) values ('schema', '${HUB_SCHEMA}'), ('least', '${HUB_SCHEMA}'), ('epoch', '${epoch}')`,
  ];
}
