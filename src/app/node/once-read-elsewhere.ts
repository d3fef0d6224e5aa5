// In the small files for verify and decode: what was read once cannot be read again by the whole program (src/elsewhere.ts).
import { elsewhere } from '../../elsewhere.ts';
import type * as whole from './once-read.ts';
import { isReadOnce } from './pipes.ts';

export const onceRead: typeof whole.onceRead = (word) => (isReadOnce(word) ? elsewhere() : undefined);
