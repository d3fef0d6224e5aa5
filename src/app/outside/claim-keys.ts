// The keys under which claims of items are found.
import { unbase32 } from '../../chain/bytes.ts';
import { sha256 } from '../../chain/hash.ts';
import type { Keyer } from '../../epcis/claim-sheet.ts';

/** Keys of what a file names: of a pack that of its life, of anything else a hash of its name, within one network. */
export function keyerOf(network: string): Keyer {
  const start = unbase32(network);
  let room = Buffer.from(start);
  const keyed = (text: string) => {
    const most = start.length + 3 * text.length;
    if (room.length < most) room = Buffer.concat([start], 2 * most);
    const length = start.length + room.write(text, start.length, 'utf8');
    return sha256(room.subarray(0, length));
  };
  return {
    pack: (gtin, serial) => keyed(`pack${gtin}${serial}`),
    other: (name) => keyed(`unit${name}`),
  };
}
