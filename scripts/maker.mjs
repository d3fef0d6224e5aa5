// A maker of a small network, made by the program itself: what a verify is measured on, and what the build tries it with.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROGRAM = fileURLToPath(new URL('../bin/pedigree.js', import.meta.url));

/** Mints so many packs in a new home below `folder`; returns the home and the scans of the packs, one each. */
export function maker(folder, count) {
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
  const expiry = `${new Date().getUTCFullYear() + 4}-06-30`;
  const lot = ['--lot', 'ABC123', '--expiry', expiry, '--count', String(count), '--out', at('scans.txt')];
  pedigree('acme', 'mint', '--gtin', '09506000134352', ...lot);
  return { home: at('acme'), scans: readFileSync(at('scans.txt'), 'latin1').trimEnd().split(/\r?\n/) };
}
