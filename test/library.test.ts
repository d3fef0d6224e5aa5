// The library as its documents tell it: each example compiles as strictly as the sources do, and those that run say what they say.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENTRIES, examplesOf, outermost } from '../scripts/docs/api.ts';
import { type Declaration, declarationsIn, docOf, emitDeclarations } from '../scripts/docs/declarations.ts';
import { Sources } from '../scripts/docs/sources.ts';
import * as epcis from '../src/epcis/index.ts';
import * as candidates from '../src/gs1/candidates/index.ts';
import * as gs1 from '../src/gs1/index.ts';
import * as pressed from '../src/gs1/pressed.ts';
import * as write from '../src/gs1/write.ts';
import { environment, ROOT } from './cli/program.ts';

const sources = new Sources(ROOT);
const folder = mkdtempSync(join(tmpdir(), 'pedigree-library-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let declared: ReadonlyMap<string, readonly Declaration[]>;
let examples: ReadonlyMap<string, string>;
beforeAll(() => {
  declared = emitDeclarations(ROOT);
  examples = examplesOf(sources, declared);
});

/** The blocks of a document as one program. */
function programOf(file: string): string {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code).join('\n');
}

/** What the compiler says of some programs that import the package. */
function complaints(programs: ReadonlyMap<string, string>): string[] {
  const place = mkdtempSync(join(folder, 'compiled-'));
  const files = [...programs].map(([name, text], at) => {
    const file = `${at}-${name.replaceAll(/\W/g, '-')}.mts`;
    writeFileSync(join(place, file), `${text}\nexport {};\n`);
    return file;
  });
  const compilerOptions = {
    noUnusedLocals: false,
    typeRoots: [join(ROOT, 'node_modules/@types')],
    paths: Object.fromEntries(ENTRIES.map(({ name, file }) => [name, [join(ROOT, file)]])),
  };
  const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: [], files };
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify(config));
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', place], {
    encoding: 'utf8',
    cwd: place,
  });
  return stdout.split('\n').filter((line) => line.includes('error TS'));
}

test('examples in comments and documents compile', () => {
  expect(examples.size).toBeGreaterThan(30);
  const programs = new Map([
    ...examples,
    ...['README.md', 'docs/library.md'].map((file) => [file, programOf(file)] as const),
  ]);
  expect(complaints(programs)).toEqual([]);
});

test('and one that does not would be found', () => {
  const wrong = new Map([
    ['name', "import { shipAll } from 'pedigree';"],
    [
      'value',
      "import { makeEnv, mint, openHome } from 'pedigree';\nmint(openHome(makeEnv({ home: 'x' })), { gtin: 1 });",
    ],
    ['right', "import { parse } from 'pedigree/gs1';\nparse('x').ok;"],
  ]);
  const said = complaints(wrong).join('\n');
  expect(said).toMatch(/0-name.*shipAll/);
  expect(said).toMatch(/1-value/);
  expect(said).not.toMatch(/2-right/);
});

test('examples that say what comes out of them are right', () => {
  const names = { ...gs1, ...write, ...candidates, ...epcis, ...pressed };
  let lines = 0;
  for (const [name, text] of examples) {
    const code = text.split('\n').filter((line) => !line.startsWith('import '));
    const given = code.filter((line) => !line.includes('; // → '));
    for (const line of code) {
      const [expression = '', answer] = line.split('; // → ');
      if (answer === undefined) continue;
      const value = new Function(...Object.keys(names), `${given.join('\n')}\nreturn ${expression};`);
      expect({ name, value: value(...Object.values(names)) }).toEqual({ name, value: JSON.parse(answer) });
      lines++;
    }
  }
  expect(lines).toBeGreaterThanOrEqual(5);
});

test('a day with the library is played as its page says', () => {
  const file = 'docs/library.md';
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules/pedigree'), 'junction');
  writeFileSync(join(folder, 'day.ts'), programOf(file));
  const env = { ...environment(folder), TMPDIR: folder, TEMP: folder };
  const done = spawnSync(process.execPath, [join(folder, 'day.ts')], { cwd: folder, env, encoding: 'utf8' });
  const said = [...programOf(file).matchAll(/console\.log\(.*\/\/ → (.*)$/gm)].map(([, line = '']) => line);
  expect(said).toHaveLength(2);
  expect({ ...done, stdout: done.stdout.trim().split('\n') }).toMatchObject({ status: 0, stderr: '', stdout: said });
});

describe('declarations', () => {
  test('are told with what is said of them, and nothing else', () => {
    const text = `import type { B } from './b.ts';
/** Of nobody. */
type Inner = { readonly a: '}' };
/**
 * Does it, in
 * two lines. See {@link other}.
 * @param a how much; more
 * of it
 * @returns nothing
 * @throws usage (2)
 * @example
 * \`\`\`ts
 * does(1);
 *
 * does(2);
 * \`\`\`
 */
export declare function does(a: number, b: {
    readonly c: B;
}): void;
export interface Plain {
    readonly d: '{';
}
/** A class. */
export declare class Kept {
    #private;
    private hidden;
    /** Shown. */
    get(): void;
}
export {};
`;
    expect(declarationsIn(text)).toEqual([
      {
        name: 'does',
        kind: 'function',
        text: 'function does(a: number, b: {\n  readonly c: B;\n}): void;',
        doc: {
          text: 'Does it, in two lines. See `other`.',
          params: [['a', 'how much; more of it']],
          returns: 'nothing',
          throws: 'usage (2)',
          examples: ['does(1);\n\ndoes(2);'],
        },
      },
      {
        name: 'Plain',
        kind: 'interface',
        text: "interface Plain {\n  readonly d: '{';\n}",
        doc: { text: '', params: [], examples: [] },
      },
      {
        name: 'Kept',
        kind: 'class',
        text: 'class Kept {\n  /** Shown. */\n  get(): void;\n}',
        doc: { text: 'A class.', params: [], examples: [] },
      },
    ]);
  });

  test('of one line have their tags, too', () => {
    expect(docOf('/** Forgets it. @throws not-found */')).toEqual({
      text: 'Forgets it.',
      params: [],
      throws: 'not-found',
      examples: [],
    });
  });

  test('have their parameters one below the other, whatever is in them', () => {
    const params =
      'a: readonly [x: string, y: number], b: (c: Map<string, number>, d?: { e: 1, f: 2 }) => void, g?: string';
    expect(outermost(params)).toEqual([
      'a: readonly [x: string, y: number]',
      'b: (c: Map<string, number>, d?: { e: 1, f: 2 }) => void',
      'g?: string',
    ]);
  });

  test('whatever the package exports is told on its page', () => {
    for (const { file, page } of ENTRIES) {
      const text = readFileSync(join(ROOT, 'docs/api', page), 'utf8');
      const names = [...sources.offered(file).keys()];
      expect(names.filter((name) => !text.includes(`### \`${name}\``))).toEqual([]);
    }
  });
});
