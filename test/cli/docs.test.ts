// The documents that come from tables are those that the tables make now.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documents, MADE_FOLDERS } from '../../scripts/docs.ts';
import { ROOT } from './program.ts';

test('whatever is made from tables is not stale (else: npm run docs)', async () => {
  const stale: string[] = [];
  const made = await documents();
  for (const [path, content] of made) {
    const file = join(ROOT, path);
    if (!existsSync(file) || readFileSync(file, 'utf8') !== content) stale.push(path);
  }
  const there = MADE_FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`));
  const left = there.filter((path) => !made.has(path));
  expect({ stale, left }).toEqual({ stale: [], left: [] });
});
