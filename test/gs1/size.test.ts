// The toolkit stays small and needs nothing but itself.
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

describe('pedigree/gs1', () => {
  it('has at most 60 kB minified, with its table, and no dependency', async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: ['src/gs1/index.ts'],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
      metafile: true,
    });
    expect(outputFiles[0]?.contents.length).toBeLessThanOrEqual(60_000);
    expect(Object.keys(metafile.inputs).filter((path) => !/^src\/(gs1\/|errors\.ts$)/.test(path))).toEqual([]);
  });
});
