// An event of a file of the own party, in little room.
import type { LineKind } from './line-deed.ts';
import type { Names } from './names.ts';

/** Where an event stands in its file. */
export interface FilePlace {
  /** Counted from 0. */
  readonly event: number;
  readonly line: number;
  /** In JSON. */
  readonly path?: string;
}

/** An event that comes to something on the chain. */
export interface LineEvent extends FilePlace {
  /** ms; undefined where its time cannot be read, which is among the findings. */
  readonly at: number | undefined;
  /** As it was written: `+01:00`. */
  readonly zone?: string;
  /** The hash of what it says, by the CBV, in base64url. */
  readonly id: string;
  /** The eventID that it was given. */
  readonly given?: string;
  /** It declares the event of this hash to be an error. */
  readonly isError: boolean;
  readonly kind: LineKind;
  readonly reason?: string;
  /** Undefined where something in it has no name here: a class, or what cannot be read. */
  readonly names: Names | undefined;
  readonly parent?: string;
  readonly lot?: string;
  readonly expiry?: string;
  /** GLN of where it happened. */
  readonly where?: string;
  /** GLNs of whose goods they were, and whose they become. */
  readonly from?: string;
  readonly to?: string;
  readonly papers: Readonly<Partial<Record<'po' | 'despatch' | 'invoice', string>>>;
}

/** An event that the chain has nothing for. */
export interface Unmapped extends FilePlace {
  readonly type: string;
  readonly step: string;
  readonly where?: string;
}
