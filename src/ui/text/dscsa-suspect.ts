// Suspect packages: how many are compared and left, each that was, and what to do.
import type { SuspectData } from '../../app/verdict/suspect.ts';
import { phrase } from '../../words/en/outside.ts';
import { type Style, wrap } from '../style.ts';

type Shown = Omit<SuspectData, 'exit'>;

export function text({ packs, toCompare, compared, left, counts, lines }: Shown, style: Style): string {
  const paint = { corresponds: style.green, differs: style.red, 'not-known': style.yellow } as const;
  const advice = [
    ...(counts.differs > 0 ? [phrase('suspect-differs')] : []),
    ...(counts['not-known'] > 0 ? [phrase('suspect-not-known')] : []),
    ...(left > 0 ? [phrase('suspect-left', { left })] : []),
    ...(left === 0 && counts.corresponds === compared ? [phrase('suspect-corresponds')] : []),
  ];
  return [
    phrase('suspect-compared', { packs, toCompare, compared }),
    ...lines.map(({ input, is }) => wrap(`${paint[is](phrase(`suspect-is-${is}`))}  ${input}`, '  ')),
    ...advice.map((line) => wrap(line, '  ')),
  ].join('\n');
}
