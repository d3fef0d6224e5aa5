// In the small files for verify and decode: candidates/ is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../../elsewhere.ts';
import type * as whole from './index.ts';

export const decodeAgain: typeof whole.decodeAgain = elsewhere;
export const readAgain: typeof whole.readAgain = elsewhere;
export const readings: typeof whole.readings = elsewhere;
