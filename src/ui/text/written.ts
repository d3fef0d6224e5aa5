// The words that all writing commands share.
import { phrase } from '../../words/en/goods-text.ts';
import type { Style } from '../style.ts';

/** What tells a dry run and a repetition from the real thing, before the sentence. */
export function written(
  data: { readonly already?: boolean; readonly dryRun?: true },
  done: string,
  style: Style,
): string {
  const said = data.already ? phrase('already-recorded', { done }) : done;
  if (data.dryRun) return style.dim(phrase('dry-run', { done: said }));
  return data.already ? said : style.green(said);
}

/** What is left to do once it is written: of a dry run nothing is. */
export function onward(data: { readonly dryRun?: boolean }, step = phrase('send-on')): readonly string[] {
  return data.dryRun === true ? [] : [step];
}

/** Where a file went, for people. */
export function placeOf(file: string): string {
  return file === '-' ? phrase('standard-output') : file;
}
