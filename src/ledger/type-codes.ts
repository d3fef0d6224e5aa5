// Types of events as numbers in the tables, and which of them are looked up together. Apart from the tables, whose texts no verdict needs.
import type { Leaf } from '../chain/leaf.ts';
import { EVENTS, typesThat } from '../custody/events/index.ts';

/** The number that stands for a type of event; 0 is every type that this version does not know. */
export function typeCode(type: string): number {
  return EVENTS.get(type)?.code ?? 0;
}

/** What stands in `leaf.type`: nothing where the leaf is malformed and counts for nothing. */
export function storedType({ type, fault }: Pick<Leaf, 'type' | 'fault'>): number | null {
  return fault === undefined ? typeCode(type) : null;
}

/** The numbers of the types that must not wait behind anything. */
export const URGENT_CODES: readonly number[] = typesThat(({ urgent }) => urgent === true).map(typeCode);

/** The types that authority is made of. */
export const AUTHORITY_TYPES: readonly string[] = typesThat(({ index }) => index === 'authority');
