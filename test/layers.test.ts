// The order of the layers, read from the import specifiers: a file uses its own folder and those above it, never below,
// and each third-party package has one home.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Folder → folders it may use besides its own. Every file may use the two tables of failures. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  gs1: [],
  chain: [],
  custody: ['gs1', 'chain'],
  ledger: ['gs1', 'chain', 'custody'],
  label: ['gs1', 'chain', 'custody', 'ledger'],
  scan: ['gs1', 'chain', 'custody', 'ledger', 'label'],
  sync: ['gs1', 'chain', 'custody', 'ledger', 'label', 'scan'],
  app: ['gs1', 'chain', 'custody', 'ledger', 'label', 'scan', 'sync'],
  commands: ['gs1', 'chain', 'custody', 'ledger', 'label', 'scan', 'sync', 'app'],
  ui: ['gs1', 'chain', 'custody', 'ledger', 'label', 'scan', 'sync', 'app', 'commands'],
};

/** Third-party package → the one folder that knows it. */
const HOMES: Readonly<Record<string, string>> = {
  '@noble/ciphers': 'chain',
  '@noble/curves': 'chain',
  '@noble/hashes': 'chain',
  'better-sqlite3': 'ledger',
  'bwip-js': 'label',
  fontkit: 'label',
  '@expo-google-fonts/noto-sans-mono': 'label',
  'zxing-wasm': 'scan',
  sharp: 'scan',
  'jpeg-js': 'scan',
  pngjs: 'scan',
  commander: 'commands',
  chalk: 'ui',
};

/** What a pure folder may take from Node.js, and the names of the world outside that it must not say. */
const PURE: Readonly<Record<string, readonly string[]>> = { gs1: [], chain: ['node:crypto'], custody: [] };
const IMPURE =
  /\b(?:Date\.now|new Date\(\)|Math\.random|performance\.now|process\.|console\.|setTimeout|setInterval|fetch\(|randomBytes|randomFill|randomUUID|getRandomValues|generateKeyPair)/;

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly specifier: string;
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

function importsOf(file: string): Import[] {
  const folder = relative('src', file).split('/')[0] ?? '';
  const source = withoutComments(readFileSync(file, 'utf8'));
  const found = source.matchAll(
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\(\s*|\.resolve\(\s*)'([\w@./:#-]+)'/g,
  );
  return [...found].map((match) => ({ file, folder, specifier: match[1] ?? '' }));
}

const EVERYBODYS: ReadonlySet<string> = new Set(['src/errors.ts', 'src/system-errors.ts']);
const SOURCES = files('src').filter((file) => !EVERYBODYS.has(file));
const IMPORTS = SOURCES.flatMap(importsOf);

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

describe('layers', () => {
  test('every source lies in a layer', () => {
    expect(SOURCES.filter((file) => !((file.split('/')[1] ?? '') in LAYERS))).toEqual([]);
    expect(IMPORTS.length).toBeGreaterThan(100);
  });

  test('a file uses its own folder and those above it', () => {
    const wrong = IMPORTS.filter(({ file, folder, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      const target = normalize(join(dirname(file), specifier));
      if (EVERYBODYS.has(target) || target === 'package.json') return false;
      const layer = target.split('/')[1] ?? '';
      return !(target.startsWith('src/') && (layer === folder || LAYERS[folder]?.includes(layer)));
    });
    expect(wrong).toEqual([]);
  });

  test('a third-party package is known in one folder alone', () => {
    const wrong = IMPORTS.filter(({ folder, specifier }) => {
      if (specifier.startsWith('.') || specifier.startsWith('node:')) return false;
      return HOMES[packageOf(specifier)] !== folder;
    });
    expect(wrong).toEqual([]);
  });

  test('the dependencies of the package are those of the table', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: object;
      peerDependencies: object;
    };
    expect(Object.keys({ ...dependencies, ...peerDependencies }).sort()).toEqual(Object.keys(HOMES).sort());
  });

  test('pure folders take nothing from the world outside', () => {
    const imports = IMPORTS.filter(({ folder, specifier }) => {
      return folder in PURE && specifier.startsWith('node:') && !PURE[folder]?.includes(specifier);
    });
    const names = SOURCES.filter((file) => (file.split('/')[1] ?? '') in PURE).flatMap((file) => {
      const said = IMPURE.exec(withoutComments(readFileSync(file, 'utf8')));
      return said === null ? [] : [`${file}: ${said[0]}`];
    });
    expect({ imports, names }).toEqual({ imports: [], names: [] });
  });

  test('no file keeps a default export, an enum, a namespace, any or a non-null assertion', () => {
    const wrong = SOURCES.flatMap((file) => {
      const source = withoutComments(readFileSync(file, 'utf8'));
      const found =
        /^export default\b|^(?:export )?(?:const )?enum \w|^(?:export )?namespace \w|: any\b|<any>|\bas any\b/m.exec(
          source,
        );
      return found === null ? [] : [`${file}: ${found[0]}`];
    });
    expect(wrong).toEqual([]);
  });

  test('the first line of a file says what it is about', () => {
    const wrong = SOURCES.filter((file) => !/^(?:#!.*\n)?\/\/ \S/.test(readFileSync(file, 'utf8')));
    expect(wrong).toEqual([]);
  });
});
