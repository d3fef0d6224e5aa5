// Recalls: a list, one with its story, an answer, and how far it has come.

import type { RecallHere } from '../../app/judging/recall-here.ts';
import { counted, grouped } from '../../words/numbers.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { table } from '../table.ts';
import type { ProductSaid } from './product-words.ts';
import { hereText, nextCommand, recallLines, whatText } from './recall-lines.ts';
import { onward } from './written.ts';

interface Recall {
  readonly id: string;
  readonly number?: string;
  readonly gtin: string;
  readonly product?: ProductSaid;
  readonly lots: readonly string[];
  readonly scope: 'lots' | 'all' | 'serials';
  readonly class: number;
  readonly reason: string;
  readonly instructions?: string;
  readonly contact?: string;
  readonly depth?: string;
  readonly by: string;
  readonly at: string;
  readonly state: string;
  readonly packs: number;
  readonly here?: RecallHere;
}

export function listText(data: { readonly recalls: readonly Recall[] }, style: Style): string {
  if (data.recalls.length === 0) return 'no recall is known here';
  return data.recalls
    .map((recall) => {
      const number = recall.number === undefined ? '' : `${recall.number}  `;
      const said = `${recall.reason}; by ${recall.by}, ${style.minute(recall.at).slice(0, 10)}`;
      return recallLines(recall, style, [said, `${number}${recall.id}`]);
    })
    .join('\n');
}

const STORY: Readonly<Record<string, string>> = {
  recall: 'recalled',
  'recall-response': 'answered',
  'recall-check': 'checked',
  ended: 'ended',
  rescinded: 'taken back',
};

export function showText(data: { readonly recall: Recall; readonly events: readonly object[] }, style: Style): string {
  const { recall } = data;
  const facts = pairs([
    ['recall', recall.id],
    ['number', recall.number],
    ['here', hereText(recall)],
    ['covers', whatText(recall)],
    ['packs', grouped(recall.packs)],
    ['class', String(recall.class)],
    ['depth', recall.depth],
    ['reason', recall.reason],
    ['do', recall.instructions],
    ['ask', recall.contact],
    ['by', `${recall.by}, ${style.minute(recall.at)}`],
    ['state', recall.state],
  ]);
  const story = (data.events as { at: string; type: string; by: string; outcome?: string }[]).map((event) =>
    wrap(`${style.minute(event.at)}  ${STORY[event.outcome ?? event.type] ?? event.type}  ${event.by}`, '  '),
  );
  const command = nextCommand(recall);
  const next = command === undefined ? [] : [wrap(`next: ${command}`, '  ')];
  return [style.bold(`RECALL ${recall.class}`), facts, ...story, ...next].join('\n');
}

interface Issued {
  readonly recall?: string;
  readonly lots: readonly string[];
  readonly gtin: string;
  readonly packs: number;
  readonly already: boolean;
  readonly dryRun?: boolean;
  readonly sent: readonly { readonly peer: string; readonly at?: string; readonly error?: string }[];
}

export function issueText(data: Issued, style: Style): string {
  const what = data.lots.length === 0 ? data.gtin : `${data.gtin}, lot ${data.lots.join(', ')}`;
  const verb = data.already ? 'already recalled' : data.dryRun ? 'would recall' : 'recalled';
  const sent = data.sent.map((to) =>
    wrap(to.error === undefined ? `sent to ${to.peer}` : style.red(`not sent to ${to.peer}: ${to.error}`), '  '),
  );
  // To whom the first one went is not known any more.
  const none =
    sent.length === 0 && !data.dryRun && !data.already
      ? ['nobody was told yet: pedigree sync, or pedigree export FILE']
      : [];
  const next = data.dryRun ? [] : [wrap(`next: pedigree recall status ${data.recall}`, '  ')];
  return [wrap(`${style.bold(verb)} ${what}, ${counted(data.packs, 'pack')}`), ...sent, ...none, ...next].join('\n');
}

/** What became of packs, as people say it. */
const FATES: Readonly<Record<string, string>> = {
  received: 'ever here',
  held: 'here, not set apart',
  quarantined: 'in quarantine',
  dispensed: 'dispensed',
  sentOn: 'sent on',
  decommissioned: 'out of use',
  unaccounted: 'missing',
  disputed: 'disputed',
};

interface Responded {
  readonly counts: Readonly<Record<string, number>>;
  readonly quarantined: number;
  readonly already: boolean;
  readonly dryRun?: boolean;
}

export function respondText(data: Responded, style: Style): string {
  const verb = data.already ? 'already answered' : data.dryRun ? 'would answer' : 'answered';
  const rows = Object.entries(data.counts).map(([name, count]) => [FATES[name] ?? name, grouped(count)] as const);
  return [
    `${style.bold(verb)}; ${counted(data.quarantined, 'pack')} quarantined${data.dryRun ? '' : ' now'}`,
    pairs(rows),
    ...onward(data, 'next: pedigree sync'),
  ].join('\n');
}

interface Status {
  readonly recall: string;
  readonly parties: readonly {
    readonly name: string;
    readonly gln: string;
    readonly state: string;
    readonly contact?: string;
    readonly counts?: Readonly<Record<string, number>>;
  }[];
  readonly held: number;
  readonly quarantined: number;
  readonly dispensed: number;
  readonly own: { readonly held: number; readonly quarantined: number; readonly dispensed: number };
  readonly effectiveness: number;
}

export function statusText(data: Status, style: Style): string {
  const heads = [
    { title: 'party', flexible: true },
    { title: 'GLN' },
    { title: 'state' },
    { title: 'held', align: 'right' as const },
    { title: 'set apart', align: 'right' as const },
    { title: 'dispensed', align: 'right' as const },
    { title: 'contact', below: true },
  ];
  const rows = data.parties.map(({ name, gln, state, counts, contact }) => [
    name,
    gln,
    state,
    grouped(counts?.held ?? 0),
    grouped(counts?.quarantined ?? 0),
    grouped(counts?.dispensed ?? 0),
    contact ?? '',
  ]);
  const fates = (counts: Status['own']) =>
    `${counted(counts.held, 'pack')} held, ${grouped(counts.quarantined)} in quarantine, ${grouped(counts.dispensed)} dispensed`;
  const here = wrap(`here: ${fates(data.own)}`, '  ');
  const inAll = rows.length === 0 ? [] : [wrap(`in all: ${fates(data)}`, '  ')];
  const done =
    data.parties.length === 0
      ? 'of nobody else is known here that it was supplied, or has answered'
      : `answered: ${Math.round(data.effectiveness * 100)} %`;
  return [...(rows.length === 0 ? [] : [table(heads, rows, style)]), here, ...inAll, style.bold(done)].join('\n');
}

export function endText(
  data: { readonly recall: string; readonly outcome: string; readonly already: boolean; readonly dryRun?: boolean },
  style: Style,
): string {
  const said =
    data.outcome === 'ended' ? 'the action is over; the packs stay recalled' : 'taken back; it stops no pack any more';
  const done = data.already ? `already ${data.outcome}` : data.dryRun ? `would be ${data.outcome}` : data.outcome;
  return wrap([`${style.bold(done)}: ${said}`, ...onward(data, 'next: pedigree sync')].join('\n'));
}
