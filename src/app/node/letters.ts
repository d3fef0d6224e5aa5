// Letters as text: lines that fit a sheet, and what a party is called at the head of one.
import type { View } from '../../ledger/types.ts';
import { profileOf } from './profiles.ts';
import type { Self } from './reading.ts';

/** Columns of a letter. */
const WIDTH = 76;

/** A line in as many rows as it needs; those after the first stand a little to the right, or behind the margin that is given. */
export function rowsOfLetter(line: string, margin = '   '): readonly string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of line.split(' ')) {
    if (row !== '' && row.length + 1 + word.length > WIDTH) {
      rows.push(row);
      row = margin + word;
    } else row = row === '' ? word : `${row} ${word}`;
  }
  return [...rows, row];
}

/** Address and contact of a party, as far as it has said them. */
export function addressLines(view: View, { gln }: Pick<Self, 'gln'>): readonly string[] {
  const { address, contact } = profileOf(view, gln);
  const { street, city, state, postcode, country } = address ?? {};
  return [street, city, state, postcode, country, contact].filter((one) => one !== undefined);
}
