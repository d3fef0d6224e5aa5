// Tokens that are used very often. The index of `hop` has the token alone, which makes it a quarter smaller; of a token with more uses
// than are given at once `crowded` has all of them in the order of their leaves, so that each branch is asked by itself.
import type { HubConnection } from './connection.ts';
import type { FoundBy } from './derive.ts';

/** So many uses of one token are given at once; of more than these each branch is asked by itself. */
export const MOST_OF_TOKEN = 64;

const MANY = `select t.token from unnest($1::bigint[]) as t (token)
  where (select count(*) from (select 1 from hop h where h.token = t.token limit ${MOST_OF_TOKEN + 1}) few) > ${MOST_OF_TOKEN}`;

const PUT = `insert into crowded (token, leaf)
  select h.token, h.leaf from unnest($1::bigint[]) as t (token) join hop h on h.token = t.token
    where not exists (select 1 from crowded c where c.token = t.token)
  union all
  select n.token, n.leaf from unnest($2::bigint[], $3::bigint[]) as n (token, leaf)
    where exists (select 1 from crowded c where c.token = n.token)`;

/**
 * Notes uses that were just stored of tokens with many. Under the lock of the counter: of two who store uses of one token at the same time
 * neither would see those of the other, and both too few.
 */
export async function noteCrowded(connection: HubConnection, { tokens, leaves }: FoundBy): Promise<void> {
  if (tokens.length === 0) return;
  const found = await connection.rows<{ token: number }>(MANY, [...new Set(tokens)]);
  if (found.length === 0) return;
  const many = new Set(found.map(({ token }) => token));
  const places = Array.from(tokens.keys()).filter((i) => many.has(tokens[i] ?? 0));
  await connection.rows(
    PUT,
    [...many],
    places.map((i) => tokens[i] ?? 0),
    places.map((i) => leaves[i] ?? 0),
  );
}
