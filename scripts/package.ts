// Makes what is given to people who have no npm, in dist-packages/: single files that run, packages for Debian, a list of what
// is in them, and the sums of all. `npm run package` makes those of all systems, `npm run package linux-x64` that of one.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { licences, makeBinary, ran } from './package/binary.ts';
import { makeDeb } from './package/deb.ts';
import { billOfMaterials } from './package/sbom.ts';
import { TARGETS, type Target } from './package/targets.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'dist-packages');
/** What was fetched; it is not given on. */
const STORE = join(OUT, 'node');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };

async function packageFor(target: Target): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'pedigree-package-'));
  try {
    const binary = join(OUT, `pedigree-${version}-${target.name}${target.node.file.endsWith('.exe') ? '.exe' : ''}`);
    await makeBinary(ROOT, STORE, scratch, target, binary);
    console.log(binary);
    if (target.debian === undefined) return;
    const deb = join(OUT, `pedigree_${version}_${target.debian}.deb`);
    const completion = (shell: string) => ran(process.execPath, ['bin/pedigree.js', 'completion', shell], ROOT);
    const completions = { bash: completion('bash'), zsh: completion('zsh'), fish: completion('fish') };
    const architecture = target.debian;
    const notices = licences(ROOT, STORE, target);
    makeDeb(ROOT, scratch, { version, architecture, binary, licences: notices, completions }, deb);
    console.log(deb);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** As `sha256sum --check` reads it. */
function sums(): string {
  const files = readdirSync(OUT, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== 'SHA256SUMS',
  );
  const sum = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(OUT, name)))
      .digest('hex');
  return files.map(({ name }) => `${sum(name)}  ${name}\n`).join('');
}

if (import.meta.main) {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !TARGETS.some((target) => target.name === name));
  if (unknown.length > 0) throw new Error(`no such system: ${unknown.join(', ')}`);
  const made = wanted.length === 0 ? TARGETS : TARGETS.filter(({ name }) => wanted.includes(name));
  // Nothing of an earlier version is summed up with this one.
  mkdirSync(STORE, { recursive: true });
  for (const name of readdirSync(OUT)) if (name !== 'node') rmSync(join(OUT, name), { recursive: true });
  for (const target of made) await packageFor(target);
  const node = made.map((target) => target.node.version);
  const bill = JSON.stringify(await billOfMaterials(ROOT, version, node), null, 2);
  writeFileSync(join(OUT, `pedigree-${version}.cdx.json`), `${bill}\n`);
  writeFileSync(join(OUT, 'SHA256SUMS'), sums());
  console.log(join(OUT, 'SHA256SUMS'));
}
