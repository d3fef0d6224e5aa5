// A folder is copied with its mode, which not every Node.js does by itself.
import { chmodSync, cpSync, statSync } from 'node:fs';

export function copyFolder(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  chmodSync(to, statSync(from).mode & 0o777);
}
