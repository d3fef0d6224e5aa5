// Commands that run for weeks or read large files are started again in a Node.js that throws away sooner; all others as they were called.
import { afterAll, expect, it } from 'vitest';
import { describeGiven } from '../left-out.ts';
import { folder, pedigree } from './program.ts';

const { path, remove } = folder();

afterAll(remove);

/** The options of Node.js of each start of it that a command line takes. */
function starts(args: readonly string[], options = '', first = ''): readonly unknown[] {
  const tells = `--import=data:text/javascript,console.error(JSON.stringify(process.execArgv))${first}`;
  const { exit, stderr } = pedigree(path('home'), args, {
    cwd: path('.'),
    env: { NODE_OPTIONS: `${options} ${tells}` },
    wide: true,
  });
  expect(exit).toBe(0);
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('['))
    .map((line) => JSON.parse(line) as unknown);
}

describeGiven('a Node.js that starts another in its place', process.execve, 'the young part of memory', () => {
  it('is small in servers and for large files', () => {
    for (const args of [['serve'], ['hub', 'serve'], ['--lang', 'en', 'desk'], ['capture'], ['epcis', 'check']]) {
      expect(starts([...args, '--help'])).toEqual([[], ['--max-semi-space-size=8']]);
    }
  });

  it('is what Node.js makes it in other commands, and what somebody has said', () => {
    expect(starts(['ship', '--help'])).toEqual([[]]);
    expect(starts(['serve', '--help'], '--max-semi-space-size=16')).toEqual([[]]);
    expect(starts(['serve', '--help', '--passphrase-file', '/dev/fd/63'])).toEqual([[]]);
  });

  it('is left as it is where the call is there and refused, as on Windows', () => {
    expect(starts(['serve', '--help'], '', ';process.execve=()=>{throw(Error())}')).toEqual([[]]);
  });
});
