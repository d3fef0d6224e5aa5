// Dispensing: a line that is read at a glance, and where a pack may not be supplied why.
import { isOwnStep } from '../../custody/own-step.ts';
import type { Verdict, VerdictReason } from '../../custody/verdict.ts';
import { phrase } from '../../words/en/verdict-text.ts';
import { type Style, wrap } from '../style.ts';
import type { TextContext } from './context.ts';
import { type ProductSaid, productSaid } from './product-words.ts';

type Data = Partial<Pick<Verdict, 'reasons' | 'maker' | 'own' | 'confirm'>> & {
  readonly result: 'dispensed' | 'refused' | 'queued';
  readonly item: { readonly gtin: string; readonly lot?: string; readonly expiry?: string; readonly serial: string };
  readonly already?: boolean;
  readonly dryRun?: true;
  readonly queued?: string;
  readonly opened?: readonly string[];
  readonly product?: ProductSaid;
};

const MARGIN = 13;

export function text(data: Data, style: Style, context: TextContext): string {
  const indent = ' '.repeat(MARGIN);
  const lines: string[] = [];
  const say = (sentence: string) => lines.push(wrap(indent + sentence, indent));
  const head = (word: string, paint: (text: string) => string, sentence: string) =>
    lines.push(wrap(`${style.bold(paint(word))}${' '.repeat(MARGIN - word.length)}${sentence}`, indent));
  const note = (reason: VerdictReason) => say(phrase('note', { text: reason.text }));
  const [first, ...rest] = data.reasons ?? [];
  const { lot = '?', expiry = '?', serial } = data.item;
  if (data.result === 'dispensed') {
    const done = data.dryRun ? 'may-be-supplied-dry' : 'may-be-supplied';
    head(phrase('dispensed'), style.green, phrase(data.already ? 'already-with-key' : done));
    for (const reason of data.reasons ?? []) note(reason);
  } else if (data.result === 'queued') {
    head(phrase('waits'), style.yellow, phrase('goes-on-later', { id: `${data.queued}` }));
    say(phrase('next-sync'));
    for (const reason of data.reasons ?? []) if (reason.status === 'caution') note(reason);
  } else {
    const { own } = data;
    const asking = data.reasons?.find(({ confirm }) => data.confirm === true && confirm === true);
    const worst = asking ?? first;
    const why = worst?.text ?? phrase('do-not-supply');
    head(wordFor(context.exit), context.exit === 19 ? style.yellow : style.red, own?.text ?? why);
    if (own !== undefined && worst !== undefined && !isOwnStep(own, worst)) say(why);
    if (worst !== undefined) say(worst.advice);
    for (const reason of rest) {
      if (own !== undefined && isOwnStep(own, reason)) continue;
      if (reason.status === 'caution') note(reason);
      else say(phrase('also', { text: reason.text }));
    }
  }
  for (const sscc of data.opened ?? []) say(phrase('opened', { sscc }));
  if (data.product !== undefined) lines.push(wrap(indent + productSaid(data.product), indent));
  lines.push(style.dim(wrap(indent + phrase('which', { lot, expiry, serial }), indent)));
  return lines.join('\n');
}

function wordFor(exit: number): string {
  if (exit === 19) return phrase('cannot-tell');
  return phrase(exit === 12 ? 'recalled' : 'stop');
}
