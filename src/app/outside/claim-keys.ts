// The keys under which claims of items are found.
import { crypto } from '../../builtins.ts';
import { unbase32, utf8 } from '../../chain/bytes.ts';
import type { Keyer } from '../../epcis/claim-sheet.ts';

/** Keys of what a file names: of a pack that of its life, of anything else a hash of its name, within one network. */
export function keyerOf(network: string): Keyer {
  const start = Buffer.from(unbase32(network));
  const keyed = (text: string) => crypto().hash('sha256', Buffer.concat([start, utf8(text)]), 'buffer');
  return {
    pack: (gtin, serial) => keyed(`pack${gtin}${serial}`),
    other: (name) => keyed(`unit${name}`),
  };
}
