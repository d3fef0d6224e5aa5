// What readers find while they read: a code with its place. Levels and words are those of findings.ts.

/** Where something was found, and what fills its sentence. */
export interface FoundAt {
  /** The event, counted from 0. */
  readonly event?: number;
  readonly line?: number;
  /** In JSON: `$.epcisBody.eventList[3].epcList`. */
  readonly path?: string;
  /** Of a file of lines: the row, counted from 1 behind the header. */
  readonly row?: number;
  /** What it is about: an identifier, a word, a time as written. */
  readonly what?: string;
}

/** Takes what was found. */
export type TakeFound = (code: string, at?: FoundAt) => void;

/** For whoever does not ask. */
export const nobody: TakeFound = () => {};
