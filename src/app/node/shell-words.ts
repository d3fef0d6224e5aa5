// Command lines for a person to copy: words as a shell takes them. Whatever is printed as a command is written here, for
// the shells of Unix; where those of Windows are used, src/ui/windows.ts turns it at the end.

/** Taken as it stands by every shell of Unix, and no end of a sentence. */
const BARE = /^[\w@%+:,./-]*[\w@%+/-]$/;
/** Nobody sees them, or they turn or break the line: they are written by their numbers. Made when asked for, see src/custody/name.ts. */
const unseen = (): RegExp => /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu;

/** One word, quoted where it must be. */
export function shellWord(word: string): string {
  if (BARE.test(word)) return word;
  if (word.search(unseen()) >= 0) {
    const escaped = word.replace(/[\\']/g, octal).replace(unseen(), octal);
    return `$'${escaped}'`;
  }
  if (word.includes("'") && !/["$`\\!]/.test(word)) return `"${word}"`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

// Of three digits each, so that a digit behind it is none of its own; in bash, zsh and ksh.
function octal(character: string): string {
  return Array.from(Buffer.from(character, 'utf8'), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** A file as a word: one that begins with a hyphen is no option. */
export function fileWord(file: string): string {
  return shellWord(/^[-@]./.test(file) ? `./${file}` : file);
}

/** The last words of a line, none of them an option. */
export function lastWords(...words: readonly string[]): string {
  const hyphen = words.some((word) => word.startsWith('-')) ? ['--'] : [];
  return [...hyphen, ...words.map(shellWord)].join(' ');
}

/** A whole line of words. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether whoever reads this types into cmd or PowerShell. */
export function isWindowsShell(environment: Environment, platform: NodeJS.Platform = process.platform): boolean {
  // Git Bash and the like, on Windows as well.
  if (environment.MSYSTEM) return false;
  if (platform === 'win32' || environment.PSModulePath) return true;
  // zsh has a variable of the same name, whose codes begin with %.
  const { PROMPT = '', SHELL = '' } = environment;
  return PROMPT !== '' && !PROMPT.includes('%') && !SHELL.endsWith('zsh');
}
