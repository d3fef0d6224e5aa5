// The order of the layers, read from the import specifiers: a file uses its own folder and those above it, never below,
// and each third-party package has one home. Every guard is shown a file that breaks its rule as well.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ABOUT, BUNDLES, EVERYBODYS, FLOORS, HOMES, LAYERS, PURE } from '../scripts/layers.ts';

/** The names of the world outside that a pure folder must not say. */
const IMPURE =
  /\b(?:Date\.now|new Date\(\)|Math\.random|performance\.now|process\.|console\.|setTimeout|setInterval|fetch\(|randomBytes|randomFill|randomUUID|getRandomValues|generateKeyPair)/;

/** A file of the sources: its path from the root and its text. */
interface Source {
  readonly file: string;
  readonly text: string;
}

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly specifier: string;
}

function sources(folder: string): Source[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** Code alone: no comments, and nothing between quotes. */
function codeOf(text: string): string {
  return withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}

function layerOf(file: string): string {
  return file.split('/')[1] ?? '';
}

/** On which floor of `app` a file lies; -1 for a folder that has no place. */
function floorOf(file: string): number {
  return Object.keys(FLOORS).indexOf(file.split('/')[2] ?? '');
}

/** `imports` of package.json: a name with `#` and the files that it may mean, the first of them in a small file of dist/. */
const INSTEAD = (
  JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly imports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }
).imports;

/** What is built in and slow to load, by the names that src/builtins.ts loads it under. */
const LATE: Readonly<Record<string, string>> = {
  childProcess: 'node:child_process',
  crypto: 'node:crypto',
  os: 'node:os',
  tty: 'node:tty',
  v8: 'node:v8',
};

function targetsOf(file: string, specifier: string, text: string): readonly string[] {
  if (specifier.startsWith('#')) {
    return Object.values(INSTEAD[specifier] ?? {}).map((target) => `./${relative(dirname(file), target)}`);
  }
  if (normalize(join(dirname(file), specifier)) !== 'src/builtins.ts') return [specifier];
  const [, names = ''] = /^import \{([^}]*)\} from '[./]*builtins\.ts'/m.exec(text) ?? [];
  return [specifier, ...names.split(',').map((name) => LATE[name.trim()] ?? name)];
}

function importsOf({ file, text }: Source): Import[] {
  const found = withoutComments(text).matchAll(
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\(\s*|\.resolve\(\s*|\b(?:loadPackage|readFromPackage|loadNative|loadOptional|optionalPath)\(\s*)'([\w@./:#-]+)'/g,
  );
  return [...found]
    .flatMap((match) => targetsOf(file, match[1] ?? '', text))
    .map((specifier) => ({ file, folder: layerOf(file), specifier }));
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const SOURCES = sources('src').filter(({ file }) => !EVERYBODYS.has(file));

interface Guard {
  readonly rule: string;
  /** What breaks the rule. */
  readonly wrong: (given: readonly Source[]) => readonly string[];
  /** Lines that each break it, and the file that would hold them. */
  readonly breaks: readonly (readonly [file: string, line: string])[];
  readonly over?: readonly Source[];
}

/** What a pattern finds in code. */
const found = (pattern: RegExp, { file, text }: Source): string[] => {
  const said = pattern.exec(codeOf(text));
  return said === null ? [] : [`${file}: ${said[0]}`];
};

const imports = (given: readonly Source[], isWrong: (one: Import) => boolean): string[] =>
  given
    .flatMap(importsOf)
    .filter(isWrong)
    .map(({ file, specifier }) => `${file}: ${specifier}`);

/** Files from which imports, of types too, lead back to themselves: each way round is told once, from its first file. */
function circles(given: readonly Source[]): readonly string[] {
  const uses = new Map(
    given.map((source) => {
      const targets = importsOf(source).flatMap(({ file, specifier }) =>
        specifier.startsWith('.') ? [normalize(join(dirname(file), specifier))] : [],
      );
      return [source.file, targets] as const;
    }),
  );
  const done = new Set<string>();
  const way: string[] = [];
  const found: string[] = [];
  const follow = (file: string): void => {
    const met = way.indexOf(file);
    if (met >= 0) found.push([...way.slice(met), file].join(' → '));
    if (met >= 0 || done.has(file)) return;
    way.push(file);
    for (const target of uses.get(file) ?? []) follow(target);
    way.pop();
    done.add(file);
  };
  for (const file of uses.keys()) follow(file);
  return found;
}

const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp, breaks: string])[] = [
  ['default exports', /^export default\b/m, 'export default 1;'],
  ['enums', /^(?:export )?(?:const )?enum \w/m, 'export const enum Colour {}'],
  ['namespaces', /^(?:export )?(?:declare )?(?:namespace|module) \w/m, 'namespace Colours {}'],
  ['any', /: any\b|<any\b|\bas any\b|\bany\[\]|\bany>/m, 'const x = y as any;'],
  // A `!` behind a name, a call, an element or another `!`, that is no comparison.
  ['non-null assertions', /[\w$)\]]!(?!=)(?:[.,;:)\]}[(\s]|$)/m, 'const x = given.first!.name;'],
];

