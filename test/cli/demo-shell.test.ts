// The demo's way on works in a shell that has no `pedigree`: the lines before it make one.
import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { shellFunction } from '../../src/commands/demo-shell.ts';
import { folder, PROGRAM } from './program.ts';

const { path, remove } = folder();
afterAll(remove);

test('where the command is none, two lines make it one', () => {
  const lines = shellFunction('/nowhere:', process.execPath, PROGRAM) ?? [];
  const script = [...lines, 'pedigree version --json'].join('\n');
  for (const shell of ['sh', 'bash']) {
    expect(JSON.parse(execFileSync(shell, ['-c', script], { encoding: 'utf8' }))).toMatchObject({ ok: true });
  }
});

test('where it is on the path nothing is said', () => {
  writeFileSync(path('pedigree'), '#!/bin/sh\n');
  chmodSync(path('pedigree'), 0o755);
  expect(shellFunction(`/nowhere:${path('.')}`, process.execPath, PROGRAM)).toBeUndefined();
});
