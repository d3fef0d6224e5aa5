// The number of a container, as its label says it.
import { keysOf } from '../../src/gs1/keyed.ts';

/** Of a scan of its label; undefined where that is none. */
export function ssccIn(scan: string): string | undefined {
  const { typed, pressed = typed } = keysOf(scan);
  return /^(?:\]C1|\]d2|\]Q3)?(?:\(00\)|00)(\d{18})/.exec(pressed)?.[1];
}
