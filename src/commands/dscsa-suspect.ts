// `pedigree dscsa suspect`: suspect product compared with what its maker or its seller says.
import { scansIn } from './at-home.ts';
import { optional } from './optional.ts';
import { type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';

const IS = ['corresponds', 'differs', 'not-known'] as const;

export const command: CommandSpec = {
  name: 'dscsa suspect',
  summary: 'compare suspect packages: three or a tenth, whichever is greater, and all where fewer than three',
  about:
    'Each package that is scanned is compared with what its maker, or a seller whose files are believed, says of product, serial, lot and expiry. Exit 20 while more have to be scanned, or where one does not correspond. Nothing is recorded: report and quarantine do that.',
  arguments: [{ name: 'item', description: 'a scan, a picture, @FILE or -', variadic: true }],
  options: [
    { flags: '--packs <n>', description: 'how many packages are suspect; those scanned where absent', value: 'count' },
  ],
  examples: [
    "pedigree dscsa suspect --packs 40 '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123'",
    'pedigree dscsa suspect @scans.txt',
  ],
  schema: fields({
    packs: integer('suspect packages'),
    toCompare: integer('how many of them have to be compared'),
    compared: integer('different packages that were'),
    left: integer('how many are left to scan'),
    counts: fields({ corresponds: integer(), differs: integer(), 'not-known': integer() }),
    lines: list(
      fields({
        n: integer('of the scan'),
        input: string('the scan'),
        is: oneOf([...IS]),
        codes: list(string(), 'reasons of the verdict'),
        texts: list(string(), 'the same in words'),
      }),
    ),
  }),
  run: async (input) => {
    const { compareSuspects } = await import('../app/verdict/suspect.ts');
    const { packs } = optional('packs', input.count('packs'));
    const { exit, ...data } = await compareSuspects(input.env, await scansIn(input, 'item'), packs);
    return { data, exit };
  },
};
