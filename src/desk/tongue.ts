// The language of each request: several people are answered at a time, each in his own.
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Language, languageOf } from '../words/languages.ts';
import { type Speech, speaksHere } from '../words/say.ts';
import { SPEECHES } from '../words/speeches.ts';

const here = new AsyncLocalStorage<Speech>();

/** From now on what is said within `inTongue` is said in the language of that. */
export function hearTongues(): void {
  speaksHere(() => here.getStore());
}

/** Answers in the first language of `Accept-Language` that is spoken here, else in English. */
export function inTongue<T>(accepted: string | undefined, answer: () => T): T {
  return here.run(SPEECHES[accepts(accepted)], answer);
}

/** The language that the answer under way is in; undefined outside of one. */
export function tongueHere(): string | undefined {
  return here.getStore()?.language;
}

function accepts(accepted: string | undefined): Language {
  for (const one of (accepted ?? '').slice(0, 200).split(',')) {
    const known = languageOf((one.split(';')[0] ?? '').trim());
    if (known !== undefined) return known;
  }
  return 'en';
}
