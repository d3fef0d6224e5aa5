// Which file makes the text of which command's answer.
import type { Style } from '../style.ts';

export interface TextContext {
  readonly exit: number;
  /** Which of several inputs this answer is for. */
  readonly n?: number;
  readonly input?: string;
}

/**
 * Makes the text of one answer from its data, whose strings are free of control characters already. An empty text
 * prints nothing; a final line break is added.
 */
export type Renderer = (data: never, style: Style, context: TextContext) => string;

export interface Texts {
  readonly text: Renderer;
  /** The data goes to the terminal as it is: it was made here, not by a scan or a peer. */
  readonly raw?: boolean;
}

/** By the name of the command; commands of one family may share a file. */
export const TEXTS: Readonly<Record<string, () => Promise<Texts>>> = {
  completion: async () => ({ ...(await import('./completion.ts')), raw: true }),
  decode: () => import('./decode.ts'),
  schema: async () => ({ ...(await import('./schema.ts')), raw: true }),
  version: () => import('./version.ts'),
};
