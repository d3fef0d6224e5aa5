// A word of the glossary: what it means, which words of names in the code stand for it, and which types of events.

export interface Word {
  readonly term: string;
  readonly means: string;
  /** Words of exported names that stand for it; its own where absent. */
  readonly words?: readonly string[];
  /** Types of events that it is about. */
  readonly events?: readonly string[];
  /** The exported name to begin at, and a part of its path where several files export it. */
  readonly see?: string;
  readonly within?: string;
}
