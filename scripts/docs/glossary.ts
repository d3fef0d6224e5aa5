// docs/glossary.md: the words of the field and the project's own, and how the names of the code are held to them.
import type { Sources } from './sources.ts';
import { INSTEAD, PLAIN } from './terms/names.ts';
import type { Word } from './terms/word.ts';
import { TERMS, WORDS } from './terms.ts';

/** The document. @throws where a term points to a name that is not in the sources */
export function glossary(sources: Sources, generated: string): string {
  const sections = TERMS.map(({ title, words }) => {
    const rows = words
      .toSorted((a, b) => compare(a.term.toLowerCase(), b.term.toLowerCase()))
      .map((word) => `| **${word.term}** | ${word.means} | ${eventsOf(sources, word)} | ${begin(sources, word)} |`);
    return `## ${title}\n\n| word | means | events | begin at |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  const instead = Object.entries(INSTEAD).map(([word, better]) => `| ${word} | ${better} |`);
  return `# Glossary

${generated}

One word for one thing. A test holds the library to it: every word in a name that the package exports is here or means what it means
in any program (\`scripts/docs/terms/\`), and every type of event stands beside its word.

${sections.join('\n')}
## Not used in names

| instead of | say |
|---|---|
${instead.join('\n')}
`;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Types of events, each with its definition. */
function eventsOf(sources: Sources, { events = [] }: Word): string {
  const links = events.map((type) => {
    const file = sources.files.find((one) => {
      return one.includes('/custody/events/') && sources.text(one).includes(`  type: '${type}',`);
    });
    return file === undefined ? type : `[${type}](../${file})`;
  });
  return links.join(', ');
}

function begin(sources: Sources, { see, within }: Word): string {
  if (see === undefined) return '';
  const { file } = sources.place(see, within === undefined ? 'src/app/index.ts' : undefined, within);
  return `[\`${see}\`](../${file})`;
}

/** The words of a name, singular and in lower case: `issueRecall`, `LINTERS`, `expiryFromYYMMDD`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_]+/)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '');
}

/** The words that may stand in the glossary for one of a name: that, its singular, and what a participle is of. */
function forms(word: string): readonly string[] {
  const endings: readonly (readonly [RegExp, string])[] = [
    [/ies$/, 'y'],
    [/es$/, ''],
    [/s$/, ''],
    [/ied$/, 'y'],
    [/([^aeiou])\1ed$/, '$1'],
    [/ed$/, ''],
    [/ed$/, 'e'],
    [/al$/, 'e'],
  ];
  return [word, ...endings.map(([ending, instead]) => word.replace(ending, instead)), ...(IRREGULAR[word] ?? [])];
}

const IRREGULAR: Readonly<Record<string, readonly string[]>> = {
  held: ['hold'],
  seen: ['see'],
  sent: ['send'],
  written: ['write'],
};

const KNOWN: ReadonlySet<string> = new Set(
  WORDS.flatMap(({ term, words }) => words ?? wordsOf(term.replaceAll(/[^\w ]/g, ''))),
);

/** What is wrong with a name: words that the glossary lacks, and those that it has another one for. */
export function strangeIn(name: string): readonly string[] {
  return wordsOf(name).flatMap((word) => {
    const better = forms(word)
      .map((form) => INSTEAD[form])
      .find((one) => one !== undefined);
    if (better !== undefined) return [`${name}: say ${better} for ${word}`];
    return forms(word).some((form) => KNOWN.has(form) || PLAIN.has(form)) ? [] : [`${name}: ${word} is in no glossary`];
  });
}

/** Names of types that several files export, each for something else. */
export function namedTwice(sources: Pick<Sources, 'files' | 'exports'>): readonly string[] {
  const places = new Map<string, number>();
  for (const file of sources.files) {
    for (const name of sources.exports(file))
      if (/^[A-Z].*[a-z]/.test(name)) places.set(name, (places.get(name) ?? 0) + 1);
  }
  return [...places].filter(([, times]) => times > 1).map(([name]) => name);
}

/** Plain words that none of these names has, and those that are terms after all. */
export function idleWords(names: readonly string[]): readonly string[] {
  const used = new Set(names.flatMap(wordsOf).flatMap(forms));
  return [...PLAIN].filter((word) => !used.has(word) || KNOWN.has(word));
}
