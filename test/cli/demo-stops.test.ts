// A demo on a machine that does not let its parties talk ends at the step that failed, and says why.
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { folder, pedigree } from './program.ts';

const { path, remove } = folder();
afterAll(remove);

/** Puts a fault into the network of a run before anything of the program is loaded. */
function withFault(name: string, lines: string): Record<string, string> {
  const file = path(`${name}.cjs`);
  writeFileSync(file, `const net = require('node:net');\n${lines}\n`);
  return { NODE_OPTIONS: `--require=${file}` };
}

const FAULTS = {
  'a machine without a loopback device': {
    env: withFault(
      'no-way',
      `net.Socket.prototype.connect = function () {
        const error = Object.assign(new Error('connect ENETUNREACH'), { code: 'ENETUNREACH', syscall: 'connect', errno: -101 });
        process.nextTick(() => this.destroy(error));
        return this;
      };`,
    ),
    exit: 75,
    title: 'acme syncs over HTTP',
    why: /no network/,
  },
  'a machine on which nobody may listen': {
    env: withFault(
      'no-port',
      `net.Server.prototype.listen = function () {
        const error = Object.assign(new Error('listen EADDRNOTAVAIL'), { code: 'EADDRNOTAVAIL', syscall: 'listen', errno: -99 });
        process.nextTick(() => this.emit('error', error));
        return this;
      };`,
    ),
    exit: 78,
    title: "The regulator's node answers the others",
    why: /address/,
  },
};

describe.each(Object.entries(FAULTS))('%s', (name, { env, exit, title, why }) => {
  const home = path(name.replaceAll(' ', '-'));
  mkdirSync(home);

  test('the step that failed is the last one, and nothing is offered to go on with', () => {
    const { exit: ended, json } = pedigree(home, ['demo', 'json', '--json'], { env });
    const [answer] = json as unknown as readonly Answer[];
    expect({ ended, ...answer }).toMatchObject({ ended: exit, ok: false, exit, good: false, next: [] });
    expect(answer?.message).toContain(title);
    expect(answer?.message).toMatch(why);
    expect(answer?.steps.at(-1)).toMatchObject({ title, exit, expected: 0 });
    const before = answer?.steps.slice(0, -1) ?? [];
    expect(before.length).toBeGreaterThan(5);
    expect(before.filter((step) => step.exit !== step.expected)).toEqual([]);
    expect(JSON.stringify(answer)).not.toContain('undefined');
  });

  test('the text ends where the day does, and the error says why', () => {
    const { exit: ended, stdout, stderr } = pedigree(home, ['demo', 'text'], { env });
    expect(ended).toBe(exit);
    expect(stdout).toMatch(
      new RegExp(`\n${title}\n[^]*\n\nThe demo stops here\\.\nWhat it has made so far is in\\s[^]*$`),
    );
    expect(stdout).not.toMatch(/undefined|Go on with/);
    expect(stderr.replace(/\n {2}/g, ' ')).toMatch(why);
    expect(stderr).toContain('pedigree: hint: ');
  });
});

interface Answer {
  readonly message: string;
  readonly steps: readonly { readonly title: string; readonly exit: number; readonly expected: number }[];
}
