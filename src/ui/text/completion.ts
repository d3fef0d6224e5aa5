// The script itself.

export function text(data: { readonly script: string }): string {
  return data.script;
}
