// What is shipped works where npm puts it: the packed files, with nothing beside them, away from this repository.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environment, folder, ROOT } from './program.ts';

const { path, remove } = folder();
const MODULES = path('lib/node_modules');
const HOME = path('home');
let packed: string[] = [];

beforeAll(() => {
  mkdirSync(MODULES, { recursive: true });
  mkdirSync(HOME);
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', path('.')];
  // npm says which files it packed: a list in earlier releases, an object by name in later ones.
  const said = JSON.parse(
    execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  const [info] = (Array.isArray(said) ? said : Object.values(said)) as {
    filename: string;
    files: { path: string }[];
  }[];
  if (info === undefined) throw new Error('npm pack said nothing');
  packed = info.files.map((file) => file.path);
  execFileSync('tar', ['-xzf', path(info.filename), '-C', MODULES]);
  execFileSync('mv', [join(MODULES, 'package'), join(MODULES, 'pedigree')]);
  mkdirSync(path('bin'));
  symlinkSync(join(MODULES, 'pedigree/bin/pedigree.js'), path('bin/pedigree'));
});
afterAll(remove);

function run(program: string, ...args: readonly string[]) {
  const done = spawnSync(process.execPath, [program, ...args], { cwd: HOME, env: environment(HOME), encoding: 'utf8' });
  return { exit: done.status, stdout: done.stdout, stderr: done.stderr };
}

test('the package holds the program, the library, its types and its papers, and no sources or tests', () => {
  for (const file of [
    'bin/pedigree.js',
    'dist/pedigree.cjs',
    'dist/verify.cjs',
    'dist/index.js',
    'dist/gs1.js',
    'dist/gs1-write.js',
    'dist/epcis.js',
    'dist/gs1-candidates.js',
    'dist/desk/index.html',
    'dist/desk/index.html.gz',
    'dist/desk/licences.txt',
    'man/pedigree.1',
    'man/pedigree-verify.1',
    'LICENSE',
    'THIRD-PARTY.txt',
  ]) {
    expect(packed).toContain(file);
  }
  expect(packed.filter((file) => /^(src|test|bench|scripts|node_modules)\//.test(file))).toEqual([]);
  expect(packed.filter((file) => file.endsWith('.new'))).toEqual([]);
});

test('the command runs through the link that npm makes, with its database and without leaving anything', () => {
  const pedigree = path('bin/pedigree');
  expect(run(pedigree, 'decode', '(01)09506000134352')).toMatchObject({ exit: 0, stderr: '' });
  const init = ['init', '--name', 'Agency', '--gln', '9506000110004', '--regulator', '--test'];
  expect(run(pedigree, ...init)).toMatchObject({ exit: 0, stderr: '' });
  expect(run(pedigree, 'audit')).toMatchObject({ exit: 0, stderr: '' });
  expect(readdirSync(HOME)).toEqual(['party']);
});

test('what a first run compiled is kept, made again where it is damaged, and done without where it cannot be', () => {
  const cache = path('lib/node_modules/pedigree/dist/cache');
  const decode = () => run(path('bin/pedigree'), 'decode', '(01)09506000134352');
  const kept = () => readdirSync(cache).filter((name) => name.startsWith('decode-'));
  rmSync(cache, { recursive: true, force: true });
  const first = decode();
  const [name = '', ...more] = kept();
  expect({ name, more }).toEqual({ name: expect.stringMatching(`-${process.version}-${process.arch}$`), more: [] });
  const whole = readFileSync(join(cache, name));
  expect(decode()).toEqual(first);
  for (const damaged of [whole.subarray(0, whole.length >> 1), Buffer.alloc(whole.length), Buffer.alloc(0)]) {
    writeFileSync(join(cache, name), damaged);
    expect(decode()).toEqual(first);
    expect(readFileSync(join(cache, name)).length).toBeGreaterThan(whole.length >> 1);
  }
  rmSync(cache, { recursive: true });
  writeFileSync(cache, 'no folder');
  expect(decode()).toEqual(first);
  rmSync(cache);
  expect(run(path('bin/pedigree'), 'decode', 'nonsense').exit).toBe(65);
  expect(existsSync(cache)).toBe(false);
});

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  target: 'es2024',
  lib: ['es2024'],
  noEmit: true,
  types: ['node'],
};

/** Compiles and runs a file of a project that has the package and the types of Node.js, as strictly as a compiler can. */
function consumer(name: string, text: string): string {
  mkdirSync(path('user'), { recursive: true });
  if (!existsSync(path('user/node_modules'))) symlinkSync(MODULES, path('user/node_modules'));
  if (!existsSync(join(MODULES, '@types'))) symlinkSync(join(ROOT, 'node_modules/@types'), join(MODULES, '@types'));
  writeFileSync(path(`user/${name}`), text);
  for (const module of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }]) {
    const compilerOptions = { ...STRICT, ...module };
    writeFileSync(path('user/tsconfig.json'), JSON.stringify({ compilerOptions, files: [name] }));
    const tsc = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', path('user')], {
      encoding: 'utf8',
    });
    expect(tsc).toMatchObject({ stdout: '', stderr: '', status: 0 });
  }
  return run(path(`user/${name}`)).stdout;
}

