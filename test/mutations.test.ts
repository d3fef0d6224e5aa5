// The faults that `npm run mutate` plants still fit the sources: each is found once, changes something and is no nonsense.
import { existsSync, readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { MUTATIONS } from '../scripts/mutations.ts';

describe('a planted fault', () => {
  it.each(MUTATIONS.map((one) => [one.fault, one] as const))('%s', (_, { file, find, replace, tests }) => {
    const source = readFileSync(file, 'utf8');
    expect(source.split(find), `${file} has the place once`).toHaveLength(2);
    const faulty = source.replace(find, () => replace);
    const code = (text: string) => transformSync(text, { loader: 'ts', minify: true }).code;
    expect(code(faulty)).not.toBe(code(source));
    expect(tests.filter((test) => !existsSync(test))).toEqual([]);
  });

  it('has a name of its own, and in each pure and storing folder there are some', () => {
    expect(new Set(MUTATIONS.map(({ fault }) => fault)).size).toBe(MUTATIONS.length);
    for (const folder of ['chain', 'custody', 'ledger', 'sync']) {
      expect(MUTATIONS.filter(({ file }) => file.startsWith(`src/${folder}/`)).length, folder).toBeGreaterThan(5);
    }
  });
});
