// Before packs are made, two linters written by different people pass what will be printed on them.
import { isGtin, toGtin14, yymmdd } from '../../gs1/index.ts';
import { lintLot } from '../../label/lint.ts';
import { isSerial } from '../items/serials.ts';
import type { MintRequest } from './mint.ts';

/** A serial as `mint` draws them. */
const DRAWN = '0123456789ABCDEF';

/**
 * Checks GTIN, lot, expiry and serials as the labels will carry them. What `mint` itself refuses is left to it.
 * @throws not-gs1 (65), bad-input (65) for an expiry that is no date
 */
export async function lintMint({ gtin, lot, expiry, serials = [DRAWN] }: MintRequest): Promise<void> {
  if (!isGtin(gtin)) return;
  for (const serial of serials) if (!isSerial(serial)) return;
  await lintLot({ gtin: toGtin14(gtin), lot, expiry: { ai: '17', value: yymmdd(expiry) }, serials });
}
