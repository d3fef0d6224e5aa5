// Runs every part of bench/, each in a process of its own, prints one table and writes bench/results/<moment>.json.
// `npm run bench -- process` runs the parts whose names begin so; the hub, which starts a server, is run by its name alone.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const FOLDER = dirname(fileURLToPath(import.meta.url));
const NOT_PARTS = new Set(['run.mjs', 'pairs.mjs', 'scenes.mjs']);

/** Loads one part and prints its rows as the last line; a part exports `rows`, a list or a function that makes it. */
const CHILD = `const { rows } = await import(process.argv[1]);
console.log('\\n' + JSON.stringify(typeof rows === 'function' ? await rows() : rows));`;

// Homes that are measured are gone afterwards, and so is what they write outside of themselves.
const state = mkdtempSync(join(tmpdir(), 'pedigree-state-'));
process.on('exit', () => rmSync(state, { recursive: true, force: true }));

function rowsOf(part) {
  const args = ['--expose-gc', '--input-type=module', '-e', CHILD, pathToFileURL(join(FOLDER, part)).href];
  const env = { ...process.env, XDG_STATE_HOME: state };
  const done = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', env });
  // A part that prints no rows has failed, however it ended.
  if (done.status !== 0 || !done.stdout.trimEnd().split('\n').at(-1)?.startsWith('[')) {
    return [{ what: `${part} failed`, against: '', budget: '', stretch: '', ok: false }];
  }
  return JSON.parse(done.stdout.trimEnd().split('\n').at(-1)).map((row) => ({ part, ...row }));
}

const wanted = process.argv.slice(2);
const parts = readdirSync(FOLDER).filter((name) => {
  if (!name.endsWith('.mjs') || NOT_PARTS.has(name)) return false;
  if (name === 'hub.mjs' && wanted.length === 0) return false;
  return wanted.length === 0 || wanted.some((word) => name.startsWith(word));
});

const heads = ['what', 'against', 'ratio', 'budget', 'stretch', 'ok'];
const cell = (value) => (typeof value === 'number' ? value.toFixed(2) : value === undefined ? '' : String(value));
const print = (cells) => console.log(`| ${cells.join(' | ')} |`);

print(heads);
print(heads.map(() => '---'));
const rows = [];
for (const part of parts) {
  for (const row of rowsOf(part)) {
    rows.push(row);
    print(heads.map((head) => (head === 'ok' ? (row.ok ? 'yes' : 'NO') : cell(row[head]))));
  }
}

const machine = { node: process.version, cpu: cpus()[0]?.model, cores: availableParallelism(), memory: totalmem() };
const at = new Date().toISOString();
mkdirSync(join(FOLDER, 'results'), { recursive: true });
const file = join(FOLDER, 'results', `${at.replace(/[:.]/g, '-')}.json`);
writeFileSync(file, `${JSON.stringify({ at, machine, rows }, null, 2)}\n`);
console.log(`\n${file}`);
if (rows.some((row) => row.ok === false)) process.exitCode = 1;
