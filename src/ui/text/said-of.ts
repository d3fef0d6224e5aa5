// What a code of an answer is called: its sentence where a table has one, else the code itself.

/** Says the sentence that the table has for this code. */
export function saidOf<Id extends string>(
  code: string,
  table: Readonly<Record<string, Id>>,
  phrase: (id: Id) => string,
): string {
  const id = Object.hasOwn(table, code) ? table[code] : undefined;
  return id === undefined ? code : phrase(id);
}
