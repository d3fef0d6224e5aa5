// What a bundle brought: recalls first, then how much of it was new, then what could not be taken in.
import type { Imported } from '../../app/exchange/bundle.ts';
import { phrase } from '../../words/en/day-text.ts';
import { type Style, wrap } from '../style.ts';
import type { TextContext } from './context.ts';
import { newRecalls, otherLines } from './news.ts';
import { saidOf } from './said-of.ts';

const WHY = {
  'not-accredited': 'aside-not-accredited',
  gap: 'aside-gap',
  missing: 'aside-missing',
  'no-founder': 'aside-no-founder',
} as const;

export function text(data: Omit<Imported, 'exit' | 'error'>, style: Style, context: TextContext): string {
  const { events, chains, setAside, already } = data;
  const from = context.several ? `${style.bold(context.input ?? '')}: ` : '';
  const told = already
    ? phrase('import-nothing-new')
    : events === 0
      ? phrase('import-nothing')
      : phrase('imported', { events, chains: chains.length });
  const aside = setAside.map(({ chain, name, have, of, why }) =>
    wrap(phrase('set-aside', { name: name ?? chain, have, of, why: saidOf(why, WHY, phrase) }), '  '),
  );
  return [...newRecalls(data.new, style), wrap(from + told, '  '), ...aside, ...otherLines(data, style)].join('\n');
}
