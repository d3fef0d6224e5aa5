// What is said of scans as they are given: typed, piped, photographed.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('scan-input', () => ({
  'picture-too-large': 'the picture is larger than 256 MiB',
  'too-many-lines': 'more than {scans} lines at once',
  'take-them-in-parts': 'take them in parts',
  'one-item': 'one item, not {value}',
  'line-too-long': 'line {n} is longer than any code',
  'several-lines': 'scan {n} has line ends: one scan at a time',
  'no-files-from-here': 'no file of this computer is opened for whoever asks from elsewhere',
  'scan-a-line': 'a file of scans has one scan a line',
  'file-too-long': '{path} is longer than 16 MiB',
  'no-such-file': 'no such file: {path}',
  'not-a-file': 'not a file: {path}',
  'no-code-in': 'no code found in {name}',
  'one-scan-a-line': 'one scan a line',
  'leave-option-out': 'where there is nothing to name, leave --{option} out',
  'take-closer': 'take it closer, sharp and flat',
  'first-of': '{first} (and {others} more)',
  ambiguous: 'the scan can stand for {count} different codes',
  'standard-input': 'standard input',
  'cannot-read': 'cannot read {path}',
  'no-scan': 'there is no scan in {where}',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
