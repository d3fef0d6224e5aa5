// The language of the page: the one chosen here, else the browser's; every word comes from the tables of the program.
import { signal } from '@preact/signals';
import { type Language, languageOf } from '../../src/words/languages.ts';
import { speak, type Tables } from '../../src/words/say.ts';
import { keep, recallKept } from './token.ts';

/** What a file of texts is for: the first screen, the others, and those where something is dealt with. */
const PARTS = ['first', 'others', 'dealings'] as const;
export type TextPart = (typeof PARTS)[number];

/** Put in by the build: the files of the texts by language, in the order of their parts. */
declare const TEXTS: Readonly<Record<string, readonly string[]>>;

export const language = signal<Language>('en');
let tables: Tables = {};
/** The parts that some screen has needed. */
const wanted = new Set<TextPart>(['first']);

/** Speaks the language that was chosen here before, else the first of the browser's that there are words in. */
export async function loadLanguage(): Promise<void> {
  const kept = await recallKept('language');
  const asked = [...(typeof kept === 'string' ? [kept] : []), ...navigator.languages];
  await useLanguage(asked.map(languageOf).find((known) => known !== undefined) ?? 'en');
}

/** Chooses a language for this device. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  await useLanguage(chosen);
  await keep('language', chosen);
}

/** The texts of other screens, where they are not in the file of the screens. */
export async function loadTexts(...parts: readonly TextPart[]): Promise<void> {
  for (const part of parts) wanted.add(part);
  const more = await textsOf(language.peek(), parts);
  tables = { ...tables, ...more };
  speak(language.peek(), tables);
}

async function useLanguage(chosen: Language): Promise<void> {
  tables = await textsOf(chosen, [...wanted]);
  speak(chosen, tables);
  document.documentElement.lang = chosen;
  language.value = chosen;
}

async function textsOf(of: Language, parts: readonly TextPart[]): Promise<Tables> {
  const files = parts.flatMap((part) => TEXTS[of]?.[PARTS.indexOf(part)] ?? []);
  const loaded = await Promise.all(files.map((file) => import(file) as Promise<{ readonly TABLES: Tables }>));
  return Object.assign({}, ...loaded.map(({ TABLES }) => TABLES));
}
