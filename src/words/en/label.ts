// The words of label.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('label', () => ({
  'too-long-for-label': 'too long for a label',
  'larger-than-sheet': 'a label of {width}x{height} mm is larger than the sheet',
  'at-most-size': 'at most {width}x{height} mm',
  'too-many-dots': '{width}x{height} mm at {dpi} dpi are too many dots for a picture',
  'at-most-dpi': 'at most --dpi {most}, or --format pdf',
  'no-datamatrix-holds': 'no DataMatrix can hold this: {said}',
  'no-letters': 'no letters on labels for {shown}{more} in "{text}"',
  'not-read-back': 'this label would not read back as it was given',
  'second-linter-refuses': 'the second linter refuses this label: {said}',
  'no-whole-dots': 'at {dpi} dpi no whole number of dots makes a module for {use}',
  'finer-dpi': 'modules are {least} to {most} mm there: --dpi {finest}',
  'module-outside-range':
    'modules of {wanted} mm are outside {least} to {most} mm, which the GS1 table allows for {use}',
  'nearest-module': 'the nearest good one at {dpi} dpi: --module {dots}',
  'size-too-small': 'a label of {width}x{height} mm does not hold the symbol and its text',
  'nearest-size': 'the nearest good size: --size {width}x{height}',
  'and-more': ' and {count} more',
  'labels-printed-in-latin': 'labels are printed in Latin, Greek and Cyrillic letters',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
