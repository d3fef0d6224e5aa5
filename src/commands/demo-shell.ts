// What makes `pedigree` a command of the shell where it is none: in a clone, whose own Node.js nobody has on the path.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { shellWord } from '../app/node/shell-words.ts';

/** Lines for a shell, or undefined where the command is there already or the program runs in some other way. */
export function shellFunction(
  path: string | undefined,
  node: string,
  program: string | undefined,
): readonly string[] | undefined {
  if (program === undefined || isOnPath(path ?? '')) return undefined;
  // The one file that runs is its own program.
  if (program === node) return [`pedigree() { ${shellWord(program)} \\`, '  "$@"; }'];
  if (!program.endsWith('.js')) return undefined;
  return [`pedigree() { ${shellWord(node)} \\`, `  ${shellWord(program)} "$@"; }`];
}

function isOnPath(path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, 'pedigree'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
