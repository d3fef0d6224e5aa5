// The manual: one page for the program, one for each command, and one for each family of commands such as `recall`.
import { KEY_FILE } from '../../src/app/node/folder.ts';
import { GLOBAL_OPTIONS, sharedOptions, shortFlag, takesValue } from '../../src/commands/globals.ts';
import type { Registered } from '../../src/commands/listed.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from '../../src/commands/spec.ts';
import { EXITS } from '../../src/errors.ts';
import { HEAD_FILE } from '../../src/ledger/head-slot.ts';
import { LEDGER_FILE } from '../../src/ledger/view.ts';
import { COMMANDS, familyOf, findCommand, GROUPS } from '../../src/ui/registry.ts';
import { wrapCommand } from '../../src/ui/style.ts';
import { thrownBy } from './exits.ts';
import { bold, type Inline, italic, paragraph, section, synopsis, tagged, title, typedLines } from './roff.ts';
import type { Sources } from './sources.ts';

/** What the pages say of the version; nothing of the day on which they are made. */
export interface Edition {
  readonly version: string;
  /** YYYY-MM-DD. */
  readonly day: string;
}

/** What the program reads of its environment. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  PEDIGREE_HOME: "the party's folder, where --home names none",
  PEDIGREE_PASSPHRASE_FILE: 'a file whose first line is the passphrase of the key',
  PEDIGREE_PASSPHRASE_FILE_SHARED: '1 says that others may read that file on purpose, as with a mounted secret',
  PEDIGREE_OPERATOR: 'who works here; sealed to the own party',
  PEDIGREE_HUB_DSN: 'where the database of a hub is, and its copies, a line each, where --dsn-file names no file',
  PEDIGREE_DEBUG: '1 shows where in the program an unexpected failure happened',
  XDG_DATA_HOME: "holds the folder pedigree, the party's where none is named; ~/.local/share if unset",
  XDG_CACHE_HOME: 'holds pedigree, where the one file that runs unpacks its database; ~/.cache if unset',
  XDG_STATE_HOME: 'holds pedigree/heads, where the head of each own chain is kept once more; ~/.local/state if unset',
  LOCALAPPDATA: 'takes the place of both on Windows',
  NODE_OPTIONS: 'read by Node.js; where it says --max-semi-space-size, large commands start as it says',
  HOME: 'where ~ is',
  NO_COLOR: 'anything but nothing: no colours',
  FORCE_COLOR: 'colours where the output is no terminal; 0 or false: none',
  TERM: 'dumb: no colours',
};

/** The files of a party's folder. */
const FILES: readonly (readonly [name: string, what: string])[] = [
  [KEY_FILE, 'the private keys of the party, for its owner alone'],
  [LEDGER_FILE, 'the chains of all parties that were heard of, and what is derived from them'],
  [HEAD_FILE, 'how far the own chain has come, written before anything else'],
];

/** All pages: path in the repository → content. */
export async function manual(edition: Edition, sources: Sources): Promise<ReadonlyMap<string, string>> {
  const pages = new Map([['pedigree', await programPage(edition)]]);
  for (const registered of COMMANDS) {
    const { command } = await registered.load();
    pages.set(pageOf(command.name), await commandPage(edition, sources, registered, command));
    const [family = ''] = command.name.split(' ');
    if (findCommand(family) === undefined) pages.set(pageOf(family), await familyPage(edition, family));
  }
  return new Map([...pages].map(([name, text]) => [`man/${name}.1`, text]));
}

const pageOf = (command: string): string => `pedigree-${command.replaceAll(' ', '-')}`;

function head({ version, day }: Edition, names: readonly string[], summary: string): string {
  const [first = ''] = names;
  return title(first, day, `Pedigree ${version}`) + section('NAME', nameLine(names, summary));
}

/** As `whatis` reads it: the names, a dash, and the words. */
function nameLine(names: readonly string[], summary: string): string {
  return paragraph(names.join(', '), ' - ', summary);
}

