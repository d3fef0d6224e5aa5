// The statements by which a hub answers a fold. One has everything that most folds lack: all of one snapshot, in one round trip.

/** What a row of the answer is about. */
export const ABOUT = {
  counter: 0,
  rows: 1,
  commissions: 2,
  notices: 3,
  ends: 4,
  lots: 5,
  page: 6,
  retracted: 7,
  incomplete: 8,
  awaits: 9,
  pages: 10,
} as const;

/** So many uses of one token are given at once; of more than these each branch is asked by itself. */
export const MOST_OF_TOKEN = 64;
/** The same of commissionings of one token. */
export const MOST_MADE = 64;
/** Notices of a GTIN up to so many are given whoever wrote them, as in the embedded ledger. */
export const FEW_NOTICES = 32;
/** Lots of a GTIN that are given at once. */
export const LOTS_AT_ONCE = 32;

/**
 * $1 tokens (48 bits) and $2 the whole ones; $3 GTINs, $4 tokens (48 bits) and $5 whole ones whose commissionings are wanted; $6 GTINs
 * whose notices are, and $7 with them the branches that may write any, as `gtin:row`; $8 GTINs whose lots are, $9 the lot's name or
 * null, $10 after which leaf; $11 roots and $12 indexes of pages; $13 targets of retractions; $14 GTINs of which pages may lack, $15 and
 * $16 leaves from and to which any may, with $17 the question; $18 roots of pages; $19 type of a recall, $20 of its end.
 */
