// Optional fields of a request, as exact optional types want them.

/** A field that is there only where it has a value. */
export function optional<N extends string>(name: N, value: string | undefined): { readonly [K in N]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in N]?: string };
}
