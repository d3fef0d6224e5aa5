// The documents that come from tables are those that the tables make now.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documents } from '../../scripts/docs.ts';
import { ROOT } from './program.ts';

test('exit codes, verdicts and schemas are not stale (else: npm run docs)', async () => {
  const stale: string[] = [];
  const made = await documents();
  for (const [path, content] of made) {
    const file = join(ROOT, path);
    if (!existsSync(file) || readFileSync(file, 'utf8') !== content) stale.push(path);
  }
  const left = readdirSync(join(ROOT, 'docs/schema')).filter((name) => !made.has(`docs/schema/${name}`));
  expect({ stale, left }).toEqual({ stale: [], left: [] });
});
