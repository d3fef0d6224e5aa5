// Numbers as sentences have them.

/** `1 pack`, `2 packs`, `1 000 packs`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A number with a space between thousands. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** Of a list that is not told to its end: `100 of 2 000`. */
export function ofAll(shown: number, total: number): string {
  return `${grouped(shown)} of ${grouped(total)}`;
}
