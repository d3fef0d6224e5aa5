// `pedigree profile set`: what the own party says of itself.
import { ADDRESS } from './address-schema.ts';
import { atHome } from './at-home.ts';
import { given, optional } from './optional.ts';
import { type CommandSpec, fields, list, string } from './spec.ts';

export const command: CommandSpec = {
  name: 'profile set',
  summary: 'say where you are, and your company prefixes',
  about:
    'For files that go to partners outside, and for whoever asks you of goods. What is left out stays as it was; prefixes are given all at once.',
  options: [
    { flags: '--street <text>', description: 'street and number' },
    { flags: '--city <text>', description: 'city' },
    { flags: '--state <text>', description: 'state or province' },
    { flags: '--postcode <text>', description: 'postcode' },
    { flags: '--country <letters>', description: 'two letters of ISO 3166' },
    {
      flags: '--prefix <gcp>',
      description: 'a company prefix in its exact length, for URNs; may be repeated',
      repeat: true,
    },
    { flags: '--contact <text>', description: 'phone or mail' },
  ],
  writes: true,
  examples: [
    "pedigree profile set --street '1 Mill Lane' --city Leeds --postcode 'LS1 1AA' --country GB",
    'pedigree profile set --prefix 9506000 --dry-run',
  ],
  schema: fields({
    name: string(),
    gln: string(),
    'contact?': string(),
    'address?': ADDRESS,
    prefixes: list(string(), 'company prefixes in their exact length'),
  }),
  run: async (input) => {
    const { setProfile } = await import('../app/parties/profile.ts');
    const address = given(input, 'street', 'city', 'state', 'postcode', 'country');
    const prefixes = input.list('prefix');
    const data = await atHome(input, (home) =>
      setProfile(home, {
        ...given(input, 'contact'),
        ...optional('address', Object.keys(address).length === 0 ? undefined : address),
        ...optional('prefixes', prefixes.length === 0 ? undefined : prefixes),
      }),
    );
    return { data };
  },
};
