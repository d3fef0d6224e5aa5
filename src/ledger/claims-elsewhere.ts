// In the small files for verify and decode: claims.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../elsewhere.ts';
import type * as whole from './claims.ts';

export const makeClaims: typeof whole.makeClaims = () => ({
  put: elsewhere,
  find: elsewhere,
  has: elsewhere,
  tally: elsewhere,
});
