// Optional fields of a request, as exact optional types want them.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/commands.ts';
import type { Input } from './spec.ts';

/** A field that is there only where it has a value. */
export function optional<N extends string, T>(name: N, value: T | undefined): { readonly [K in N]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in N]?: T };
}

/** What was typed for these options, each under its name where it was given. */
export function given<N extends string>(input: Pick<Input, 'text'>, ...names: N[]): { readonly [K in N]?: string } {
  const typed = names.map((name) => [name, input.text(name)] as const).filter(([, text]) => text !== undefined);
  return Object.fromEntries(typed) as { readonly [K in N]?: string };
}

/** What words of the form `name=value` say, by their names. @throws usage for what is none */
export function namedValues(words: readonly string[]): Readonly<Record<string, string>> {
  const pairs = words.map((word) => {
    const [name = '', ...value] = word.split('=');
    if (value.length === 0) throw new PedigreeError('usage', say('not-pair', { word }), { hint: say('pair-is') });
    return [name.trim().toLowerCase(), value.join('=').trim()] as const;
  });
  return Object.fromEntries(pairs);
}