export const GATHER = `with hit as materialized (
  select t.ord, h.leaf, l.sum, l.type, l.bytes, p.bytes as page
    from unnest($1::bigint[], $2::bytea[]) with ordinality as t (token, whole, ord)
    cross join lateral (select leaf from hop where hop.token = t.token order by leaf limit ${MOST_OF_TOKEN + 1}) h
    join leaf l on l.id = h.leaf
    left join lateral (select bytes from rowpage r where r.root = l.rows and r.first <= t.whole order by r.first desc limit 1) p
      on true
), made as materialized (
  select w.ord, c.leaf from unnest($3::bigint[], $4::bigint[], $5::bytea[]) with ordinality as w (gtin, tok, token, ord)
    cross join lateral (
      select y.leaf, y.root from commission y where y.gtin = w.gtin and y.run is null and y.root is not null
      union all
      select x.leaf, x.root from packs k
        cross join lateral (select entries from packrun r where r.gtin = w.gtin and r.run = k.run and r.first <= w.tok
          order by r.first desc limit 1) r
        cross join lateral unnest(r.entries[width_bucket((w.tok << 15) - 1, r.entries) + 1
          : width_bucket((w.tok << 15) + 32767, r.entries)]) as e (entry)
        join commission x on x.gtin = w.gtin and x.leaf = k.leaves[(e.entry & 32767) + 1]
        where k.gtin = w.gtin
    ) c
    cross join lateral (select bytes from tokenpage t where t.root = c.root and t.first <= w.token
      order by t.first desc limit 1) t
    where position(w.token in t.bytes) % 16 = 1 or (position(w.token in t.bytes) > 0 and exists (
      select 1 from generate_series(0, length(t.bytes) - 16, 16) as s (at) where substring(t.bytes from s.at + 1 for 16) = w.token))
), note as materialized (
  select g.ord, l.id, l.sum, l.type, l.bytes
    from unnest($6::bigint[]) with ordinality as g (gtin, ord)
    cross join lateral (select leaf from notice n where n.about = g.gtin and (
      (select count(*) from (select 1 from notice m where m.about = g.gtin limit ${FEW_NOTICES + 1}) few) <= ${FEW_NOTICES}
      or (g.gtin::text || ':' || (n.leaf >> 32)::text) = any($7::text[]))) n
    join leaf l on l.id = n.leaf
)
select ${ABOUT.counter}::int as about, null::bigint as w, c.n as id, null::bigint as sum, null::smallint as type, c.hist as bytes,
  c.stamped as page from counter c
union all select ${ABOUT.rows}, ord, leaf, sum, type, bytes, page from hit
union all select ${ABOUT.retracted}, h.leaf, r.leaf, l.sum, l.type, l.bytes, null from (select distinct leaf from hit) h
  join retract r on r.target = h.leaf join leaf l on l.id = r.leaf
union all select ${ABOUT.commissions}, m.ord, l.id, l.sum, l.type, l.bytes, null from (
    select ord, leaf from (select ord, leaf, row_number() over (partition by ord order by leaf) as place from made) p
    where place <= ${MOST_MADE + 1}) m join leaf l on l.id = m.leaf
union all select ${ABOUT.notices}, ord, id, sum, type, bytes, null from note
union all select ${ABOUT.ends}, note.ord, l.id, l.sum, l.type, l.bytes, null from note
  join notice e on e.about = -note.sum join leaf l on l.id = e.leaf where note.type = $19::smallint and l.type = $20::smallint
union all select ${ABOUT.lots}, g.ord, l.id, l.sum, l.type, l.bytes, null
  from unnest($8::bigint[], $9::bigint[], $10::bigint[]) with ordinality as g (gtin, name, after, ord)
  cross join lateral (select leaf from lot where g.name is not null and lot.name = g.name and lot.leaf > g.after
    order by leaf limit ${LOTS_AT_ONCE + 1}) c join leaf l on l.id = c.leaf
union all select ${ABOUT.lots}, g.ord, l.id, l.sum, l.type, l.bytes, null
  from unnest($8::bigint[], $9::bigint[], $10::bigint[]) with ordinality as g (gtin, name, after, ord)
  cross join lateral (select leaf from commission c where g.name is null and c.gtin = g.gtin and c.leaf > g.after
    order by leaf limit ${LOTS_AT_ONCE + 1}) c join leaf l on l.id = c.leaf
union all select ${ABOUT.page}, w.ord, null, null, null, p.bytes, null
  from unnest($11::bytea[], $12::int[]) with ordinality as w (root, index, ord)
  cross join lateral (
    select bytes from sealedpage s where s.root = w.root and s.index = w.index
      and exists (select 1 from attachment a where a.root = w.root and a.kind = 2 and a.have = a.pages)
    union all select bytes from rowpage s where s.root = w.root and s.index = w.index
      and exists (select 1 from attachment a where a.root = w.root and a.kind = 1 and a.have = a.pages)
    union all select bytes from tokenpage s where s.root = w.root and s.index = w.index
      and exists (select 1 from attachment a where a.root = w.root and a.kind = 0 and a.have = a.pages)
    limit 1) p
union all select ${ABOUT.retracted}, r.target, r.leaf, l.sum, l.type, l.bytes, null
  from unnest($13::bigint[]) as t (target) join retract r on r.target = t.target join leaf l on l.id = r.leaf
union all select ${ABOUT.incomplete}, w.ord, b.row, null, null, null, null
  from unnest($14::bigint[]) with ordinality as w (gtin, ord)
  cross join lateral (select distinct leaf >> 32 as row from lacking where w.gtin > 0 and lacking.gtin = w.gtin) b
union all select ${ABOUT.incomplete}, w.ord, 0, null, null, null, null
  from unnest($14::bigint[]) with ordinality as w (gtin, ord) where w.gtin < 0 and exists (select 1 from lacking)
union all select ${ABOUT.awaits}, w.ask, null, null, null, null, null
  from unnest($15::bigint[], $16::bigint[], $17::bigint[]) as w (low, high, ask)
  where exists (select 1 from lacking where leaf >= w.low and leaf < w.high)
union all select ${ABOUT.pages}, w.ord, a.pages, null, null, null, null
  from unnest($18::bytea[]) with ordinality as w (root, ord)
  cross join lateral (select pages from attachment a where a.root = w.root and a.have = a.pages limit 1) a`;

/**
 * Of a token that is used very often: the first $2 uses of each branch, and of the branches $3 their recalls (of type $4).
 */
export const CROWDED = `with recursive b (row) as (
  (select leaf >> 32 from hop where token = $1 order by leaf limit 1)
  union all
  select (select h.leaf >> 32 from hop h where h.token = $1 and h.leaf >= ((b.row + 1) << 32) order by h.leaf limit 1)
    from b where b.row is not null
), uses as (
  select h.leaf from b cross join lateral (select leaf from hop where token = $1 and leaf >= b.row << 32
    and leaf < (b.row + 1) << 32 order by leaf limit $2) h where b.row is not null
  union
  select h.leaf from unnest($3::bigint[]) as r (row) join hop h on h.token = $1 and h.leaf >= r.row << 32
    and h.leaf < (r.row + 1) << 32 join leaf l on l.id = h.leaf where l.type = $4::smallint
)
select l.id, l.sum, l.type, l.bytes, p.bytes as page from uses u join leaf l on l.id = u.leaf
  left join lateral (select bytes from rowpage r where r.root = l.rows and r.first <= $5::bytea order by r.first desc limit 1) p on true`;
