// How far a recall has come: the sum of all packs first, then who is silent, who has answered, and what differs.
import type { RecallParty } from '../../app/judging/recall-parties.ts';
import type { RecallStatus } from '../../app/judging/recall-status.ts';
import { lastWords } from '../../app/node/shell-words.ts';
import { phrase } from '../../words/en/recalls-text.ts';
import { grouped } from '../../words/numbers.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { table } from '../table.ts';
import { FATES, METHODS } from './recall.ts';
import { saidOf } from './said-of.ts';

/** Whether a party has answered. */
const ANSWERS = { answered: 'answered', outdated: 'outdated', silent: 'silent' } as const;

export function text(data: RecallStatus, style: Style): string {
  const { parties } = data;
  const [first = '', ...more] = headLines(data, style);
  return [
    style.bold(first),
    ...more,
    ...(parties.length === 0 ? [] : [partiesTable(parties, style)]),
    ...parties.flatMap((party) => differences(party, style)),
    sumText(data),
    ...basisText(data, style),
  ].join('\n');
}

/** What is over is answered by nobody any more. */
function headLines({ state, parties, effectiveness, respondBy }: RecallStatus, style: Style): readonly string[] {
  if (state === 'rescinded') return [phrase('taken-back')];
  const percent = Math.floor(effectiveness * 100);
  const overdue = parties.filter(({ overdue }) => overdue).length;
  const share = phrase('effective-share', {
    percent,
    overdue,
    ...(state === 'open' ? { by: style.minute(respondBy) } : {}),
  });
  const done = parties.length === 0 ? phrase('of-nobody-known') : share;
  return state === 'ended' ? [phrase('end-ended', { done: phrase('ended') }), done] : [done];
}

function partiesTable(parties: readonly RecallParty[], style: Style): string {
  const heads = [
    { title: phrase('party'), flexible: true },
    { title: 'GLN' },
    { title: phrase('state') },
    { title: phrase('held'), align: 'right' as const },
    { title: phrase('set-apart'), align: 'right' as const },
    { title: phrase('dispensed'), align: 'right' as const },
    { title: phrase('contact'), below: true },
  ];
  const rows = parties.map((party) => {
    const { name, gln, counts, lives, contact, level, from } = party;
    const told = counts ?? lives;
    const supplied = level === 'sub-consignee' ? phrase('supplied-by', { names: from ?? [] }) : undefined;
    return [
      name,
      gln,
      stateText(party),
      grouped(told?.held ?? 0),
      grouped(told?.quarantined ?? 0),
      grouped(told?.dispensed ?? 0),
      [contact, supplied, ...followedWords(party, style)].filter((word) => word !== undefined).join('; '),
    ];
  });
  return table(heads, rows, style);
}

function stateText({ overdue, checked, effective, state }: RecallParty): string {
  if (overdue === true) return phrase('overdue');
  if (checked !== undefined) return phrase(effective ? 'follows' : 'does-not-follow');
  return saidOf(state, ANSWERS, phrase);
}

/** What was done about it, and where it has not answered, whether it can know at all. */
function followedWords(party: RecallParty, style: Style): readonly string[] {
  const { attempts, checked, state, notified } = party;
  const last = attempts.at(-1);
  const way = (method: string) => saidOf(method, METHODS, phrase);
  const asked =
    last === undefined
      ? []
      : [phrase('attempts-so-far', { times: attempts.length, method: way(last.method), at: style.minute(last.at) })];
  const found =
    checked === undefined
      ? []
      : [
          phrase('checked-at', {
            said: phrase(party.effective ? 'check-effective' : 'check-ineffective'),
            at: style.minute(checked.at),
            method: way(checked.method),
          }),
        ];
  if (state === 'answered' || checked !== undefined) return [...asked, ...found];
  const knows =
    notified === undefined
      ? phrase('no-sign')
      : phrase(notified.by === 'exchange' ? 'met-at' : 'at-work-at', { at: style.minute(notified.at) });
  return [...asked, ...found, knows];
}

function differences({ name, differs = [], at }: RecallParty, style: Style): readonly string[] {
  if (differs.length === 0 || at === undefined) return [];
  const what = differs.map(({ of, answered, here }) =>
    phrase('answered-and-here', { of: saidOf(of, FATES, phrase), answered, here }),
  );
  return [wrap(style.yellow(phrase('differs', { name, at: style.minute(at), what })), '  ')];
}

/** A line for each part that is not empty; what they come to stands above them. */
function sumText({ sum }: RecallStatus): string {
  const stock = (of: { readonly held: number; readonly quarantined: number }) =>
    of.held + of.quarantined === 0
      ? undefined
      : phrase('stock-of', { packs: of.held + of.quarantined, apart: of.quarantined });
  const some = (count: number) => (count === 0 ? undefined : grouped(count));
  const reasons = Object.entries(sum.decommissioned);
  const out = reasons.reduce((all, [, count]) => all + count, 0);
  return pairs([
    [phrase('commissioned'), grouped(sum.commissioned)],
    [phrase('at-the-maker'), stock(sum.atMaker)],
    [phrase('in-transit'), some(sum.inTransit)],
    [phrase('with-consignees'), stock(sum.consignees)],
    [phrase('sent-on'), stock(sum.sentOn)],
    [phrase('dispensed'), some(sum.dispensed)],
    [
      phrase('out-of-use'),
      out === 0
        ? undefined
        : phrase('out-by-reason', {
            count: out,
            reasons: reasons.map(([reason, count]) => `${reason} ${grouped(count)}`),
          }),
    ],
    [phrase('not-accounted-for'), some(sum.unaccounted)],
    [phrase('in-dispute'), some(sum.disputed)],
    [phrase('not-known-here'), some(sum.notKnownHere)],
    [phrase('contested-among-them'), some(sum.contested)],
  ]);
}

function basisText({ basis, own, recall, state }: RecallStatus, style: Style): readonly string[] {
  const [oldest] = basis.heard;
  const lines = [
    basis.from.includes('made')
      ? phrase('basis-made', { codes: basis.codes })
      : phrase('basis-manifests', { codes: basis.codes }),
    oldest === undefined ? undefined : phrase('oldest-news', { name: oldest.name, at: style.minute(oldest.at) }),
    basis.closed === 0 ? undefined : phrase('basis-closed', { count: basis.closed }),
    basis.uncommissioned === 0 ? undefined : phrase('basis-uncommissioned', { count: basis.uncommissioned }),
  ].filter((line) => line !== undefined);
  const apart =
    own.held === 0 || state === 'rescinded'
      ? []
      : [
          wrap(
            phrase('own-to-set-apart', { packs: own.held, command: `pedigree recall respond ${lastWords(recall)}` }),
          ),
        ];
  return [wrap(style.dim(lines.join('; '))), ...apart];
}
