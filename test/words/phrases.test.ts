// What commands say of themselves is said in every language: each description has its words, and no words are left over.
import { describe, expect, test } from 'vitest';
import { GLOBAL_OPTIONS, sharedOptions } from '../../src/commands/globals.ts';
import { commandHelp, overview } from '../../src/ui/help.ts';
import { GROUPS } from '../../src/ui/registry.ts';
import { columns } from '../../src/ui/style.ts';
import { phrase } from '../../src/words/en/help.ts';
import { LANGUAGES } from '../../src/words/languages.ts';
import { speak, speakIn } from '../../src/words/say.ts';
import { SPEECHES } from '../../src/words/speeches.ts';

const descriptions = new Map<string, string>();
for (const { flags, description } of GLOBAL_OPTIONS) descriptions.set(description, flags);
const names: string[] = [];
for (const { title, commands } of GROUPS) {
  descriptions.set(title, 'a title');
  for (const { name, load } of commands) {
    names.push(name);
    const { command } = await load();
    const about = command.about === undefined ? [] : command.about.split('\n\n');
    const parts = [...(command.arguments ?? []), ...(command.options ?? []), ...sharedOptions(command)];
    for (const text of [command.summary, ...about, ...parts.map((part) => part.description)])
      descriptions.set(text, name);
  }
}

describe.each(LANGUAGES.slice(1))('%s', (language) => {
  const { phrases } = SPEECHES[language];

  test('says what every command, argument and option says', () => {
    const missing = [...descriptions].filter(([text]) => phrases[text] === undefined);
    expect(missing.map(([text, where]) => `${where}: ${text}`)).toEqual([]);
  });

  test('says nothing that no command says any more', () => {
    expect(Object.keys(phrases).filter((text) => !descriptions.has(text))).toEqual([]);
  });

  test('names the options, files and commands that the English text names', () => {
    const named = (text: string) =>
      [...new Set(text.match(/--[a-z-]+|\bPEDIGREE_[A-Z_]+|pedigree [a-z]+|CHAIN\/SEQ|@FILE|\b\d\d+\b/g))].sort();
    const differing = [...descriptions.keys()].filter(
      (text) => named(text).join() !== named(phrases[text] ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  test('fits the screen, with nothing left in English', async () => {
    const pages = ['', ...names].map((name) => () => (name === '' ? overview() : commandHelp(name)));
    const english = await Promise.all(pages.map((page) => page()));
    speakIn(SPEECHES[language]);
    try {
      const said = await Promise.all(pages.map((page) => page()));
      for (const [at, page] of said.entries()) {
        expect(Math.max(...page.split('\n').map(columns)), names[at - 1]).toBeLessThanOrEqual(80);
        expect(page.split(`\n${phrase('examples')}`)[0]).not.toMatch(
          /\b(the|shows|Usage|Options|Examples|Arguments|Further)\b/,
        );
        expect(page).not.toBe(english[at]);
      }
    } finally {
      speak('en', {});
    }
  });
});
