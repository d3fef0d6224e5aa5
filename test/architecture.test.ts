// What the documents say of the code: every file and every name that they mention is there, and every step of a walk is taken.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { floors, follow, withFloors } from '../scripts/docs/architecture.ts';
import { Sources } from '../scripts/docs/sources.ts';
import { EXCHANGE, RECEIVE, SHIP, type Step, VERIFY } from '../scripts/docs/walks.ts';
import { FLOORS, LAYERS } from '../scripts/layers.ts';
import { ROOT } from './cli/program.ts';

const sources = new Sources(ROOT);

describe.each([VERIFY, SHIP, RECEIVE, EXCHANGE])('$title', (walk) => {
  const found = follow(sources, walk);

  test('begins at bin, and each step is written in the file that takes it', () => {
    const [first] = found;
    expect(first?.file).toBe('bin/pedigree.js');
    for (const { does, caller } of found.slice(1)) expect({ does, caller: caller?.does }).not.toContain(undefined);
    expect(found.length).toBeGreaterThan(15);
  });

  test('and goes through the floors that it must go through', () => {
    const passed = new Set(found.map(({ file }) => file.split('/').slice(0, 2).join('/')));
    for (const floor of ['src/ui', 'src/commands', 'src/app', 'src/ledger']) expect([...passed]).toContain(floor);
  });
});

describe('a walk that is not in the sources is refused', () => {
  const walked = (...steps: Step[]) => follow(sources, { ...VERIFY, steps });
  const bin: Step = { does: 'bin/pedigree.js', says: '' };

  test.each([
    ['a file that is gone', [{ does: 'bin/gone.js', says: '' }], 'there is no file bin/gone.js'],
    ['a name that nothing exports', [bin, { does: 'verifyNothing', says: '' }], 'exports verifyNothing'],
    ['a name of several files', [bin, { does: 'command', says: '' }], 'say which'],
    [
      'a step that its caller does not take',
      [bin, { does: 'judge', says: '' }],
      'bin/pedigree.js does not write judge',
    ],
    ['a caller that was not there before', [bin, { does: 'judge', by: 'run', says: '' }], 'no step run before judge'],
    ['a method that a class lacks', [bin, { does: 'Fold.unfold', says: '' }], 'has no such method'],
  ])('%s', (_, steps, message) => {
    expect(() => walked(...steps)).toThrow(message);
  });

  test('a comment that says the name takes no step', () => {
    const steps: Step[] = [bin, { does: 'kept', as: 'What a first good run compiled', says: '' }];
    expect(() => walked(...steps)).toThrow();
  });
});

describe('the picture of the floors', () => {
  test('has each floor once, and no arrow that follows from others', () => {
    const picture = floors(
      withFloors({ low: [], mid: ['low'], top: ['low', 'mid'], roof: ['mid', 'top'] }, 'top', ['one', 'two']),
    );
    expect(picture.split('\n').slice(1, -1)).toEqual([
      'flowchart TD',
      '  low["low"]',
      '  mid["mid"]',
      '  subgraph top_floors ["src/top"]',
      '    top_one["one"]',
      '    top_two["two"]',
      '  end',
      '  roof["roof"]',
      '  mid --> low',
      '  top_one --> mid',
      '  top_two --> top_one',
      '  roof --> top_two',
    ]);
  });

  test('is in the document as the table has it', () => {
    expect(readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8')).toContain(
      floors(withFloors(LAYERS, 'app', Object.keys(FLOORS))),
    );
  });
});

test('pictures say nothing that ends a line of Mermaid', () => {
  const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  const pictures = [...text.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(([, picture = '']) => picture);
  expect(pictures).toHaveLength(5);
  expect(pictures.flatMap((picture) => picture.split('\n').filter((line) => /[;#]/.test(line)))).toEqual([]);
});

/** Documents by people, and those made of tables: path from the root → text. */
function papers(): ReadonlyMap<string, string> {
  const all = ['.', 'docs', 'examples', 'src', 'fixtures', 'bench'].flatMap((folder) =>
    existsSync(join(ROOT, folder))
      ? readdirSync(join(ROOT, folder), { recursive: ['docs', 'examples', 'src'].includes(folder), encoding: 'utf8' })
          .filter((name) => name.endsWith('.md'))
          .map((name) => normalize(join(folder, name)).replaceAll('\\', '/'))
      : [],
  );
  return new Map(all.sort().map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));
}

/** Text without what is an example: fenced blocks. */
const prose = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '');

const TOP = /^(?:src|test|scripts|bench|bin|docs|fixtures|\.ci)\/[\w./-]+$/;

/** Files that a document speaks of and that are not there. */
function lost(file: string, text: string): string[] {
  const said = prose(text);
  const links = [...said.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => normalize(join(dirname(file), link)));
  const named = [...said.matchAll(/`([^`\s]+)`/g)].map(([, name = '']) => name);
  const paths = named.filter((name) => TOP.test(name) && !/NAME/.test(name));
  return [...links, ...paths].filter((path) => !existsSync(join(ROOT, path)));
}

/** Names that a document links to a source that does not export them. */
function misnamed(text: string): string[] {
  const links = [...text.matchAll(/\[`([\w.]+)`\]\(([^)]+\.ts)\)/g)];
  return links.flatMap(([, name = '', file = '']) => {
    const path = file.replace(/^(?:\.\.\/)+/, '');
    const [exported = ''] = name.split('.');
    return existsSync(join(ROOT, path)) && sources.exports(path).has(exported) ? [] : [`${name} (${path})`];
  });
}

describe('documents', () => {
  test('speak of files that are there', () => {
    const all = papers();
    expect([...all.keys()]).toEqual(expect.arrayContaining(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/format.md']));
    expect([...all].flatMap(([file, text]) => lost(file, text).map((path) => `${file}: ${path}`))).toEqual([]);
  });

  test('of folders speak of files that are in these folders', () => {
    const gone = [...papers()]
      .filter(([file]) => file.startsWith('src/'))
      .flatMap(([file, text]) => {
        const there = new Set(
          readdirSync(join(ROOT, dirname(file)), { recursive: true, encoding: 'utf8' }).map((name) =>
            name.replaceAll('\\', '/').split('/').at(-1),
          ),
        );
        const named = [...prose(text).matchAll(/`([\w-]+\.ts)`/g)].map(([, name = '']) => name);
        return named.filter((name) => !there.has(name)).map((name) => `${file}: ${name}`);
      });
    expect(gone).toEqual([]);
  });

  test('link names to the files that export them', () => {
    const all = [...papers()].flatMap(([file, text]) => misnamed(text).map((name) => `${file}: ${name}`));
    expect(all).toEqual([]);
  });

  test('and what is not there would be found', () => {
    expect(lost('docs/x.md', 'see [here](gone.md) and `src/gone.ts`, [there](../README.md#a)')).toEqual([
      'docs/gone.md',
      'src/gone.ts',
    ]);
    expect(misnamed('[`judge`](src/custody/trace.ts) [`judge`](../src/custody/judge.ts) [`a`](src/gone.ts)')).toEqual([
      'judge (src/custody/trace.ts)',
      'a (src/gone.ts)',
    ]);
  });
});
