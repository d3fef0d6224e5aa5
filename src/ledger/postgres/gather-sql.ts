// The statements by which a hub answers a fold: one has what nearly every fold lacks, another one the rest.
import { MOST_OF_TOKEN } from './crowded.ts';

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

/** The same of commissionings of one token. */
export const MOST_MADE = 64;
/** Notices of a GTIN up to so many are given whoever wrote them, as in the embedded ledger. */
export const FEW_NOTICES = 32;
/** Lots of a GTIN that are given at once. */
export const LOTS_AT_ONCE = 32;

/**
 * What nearly every fold asks for: $1 tokens (48 bits) and $2 the whole ones; $3 GTINs, $4 tokens (48 bits) and $5 whole ones whose
 * commissionings are wanted; $6 GTINs whose notices are, and $7 with them the branches that may write any, as `gtin:row`; $8 the type
 * of what ends a recall. Leaves are joined once: each part of a divided table costs every statement that names it.
 */
export const GATHER = `with hit as materialized (
  select t.ord, t.whole, h.leaf
    from unnest($1::bigint[], $2::bytea[]) with ordinality as t (token, whole, ord)
    cross join lateral (
      select leaf from (select leaf from hop where hop.token = t.token limit ${MOST_OF_TOKEN + 1}) few order by leaf) h
), note as materialized (
  select g.ord, n.leaf, n.ends
    from unnest($6::bigint[]) with ordinality as g (gtin, ord)
    cross join lateral (select leaf, ends from notice n where n.about = g.gtin and (
      (select count(*) from (select 1 from notice m where m.about = g.gtin limit ${FEW_NOTICES + 1}) few) <= ${FEW_NOTICES}
      or (g.gtin::text || ':' || (n.leaf >> 32)::text) = any($7::text[]))) n
), found (about, w, leaf, whole) as (
  select ${ABOUT.rows}, ord, leaf, whole from hit
  union all select ${ABOUT.retracted}, h.leaf, r.leaf, null from (select distinct leaf from hit) h join retract r on r.target = h.leaf
  union all select ${ABOUT.commissions}, ord, leaf, null from (
    select w.ord, c.leaf, row_number() over (partition by w.ord order by c.leaf) as place
      from unnest($3::bigint[], $4::bigint[], $5::bytea[]) with ordinality as w (gtin, tok, token, ord)
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
        select 1 from generate_series(0, length(t.bytes) - 16, 16) as s (at)
          where substring(t.bytes from s.at + 1 for 16) = w.token))) made
    where place <= ${MOST_MADE + 1}
  union all select ${ABOUT.notices}, ord, leaf, null from note
  union all select ${ABOUT.ends}, note.ord, e.leaf, null from note join notice e on e.about = note.ends where note.ends is not null
)
select ${ABOUT.counter}::int as about, null::bigint as w, c.n as id, null::bigint as sum, null::smallint as type, c.hist as bytes,
  c.stamped as page from counter c
union all
select f.about, f.w, l.id, l.sum, l.type, l.bytes, p.bytes
  from found f join leaf l on l.id = f.leaf
  left join lateral (select bytes from rowpage r where r.root = l.rows and r.first <= f.whole order by r.first desc limit 1) p on true
  where f.about <> ${ABOUT.ends} or l.type = $8::smallint`;

/**
 * What few ask for: $1 GTINs whose lots are wanted, $2 the lot's name or null, $3 after which leaf; $4 roots and $5 indexes of pages; $6
 * targets of retractions; $7 GTINs of which pages may lack, $8 and $9 leaves from and to which any may, with $10 the question; $11 roots
 * of pages.
 */
