// What became of packs of a recall, in words.
import { phrase } from '../../src/words/en/page-screens.ts';

const FATES = [
  'atMaker',
  'inTransit',
  'held',
  'quarantined',
  'sentOn',
  'dispensed',
  'decommissioned',
  'unaccounted',
  'disputed',
  'notKnownHere',
  'coming',
  'received',
] as const;

export function fateWord(name: string): string {
  const known = FATES.find((one) => one === name);
  return known === undefined ? name : phrase(`fate-${known}`);
}
