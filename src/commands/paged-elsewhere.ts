// In the small files for verify and decode: paged.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../elsewhere.ts';
import type * as whole from './paged.ts';

export const paged: typeof whole.paged = elsewhere;