export const GATHER_REST = `with found (about, w, leaf) as (
  select ${ABOUT.lots}, g.ord, c.leaf
    from unnest($1::bigint[], $2::bigint[], $3::bigint[]) with ordinality as g (gtin, name, after, ord)
    cross join lateral (select leaf from lot where g.name is not null and lot.name = g.name and lot.leaf > g.after
      order by leaf limit ${LOTS_AT_ONCE + 1}) c
  union all select ${ABOUT.lots}, g.ord, c.leaf
    from unnest($1::bigint[], $2::bigint[], $3::bigint[]) with ordinality as g (gtin, name, after, ord)
    cross join lateral (select leaf from commission c where g.name is null and c.gtin = g.gtin and c.leaf > g.after
      order by leaf limit ${LOTS_AT_ONCE + 1}) c
  union all select ${ABOUT.retracted}, r.target, r.leaf from unnest($6::bigint[]) as t (target) join retract r on r.target = t.target
)
select ${ABOUT.counter}::int as about, null::bigint as w, c.n as id, null::bigint as sum, null::smallint as type, c.hist as bytes,
  c.stamped as page from counter c
union all select f.about, f.w, l.id, l.sum, l.type, l.bytes, null from found f join leaf l on l.id = f.leaf
union all select ${ABOUT.page}, w.ord, null, null, null, p.bytes, null
  from unnest($4::bytea[], $5::int[]) with ordinality as w (root, index, ord)
  cross join lateral (
    select bytes from sealedpage s where s.root = w.root and s.index = w.index
      and exists (select 1 from attachment a where a.root = w.root and a.kind = 2 and a.have = a.pages)
    union all select bytes from rowpage s where s.root = w.root and s.index = w.index
      and exists (select 1 from attachment a where a.root = w.root and a.kind = 1 and a.have = a.pages)
    union all select bytes from tokenpage s where s.root = w.root and s.index = w.index
      and exists (select 1 from attachment a where a.root = w.root and a.kind = 0 and a.have = a.pages)
    limit 1) p
union all select ${ABOUT.incomplete}, w.ord, b.row, null, null, null, null
  from unnest($7::bigint[]) with ordinality as w (gtin, ord)
  cross join lateral (select distinct leaf >> 32 as row from lacking where w.gtin > 0 and lacking.gtin = w.gtin) b
union all select ${ABOUT.incomplete}, w.ord, 0, null, null, null, null
  from unnest($7::bigint[]) with ordinality as w (gtin, ord) where w.gtin < 0 and exists (select 1 from lacking)
union all select ${ABOUT.awaits}, w.ask, null, null, null, null, null
  from unnest($8::bigint[], $9::bigint[], $10::bigint[]) as w (low, high, ask)
  where exists (select 1 from lacking where leaf >= w.low and leaf < w.high)
union all select ${ABOUT.pages}, w.ord, a.pages, null, null, null, null
  from unnest($11::bytea[]) with ordinality as w (root, ord)
  cross join lateral (select pages from attachment a where a.root = w.root and a.have = a.pages limit 1) a`;

/**
 * Of a token that is used very often: the first $2 uses of each branch, and of the branches $3 their recalls (of type $4).
 */
export const CROWDED = `with recursive b (row) as (
  (select leaf >> 32 from crowded where token = $1 order by leaf limit 1)
  union all
  select (select h.leaf >> 32 from crowded h where h.token = $1 and h.leaf >= ((b.row + 1) << 32) order by h.leaf limit 1)
    from b where b.row is not null
), uses as (
  select h.leaf from b cross join lateral (select leaf from crowded where token = $1 and leaf >= b.row << 32
    and leaf < (b.row + 1) << 32 order by leaf limit $2) h where b.row is not null
  union
  select h.leaf from unnest($3::bigint[]) as r (row) join crowded h on h.token = $1 and h.leaf >= r.row << 32
    and h.leaf < (r.row + 1) << 32 join leaf l on l.id = h.leaf where l.type = $4::smallint
)
select l.id, l.sum, l.type, l.bytes, p.bytes as page from uses u join leaf l on l.id = u.leaf
  left join lateral (select bytes from rowpage r where r.root = l.rows and r.first <= $5::bytea order by r.first desc limit 1) p on true`;
