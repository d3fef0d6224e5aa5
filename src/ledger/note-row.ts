// A checkpoint as it is stored, with its checksum. One in which a bit has flipped is none to any reader: what it said of the leaves
// they say themselves, and no peer would take it.
import { rowSum } from './sums.ts';

export interface NoteRow {
  readonly note: string | null;
  readonly notesum: number | null;
}

/** So many checkpoints above a fork are looked at for one that is what was written. */
export const TRIED_NOTES = 16;

/** The checksum that stands with a checkpoint in the row of a leaf. */
export function noteSum(id: number, note: string): number {
  return rowSum([id, note]);
}

/** The checkpoint in the row of a leaf, of whatever kind its values are; nothing where there is none, or not what was written. */
export function soundNote(id: number, { note, notesum }: Readonly<Record<keyof NoteRow, unknown>>): string | undefined {
  return typeof note === 'string' && notesum === noteSum(id, note) ? note : undefined;
}
