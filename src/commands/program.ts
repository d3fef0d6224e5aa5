// From the words of a command line to a command and its parsed input. Parsing is commander's and happens for one
// command alone, so that nothing else has to be loaded and global options may stand anywhere.
import { Command, CommanderError, Option } from 'commander';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/command-line.ts';
import type { Said } from '../words/say.ts';
import { askedOn, isFlag, optionsByFlag, valuesLikeFlags } from './flags.ts';
import { GLOBAL_OPTIONS, optionName, sharedOptions, takesValue } from './globals.ts';
import type { OptionValue, Typed } from './input.ts';
import { familyIn, findIn, type Registered } from './listed.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';
import { nearest, nearOption, quiet } from './suggest.ts';
import { spreadRepeats } from './words.ts';

/** What a command line asks for. */
export type Call =
  | { readonly kind: 'bare'; readonly rest: readonly string[] }
  | { readonly kind: 'command'; readonly command: Registered; readonly rest: readonly string[] }
  | { readonly kind: 'help'; readonly topic: string };

/**
 * Finds the command among the words of a line. Its options are not known here, so that its words stand together: what is
 * between them may be a value.
 * @throws usage with the nearest names for a word that is no command
 */
export function locate(argv: readonly string[], commands: readonly Registered[]): Call {
  const places = wordPlaces(argv);
  const words = places.map((place) => argv[place] ?? '');
  const [first, second] = words;
  const wantsHelp = askedOn(argv).help;
  if (first === undefined) return wantsHelp ? { kind: 'help', topic: '' } : { kind: 'bare', rest: argv };
  if (first === 'help') return { kind: 'help', topic: topicOf(words.slice(1), commands) };
  const nested = second === undefined ? undefined : findIn(commands, `${first} ${second}`);
  const command = nested ?? findIn(commands, first);
  if (command !== undefined) {
    if (wantsHelp) return { kind: 'help', topic: command.name };
    const taken = new Set(places.slice(0, command === nested ? 2 : 1));
    return { kind: 'command', command, rest: argv.filter((_, index) => !taken.has(index)) };
  }
  if (wantsHelp && familyIn(commands, first).length > 0 && second === undefined) return { kind: 'help', topic: first };
  throw unknownCommand(first, second, commands);
}

/**
 * The places of the first words that are neither global options nor their values. Behind the first one an option that is
 * not global ends them: the next word may be its value.
 */
function wordPlaces(argv: readonly string[]): number[] {
  const globals = optionsByFlag();
  const places: number[] = [];
  for (let index = 0; index < argv.length && places.length < 3; index++) {
    const word = argv[index] ?? '';
    if (word === '--') break;
    if (!isFlag(word)) {
      places.push(index);
      continue;
    }
    const option = globals.get(word);
    if (option !== undefined && takesValue(option) === 'always') index++;
    if (option === undefined && !word.includes('=') && places.length > 0) break;
  }
  return places;
}

/**
 * Options of a command may stand before it, but a value there must not be taken for the command.
 * @throws usage
 */
export function refuseValueAsCommand(spec: CommandSpec, argv: readonly string[]): void {
  const [place = 0] = wordPlaces(argv);
  const flag = argv[place - 1] ?? '';
  const option = isFlag(flag) ? optionsByFlag(spec).get(flag) : undefined;
  if (option === undefined || takesValue(option) !== 'always' || optionsByFlag().has(flag)) return;
  throw new PedigreeError('usage', say('command-or-value', { value: argv[place] ?? '', flag }), {
    hint: say('command-first', { command: spec.name, flag }),
  });
}

function topicOf(words: readonly string[], commands: readonly Registered[]): string {
  const [first, second] = words;
  if (first === undefined) return '';
  const command =
    (second === undefined ? undefined : findIn(commands, `${first} ${second}`)) ?? findIn(commands, first);
  if (command !== undefined) return command.name;
  if (familyIn(commands, first).length > 0 && second === undefined) return first;
  throw unknownCommand(first, second, commands);
}

function unknownCommand(first: string, second: string | undefined, commands: readonly Registered[]): PedigreeError {
  const members = familyIn(commands, first);
  const family = members.map((command) => command.name.slice(first.length + 1));
  if (family.length === 0) {
    const families = commands.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : []));
    const single = commands.filter(({ name }) => !name.includes(' '));
    const near = nearest(first, single, [...families, 'help']);
    return new PedigreeError('usage', say('unknown-command', { first }), {
      hint: near ? say('did-you-mean', { near }) : say('see-commands'),
    });
  }
  const near = second === undefined ? undefined : nearest(second, members);
  return new PedigreeError(
    'usage',
    second === undefined ? say('second-word', { first }) : say('unknown-in-family', { first, second }),
    { hint: near ? say('did-you-mean-in-family', { first, near }) : say('members', { first, family }) },
  );
}

/**
 * Parses the words after the command.
 * @throws usage
 */
