// In the small files for verify and decode: picture.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../elsewhere.ts';
import type * as whole from './picture.ts';

export const readPicture: typeof whole.readPicture = elsewhere;
export const inspectPicture: typeof whole.inspectPicture = elsewhere;
export const readFrame: typeof whole.readFrame = elsewhere;
