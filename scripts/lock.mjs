// Writes into package-lock.json which packages are not to be compiled: they bring their binaries and say `gypfile: false`,
// but npm 10, which comes with Node.js 22, reads that in the lock file alone and npm leaves it out when it writes one.
import { readFileSync, writeFileSync } from 'node:fs';

process.chdir(new URL('..', import.meta.url).pathname);
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
for (const [folder, entry] of Object.entries(lock.packages)) {
  if (!folder.startsWith('node_modules/') || entry.link) continue;
  try {
    if (JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).gypfile === false) entry.gypfile = false;
  } catch {
    // Packages of other platforms are not here.
  }
}
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
