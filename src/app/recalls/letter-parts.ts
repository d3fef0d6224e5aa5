// What stands in the letter of a recall, whatever it is written as.

export type LetterLine = readonly [label: string, value: string];

export interface LetterParts {
  readonly title: string;
  readonly to: readonly string[];
  readonly from: readonly string[];
  readonly day: string;
  readonly facts: readonly LetterLine[];
  readonly serials: readonly string[];
  /** That there are more of them. */
  readonly more?: string;
  readonly asks: readonly string[];
  /** What the sheet has to be filled in for. */
  readonly sheet: readonly LetterLine[];
  readonly blanks: readonly string[];
  readonly sendTo: string;
}
