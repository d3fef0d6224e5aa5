// Builds what is shipped: the program (dist/pedigree.cjs), the small file for verify and decode (dist/hot.cjs),
// the library (dist/index.js, dist/gs1.js) and its types (dist/types).
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const esbuild = await import('esbuild').catch(() => undefined);
if (esbuild === undefined) {
  // `npm ci --omit=dev` runs `prepare` too, without the tools to build with.
  if (process.env.npm_lifecycle_event === 'prepare') process.exit(0);
  console.error('build: esbuild is missing, run npm ci first');
  process.exit(1);
}

/**
 * better-sqlite3's JavaScript goes into the bundle, its native part stays in its package: the binding is looked for
 * from there and not from the bundle.
 */
const sqliteBinding = {
  name: 'sqlite-binding',
  setup(build) {
    build.onLoad({ filter: /[\\/]better-sqlite3[\\/]lib[\\/]binding\.js$/ }, ({ path }) => ({
      loader: 'js',
      contents: readFileSync(path, 'utf8')
        .replaceAll('__dirname', "require('path').join(require.resolve('better-sqlite3/package.json'), '..', 'lib')")
        .replace(/\/\/ This script is executed directly[\s\S]*$/, ''),
    }));
  },
};

/** Parts of Node.js that take milliseconds to load and that most runs never reach (node:crypto alone takes ten). */
const SLOW = /^node:(child_process|crypto|http|https|module|net|os|readline|tty|zlib|stream|stream\/promises)$/;

/** Functions of those are loaded at their first call. What is not a function cannot be imported from them. */
const lateBuiltins = {
  name: 'late-builtins',
  setup(build) {
    build.onResolve({ filter: SLOW }, ({ path, namespace }) =>
      namespace === 'late' ? { path, external: true } : { path, namespace: 'late' },
    );
    build.onLoad({ filter: SLOW, namespace: 'late' }, ({ path }) => {
      const functions = Object.entries(process.getBuiltinModule(path)).filter(([name, value]) => {
        return typeof value === 'function' && /^[a-z]/.test(name);
      });
      const lines = functions.map(([name]) => `export const ${name} = (...given) => load().${name}(...given);`);
      const whole = 'export default /* @__PURE__ */ new Proxy({}, { get: (_, name) => load()[name] });';
      const load = `let it; const load = () => (it ??= require('${path}'));`;
      return { loader: 'js', contents: [load, ...lines, whole].join('\n') };
    });
  },
};

const program = {
  bundle: true,
  platform: 'node',
  target: 'node22.12',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  plugins: [sqliteBinding, lateBuiltins],
  // Loaded when a picture is read or drawn; zxing-wasm brings its wasm along as a file.
  external: ['zxing-wasm', 'zxing-wasm/*', 'bwip-js', 'bwip-js/*', 'better-sqlite3/package.json'],
  logLevel: 'warning',
  // Sources ask for files beside them by createRequire(import.meta.url), which takes a file name as well.
  define: { 'import.meta.url': '__filename' },
  metafile: true,
};
const library = {
  ...program,
  format: 'esm',
  minify: false,
  plugins: [],
  define: {},
  packages: 'external',
};

rmSync('dist', { recursive: true, force: true });
const parts = [
  { ...program, entryPoints: ['src/ui/main.ts'], outfile: 'dist/pedigree.cjs' },
  { ...program, entryPoints: ['src/ui/hot.ts'], outfile: 'dist/hot.cjs' },
  { ...library, entryPoints: ['src/app/index.ts'], outfile: 'dist/index.js' },
  { ...library, entryPoints: ['src/gs1/index.ts'], outfile: 'dist/gs1.js' },
];
const built = await Promise.all(
  parts.filter(({ entryPoints }) => existsSync(entryPoints[0])).map((part) => esbuild.build(part)),
).catch(() => process.exit(1));

// Errors of type are `npm run types`' business, declarations are written all the same.
spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'ignore' });

for (const { metafile } of built) {
  for (const file of Object.keys(metafile.outputs)) {
    console.log(`${file}  ${Math.ceil(statSync(file).size / 1024)} KB`);
  }
}
if (process.argv.includes('--why')) {
  for (const { metafile } of built) console.log(await esbuild.analyzeMetafile(metafile));
}
