// The words of scan.
import { area } from '../say.ts';

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
}));
