// The page of an answer that is asked for.
import { listedIn, pageOf, pageRequest } from './listing.ts';
import type { CommandSpec, Input } from './spec.ts';

/**
 * The answer of a listing with the page of its rows that is asked for. Whoever has paged by itself has said `total`.
 * @throws usage (2)
 */
export function paged(spec: CommandSpec, input: Input, data: object): object {
  const listed = listedIn(spec, data);
  if (listed === undefined || 'total' in data) return data;
  const { listing } = listed;
  const { rows, ...place } = pageOf(listed.rows, listing, pageRequest(spec, listing, input));
  return { ...data, [listing.rows]: rows, ...place };
}
