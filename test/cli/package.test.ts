// What is shipped works where npm puts it: the packed files, beside their dependencies, away from this repository.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object };
  for (const name of Object.keys(dependencies)) {
    if (name.includes('/')) mkdirSync(join(MODULES, name.split('/')[0] ?? ''), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(MODULES, name));
  }
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
    'LICENSE',
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

test('the library is imported by its name, and its types are found', () => {
  mkdirSync(path('user'));
  symlinkSync(MODULES, path('user/node_modules'));
  writeFileSync(
    path('user/use.ts'),
    `import { decode, type Decoded } from 'pedigree/gs1';
import * as pedigree from 'pedigree';
const decoded: Decoded = decode('(01)09506000134352');
console.log(decoded.elements[0]?.value, typeof pedigree.makeEnv);
`,
  );
  expect(run(path('user/use.ts')).stdout).toBe('09506000134352 function\n');
  symlinkSync(join(ROOT, 'node_modules/@types'), join(MODULES, '@types'));
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
  };
  const options = { ...strict, target: 'es2024', lib: ['es2024'], noEmit: true, types: ['node'] };
  for (const module of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }]) {
    const compilerOptions = { ...options, ...module };
    writeFileSync(path('user/tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
    const tsc = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', path('user')], {
      encoding: 'utf8',
    });
    expect(tsc).toMatchObject({ stdout: '', stderr: '', status: 0 });
  }
});
