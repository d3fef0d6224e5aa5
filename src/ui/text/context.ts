// What the text of an answer is made from besides its data, and what makes it.
import type { Style } from '../style.ts';

export interface TextContext {
  readonly exit: number;
  /** Which of several inputs this answer is for. */
  readonly n?: number;
  readonly input?: string;
  /** Whether the line names several inputs. */
  readonly several?: boolean;
  /** Where the texts of other commands are made. */
  readonly texts?: LoadText;
  /** Of the terminal that it is shown on. */
  readonly columns?: number | undefined;
}

/**
 * Makes the text of one answer from its data, whose strings are free of control characters already. An empty text
 * prints nothing; a final line break is added.
 */
export type Renderer = (data: never, style: Style, context: TextContext) => string | Promise<string>;

export interface Texts {
  readonly text: Renderer;
  /** The data goes to the terminal as it is: it was made here, not by a scan or a peer. */
  readonly raw?: boolean;
  /** It is for a program: whatever stands in it is no command to be copied. */
  readonly script?: boolean;
}

/** Where the text of a command's answer is made, by the name of the command. */
export type LoadText = Readonly<Record<string, () => Promise<Texts>>>;
