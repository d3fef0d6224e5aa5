// German as far as the first screen speaks it.
import { table as page } from '../../src/words/de/page.ts';
import { table as pageSlips } from '../../src/words/de/page-slips.ts';
import { table as verdictText } from '../../src/words/de/verdict-text.ts';
import type { Tables } from '../../src/words/say.ts';

export const TABLES: Tables = { page, 'page-slips': pageSlips, 'verdict-text': verdictText };
