// `pedigree mint`: makes the packs of a lot.
import type { ManyTexts } from '../app/items/text-list.ts';
import { atHome } from './at-home.ts';
import { given, optional } from './optional.ts';
import { type CommandSpec, fields, integer, list, number, required, type Stdin, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'mint',
  summary: 'commission the packs of a lot, in cases where wanted',
  about:
    'For the maker of the GTIN. Serials are drawn at random (80 bits) unless they are given. --out writes one scan a line as a scanner would type it, for the printer. A lot that is there already ends in 14, one that has expired in 13, unless that is said to be meant; a lot has one expiry.',
  options: [
    { flags: '--gtin <gtin>', description: 'the product', required: true },
    { flags: '--lot <lot>', description: 'the lot number', required: true },
    { flags: '--expiry <date>', description: 'YYYY-MM-DD; day 00 is the end of the month', required: true },
    { flags: '--count <n>', description: 'how many packs', value: 'count' },
    { flags: '--serials <file>', description: 'serials made elsewhere, one a line; - is standard input' },
    { flags: '--case <n>', description: 'packs a case', value: 'count' },
    { flags: '--sscc-prefix <gcp>', description: 'company prefix of the SSCCs of the cases' },
    { flags: '--more-of-this-lot', final: true, description: 'add packs to a lot that is there already' },
    { flags: '--expired-is-right', final: true, description: 'make a lot that has expired' },
    { flags: '--out <file>', description: 'write the scans here', out: true },
    { flags: '--once <key>', description: 'the same key and request is carried out once' },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    'pedigree mint --gtin 09506000134352 --lot ABC124 --expiry 2039-06-30 --count 500 --out labels.txt',
    'pedigree mint --gtin 09506000134352 --lot ABC125 --expiry 2039-06-30 --count 500 --case 50 --once job7',
    'pedigree mint --gtin 09506000134352 --lot ABC123 --expiry 2039-06-30 --count 20 --more-of-this-lot',
  ],
  schema: fields({
    gtin: string('14 digits'),
    lot: string(),
    expiry: string('YYYY-MM-DD'),
    count: integer('packs'),
    cases: integer(),
    'ssccs?': list(string(), 'of the cases, in the order of the packs'),
    seconds: number(),
    'out?': string('where the scans are'),
  }),
  run: async (input) => {
    const { mint } = await import('../app/steps/mint.ts');
    const { lintMint } = await import('../app/steps/mint-lint.ts');
    const file = input.text('serials');
    const serials = file === undefined ? undefined : await linesOf(file, input.stdin);
    const request = {
      gtin: required(input.text('gtin')),
      lot: required(input.text('lot')),
      expiry: required(input.text('expiry')),
      ...optional('count', input.count('count')),
      ...optional('caseOf', input.count('case')),
      ...optional('serials', serials),
      ...optional('ssccPrefix', input.text('sscc-prefix')),
      moreOfThisLot: input.flag('more-of-this-lot'),
      expiredIsRight: input.flag('expired-is-right'),
      ...given(input, 'out', 'once', 'note'),
    };
    await lintMint(request);
    const data = await atHome(input, (home) => mint(home, request));
    return { data };
  },
};

async function linesOf(file: string, stdin: Stdin): Promise<ManyTexts> {
  const { allLines } = await import('./all-lines.ts');
  return allLines(file, stdin);
}
