// What is built: each file of dist/ with the sources that it begins at, and how it is bundled.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const FONT = '@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf';

const program = {
  bundle: true,
  platform: 'node',
  target: 'node22.14',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  // A script that was compiled before (bin/pedigree.js) imports nothing by itself.
  supported: { 'dynamic-import': false },
  conditions: ['built'],
  logLevel: 'warning',
  // Sources ask for packages by createRequire(import.meta.url), which takes a file name as well.
  define: { 'import.meta.url': '__filename', 'import.meta.dirname': '__dirname' },
  metafile: true,
  write: false,
};

/** One command, without what it seldom needs: of `imports` in package.json the second file (src/elsewhere.ts). */
const small = { ...program, conditions: ['built', 'small'] };
const library = {
  ...program,
  format: 'esm',
  minify: false,
  supported: {},
  define: {},
  conditions: ['built', 'library'],
};

/** Packages that are loaded when they are first asked for (src/packages-built.ts). */
export const LATE = [
  '@noble/curves/ed25519.js',
  'better-sqlite3',
  'bwip-js/node',
  'fontkit',
  'jpeg-js',
  'pg',
  'pngjs',
  'zxing-wasm/reader',
];

/** Where it lies in dist/. */
export const placeOf = (name) => `dist/packages/${name.replace(/^@/, '').replaceAll('/', '-')}`;

const late = LATE.map((name) => ({
  ...program,
  stdin: {
    contents: `module.exports = require('${name}');`,
    resolveDir: fileURLToPath(new URL('..', import.meta.url)),
  },
  outfile: `${placeOf(name)}.cjs`,
  supported: {},
  define: {},
  conditions: [],
}));

const PREBUILT = ['linux', 'linuxmusl', 'darwin', 'win32'].flatMap((system) => [`${system}-x64`, `${system}-arm64`]);

/** Files of packages that are taken as they are: name → where npm put it. */
export const carried = {
  'zxing-wasm/reader/zxing_reader.wasm': 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm',
  [FONT]: `node_modules/${FONT}`,
  ...Object.fromEntries(
    PREBUILT.map((kind) => `better-sqlite3/prebuilds/${kind}.node`).map((name) => [name, `node_modules/${name}`]),
  ),
};

/**
 * The library in modules of its own, below dist/lib: whoever bundles one function takes what that needs, and not all of them
 * (`sideEffects` of package.json).
 */
function modulesOf(index) {
  const text = readFileSync(new URL(`../${index}`, import.meta.url), 'utf8');
  const files = [...text.matchAll(/^export \{[^}]*\} from '([^']+)'/gm)].map(([, file]) =>
    posix.join(dirname(index), file),
  );
  const own = files.map((file) => [file.replace(/^src/, 'lib').replace(/\.ts$/, ''), file]);
  return { index, ...Object.fromEntries(own) };
}

/** A package of its own, packages/gs1: for any program that runs JavaScript, by either of its ways of loading modules. */
export const gs1 = ['esm', 'cjs'].map((format) => ({
  ...library,
  format,
  platform: 'neutral',
  target: 'es2022',
  entryPoints: {
    index: 'src/gs1/index.ts',
    write: 'src/gs1/write.ts',
    candidates: 'src/gs1/candidates/index.ts',
  },
  outdir: `packages/gs1/dist/${format}`,
  splitting: format === 'esm',
  chunkNames: 'lib/[hash]',
}));

export const parts = [
  { ...program, entryPoints: ['src/ui/main.ts'], outfile: 'dist/pedigree.cjs' },
  { ...small, entryPoints: ['src/ui/short-verify.ts'], outfile: 'dist/verify.cjs' },
  { ...small, entryPoints: ['src/ui/short-decode.ts'], outfile: 'dist/decode.cjs' },
  { ...library, entryPoints: modulesOf('src/app/index.ts'), outdir: 'dist', splitting: true, chunkNames: 'lib/[hash]' },
  { ...library, entryPoints: ['src/gs1/index.ts'], outfile: 'dist/gs1.js' },
  { ...library, entryPoints: ['src/gs1/write.ts'], outfile: 'dist/gs1-write.js' },
  { ...library, entryPoints: ['src/epcis/index.ts'], outfile: 'dist/epcis.js' },
  { ...library, entryPoints: ['src/gs1/candidates/index.ts'], outfile: 'dist/gs1-candidates.js' },
  ...late,
  ...gs1,
];

const browser = {
  bundle: true,
  platform: 'browser',
  target: ['chrome115', 'firefox128', 'safari17.5'],
  format: 'esm',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  write: false,
  outdir: 'dist/desk',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
};

/** The page of the desk: what it begins with, and each screen in a file that is loaded when it is first opened (scripts/desk.mjs). */
export const desk = {
  ...browser,
  entryPoints: ['web/main.tsx', 'web/style.css'],
  splitting: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
};

/** What the page says, by area, in the order of its files: the first screen, the others, and where something is dealt with. */
const SAID = [
  ['page', 'page-slips', 'verdict-text'],
  ['day-text', 'page-goods', 'page-screens', 'roles', 'states'],
  ['page-dealings', 'page-recalls', 'page-returns'],
];

/** Languages besides that of the code: each has a folder of its own. */
const LANGUAGES = readdirSync('src/words', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'en')
  .map(({ name }) => name);

/** Makes `texts:de/0`, the first file of German, of the tables of its areas. */
const saying = {
  name: 'texts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^texts:/ }, ({ path }) => ({ path: path.slice('texts:'.length), namespace: 'texts' }));
    onLoad({ filter: /./, namespace: 'texts' }, ({ path }) => {
      const [language, part] = path.split('/');
      const imports = SAID[part].map(
        (area, n) => `import { table as t${n} } from './src/words/${language}/${area}.ts';`,
      );
      const tables = SAID[part].map((area, n) => `'${area}': t${n}`);
      return { contents: `${imports.join('')} export const TABLES = { ${tables} };`, resolveDir: process.cwd() };
    });
  },
};

/** The texts of the page, a file a part: `de0`. */
export const texts = {
  ...browser,
  entryPoints: LANGUAGES.flatMap((language) =>
    SAID.map((_, part) => ({ in: `texts:${language}/${part}`, out: `${language}${part}` })),
  ),
  plugins: [saying],
};

/** Addresses of those files by language, in the order of their parts. */
export const textsByLanguage = (addresses) =>
  Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      SAID.map((_, part) => addresses.find((address) => address.startsWith(`/${language}${part}-`))),
    ]),
  );

/** What keeps the files of the page in the browser; its name stays, as the browser asks for it again. */
export const keeper = { ...browser, entryPoints: ['web/worker/sw.ts'], entryNames: '[name]' };

/** What reads the frames of a camera, in a thread of its own. */
export const framesWorker = { ...browser, entryPoints: ['web/worker/frames.ts'] };
