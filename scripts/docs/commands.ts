// The reference of the command line: what the program's own help says, and the settings of a folder.

import { commandHelp, overview } from '../../src/ui/help.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import type { PictureDay } from './pictures/day.ts';

interface SettingShown {
  readonly name: string;
  readonly value: string | number;
  readonly about: string;
}

/** Of settings that have the machine's own value where none was given. */
const OF_THE_MACHINE: Readonly<Record<string, string>> = {
  zone: 'the zone of the machine',
  language: 'as `LANG` says, else `en`',
};

export async function commandPage(day: PictureDay, generated: string): Promise<string> {
  const { text } = await day.run('agency', 'config', 'list', '--json');
  const { settings } = JSON.parse(text) as { readonly settings: readonly SettingShown[] };
  const rows = settings.map(
    ({ name, value, about }) => `| \`${name}\` | ${OF_THE_MACHINE[name] ?? `\`${value}\``} | ${about} |`,
  );
  const helps = await Promise.all(COMMANDS.map(async ({ name }) => [name, await commandHelp(name)] as const));
  const pages = helps.map(([name, help]) => `### pedigree ${name}\n\n${fenced(help)}`);
  return `# Commands

${generated}

What a command answers with \`--json\`: [the schemas](schema). What its exit means: [exit-codes.md](exit-codes.md).

## All of them

${fenced(await overview())}

## Settings

\`pedigree config set NAME VALUE\` changes one in the folder of a party; it never leaves that folder, and changes no event.

| setting | without one | what it says |
|---|---|---|
${rows.join('\n')}

## One by one

${pages.join('\n\n')}
`;
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