const OPENING = new Set(['database', 'better-sqlite', 'better-sqlite-late'].map((name) => `src/ledger/${name}.ts`));

const GUARDS: readonly Guard[] = [
  {
    rule: 'every source lies in a layer',
    wrong: (given) => given.filter(({ file }) => !(layerOf(file) in LAYERS)).map(({ file }) => file),
    breaks: [['src/helpers/x.ts', '']],
  },
  {
    rule: 'a file uses its own folder and those above it',
    wrong: (given) =>
      imports(given, ({ file, folder, specifier }) => {
        if (!specifier.startsWith('.')) return false;
        const target = normalize(join(dirname(file), specifier));
        if (EVERYBODYS.has(target) || target === 'package.json') return false;
        return !(
          target.startsWith('src/') &&
          (layerOf(target) === folder || LAYERS[folder]?.includes(layerOf(target)))
        );
      }),
    breaks: [
      ['src/gs1/x.ts', "import { a } from '../chain/bytes.ts';"],
      ['src/chain/x.ts', "export { a } from '../custody/fold.ts';"],
      ['src/ledger/x.ts', "await import('../app/home.ts');"],
      ['src/app/x.ts', "import type { Io } from '../ui/io.ts';"],
      ['src/app/x.ts', "import { vectors } from '../../test/vectors.ts';"],
    ],
  },
  {
    rule: 'no two files import each other, types included, and none itself by way of others',
    wrong: circles,
    breaks: [['src/app/x.ts', "import type { X } from './x.ts';"]],
  },
  {
    rule: 'a use case stands on those of the floors below alone',
    wrong: (given) => [
      ...given.filter(({ file }) => layerOf(file) === 'app' && floorOf(file) < 0).map(({ file }) => file),
      ...imports(given, ({ file, folder, specifier }) => {
        const target = normalize(join(dirname(file), specifier));
        if (folder !== 'app' || layerOf(target) !== 'app') return false;
        return floorOf(target) > floorOf(file);
      }),
    ],
    breaks: [
      ['src/app/deeds/x.ts', ''],
      ['src/app/node/x.ts', "import type { Pending } from '../steps/outbox.ts';"],
      ['src/app/judging/x.ts', "const { ship } = await import('../steps/ship.ts');"],
      ['src/app/maintenance/x.ts', "export * from '../index.ts';"],
    ],
  },
  {
    rule: 'a third-party package is known in one folder alone',
    wrong: (given) =>
      imports(given, ({ folder, specifier }) => {
        if (specifier.startsWith('.') || specifier.startsWith('node:')) return false;
        return HOMES[packageOf(specifier)] !== folder;
      }),
    breaks: [
      ['src/app/x.ts', "import Database from 'better-sqlite3';"],
      ['src/ui/x.ts', "import { sha256 } from '@noble/hashes/sha2.js';"],
      ['src/app/x.ts', "import { readFileSync } from 'fs';"],
    ],
  },
  {
    rule: 'databases are opened in one file, which knows where the native part lies; two more bring the JavaScript',
    wrong: (given) =>
      imports(given, ({ file, specifier }) => {
        return packageOf(specifier) === 'better-sqlite3' && !OPENING.has(file);
      }),
    breaks: [['src/ledger/x.ts', "import Database from 'better-sqlite3';"]],
  },
  {
    rule: 'pure folders take nothing from the world outside',
    wrong: (given) => [
      ...imports(given, ({ folder, specifier }) => {
        return folder in PURE && specifier.startsWith('node:') && !PURE[folder]?.includes(specifier);
      }),
      ...given.filter(({ file }) => layerOf(file) in PURE).flatMap((source) => found(IMPURE, source)),
    ],
    breaks: [
      ['src/gs1/x.ts', "import { createHash } from 'node:crypto';"],
      ['src/custody/x.ts', 'const now = Date.now();'],
      ['src/chain/x.ts', 'const salt = randomBytes(16);'],
      ['src/custody/x.ts', 'if (process.env.DEBUG) stop();'],
      ['src/custody/x.ts', "import { crypto } from '../builtins.ts';"],
      ['src/chain/x.ts', "import { crypto, os } from '../builtins.ts';"],
    ],
  },
  {
    rule: 'what is slow to load is loaded when it is first asked for',
    wrong: (given) =>
      given.flatMap(({ file, text }) =>
        Object.values(LATE)
          .filter((name) => new RegExp(`^import (?!type\\b).*'${name}'`, 'm').test(text))
          .map((name) => `${file}: ${name}`),
      ),
    breaks: [
      ['src/app/x.ts', "import { type KeyObject, sign } from 'node:crypto';"],
      ['src/ui/x.ts', "import 'node:tty';"],
    ],
  },
  ...FORBIDDEN.map(
    ([what, pattern, breaks]): Guard => ({
      rule: `the sources have no ${what}`,
      wrong: (given) => given.flatMap((source) => found(pattern, source)),
      breaks: [['src/app/x.ts', breaks]],
    }),
  ),
  {
    rule: 'the first line of a file says what it is about',
    wrong: (given) => given.filter(({ text }) => !/^(?:#!.*\n)?\/\/ \S/.test(text)).map(({ file }) => file),
    breaks: [['src/app/x.ts', "import { a } from './a.ts';"]],
  },
  {
    rule: 'a test that needs what may be missing says so through left-out.ts, and none stands alone or waits',
    over: sources('test'),
    wrong: (given) =>
      given
        .filter(({ file }) => file !== 'test/left-out.ts')
        .flatMap((source) => found(/\b(?:test|it|describe)\.(?:skip|skipIf|runIf|only|todo|fails)\b/, source)),
    breaks: [
      ['test/app/x.test.ts', 'test.skipIf(true)();'],
      ['test/app/x.test.ts', 'describe.only();'],
    ],
  },
];

describe.each(GUARDS)('$rule', ({ wrong, breaks, over = SOURCES }) => {
  test('everywhere', () => {
    expect(over.length).toBeGreaterThan(50);
    expect(wrong(over)).toEqual([]);
  });

  test.each(breaks)('and %s with “%s” would be found', (file, line) => {
    expect(wrong([...over, { file, text: line }])).toHaveLength(1);
  });
});

test('the compiler tells a missing field from an undefined one, and what may not be in a list', () => {
  const { compilerOptions } = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as { compilerOptions: object };
  expect(compilerOptions).toMatchObject({
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  });
});

test('a non-null assertion fails the lint, in tests too', () => {
  const { linter } = JSON.parse(readFileSync('biome.json', 'utf8')) as { linter: { rules: object } };
  expect(linter.rules).toMatchObject({ style: { noNonNullAssertion: 'error' } });
});

test('the packages of the table are those that sources use; all are built in but those of peers', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly dependencies?: object;
    readonly devDependencies: object;
    readonly peerDependencies: object;
  };
  expect(manifest.dependencies).toBeUndefined();
  const used = SOURCES.flatMap(importsOf).filter(
    ({ specifier }) => /^[@a-z]/.test(specifier) && !specifier.startsWith('node:'),
  );
  expect([...new Set(used.map(({ specifier }) => packageOf(specifier)))].sort()).toEqual(Object.keys(HOMES).sort());
  const known = Object.keys({ ...manifest.devDependencies, ...manifest.peerDependencies });
  expect(Object.keys(HOMES).filter((name) => !known.includes(name))).toEqual([]);
  const builtIn = Object.values(BUNDLES).flat();
  expect(Object.keys(manifest.peerDependencies).filter((name) => builtIn.includes(name))).toEqual([]);
});

