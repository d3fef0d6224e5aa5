// In the small files for verify and decode: type-label.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../elsewhere.ts';
import type * as whole from './type-label.ts';

export const typedLabel: typeof whole.typedLabel = elsewhere;
