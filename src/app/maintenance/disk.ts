// Room on the disk of a folder.
import { statfsSync } from 'node:fs';

/** With less than this the next large thing, a mint or a backup, may not fit. */
export const LEAST_SPACE = 512 * 1024 * 1024;

/** Bytes that are free for whoever works here. */
export function freeSpace(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}
