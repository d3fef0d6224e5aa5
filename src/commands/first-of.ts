// Lists of what was not taken, or did not come: the first hundred of each, and how many there are.
import { MOST_LISTED } from '../errors.ts';
import { integer, type JsonSchema } from './spec.ts';

/** How many entries a list has of which not all are told, by its name. */
export interface Totals {
  readonly totals?: Readonly<Record<string, number>>;
}

export const TOTALS: JsonSchema = {
  type: 'object',
  additionalProperties: integer(),
  description: 'by the name of a list of which the first 100 are here, how many there are',
};

/** The first hundred entries of these lists of an answer, with `totals` of those that have more. */
export function firstOf<T extends object, N extends keyof T & string>(data: T, ...names: readonly N[]): T & Totals {
  const cut: Record<string, unknown> = {};
  const totals: Record<string, number> = {};
  for (const name of names) {
    const list = data[name];
    if (!Array.isArray(list) || list.length <= MOST_LISTED) continue;
    cut[name] = list.slice(0, MOST_LISTED);
    totals[name] = list.length;
  }
  return Object.keys(totals).length === 0 ? data : { ...data, ...cut, totals };
}
