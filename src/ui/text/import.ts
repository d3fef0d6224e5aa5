// What a bundle brought: recalls first, then how much of it was new, then what could not be taken in.
import type { Imported } from '../../app/exchange/bundle.ts';
import { counted } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import type { TextContext } from './context.ts';
import { newRecalls, otherLines } from './news.ts';

const WHY: Readonly<Record<string, string>> = {
  'not-accredited': 'no regulator has accredited it yet',
  gap: 'events before it are not here',
  pages: 'its attachments did not come whole',
  missing: 'the file ends before it',
  'no-founder': 'the card of its network is not here',
};

export function text(data: Omit<Imported, 'exit' | 'error'>, style: Style, context: TextContext): string {
  const { events, chains, setAside, already } = data;
  const from = context.several ? `${style.bold(context.input ?? '')}: ` : '';
  const told = already
    ? 'already recorded: nothing in it was new'
    : events === 0
      ? 'nothing new could be taken in'
      : `${counted(events, 'new event')} of ${counted(chains.length, 'chain')}`;
  const aside = setAside.map(({ chain, name, have, of, why }) =>
    wrap(`set aside: ${name ?? chain}, ${have} of ${of} events are here; ${WHY[why] ?? why}`, '  '),
  );
  return [...newRecalls(data.new, style), wrap(from + told, '  '), ...aside, ...otherLines(data, style)].join('\n');
}