async function programPage(edition: Edition): Promise<string> {
  const groups = GROUPS.map(async (group) => {
    const rows = group.commands.map(async ({ name, load }) => {
      return [[bold(pageOf(name)), '(1)'], [sentence((await load()).command.summary)]] as const;
    });
    return `.SS ${group.title}\n${tagged(await Promise.all(rows))}`;
  });
  return [
    head(edition, ['pedigree'], 'trace medicine packs on signed custody chains'),
    section(
      'SYNOPSIS',
      synopsis('pedigree', [[italic('COMMAND')], ['[', italic('ARGUMENT'), ' ...]'], ['[', italic('OPTION'), ' ...]']]),
    ),
    section(
      'DESCRIPTION',
      paragraph(
        'Traces prescription packs from the maker to the patient by the code that is on the pack. Each party records its steps on a signed chain of its own; chains travel over HTTP or in files, and whoever holds them can tell a fake, a copy or a recalled pack without a network.',
      ),
      paragraph(
        'Without words it tells what waits today, or the way in where there is no party yet. ',
        bold('pedigree help'),
        ' ',
        italic('COMMAND'),
        ' shows the same as these pages in short.',
      ),
      paragraph(
        'An ',
        italic('ITEM'),
        ' is a scan, an SSCC or a shipment. A scan is what a scanner types, a bracketed string, a Digital Link, the path of a picture, ',
        bold('@'),
        italic('FILE'),
        ' with a scan a line, or ',
        bold('-'),
        ' for standard input. A ',
        italic('PARTY'),
        ' is a GLN, the name of an accredited party where only one has it, or a chain.',
      ),
      paragraph(
        'Answers go to standard output, everything else to standard error. With ',
        bold('--json'),
        ' the answer is one JSON document, or a line for each of several inputs; ',
        bold('pedigree schema'),
        ' prints their schemas.',
      ),
    ),
    section('COMMANDS', (await Promise.all(groups)).join('')),
    section('OPTIONS', optionList(GLOBAL_OPTIONS)),
    exitStatus(
      EXITS.map(([exit]) => exit),
      ['Of several results the worst decides, in this order: ', `${EXITS.map(([exit]) => exit).join(' ')}.`],
    ),
    section(
      'EXAMPLES',
      paragraph('A day of four parties, to look at:'),
      typedLines(['pedigree demo']),
      paragraph('What a code says, without any party:'),
      typedLines(["pedigree decode '(01)09506000134352(17)271231(10)ABC123(21)7XK9'"]),
    ),
    section(
      'FILES',
      paragraph("In the party's folder, ~/.local/share/pedigree where none is named:"),
      tagged(FILES.map(([name, what]) => [[bold(name)], [sentence(what)]])),
    ),
    section('ENVIRONMENT', environmentList(Object.keys(ENVIRONMENT))),
    seeAlso(COMMANDS.map(({ name }) => pageOf(name)).filter((name) => OFTEN.has(name))),
  ].join('');
}

/** Where a reader of the first page goes on. */
const OFTEN: ReadonlySet<string> = new Set(
  ['init', 'verify', 'mint', 'ship', 'receive', 'dispense', 'sync', 'recall issue', 'doctor'].map(pageOf),
);

