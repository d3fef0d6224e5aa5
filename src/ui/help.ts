// Help: the short one for a bare `pedigree`, the list of all commands, and the page of one.
import { GLOBAL_OPTIONS, sharedOptions } from '../commands/globals.ts';
import type { ArgumentSpec, CommandSpec, OptionSpec } from '../commands/spec.ts';
import { phrase } from '../words/en/help.ts';
import { translated } from '../words/say.ts';
import { familyOf, findCommand, GROUPS } from './registry.ts';
import { columns, widestMargin, wrap, wrapCommand } from './style.ts';

/** What somebody sees who types `pedigree` and has no party here. */
export function shortHelp(): string {
  return phrase('short');
}

/** All commands with their summaries. */
export async function overview(): Promise<string> {
  const groups = await Promise.all(
    GROUPS.map(async (group) => {
      const rows = await Promise.all(
        group.commands.map(async ({ name, aliases, load }) => {
          const { command } = await load();
          const summary = translated(command.summary);
          return [name, aliases === undefined ? summary : phrase('also', { summary, aliases })] as const;
        }),
      );
      return `${translated(group.title)}\n${twoColumns(rows)}`;
    }),
  );
  return [
    phrase('usage-all'),
    ...groups,
    `${phrase('of-every-command')}\n${twoColumns(GLOBAL_OPTIONS.map(optionRow))}`,
    `${phrase('one-command')}\n`,
  ].join('\n\n');
}

/** The page of one command, or of a family such as `recall`. */
export async function commandHelp(topic: string): Promise<string> {
  const registered = findCommand(topic);
  const family = familyOf(topic);
  if (registered === undefined) {
    const rows = await Promise.all(
      family.map(async ({ name, load }) => [name, translated((await load()).command.summary)] as const),
    );
    return `${phrase('usage-family', { family: topic })}\n\n${twoColumns(rows)}\n\n${phrase('one-of-family', { family: topic })}\n`;
  }
  const { command } = await registered.load();
  const own = [...(command.options ?? []), ...sharedOptions(command)];
  const further = await Promise.all(
    family.map(async ({ name, load }) => [name, translated((await load()).command.summary)] as const),
  );
  return [
    wrap(phrase('usage-one', { line: usageLine(command) }), '         '),
    sentence(translated(command.summary)),
    ...(command.about === undefined ? [] : command.about.split('\n\n').map((paragraph) => wrap(translated(paragraph)))),
    ...section(phrase('arguments'), (command.arguments ?? []).map(argumentRow)),
    ...section(phrase('options'), own.map(optionRow)),
    ...section(phrase('further'), further),
    `${phrase('examples')}\n${command.examples.map((example) => wrapCommand(`  ${example}`, '      ')).join('\n')}`,
    `${phrase('see-also', { command: command.name })}\n`,
  ].join('\n\n');
}

function sentence(summary: string): string {
  return wrap(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`);
}

function section(title: string, rows: readonly (readonly [string, string])[]): string[] {
  return rows.length === 0 ? [] : [`${title}\n${twoColumns(rows)}`];
}

function usageLine(command: CommandSpec): string {
  const words = (command.arguments ?? []).map((argument) => {
    const name = argumentName(argument);
    return argument.optional ? `[${name}]` : name;
  });
  const required = (command.options ?? []).filter((option) => option.required).map((option) => longForm(option.flags));
  const others = (command.options ?? []).length > required.length ? [phrase('other-options')] : [];
  return ['pedigree', command.name, ...required, ...words, ...others].join(' ');
}

function argumentName(argument: ArgumentSpec): string {
  return `${argument.name.toUpperCase()}${argument.variadic ? '…' : ''}`;
}

function argumentRow(argument: ArgumentSpec): readonly [string, string] {
  return [argumentName(argument), written(argument, translated(argument.description))];
}

function longForm(flags: string): string {
  return upper(flags.replace(/^-\w, /, ''));
}

function upper(flags: string): string {
  return flags.replace(/[<[]([^>\]]+)[>\]]/g, (_, name: string) => name.toUpperCase());
}

function optionRow(option: OptionSpec): readonly [string, string] {
  const flags = option.flags.startsWith('--') ? `    ${upper(option.flags)}` : upper(option.flags);
  const choices = option.choices === undefined ? '' : `: ${option.choices.join(', ')}`;
  const description = translated(option.description) + choices;
  return [`${flags}${option.repeat ? '…' : ''}`, written(option, description)];
}

function written({ out }: { readonly out?: boolean }, description: string): string {
  return out === true ? phrase('or-standard-output', { description }) : description;
}

function twoColumns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.min(
    28,
    widestMargin() - 4,
    rows.reduce((widest, [left]) => Math.max(widest, columns(left)), 0),
  );
  return rows
    .map(([left, right]) => {
      const head = `  ${left}${' '.repeat(Math.max(0, width - columns(left)))}`;
      const indent = ' '.repeat(width + 4);
      return columns(left) > width ? `${head}\n${wrap(indent + right, indent)}` : wrap(`${head}  ${right}`, indent);
    })
    .join('\n');
}
