// In the small files for verify and decode: outside/claimed.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../../elsewhere.ts';
import type * as whole from '../outside/claimed.ts';

export const claimedOf: typeof whole.claimedOf = elsewhere;
