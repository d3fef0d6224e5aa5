// `pedigree completion`: a static script that completes commands, options and their choices.
import { takesValue } from './globals.ts';
import { flagsOf } from './program.ts';
import { COMMANDS } from './registry.ts';
import { type CommandSpec, fields, oneOf, required, string } from './spec.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const command: CommandSpec = {
  name: 'completion',
  summary: 'print a completion script',
  about:
    'bash: put it in ~/.local/share/bash-completion/completions/pedigree. zsh: as _pedigree in a folder of $fpath. fish: in ~/.config/fish/completions/pedigree.fish.',
  arguments: [{ name: 'shell', description: 'bash, zsh or fish' }],
  examples: ['pedigree completion bash', 'pedigree completion fish'],
  schema: fields({ shell: oneOf(SHELLS), script: string() }),
  run: async (input) => {
    const shell = required(input.arg('shell'));
    const { PedigreeError } = await import('../errors.ts');
    const write = { bash, zsh, fish }[shell];
    if (write === undefined) {
      throw new PedigreeError('usage', `no completion for '${shell}'`, { hint: `one of ${SHELLS.join(', ')}` });
    }
    const specs = await Promise.all(COMMANDS.map(async ({ load }) => (await load()).command));
    const aliases = COMMANDS.flatMap(({ name, aliases }) => (aliases ?? []).map((alias) => [alias, name] as const));
    return { data: { shell, script: write(specs, new Map(aliases)) } };
  },
};

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
  const seconds = [...families].map(([word, second]) => `    ${word}) next='${second.join(' ')}' ;;`);
  const options = specs.map((spec) => `    '${spec.name}') flags='${flagsOf(spec).join(' ')}' ;;`);
  const values = choices.map(
    ([name, flags, words]) =>
      `    ${flags.map((flag) => `'${name} ${flag}'`).join(' | ')}) values='${words.join(' ')}' ;;`,
  );
  const same = [...aliases].map(([alias, name]) => `    ${alias}) one='${name}' ;;`);
  return `# Completion of pedigree for bash.
_pedigree() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local word one='' two='' next='' flags='' values=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    case $word in
    -*) ;;
    *) if [[ -z $one ]]; then one=$word; elif [[ -z $two ]]; then two=$word; fi ;;
    esac
  done
  case $one in
${same.join('\n')}
  esac
  if [[ -z $one ]]; then
    COMPREPLY=($(compgen -W '${first.join(' ')}' -- "$current"))
    return
  fi
  case $one in
${seconds.join('\n')}
  esac
  local name=$one
  [[ -n $two && " $next " == *" $two "* ]] && name="$one $two"
  case "$name $previous" in
${values.join('\n')}
  esac
  if [[ -n $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
    return
  fi
  case $name in
${options.join('\n')}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  elif [[ -z $two && -n $next ]]; then
    COMPREPLY=($(compgen -W "$next" -- "$current") $(compgen -f -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _pedigree pedigree
`.replace(/ {2}case \S+( \S+)? in\n\n {2}esac\n/g, '');
}

function zsh(specs: Specs, aliases: Aliases): string {
  const body = bash(specs, aliases);
  return `#compdef pedigree
# Completion of pedigree for zsh, by way of the one for bash.
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
    for (const option of spec.options ?? []) {
      const short = /^-(\w),/.exec(option.flags)?.[1];
      const long = /--([a-z0-9-]+)/.exec(option.flags)?.[1] ?? '';
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
