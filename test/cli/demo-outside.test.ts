// The demo of a pharmacy alone: every step ends as it is to, by any clock, and its way on works as it is printed.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Demo } from '../../src/commands/demo-play.ts';
import { makeStyle } from '../../src/ui/style.ts';
import { outside } from '../../src/ui/text/demo.ts';
import { folder, pedigree, shell } from './program.ts';

const { path, remove } = folder();
afterAll(remove);

interface Step {
  readonly command: string;
  readonly exit: number;
  readonly expected: number;
  readonly answer?: Readonly<Record<string, unknown>>;
}

const LATER = new Date(Date.now() + 4_000 * 86_400_000).toISOString();

describe.each([
  ['today', []],
  ['in eleven years', ['--now', LATER]],
])('%s', (name, more) => {
  const home = path(name.replaceAll(' ', '-'));
  mkdirSync(home);
  const { exit, json } = pedigree(home, ['demo', 'outside', 'played', '--json', ...more]);
  const [played] = json as unknown as readonly { good: boolean; dir: string; steps: Step[]; next: string[] }[];
  const answerTo = (words: string) => played?.steps.find(({ command }) => command.includes(` ${words}`))?.answer;

  test('every step ends as it is to', () => {
    expect(exit).toBe(0);
    expect(played?.good).toBe(true);
    expect(played?.steps.filter((step) => step.exit !== step.expected)).toEqual([]);
    expect(new Set(played?.steps.map((step) => step.exit))).toEqual(new Set([0, 19, 20]));
  });

  test('one pack is missing, one has no data, a file has faults, an inspector is answered', () => {
    expect(answerTo('receive ')).toMatchObject({
      packs: 2,
      missing: [expect.any(String)],
      extra: [expect.any(String)],
    });
    expect(answerTo('epcis check')).toMatchObject({ findings: [], profile: 'dscsa-1.3' });
    expect(answerTo('dscsa trace')).toMatchObject({ transactions: [{ containers: 3 }], missing: [] });
    expect(readFileSync(join(home, 'played', 'answer.html'), 'utf8')).toContain('Amoxil');
    expect(answerTo('audit')).toMatchObject({ findings: [] });
  });

  test('its text names no folder that is not there', async () => {
    const told = await outside(played as unknown as Demo, await makeStyle(false), {});
    expect(told).toContain(played?.dir ?? 'nowhere');
    expect(told).not.toContain('labels');
    expect(existsSync(join(home, 'played', 'labels'))).toBe(false);
  });

  test('the way on works as it is printed', () => {
    expect(played?.next.length).toBeGreaterThan(2);
    for (const line of played?.next ?? []) {
      const typed = shell(home, line, {});
      expect(typed.exit, `${line}\n${typed.stdout}${typed.stderr}`).toBe(0);
    }
    expect(existsSync(join(home, 'played', 'hill', 'ledger.db'))).toBe(true);
  });
});
