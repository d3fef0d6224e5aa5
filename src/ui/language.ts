// Which language the program speaks: the one that is asked for, else that of the folder, else that of the environment.
import { LANGUAGES, localeLanguage } from '../words/languages.ts';
import { speakIn } from '../words/say.ts';
import { SPEECHES } from '../words/speeches.ts';

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
    speakIn(SPEECHES[LANGUAGES.find((known) => known === chosen) ?? here ?? 'en']);
  };
}
