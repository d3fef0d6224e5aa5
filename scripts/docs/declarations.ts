// What the compiler declares of the sources: each exported name with its signature and what is said of it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Declaration {
  readonly name: string;
  readonly kind: 'function' | 'class' | 'const' | 'interface' | 'type';
  /** As the compiler writes it, without `export declare`. */
  readonly text: string;
  readonly doc: Doc;
}

export interface Doc {
  /** Sentences; empty where nothing is said. */
  readonly text: string;
  readonly params: readonly (readonly [name: string, text: string])[];
  readonly returns?: string;
  readonly throws?: string;
  readonly examples: readonly string[];
}

/** The declarations of the library: file of the sources → what it exports by a statement of its own. */
export function emitDeclarations(root: string): ReadonlyMap<string, readonly Declaration[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-types-'));
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(
      process.execPath,
      [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', folder, '--noEmitOnError', 'false'],
      { encoding: 'utf8' },
    );
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'));
    if (files.length === 0) throw new Error(`the compiler declares nothing: ${stdout}`);
    return new Map(
      files.sort().map((name) => {
        const file = `src/${name.replaceAll('\\', '/').replace(/\.d\.ts$/, '.ts')}`;
        return [file, declarationsIn(readFileSync(join(folder, name), 'utf8'))];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The exported declarations of a file of types, as the compiler lays it out: each begins at the margin. */
export function declarationsIn(text: string): Declaration[] {
  const found: Declaration[] = [];
  const lines = text.split('\n');
  let doc: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('/**')) {
      doc = [];
      for (; at < lines.length; at++) {
        doc.push(lines[at] ?? '');
        if (lines[at]?.includes('*/')) break;
      }
      continue;
    }
    const [, kind, name = ''] =
      /^export (?:declare )?(?:abstract )?(function|class|const|interface|type) (\w+)/.exec(line) ?? [];
    if (kind === undefined) {
      if (line.trim() !== '') doc = [];
      continue;
    }
    const statement = [line];
    while (depthOf(statement.join('\n')) > 0 && at + 1 < lines.length) statement.push(lines[++at] ?? '');
    const written = statement.join('\n').replace(/^export (?:declare )?/, '');
    found.push({ name, kind: kind as Declaration['kind'], text: tidied(written), doc: docOf(doc.join('\n')) });
    doc = [];
  }
  return found;
}

/** How many brackets are open at the end; those in strings and comments are none. */
function depthOf(text: string): number {
  const code = text.replace(/\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, '').replaceAll('=>', '');
  return [...code].reduce((depth, sign) => depth + ('{(['.includes(sign) ? 1 : '})]'.includes(sign) ? -1 : 0), 0);
}

/** Two blanks a level, as the sources have; nothing of what is private. */
function tidied(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s+(?:#private;|private )/.test(line))
    .map((line) => line.replace(/^(?: {4})+/, (indent) => ' '.repeat(indent.length / 2)))
    .join('\n');
}

/** A comment before a declaration, taken apart by its tags. */
export function docOf(comment: string): Doc {
  const text = comment
    .replace(/^\s*\/\*\*[ \t]?/, '')
    .replace(/\s*\*\/\s*$/, '')
    .replace(/^\s*\* ?/gm, '')
    .replace(/\{@link ([^}]+)\}/g, '`$1`');
  const [said = '', ...tags] = text.split(/(?:^|\s)@(?=(?:param|returns|throws|example)\b)/);
  const of = (tag: string) =>
    tags.filter((one) => one.startsWith(tag)).map((one) => one.slice(tag.length).replace(/^[ \t]*\n?/, ''));
  const [returns] = of('returns').map(flowing);
  const throws = of('throws').map(flowing).join('; ');
  return {
    text: flowing(said),
    params: of('param').map((one) => {
      const [, name = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(one) ?? [];
      return [name, flowing(rest)] as const;
    }),
    ...(returns === undefined ? {} : { returns }),
    ...(throws === '' ? {} : { throws }),
    examples: of('example').map((one) => one.replace(/^```ts\n/, '').replace(/\n?```\s*$/, '')),
  };
}

function flowing(text: string): string {
  return text.trim().replaceAll(/[ \t]*\n[ \t]*/g, ' ');
}
