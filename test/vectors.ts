// Where the test vectors made by others are found. They are no part of this repository: `../shared/vectors`, or wherever
// PEDIGREE_VECTORS says.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const ROOT = process.env.PEDIGREE_VECTORS ?? '../shared/vectors';

/** What tests that need vectors want where there are none (left-out.ts). */
export const VECTORS = 'vectors (PEDIGREE_VECTORS)';

/** The absolute path of a vector file or folder, or undefined where it is absent. */
export function vectors(path: string): string | undefined {
  const found = resolve(ROOT, path);
  return existsSync(found) ? found : undefined;
}
