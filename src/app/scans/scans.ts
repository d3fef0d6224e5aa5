// Scans as the use cases take them: texts, whatever they were read from. No text is ever taken for the name of a file.
import type { PedigreeError } from '../../errors.ts';
import { type TypedScan, textOfKeys } from '../../gs1/keyed-line.ts';

/** One scan as it came, with its place in the input counted from 1. */
export interface Scan {
  readonly n: number;
  /** As a person would name it: the argument, the line, or the picture's path. */
  readonly input: string;
  readonly text: string;
  /** A keyboard may have been between the code and this text: not a file and not a picture. */
  readonly typed?: boolean;
  /** Where it was read from a picture: what kind of symbol, and what that says as text. */
  readonly symbol?: { readonly format: string; readonly content: string };
}

/** An input that cannot be read as a scan at all. */
export interface Unreadable {
  readonly n: number;
  readonly input: string;
  readonly error: PedigreeError;
}

/** Texts of codes, as somebody typed or scanned them, with the keys that were pressed where they are known; as they come, also scans of which more is known. */
export type Scans = Iterable<string | TypedScan> | AsyncIterable<string | TypedScan | Scan | Unreadable>;

/** The scans one by one; texts are numbered in their order. */
export async function* eachScan(scans: Scans): AsyncIterable<Scan | Unreadable> {
  let n = 0;
  for await (const scan of scans) {
    n++;
    if (typeof scan === 'string') yield { n, input: scan, text: scan, typed: true };
    else if ('typed' in scan && typeof scan.typed === 'string')
      yield { n, input: scan.typed, text: textOfKeys(scan), typed: true };
    else yield scan;
  }
}
