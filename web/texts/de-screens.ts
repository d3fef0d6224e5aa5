// German of the other screens.
import { table as dayText } from '../../src/words/de/day-text.ts';
import { table as pageGoods } from '../../src/words/de/page-goods.ts';
import { table as pageScreens } from '../../src/words/de/page-screens.ts';
import { table as roles } from '../../src/words/de/roles.ts';
import { table as states } from '../../src/words/de/states.ts';
import type { Tables } from '../../src/words/say.ts';

export const TABLES: Tables = {
  'day-text': dayText,
  'page-goods': pageGoods,
  'page-screens': pageScreens,
  roles,
  states,
};
