// Builds what is shipped: the program (dist/pedigree.cjs), the small files for verify and
// decode (dist/verify.cjs, dist/decode.cjs),
// the library (dist/index.js, dist/gs1.js) and its types (dist/types).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
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
 * from there and not from the bundle. Where npm usually puts the package it is found by its place, which is quicker than
 * resolving its name and asking the system which C library it has.
 */
const sqliteBinding = {
  name: 'sqlite-binding',
  setup(build) {
    build.onLoad({ filter: /[\\/]better-sqlite3[\\/]lib[\\/]binding\.js$/ }, ({ path }) => ({
      loader: 'js',
      contents: readFileSync(path, 'utf8')
        .replaceAll('__dirname', 'sqliteFolder()')
        .replace(/\/\/ This script is executed directly[\s\S]*$/, '')
        .replace(
          '// Otherwise, try the default node-gyp',
          'if ((DEFAULT_ADDON = usualBinding())) return DEFAULT_ADDON;\n// Otherwise',
        )
        .concat(`
        // Unless somebody compiled one on purpose: the prebuilt binding where npm puts it. One for the other C library of
        // Linux does not load, and then the right one is looked for.
        function usualBinding() {
          for (const up of ['../node_modules', '../..']) {
            const folder = __dirname + '/' + up + '/better-sqlite3/';
            if (!fs.existsSync(folder + 'prebuilds') || fs.existsSync(folder + 'build')) continue;
            try {
              return require(folder + 'prebuilds/' + process.platform + '-' + process.arch + '.node');
            } catch {}
          }
        }
        function sqliteFolder() {
          for (const up of ['../node_modules', '../..']) {
            const folder = path.join(__dirname, up, 'better-sqlite3', 'lib');
            if (fs.existsSync(folder)) return folder;
          }
          return path.join(require.resolve('better-sqlite3/package.json'), '..', 'lib');
        }`),
    }));
  },
};

/** Parts of Node.js that take milliseconds to load and that most runs never reach (node:crypto alone takes ten). */
const SLOW = /^node:(child_process|crypto|module|os|readline|tty)$/;

/** Those are loaded when a function of them is first called. What is not a function cannot be imported from them. */
const lateBuiltins = {
  name: 'late-builtins',
  setup(build) {
    build.onResolve({ filter: SLOW }, ({ path, namespace }) =>
      namespace === 'late' ? { path, external: true } : { path, namespace: 'late' },
    );
    build.onLoad({ filter: SLOW, namespace: 'late' }, ({ path }) => {
      const lines = Object.entries(process.getBuiltinModule(path)).flatMap(([name, value]) => {
        if (typeof value !== 'function') return [];
        if (/^[a-z]/.test(name)) return [`export const ${name} = (...given) => load().${name}(...given);`];
        return [
          `export const ${name} = /* @__PURE__ */ new Proxy(function () {}, {`,
          `  construct: (_, given) => new (load().${name})(...given), get: (_, of) => load().${name}[of] });`,
        ];
      });
      const whole = 'export default /* @__PURE__ */ new Proxy({}, { get: (_, name) => load()[name] });';
      const load = `let it; const load = () => (it ??= require('${path}'));`;
      return { loader: 'js', contents: [load, ...lines, whole].join('\n') };
    });
  },
};

/** The library of curves takes 20 ms to load and only the admission of a new key asks it. */
const lateCurves = {
  name: 'late-curves',
  setup(build) {
    const filter = /^@noble\/curves\/ed25519\.js$/;
    build.onResolve({ filter }, ({ path, namespace }) =>
      namespace === 'curves' ? undefined : { path, namespace: 'curves' },
    );
    build.onLoad({ filter, namespace: 'curves' }, ({ path }) => ({
      resolveDir: process.cwd(),
      contents: `let it; const load = () => (it ??= require('${path}').ed25519);
        export const ed25519 = /* @__PURE__ */ new Proxy({}, { get: (_, name) => load()[name] });`,
    }));
  },
};

/** What verify and decode need for containers, shipments, makers, scanners and pictures alone: there the whole program answers. */
const SELDOM = /[\\/](verify-goods|app[\\/]scan[\\/]typed|scan[\\/]picture)\.ts$/;
/** So too with forms of codes that packs in the trade do not bear, and repairs: for verify, which has to be quick. */
const SELDOM_VERIFIED = new RegExp(
  `${SELDOM.source}|[\\\\/](epc|format06|hibc|digital-link|digital-link-compressed|coupons|repair)\\.ts$`,
);
/** What is asked of every code before one of those is reached. */
const STILL_KNOWN = {
  isEpc: '(text) => (/^urn:/i.test(text) ? there() : false)',
  isMessage: "(text) => (text.startsWith('[)>') ? there() : false)",
};

/** In the place of modules that are left out of a small file, their functions end the attempt. */
const leaveOut = (seldom) => ({
  name: 'leave-out',
  setup(build) {
    build.onLoad({ filter: seldom }, ({ path }) => {
      const names = [...readFileSync(path, 'utf8').matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm)];
      const stubs = names.map(([, name]) => `export const ${name} = ${STILL_KNOWN[name] ?? 'there'};`);
      return {
        loader: 'js',
        resolveDir: process.cwd(),
        contents: [
          "import { Elsewhere } from './src/ui/elsewhere.ts';",
          'const there = () => { throw new Elsewhere(); };',
          ...stubs,
        ].join('\n'),
      };
    });
    // Of better-sqlite3 only what reads.
    build.onLoad(
      { filter: /better-sqlite3[\\/]lib[\\/]methods[\\/](aggregate|backup|function|serialize|table)\.js$/ },
      () => ({
        loader: 'js',
        contents: "module.exports = () => { throw new TypeError('left out of this file'); };",
      }),
    );
  },
});

