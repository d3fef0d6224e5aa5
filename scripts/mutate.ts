// Plants the faults of scripts/mutations.ts one after another in a copy of the sources and runs the tests that must fail of
// each: `npm run mutate`, or some of them by a word of their fault or file: `npm run mutate -- clock`.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTATIONS, type Mutation } from './mutations.ts';

/** A test that does not come to an end has seen the fault as well. */
const PATIENCE = 10 * 60_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const words = process.argv.slice(2);
const chosen = MUTATIONS.filter(({ fault, file }) => words.every((word) => `${fault} ${file}`.includes(word)));
const copy = mkdtempSync(join(tmpdir(), 'pedigree-mutate-'));

/**
 * Whether the tests are green in the copy as it is now. Aloud, where no fault was planted: then a busy machine has its chance
 * again, and what fails is told.
 */
function green(tests: readonly string[], aloud = false): boolean {
  const vitest = resolve(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--bail', '1', `--testTimeout=${PATIENCE}`, ...(aloud ? ['--retry', '3'] : []), ...tests],
    {
      cwd: copy,
      stdio: aloud ? 'inherit' : 'ignore',
      timeout: PATIENCE,
      killSignal: 'SIGKILL',
    },
  );
  return status === 0;
}

/** Whether a test sees the fault. */
function seen({ file, find, replace, tests }: Mutation): boolean {
  const path = join(copy, file);
  const sound = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    sound.replace(find, () => replace),
  );
  try {
    return !green(tests);
  } finally {
    writeFileSync(path, sound);
  }
}

function main(): number {
  for (const part of [
    'src',
    'test',
    'scripts',
    'fixtures',
    'docs',
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
  ]) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const tests = [...new Set(chosen.flatMap((one) => one.tests))];
  if (tests.length === 0 || !green(tests, true)) {
    console.error('mutate: the tests fail, or there are none, without any fault');
    return 1;
  }
  let wrong = 0;
  for (const mutation of chosen) {
    const { fault, file, survives } = mutation;
    const killed = seen(mutation);
    const asTold = killed === (survives === undefined);
    if (!asTold) wrong++;
    const why = survives === undefined ? '' : `: ${survives}`;
    console.log(`${asTold ? '   ' : '!!!'} ${killed ? 'seen    ' : 'survives'}  ${file}  ${fault}${why}`);
  }
  console.log(`${chosen.length} faults, ${wrong} not as the table says`);
  return wrong === 0 ? 0 : 1;
}

try {
  process.exitCode = main();
} finally {
  rmSync(copy, { recursive: true, force: true });
}
