// German of the screens where something is dealt with.
import { table as pageDealings } from '../../src/words/de/page-dealings.ts';
import type { Tables } from '../../src/words/say.ts';

export const TABLES: Tables = { 'page-dealings': pageDealings };
