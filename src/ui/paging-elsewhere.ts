// In the small files for verify and decode: paging.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../elsewhere.ts';
import type * as whole from './paging.ts';

export const csvText: typeof whole.csvText = elsewhere;
export const goOnText: typeof whole.goOnText = elsewhere;
