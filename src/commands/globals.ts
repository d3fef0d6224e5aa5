// The options that every command takes, anywhere on the line.
import { LANGUAGES } from '../words/languages.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '--home <dir>', description: "the party's folder (PEDIGREE_HOME)" },
  { flags: '--json', description: 'one JSON document, or a line of JSON for each input' },
  { flags: '-q, --quiet', description: 'print nothing, the exit code says it' },
  { flags: '-v, --verbose', description: 'say more' },
  { flags: '--no-input', description: 'never ask' },
  { flags: '--no-color', description: 'no colours (NO_COLOR)' },
  { flags: '--passphrase-file <file>', description: 'holds the passphrase of the key (PEDIGREE_PASSPHRASE_FILE)' },
  {
    flags: '--passphrase-file-shared',
    final: true,
    description: 'that others may read it is meant: a mounted secret (PEDIGREE_PASSPHRASE_FILE_SHARED=1)',
  },
  { flags: '--operator <name>', description: 'who works here, sealed to the own party (PEDIGREE_OPERATOR)' },
  { flags: '--now <time>', description: 'take this moment for now; writing commands: test homes only' },
  { flags: '--lang <language>', description: 'of what is said to people', choices: LANGUAGES },
  { flags: '-h, --help', description: 'show help' },
];

const DRY_RUN: OptionSpec = { flags: '-n, --dry-run', description: 'do everything but write' };
const CLOCK: OptionSpec = {
  flags: '--clock-is-right',
  final: true,
  description: 'write although the clock looks wrong, this once',
};
const STRICT: OptionSpec = { flags: '--strict', description: 'caution is exit 20' };

/** What every listing takes: listing.ts. */
const LISTING_OPTIONS: readonly OptionSpec[] = [
  { flags: '--since <when>', description: "from this day or moment on, in UTC; or on from an answer's `next`" },
  { flags: '--before <when>', description: 'what was before this day or moment' },
  { flags: '--limit <count>', description: 'so many at once, 100 if absent', value: 'count' },
  { flags: '--sort <field>', description: 'by this field of the JSON, the other way round as -field' },
  { flags: '--csv', description: 'a table for other programs, all of it if no limit is given' },
];

/** The options that all commands of this kind take, besides the global ones. */
export function sharedOptions(spec: CommandSpec): readonly OptionSpec[] {
  return [
    ...(spec.lists ? LISTING_OPTIONS : []),
    ...(spec.strict ? [STRICT] : []),
    ...(spec.writes ? [DRY_RUN, CLOCK] : []),
  ];
}

/** The long flag without its dashes: `sscc-prefix` of `--sscc-prefix <gcp>`, `no-sync` of `--no-sync`. */
export function optionName(option: OptionSpec): string {
  const long = /--([a-z0-9][a-z0-9-]*)/.exec(option.flags);
  if (!long?.[1]) throw new TypeError(`an option wants a long flag: ${option.flags}`);
  return long[1];
}

/** The short flag with its dash, where there is one. */
export function shortFlag(option: OptionSpec): string | undefined {
  return /^(-[a-zA-Z])\b/.exec(option.flags)?.[1];
}

/** Whether a value follows the flag: never, always (`<x>`), or as it comes (`[x]`). */
export function takesValue(option: OptionSpec): 'never' | 'always' | 'maybe' {
  return option.flags.includes('<') ? 'always' : option.flags.includes('[') ? 'maybe' : 'never';
}
