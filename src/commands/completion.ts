// `pedigree completion`: a static script that completes commands, options and their choices.
import { say } from '../words/en/commands.ts';
import { GLOBAL_OPTIONS, optionName, sharedOptions, shortFlag, takesValue } from './globals.ts';
import type { Registered } from './listed.ts';
import { type CommandSpec, fields, type OptionSpec, oneOf, required, string } from './spec.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** The command, which speaks of all commands. */
export const over = (commands: readonly Registered[]): { readonly command: CommandSpec } => ({
  command: {
    name: 'completion',
    summary: 'print a completion script',
    about:
      'bash: put it in ~/.local/share/bash-completion/completions/pedigree. zsh: source <(pedigree completion zsh) in ~/.zshrc. fish: put it in ~/.config/fish/completions/pedigree.fish.',
    arguments: [{ name: 'shell', description: 'bash, zsh or fish' }],
    examples: ['pedigree completion bash', 'pedigree completion fish'],
    schema: fields({ shell: oneOf(SHELLS), script: string() }),
    run: async (input) => {
      const shell = required(input.arg('shell'));
      const { PedigreeError } = await import('../errors.ts');
      const write = { bash, zsh, fish }[shell];
      if (write === undefined) {
        throw new PedigreeError('usage', say('no-shell', { shell }), { hint: say('shells', { shells: SHELLS }) });
      }
      const specs = await Promise.all(commands.map(async ({ load }) => (await load()).command));
      const aliases = commands.flatMap(({ name, aliases }) => (aliases ?? []).map((alias) => [alias, name] as const));
      return { data: { shell, script: write(specs, new Map(aliases)) } };
    },
  },
});

/** The short and long flags of the command's own options. */
function flagsOf(spec: CommandSpec): readonly string[] {
  return [...(spec.options ?? []), ...sharedOptions(spec)].flatMap(flagsOfOption);
}

function flagsOfOption(option: OptionSpec): readonly string[] {
  const short = shortFlag(option);
  return short === undefined ? [`--${optionName(option)}`] : [short, `--${optionName(option)}`];
}

const GLOBAL_FLAGS = GLOBAL_OPTIONS.flatMap(flagsOfOption);

type Specs = readonly CommandSpec[];
type Aliases = ReadonlyMap<string, string>;

/** First words, second words of families, and the words that may follow a whole command. */
function vocabulary(specs: Specs, aliases: Aliases) {
  const first = [...new Set([...specs.map((spec) => spec.name.split(' ')[0] ?? ''), ...aliases.keys(), 'help'])];
  const families = new Map<string, string[]>();
  for (const { name } of specs) {
    const [word = '', second] = name.split(' ');
    if (second !== undefined) families.set(word, [...(families.get(word) ?? []), second]);
  }
  const choices = specs.flatMap((spec) =>
    (spec.options ?? [])
      .filter((option) => option.choices !== undefined)
      .map(
        (option) =>
          [
            spec.name,
            option.flags.split(/[ ,]+/).filter((flag) => flag.startsWith('-')),
            option.choices ?? [],
          ] as const,
      ),
  );
  return { first, families, choices };
}

function bash(specs: Specs, aliases: Aliases): string {
  const { first, families, choices } = vocabulary(specs, aliases);
  const cases = (subject: string, rows: readonly string[]) =>
    rows.length === 0 ? '' : `  case ${subject} in\n${rows.map((row) => `  ${row} ;;\n`).join('')}  esac\n`;
  const withValue = GLOBAL_OPTIONS.filter((option) => takesValue(option) === 'always').map(
    (option) => `--${optionName(option)}`,
  );
  const alone = GLOBAL_OPTIONS.filter((option) => takesValue(option) === 'never').flatMap(flagsOfOption);
  const same = [...aliases].map(([alias, name]) => `${alias}) one='${name}'`);
  const seconds = [...families].map(([word, second]) => `${word}) next='${second.join(' ')}'`);
  const values = choices.map(([name, flags, words]) => {
    return `${flags.map((flag) => `'${name} ${flag}'`).join(' | ')}) values='${words.join(' ')}'`;
  });
  const options = specs.map((spec) => `'${spec.name}') flags='${flagsOf(spec).join(' ')}'`);
  return `# Completion of pedigree for bash.
_pedigree() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local common='${GLOBAL_FLAGS.join(' ')}'
  local word skip='' one='' two='' next='' flags='' values=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    if [[ -n $skip ]]; then
      skip=''
      continue
    fi
    case $word in
    ${withValue.join(' | ')}) skip=yes ;;
    ${alone.join(' | ')}) ;;
    # What follows may be its value: the words of a command stand together.
    -*) if [[ -n $one && -z $two ]]; then two=-; fi ;;
    *) if [[ -z $one ]]; then one=$word; elif [[ -z $two ]]; then two=$word; fi ;;
    esac
  done
${cases('$one', same)}  if [[ -z $one ]]; then
    COMPREPLY=($(compgen -W "${first.join(' ')} $common" -- "$current"))
    return
  fi
${cases('$one', seconds)}  local name=$one
  [[ -n $two && " $next " == *" $two "* ]] && name="$one $two"
${cases('"$name $previous"', values)}  if [[ -n $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
    return
  fi
${cases('$name', options)}  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags $common" -- "$current"))
  elif [[ -z $two && -n $next ]]; then
    COMPREPLY=($(compgen -W "$next" -- "$current") $(compgen -f -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _pedigree pedigree
`;
}

function zsh(specs: Specs, aliases: Aliases): string {
  const body = bash(specs, aliases);
  return `# Completion of pedigree for zsh, by way of the one for bash.
autoload -U +X bashcompinit && bashcompinit
${body}`;
}

function fish(specs: Specs, aliases: Aliases): string {
  const { families } = vocabulary(specs, aliases);
  const lines = [
    '# Completion of pedigree for fish.',
    'complete -c pedigree -n __fish_use_subcommand -a help -d "show help"',
  ];
  const plain = specs.filter((spec) => !spec.name.includes(' '));
  for (const [word] of families) {
    if (!plain.some((spec) => spec.name === word))
      lines.push(`complete -c pedigree -n __fish_use_subcommand -a ${word}`);
  }
  for (const spec of specs) {
    const [first = '', second] = spec.name.split(' ');
    const names = [first, ...[...aliases].filter(([, name]) => name === spec.name).map(([alias]) => alias)];
    const summary = quoted(spec.summary);
    if (second === undefined) {
      for (const name of names) lines.push(`complete -c pedigree -n __fish_use_subcommand -a ${name} -d ${summary}`);
    } else {
      lines.push(
        `complete -c pedigree -n '__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${(families.get(first) ?? []).join(' ')}' -a ${second} -d ${summary}`,
      );
    }
    const seen = names.map((name) => `__fish_seen_subcommand_from ${name}`).join('; or ');
    const condition = second === undefined ? seen : `${seen}; and __fish_seen_subcommand_from ${second}`;
    for (const option of [...(spec.options ?? []), ...sharedOptions(spec)]) {
      const short = shortFlag(option)?.slice(1);
      const long = optionName(option);
      const value = takesValue(option) === 'never' ? '' : ' -r';
      const words = option.choices === undefined ? '' : ` -f -a '${option.choices.join(' ')}'`;
      lines.push(
        `complete -c pedigree -n '${condition}'${short ? ` -s ${short}` : ''} -l ${long}${value}${words} -d ${quoted(option.description)}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
