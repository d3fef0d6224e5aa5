// How the serials of packs look that are, or were, in the own hands: what shows that a scanner cut one, where the maker said nothing.
import type { Json } from '../../chain/canonical.ts';
import type { PackLine } from '../../custody/events/items.ts';
import type { Serials } from '../../custody/lot.ts';

/** By product and lot: the length of the shortest, and of which kinds the characters are. */
const SERIALS = 'serials:';
const KINDS: readonly string[] = [
  '0123456789',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'abcdefghijklmnopqrstuvwxyz',
  '!"%&\'()*+,-./:;<=>?_',
];

interface Records {
  get(key: string): Json | undefined;
}

const nameOf = (gtin: string, lot: string): string => `${SERIALS}${gtin}/${lot}`;

/** Takes in the packs of a list; the same whatever the order of lists is. */
export function noteSerials(
  records: Records & { put(key: string, value: Json): void },
  packs: readonly Pick<PackLine, 'gtin' | 'lot' | 'serials'>[],
): void {
  for (const { gtin, lot, serials } of packs) {
    const before = serialsHere(records, gtin, lot);
    let length = before?.length ?? Number.POSITIVE_INFINITY;
    const kinds = new Set(KINDS.filter((kind) => before?.alphabet.includes(kind) === true));
    for (const serial of serials) {
      length = Math.min(length, serial.length);
      for (const character of serial) {
        const kind = KINDS.find((one) => one.includes(character));
        if (kind !== undefined) kinds.add(kind);
      }
    }
    const alphabet = KINDS.filter((kind) => kinds.has(kind)).join('');
    if (serials.length === 0 || (before?.length === length && before.alphabet === alphabet)) continue;
    records.put(nameOf(gtin, lot), { length, alphabet });
  }
}

/** The shortest of the serials of a lot that came through the own hands, and their characters; undefined where none did. */
export function serialsHere(records: Records, gtin: string, lot: string): Serials | undefined {
  return records.get(nameOf(gtin, lot)) as unknown as Serials | undefined;
}
