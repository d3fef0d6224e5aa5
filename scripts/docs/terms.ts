// The words of the project, by where they come from. A new one goes into its file in terms/.
import { LOG } from './terms/log.ts';
import { OWN } from './terms/own.ts';
import { TRADE } from './terms/trade.ts';
import type { Word } from './terms/word.ts';

export const TERMS: readonly { readonly title: string; readonly words: readonly Word[] }[] = [
  { title: 'Words of the trade: GS1, FMD, DSCSA', words: TRADE },
  { title: 'Words of transparency logs', words: LOG },
  { title: 'Words of Pedigree', words: OWN },
];

export const WORDS: readonly Word[] = TERMS.flatMap(({ words }) => words);
