// More honest trunks with late entries: copies of folders that somebody goes on writing with, settlements of such forks, and
// an agency that assigns goods.
import type { Case } from './holder-cases.ts';
import type { Entry } from './stage.ts';

/** A case in which folders were copied, each as it was with so many entries. */
export interface ForkCase extends Case {
  readonly copies?: readonly (readonly [till: string, from: number])[];
}

const commission: Entry = { by: 'A1', type: 'commission' };
const packed: Entry = { by: 'A1', type: 'pack', p: 1, box: 0 };
const received: Entry = { by: 'B1', type: 'receive', p: 2 };
const voided: Entry = { by: 'A1', type: 'void', p: 2 };

export const FORK_CASES: readonly ForkCase[] = [
  {
    name: 'a pack of a party whose folder was copied, received',
    trunk: [commission, { by: 'A1', type: 'ship', p: 1, to: 'B' }, received],
    copies: [
      ['A1', 3],
      ['A2', 1],
    ],
    holder: 'B',
    pool: [
      { by: 'A1~', type: 'dispense', p: 1 },
      { by: 'A1~', type: 'ship', p: 1, to: 'C' },
      { by: 'A1~', type: 'void', p: 2 },
      { by: 'A1~', type: 'decommission', p: 2, reason: 'lost' },
      { by: 'A1', type: 'void', p: 2 },
      { by: 'A2', type: 'dispense', p: 1 },
      { by: 'A2~', type: 'quarantine', p: 1, reason: 'suspect' },
      { by: 'C1', type: 'receive', p: 2 },
      { by: 'C1', type: 'dispense', p: 3 },
      { by: 'R', type: 'settle', settles: 'A1' },
      { by: 'R', type: 'settle', settles: 'A1~' },
      { by: 'R', type: 'settle', settles: 'A2~' },
    ],
  },
  {
    name: 'a pack that a till shipped whose endorsement came after the place where the folder was copied',
    trunk: [commission, { by: 'A2', type: 'ship', p: 1, to: 'B' }, received],
    copies: [['A1', 1]],
    holder: 'B',
    pool: [
      { by: 'A1~', type: 'report' },
      { by: 'A1~', type: 'dispense', p: 1 },
      { by: 'A1~', type: 'ship', p: 1, to: 'C' },
      { by: 'A1', type: 'dispense', p: 1 },
      { by: 'A2', type: 'void', p: 2 },
      { by: 'C1', type: 'receive', p: 2 },
      { by: 'C1', type: 'dispense', p: 3 },
      { by: 'R', type: 'settle', settles: 'A1' },
    ],
  },
  {
    name: 'a box of which the buyer’s own folder was copied, received and opened',
    trunk: [
      commission,
      packed,
      { by: 'A1', type: 'ship', box: 1, to: 'B' },
      { by: 'B1', type: 'receive', box: 2 },
      { by: 'B1', type: 'unpack', p: 2, box: 3, opens: true },
    ],
    copies: [
      ['B1', 1],
      ['A1', 4],
    ],
    holder: 'B',
    pool: [
      { by: 'A1~', type: 'ship', box: 1, to: 'C' },
      { by: 'C1', type: 'receive', box: 2 },
      { by: 'C1', type: 'dispense', p: 2, box: 3, opens: true },
      { by: 'A1~', type: 'dispense', p: 2, box: 1, opens: true },
      { by: 'A2', type: 'unpack', p: 2, box: 1, opens: true },
      { by: 'A1', type: 'void', box: 2 },
      { by: 'B1~', type: 'report' },
      { by: 'R', type: 'settle', settles: 'A1' },
      { by: 'R', type: 'settle', settles: 'A1~' },
      { by: 'R', type: 'settle', settles: 'B1' },
    ],
  },
  {
    name: 'a pack that two have by their records, and the agency assigns',
    trunk: [commission, { by: 'A1', type: 'ship', p: 1, to: 'B' }, received, voided],
    holder: 'B',
    pool: [
      { by: 'R', type: 'assign', p: 2, to: 'B' },
      { by: 'A1', type: 'retract', of: voided },
      { by: 'A1', type: 'dispense', p: 3 },
      { by: 'A1', type: 'ship', p: 3, to: 'C' },
      { by: 'A2', type: 'quarantine', p: 3, reason: 'suspect' },
      { by: 'C1', type: 'receive', p: 4 },
      { by: 'C1', type: 'dispense', p: 5 },
      { by: 'A2', type: 'dispense', p: 1 },
      { by: 'A2', type: 'ship', p: 1, to: 'C' },
      { by: 'C2', type: 'receive', p: 2 },
    ],
  },
  {
    name: 'a pack that was shipped back to the maker and received there',
    trunk: [
      commission,
      { by: 'A1', type: 'ship', p: 1, to: 'B' },
      received,
      { by: 'B1', type: 'ship', p: 3, to: 'A', reason: 'wrong goods' },
      { by: 'A1', type: 'receive', p: 4 },
    ],
    holder: 'A',
    pool: [
      { by: 'B1', type: 'void', p: 4 },
      { by: 'B2', type: 'void', p: 2 },
      { by: 'B2', type: 'decommission', p: 4, reason: 'lost' },
      { by: 'B2', type: 'dispense', p: 3 },
      { by: 'B2', type: 'ship', p: 3, to: 'C' },
      { by: 'C1', type: 'receive', p: 4 },
      { by: 'C1', type: 'dispense', p: 5 },
      { by: 'B1', type: 'retract', of: received },
      { by: 'B1', type: 'dispense', p: 5 },
      { by: 'B1', type: 'ship', p: 5, to: 'C' },
      { by: 'C2', type: 'receive', p: 6 },
    ],
  },
];
