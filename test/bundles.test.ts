// What is bundled into which file of dist/: the table that they are held to, and that it would find what is too much.
import { type BuildOptions, build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { BUNDLES, EVERYBODYS } from '../scripts/layers.ts';

// @ts-expect-error: a script without types.
const parts = (await import('../scripts/parts.mjs')).parts as readonly BuildOptions[];
/** The library comes in many files, of which the first is named. */
const PARTS = parts.map((part) => ({ ...part, outfile: part.outfile ?? `${part.outdir}/index.js` }));

/** Folders of the sources, floors and packages whose files a bundle holds. */
async function heldBy(part: BuildOptions): Promise<ReadonlySet<string>> {
  const { outfile, ...rest } = part;
  const whole = rest.outdir === undefined ? part : rest;
  const { metafile } = await build({ ...whole, metafile: true, write: false });
  const held = Object.keys(metafile?.inputs ?? {}).map(placeOf);
  return new Set(held.filter((place) => place !== undefined));
}

function placeOf(file: string): string | undefined {
  const [, inPackage] = /^(?:\w+:)?(?:node_modules\/)?((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  // The version.
  if (file === 'package.json' || file === '<stdin>' || EVERYBODYS.has(file)) return undefined;
  if (!file.startsWith('src/')) return inPackage;
  const [, folder = '', floor = ''] = file.split('/');
  return folder === 'app' ? floor : folder;
}

describe.each(PARTS.map((part) => [part.outfile, part] as const))('%s', (outfile, part) => {
  test('holds what the table has for it, all of it and nothing else', async () => {
    const allowed = new Set(BUNDLES[outfile]);
    const held = await heldBy(part);
    expect([...held].filter((place) => !allowed.has(place))).toEqual([]);
    expect(held.size).toBeGreaterThan(0);
    if (outfile.endsWith('.cjs'))
      expect([...allowed].filter((place) => !held.has(place) && !UNSEEN.has(place))).toEqual([]);
  });
});

/** Folders that hold floors. */
const UNSEEN = new Set(['app', 'index.ts']);

test('a bundle with more in it than its table has would be found', async () => {
  const verify = PARTS.find(({ outfile }) => outfile === 'dist/verify.cjs');
  const held = await heldBy({ ...verify, entryPoints: ['src/ui/main.ts'] });
  expect([...held].filter((place) => !BUNDLES['dist/verify.cjs']?.includes(place))).toContain('steps');
});