test('the library is imported by its name, and its types are found', () => {
  const said = consumer(
    'use.ts',
    `import { decode, type Decoded } from 'pedigree/gs1';
import * as pedigree from 'pedigree';
const decoded: Decoded = decode('(01)09506000134352');
console.log(decoded.elements[0]?.value, typeof pedigree.makeEnv);
`,
  );
  expect(said).toBe('09506000134352 function\n');
});

test('requests and answers have names of their own', () => {
  const said = consumer(
    'named.ts',
    `import { ship, type Home, type ReceiveData, type ShipRequest, type Verified, type VerifyOptions } from 'pedigree';
const request: ShipRequest = { to: '9506000110011', items: [] };
export const send = (home: Home): ReturnType<typeof ship> => ship(home, request);
export type Said = Pick<Verified, 'status'> | Pick<ReceiveData, 'packs'> | VerifyOptions;
console.log(request.to);
`,
  );
  expect(said).toBe('9506000110011\n');
  // Whatever a module of the library says of what it takes and gives is named where the library begins.
  const index = readFileSync(join(ROOT, 'src/app/index.ts'), 'utf8');
  const modules = [...index.matchAll(/^export (?!type)\{[^}]*\} from '(\.\/[^']+)'/gm)].map(([, file = '']) => file);
  expect(modules.length).toBeGreaterThan(30);
  const unnamed = modules.flatMap((file) => {
    const text = readFileSync(join(ROOT, 'src/app', file), 'utf8');
    const types = [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name = '']) => name);
    return types.filter((name) => !new RegExp(`\\btype ${name}\\b`).test(index)).map((name) => `${file}: ${name}`);
  });
  expect(unnamed).toEqual([]);
});

test('whoever bundles one name of the library bundles what it needs, and no more', async () => {
  const { build } = await import('esbuild');
  const bytes = async (names: string) => {
    const { outputFiles } = await build({
      stdin: {
        contents: `import ${names} from 'pedigree'; console.log(${names.replace(/[{}]|\* as /g, '')});`,
        resolveDir: path('user'),
      },
      ...{ bundle: true, write: false, minify: true, format: 'esm', platform: 'node', logLevel: 'error' },
    });
    return outputFiles[0]?.contents.length ?? 0;
  };
  const all = await bytes('* as all');
  expect(all).toBeGreaterThan(300_000);
  // 2 KB of 596.
  expect(await bytes('{ PedigreeError }')).toBeLessThan(all / 50);
  expect(await bytes('{ makeEnv }')).toBeLessThan(all / 50);
  expect(await bytes('{ verifyScans }')).toBeLessThan(all * 0.7);
});

test('the package says where it is at home', () => {
  const said = JSON.parse(readFileSync(join(MODULES, 'pedigree/package.json'), 'utf8'));
  const home = 'https://github.com/pedigree-trace/pedigree';
  expect(said).toMatchObject({
    homepage: `${home}#readme`,
    bugs: `${home}/issues`,
    repository: { type: 'git', url: `git+${home}.git` },
  });
  expect(said.keywords).toContain('gs1');
});

