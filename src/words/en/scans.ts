// The words of scans.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('scans', () => ({
  'not-calibration-symbol': 'this is not the calibration symbol, or characters were lost on the way',
  'scan-again-if-fails':
    'scan it again; if it fails again set the scanner and this computer to the same keyboard layout, or to ALT mode',
  'code-cut-or-changed': 'the code was cut or changed by the scanner and can be read in several ways',
  'scan-again': 'scan it again',
  'not-sscc-check-digit': 'not an SSCC: its check digit is wrong',
  'look-at-last-digit': 'look at the last digit',
  'code-names-no-pack': 'the code names no pack: it has no serial number',
  'code-cut-off-within': 'the code was cut off within the lot',
  'scan-again-whole-square': 'scan it again, the whole square; nothing need be wrong with the pack',
  'scanner-cut-or-changed': 'the scanner cut or changed the code, and it can be read in several ways',
  'scan-again-nothing-need': 'scan it again; nothing need be wrong with the pack',
  'code-cut-off-in-serial': 'the code was cut off within the serial: those of this lot are longer',
  'ask-product': 'Product (PC, GTIN or the digits under the bars)',
  'ask-serial': 'Serial (SN)',
  'ask-lot': 'Lot',
  'ask-expiry': 'Expiry (EXP)',
  asked: '{text}: ',
  'asked-again': '{text}, again: ',
  'answers-ended': 'not all of the label was typed',
  'four-answers': 'product, serial, lot and expiry, a line each; lot and expiry may be empty',
  'cannot-be-on-label': '{text}: {typed} cannot be that',
  'as-on-pack': 'type it as it stands on the pack; the last digit of a product checks the others',
  'nothing-to-verify': 'what is to be verified?',
  'scan-or-type': 'give a scan, an SSCC or a shipment; --type asks for what is printed where nothing scans',
  'scanner-changed': 'the scanner changed the code, and it can be read in several ways',
  'scanner-adds': 'more was read than the code of one pack: the scanner adds to it',
  'scanner-adds-nothing': 'scan it again, and set the scanner to add nothing: pedigree scanner calibrate',
  'png-picture': 'a PNG picture',
  'scan-square-code': 'scan the square code',
  'scan-square-code-which-has': 'scan the square code, which has the serial number',
  'typed-by-scanner-calibrated': 'typed by a scanner that was calibrated here',
  'read-by-pressed-keys': 'read by the keys that were pressed',
  'another-case': 'the letters have another case than on the pack that was made',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
