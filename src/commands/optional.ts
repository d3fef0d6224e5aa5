// Optional fields of a request, as exact optional types want them.
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
