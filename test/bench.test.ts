// The benchmark is run by hand; what it measures must not go from under it.
import { readdirSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const FOLDER = join(import.meta.dirname, '../bench');

test.each(readdirSync(FOLDER).filter((name) => name.endsWith('.mjs')))('%s finds all that it imports', async (name) => {
  const { errors, metafile } = await build({
    entryPoints: [join(FOLDER, name)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
    metafile: true,
  });
  expect(errors).toEqual([]);
  // Packages are not gone into, but they have to be there.
  const packages = Object.values(metafile.inputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  const { resolve } = createRequire(join(FOLDER, name));
  for (const path of new Set(packages)) if (!isBuiltin(path)) expect(() => resolve(path), path).not.toThrow();
});
