// A recall as a letter with a sheet to answer on, for those whom no node reaches: text, or a page to print.
import { cleanText } from '../../custody/name.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { openOut } from '../../sync/out-stream.ts';
import { phrase, say } from '../../words/en/recall-letter.ts';
import { resolveParty } from '../items/resolve.ts';
import { type FoundRecall, findRecall } from '../judging/recall.ts';
import { withKeys } from '../judging/recall-here.ts';
import { coveredPacks } from '../judging/recall-packs.ts';
import type { Env } from '../node/env.ts';
import type { Home } from '../node/home.ts';
import { addressLines, rowsOfLetter } from '../node/letters.ts';
import { minuteIn } from '../node/moments.ts';
import { lastWords } from '../node/shell-words.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { LetterLine, LetterParts } from './letter-parts.ts';
import { htmlOfLetter } from './recall-letter-html.ts';

export const LETTER_FORMS = ['text', 'html'] as const;
export type LetterForm = (typeof LETTER_FORMS)[number];

export interface RecallLetterRequest {
  readonly file: string;
  /** By the end of the file's name where absent: `.html` or `.htm` is a page. */
  readonly as?: LetterForm | undefined;
  /** To whom; a letter to anybody where absent. */
  readonly to?: string | undefined;
}

export interface RecallLetter {
  readonly recall: string;
  readonly file: string;
  readonly as: LetterForm;
  /** Name of the party that it is to. */
  readonly to?: string;
  readonly bytes: number;
}

/**
 * Writes the letter in the language that is spoken. It says product, lots, class, reason, what to do and by when to answer
 * (21 CFR 7.49(c)), and has a sheet for the answer.
 * @throws not-found (66), wrong-state (14) for one that was rescinded, not-accredited (77) for an unknown party, cannot-create (73)
 * @example
 * ```ts
 * import { makeEnv, writeRecallLetter } from 'pedigree';
 *
 * await writeRecallLetter(makeEnv({ home: '/var/lib/acme' }), 'FMD-2026-17', { file: 'recall.html', to: 'Hill Pharmacy' });
 * ```
 */
export async function writeRecallLetter(
  env: Env,
  id: string,
  request: RecallLetterRequest,
): Promise<{ readonly data: RecallLetter }> {
  const as = request.as ?? (/\.html?$/i.test(request.file) ? 'html' : 'text');
  // A place that cannot be written is told of before anything is read.
  const out = openOut(request.file, { kind: say('a-letter'), isKind: () => false }, env.stdout);
  try {
    const { recall, to, letter } = withKeys(env, (view, known, home) => {
      const found = findRecall(view, id);
      if (found.state === 'rescinded')
        throw new PedigreeError('wrong-state', say('no-letter'), { hint: say('recall-show', { id: found.id }) });
      const party = request.to === undefined ? undefined : resolveParty(view, request.to);
      return { recall: found.id, to: party?.name, letter: partsOf(home, view, known, found, party) };
    });
    const written = as === 'html' ? [...htmlOfLetter(letter)].join('') : textOf(letter);
    out.write(written);
    const bytes = out.keep();
    return { data: { recall, file: out.path, as, ...(to === undefined ? {} : { to }), bytes } };
  } finally {
    out.drop();
  }
}

/** Serials are listed up to so many; whoever has more packs named one by one has them in a file. */
const MOST_SERIALS = 1000;

