// Builds the page of the desk into dist/desk: files named by what is in them, each with a gzip of it beside, one page that names
// the first of them, and the licences of what is bundled.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { desk, framesWorker, keeper, texts, textsByLanguage } from './parts.mjs';

const OUT = 'dist/desk';

/** Builds all of it; gives the sizes of the files, as they are and as they travel. */
export async function buildDesk(esbuild) {
  const [worker, said] = await Promise.all([esbuild.build(framesWorker), esbuild.build(texts)]);
  const address = ({ path }) => `/${basename(path)}`;
  const [frames] = worker.outputFiles;
  const define = {
    FRAMES_WORKER: JSON.stringify(address(frames)),
    TEXTS: JSON.stringify(textsByLanguage(said.outputFiles.map(address))),
  };
  const page = await esbuild.build({ ...desk, define });
  const built = [...page.outputFiles, ...said.outputFiles, frames];
  const files = built.map(({ path, contents }) => [basename(path), contents]);
  const name = (begins, ends) => files.map(([one]) => one).find((one) => one.startsWith(begins) && one.endsWith(ends));
  // What the first file imports is asked for with it, not after it.
  const { imports } = Object.values(page.metafile.outputs).find(({ entryPoint }) => entryPoint === 'web/main.tsx');
  const first = imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => `/${basename(path)}`);
  const html = readFileSync('web/index.html', 'utf8')
    .replace('PRELOADED', first.map((file) => `<link rel="modulepreload" href="${file}" />`).join('\n    '))
    .replace('STYLE', `/${name('style-', '.css')}`)
    .replace('MAIN', `/${name('main-', '.js')}`);
  files.push(['index.html', Buffer.from(html)]);
  files.push(['sw.js', await keeperOf(esbuild, files)]);
  files.push(['licences.txt', Buffer.from(licences([page.metafile, worker.metafile]))]);
  write(files);
  return files.map(([file, contents]) => [`${OUT}/${file}`, contents.length, zipped(contents).length]);
}

/** What keeps the files of the page, under a name of what is in them; those of the camera are loaded where one is opened. */
async function keeperOf(esbuild, files) {
  const kept = files
    .filter(([name]) => /\.(?:js|css)$/.test(name) && !name.startsWith('frames-'))
    .map(([name]) => `/${name}`);
  const hash = createHash('sha256');
  for (const [, contents] of files) hash.update(contents);
  const define = {
    FILES: JSON.stringify(['/', ...kept]),
    KEPT: JSON.stringify(`page-${hash.digest('hex').slice(0, 16)}`),
  };
  const { outputFiles } = await esbuild.build({ ...keeper, define });
  return outputFiles[0].contents;
}

const zipped = (contents) => gzipSync(contents, { level: 9 });

/** New files first, the page that names them last, and old ones go when nothing names them any more. */
function write(files) {
  mkdirSync(OUT, { recursive: true });
  const names = new Set(files.flatMap(([file]) => [file, `${file}.gz`]));
  for (const [file, contents] of files.toSorted(([a], [b]) => (a === 'index.html') - (b === 'index.html'))) {
    writeFileSync(join(OUT, file), contents);
    writeFileSync(join(OUT, `${file}.gz`), zipped(contents));
  }
  for (const file of readdirSync(OUT)) if (!names.has(file)) rmSync(join(OUT, file), { recursive: true });
}

/** The licence of each package whose code is in the files, by its name and version. */
function licences(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const packages = new Set(inputs.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
  return [...packages].sort().map(licence).join('\n\n');
}

function licence(name) {
  const folder = join('node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license'].map((one) => join(folder, one)).find(existsSync);
  const text = file === undefined ? license : readFileSync(file, 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}
