// The answer of `decode` about a scan that is no code as it stands.
import { type Decoded, decodedOf } from '../decode.ts';
import type { ParseOptions } from '../reading.ts';
import { readAgain } from './readings.ts';

/**
 * Reads a scan as {@link readAgain} does and says all about it. Never throws.
 * @example
 * ```ts
 * import { decodeAgain } from 'pedigree/gs1/candidates';
 *
 * decodeAgain('[01]09506000134352[21]7XK9').hri; // → ["(01) 09506000134352","(21) 7XK9"]
 * ```
 */
export function decodeAgain(scan: string, options: ParseOptions = {}): Decoded {
  return decodedOf(readAgain(scan, options), options);
}
