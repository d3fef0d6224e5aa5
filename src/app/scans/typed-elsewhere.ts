// In the small files for verify and decode: typed.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../../elsewhere.ts';
import type * as whole from './typed.ts';

export const waysOf: typeof whole.waysOf = elsewhere;
export const waysAt: typeof whole.waysAt = elsewhere;
