// What is said is an id with values, and becomes a sentence of the language that is spoken when it is read.
import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '../../src/answer/document.ts';
import { PedigreeError, wordsOf } from '../../src/errors.ts';
import { localeLanguage } from '../../src/words/languages.ts';
import { area, flat, sentence, speak, type Translated } from '../../src/words/say.ts';

const say = area('trial', () => ({
  'no-lot': 'lot {lot} is not known here',
  nothing: 'nothing is here',
  many: ({ count, why }: { count: number; why: string }) => `${count} ${count === 1 ? 'pack' : 'packs'}: ${why}`,
}));
const german: Translated<typeof say> = () => ({
  'no-lot': 'Charge {lot} ist hier nicht bekannt',
  nothing: 'hier ist nichts',
  many: ({ count, why }) => `${count} ${count === 1 ? 'Packung' : 'Packungen'}: ${why}`,
});

afterEach(() => speak('en', {}));

describe('a sentence', () => {
  it('is filled with its values, in the order of the language', () => {
    expect(sentence(say('no-lot', { lot: 'A{b}1' }))).toBe('lot A{b}1 is not known here');
    speak('de', { trial: german });
    expect(sentence(say('no-lot', { lot: 'A1' }))).toBe('Charge A1 ist hier nicht bekannt');
  });

  it('holds other sentences and lists', () => {
    const said = say('many', { count: 2, why: say('no-lot', { lot: 'A1' }) });
    expect(sentence(said)).toBe('2 packs: lot A1 is not known here');
    expect(sentence(say('no-lot', { lot: ['A', say('nothing'), 7] }))).toBe(
      'lot A, nothing is here, 7 is not known here',
    );
    speak('de', { trial: german });
    expect(sentence(said)).toBe('2 Packungen: Charge A1 ist hier nicht bekannt');
  });

  it('is English where the language has no word for it', () => {
    speak('xx', { trial: () => ({ nothing: 'rien' }) });
    expect([say('nothing'), say('no-lot', { lot: 'A1' })].map(sentence)).toEqual(['rien', 'lot A1 is not known here']);
  });

  it('asks for all of its values and no other, when it is compiled', () => {
    // @ts-expect-error
    say('no-lot');
    // @ts-expect-error
    say('no-lot', { number: 'A1' });
    // @ts-expect-error
    say('nothing', { lot: 'A1' });
    // @ts-expect-error
    say('many', { count: 1 });
    // @ts-expect-error
    say('no-such-sentence');
    // @ts-expect-error
    const half: Translated<typeof say> = () => ({ nothing: 'rien' });
    expect(half()).toEqual({ nothing: 'rien' });
  });
});

describe('a failure', () => {
  it('says its sentence, and keeps it as a value for another', () => {
    const error = new PedigreeError('not-found', say('no-lot', { lot: 'A1' }), { hint: say('nothing') });
    expect(error).toMatchObject({ message: 'lot A1 is not known here', hint: 'nothing is here' });
    expect(wordsOf(error)).toEqual({ id: 'trial/no-lot', values: { lot: 'A1' } });
    expect(wordsOf(new Error('else'))).toBe('else');
  });

  it('has its sentence in JSON, in which what fills it is text', () => {
    const inner = say('many', { count: 1, why: say('nothing') });
    const error = new PedigreeError('not-found', say('no-lot', { lot: inner }));
    expect(failure(error)).toMatchObject({
      message: 'lot 1 pack: nothing is here is not known here',
      said: { id: 'trial/no-lot', values: { lot: '1 pack: nothing is here' } },
    });
    expect(flat(say('no-lot', { lot: ['A', say('nothing')] })).values).toEqual({ lot: ['A', 'nothing is here'] });
  });
});

describe('the language of an environment', () => {
  it.each([
    [{ LC_ALL: 'de_DE.UTF-8', LC_MESSAGES: 'en_GB', LANG: 'en_GB' }, 'de'],
    [{ LC_ALL: '', LC_MESSAGES: 'de_AT', LANG: 'en_GB' }, 'de'],
    [{ LANG: 'de' }, 'de'],
    // The first that is set counts, also where there are no words in it.
    [{ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, undefined],
    [{}, undefined],
  ] as const)('of %j is %s', (environment, language) => {
    expect(localeLanguage(environment)).toBe(language);
  });
});
