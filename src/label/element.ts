// What a label says: its element string, and the words around it.

export interface LabelElement {
  readonly ai: string;
  readonly value: string;
}

/** One label before it is laid out. */
export interface LabelContent {
  /** A GS1 DataMatrix with text beside it, or the GS1-128 of a logistic unit below its text. */
  readonly kind: 'pack' | 'unit';
  /** In the order of the symbol. */
  readonly elements: readonly LabelElement[];
  /** Product or party, where known; left out where there is no room. */
  readonly title?: string;
  /** Further lines for people, above the symbol of a unit. */
  readonly notes?: readonly string[];
}
