// The language of the page: the one chosen here, else the browser's; every word comes from the tables of the program.
import { signal } from '@preact/signals';
import { type Language, languageOf } from '../../src/words/languages.ts';
import { speak, type Tables } from '../../src/words/say.ts';
import { keep, recallKept } from './token.ts';

/** Put in by the build: the files of the texts by language, those of the first screen and those of the others. */
declare const TEXTS: Readonly<Record<string, readonly [first: string, others: string]>>;

export const language = signal<Language>('en');
let tables: Tables = {};
let hasOthers = false;

/** Speaks the language that was chosen here before, else the first of the browser's that there are words in. */
export async function loadLanguage(): Promise<void> {
  const kept = await recallKept('language');
  const wanted = [...(typeof kept === 'string' ? [kept] : []), ...navigator.languages];
  await useLanguage(wanted.map(languageOf).find((known) => known !== undefined) ?? 'en');
}

/** Chooses a language for this device. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  await useLanguage(chosen);
  await keep('language', chosen);
}

/** The texts of the other screens, where they are not in the file of the screens. */
export async function loadScreenTexts(): Promise<void> {
  hasOthers = true;
  const of = TEXTS[language.peek()];
  if (of !== undefined) speakMore(await texts(of[1]));
}

async function useLanguage(chosen: Language): Promise<void> {
  tables = {};
  for (const file of (TEXTS[chosen] ?? []).slice(0, hasOthers ? 2 : 1)) tables = { ...tables, ...(await texts(file)) };
  speak(chosen, tables);
  document.documentElement.lang = chosen;
  language.value = chosen;
}

function speakMore(more: Tables): void {
  tables = { ...tables, ...more };
  speak(language.peek(), tables);
}

async function texts(address: string): Promise<Tables> {
  return ((await import(address)) as { readonly TABLES: Tables }).TABLES;
}
