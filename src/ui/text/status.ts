// Who this is and what waits, the worst first: on a screen of 24 lines whatever the morning brings.
import type { StatusData } from '../../app/maintenance/status.ts';
import { saySpan } from '../../custody/tell.ts';
import { phrase } from '../../words/en/day-text.ts';
import { phrase as recallPhrase } from '../../words/en/recalls-text.ts';
import { columns, pairs, type Style, wrap } from '../style.ts';
import { nextCommand, type RecallPart, recallParts, showCommand } from './recall-lines.ts';

/** What of those that wait is said without a number, and what with one. */
const PLAIN = ['recover', 'records-lost', 'forked', 'not-accredited', 'clock', 'revoked', 'key', 'session'] as const;
const COUNTED = [
  'unnamed',
  'own-records',
  'accreditation-ended',
  'accreditation-ends',
  'unaccredited',
  'incoming',
  'late',
  'not-received',
  'documents',
  'goods-without-data',
  'licence-ended',
  'licence-ends',
  'outbox',
  'peers',
  'recalls-rescinded',
  'recalls-overdue',
  'alerts-overdue',
  'alerts',
  'exceptions',
  'space',
  'never-backed-up',
  'backup',
] as const;

const PRESSING: ReadonlySet<string> = new Set([
  'recover',
  'records-lost',
  'own-records',
  'forked',
  'clock',
  'revoked',
  'accreditation-ended',
  'late',
  'recalls-overdue',
  'alerts-overdue',
  'space',
]);

type Todo = StatusData['todo'][number];
type Recall = StatusData['recalls'][number];

/** A terminal has 24 lines, and the prompt stands on one. */
const ROOM = 23;
/** Lines that are kept for what else waits beside the gravest recall, and how many others are named then. */
const TODO_ROOM = 4;
const NAMED = 3;
/**
 * The fewest lines of each part of the gravest recall, in the order in which they are cut: who may have it and what to do stays whole
 * longest.
 */
const LEAST_OF: readonly (readonly [RecallPart, number])[] = [
  ['places', 1],
  ['more', 1],
  ['what', 2],
  ['do', 3],
  ['ask', 1],
  ['here', 2],
  ['due', 1],
];
/** Columns of what waits; the command stands behind. */
const SAID = 44;
const HOUR = 3_600_000;

export function text(data: StatusData, style: Style): string {
  // What is told of a recall says how many there are, too.
  const todo = data.todo.filter(({ what }) => what !== 'recalls');
  const whole = [
    style.bold(data.party.name),
    pairs(factsOf(data, style)),
    ...termLines(data, style),
    '',
    ...data.recalls.map((recall) => recallBlock(recall, style)),
    ...(data.todo.length === 0 ? [phrase('nothing-waits')] : todoLines(todo, style)),
  ].join('\n');
  return style.verbose || linesIn(whole) <= ROOM ? whole : inLittleRoom(data, todo, style);
}

function inLittleRoom(data: StatusData, todo: readonly Todo[], style: Style): string {
  const { party, roles } = data;
  const roll = { party: style.bold(party.name), gln: party.gln, roles: rolesText(roles) };
  const today = todayText(data);
  const [gravest, ...others] = data.recalls;
  const head = [
    wrap(phrase('roll', roll), '  '),
    ...(today === undefined ? [] : [wrap(`${phrase('today')}: ${today}`, '  ')]),
  ];
  const briefs = [
    ...others.slice(0, NAMED).map((recall) => recallBrief(recall, style)),
    ...(others.length <= NAMED
      ? []
      : [more(phrase('more-recalls', { count: others.length - NAMED }), 'pedigree recall list', style)]),
    '',
  ];
  const left = ROOM - 1 - linesIn([...head, ...briefs].join('\n')) - Math.min(TODO_ROOM, todo.length);
  const lines = [...head, ...(gravest === undefined ? [] : ['', cut(gravest, left, style)]), ...briefs];
  const said = todoLines(todo, style);
  let room = ROOM - linesIn(lines.join('\n'));
  const fits = linesIn(said.join('\n')) <= room;
  if (!fits) room--;
  const shown: string[] = [];
  for (const line of said) {
    room -= linesIn(line);
    if (room < 0) break;
    shown.push(line);
  }
  const hidden = said.length - shown.length;
  if (hidden > 0) shown.push(more(phrase('more-wait', { count: hidden }), 'pedigree status --verbose', style));
  return [...lines, ...shown].join('\n');
}

const linesIn = (text: string): number => (text === '' ? 0 : text.split('\n').length);
const more = (said: string, command: string, style: Style): string => `${said} ${style.cyan(command)}`;

function recallBlock(recall: Recall, style: Style): string {
  return partsOf(recall, style)
    .flatMap(({ lines }) => lines)
    .join('\n');
}

