// The pages of the library, docs/api: every name that the package exports, as the compiler declares it and as its comment says.
import { ABOUT, FLOORS, LAYERS } from '../layers.ts';
import type { Declaration } from './declarations.ts';
import type { Place, Sources } from './sources.ts';

/** An entry of the package. */
interface Entry {
  /** As it is imported. */
  readonly name: string;
  readonly file: string;
  readonly page: string;
}

export const ENTRIES: readonly Entry[] = [
  { name: 'pedigree', file: 'src/app/index.ts', page: 'pedigree.md' },
  { name: 'pedigree/gs1', file: 'src/gs1/index.ts', page: 'gs1.md' },
  { name: 'pedigree/gs1/write', file: 'src/gs1/write.ts', page: 'gs1-write.md' },
  { name: 'pedigree/epcis', file: 'src/epcis/index.ts', page: 'epcis.md' },
  { name: 'pedigree/gs1/candidates', file: 'src/gs1/candidates/index.ts', page: 'gs1-candidates.md' },
];

type Declared = ReadonlyMap<string, readonly Declaration[]>;

/** A name that a page tells of, with where it is declared. */
interface Told extends Declaration {
  readonly file: string;
}

/** All pages: path in the repository → content. */
export function apiPages(sources: Sources, declared: Declared, generated: string): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const rows = ENTRIES.map((entry) => {
    const told = toldBy(sources, declared, entry);
    pages.set(`docs/api/${entry.page}`, page(sources, declared, entry, told, generated));
    const functions = told
      .filter(({ kind }) => kind === 'function' || kind === 'class')
      .map(({ name }) => `\`${name}\``);
    return `| [\`${entry.name}\`](${entry.page}) | ${functions.join(', ')} |`;
  });
  pages.set(
    'docs/api/README.md',
    `# The library

${generated}

What a program may import. [library.md](../library.md) is a day with it, [gs1.md](../gs1.md) reads and writes codes,
[epcis.md](../epcis.md) says what a check of a file finds. Every example here
and there is compiled by a test.

| import | functions and classes |
|---|---|
${rows.join('\n')}
`,
  );
  return pages;
}

/** The examples of everything that is exported, by name. */
export function examplesOf(sources: Sources, declared: Declared): ReadonlyMap<string, string> {
  const all = ENTRIES.flatMap((entry) => toldBy(sources, declared, entry));
  return new Map(
    all.flatMap(({ name, doc }) =>
      doc.examples.map((text, at) => [at === 0 ? name : `${name} ${at + 1}`, text] as const),
    ),
  );
}

function toldBy(sources: Sources, declared: Declared, { file }: Entry): readonly Told[] {
  return [...sources.offered(file).values()].map((place) => find(declared, place));
}

function find(declared: Declared, { file, name }: Place): Told {
  const found = declared.get(file)?.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the compiler declares no ${name} in ${file}`);
  return { ...found, file };
}

function page(
  sources: Sources,
  declared: Declared,
  { name, file }: Entry,
  told: readonly Told[],
  generated: string,
): string {
  const about = (/^(?:\/\/.*\n)+/.exec(sources.text(file))?.[0] ?? '').replace(/^\/\/ ?/gm, '').trim();
  const groups = new Map<string, Told[]>();
  for (const one of told) groups.set(groupOf(one.file), [...(groups.get(groupOf(one.file)) ?? []), one]);
  const order = [...Object.keys(LAYERS), ...Object.keys(FLOORS)];
  const sections = [...groups]
    .toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([group, members]) => `${groups.size === 1 ? '' : heading(group)}${members.map(section).join('\n')}`);
  const further = mentioned(sources, declared, told);
  const types =
    further.length === 0
      ? ''
      : `\n## Types that these mention\n\nNot exported by name; TypeScript finds them.\n\n${further.map(section).join('\n')}`;
  return `# \`${name}\`

${generated}

${about.replaceAll('\n', ' ')}

${sections.join('\n')}${types}`;
}

/** The floor of a use case; the rest of what a page tells stands together. */
function groupOf(file: string): string {
  const [, layer = '', floor = ''] = file.split('/');
  return layer === 'app' ? floor : layer;
}

function heading(group: string): string {
  const about = FLOORS[group] ?? ABOUT[group];
  return about === undefined ? '## Failures and exits\n\n' : `## ${group}: ${about}\n\n`;
}

function section({ name, kind, text, doc }: Told): string {
  const params = doc.params.map(([param, said]) => `* \`${param}\`: ${said}`);
  const parts = [
    `### \`${name}\``,
    `\`\`\`ts\n${signature(kind, text)}\n\`\`\``,
    doc.text,
    params.join('\n'),
    doc.returns === undefined ? '' : `**Returns** ${doc.returns}`,
    doc.throws === undefined ? '' : `**Throws** ${doc.throws}`,
    ...doc.examples.map((example) => `Example:\n\n\`\`\`ts\n${example}\n\`\`\``),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A long list of parameters stands one below the other. */
function signature(kind: Declaration['kind'], text: string): string {
  const [, head = '', params = '', tail = ''] = /^(function \w+(?:<[^>]*>)?\()([^\n]*)(\)(?:: .*)?;)$/.exec(text) ?? [];
  if (kind !== 'function' || text.length <= 100 || head === '') return text;
  const each = outermost(params);
  return each.length === 1 ? text : `${head}\n${each.map((one) => `  ${one},`).join('\n')}\n${tail}`;
}

/** Parameters, apart: not those of a function, a tuple or an object among them. */
export function outermost(params: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let one = '';
  for (const sign of params.replaceAll('=>', '\0')) {
    if ('([{<'.includes(sign)) depth++;
    if (')]}>'.includes(sign)) depth--;
    if (sign !== ',' || depth > 0) one += sign;
    else {
      found.push(one);
      one = '';
    }
  }
  return [...found, one].map((param) => param.replaceAll('\0', '=>').trim()).filter((param) => param !== '');
}

/** What a reader holds and need not look into. */
const CLOSED: ReadonlySet<string> = new Set(['Home', 'Reading', 'Env']);
/** Where the types of requests and answers are; those below are the business of the library. */
const OPEN = /^src\/(?:app|gs1|scan|custody\/verdict|custody\/life)/;

/** The types that signatures mention and that are not told of yet, as far as they are of requests and answers. */
function mentioned(sources: Sources, declared: Declared, told: readonly Told[]): readonly Told[] {
  const known = new Map(told.map((one) => [`${one.file} ${one.name}`, one]));
  const found: Told[] = [];
  for (let todo = [...told]; todo.length > 0; ) {
    const next: Told[] = [];
    for (const one of todo.filter(({ name }) => !CLOSED.has(name))) {
      for (const place of typesIn(sources, declared, one)) {
        const key = `${place.file} ${place.name}`;
        if (known.has(key) || !OPEN.test(place.file)) continue;
        const type = find(declared, place);
        known.set(key, type);
        found.push(type);
        next.push(type);
      }
    }
    todo = next;
  }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function typesIn(sources: Sources, declared: Declared, { text, file, name }: Told): readonly Place[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'/g, '');
  const words = new Set([...code.matchAll(/\b[A-Z]\w*\b/g)].map(([word]) => word));
  return [...words].flatMap((word) => {
    if (word === name) return [];
    const place = sources.known(word, file);
    const kind = place && declared.get(place.file)?.find((one) => one.name === place.name)?.kind;
    return place !== undefined && (kind === 'interface' || kind === 'type') ? [place] : [];
  });
}
