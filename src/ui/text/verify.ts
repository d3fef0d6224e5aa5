// A verdict as the pharmacist sees it: one word that is read from two metres, why, and what to do now.
import type { Verified } from '../../app/verdict/verify.ts';
import { isOwnDeed } from '../../custody/own-deed.ts';
import { counted, type Style, wrap } from '../style.ts';
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
  if (first !== undefined && data.own !== undefined && !isOwnDeed(data.own, first)) say(told(first));
  if (first !== undefined) say(first.advice);
  const others = rest.filter((reason) => data.own === undefined || !isOwnDeed(data.own, reason));
  const shown = style.verbose ? others : others.slice(0, MOST_SHOWN);
  for (const reason of shown) {
    const code = reason.emvs === undefined ? '' : `  (EMVS ${reason.emvs})`;
    say(`${reason.status === 'caution' ? 'Note' : 'Also'}: ${reason.text}${code}`);
    if (reason.advice !== first?.advice && style.verbose) say(reason.advice);
  }
  if (shown.length < others.length)
    say(`And ${counted(others.length - shown.length, 'more reason')}: --verbose tells them.`);
  if (data.status === 'stop' && data.maker !== undefined && data.cause === 'suspect') {
    say(`Maker: ${data.maker.name}${data.maker.contact === undefined ? '' : `, ${data.maker.contact}`}`);
  }
  for (const line of described(data)) lines.push(style.dim(wrap(indent + line, indent)));
  if (data.candidates !== undefined && data.candidates.length > 0)
    say(`${counted(data.candidates.length, 'reading')} of this scan left; none was chosen.`);
  if (style.verbose && context.input !== undefined) say(`scanned: ${context.input}`);
  return lines.join('\n');
}

function headline(data: Verified, style: Style): readonly [string, (text: string) => string] {
  const red = (text: string) => style.bold(style.red(text));
  const yellow = (text: string) => style.bold(style.yellow(text));
  if (data.cause === 'scan' && data.status !== 'genuine' && data.status !== 'caution') return ['SCAN AGAIN', yellow];
  const codes = new Set<string>(data.reasons.map((reason) => reason.code));
  switch (data.status) {
    case 'genuine':
      return ['GENUINE', (text) => style.bold(style.green(text))];
    case 'caution':
      return ['CAUTION', yellow];
    case 'unknown':
      return ['CANNOT TELL', yellow];
    default:
      if (codes.has('recalled')) return ['RECALLED', red];
      if (codes.has('in-transit-elsewhere') && data.reasons[0]?.code === 'in-transit-elsewhere')
        return ['NOT YOURS', red];
      return ['STOP', red];
  }
}

function opening(data: Verified): string {
  const [first] = data.reasons;
  // What the own people did with it explains the rest.
  const { own } = data;
  if (own !== undefined && first !== undefined && isOwnDeed(own, first)) return told({ ...first, text: own.text });
  if (own !== undefined) return own.text;
  if (first === undefined) {
    const maker = data.maker === undefined ? '' : `, made by ${data.maker.name}`;
    return `${data.item.sscc === undefined ? 'this pack' : 'this container'} is in order${maker}`;
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
    item.sscc === undefined ? undefined : `SSCC ${item.sscc}`,
    item.packs === undefined ? undefined : counted(item.packs, 'pack'),
    item.lot === undefined ? undefined : `lot ${item.lot}`,
    item.expiry === undefined ? undefined : `exp ${item.expiry}`,
    item.serial === undefined ? undefined : `serial ${item.serial}`,
  ];
  return [what, which].map((parts) => parts.filter(Boolean).join('  ')).filter((line) => line !== '');
}
