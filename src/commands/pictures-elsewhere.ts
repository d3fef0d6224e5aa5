// In the small files for verify and decode: pictures.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../elsewhere.ts';
import type * as whole from './pictures.ts';

export const scansInPicture: typeof whole.scansInPicture = elsewhere;
