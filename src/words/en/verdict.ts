// The words of verdict.
import { area } from '../say.ts';

export const say = /* @__PURE__ */ area('verdict', () => ({
  'manifest-of-shipment': 'the manifest of shipment {ref} is not here',
  sync: 'pedigree sync',
  'no-party-known-here': 'no party {at} is known here',
  'days-to-expiry-whole': 'the days to expiry are a whole number',
}));
