// Every line of the toolkit's page in the docs is as it says.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as candidates from '../../src/gs1/candidates/index.ts';
import * as gs1 from '../../src/gs1/index.ts';
import * as write from '../../src/gs1/write.ts';

const page = readFileSync('docs/gs1.md', 'utf8');
const blocks = [...page.matchAll(/^```js\n(.*?)^```/gms)].map(([, code = '']) => code.trimEnd().split('\n'));

describe('docs/gs1.md', () => {
  const names = { ...gs1, ...write, ...candidates };
  for (const lines of blocks) {
    const given = lines.filter((line) => !line.includes(' // → '));
    for (const line of lines) {
      const [expression = '', answer] = line.split(' // → ');
      if (answer === undefined) continue;
      it(expression, () => {
        const code = new Function(...Object.keys(names), `${given.join('\n')}\nreturn ${expression};`);
        expect(code(...Object.values(names))).toEqual(JSON.parse(answer));
      });
    }
  }
});
