// Recalls: a list, one with its story, an answer, and how far it has come.

import { lastWords } from '../../app/node/shell-words.ts';
import type { RecallFollowed } from '../../app/recalls/recall-check.ts';
import type { RecallIssued } from '../../app/recalls/recall-issue.ts';
import type { RecallResponded } from '../../app/recalls/recall-respond.ts';
import type { RecallAnswerHere, RecallRow } from '../../app/recalls/recall-show.ts';
import type { RecallAmended } from '../../app/recalls/recall-widen.ts';
import { ASKED } from '../../custody/recall-words.ts';
import { phrase } from '../../words/en/recalls-text.ts';
import { grouped } from '../../words/numbers.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { affectedCommand, hereText, nextCommand, patientsLine, recallLines, STATES, whatText } from './recall-lines.ts';
import { saidOf } from './said-of.ts';
import { onward, placeOf } from './written.ts';

export function listText(data: { readonly recalls: readonly RecallAnswerHere[] }, style: Style): string {
  if (data.recalls.length === 0) return phrase('none-known');
  return data.recalls
    .map((recall) => {
      const number = recall.number === undefined ? '' : `${recall.number}  `;
      const said = phrase('by-on', { reason: recall.reason, by: recall.by, day: style.minute(recall.at).slice(0, 10) });
      return recallLines(recall, style, [said, `${number}${recall.id}`]);
    })
    .join('\n');
}

const STORY = {
  recall: 'story-recall',
  'recall-response': 'story-answered',
  'recall-check': 'story-checked',
  extend: 'story-extended',
  amend: 'story-amended',
  asked: 'story-asked',
  effective: 'story-effective',
  ineffective: 'story-ineffective',
  ended: 'story-ended',
  rescinded: 'story-rescinded',
} as const;

function storyText({ outcome, kind, type, result, party, method, lots }: RecallRow): string {
  const changed = kind === 'issue' ? undefined : kind;
  const said = saidOf(outcome ?? changed ?? result ?? type, STORY, phrase);
  if (party !== undefined) return phrase('story-party', { said, party, method: saidOf(method ?? '', METHODS, phrase) });
  return changed === undefined || lots === undefined ? said : `${said}: ${phrase('lots', { lots })}`;
}

export function showText(
  data: { readonly recall: RecallAnswerHere; readonly events: readonly RecallRow[] },
  style: Style,
): string {
  const { recall } = data;
  const facts = pairs([
    [phrase('id'), recall.id],
    [phrase('number'), recall.number],
    [phrase('here'), hereText(recall)],
    [phrase('covers'), whatText(recall)],
    [phrase('packs'), grouped(recall.packs)],
    [phrase('class'), String(recall.class)],
    [phrase('depth'), recall.depth],
    [phrase('level'), recall.effectiveness],
    [phrase('to-answer'), recall.state === 'open' ? style.minute(recall.respondBy) : undefined],
    [phrase('reason'), recall.reason],
    [phrase('do'), recall.instructions],
    [phrase('ask'), recall.contact],
    [phrase('by'), phrase('by-at', { by: recall.by, at: style.minute(recall.at) })],
    [phrase('state'), saidOf(recall.state, STATES, phrase)],
  ]);
  const story = data.events.map((event) => wrap(`${style.minute(event.at)}  ${storyText(event)}  ${event.by}`, '  '));
  const command = nextCommand(recall);
  const next = command === undefined ? [] : [wrap(phrase('next', { command }), '  ')];
  const patients = patientsLine(recall).map((line) => wrap(line, '  '));
  return [style.bold(phrase('recall', { class: recall.class })), facts, ...story, ...next, ...patients].join('\n');
}

const VERBS = {
  issued: { already: 'already-recalled', would: 'would-recall', done: 'recalled' },
  extended: { already: 'already-named', would: 'would-extend', done: 'extended-to' },
} as const;

export const issueText = (data: RecallIssued, style: Style): string => sentOut(data, style, VERBS.issued);
export const extendText = (data: RecallIssued, style: Style): string => sentOut(data, style, VERBS.extended);

