// What stands on the papers that the page of the desk prints: slips, labels, notes and sheets of codes.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('page-slips', () => ({
  'print-slip': 'Print a slip',
  'print-label': 'Print a label',
  'do-not-supply': 'DO NOT SUPPLY',
  'set-apart': 'Set apart',
  'code-of-pack': 'Code of the pack',
  'discrepancy-note': 'What came, and what did not',
  'command-codes': 'Codes instead of buttons',
  'command-codes-how': 'While you scan a delivery, these codes do what the buttons do.',
  'show-sheet': 'Show the sheet',
  'close-sheet': 'Close the sheet',
}));

export const phrase = /* @__PURE__ */ telling(say);
