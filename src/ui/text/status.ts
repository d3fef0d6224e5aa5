// Who this is, in two lines, then what waits.
import type { StatusData } from '../../app/maintenance/status.ts';
import { phrase } from '../../words/en/day-text.ts';
import { phrase as recallPhrase } from '../../words/en/recalls-text.ts';
import { columns, pairs, type Style, wrap } from '../style.ts';
import { recallLines } from './recall-lines.ts';

/** What of those that wait is said without a number, and what with one. */
const PLAIN = ['recover', 'records-lost', 'forked', 'not-accredited', 'clock', 'revoked', 'key'] as const;
const COUNTED = [
  'unnamed',
  'own-records',
  'accreditation-ended',
  'accreditation-ends',
  'unaccredited',
  'recalls',
  'incoming',
  'outbox',
  'peers',
  'alerts',
] as const;

const PRESSING: ReadonlySet<string> = new Set([
  'recover',
  'records-lost',
  'own-records',
  'forked',
  'clock',
  'revoked',
  'accreditation-ended',
  'recalls',
]);

export function text(data: StatusData, style: Style): string {
  const { party, fresh, todo } = data;
  const oldest =
    fresh.oldest === null ? phrase('nothing-heard') : phrase('oldest-news', { at: style.minute(fresh.oldest) });
  const facts = pairs([
    ['GLN', party.gln],
    [phrase('roles'), data.roles.length === 0 ? phrase('no-roles') : data.roles.join(', ')],
    [phrase('knows'), phrase('knows-of', { parties: data.parties, peers: fresh.peers, news: oldest })],
    [phrase('network'), data.fingerprint],
    [phrase('test-home'), data.test ? phrase('yes') : undefined],
  ]);
  const lines = todo.map(({ what, count, command }) => {
    const words = waiting(what, count);
    const said = PRESSING.has(what) ? style.red(words) : words;
    return { said, width: columns(said), command };
  });
  const width = Math.min(
    44,
    lines.reduce((widest, line) => Math.max(widest, line.width), 0),
  );
  return [
    style.bold(party.name),
    facts,
    ...termLines(data, style),
    '',
    ...data.recalls.map((recall) => recallLines(recall, style, [recallPhrase('why', recall)])),
    ...(lines.length === 0 ? [phrase('nothing-waits')] : []),
    ...lines.map(({ said, width: own, command }) =>
      own > width
        ? `${wrap(said, '  ')}\n  ${style.cyan(command)}`
        : `${said}${' '.repeat(width - own + 2)}${style.cyan(command)}`,
    ),
  ].join('\n');
}

function waiting(what: string, count: number): string {
  const plain = PLAIN.find((one) => one === what);
  if (plain !== undefined) return phrase(plain);
  const many = COUNTED.find((one) => one === what);
  return many === undefined ? `${count} ${what}` : phrase(many, { count });
}

/** What an ending takes away, or took, and how to go on. */
function termLines({ roles, ends = [], goOn }: StatusData, style: Style): readonly string[] {
  const lines = ends.map(({ role, of, until, ended }) => {
    const right = of === undefined ? role : phrase('role-of', { role, of });
    if (!ended) return style.yellow(phrase('ends-on', { right, until }));
    const all = roles.every((one) => ends.some((end) => end.ended && end.of === undefined && end.role === one));
    return style.red(phrase(all ? 'ended-all' : 'ended-right', { right, until }));
  });
  const next = goOn === undefined ? [] : [phrase('to-go-on', { how: goOn })];
  return lines.length === 0 ? [] : ['', ...[...lines, ...next].map((line) => wrap(line, '  '))];
}