export function parseWords(spec: CommandSpec, words: readonly string[], commands: readonly Registered[]): Typed {
  const specs = [...(spec.options ?? []), ...sharedOptions(spec), ...GLOBAL_OPTIONS];
  const command = quiet(new Command(spec.name)).allowExcessArguments(false);
  for (const argument of spec.arguments ?? []) {
    const name = argument.variadic ? `${argument.name}...` : argument.name;
    command.argument(argument.optional ? `[${name}]` : `<${name}>`);
  }
  const options = specs.map((option) => [option, commanderOption(option)] as const);
  for (const [, option] of options) command.addOption(option);
  try {
    command.parse(spreadRepeats(spec, specs, words), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw usage(spec, specs, error, commands);
    throw error;
  }
  const values = command.opts<Record<string, OptionValue | undefined>>();
  const typed = new Map<string, OptionValue>();
  const doubts = valuesLikeFlags(words, spec);
  for (const [option, parsed] of options) {
    const value = values[parsed.attributeName()];
    if (parsed.negate) {
      if (value === false) typed.set(optionName(option), true);
    } else if (value !== undefined) {
      typed.set(optionName(option), value);
    }
    checkOption(spec, option, value);
  }
  return { args: command.args, options: typed, ...(doubts.length === 0 ? {} : { doubts }) };
}

function commanderOption(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.choices !== undefined) option.choices(spec.choices);
  if (!spec.repeat) return option;
  const parse = option.parseArg;
  return option.argParser((value: string, before: readonly string[] | undefined) => {
    parse?.(value, undefined as never);
    return [...(before ?? []), value];
  });
}

/** Checks the value of an option, or that there is none. @throws usage */
export function checkOption(spec: CommandSpec, option: OptionSpec, value: OptionValue | undefined): void {
  // Not left to commander, which would ask for this one before it had told of a misspelt one.
  if (option.required && value === undefined) {
    throw new PedigreeError('usage', say('option-missing', { flags: option.flags }), {
      hint: say('see-help', { command: spec.name }),
    });
  }
  // In a script that is a variable without a value: what it would have named is not left out without a word.
  if (takesValue(option) === 'always' && (Array.isArray(value) ? value : [value]).includes('')) {
    throw new PedigreeError('usage', say('empty-value', { option: optionName(option) }), {
      hint: say('leave-out-or-write', { flag: option.flags.replace(/^-\w, /, '') }),
    });
  }
  if (option.value === undefined) return;
  for (const one of Array.isArray(value) ? value : [value]) {
    if (typeof one !== 'string') continue;
    const fits = option.value === 'count' ? /^\d{1,15}$/.test(one) : isDay(one);
    if (fits) continue;
    const id = option.value === 'count' ? 'no-count' : 'no-day';
    throw new PedigreeError('usage', say(id, { option: optionName(option), value: one }), {
      hint: say('see-help', { command: spec.name }),
    });
  }
}

/** A day of the calendar; `-00` is the last day of the month, as labels write it. */
function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** What commander found wrong, in our words, with the suggestion as hint. */
function usage(
  spec: CommandSpec,
  options: readonly OptionSpec[],
  error: CommanderError,
  commands: readonly Registered[],
): PedigreeError {
  const near = nearOption(error, options);
  const family = familyIn(commands, spec.name.split(' ')[0] ?? '').map((command) => command.name);
  const others = error.code === 'commander.excessArguments' ? family : [];
  const help =
    others.length > 0 ? say('see-help-or', { command: spec.name, others }) : say('see-help', { command: spec.name });
  return new PedigreeError('usage', whatIsWrong(error), { hint: near ? say('did-you-mean', { near }) : help });
}

/** Commander says what it found in a sentence; what stands in it are the words of the line. */
function whatIsWrong({ code, message }: CommanderError): Said | string {
  const sentence = (message.split('\n')[0] ?? '').replace(/^error: /, '').replace(/\.$/, '');
  const [, first = '', second = '', rest = ''] = PATTERNS[code]?.exec(sentence) ?? [];
  if (first === '') return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace('. ', ': ');
  switch (code) {
    case 'commander.unknownOption':
      return say('unknown-option', { flag: first });
    case 'commander.missingArgument':
      return say('argument-missing', { name: first });
    case 'commander.optionMissingArgument':
      return say('value-missing', { flags: first });
    case 'commander.excessArguments':
      return say('too-many', { wanted: Number(first), given: Number(second) });
    default:
      return say('no-choice', { flags: first, value: second, choices: rest });
  }
}

const PATTERNS: Readonly<Record<string, RegExp>> = {
  'commander.unknownOption': /^unknown option '(.+)'$/s,
  'commander.missingArgument': /^missing required argument '(.+)'$/,
  'commander.optionMissingArgument': /^option '(.+)' argument missing$/,
  'commander.excessArguments': /Expected (\d+) arguments? but got (\d+)$/,
  'commander.invalidArgument': /^option '(.+?)' argument '(.*)' is invalid. Allowed choices are (.+)$/s,
};
