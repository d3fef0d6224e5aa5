// Where the test vectors made by others are found; a test that needs an absent one skips and says so.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const ROOT = process.env.PEDIGREE_VECTORS ?? '../shared/vectors';

/** The absolute path of a vector file or folder, or undefined (and a word on stderr) where it is absent. */
export function vectors(path: string): string | undefined {
  const found = resolve(ROOT, path);
  if (existsSync(found)) return found;
  process.stderr.write(`vectors: ${path} is not here (PEDIGREE_VECTORS), its tests are skipped\n`);
  return undefined;
}
