// In the small files for verify and decode: verify-goods.ts is elsewhere (src/elsewhere.ts).
import { elsewhere } from '../../elsewhere.ts';
import type * as whole from './verify-goods.ts';

export const judgeGoods: typeof whole.judgeGoods = elsewhere;
export const referenceAt: typeof whole.referenceAt = elsewhere;
