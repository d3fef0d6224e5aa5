// Lots as a person types them: with commas between.

export function lotsIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((lot) => lot.trim())
    .filter((lot) => lot !== '');
}
