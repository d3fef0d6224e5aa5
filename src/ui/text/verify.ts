// A verdict as the pharmacist sees it: one word that is read from two metres, why, and what to do now.
import type { Verified } from '../../app/verdict/verify.ts';
import { isOwnStep } from '../../custody/own-step.ts';
import { phrase } from '../../words/en/verdict-text.ts';
import { type Style, wrap } from '../style.ts';
import type { TextContext } from './context.ts';
import { productSaid } from './product-words.ts';

/** The column at which the sentences stand, so that the word stands alone. */
const MARGIN = 13;
/** So many reasons are told beside the first: with what to do and what it is they fill a page. */
const MOST_SHOWN = 8;

export function text(data: Verified, style: Style, context: TextContext): string {
  const [word, paint] = headline(data, style);
  const indent = ' '.repeat(MARGIN);
  const lines: string[] = [];
  const say = (sentence: string) => lines.push(wrap(indent + sentence, indent));
  const [first, ...rest] = data.reasons;
  lines.push(wrap(paint(word) + ' '.repeat(MARGIN - word.length) + opening(data), indent));
  if (first !== undefined && data.own !== undefined && !isOwnStep(data.own, first)) say(told(first));
  if (first !== undefined) say(first.advice);
  const others = rest.filter((reason) => data.own === undefined || !isOwnStep(data.own, reason));
  const shown = style.verbose ? others : others.slice(0, MOST_SHOWN);
  for (const reason of shown) {
    say(phrase(reason.status === 'caution' ? 'note' : 'also', { text: told(reason) }));
    if (reason.advice !== first?.advice && style.verbose) say(reason.advice);
  }
  if (shown.length < others.length) say(phrase('more-reasons', { count: others.length - shown.length }));
  if (data.status === 'stop' && data.maker !== undefined && data.cause === 'suspect') {
    const { name, contact } = data.maker;
    say(contact === undefined ? phrase('maker', { name }) : phrase('maker-contact', { name, contact }));
  }
  for (const line of described(data)) lines.push(style.dim(wrap(indent + line, indent)));
  if (data.candidates !== undefined && data.candidates.length > 0)
    say(phrase('readings-left', { count: data.candidates.length }));
  if (style.verbose && context.input !== undefined) say(phrase('scanned', { input: context.input }));
  return lines.join('\n');
}

function headline(data: Verified, style: Style): readonly [string, (text: string) => string] {
  const red = (text: string) => style.bold(style.red(text));
  const yellow = (text: string) => style.bold(style.yellow(text));
  if (data.cause === 'scan' && data.status !== 'genuine' && data.status !== 'caution')
    return [phrase('scan-again'), yellow];
  const codes = new Set<string>(data.reasons.map((reason) => reason.code));
  switch (data.status) {
    case 'genuine':
      return [phrase('genuine'), (text) => style.bold(style.green(text))];
    case 'caution':
      return [phrase('caution'), yellow];
    case 'unknown':
      return [phrase('cannot-tell'), yellow];
    default:
      if (codes.has('recalled')) return [phrase('recalled'), red];
      if (codes.has('in-transit-elsewhere') && data.reasons[0]?.code === 'in-transit-elsewhere')
        return [phrase('not-yours'), red];
      return [phrase('stop'), red];
  }
}

function opening(data: Verified): string {
  const [first] = data.reasons;
  // What the own people did with it explains the rest.
  const { own } = data;
  if (own !== undefined && first !== undefined && isOwnStep(own, first)) return told({ ...first, text: own.text });
  if (own !== undefined) return own.text;
  if (first === undefined) {
    const { sscc, gtin, packs } = data.item;
    const what = sscc === undefined && (gtin === undefined || packs === undefined) ? 'pack' : 'container';
    return data.maker === undefined
      ? phrase(`${what}-in-order`)
      : phrase(`${what}-in-order-by`, { maker: data.maker.name });
  }
  return told(first);
}

function told({ text, emvs }: Verified['reasons'][number]): string {
  return emvs === undefined ? text : `${text}  (EMVS ${emvs})`;
}

/** What it is, and which one: a line each. */
function described({ item, product }: Verified): readonly string[] {
  const what = [product === undefined ? undefined : productSaid(product)];
  const which = [
    item.sscc === undefined ? undefined : phrase('sscc', { sscc: item.sscc }),
    item.packs === undefined ? undefined : phrase('packs', { count: item.packs }),
    item.lot === undefined ? undefined : phrase('lot', { lot: item.lot }),
    item.expiry === undefined ? undefined : phrase('expiry', { expiry: item.expiry }),
    item.serial === undefined ? undefined : phrase('serial', { serial: item.serial }),
  ];
  return [what, which].map((parts) => parts.filter(Boolean).join('  ')).filter((line) => line !== '');
}
