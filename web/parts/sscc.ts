// The number of a container, as its label says it.
import { textsOf } from '../../src/gs1/keyed.ts';

/** Of a scan of its label; undefined where that is none. */
export function ssccIn(scan: string): string | undefined {
  const found = textsOf(scan).map((text) => /^(?:\]C1|\]d2|\]Q3)?(?:\(00\)|00)(\d{18})/.exec(text)?.[1]);
  return found.find((sscc) => sscc !== undefined);
}
