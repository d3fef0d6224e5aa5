// What the library is given to judge is a text, whatever it looks like: no text makes a node open a file of that name.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dispense } from '../../src/app/steps/dispense.ts';
import { report } from '../../src/app/verdict/report.ts';
import { traceScan } from '../../src/app/verdict/trace.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { scansOf } from '../../src/commands/scan-words.ts';
import { makeWorld, type World } from './goods-world.ts';

/** Functions of node:fs whose first argument is a path. */
const PATHS = [
  'openSync',
  'statSync',
  'lstatSync',
  'existsSync',
  'readFileSync',
  'createReadStream',
  'accessSync',
] as const;

/** The paths that are looked at while something runs. */
async function pathsOf(run: () => Promise<unknown>): Promise<readonly string[]> {
  const paths: string[] = [];
  const kept = PATHS.map((name) => fs[name]);
  const patched = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const [i, name] of PATHS.entries()) {
    const real = kept[i] as (...args: unknown[]) => unknown;
    patched[name] = (...args) => {
      paths.push(String(args[0]));
      return real(...args);
    };
  }
  syncBuiltinESMExports();
  try {
    await run();
  } finally {
    for (const [i, name] of PATHS.entries()) patched[name] = kept[i] as (...args: unknown[]) => unknown;
    syncBuiltinESMExports();
  }
  return paths;
}

describe('a text that is judged', () => {
  let world: World;
  let texts: readonly string[];

  beforeAll(async () => {
    world = await makeWorld();
    const [scans, picture] = [world.path('scans.txt'), world.path('pack.png')];
    fs.writeFileSync(scans, 'secret\n');
    fs.writeFileSync(picture, '\x89PNG');
    texts = [
      scans,
      `@${scans}`,
      picture,
      '-',
      '@-',
      '/dev/stdin',
      world.path('none.pdf'),
      `(01)09506000134352(21)A.png`,
    ];
  });
  afterAll(() => world.remove());

  /** What a text may be taken for. */
  const names = () => texts.flatMap((text) => [text, text.replace(/^@/, '')]);

  test('is never looked for as a file', async () => {
    const verify = async () => {
      for await (const line of verifyScans(world.env('acme'), texts, { strict: false }))
        expect(line.n).toBeGreaterThan(0);
    };
    const trace = async () => {
      for (const text of texts) await traceScan(world.env('acme'), text).catch(() => {});
    };
    const tell = async () => {
      for (const text of texts) await report(world.env('acme'), text, { as: 'suspect', note: 'n' }).catch(() => {});
    };
    const supply = () => world.as('hill', (home) => void dispense(home, texts));
    for (const run of [verify, trace, tell, supply]) {
      const looked = await pathsOf(run);
      expect(looked.length).toBeGreaterThan(0);
      expect(looked.filter((path) => names().includes(path))).toEqual([]);
    }
  });

  test('of a command line may name a file, and a right code is a code whatever files there are', async () => {
    const stdin = async function* () {};
    const read = async (word: string) => {
      const found: string[] = [];
      for await (const scan of scansOf([word], stdin)) found.push('text' in scan ? scan.text : scan.error.code);
      return found;
    };
    expect(await read(`@${world.path('scans.txt')}`)).toEqual(['secret']);
    expect(await read(world.path('pack.png'))).toEqual(['bad-input']);
    const code = '(01)09506000134352(21)A.png';
    expect(await read(code)).toEqual([code]);
    const looked = await pathsOf(() => read(code));
    expect(looked).not.toContain(code);
  });
});