function sentOut(data: RecallIssued, style: Style, verbs: (typeof VERBS)[keyof typeof VERBS]): string {
  const what = data.lots.length === 0 ? data.gtin : phrase('lots-of', { gtin: data.gtin, lots: data.lots });
  const verb = phrase(data.already ? verbs.already : data.dryRun ? verbs.would : verbs.done);
  const command = `pedigree recall status ${data.recall}`;
  const next = data.dryRun ? [] : [wrap(phrase('next', { command }), '  ')];
  const done = phrase('issued', { done: style.bold(verb), what, packs: data.packs });
  return [wrap(done), ...sentLines(data, style), ...next].join('\n');
}

function sentLines(data: Pick<RecallIssued, 'sent' | 'dryRun' | 'already'>, style: Style): readonly string[] {
  const sent = data.sent.map(({ peer, error }) =>
    wrap(error === undefined ? phrase('sent-to', { peer }) : style.red(phrase('not-sent-to', { peer, error })), '  '),
  );
  // To whom the first one went is not known any more.
  return sent.length === 0 && !data.dryRun && !data.already ? [wrap(phrase('nobody-told'))] : sent;
}

export function amendText(data: RecallAmended, style: Style): string {
  if (data.already) return wrap(phrase('already-says-so'));
  const done = style.bold(phrase(data.dryRun ? 'would-amend' : 'amended'));
  return [wrap(phrase('amended-what', { done, what: data.changed })), ...sentLines(data, style)].join('\n');
}

/** What became of packs, as people say it. */
export const FATES = {
  received: 'fate-received',
  held: 'fate-held',
  quarantined: 'fate-quarantined',
  dispensed: 'fate-dispensed',
  sentOn: 'fate-sent-on',
  decommissioned: 'fate-decommissioned',
  unaccounted: 'fate-unaccounted',
  disputed: 'fate-disputed',
} as const;

/** How somebody was reached. */
export const METHODS = { phone: 'by-phone', visit: 'by-visit', letter: 'by-letter', email: 'by-email' } as const;

const RESULTS = { effective: 'effective', ineffective: 'ineffective' } as const;

export function followedText(data: RecallFollowed, style: Style): string {
  const { party, attempts } = data;
  const method = saidOf(data.method, METHODS, phrase);
  const isAsked = data.result === ASKED;
  const verb = data.dryRun ? (isAsked ? 'would-ask' : 'would-check') : isAsked ? 'asked' : 'checked';
  const done = style.bold(phrase(verb));
  const said = isAsked
    ? phrase('followed-up', { done, party, method, attempts })
    : phrase('checked-so', { done, party, method, result: saidOf(data.result, RESULTS, phrase) });
  return [wrap(said), ...onward(data, phrase('next-sync'))].join('\n');
}

export function respondText(data: RecallResponded, style: Style): string {
  const verb = phrase(data.already ? 'already-answered' : data.dryRun ? 'would-answer' : 'answered');
  const rows = Object.entries(data.counts).map(
    ([name, count]) => [saidOf(name, FATES, phrase), grouped(count)] as const,
  );
  const apart = data.dryRun ? 'would-set-apart' : 'set-apart-now';
  return [
    wrap(phrase(apart, { done: style.bold(verb), packs: data.quarantined })),
    pairs(rows),
    ...((data.counts.dispensed ?? 0) === 0 || data.recall === undefined
      ? []
      : [wrap(phrase('patients', { command: affectedCommand(lastWords(data.recall)) }))]),
    ...onward(data, phrase('next-sync')),
  ].join('\n');
}

export function endText(
  data: { readonly recall: string; readonly outcome: string; readonly already: boolean; readonly dryRun?: boolean },
  style: Style,
): string {
  const outcome = data.outcome === 'ended' ? 'ended' : 'rescinded';
  const done = data.already
    ? (`already-${outcome}` as const)
    : data.dryRun
      ? (`would-be-${outcome}` as const)
      : outcome;
  const said = phrase(`end-${outcome}`, { done: style.bold(phrase(done)) });
  return wrap([said, ...onward(data, phrase('next-sync'))].join('\n'));
}

export function letterText({ file, to }: { readonly file: string; readonly to?: string }): string {
  const place = placeOf(file);
  return wrap(to === undefined ? phrase('letter-in', { place }) : phrase('letter-to-in', { to, place }));
}
