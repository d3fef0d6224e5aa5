// Which language the program speaks: the one that is asked for, else that of the folder, else that of the environment.
import { PHRASES, TABLES } from '../words/de/index.ts';
import { LANGUAGES, type Language, localeLanguage } from '../words/languages.ts';
import { speak } from '../words/say.ts';

const WORDS: Readonly<Record<Language, () => void>> = {
  en: () => speak('en', {}),
  de: () => speak('de', TABLES, PHRASES),
};

/** Speaks the language of this line, and once a folder was opened the one that it has set. */
export type Speaks = (set?: string) => void;

/** What programs read is English, unless a language is asked for on the line. */
export function speaks(
  asked: string | undefined,
  json: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Speaks {
  const here = json ? undefined : localeLanguage(environment);
  return (set) => {
    const chosen = asked ?? (json ? undefined : set);
    WORDS[LANGUAGES.find((known) => known === chosen) ?? here ?? 'en']();
  };
}
