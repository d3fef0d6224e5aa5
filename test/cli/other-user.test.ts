// A folder of another user: that is what is said, and not that there is none.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { afterAll, expect } from 'vitest';
import { itGiven } from '../left-out.ts';
import { environment, folder, PROGRAM } from './program.ts';

const { path, remove } = folder();
const home = path('private/home');
const isRoot = process.getuid?.() === 0;

afterAll(() => {
  chmodSync(path('private'), 0o700);
  remove();
});

const unix = process.platform === 'win32' ? undefined : true;

itGiven('the users of Unix', unix, 'is told as one by every command, doctor too', () => {
  mkdirSync(home, { recursive: true });
  chmodSync(path('private'), 0);
  for (const words of [['status'], ['doctor'], ['stock']]) {
    const { stdout, stderr, status } = spawnSync(process.execPath, [PROGRAM, '--home', home, ...words], {
      cwd: '/',
      env: environment('/', {}),
      encoding: 'utf8',
      // Nobody is kept out who is root.
      ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
    });
    expect([words, status]).toEqual([words, words[0] === 'doctor' ? 78 : 66]);
    expect((stdout + stderr).replace(/\s+/g, ' ')).toContain(`no permission to look into ${home}`);
    expect(stdout + stderr).not.toMatch(/there is no (folder|party)/);
  }
});
