// What the program says, by language: of a new one a line here, beside its name in languages.ts and its folder.
import { PHRASES, TABLES } from './de/index.ts';
import type { Language } from './languages.ts';
import { type Speech, speech } from './say.ts';

export const SPEECHES: Readonly<Record<Language, Speech>> = {
  en: speech('en', {}),
  de: speech('de', TABLES, PHRASES),
};
