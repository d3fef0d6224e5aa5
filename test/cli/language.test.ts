// What is said to people is said in the language that they ask for; what programs read stays as it is.
import { afterAll, describe, expect, test } from 'vitest';
import { LANGUAGES, languageOf } from '../../src/words/languages.ts';
import { folder, inProcess, type Reply } from './program.ts';

const { path, remove } = folder();
afterAll(remove);
const run = (...args: string[]) => inProcess(path(''), args);

describe('the language of a line', () => {
  test('is the one that is asked for, wherever that stands', async () => {
    for (const line of [
      ['help', '--lang', 'de'],
      ['--lang=de', 'help'],
      ['--lang', 'de', 'help'],
    ])
      expect((await run(...line)).stdout).toMatch(/^Aufruf: /);
    expect((await run('help')).stdout).toMatch(/^Usage: /);
  });

  test('is that of the folder once one is opened, but for who asks for another', async () => {
    expect((await run('init', '--name', 'Nord', '--gln', '9506000110004', '--regulator', '--test')).exit).toBe(0);
    expect((await run('config', 'set', 'language', 'de')).exit).toBe(0);
    const shown = await run('config', 'get', 'language', '--json');
    expect(shown.json[0]).toMatchObject({ settings: [{ name: 'language', value: 'de' }] });
    const verdict = (...more: string[]) => run('verify', '(01)09506000134352(17)310630(10)A(21)B', ...more);
    const english = await verdict('--lang', 'en');
    const document = await verdict('--json');
    expect((await verdict()).exit).toBe(english.exit);
    const said = ({ json }: Reply) => ({ ...json[0], micros: 0 });
    expect(said(document)).toEqual(said(await verdict('--json', '--lang', 'en')));
    const german = (await verdict('--json', '--lang', 'de')).json[0] as { reasons: { code: string }[] };
    const codes = (document.json[0] as { reasons: { code: string }[] }).reasons.map(({ code }) => code);
    expect(german.reasons.map(({ code }) => code)).toEqual(codes);
    await run('config', 'set', 'language');
  });

  test('is that of the environment where nobody asks for one, and JSON is English all the same', async () => {
    const german = (variables: Readonly<Record<string, string>>, ...args: string[]) =>
      inProcess(path(''), ['help', ...args], { env: variables });
    expect((await german({ LANG: 'de_AT.UTF-8' })).stdout).toMatch(/^Aufruf: /);
    expect((await german({ LANG: 'de_AT.UTF-8', LC_ALL: 'C' })).stdout).toMatch(/^Usage: /);
    expect((await german({ LANG: 'en_GB', LC_MESSAGES: 'de' })).stdout).toMatch(/^Aufruf: /);
    expect((await german({ LANG: 'de_DE' }, '--lang', 'en')).stdout).toMatch(/^Usage: /);
    const env = { LANG: 'de_DE.UTF-8' };
    expect((await inProcess(path(''), ['stock', '--lot', '9'], { env })).stdout).toContain('nichts von Charge 9');
    expect((await inProcess(path(''), ['show', '99', '--json'], { env })).json[0]).toMatchObject({
      message: expect.stringContaining('no such event'),
    });
  });

  test('is none that there are no words in', async () => {
    expect(await run('version', '--lang', 'xx')).toMatchObject({ exit: 2 });
    expect(await run('config', 'set', 'language', 'xx')).toMatchObject({ exit: 78 });
    const { stderr } = await run('config', 'set', 'language', 'xx');
    for (const language of LANGUAGES) expect(stderr).toMatch(new RegExp(`hint: .*\\b${language}\\b`));
    expect((await run('config', 'set', 'language', 'xx', '--lang', 'de')).stderr).toContain('en oder de');
  });

  test.each([
    ['de_DE.UTF-8', 'de'],
    ['de', 'de'],
    ['de-AT', 'de'],
    ['de_CH@euro', 'de'],
    ['en_GB', 'en'],
    ['C.UTF-8', undefined],
    ['POSIX', undefined],
    ['den_DE', undefined],
    ['', undefined],
  ])('of the locale %s is %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });
});