async function commandPage(
  edition: Edition,
  sources: Sources,
  registered: Registered,
  command: CommandSpec,
): Promise<string> {
  const { name, arguments: declared = [], options = [], about } = command;
  const own = [...options, ...sharedOptions(command)];
  const names = [name, ...(registered.aliases ?? [])].map(pageOf);
  const related = familyOf(name.split(' ')[0] ?? '').map((one) => one.name);
  const { title = '', commands: group = [] } =
    GROUPS.find(({ commands }) => commands.some((one) => one.name === name)) ?? {};
  const mentioned = COMMANDS.map((one) => one.name).filter((other) => {
    return new RegExp(`\\bpedigree ${other}\\b`).test(proseOf(command)) && !command.name.startsWith(`${other} `);
  });
  return [
    head(edition, names, command.summary),
    section('SYNOPSIS', ...[name, ...(registered.aliases ?? [])].map((word) => usage(word, declared, own))),
    section(
      'DESCRIPTION',
      paragraph(sentence(command.summary)),
      ...(about === undefined ? [] : about.split('\n\n').map((text) => paragraph(...withCommands(text)))),
      ...(declared.length === 0 ? [] : [paragraph('Arguments:') + tagged(declared.map(argumentRow))]),
      ...kindOf(command).map((text) => paragraph(text)),
    ),
    section('OPTIONS', ...(own.length === 0 ? [] : [optionList(own)]), globalsParagraph(name)),
    exitStatus(
      [...exitsOf(command, title), ...thrownBy(sources, name)],
      ['Others are listed in ', bold('pedigree'), '(1).'],
    ),
    section(
      'EXAMPLES',
      ...command.examples.map((example) => typedLines(wrapCommand(example, '    ', EXAMPLE_WIDTH).split('\n'))),
    ),
    section('FILES', paragraph("The party's folder; ", bold('pedigree'), '(1) says what is in it and where it is.')),
    section('ENVIRONMENT', environmentList(['PEDIGREE_HOME', ...(command.writes ? WRITERS : [])])),
    seeAlso(
      unique([...related, ...mentioned, ...neighbours(group, registered)])
        .filter((one) => one !== name)
        .map(pageOf),
    ),
  ].join('');
}

const EXAMPLE_WIDTH = 66;
const WRITERS = ['PEDIGREE_PASSPHRASE_FILE', 'PEDIGREE_PASSPHRASE_FILE_SHARED', 'PEDIGREE_OPERATOR'];

async function familyPage(edition: Edition, family: string): Promise<string> {
  const members = familyOf(family);
  const rows = members.map(async ({ name, load }) => {
    return [[bold(pageOf(name)), '(1)'], [sentence((await load()).command.summary)]] as const;
  });
  const words = members.map(({ name }) => name.split(' ')[1] ?? '');
  return [
    head(edition, [pageOf(family)], `the commands ${words.join(', ')}`),
    section('SYNOPSIS', synopsis(`pedigree ${family}`, [[italic('COMMAND')], ['[', italic('OPTION'), ' ...]']])),
    section(
      'DESCRIPTION',
      `${paragraph('One of these, each with a page of its own:')}${tagged(await Promise.all(rows))}`,
    ),
    section('OPTIONS', globalsParagraph()),
    exitStatus([0, 2], ['Others are listed in ', bold('pedigree'), '(1).']),
    section('EXAMPLES', typedLines([`pedigree help ${family}`])),
    seeAlso(members.map(({ name }) => pageOf(name))),
  ].join('');
}

/** What the description leaves to what a command is. */
function kindOf({ strict, lines }: CommandSpec): string[] {
  return [
    ...(lines ? ['Each input is answered for itself, in the order in which it came.'] : []),
    ...(strict ? ['The reasons of a verdict are listed in docs/verdicts.md of the package.'] : []),
  ];
}

/** The group of commands that need no party. */
const NO_PARTY = 'The tool itself';
/** What may turn out not to be readable. */
const READ = /\b(?:scans?|SSCC|picture|card|bundles?|backup|PNG|item)\b/;

