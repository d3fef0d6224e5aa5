// Labels printed, and labels checked.
import type { LabelData } from '../../app/labels/label.ts';
import type { CheckData, CheckedSymbol } from '../../app/labels/label-check.ts';
import { counted } from '../../words/numbers.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { placeOf, written } from './written.ts';

export function label(data: LabelData, style: Style): string {
  const { width, height } = data.size;
  const sheets = data.sheets === undefined ? '' : ` on ${counted(data.sheets, 'page')}`;
  const lines = [
    written(data, `${counted(data.labels, 'label')}${sheets}: ${placeOf(data.out)}`, style),
    `  ${width}x${height} mm, modules of ${data.module} mm (${data.use}, ${data.dpi} dpi)`,
  ];
  for (const { gtin, lot, printed, reprinted } of data.lots) {
    const again = reprinted === 0 ? '' : `, ${reprinted} of these again`;
    lines.push(`  ${gtin} lot ${lot}: ${counted(printed, 'pack')} labelled so far${again}`);
  }
  return lines.join('\n');
}

export function check(data: Omit<CheckData, 'exit'>, style: Style): string {
  const parts = data.symbols.map((symbol) => symbolText(symbol, style));
  return [...parts, style.dim(wrap(data.note))].join('\n\n');
}

function symbolText(symbol: CheckedSymbol, style: Style): string {
  const { verdict, errors, elements, modules, unusedCorrection, module, pixelsAModule, fits } = symbol;
  const first = verdict?.reasons[0];
  const said =
    errors.length > 0
      ? style.red(`does not keep to GS1: ${errors[0]?.message}`)
      : verdict === undefined
        ? 'reads; not compared with a ledger'
        : verdict.status === 'genuine'
          ? style.green('reads, and the ledger agrees')
          : `reads; the ledger says ${verdict.status}: ${first?.text ?? ''}`;
  const size = module === undefined ? undefined : `${module} mm${fits === undefined ? '' : `, ${fitting(fits)}`}`;
  return [
    said,
    pairs([
      ...elements.map(({ ai, title, value }): readonly [string, string] => [`  (${ai}) ${title}`, value]),
      ['  symbol', modules === undefined ? symbol.format : `${symbol.format} ${modules.rows}x${modules.columns}`],
      ['  read', symbol.by],
      ['  correction left', unusedCorrection === undefined ? undefined : `${Math.round(unusedCorrection * 100)} %`],
      ['  module', size ?? (pixelsAModule === undefined ? undefined : `${pixelsAModule} pixels`)],
    ]),
  ].join('\n');
}

function fitting(fits: readonly string[]): string {
  return fits.length === 0 ? 'outside the GS1 tables' : `good for ${fits.join(', ')}`;
}
