// In the small files for verify and decode: verify-claims.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../../elsewhere.ts';
import type * as whole from './verify-claims.ts';

export const claimedOf: typeof whole.claimedOf = elsewhere;
