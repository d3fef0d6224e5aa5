// The toolkit stays small and needs nothing but itself.
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { ERRORS, PedigreeError } from '../../src/errors.ts';
import { toGtin14 } from '../../src/gs1/index.ts';

describe('pedigree/gs1', () => {
  it('has at most 62 kB minified, with its table, and no dependency', async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: ['src/gs1/index.ts'],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
      metafile: true,
    });
    expect(outputFiles[0]?.contents.length).toBeLessThanOrEqual(62_000);
    expect(
      Object.keys(metafile.inputs).filter((path) => !/^src\/(gs1\/|errors\.ts$|words\/say\.ts$)/.test(path)),
    ).toEqual([]);
  });

  it('carries no table of failures, and fails as the rest of the product does', async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/gs1/index.ts'],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    });
    const others = Object.keys(ERRORS).filter(
      (code) => code.includes('-') && code !== 'bad-input' && code !== 'not-gs1',
    );
    expect(others.filter((code) => outputFiles[0]?.text.includes(`"${code}"`))).toEqual([]);
    let failure: unknown;
    try {
      toGtin14('1234');
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(PedigreeError);
    expect(failure).toMatchObject({ name: 'PedigreeError', code: 'bad-input', exit: ERRORS['bad-input'] });
    expect(failure).toHaveProperty('hint', 'a GTIN has 8, 12, 13 or 14 digits');
    expect(new Error('else') instanceof PedigreeError).toBe(false);
  });
});
