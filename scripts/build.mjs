// Builds what is shipped: the program (dist/pedigree.cjs), the small files for verify and decode (dist/verify.cjs,
// dist/decode.cjs), the library (dist/index.js, dist/gs1.js, dist/gs1-write.js, dist/gs1-candidates.js,
// dist/epcis.js) and its types (dist/types), and the page of the desk (dist/desk).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  constants,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDesk } from './desk.mjs';
import { carried, parts, placeOf } from './parts.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const esbuild = await import('esbuild').catch(() => undefined);
if (esbuild === undefined) {
  // `npm ci --omit=dev` runs `prepublish` too, without the tools to build with.
  if (process.env.npm_lifecycle_event === 'prepublish') process.exit(0);
  console.error('build: esbuild is missing, run npm ci first');
  process.exit(1);
}

const built = await Promise.all(parts.map((part) => esbuild.build(part))).catch(() => process.exit(1));
const page = await buildDesk(esbuild).catch((thrown) => {
  console.error(thrown.message);
  process.exit(1);
});
// Whole files take the place of old ones, so that a program that is running or fails to build is not torn.
mkdirSync('dist', { recursive: true });
// The value of the script is a function of what every module of Node.js is given, the last word a hash (bin/pedigree.js).
const asScript = (text) => {
  const code = `(function (exports, require, module, __filename, __dirname) { ${text} })`;
  return `${code}//${createHash('sha256').update(code).digest('hex').slice(0, 16)}\n`;
};
rmSync('dist/cache', { recursive: true, force: true });
// Modules of an earlier build have other names.
rmSync('dist/lib', { recursive: true, force: true });
rmSync('packages/gs1/dist', { recursive: true, force: true });
for (const { path, text } of built.flatMap(({ outputFiles }) => outputFiles)) {
  const isScript = /^dist\/[^/]+\.cjs$/.test(relative('.', path).replaceAll('\\', '/'));
  // Read as Latin-1 (bin/pedigree.js), in half the memory and time of UTF-8.
  const ascii = text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, isScript ? asScript(ascii) : text);
  renameSync(`${path}.new`, path);
}
for (const [name, file] of Object.entries(carried)) {
  const path = placeOf(name);
  copyFileSync(file, `${path}.new`, constants.COPYFILE_FICLONE);
  renameSync(`${path}.new`, path);
}

// Errors of type are `npm run types`' business, declarations are written all the same.
spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'ignore' });

/** The declarations of the entries and whatever they name, for both ways of loading modules. */
function typesOfGs1() {
  const files = new Set();
  const follow = (file) => {
    if (files.has(file)) return;
    files.add(file);
    const named = readFileSync(join('dist/types', file), 'utf8').matchAll(
      /\bfrom '(\.[^']+)'|\bimport\("(\.[^"]+)"\)/g,
    );
    for (const [, from, within] of named) follow(join(dirname(file), (from ?? within).replace(/\.[jt]s$/, '.d.ts')));
  };
  for (const entry of ['index', 'write', 'candidates/index']) follow(join('gs1', `${entry}.d.ts`));
  for (const format of ['esm', 'cjs']) {
    for (const file of files) {
      const path = join('packages/gs1/dist', format, 'types', file);
      mkdirSync(dirname(path), { recursive: true });
      copyFileSync(join('dist/types', file), path);
    }
  }
  writeFileSync('packages/gs1/dist/cjs/package.json', '{ "type": "commonjs" }\n');
}
typesOfGs1();

/** The first good run keeps what it compiled (bin/pedigree.js): done here, nobody waits, and it is there where nobody may write. */
async function firstRun() {
  const { maker, PROGRAM } = await import('./maker.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-build-'));
  try {
    const { home, scans } = maker(folder, 10);
    spawnSync(process.execPath, [PROGRAM, '--home', home, 'verify', scans[0]], { stdio: 'ignore' });
    spawnSync(process.execPath, [PROGRAM, 'decode', scans[0]], { stdio: 'ignore' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
await firstRun().catch(({ message }) => console.warn(`build: the program does not run here: ${message}`));

for (const { metafile } of built) {
  const files = Object.keys(metafile.outputs).filter((file) => !file.includes('/lib/'));
  for (const file of files) console.log(`${file}  ${Math.ceil(statSync(file).size / 1024)} KB`);
}
for (const [file, size, travels] of page) console.log(`${file}  ${size} B, ${travels} B as it travels`);
if (process.argv.includes('--why')) {
  for (const { metafile } of built) console.log(await esbuild.analyzeMetafile(metafile));
}
