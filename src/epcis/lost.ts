// What a conversion could not carry over, or had to say otherwise: counted by kind, with the first place of each.

/** Kinds, in the order in which they are told. */
export const LOST = [
  'unreadable',
  'quantity-event',
  'no-urn',
  'no-link',
  'id-parts',
  'persistent-disposition',
  'header-parts',
  'document-id',
  'master-data',
  'extension-without-namespace',
  'extension-name',
  'extension-attribute',
  'mixed-text',
  'number-form',
  'control-character',
  'wrapped-event',
] as const;
export type LostCode = (typeof LOST)[number];

export interface LostKind {
  readonly code: LostCode;
  /** How often. */
  readonly count: number;
  /** The first event it happened to, counted from 0; none where it stands around the events. */
  readonly event?: number;
  /** What it was, the first time. */
  readonly what?: string;
}

/** Takes what is lost. */
export class LostAndCounted {
  readonly #lost = new Map<LostCode, LostKind>();
  /** The event that is being written. */
  event: number | undefined;

  lose(code: LostCode, what?: string): void {
    const before = this.#lost.get(code);
    if (before !== undefined) this.#lost.set(code, { ...before, count: before.count + 1 });
    else
      this.#lost.set(code, {
        code,
        count: 1,
        ...(this.event === undefined ? {} : { event: this.event }),
        ...(what === undefined ? {} : { what: what.slice(0, 80) }),
      });
  }

  list(): readonly LostKind[] {
    return LOST.flatMap((code) => this.#lost.get(code) ?? []);
  }
}
