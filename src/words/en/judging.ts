// The words of judging.
import { area } from '../say.ts';

export const say = /* @__PURE__ */ area('judging', () => ({
  'recall-unknown': 'no recall {id} is known here',
  'recall-list': 'pedigree recall list',
  'recall-number-ambiguous': 'several recalls have the number {id}',
}));
