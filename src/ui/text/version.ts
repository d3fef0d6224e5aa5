// The version in one line.

export function text(data: { readonly version: string; readonly node: string; readonly platform: string }): string {
  return `pedigree ${data.version} (node ${data.node}, ${data.platform})`;
}
