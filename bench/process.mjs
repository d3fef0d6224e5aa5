// What a scan costs at the counter: the whole process of `pedigree verify` and `pedigree decode` beside an empty one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processTime, ratioOfPairs } from './pairs.mjs';

const PROGRAM = fileURLToPath(new URL('../bin/pedigree.js', import.meta.url));
const PAIRS = 31;
const GTIN = '09506000134352';

/** A maker with a lot of 10 000 packs; returns its home and the scan of one pack. */
function maker(folder) {
  const at = (name) => join(folder, name);
  const pedigree = (home, ...args) => {
    execFileSync(process.execPath, [PROGRAM, '--home', at(home), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  };
  pedigree('agency', 'init', '--name', 'Agency', '--gln', '9506000110004', '--regulator', '--test');
  pedigree('agency', 'card', '-o', at('agency.card'));
  pedigree('acme', 'init', '--name', 'Acme', '--gln', '9506000110011', '--network', at('agency.card'), '--test');
  pedigree('acme', 'card', '-o', at('acme.card'));
  const welcome = ['--role', 'manufacturer', '--prefix', '9506000', '-o', at('welcome')];
  pedigree('agency', 'accredit', at('acme.card'), ...welcome);
  pedigree('acme', 'import', at('welcome'));
  const lot = ['--lot', 'ABC123', '--expiry', '2030-06-30', '--count', '10000', '--out', at('scans.txt')];
  pedigree('acme', 'mint', '--gtin', GTIN, ...lot);
  return { home: at('acme'), scan: readFileSync(at('scans.txt'), 'latin1').split('\n')[5000].trim() };
}

/** Rows of the table. */
export function rows() {
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-bench-'));
  try {
    const { home, scan } = maker(folder);
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
