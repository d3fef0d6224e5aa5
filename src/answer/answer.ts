// What a command gives back, before it is written for anybody.
import type { PedigreeError } from '../errors.ts';

/**
 * What a command gives back: the fields of its JSON answer, from which the text is made as well. A command that answers
 * several items, or goes on for a while, yields one for each.
 */
export interface Answer {
  /** The exit code of this answer, 0 where absent; of several the worst wins (`worstExit`). */
  readonly exit?: number;
  /** The JSON fields besides `ok`, `schema`, `exit`, `n`, `input`. Undefined fields are left out. */
  readonly data: object;
  /** Which of several inputs this answers, counted from 1, and the input as it was given. */
  readonly n?: number;
  readonly input?: string;
  /** At a terminal it takes the place of the answer before. */
  readonly repaint?: true;
  /** This input could not be answered; the others go on. `data` may add fields to the error. */
  readonly error?: PedigreeError;
}
