// Every type of event. The bytes are frozen: fields may be added, none changed (DESIGN §5).
import type { JsonObject } from '../../chain/canonical.ts';
import type { Field } from '../body.ts';
import type { Details } from '../life.ts';
import { ALL } from './all.ts';
import { common, type EventType, type PartOfEvent } from './define.ts';

export type { EventType, PartOfEvent } from './define.ts';

/** By name. */
export const EVENTS: ReadonlyMap<string, EventType> = new Map(ALL.map((one) => [one.type, one]));

/** Names of the types of which this holds. */
export function typesThat(holds: (one: EventType) => boolean): readonly string[] {
  return ALL.filter(holds).map(({ type }) => type);
}

/** The decoder of the details of a type, or undefined where such an event makes no step in any item's life. */
export function detailsOf(type: string): Field<Details> | undefined {
  const known = EVENTS.get(type);
  return known?.moves && known.parts.details;
}

/**
 * Reads one part of an event as a plain record; undefined where the type is not known or the part is malformed. The
 * private part has the common fields beside its own.
 */
export function decodePart(type: string, part: PartOfEvent, value: JsonObject): object | undefined {
  const known = EVENTS.get(type);
  if (known === undefined) return undefined;
  const field = known.parts[part];
  const own = field === undefined ? {} : field(value);
  if (own === undefined || part !== 'private') return own as object | undefined;
  const shared = common(value);
  return shared && { ...own, ...shared };
}
