// Keys of items and the tokens of their steps. Every hash here fits one SHA-256 block.
import { type Bytes, concat, unbase32, utf8, writeU64be } from './bytes.ts';
import { sha256 } from './hash.ts';
import { TOKEN_SIZE } from './pages.ts';

// One block each for the two series: only the key and the number change.
const SERIES = { token: block('token'), hold: block('hold') };

function block(label: string): Buffer {
  const bytes = Buffer.alloc(40 + label.length);
  bytes.write(label, 40, 'latin1');
  return bytes;
}

function seriesToken(key: Bytes, n: number, series: Buffer): Bytes {
  series.set(key, 0);
  writeU64be(series, n, 32);
  return sha256(series).subarray(0, TOKEN_SIZE);
}

/** The key of a pack, 32 bytes: SHA-256(network id ‖ "pack" ‖ gtin14 ‖ serial). Lot and expiry have no part in it. */
export function packKey(network: string, gtin14: string, serial: string): Bytes {
  return sha256(concat(unbase32(network), utf8(`pack${gtin14}${serial}`)));
}

/** The token of step n of the item with this key (32 bytes): 16 bytes. */
export function itemToken(key: Bytes, n: number): Bytes {
  return seriesToken(key, n, SERIES.token);
}

/** The token of the j-th hold or release that a regulator puts on the item with this key: 16 bytes, never an `itemToken`. */
export function holdToken(key: Bytes, j: number): Bytes {
  return seriesToken(key, j, SERIES.hold);
}
