// Codes that stand for the buttons of a run. They begin as no code of goods does, and no word that is scanned is ever one by itself.

export const COMMAND_CODES = ['undo', 'damaged', 'missing', 'end'] as const;
export type CommandCode = (typeof COMMAND_CODES)[number];

const BEGINS = 'PDG-DO:';

export function codeOf(name: CommandCode): string {
  return `${BEGINS}${name.toUpperCase()}`;
}

/** The button that a scan stands for; scanners with another layout or caps lock say it in other letters. */
export function commandIn(...texts: readonly string[]): CommandCode | undefined {
  const said = texts.map((text) => text.replace(/^\][A-Za-z]\d/, '').toUpperCase());
  return COMMAND_CODES.find((name) => said.includes(codeOf(name)));
}
