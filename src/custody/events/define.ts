// What is to be said of a type of event: from one value follow its decoders, who may write and read it, its place in the
// store, its row in docs/format.md, and how it steps the life of an item.
import type { JsonObject } from '../../chain/canonical.ts';
import { type Field, flag, hash, list, moment, object, shape, words } from '../body.ts';
import type { Details } from '../life.ts';
import type { Role } from '../roles.ts';
import type { Moves } from '../step.ts';

export type PartOfEvent = 'public' | 'details' | 'manifest' | 'private';

/** Decoders of the parts. A part without one has no fields of its own. */
interface Parts {
  readonly public?: Field<unknown>;
  /** What every holder of an item of the event may read. */
  readonly details?: Field<Details>;
  /** What the trading parties may read. */
  readonly manifest?: Field<unknown>;
  /** What the author's party alone may read. */
  readonly private?: Field<unknown>;
}

export interface EventType {
  /** `[a-z][a-z0-9-]{0,31}` */
  readonly type: string;
  /** The number that stands for it in the store; never reused. */
  readonly code: number;
  readonly parts: Parts;
  /** The fields of its parts in words: the row of docs/format.md. */
  readonly says?: () => { readonly public?: string; readonly details?: string; readonly manifest?: string };
  /** Roles of which its author needs one; where absent an accreditation is enough (DESIGN §5). */
  readonly roles?: readonly Role[];
  /** What is sealed of it: for the own party alone; where absent for partners and regulators as well. */
  readonly readers?: 'own';
  /** What it is found by besides its type and its tokens: whom it is about, its GTIN, the recall that it answers … */
  readonly index?: 'authority' | 'commission' | 'retraction' | 'gtin' | 'recall';
  /** It says up to which tree of a chain something holds. */
  readonly namesTree?: true;
  /** It goes before everything else in an exchange: recalls, holds, and rights that somebody loses. */
  readonly urgent?: true;
  /** It protects people, so that a chain with two histories takes it all the same; by what it says in public. */
  readonly protects?: true | ((said: JsonObject) => boolean);
  /** How it steps a life; where absent it steps none. */
  readonly moves?: Moves;
}

/** One type of event, its parts typed as they are given. */
export function defineEvent<const T extends EventType>(one: T): T {
  return one;
}

/** `a, b or c`: the words that a field may be, for its row of docs/format.md. */
export function anyOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/**
 * Which events of a file an event was made of: `doc` is the SHA-256 of the file; of each its hash by the CBV, when it says that it
 * happened, by which offset, the ID that it was given, and whether it declared the event of that hash to be an error.
 */
export const source = shape({
  doc: hash,
  events: list(shape({ id: hash }, { time: moment, zone: words(40), given: words(), error: flag })),
});

/** An answer that is kept with its `--once` key, or that it can be made again. */
const said: Field<JsonObject | 'again'> = (value) => (value === 'again' ? value : object(value));

/** What every event may carry for the party of its author. */
export const common = shape(
  {},
  { operator: words(), note: words(), once: words(200), onceRequest: words(100), onceAnswer: said, source },
);
