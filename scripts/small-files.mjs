// Plugins of esbuild for the small files of verify and decode: what packs seldom need is left out of them, and for it the
// whole program answers (src/ui/short.ts). test/scenarios/short.test.ts holds what they say against it.
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * What verify and decode need for containers, shipments, makers, scanners, pictures and tables of an earlier version alone: there the whole program answers. */
export const SELDOM =
  /[\\/](verify-goods|ledger[\\/]take-over|app[\\/]scans[\\/]typed|scan[\\/]picture|gs1[\\/]candidates[\\/][\w.-]+)\.ts$/;
/** So too with forms of codes that packs in the trade do not bear, and repairs: for verify, which has to be quick. */
export const SELDOM_VERIFIED = new RegExp(
  `${SELDOM.source}|[\\\\/](epc|format06|hibc|digital-link|digital-link-compressed|coupons|repair)\\.ts$`,
);
/** What is asked of every code before one of those is reached. */
const STILL_KNOWN = {
  isEpc: '(text) => (/^urn:/i.test(text) ? there() : false)',
  isMessage: "(text) => (text.startsWith('[)>') ? there() : false)",
};

/** In the place of modules that are left out of a small file, their functions end the attempt. */
export const leaveOut = (seldom) => ({
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

/** Loading node:crypto takes longer than a verdict: the small files hash and open with the twins that do without it. */
export const twins = {
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
export const packTable = {
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