const program = {
  bundle: true,
  platform: 'node',
  target: 'node22.12',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  // A script that was compiled before (bin/pedigree.js) imports nothing by itself.
  supported: { 'dynamic-import': false },
  plugins: [sqliteBinding, lateBuiltins, lateCurves],
  // Loaded when a picture is read or drawn; zxing-wasm brings its wasm along as a file.
  external: [
    'zxing-wasm',
    'zxing-wasm/*',
    'sharp',
    'pngjs',
    'jpeg-js',
    'bwip-js',
    'bwip-js/*',
    'better-sqlite3/package.json',
  ],
  logLevel: 'warning',
  // Sources ask for files beside them by createRequire(import.meta.url), which takes a file name as well.
  define: { 'import.meta.url': '__filename' },
  metafile: true,
  write: false,
};

/** What a command imports when it runs is all of a small file: imported at once, the bundler drops what is not used. */
const atOnce = {
  name: 'at-once',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]commands[\\/](verify|decode)\.ts$/ }, ({ path }) => {
      const late = /^ *const (\{[^}]+\}) = await import\(('[^']+')\);$/gm;
      const source = readFileSync(path, 'utf8');
      const imports = [...source.matchAll(late)].map(([, names, from]) => `import ${names} from ${from};`);
      return { loader: 'ts', contents: [...imports, source.replace(late, '')].join('\n') };
    });
  },
};
/** Loading node:crypto takes longer than a verdict: the small files hash and open with the twins that do without it. */
const twins = {
  name: 'twins',
  setup(build) {
    build.onLoad({ filter: /[\\/]chain[\\/](hash|aead)\.ts$/ }, ({ path }) => ({
      resolveDir: dirname(path),
      contents: `export * from './${basename(path, '.ts')}-noble.ts';`,
    }));
  },
};

/** What stands on packs, cases and pallets: verify reads these alone, so that no large table has to be unpacked. */
const ON_PACKS = /^(00|01|02|10|11|12|13|15|16|17|20|21|22|235|240|241|242|250|251|30|37|400|7003|71\d|8008|90|91-99) /;

/**
 * The AI table of verify. A code with any other AI is not right by it, so that it comes to be repaired, and so to the
 * whole program and the whole table.
 */
const packTable = {
  name: 'pack-table',
  setup(build) {
    build.onLoad({ filter: /[\\/]gs1[\\/]table\.generated\.ts$/ }, async () => {
      const { unpack } = await import('../src/gs1/dictionary.ts');
      const { ABBREVIATIONS, DICTIONARY, RELEASE } = await import('../src/gs1/table.generated.ts');
      const lines = unpack(DICTIONARY, ABBREVIATIONS)
        .split('\n')
        .filter((line) => ON_PACKS.test(line));
      const groups = lines.map((line) => {
        const [, ai, entry, title = ''] = /^(\S+) (.*?)(?: # (.*))?$/.exec(line);
        return `${entry}\t${ai}${title}`;
      });
      const tables = { RELEASE, ABBREVIATIONS: '', DICTIONARY: groups.join('\n') };
      const exports = Object.entries(tables).map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};`);
      return { loader: 'js', contents: exports.join('\n') };
    });
  },
};
const small = (seldom, ...more) => ({
  ...program,
  plugins: [...program.plugins, leaveOut(seldom), atOnce, twins, ...more],
});
const library = {
  ...program,
  format: 'esm',
  minify: false,
  supported: {},
  plugins: [],
  define: {},
  packages: 'external',
};

const parts = [
  { ...program, entryPoints: ['src/ui/main.ts'], outfile: 'dist/pedigree.cjs' },
  {
    ...small(SELDOM_VERIFIED, packTable),
    entryPoints: ['src/ui/short-verify.ts'],
    outfile: 'dist/verify.cjs',
  },
  { ...small(SELDOM), entryPoints: ['src/ui/short-decode.ts'], outfile: 'dist/decode.cjs' },
  { ...library, entryPoints: ['src/app/index.ts'], outfile: 'dist/index.js' },
  { ...library, entryPoints: ['src/gs1/index.ts'], outfile: 'dist/gs1.js' },
  { ...library, entryPoints: ['src/gs1/write.ts'], outfile: 'dist/gs1-write.js' },
];
const built = await Promise.all(
  parts.filter(({ entryPoints }) => existsSync(entryPoints[0])).map((part) => esbuild.build(part)),
).catch(() => process.exit(1));
// Whole files take the place of old ones, so that a program that is running or fails to build is not torn.
mkdirSync('dist', { recursive: true });
// The value of the script is a function of what every module of Node.js is given, the last word a hash (bin/pedigree.js).
const asScript = (text) => {
  const code = `(function (exports, require, module, __filename, __dirname) { ${text} })`;
  return `${code}//${createHash('sha256').update(code).digest('hex').slice(0, 16)}\n`;
};
rmSync('dist/cache', { recursive: true, force: true });
for (const { path, text } of built.flatMap(({ outputFiles }) => outputFiles)) {
  // Node.js reads a file of ASCII alone in half the memory and time.
  const ascii = text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  writeFileSync(`${path}.new`, path.endsWith('.cjs') ? asScript(ascii) : text);
  renameSync(`${path}.new`, path);
}

// Errors of type are `npm run types`' business, declarations are written all the same.
spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'ignore' });

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
  for (const file of Object.keys(metafile.outputs)) {
    console.log(`${file}  ${Math.ceil(statSync(file).size / 1024)} KB`);
  }
}
if (process.argv.includes('--why')) {
  for (const { metafile } of built) console.log(await esbuild.analyzeMetafile(metafile));
}
