// What a recall means for whoever reads it: whether any of it is here, how many and where, and what is left to do.
import type { RecallHere } from '../../app/judging/recall-here.ts';
import { lastWords } from '../../app/node/shell-words.ts';
import { counted, grouped } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import { type ProductSaid, productOfLine, productSaid } from './product-words.ts';

interface Told {
  readonly id: string;
  readonly number?: string;
  readonly gtin: string;
  readonly product?: string | object;
  readonly strength?: string;
  readonly form?: string;
  readonly lots: readonly string[];
  readonly scope: 'lots' | 'all' | 'serials';
  readonly class: number;
  /** Commissioned packs, where they are counted. */
  readonly packs?: number;
  readonly state?: string;
  readonly here?: RecallHere;
  readonly of?: string;
}

/** The column at which sentences stand, so that the word stands alone. */
const INDENT = ' '.repeat(10);
/** Places are named up to so many. */
const SHOWN = 5;

/** First what this party has of it; below that what is recalled, `more` about it, and the command that goes on. */
export function recallLines(recall: Told, style: Style, more: readonly string[]): string {
  const paint = recall.state === 'rescinded' ? style.dim : recall.class === 1 ? style.red : style.yellow;
  const head = style.bold(paint(`RECALL ${recall.class}`));
  const state = recall.state === undefined || recall.state === 'open' ? '' : `  (${recall.state})`;
  const here = hereText(recall);
  const lines = [here, ...placesOf(recall.here), `${whatText(recall)}${state}`, ...more];
  const next = nextCommand(recall);
  const [first = '', ...others] = [...lines, ...(next === undefined ? [] : [next])].filter((line) => line !== '');
  return [wrap(`${head}  ${first}`, INDENT), ...others.map((line) => wrap(INDENT + line, INDENT))].join('\n');
}

/** Product and scope, with all that tells it from others. */
export function whatText(recall: Told): string {
  const { product, gtin, ...words } = recall;
  const name =
    typeof product === 'object'
      ? productSaid(product as ProductSaid)
      : productOfLine({ ...words, ...(product === undefined ? {} : { product }) });
  return `${name === undefined ? gtin : `${name} (${gtin})`}, ${scopeText(recall)}`;
}

export function scopeText({ scope, lots, packs }: Pick<Told, 'scope' | 'lots' | 'packs'>): string {
  if (scope === 'all') return 'all lots';
  if (scope === 'serials') return packs === undefined ? 'single packs' : counted(packs, 'single pack');
  return `${lots.length === 1 ? 'lot' : 'lots'} ${lots.join(', ')}`;
}

/** `you hold 14 packs (2 places), dispensed 3, sent on 20 to 2 parties`. */
export function hereText(recall: Pick<Told, 'id' | 'number' | 'of' | 'here' | 'state'>): string {
  const { here, state } = recall;
  // Another recall may stand for the same packs.
  if (state === 'rescinded') return 'taken back: it stops no pack any more';
  if (here === undefined) return '';
  if (here.own) return 'issued by you';
  const { counts, places = [], sentTo = [], coming = 0 } = here;
  if (here.uncounted === 'many')
    return `many of it were made here: pedigree recall status ${nameOf(recall)} counts them`;
  if (counts === undefined) return 'the key is locked: whether you hold any cannot be told';
  if (counts.received === 0 && coming === 0) {
    if (!here.mayHold) return 'you hold no goods: there is nothing to do here';
    if (here.unrecorded) return 'none is recorded here, and hand-overs need not be: look on the shelf';
    return 'none of it was ever here: there is nothing to do';
  }
  const held = counts.held + counts.quarantined;
  const where = places.length === 0 ? '' : ` (${counted(places.length, 'place')})`;
  const to = sentTo.length === 0 ? '' : ` to ${counted(sentTo.length, 'party', 'parties')}`;
  const rest = (
    [
      [counts.dispensed, 'dispensed '],
      [counts.sentOn, 'sent on ', to],
      [counts.decommissioned, 'out of use '],
      [counts.unaccounted, 'missing '],
      [counts.disputed, 'disputed '],
      [coming, 'on the way here '],
    ] as const
  ).flatMap(([count, word, after = '']) => (count === 0 ? [] : [`${word}${grouped(count)}${after}`]));
  return [held === 0 ? 'you hold none' : `you hold ${counted(held, 'pack')}${where}`, ...rest].join(', ');
}

function placesOf(here: RecallHere | undefined): readonly string[] {
  const places = here?.places ?? [];
  if (places.length === 0) return [];
  const named = places
    .slice(0, SHOWN)
    .map(({ within, packs }) => `${grouped(packs)} ${within === undefined ? 'loose' : `in ${within}`}`);
  const more = places.length > SHOWN ? [`and ${grouped(places.length - SHOWN)} more`] : [];
  const apart = here?.counts?.quarantined ?? 0;
  const quarantined = apart === 0 ? '' : `; in quarantine ${grouped(apart)}`;
  return [`where: ${[...named, ...more].join(', ')}${quarantined}`];
}

/** What to do about it; nothing where there can be nothing here, or the answer is given and nothing lies open. */
export function nextCommand(recall: Told): string | undefined {
  const { here, state } = recall;
  const name = nameOf(recall);
  if (here?.own === true) return `pedigree recall status ${name}`;
  if (state === 'rescinded') return undefined;
  const respond = `pedigree recall respond ${name}`;
  if (here === undefined || here.counts === undefined) return respond;
  if (here.answered) return here.counts.held > 0 ? respond : undefined;
  const any = here.counts.received > 0 || (here.coming ?? 0) > 0;
  return any || (here.unrecorded && here.mayHold) ? respond : undefined;
}

/** The recall as a command takes it. */
function nameOf({ id, number, of }: Pick<Told, 'id' | 'number' | 'of'>): string {
  return lastWords(number ?? of ?? id);
}
