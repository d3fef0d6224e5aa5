// Labels printed, and labels checked.
import type { LabelData } from '../../app/labels/label.ts';
import type { CheckData, CheckedSymbol } from '../../app/labels/label-check.ts';
import { phrase } from '../../words/en/label-text.ts';
import { stepWord } from '../../words/en/picture-steps.ts';
import { phrase as phraseOfScan } from '../../words/en/scan.ts';
import { textOf } from '../../words/say.ts';
import { faultSaid, repairSaid } from '../../words/scan-words.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

export function label(data: LabelData, style: Style): string {
  const { width, height } = data.size;
  const { labels, sheets: pages, module, use, dpi } = data;
  const file = placeOf(data.out);
  const done =
    pages === undefined ? phrase('printed', { labels, file }) : phrase('printed-pages', { labels, pages, file });
  const lines = [written(data, done, style), `  ${phrase('size', { width, height, module, use, dpi })}`];
  for (const { gtin, lot, printed: packs, reprinted: again } of data.lots) {
    const of = { gtin, lot, packs };
    lines.push(`  ${again === 0 ? phrase('labelled-so-far', of) : phrase('labelled-again', { ...of, again })}`);
  }
  return lines.join('\n');
}

export function check(data: Omit<CheckData, 'exit'>, style: Style): string {
  const parts = data.symbols.map((symbol) => symbolText(symbol, style));
  if (data.unread !== undefined) parts.unshift(style.red(phraseOfScan('symbols-unread', { count: data.unread })));
  if (data.composite) parts.unshift(style.red(wrap(phraseOfScan('composite-unread'))));
  return [...parts, style.dim(wrap(data.note))].join('\n\n');
}

function symbolText(symbol: CheckedSymbol, style: Style): string {
  const { verdict, errors, elements, repairs = [], modules, unusedCorrection, module, pixelsAModule, fits } = symbol;
  const first = verdict?.reasons[0];
  const [wrong] = errors;
  const said =
    wrong !== undefined
      ? style.red(phrase('not-gs1', { why: faultSaid(wrong).message }))
      : verdict === undefined
        ? phrase('reads')
        : verdict.status === 'genuine'
          ? style.green(phrase('agrees'))
          : phrase('says', { status: phrase(verdict.status), why: first?.text ?? '' });
  const size = module === undefined ? undefined : sizeText(module, fits);
  return [
    said,
    pairs([
      ...elements.map(({ ai, title, value }): readonly [string, string] => [`  (${ai}) ${title}`, value]),
      ...repairs.map((repair): readonly [string, string] => [`  ${phrase('repaired')}`, textOf(repairSaid(repair))]),
      [
        `  ${phrase('symbol')}`,
        modules === undefined ? symbol.format : `${symbol.format} ${modules.rows}x${modules.columns}`,
      ],
      [`  ${phrase('read')}`, stepWord(symbol.by)],
      [
        `  ${phrase('correction-left')}`,
        unusedCorrection === undefined ? undefined : `${Math.round(unusedCorrection * 100)} %`,
      ],
      [
        `  ${phrase('module')}`,
        size ?? (pixelsAModule === undefined ? undefined : phrase('pixels', { count: pixelsAModule })),
      ],
    ]),
  ].join('\n');
}

function sizeText(module: number, fits: readonly string[] | undefined): string {
  if (fits === undefined) return phrase('module-mm', { module });
  return fits.length === 0 ? phrase('module-outside', { module }) : phrase('module-good', { module, fits });
}
