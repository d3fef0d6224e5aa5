// Dispensing: a line that is read at a glance, and where a pack may not be supplied why.
import { isOwnDeed } from '../../custody/own-deed.ts';
import type { Verdict, VerdictReason } from '../../custody/verdict.ts';
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
  const note = (reason: VerdictReason) => say(`Note: ${reason.text}`);
  const [first, ...rest] = data.reasons ?? [];
  const pack = `lot ${data.item.lot ?? '?'}, exp ${data.item.expiry ?? '?'}, serial ${data.item.serial}`;
  if (data.result === 'dispensed') {
    const done = data.dryRun ? 'may be supplied; nothing written (dry run)' : 'may be supplied';
    head('DISPENSED', style.green, data.already ? 'already recorded with this key' : done);
    for (const reason of data.reasons ?? []) note(reason);
  } else if (data.result === 'queued') {
    head('WAITS', style.yellow, `recorded here as ${data.queued}; goes on once the delivery’s record has arrived`);
    say('next: pedigree sync');
    for (const reason of data.reasons ?? []) if (reason.status === 'caution') note(reason);
  } else {
    const { own } = data;
    const asking = data.reasons?.find(({ confirm }) => data.confirm === true && confirm === true);
    const worst = asking ?? first;
    const why = worst?.text ?? 'do not supply';
    head(wordFor(context.exit), context.exit === 19 ? style.yellow : style.red, own?.text ?? why);
    if (own !== undefined && worst !== undefined && !isOwnDeed(own, worst)) say(why);
    if (worst !== undefined) say(worst.advice);
    for (const reason of rest) {
      if (own !== undefined && isOwnDeed(own, reason)) continue;
      if (reason.status === 'caution') note(reason);
      else say(`Also: ${reason.text}`);
    }
  }
  for (const sscc of data.opened ?? []) say(`opened ${sscc}`);
  if (data.product !== undefined) lines.push(wrap(indent + productSaid(data.product), indent));
  lines.push(style.dim(wrap(indent + pack, indent)));
  return lines.join('\n');
}

function wordFor(exit: number): string {
  if (exit === 19) return 'CANNOT TELL';
  return exit === 12 ? 'RECALLED' : 'STOP';
}
