// A checkpoint as it is stored, with its checksum. One in which a bit has flipped is none to any reader: what it said of the leaves
// they say themselves, and no peer would take it.
import { rowSum } from './sums.ts';

export interface NoteRow {
  readonly note: string | null;
  readonly notesum: number | null;
}

/** So many checkpoints above a fork are looked at for one that is what was written. */
export const TRIED_NOTES = 16;

/** The checkpoint in the row of a leaf; nothing where there is none, or not what was written. */
export function soundNote(id: number, { note, notesum }: NoteRow): string | undefined {
  return note !== null && notesum === rowSum([id, note]) ? note : undefined;
}
