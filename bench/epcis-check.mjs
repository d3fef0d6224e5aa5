// Checking a file of a million packs: the time of the processor beside an empty run of the parser of XML, and beside
// JSON.parse, and the room that it takes, also for ten million. Run: npm run bench -- epcis-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asProgram, JSON_LD, measured, writeFile, XML } from './epcis/file.mjs';
import { median } from './pairs.mjs';

const PACKS = 1_000_000;
const ROUNDS = 5;

const CHECK = `const { checkFile } = await import('./src/app/outside/check-file.ts');
const { packs, findings } = await checkFile(process.argv[1], {});
if (packs !== Number(process.argv[2]) || findings.length > 0) throw new Error('not what was written');`;
const EMPTY = `const { SaxesParser } = await import('saxes');
const { openSync, readSync } = await import('node:fs');
const parser = new SaxesParser({ xmlns: true });
for (const name of ['opentag', 'text', 'closetag']) parser.on(name, () => {});
const [fd, room, decoder] = [openSync(process.argv[1]), Buffer.alloc(65536), new TextDecoder()];
for (let read = readSync(fd, room); read > 0; read = readSync(fd, room)) parser.write(decoder.decode(room.subarray(0, read), { stream: true }));
parser.close();`;
const PARSE = `JSON.parse((await import('node:fs')).readFileSync(process.argv[1], 'utf8'));`;

const row = (what, against, ratio, budget, stretch) => ({ what, against, ratio, budget, stretch, ok: ratio <= budget });

export function rows() {
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-bench-'));
  try {
    const found = [];
    for (const [name, form, base, against, budget, stretch] of [
      ['1.2 XML', XML, EMPTY, 'saxes with empty handlers', 4, 2.5],
      ['2.0 JSON', JSON_LD, PARSE, 'JSON.parse of the file', 5, 3.5],
    ]) {
      const path = join(folder, name.replace(' ', '.'));
      writeFile(path, form, { packs: PACKS });
      // In turn, since others share the machine.
      const rounds = Array.from({ length: ROUNDS }, () => [
        asProgram(CHECK, path, String(PACKS)),
        measured(base, path),
      ]);
      const ratio = median(rounds.map(([checked, bare]) => checked.seconds / bare.seconds));
      const megabytes = median(rounds.map(([checked]) => checked.megabytes));
      found.push(
        row(`check of ${name}, 1 000 000 packs, CPU`, against, ratio, budget, stretch),
        row(`check of ${name}, 1 000 000 packs, room`, '200 MB', megabytes / 200, 1, 0.8),
      );
      rmSync(path);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