function partsOf(recall: Recall, style: Style): ReturnType<typeof recallParts> {
  const { instructions, contact } = recall;
  return recallParts(recall, style, [recallPhrase('why', recall)], {
    do: instructions === undefined ? [] : [recallPhrase('to-do', { instructions })],
    ask: contact === undefined ? [] : [recallPhrase('ask-whom', { contact })],
  });
}

/** In so many lines, where that leaves enough of each part; what was cut of the instructions is a command away. */
function cut(recall: Recall, room: number, style: Style): string {
  const parts = partsOf(recall, style).map(({ of, lines }) => ({ of, lines: [...lines] }));
  let over = parts.reduce((sum, { lines }) => sum + lines.length, 0) - room;
  for (const [of, least] of LEAST_OF) {
    const part = parts.find((one) => one.of === of);
    if (part === undefined || over <= 0) continue;
    const kept = Math.max(least, part.lines.length - over);
    if (kept >= part.lines.length) continue;
    over -= part.lines.length - kept;
    const indent = ' '.repeat(columns(recallPhrase('recall', recall)) + 2);
    const last = of === 'do' ? indent + showCommand(recall) : goesOn(part.lines[kept - 1] ?? '');
    part.lines.splice(kept - 1, Number.POSITIVE_INFINITY, last);
  }
  return parts.flatMap(({ lines }) => lines).join('\n');
}

/** A line of 80 columns at most, which says that there is more. */
function goesOn(line: string): string {
  return columns(`${line} …`) > 80 ? `${line.replace(/ \S*$/, '')} …` : `${line} …`;
}

function recallBrief(recall: Recall, style: Style): string {
  const { number, id, here } = recall;
  const name = number ?? id;
  const told = { class: recall.class, name };
  const { counts } = here;
  const said =
    counts === undefined
      ? phrase('recall-briefest', told)
      : phrase('recall-brief', { ...told, packs: counts.held + counts.quarantined });
  return twoColumns(
    recall.class === 1 ? style.red(said) : said,
    nextCommand(recall) ?? 'pedigree recall list',
    0,
    style,
  );
}

function factsOf(data: StatusData, style: Style): readonly (readonly [string, string | undefined])[] {
  const { party, fresh, backup } = data;
  const oldest =
    fresh.oldest === null ? phrase('nothing-heard') : phrase('oldest-news', { at: style.minute(fresh.oldest) });
  return [
    ['GLN', party.gln],
    [phrase('roles'), rolesText(data.roles)],
    [phrase('knows'), phrase('knows-of', { parties: data.parties, peers: fresh.peers, news: oldest })],
    [phrase('network'), data.fingerprint],
    [phrase('test-home'), data.test ? phrase('yes') : undefined],
    [phrase('today'), todayText(data)],
    [
      phrase('last-backup'),
      backup && phrase('backup-age', { age: saySpan(backup.ageHours * HOUR), behind: backup.behind }),
    ],
  ];
}

const rolesText = (roles: readonly string[]): string => (roles.length === 0 ? phrase('no-roles') : roles.join(', '));

/** What a day is made of; the rest is a number. */
const DEEDS = ['receive', 'dispense', 'ship', 'commission', 'document'] as const;

function todayText({ today: { types, events } }: StatusData): string | undefined {
  const said = DEEDS.flatMap((type) => {
    const count = types[type];
    return count === undefined ? [] : [{ count, words: phrase(`today-${type}`, { count }) }];
  });
  if (said.length === 0) return undefined;
  const rest = events - said.reduce((sum, { count }) => sum + count, 0);
  return [...said.map(({ words }) => words), ...(rest === 0 ? [] : [phrase('today-more', { count: rest })])].join(', ');
}

/** What waits, with the command that deals with it in a column of its own. */
function todoLines(todo: readonly Todo[], style: Style): readonly string[] {
  const lines = todo.map(({ command, ...one }) => ({ said: waiting(one), what: one.what, command }));
  const width = Math.min(
    SAID,
    lines.reduce((widest, { said }) => Math.max(widest, columns(said)), 0),
  );
  return lines.map(({ said, what, command }) =>
    twoColumns(PRESSING.has(what) ? style.red(said) : said, command, width, style),
  );
}

function twoColumns(said: string, command: string, width: number, style: Style): string {
  const own = columns(said);
  const column = Math.max(width, own);
  if (own > SAID || column + 2 + columns(command) > 80) return `${wrap(said, '  ')}\n  ${style.cyan(command)}`;
  return `${said}${' '.repeat(column - own + 2)}${style.cyan(command)}`;
}

function waiting({ what, count, ageHours = 0 }: Omit<Todo, 'command'>): string {
  const said = wordsOf(what, count);
  if (ageHours < 1) return said;
  const age = saySpan(ageHours * HOUR);
  return phrase(count === 1 ? 'and-age' : 'and-oldest', { said, age });
}

function wordsOf(what: string, count: number): string {
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
