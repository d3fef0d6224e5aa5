// What a linter is: one rule of the GS1 Syntax Dictionary about the content of a component.

/** Why a component is wrong: a stable code, and where in the text that was linted. */
export interface Lint {
  readonly code: string;
  readonly at: number;
  readonly length: number;
}

/** Checks `text[from, to)`; undefined is right. Positions in the answer are those of `text`. */
export type Linter = (text: string, from: number, to: number) => Lint | undefined;

export function fail(code: string, at: number, length: number): Lint {
  return { code, at, length };
}
