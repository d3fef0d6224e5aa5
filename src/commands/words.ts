// Options that take several values: `--lot A --lot B` and `--lot A B` say the same.
import { isFlag } from './flags.ts';
import { optionName, shortFlag } from './globals.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

/**
 * Writes every repeatable option out as one flag for each value. The values that follow a flag are its own, as far as
 * they are among its choices; where a required argument would then be missing, the last of them is that argument.
 */
export function spreadRepeats(
  spec: CommandSpec,
  options: readonly OptionSpec[],
  words: readonly string[],
): readonly string[] {
  const byFlag = new Map<string, OptionSpec>();
  for (const option of options) {
    byFlag.set(`--${optionName(option)}`, option);
    const short = shortFlag(option);
    if (short !== undefined) byFlag.set(short, option);
  }
  const wanted = (spec.arguments ?? []).filter((argument) => !argument.optional).length;
  const spread = (give: number) => {
    const out: string[] = [];
    const further: number[] = [];
    let positional = 0;
    for (let index = 0; index < words.length; index++) {
      const word = words[index] ?? '';
      if (word === '--') {
        positional += words.length - index - 1;
        for (const rest of words.slice(index)) out.push(rest);
        break;
      }
      const option = byFlag.get(word);
      if (option === undefined || !option.flags.includes('<')) {
        if (!isFlag(word)) positional++;
        out.push(word);
        continue;
      }
      const value = words[++index];
      out.push(word, ...(value === undefined ? [] : [value]));
      while (option.repeat && index + 1 < words.length && belongs(option, words[index + 1] ?? '')) {
        further.push(out.length);
        out.push(word, words[++index] ?? '');
      }
    }
    for (const place of further.slice(further.length - give).reverse()) out.splice(place, 1);
    return { out, missing: Math.min(Math.max(0, wanted - positional), further.length) };
  };
  const { missing } = spread(0);
  return spread(missing).out;
}

function belongs(option: OptionSpec, word: string): boolean {
  return !isFlag(word) && (option.choices === undefined || option.choices.includes(word));
}
