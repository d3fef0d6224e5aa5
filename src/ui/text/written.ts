// The words that all writing commands share.
import type { Style } from '../style.ts';

/** What tells a dry run and a repetition from the real thing, before the sentence. */
export function written(
  data: { readonly already?: boolean; readonly dryRun?: true },
  done: string,
  style: Style,
): string {
  const said = data.already ? `already recorded: ${done}` : done;
  if (data.dryRun) return style.dim(`dry run, nothing written: ${said}`);
  return data.already ? said : style.green(said);
}

/** What is left to do once it is written: of a dry run nothing is. */
export function onward(data: { readonly dryRun?: boolean }, step = 'Send it on: pedigree sync'): readonly string[] {
  return data.dryRun === true ? [] : [step];
}

/** Where a file went, for people. */
export function placeOf(file: string): string {
  return file === '-' ? 'standard output' : file;
}
