// German of the screens where something is dealt with.
import { table as pageDealings } from '../../src/words/de/page-dealings.ts';
import { table as pageRecalls } from '../../src/words/de/page-recalls.ts';
import { table as pageReturns } from '../../src/words/de/page-returns.ts';
import type { Tables } from '../../src/words/say.ts';

export const TABLES: Tables = {
  'page-dealings': pageDealings,
  'page-recalls': pageRecalls,
  'page-returns': pageReturns,
};
