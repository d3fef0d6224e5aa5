// What an event says in public, typed by its type: whoever reads one is given all of its fields as they are defined, or nothing.
import type { Leaf } from '../../chain/leaf.ts';
import type { Field } from '../body.ts';

/** A type of event that says something in public. */
interface Saying<T> {
  readonly type: string;
  readonly parts: { readonly public: Field<T> };
}

/** The public part of an event of this type; undefined for an event of another type, and where it is malformed. */
export function saidIn<T>({ type, parts }: Saying<T>, leaf: Pick<Leaf, 'type' | 'public'>): T | undefined {
  return leaf.type === type ? parts.public(leaf.public) : undefined;
}
