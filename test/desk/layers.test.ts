// The page of the desk: which folder of web/ may use which, what of the sources and of packages is in it, and that it says
// nothing in words of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { parseAst } from 'vitest/node';
import { WEB_HOMES, WEB_LAYERS, WEB_SOURCES } from '../../scripts/layers.ts';

interface Source {
  readonly file: string;
  readonly text: string;
}

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

const SOURCES: readonly Source[] = readdirSync('web', { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

const folderOf = (file: string): string => (file.split('/').length > 2 ? (file.split('/')[1] ?? '') : '');

function importsOf({ text }: Source): readonly string[] {
  return [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(\s*)'([^']+)'/g)].map(([, specifier = '']) => specifier);
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Imports that a file may not have. */
function wrongIn(source: Source): readonly string[] {
  const folder = folderOf(source.file);
  return importsOf(source)
    .filter((specifier) => {
      if (!specifier.startsWith('.')) return WEB_HOMES[packageOf(specifier)]?.includes(folder) !== true;
      const target = normalize(join(dirname(source.file), specifier));
      if (!target.startsWith('web/')) return !WEB_SOURCES.some((begins) => target.startsWith(begins));
      const used = folderOf(target);
      return folder !== '' && used !== folder && WEB_LAYERS[folder]?.includes(used) !== true;
    })
    .map((specifier) => `${source.file}: ${specifier}`);
}

describe('a file of the page uses what its folder may', () => {
  test('everywhere', () => {
    expect(SOURCES.length).toBeGreaterThan(30);
    expect(
      SOURCES.map(({ file }) => folderOf(file)).filter((folder) => folder !== '' && !(folder in WEB_LAYERS)),
    ).toEqual([]);
    expect(SOURCES.flatMap(wrongIn)).toEqual([]);
  });

  test.each([
    ['web/base/x.ts', "import { ask } from '../api/client.ts';"],
    ['web/parts/x.tsx', "import { verify } from '../../src/app/verdict/verify.ts';"],
    ['web/scan/x.ts', "import { signal } from '@preact/signals';"],
    ['web/screens/x.tsx', "import { readFileSync } from 'node:fs';"],
    ['web/x.ts', "import { readBarcodes } from 'zxing-wasm/reader';"],
  ])('and %s with “%s” would be found', (file, text) => {
    expect(wrongIn({ file, text })).toHaveLength(1);
  });
});

// @ts-expect-error: a script without types.
const parts = (await import('../../scripts/parts.mjs')) as Readonly<Record<string, BuildOptions>>;

test('no file of the program but those is bundled into the page, whatever they import in their turn', async () => {
  const built = await Promise.all(
    [parts.desk, parts.texts, parts.framesWorker].map((part) => build({ ...part, metafile: true, write: false })),
  );
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  expect(inputs.length).toBeGreaterThan(40);
  const strange = inputs.filter(
    (file) =>
      !file.startsWith('web/') &&
      !file.startsWith('texts:') &&
      !file.startsWith('node_modules/') &&
      !WEB_SOURCES.some((begins) => file.startsWith(begins)),
  );
  expect(strange).toEqual([]);
});

const SPOKEN = /\p{L}{2,}/u;
/** Attributes whose text a person hears or sees. */
const READ = /^(?:aria-label|title|placeholder|alt)$/;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Text in the page itself, and attributes that are said, in words that no table has. */
function* wordsIn(node: Node): Iterable<string> {
  if (node.type === 'JSXText' && SPOKEN.test(String(node.value))) yield String(node.value).trim();
  if (node.type === 'JSXAttribute') {
    const { name, value } = node as { readonly name?: Node; readonly value?: unknown };
    if (READ.test(String(name?.name)) && isNode(value) && value.type === 'Literal') yield String(value.value);
  }
  for (const child of Object.values(node).flat()) if (isNode(child)) yield* wordsIn(child);
}

const spokenIn = (text: string): readonly string[] => [...wordsIn(parseAst(text, { lang: 'tsx' }) as unknown as Node)];

describe('the page says nothing in words of its own', () => {
  test('everywhere', () => {
    const said = SOURCES.filter(({ file }) => file.endsWith('.tsx')).flatMap(({ file, text }) =>
      spokenIn(text).map((words) => `${file}: ${words}`),
    );
    expect(said).toEqual([]);
  });

  test.each(['const x = <p>Scan again</p>;', 'const x = <button aria-label="Close" />;'])(
    '%s would be found',
    (text) => {
      expect(spokenIn(text)).toHaveLength(1);
    },
  );
});
