// The toolkit as a package of its own: the packed file installed by itself, imported, required, compiled against and bundled.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const SCAN = ']d201095060001343522112345\\u001d17310630';
const folder = mkdtempSync(join(tmpdir(), 'pedigree-gs1-'));
const installed = join(folder, 'node_modules/pedigree-gs1');

beforeAll(() => {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: join(ROOT, 'packages/gs1') });
  const [packed = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const install = ['install', '--offline', '--no-audit', '--no-fund', '--silent', `./${packed}`];
  execFileSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return execFileSync(process.execPath, [name], { cwd: folder, encoding: 'utf8' });
}

const SAY = `const { elements, errors } = parse('${SCAN}');
console.log(elements.map(({ ai, value }) => ai + ' ' + value).join(', '), errors.length, typeof epcUrn, typeof readAgain);
`;
const SAID = '01 09506000134352, 21 12345, 17 310630 0 function function\n';
const NAMES = [
  ['parse', ''],
  ['epcUrn', '/write'],
  ['readAgain', '/candidates'],
] as const;

test('it comes alone, in the version of the whole, with its papers', () => {
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['pedigree-gs1']);
  const own = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const whole = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(own.version).toBe(whole.version);
  expect(own).not.toHaveProperty('dependencies');
  expect(readFileSync(join(installed, 'LICENSE'))).toEqual(readFileSync(join(ROOT, 'LICENSE')));
  const papers = readFileSync(join(installed, 'THIRD-PARTY.txt'), 'utf8');
  expect(papers).toContain('Copyright (c) 2021-2026 GS1 AISBL');
  expect(papers).not.toContain('SQLite');
});

test('it is imported', () => {
  const lines = NAMES.map(([name, from]) => `import { ${name} } from 'pedigree-gs1${from}';\n`);
  expect(run('use.mjs', lines.join('') + SAY)).toBe(SAID);
});

test('it is required', () => {
  const lines = NAMES.map(([name, from]) => `const { ${name} } = require('pedigree-gs1${from}');\n`);
  expect(run('use.cjs', lines.join('') + SAY)).toBe(SAID);
});

test.each(['mts', 'cts'])('a strict compiler finds its types in a .%s file', (ending) => {
  const name = `typed.${ending}`;
  writeFileSync(
    join(folder, name),
    `import { decode, type Decoded, parse } from 'pedigree-gs1';
import { epcUrn } from 'pedigree-gs1/write';
import { readAgain } from 'pedigree-gs1/candidates';
const decoded: Decoded = decode('(01)09506000134352');
const urn: string = epcUrn([{ ai: '01', value: '09506000134352' }], 7);
export const said: readonly string[] = [decoded.elements[0]?.value ?? '', urn, String(parse('').ok), typeof readAgain];
`,
  );
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
  };
  // Without the types of Node.js and of browsers: it names neither.
  const compilerOptions = { ...strict, module: 'nodenext', target: 'es2022', lib: ['es2022'], types: [], noEmit: true };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [name] }));
  const tsc = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
  });
  expect(tsc).toMatchObject({ stdout: '', stderr: '', status: 0 });
});

test('a browser gets at most 25.1 kB of it, packed, and nothing of Node.js', async () => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: "export * from 'pedigree-gs1';", resolveDir: folder },
    ...{
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
    },
  });
  expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThanOrEqual(25_100);
  expect(outputFiles[0]?.contents.length).toBeGreaterThan(40_000);
  expect(Object.keys(metafile.inputs).filter((file) => !/pedigree-gs1|<stdin>/.test(file))).toEqual([]);
});

test('each file that it promises is there', () => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const files = JSON.stringify(exports).match(/\.\/[\w./-]+\.(?:js|ts)\b/g) ?? [];
  expect(files.length).toBe(12);
  expect(files.filter((file) => !existsSync(join(installed, file)))).toEqual([]);
});
