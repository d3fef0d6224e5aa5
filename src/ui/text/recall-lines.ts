// What a recall means for whoever reads it: whether any of it is here, how many and where, and what is left to do.
import type { RecallHere } from '../../app/judging/recall-here.ts';
import { lastWords } from '../../app/node/shell-words.ts';
import { phrase } from '../../words/en/recalls-text.ts';
import { columns, type Style, wrap } from '../style.ts';
import { type ProductSaid, productOfLine, productSaid } from './product-words.ts';
import { saidOf } from './said-of.ts';

interface Told {
  readonly id: string;
  readonly number?: string;
  readonly gtin: string;
  readonly product?: string | object;
  readonly strength?: string;
  readonly form?: string;
  readonly lots: readonly string[];
  readonly scope: 'lots' | 'all' | 'serials';
  readonly singles?: number;
  readonly class: number;
  /** Commissioned packs, where they are counted. */
  readonly packs?: number;
  readonly state?: string;
  readonly here?: RecallHere;
  readonly of?: string;
}

/** Of a recall, as its answer says it. */
export const STATES = { open: 'open', ended: 'ended', rescinded: 'rescinded' } as const;

/** Places are named up to so many. */
const SHOWN = 5;

/** What of a recall is said, in this order: `more`, `do` and `ask` are what whoever prints it adds. */
export type RecallPart = 'here' | 'due' | 'places' | 'apart' | 'what' | 'more' | 'do' | 'ask' | 'next' | 'patients';

/** First what this party has of it; below that what is recalled, `more` about it, and the command that goes on. */
export function recallLines(recall: Told, style: Style, more: readonly string[]): string {
  return recallParts(recall, style, more)
    .flatMap(({ lines }) => lines)
    .join('\n');
}

/** The same part by part, each as lines that fit a terminal. */
export function recallParts(
  recall: Told,
  style: Style,
  more: readonly string[],
  told: Partial<Readonly<Record<'do' | 'ask', readonly string[]>>> = {},
): readonly { readonly of: RecallPart; readonly lines: readonly string[] }[] {
  const paint = recall.state === 'rescinded' ? style.dim : recall.class === 1 ? style.red : style.yellow;
  const word = phrase('recall', { class: recall.class });
  // The column at which sentences stand, so that the word stands alone.
  const indent = ' '.repeat(columns(word) + 2);
  const state =
    recall.state === undefined || recall.state === 'open' ? '' : `  (${saidOf(recall.state, STATES, phrase)})`;
  const next = nextCommand(recall);
  const said: readonly (readonly [RecallPart, readonly string[]])[] = [
    ['here', [hereText(recall)]],
    ['due', next === undefined ? [] : dueLine(recall.here, style)],
    ['places', placesOf(recall.here)],
    ['apart', apartLine(recall.here)],
    ['what', [`${whatText(recall)}${state}`]],
    ['more', more],
    ['do', told.do ?? []],
    ['ask', told.ask ?? []],
    ['next', next === undefined ? [] : [next]],
    ['patients', patientsLine(recall)],
  ];
  return said
    .map(([of, texts]) => ({ of, texts: texts.filter((text) => text !== '') }))
    .filter(({ texts }) => texts.length > 0)
    .map(({ of, texts }, at) => ({
      of,
      lines: texts.flatMap((text, nth) => {
        const begin = at === 0 && nth === 0 ? `${style.bold(paint(word))}  ` : indent;
        return wrap(begin + text, indent).split('\n');
      }),
    }));
}

/** Product and scope, with all that tells it from others. */
export function whatText(recall: Told): string {
  const { product, gtin, ...words } = recall;
  const name =
    typeof product === 'object'
      ? productSaid(product as ProductSaid)
      : productOfLine({ ...words, ...(product === undefined ? {} : { product }) });
  const what = name === undefined ? gtin : phrase('product-gtin', { name, gtin });
  return phrase('what-scope', { what, scope: scopeText(recall) });
}

export function scopeText({
  scope,
  lots,
  packs,
  singles = 0,
}: Pick<Told, 'scope' | 'lots' | 'packs' | 'singles'>): string {
  if (scope === 'all') return phrase('all-lots');
  if (scope === 'serials') return packs === undefined ? phrase('single-packs') : phrase('so-many-single', { packs });
  const named = phrase('lots', { lots });
  if (singles === 0) return named;
  return phrase('lots-and-single', { lots: named, packs: phrase('so-many-single', { packs: singles }) });
}

