// German: what is said from tables, and the descriptions of the commands.
import type { Tables } from '../say.ts';
import { table as commandLine } from './command-line.ts';
import { table as commands } from './commands.ts';
import { table as goodsText } from './goods-text.ts';
import { table as help } from './help.ts';
import { table as scanInput } from './scan-input.ts';
import { table as verdictText } from './verdict-text.ts';

export { PHRASES } from './phrases.ts';

/** Area → its sentences; an area that is not here is said in English. */
export const TABLES: Tables = {
  'command-line': commandLine,
  commands,
  'goods-text': goodsText,
  help,
  'scan-input': scanInput,
  'verdict-text': verdictText,
};
