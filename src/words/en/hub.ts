// What is said of a hub and its database.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('hub', () => ({
  'other-schema': 'the hub has tables of version {version}, and this program knows {known}',
  'newer-program': 'install the version of Pedigree that made them, or a later one',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
