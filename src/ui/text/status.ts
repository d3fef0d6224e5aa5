// Who this is, in two lines, then what waits.
import type { StatusData } from '../../app/maintenance/status.ts';
import { counted } from '../../words/numbers.ts';
import { columns, pairs, type Style, wrap } from '../style.ts';
import { recallLines } from './recall-lines.ts';

/** What is said of each thing that waits; {n} is the count. */
const WORDS: Readonly<Record<string, (count: number) => string>> = {
  recover: () => 'this folder was restored or copied: nothing can be recorded',
  unnamed: (count) => `${counted(count, 'chain')} of an ended party came since: to be named`,
  'records-lost': () => 'records of others that came here are gone, recalls perhaps',
  'own-records': (count) => `${counted(count, 'change')} of own records lost: settings, peers, outbox`,
  forked: () => 'the own chain has two histories: a regulator settles it, or a new one goes on',
  'not-accredited': () => 'not accredited yet: send the card to the regulator',
  clock: () => 'the clock of this computer is behind its own records',
  'accreditation-ended': (count) => (count === 1 ? 'an accreditation has ended' : `${count} accreditations have ended`),
  'accreditation-ends': (count) =>
    count === 0 ? 'the accreditation ends today' : `the accreditation ends in ${counted(count, 'day')}`,
  revoked: () => 'a regulator has revoked this chain',
  unaccredited: (count) => `${counted(count, 'card')} to accredit`,
  recalls: (count) => `${counted(count, 'recall')} to respond to`,
  incoming: (count) => `${counted(count, 'shipment')} on the way here`,
  outbox: (count) => `${counted(count, 'record')} waiting in the outbox`,
  peers: (count) => `${counted(count, 'peer')} not reached lately`,
  key: () => 'the key cannot be read, so goods on the way are not counted',
  alerts: (count) => counted(count, 'open alert'),
};

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
  const oldest = fresh.oldest === null ? 'nothing heard of others yet' : `oldest news ${style.minute(fresh.oldest)}`;
  const facts = pairs([
    ['GLN', party.gln],
    ['Roles', data.roles.length === 0 ? 'none yet' : data.roles.join(', ')],
    ['Knows', `${counted(data.parties, 'party', 'parties')}, ${counted(fresh.peers, 'peer')}, ${oldest}`],
    ['Network', data.fingerprint],
    ['Test home', data.test ? 'yes' : undefined],
  ]);
  const lines = todo.map(({ what, count, command }) => {
    const words = WORDS[what]?.(count) ?? `${count} ${what}`;
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
    ...data.recalls.map((recall) => recallLines(recall, style, [`${recall.reason} (${recall.by})`])),
    ...(lines.length === 0 ? ['Nothing waits.'] : []),
    ...lines.map(({ said, width: own, command }) =>
      own > width
        ? `${wrap(said, '  ')}\n  ${style.cyan(command)}`
        : `${said}${' '.repeat(width - own + 2)}${style.cyan(command)}`,
    ),
  ].join('\n');
}

/** What an ending takes away, or took, and how to go on. */
function termLines({ roles, ends = [], goOn }: StatusData, style: Style): readonly string[] {
  const lines = ends.map(({ role, of, until, ended }) => {
    const right = of === undefined ? role : `${role} of ${of.join(', ')}`;
    if (!ended) return style.yellow(`Accredited as ${right} until ${until}, the last day.`);
    const all = roles.every((one) => ends.some((end) => end.ended && end.of === undefined && end.role === one));
    const what = all ? 'nothing can be recorded any more' : `nothing can be recorded as ${right} any more`;
    return style.red(`The accreditation as ${right} ended on ${until}: ${what}.`);
  });
  const next = goOn === undefined ? [] : [`To go on, ${goOn}`];
  return lines.length === 0 ? [] : ['', ...[...lines, ...next].map((line) => wrap(line, '  '))];
}
