// `pedigree product set`: what a GTIN is called.
import { atHome } from './at-home.ts';
import { given, namedValues, optional } from './optional.ts';
import { type CommandSpec, fields, list, required, string } from './spec.ts';

export const PRODUCT = {
  gtin: string(),
  name: string(),
  'strength?': string(),
  'form?': string(),
  'size?': string('how much is in a pack'),
  'codes?': { type: 'object', additionalProperties: string(), description: 'numbers that it has elsewhere: ndc' },
};

export const command: CommandSpec = {
  name: 'product set',
  summary: 'name a product, for everybody who scans it',
  about: 'For the maker of the GTIN and for regulators.',
  options: [
    { flags: '--gtin <gtin>', description: 'the product', required: true },
    { flags: '--name <name>', description: 'its name', required: true },
    { flags: '--strength <text>', description: 'such as 500 mg' },
    { flags: '--form <text>', description: 'such as tablet' },
    { flags: '--size <text>', description: 'such as 28 tablets' },
    {
      flags: '--code <name=value>',
      description: 'a number that it has elsewhere, such as ndc=0904-1234-56',
      repeat: true,
    },
  ],
  writes: true,
  examples: [
    "pedigree product set --gtin 09506000134352 --name Amoxil --strength '500 mg' --form capsule",
    "pedigree product set --gtin 09506000134352 --name Amoxil --size '21 capsules' --dry-run",
  ],
  schema: fields({ products: list(fields(PRODUCT)) }),
  run: async (input) => {
    const { setProduct } = await import('../app/items/product.ts');
    const data = await atHome(input, (home) =>
      setProduct(home, {
        gtin: required(input.text('gtin')),
        name: required(input.text('name')),
        ...given(input, 'strength', 'form', 'size'),
        ...optional('codes', input.list('code').length === 0 ? undefined : namedValues(input.list('code'))),
      }),
    );
    return { data };
  },
};
