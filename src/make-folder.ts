// A folder, with those above it that are missing.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the folder unless it is there.
 * @throws the error of the system: on a disk that can only be read the one that says so, and not that there is no such folder, as
 * Node.js says it of the same call
 */
export function makeFolder(folder: string, mode = 0o777): void {
  try {
    mkdirSync(folder, { recursive: true, mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    let first = folder;
    while (!existsSync(dirname(first)) && dirname(first) !== first) first = dirname(first);
    mkdirSync(first, { mode });
    throw error;
  }
}
