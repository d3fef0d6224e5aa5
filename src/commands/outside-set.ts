// `pedigree outside set`: names a partner outside the network, and says what its files are believed for.
import { inFolder } from './at-home.ts';
import { given } from './optional.ts';
import { PARTNER } from './outside-schema.ts';
import { type CommandSpec, fields, list, required } from './spec.ts';

export const command: CommandSpec = {
  name: 'outside set',
  summary: 'name a partner outside the network, and say what its files are believed for',
  about:
    'none: nothing; named (for a new one): who it says it is; trusted: what it says of packs that the network does not know, so that verify is a caution and no unknown. A setting of this computer: no file changes it. A licence that ends is warned of.',
  arguments: [{ name: 'gln', description: 'its Global Location Number' }],
  options: [
    { flags: '--name <name>', description: 'what it is called' },
    { flags: '--trust <trust>', description: 'what its files are believed for', choices: ['none', 'named', 'trusted'] },
    { flags: '--licence <number>', description: 'of the licence that its authority gave it' },
    { flags: '--until <date>', description: 'the last day of the licence', value: 'day' },
  ],
  writes: true,
  examples: [
    'pedigree outside set 9521321000117 --name "Lakeside Wholesale" --trust trusted',
    'pedigree outside set 9521321000117 --name Lakeside --licence WDA-4711 --until 2028-12-31',
  ],
  schema: fields({ outside: list(PARTNER) }),
  run: async (input) => {
    const { setOutside, TRUSTS } = await import('../app/outside/partners.ts');
    const trust = TRUSTS.find((one) => one === input.text('trust'));
    const words = { gln: required(input.arg('gln')), trust, ...given(input, 'name', 'licence', 'until') };
    return { data: await inFolder(input, (home) => setOutside(home, words)) };
  },
};
