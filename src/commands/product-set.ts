// `pedigree product set`: what a GTIN is called.

import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/commands.ts';
import { atHome } from './at-home.ts';
import { given } from './optional.ts';
import { type CommandSpec, fields, list, required, string } from './spec.ts';

export const PRODUCT = {
  gtin: string(),
  name: string(),
  'strength?': string(),
  'form?': string(),
  'size?': string('how much is in a pack'),
  'codes?': { type: 'object', additionalProperties: string(), description: 'numbers that it has elsewhere: ndc' },
};

/** @throws usage for what is no `name=value` */
function codes(words: readonly string[]): { readonly codes?: Readonly<Record<string, string>> } {
  if (words.length === 0) return {};
  const pairs = words.map((word) => {
    const [name = '', ...value] = word.split('=');
    if (value.length === 0) throw new PedigreeError('usage', say('not-code', { word }), { hint: say('code-is-pair') });
    return [name.trim().toLowerCase(), value.join('=').trim()] as const;
  });
  return { codes: Object.fromEntries(pairs) };
}

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
        ...codes(input.list('code')),
      }),
    );
    return { data };
  },
};
