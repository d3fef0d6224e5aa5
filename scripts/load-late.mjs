// Plugins of esbuild for the program: what costs milliseconds is loaded when it is first used, the rest lies in the bundle.
import { readFileSync } from 'node:fs';

/**
 * better-sqlite3's JavaScript goes into the bundle, its native part stays in its package: the binding is looked for
 * from there and not from the bundle. Where npm usually puts the package it is found by its place, which is quicker than
 * resolving its name and asking the system which C library it has.
 */
export const sqliteBinding = {
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
export const lateBuiltins = {
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
export const lateCurves = {
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
