// The words that all writing commands share.
import type { Style } from '../style.ts';

/** What tells a dry run and a repetition from the real thing, before the sentence. */
export function written(
  data: { readonly already?: boolean; readonly dryRun?: true },
  done: string,
  style: Style,
): string {
  if (data.dryRun) return style.dim(`dry run, nothing written: ${done}`);
  return data.already ? `already recorded: ${done}` : style.green(done);
}
