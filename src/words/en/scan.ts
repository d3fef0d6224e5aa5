// The words of scan.
import { counted } from '../numbers.ts';
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('scan', () => ({
  'picture-damaged-too-large': 'the picture is damaged, too large, or of a kind that sharp cannot decode',
  'save-as-png': 'save it as PNG or JPEG, for example with the phone setting "most compatible"',
  'read-where-optional-package': '{name} are read where the optional package sharp is installed',
  'npm-install-sharp-beside': 'npm install sharp beside pedigree, or save the picture as PNG or JPEG',
  'picture-damaged': 'the picture is damaged',
  'not-png-or-jpeg': 'not a PNG or JPEG picture',
  'picture-larger-than-64': 'picture larger than 64 MiB',
  'picture-larger-than-100': 'picture larger than 100 megapixels',
  'save-smaller': 'save it smaller',
  'cannot-read': '{name} cannot be read',
  'cannot-open': 'cannot open {device}',
  'cannot-look-into-folder': 'cannot look into the folder {folder}',
  'no-code-found': 'no code found in the picture',
  'resembles-kind':
    'no code that is read here, and what looks like a {kind}, which names no pack: take the square code',
  'symbols-unread': ({ count }: { readonly count: number }) => `${counted(count, 'more symbol')} seen, not read`,
  'only-unread': ({ count }: { readonly count: number }) => `${counted(count, 'symbol')} seen, not read`,
  'message-in-parts': 'one message in {of} symbols, of which {read} are in the picture',
  'all-parts': 'take all of its symbols in one picture',
  'composite-unread': 'the rest of this code stands in the composite component above the bars, which is not read here',
  'square-code-or-type': 'scan the square code; where there is none, type what is printed: pedigree verify --type',
  'scanner-at-back': 'the scanner at {device} is back',
  'scanner-at-ends-codes': 'the scanner at {device} ends its codes with nothing: set its suffix to CR',
  'scanner-at-has-gone': 'the scanner at {device} has gone; waiting for it',
  'webp-pictures': 'WebP pictures',
  'heic-and-avif-pictures': 'HEIC and AVIF pictures',
  'gif-pictures': 'GIF pictures',
  'tiff-pictures': 'TIFF pictures',
  'bmp-pictures': 'BMP pictures',
  'save-as-png-2': 'save it as PNG',
  'pdf-files': 'PDF files',
  'turn-page-into-picture': 'turn the page into a picture first, for example with pdftoppm -png -r 300',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
