// What the program starts Node.js with again for servers and large files, as it stands in bin/pedigree.js, which can import nothing.
import { readFileSync } from 'node:fs';

const PROGRAM = new URL('../bin/pedigree.js', import.meta.url);

export const START_OPTIONS: readonly string[] = readFileSync(PROGRAM, 'utf8').match(/--max-semi-space-size=\d+/g) ?? [];
