// The completion scripts: each shell takes them, and bash completes what a person would type.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folder, pedigree } from './program.ts';

const { path, remove } = folder();
const SHELLS = ['bash', 'zsh', 'fish'];

beforeAll(() => {
  for (const shell of SHELLS) {
    const { exit, stdout } = pedigree(path('.'), ['completion', shell], { wide: true });
    expect(exit).toBe(0);
    writeFileSync(path(shell), stdout);
  }
});
afterAll(remove);

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

test.each(SHELLS.filter(has))('%s reads its script without complaint', (shell) => {
  const { status, stderr } = spawnSync(shell, ['-n', path(shell)], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

function completed(...words: readonly string[]): string[] {
  const script = `source '${path('bash')}'; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pedigree; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['-c', script, 'bash', 'pedigree', ...words], {
    cwd: path('.'),
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line !== '');
}

test('bash completes commands, second words, options and their choices', () => {
  expect(completed('decod')).toEqual(['decode']);
  expect(completed('--home', 'x', 'key', 'ro')).toEqual(['rotate']);
  expect(completed('init', '--custody', '')).toEqual(['required', 'endpoints']);
  expect(completed('key', 'rotate', '--dr')).toEqual(['--dry-run']);
  expect(completed('decode', '--js')).toEqual(['--json']);
  expect(completed('decode', 'ba')).toEqual(['bash']);
  expect(completed('key', '--json', 'ro')).toEqual(['rotate']);
  // The lot is called "check", and this is no `label check`.
  expect(completed('label', '--lot', 'check', '--repr')).toEqual(['--reprint']);
});

test('a shell that is not known is a usage error', () => {
  const reply = pedigree(path('.'), ['completion', 'tcsh', '--json']);
  expect(reply.exit).toBe(2);
  expect(reply.json).toMatchObject([{ ok: false, code: 'usage', hint: 'one of bash, zsh, fish' }]);
});