test('what lives in a folder is told of every layer, and of no other', () => {
  expect(Object.keys(ABOUT).sort()).toEqual(Object.keys(LAYERS).sort());
});

test('a circle of files is told with its way round', () => {
  const given = [
    { file: 'src/app/a.ts', text: "import type { B } from './deeds/b.ts';" },
    { file: 'src/app/deeds/b.ts', text: "const { c } = await import('../c.ts');" },
    { file: 'src/app/c.ts', text: "export { a } from './a.ts';" },
  ];
  expect(circles(given)).toEqual(['src/app/a.ts → src/app/deeds/b.ts → src/app/c.ts → src/app/a.ts']);
  expect(circles(given.slice(0, 2))).toEqual([]);
});

/** What is loaded with a file: all that it and those after it import, types and what is imported later aside. */
function loadedWith(file: string, loaded = new Set<string>()): ReadonlySet<string> {
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(
    /^(?:im|ex)port (?!type\b)(?:[^;'=(]* from )?'([^']+)'/gm,
  )) {
    const target = specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier;
    if (loaded.has(target)) continue;
    loaded.add(target);
    if (specifier.startsWith('.')) loadedWith(target, loaded);
  }
  return loaded;
}

test('what opens a party loads no HTTP, as most commands meet no peer', () => {
  for (const file of ['src/app/node/home.ts', 'src/app/node/reading.ts']) {
    expect([...loadedWith(file)].filter((name) => /^node:https?$/.test(name))).toEqual([]);
  }
  expect(loadedWith('src/app/node/own-head.ts')).toContain('node:https');
});

test('what a verdict asks of documents loads no reader of files', () => {
  const loaded = [...loadedWith('src/app/outside/claimed.ts')];
  expect(loaded.some((name) => name.endsWith('outside/claims-of.ts'))).toBe(true);
  expect(loaded.filter((name) => /saxes|epcis\/(?:read|xml-|json-|check)/.test(name))).toEqual([]);
});

test('a name with # is held to the layers by each file that it may mean', () => {
  const given = { file: 'src/chain/x.ts', text: "import { takeOver } from '#take-over';" };
  expect(importsOf(given).map(({ specifier }) => specifier)).toEqual([
    './../ledger/take-over-elsewhere.ts',
    './../ledger/take-over.ts',
  ]);
  expect(GUARDS[1]?.wrong([given])).toHaveLength(2);
});

test.each(Object.entries(INSTEAD))('%s has the same functions in each of its files', async (_, files) => {
  const namesIn = async (file = '') => Object.keys((await import(pathToFileURL(file).href)) as object).sort();
  const names = await Promise.all(Object.values(files).map(namesIn));
  expect(names.length).toBe(2);
  expect(names[0]).toEqual(names[1]);
});

test('imports are read at all', () => {
  expect(SOURCES.flatMap(importsOf).length).toBeGreaterThan(1_000);
});
