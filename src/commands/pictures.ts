// The scans in a picture: what is read in it, without what says nothing beside the codes of packs and cases.

import { scansOfPicture } from '../app/scans/picture-scans.ts';
import { readPicture } from '../scan/picture.ts';
import type { PictureScan } from '../scan/symbol.ts';

/** @throws as {@link readPicture} */
export async function scansInPicture(bytes: Uint8Array): Promise<readonly PictureScan[]> {
  return scansOfPicture(await readPicture(bytes));
}

/** Every symbol, for whoever wants to know what is in the picture. @throws as {@link readPicture} */
export const symbolsInPicture = readPicture;