function partsOf(
  home: Home,
  view: View,
  known: Knowledge | undefined,
  recall: FoundRecall,
  party: { readonly gln: string; readonly name: string } | undefined,
): LetterParts {
  const { self, env } = home;
  const zone = env.zone();
  const number = recall.number ?? recall.id;
  const by = minuteIn(zone, Date.parse(recall.respondBy));
  const { product, gtin } = recall;
  const named =
    product === undefined ? undefined : [product.name, product.strength, product.form].filter((one) => one).join(' ');
  const serials = serialsKnown(known, recall);
  const unlisted = (recall.scope === 'serials' ? recall.packs : (recall.singles ?? 0)) - serials.length;
  const fact = (label: string, value: string | undefined): readonly LetterLine[] =>
    value === undefined ? [] : [[label, value]];
  return {
    title: phrase('title', { class: recall.class }),
    to: party === undefined ? [phrase('to-anybody')] : [party.name, `GLN ${party.gln}`, ...addressLines(view, party)],
    from: [self.name, `GLN ${self.gln}`, ...addressLines(view, self)],
    day: minuteIn(zone, env.clock()).slice(0, 10),
    facts: [
      ...fact(phrase('number'), number),
      ...fact(phrase('product'), named),
      ...fact('GTIN', gtin),
      ...fact(phrase('covers'), coversText(recall)),
      ...fact(phrase('class'), phrase(CLASSES[recall.class - 1] ?? 'class-3')),
      ...fact(phrase('reason'), recall.reason),
      ...fact(phrase('issued-by'), phrase('name-and-gln', { name: recall.by, gln: recall.gln })),
      ...fact(phrase('issued-on'), minuteIn(zone, Date.parse(recall.at))),
      ...fact(phrase('depth'), DEPTHS[recall.depth ?? ''] && phrase(DEPTHS[recall.depth ?? ''] ?? 'depth-consumer')),
    ],
    serials,
    ...(serials.length > 0 && unlisted > 0 ? { more: phrase('more-serials', { count: unlisted }) } : {}),
    asks: [
      phrase('stop'),
      ...(recall.instructions === undefined ? [] : [recall.instructions]),
      ...(recall.depth === 'wholesale' ? [] : [phrase('pass-on')]),
      phrase('answer-by', { by }),
      ...(recall.contact === undefined ? [] : [phrase('ask', { contact: recall.contact })]),
      phrase('at-a-node', { id: lastWords(number) }),
    ],
    sheet: [
      [phrase('number'), number],
      [phrase('product'), [named, gtin].filter((one) => one !== undefined).join(', ')],
      ...(party === undefined ? [] : [[phrase('answer-of'), `${party.name}, GLN ${party.gln}`] as const]),
    ],
    blanks: [
      ...(party === undefined ? [phrase('answer-of')] : []),
      ...(
        [
          'ever-here',
          'set-apart',
          'supplied',
          'sent-on',
          'sent-on-to',
          'destroyed',
          'missing',
          'remarks',
          'signed',
        ] as const
      ).map((one) => phrase(one)),
    ],
    sendTo: phrase('send-to', { to: [self.name, ...addressLines(view, self)].join(', '), by }),
  };
}

const CLASSES = ['class-1', 'class-2', 'class-3'] as const;
const DEPTHS: Readonly<Record<string, 'depth-wholesale' | 'depth-retail' | 'depth-consumer'>> = {
  wholesale: 'depth-wholesale',
  retail: 'depth-retail',
  consumer: 'depth-consumer',
};

function coversText({ scope, lots, packs, singles = 0 }: FoundRecall): string {
  if (scope === 'all') return phrase('all-lots');
  if (scope === 'serials') return phrase('single-packs', { packs });
  const named = phrase('lots', { lots });
  if (singles === 0) return named;
  return phrase('lots-and-single', { lots: named, packs: phrase('single-packs', { packs: singles }) });
}

/** Of the packs that are named one by one, and by no lot, those that the own keys can name. */
function serialsKnown(known: Knowledge | undefined, recall: FoundRecall): readonly string[] {
  const serials: string[] = [];
  const { all, lots, bySerial } = recall.case;
  if (known === undefined || all || bySerial.length === 0) return serials;
  for (const { is, life } of coveredPacks(known, recall)) {
    const isNamed = bySerial.some(({ ref }) => life.recalls.some((one) => one.ref === ref));
    if (!isNamed || lots.has(is.lot)) continue;
    serials.push(is.serial);
    if (serials.length === MOST_SERIALS) break;
  }
  return serials.sort();
}

const BLANK = '_'.repeat(32);

function textOf(letter: LetterParts): string {
  const { title, to, from, day, facts, serials, more, asks, sheet, blanks, sendTo } = letter;
  const pair = ([label, value]: LetterLine) => `${label}: ${value}`;
  const parts = [
    title,
    '',
    pair([phrase('to'), to.join(', ')]),
    pair([phrase('from'), from.join(', ')]),
    day,
    '',
    ...facts.map(pair),
    ...(serials.length === 0 ? [] : [pair([phrase('serials'), serials.join(' ')])]),
    ...(more === undefined ? [] : [more]),
    '',
    ...asks.map((ask) => `- ${ask}`),
    '',
    '-'.repeat(60),
    '',
    phrase('sheet'),
    '',
    ...sheet.map(pair),
    '',
    `[ ] ${phrase('had-none')}`,
    '',
    ...blanks.flatMap((label) => [pair([label, BLANK]), '']),
    sendTo,
  ];
  // Texts of others: nothing in them begins a line or steers whoever reads it.
  return `${parts.flatMap((line) => rowsOfLetter(cleanText(line))).join('\n')}\n`;
}