/** `you hold 14 packs (2 places), dispensed 3, sent on 20 to 2 parties`. */
export function hereText(recall: Pick<Told, 'id' | 'number' | 'of' | 'here' | 'state'>): string {
  const { here, state } = recall;
  // Another recall may stand for the same packs.
  if (state === 'rescinded')
    return here?.apart === undefined ? phrase('taken-back') : phrase('apart-for-nothing', { packs: here.apart.packs });
  if (here === undefined) return '';
  if (here.own) return phrase('issued-by-you');
  const { counts, places = [], sentTo = [], coming = 0 } = here;
  if (here.uncounted === 'many') return phrase('many-made', { recall: nameOf(recall) });
  if (counts === undefined) return phrase('key-locked');
  if (counts.received === 0 && coming === 0) {
    if (!here.mayHold) return phrase('no-goods');
    if (here.unrecorded) return phrase('none-recorded');
    return phrase('never-here');
  }
  const packs = counts.held + counts.quarantined;
  const holding = places.length === 0 ? phrase('hold', { packs }) : phrase('hold-in', { packs, places: places.length });
  const { dispensed, sentOn, decommissioned, unaccounted, disputed } = counts;
  const rest = [
    dispensed === 0 ? undefined : phrase('so-many-dispensed', { count: dispensed }),
    sentOn === 0 ? undefined : phrase('so-many-sent-on', { count: sentOn, parties: sentTo.length }),
    decommissioned === 0 ? undefined : phrase('so-many-out-of-use', { count: decommissioned }),
    unaccounted === 0 ? undefined : phrase('so-many-missing', { count: unaccounted }),
    disputed === 0 ? undefined : phrase('so-many-disputed', { count: disputed }),
    coming === 0 ? undefined : phrase('so-many-coming', { count: coming }),
  ];
  return [packs === 0 ? phrase('hold-none') : holding, ...rest.filter((one) => one !== undefined)].join(', ');
}

/** By when to answer, and how often it was asked for. */
function dueLine(here: RecallHere | undefined, style: Style): readonly string[] {
  if (here?.answerBy === undefined) return [];
  const at = style.minute(here.answerBy);
  const due = here.overdue === true ? style.red(phrase('answer-overdue', { at })) : phrase('answer-by', { at });
  const last = here.asked?.at(-1);
  if (last === undefined) return [due];
  const asked = phrase('asked-again', { times: here.asked?.length ?? 0, by: last.by, at: style.minute(last.at) });
  return [phrase('due-and-asked', { due, asked })];
}

function apartLine(here: RecallHere | undefined): readonly string[] {
  const items = here?.apart?.items ?? [];
  if (items.length === 0) return [];
  const more = items.length > SHOWN ? [phrase('and-more', { count: items.length - SHOWN })] : [];
  return [phrase('where', { places: [...items.slice(0, SHOWN), ...more] })];
}

function placesOf(here: RecallHere | undefined): readonly string[] {
  const all = here?.places ?? [];
  if (all.length === 0) return [];
  const named = all
    .slice(0, SHOWN)
    .map(({ within, packs: count }) =>
      within === undefined ? phrase('loose', { count }) : phrase('so-many-in', { count, within }),
    );
  const more = all.length > SHOWN ? [phrase('and-more', { count: all.length - SHOWN })] : [];
  const places = [...named, ...more];
  const count = here?.counts?.quarantined ?? 0;
  return [count === 0 ? phrase('where', { places }) : phrase('where-and-apart', { places, count })];
}

/** What to do about it; nothing where there can be nothing here, or the answer is given and nothing lies open. */
export function nextCommand(recall: Told): string | undefined {
  const { here, state } = recall;
  const name = nameOf(recall);
  if (state === 'rescinded') return here?.apart === undefined ? undefined : `pedigree release --recall ${name}`;
  if (here?.own === true) return `pedigree recall status ${name}`;
  const respond = `pedigree recall respond ${name}`;
  if (here === undefined || here.counts === undefined) return respond;
  if (here.answered) return here.counts.held > 0 ? respond : undefined;
  const any = here.counts.received > 0 || (here.coming ?? 0) > 0;
  return any || (here.unrecorded && here.mayHold) ? respond : undefined;
}

/** Where packs were supplied: the command that lists from which references. */
export function patientsLine(recall: Pick<Told, 'id' | 'number' | 'of' | 'here'>): readonly string[] {
  if ((recall.here?.counts?.dispensed ?? 0) === 0) return [];
  return [phrase('patients', { command: affectedCommand(nameOf(recall)) })];
}

export function affectedCommand(recall: string): string {
  return `pedigree recall affected --dispensed ${recall}`;
}

/** Where the whole of it is told. */
export function showCommand(recall: Pick<Told, 'id' | 'number' | 'of'>): string {
  return phrase('all-of-it', { command: `pedigree recall show ${nameOf(recall)}` });
}

/** The recall as a command takes it. */
function nameOf({ id, number, of }: Pick<Told, 'id' | 'number' | 'of'>): string {
  return lastWords(number ?? of ?? id);
}
