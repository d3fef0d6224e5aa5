// In the small files for verify and decode: move-in.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../../elsewhere.ts';
import type * as whole from './move-in.ts';

export const moveIn: typeof whole.moveIn = elsewhere;
