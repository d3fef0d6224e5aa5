// What a scan costs at the counter: the whole process of `pedigree verify` and `pedigree decode` beside an empty one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maker, PROGRAM } from '../scripts/maker.mjs';
import { processTime, ratioOfPairs } from './pairs.mjs';

const PAIRS = 31;

/** Rows of the table. */
export function rows() {
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-bench-'));
  try {
    const { home, scans } = maker(folder, 10_000);
    const scan = scans[5000];
    const env = { ...process.env, PEDIGREE_HOME: home };
    const empty = () => processTime(['-e', '0'], [0], env);
    const row = (what, args) => {
      const { ratio, ms, againstMs } = ratioOfPairs(PAIRS, () => processTime([PROGRAM, ...args], [0], env), empty);
      return { what, against: 'node -e 0', ratio, budget: '≤ 1.8', stretch: '1.5', ok: ratio <= 1.8, ms, againstMs };
    };
    return [
      row('pedigree verify of a pack, whole process', ['verify', scan]),
      row('pedigree verify --json, whole process', ['verify', '--json', scan]),
      row('pedigree decode, whole process', ['decode', scan]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