/** The exits that follow from what a command is, and those that its own words name. */
function exitsOf(command: CommandSpec, group: string): readonly number[] {
  const { about = '', arguments: declared = [], strict, writes, schema } = command;
  const { status, reasons, queued } = schema.properties ?? {};
  const named = [...about.matchAll(/(?:\bexits?(?: is)?|\bin|\()\s?(\d{2})\b/gi)].map((match) => Number(match[1]));
  const read = declared.some(({ description, out }) => !out && READ.test(description)) ? [65] : [];
  const found = group === NO_PARTY ? [] : [66];
  const judged = strict || (status && reasons) ? [10, 11, 12, 13, 14, 16, 19] : [];
  const looked = strict ? [20] : [];
  const kept = queued ? [17] : [];
  const written = writes ? [14, 15, 74, 75, 77, 78] : [];
  return [0, 1, 2, ...named, ...read, ...found, ...judged, ...looked, ...kept, ...written];
}

function exitStatus(exits: readonly number[], more: readonly Inline[]): string {
  const meanings = new Map(EXITS);
  const rows = unique(exits)
    .toSorted((a, b) => a - b)
    .filter((exit) => meanings.has(exit))
    .map((exit) => [[bold(String(exit))], [sentence(meanings.get(exit) ?? '')]] as const);
  return section('EXIT STATUS', tagged(rows), paragraph(...more));
}

function usage(name: string, declared: readonly ArgumentSpec[], options: readonly OptionSpec[]): string {
  const required = options.filter((option) => option.required).map(optionWord);
  const others = options.filter((option) => !option.required).map((option) => ['[', ...optionWord(option), ']']);
  const words = declared.map((one) => (one.optional ? ['[', ...argumentWord(one), ']'] : argumentWord(one)));
  return synopsis(`pedigree ${name}`, [...required, ...others, ...words]);
}

function argumentWord({ name, variadic }: ArgumentSpec): Inline[] {
  return [italic(name.toUpperCase()), ...(variadic ? [' ...'] : [])];
}

function argumentRow(one: ArgumentSpec): readonly [readonly Inline[], readonly Inline[]] {
  return [argumentWord(one), [sentence(`${one.description}${one.out ? '; - is standard output' : ''}`)]];
}

/** The long form with its value. */
function optionWord(option: OptionSpec): Inline[] {
  const [, flag = '', value] = /(--[\w-]+)(?: [<[]([^>\]]+)[>\]])?/.exec(option.flags) ?? [];
  const taken = value === undefined ? [] : [italic(value.toUpperCase())];
  const shown: Inline[] = takesValue(option) === 'maybe' ? ['[', ...taken, ']'] : taken;
  return [bold(flag), ...(shown.length === 0 ? [] : [' ', ...shown]), ...(option.repeat ? [' ...'] : [])];
}

function optionList(options: readonly OptionSpec[]): string {
  const rows = options.map((option) => {
    const short = shortFlag(option);
    const choices = option.choices === undefined ? '' : ` One of ${option.choices.join(', ')}.`;
    const text = sentence(`${option.description}${option.out ? '; - is standard output' : ''}`);
    return [[...(short === undefined ? [] : [bold(short), ', ']), ...optionWord(option)], [text + choices]] as const;
  });
  return tagged(rows);
}

function globalsParagraph(command?: string): string {
  const schema =
    command === undefined ? [] : [' The JSON Schema of the answer: ', bold(`pedigree schema ${command}`), '.'];
  const globals = ['The options of every command, ', bold('--json'), ' among them, are in ', bold('pedigree'), '(1).'];
  return paragraph(...globals, ...schema);
}

function environmentList(names: readonly string[]): string {
  return tagged(names.map((name) => [[bold(name)], [sentence(ENVIRONMENT[name] ?? '')]]));
}

function seeAlso(pages: readonly string[]): string {
  const words = unique(['pedigree', ...pages]).flatMap((page, at): Inline[] => [
    at === 0 ? '' : ', ',
    bold(page),
    '(1)',
  ]);
  return section('SEE ALSO', paragraph(...words));
}

/** The commands next to this one in the help. */
function neighbours(group: readonly Registered[], registered: Registered): readonly string[] {
  const at = group.indexOf(registered);
  return group.slice(Math.max(0, at - 2), at + 3).map(({ name }) => name);
}

function proseOf({ about = '', options = [] }: CommandSpec): string {
  return [about, ...options.map(({ description }) => description)].join('\n');
}

/** A text in which what is typed is bold: commands as far as their name, and options. */
function withCommands(text: string): Inline[] {
  const names = COMMANDS.map(({ name }) => `pedigree ${name}`).toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(`((?:${names.join('|')})\\b|(?<![\\w-])--[a-z][a-z-]*)`);
  return text.split(pattern).map((piece, at) => (at % 2 === 1 ? bold(piece) : piece));
}

function sentence(text: string): string {
  const first = /^(?:[a-z]+\s|[a-z]+$|[a-z]+[,:;])/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.…]$/.test(first) ? first : `${first}.`;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
