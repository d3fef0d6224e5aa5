// In the small files for verify and decode: take-over.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../elsewhere.ts';
import type * as whole from './take-over.ts';

export const takeOver: typeof whole.takeOver = elsewhere;
export const copyTakenOver: typeof whole.copyTakenOver = elsewhere;