test('the example of the README compiles and says what is in the code', () => {
  const [, example] = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
  const said = consumer('readme.ts', `${example}console.log(JSON.stringify({ elements, repairs, errors }));\n`);
  const { elements, repairs, errors } = JSON.parse(said);
  expect(elements.map(({ ai, value }: { ai: string; value: string }) => [ai, value])).toEqual([
    ['01', '09506000134352'],
    ['21', '12345'],
    ['17', '310630'],
  ]);
  expect({ repairs, errors }).toEqual({ repairs: [], errors: [] });
});

test('npm installs the packed file without a network, small and with nothing beside it, and a first pack is verified', () => {
  const prefix = path('global');
  const tarball = readdirSync(path('.')).find((name) => name.endsWith('.tgz')) ?? '';
  const install = ['install', '--global', '--prefix', prefix, '--offline', '--no-audit', '--no-fund'];
  const { status, stderr } = spawnSync('npm', [...install, path(tarball)], { cwd: path('.'), encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  // Whoever runs npm may have settings that npm wants to talk about; of this package there is nothing to say.
  expect(stderr.split('\n').filter((line) => /pedigree|install-scripts|deprecated/.test(line))).toEqual([]);
  const installed = join(prefix, process.platform === 'win32' ? 'node_modules' : 'lib/node_modules');
  expect(readdirSync(installed).filter((name) => !name.startsWith('.'))).toEqual(['pedigree']);
  expect(existsSync(join(installed, 'pedigree/node_modules'))).toBe(false);
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' }).map((name) =>
    statSync(join(installed, name)),
  );
  // As a disk counts: whole blocks of 4 KiB.
  const kib = files.reduce((sum, { size }) => sum + 4 * Math.ceil(size / 4096), 0);
  expect(kib).toBeLessThan(MOST_KIB);
  expect(kib).toBeGreaterThan(MOST_KIB / 2);
  const pedigree = process.platform === 'win32' ? join(prefix, 'pedigree') : join(prefix, 'bin/pedigree');
  if (process.platform !== 'win32') expect(readdirSync(join(prefix, 'share/man/man1'))).toContain('pedigree-verify.1');
  const home = path('first');
  mkdirSync(home);
  const at = (...args: readonly string[]) => {
    const done = spawnSync(process.execPath, [pedigree, ...args], {
      cwd: home,
      env: environment(home),
      encoding: 'utf8',
    });
    return { exit: done.status, stdout: done.stdout, stderr: done.stderr };
  };
  const scan = '(01)09506000134352(17)310630(10)ABC123(21)12345';
  const init = ['init', '--name', 'Agency', '--gln', '9506000110004', '--regulator', '--test'];
  expect(at(...init)).toMatchObject({ exit: 0, stderr: '' });
  expect(at('verify', scan)).toMatchObject({ exit: 19, stdout: expect.stringContaining('CANNOT TELL') });
}, 240_000);

/** What an installed package may take of a disk: the database for eight systems is 17 MiB of it. */
const MOST_KIB = 34 * 1024;

test('nothing is compiled or fetched when the packages are installed', () => {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { gypfile?: boolean; hasInstallScript?: boolean }>;
  };
  const compiled = Object.entries(lock.packages).filter(([folder, { gypfile }]) => {
    return folder !== '' && existsSync(join(ROOT, folder, 'binding.gyp')) && gypfile !== false;
  });
  expect(compiled, 'npm 10 compiles these: npm run lock').toEqual([]);
  const { allowScripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { allowScripts: object };
  const scripted = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  // esbuild's looks whether its binary is here; fsevents is of macOS and compiles nothing elsewhere.
  expect(scripted.map(([folder]) => folder).filter((folder) => !/\/(?:esbuild|fsevents)$/.test(folder))).toEqual([]);
  expect(Object.values(allowScripts)).not.toContain(true);
});
