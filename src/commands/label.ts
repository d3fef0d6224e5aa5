// `pedigree label`: labels of packs, cases and pallets as SVG, PNG, PDF or ZPL.
import { atHome, scansIn } from './at-home.ts';
import { given, optional } from './optional.ts';
import { type CommandSpec, fields, integer, list, number, oneOf, string } from './spec.ts';

const USES = ['pharmacy', 'ward', 'case', 'pallet'] as const;
const FORMATS = ['svg', 'png', 'pdf', 'zpl'] as const;
const SHEETS = ['a4', 'letter'] as const;

export const command: CommandSpec = {
  name: 'label',
  summary: 'print labels: packs of the own GTINs, cases and pallets',
  about:
    'Packs get a GS1 DataMatrix with text, an SSCC a GS1-128. Sizes keep to the GS1 tables for where a label is read. Each print of a pack is counted, a second one wants --reprint --reason. Several SVG or PNG go into a folder, PDF and ZPL into one file. Names are printed in Latin, Greek and Cyrillic letters; one in others is refused.',
  arguments: [{ name: 'scan', description: 'scans or SSCCs, @FILE or -', variadic: true, optional: true }],
  options: [
    { flags: '--lot <lot>', description: 'the packs of this lot' },
    { flags: '--gtin <gtin>', description: 'its product, where several have that lot' },
    { flags: '--range <a-b>', description: 'packs by their number in the lot: 1-500' },
    { flags: '--format <format>', description: 'what is written', choices: FORMATS, required: true },
    { flags: '--use <use>', description: 'where it is read; pharmacy for packs, case for SSCCs', choices: USES },
    { flags: '--dpi <n>', description: 'dots an inch of the printer, 300', value: 'count' },
    { flags: '--size <wxh>', description: 'of a label in millimetres: 45x20' },
    { flags: '--module <mm>', description: 'a certain size of module' },
    { flags: '--sheet <sheet>', description: 'PDF: many labels a sheet', choices: SHEETS },
    { flags: '--graphics', description: 'ZPL: the label as a picture, for printers that draw no DataMatrix' },
    { flags: '--numbers-only', description: 'without the names of products and parties' },
    { flags: '-o, --out <path>', description: 'file, or folder for several SVG or PNG', out: true },
    { flags: '--reprint', final: true, description: 'packs that have a label already' },
    { flags: '--reason <text>', description: 'why they are printed again' },
  ],
  writes: true,
  examples: [
    'pedigree label --lot ABC123 --format pdf --sheet a4 -o labels.pdf',
    'pedigree label --lot ABC123 --range 7 --format zpl --dpi 203 --reprint --reason "ribbon torn"',
  ],
  schema: fields({
    kind: oneOf(['pack', 'unit']),
    format: oneOf(FORMATS),
    out: string('where the labels are'),
    labels: integer(),
    use: oneOf(USES),
    dpi: integer(),
    size: fields({ width: number(), height: number() }, 'of a label, millimetres'),
    module: number('millimetres'),
    'sheets?': integer('pages of the PDF'),
    lots: list(
      fields({
        gtin: string(),
        lot: string(),
        labels: integer('of this run'),
        printed: integer('packs of the lot that have had a label'),
        reprinted: integer('labels of this run whose pack had one before'),
      }),
    ),
  }),
  run: async (input) => {
    const { printLabels } = await import('../app/labels/label.ts');
    const scans = input.rest('scan').length === 0 ? [] : await scansIn(input, 'scan');
    const lot = input.text('lot');
    const data = await atHome(input, (home) =>
      printLabels(home, {
        scans,
        ...(lot === undefined ? {} : { lot: { lot, ...given(input, 'gtin', 'range') } }),
        format: chosen(FORMATS, input.text('format')) ?? 'svg',
        ...optional('use', chosen(USES, input.text('use'))),
        ...optional('sheet', chosen(SHEETS, input.text('sheet'))),
        ...optional('dpi', input.count('dpi')),
        ...given(input, 'size', 'module', 'out', 'reason'),
        graphics: input.flag('graphics'),
        numbersOnly: input.flag('numbers-only'),
        reprint: input.flag('reprint'),
      }),
    );
    return { data };
  },
};

/** The parser has checked it against the choices. */
function chosen<T extends string>(choices: readonly T[], value: string | undefined): T | undefined {
  return choices.find((choice) => choice === value);
}
