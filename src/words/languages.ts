// The languages that there are words in, and which of them a person or a computer asks for.

/** ISO 639-1. The first is that of the code, in which everything is said that has no words in another. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of a locale as the environment names it: `de_DE.UTF-8`, `de-AT`, `C`. Undefined where there are no words in it. */
export function languageOf(locale: string): Language | undefined {
  const [language] = /^[a-z]+(?=$|[-_.@])/i.exec(locale) ?? [];
  return LANGUAGES.find((known) => known === language?.toLowerCase());
}

/**
 * The language of this environment, found as the C library does: LC_ALL before LC_MESSAGES before LANG, and the first that is
 * set counts.
 */
export function localeLanguage({
  LC_ALL,
  LC_MESSAGES,
  LANG,
}: Readonly<Record<string, string | undefined>>): Language | undefined {
  const locale = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '');
  return locale === undefined ? undefined : languageOf(locale);
}
