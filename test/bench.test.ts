// The benchmark is run by hand; what it measures must not go from under it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const FOLDER = join(import.meta.dirname, '../bench');

test.each(readdirSync(FOLDER).filter((name) => name.endsWith('.mjs')))('%s finds all that it imports', async (name) => {
  const { errors } = await build({
    entryPoints: [join(FOLDER, name)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
  expect(errors).toEqual([]);
});
