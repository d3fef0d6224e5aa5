// The answer of `decode`: everything about one scan as plain data.
import { hri } from './bracketed.ts';
import { buildDigitalLink } from './digital-link.ts';
import type { Fault } from './faults.ts';
import { parse } from './parse.ts';
import type { Candidate, Kind, Parsed, ParseOptions, Repair } from './reading.ts';

/** What `decode` says about a scan. */
export interface Decoded {
  readonly ok: boolean;
  readonly kind: Kind;
  readonly symbology: string | null;
  readonly elements: readonly { readonly ai: string; readonly title: string; readonly value: string }[];
  readonly errors: readonly Fault[];
  readonly warnings: readonly Fault[];
  readonly repairs: readonly Repair[];
  readonly candidates: readonly Candidate[];
  readonly digitalLink: string | null;
  readonly hri: readonly string[];
}

/**
 * Reads a scan and says all about it. Never throws.
 * @example
 * ```ts
 * import { decode } from 'pedigree/gs1';
 *
 * decode('(01)09506000134352(17)271231').elements.map(({ title, value }) => [title, value]); // → [["GTIN","09506000134352"],["USE BY or EXPIRY","271231"]]
 * ```
 */
export function decode(scan: string, options: ParseOptions = {}): Decoded {
  return decodedOf(parse(scan, options), options);
}

/** The same of a scan that was read before. */
export function decodedOf(parsed: Parsed, options: ParseOptions): Decoded {
  return {
    ok: parsed.ok,
    kind: parsed.kind,
    symbology: parsed.symbology ?? null,
    elements: parsed.elements.map(({ ai, title, value }) => ({ ai, title, value })),
    errors: parsed.errors,
    warnings: parsed.warnings,
    repairs: parsed.repairs,
    candidates: parsed.candidates,
    digitalLink:
      (parsed.ok
        ? buildDigitalLink(parsed.elements, {
            inPath: parsed.inPath,
            ...(!options.table ? {} : { table: options.table }),
          })
        : undefined) ?? null,
    hri: hri(parsed.elements),
  };
}
