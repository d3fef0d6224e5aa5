// The words of the help around what the commands say of themselves.
import { area, telling } from '../say.ts';

const say = /* @__PURE__ */ area('help', () => ({
  short: `Pedigree traces medicine packs from maker to patient on signed custody chains.

  pedigree demo              four parties, labels, a clone, a fake and a recall
  pedigree decode SCAN       what a code says; no party needed
  pedigree init              become a party, or found a network: it asks
  pedigree verify SCAN       may this pack be supplied?

All commands: pedigree help        One command: pedigree help mint
`,
  'usage-all': 'Usage: pedigree COMMAND [ARGUMENTS] [OPTIONS]',
  'usage-family': 'Usage: pedigree {family} COMMAND',
  'usage-one': 'Usage: {line}',
  also: '{summary} (also {aliases})',
  'of-every-command': 'Options of every command',
  'one-command': 'pedigree help COMMAND shows its arguments, options and examples.',
  'one-of-family': 'pedigree help {family} COMMAND shows one of them.',
  arguments: 'Arguments',
  options: 'Options',
  'other-options': '[OPTIONS]',
  further: 'Further',
  examples: 'Examples',
  'see-also': 'Common options: pedigree help   JSON: pedigree schema {command}',
  'or-standard-output': '{description}; - is standard output',
}));

export const phrase = /* @__PURE__ */ telling(say);
export type Help = typeof say;
