// German: what is said from tables, and the descriptions of the commands.
import type { Tables } from '../say.ts';
import { table as advice } from './advice.ts';
import { table as capture } from './capture.ts';
import { table as chain } from './chain.ts';
import { table as commandLine } from './command-line.ts';
import { table as commands } from './commands.ts';
import { table as dayText } from './day-text.ts';
import { table as demo } from './demo.ts';
import { table as desk } from './desk.ts';
import { table as epcis } from './epcis.ts';
import { table as epcisFiles } from './epcis-files.ts';
import { table as eventFields } from './event-fields.ts';
import { table as exchange } from './exchange.ts';
import { table as exported } from './export.ts';
import { table as goodsText } from './goods-text.ts';
import { table as gs1 } from './gs1.ts';
import { table as gs1Codes } from './gs1-codes.ts';
import { table as help } from './help.ts';
import { table as hints } from './hints.ts';
import { table as hub } from './hub.ts';
import { table as items } from './items.ts';
import { table as judging } from './judging.ts';
import { table as label } from './label.ts';
import { table as labelText } from './label-text.ts';
import { table as labels } from './labels.ts';
import { table as ledger } from './ledger.ts';
import { table as maintenance } from './maintenance.ts';
import { table as maintenanceText } from './maintenance-text.ts';
import { table as node } from './node.ts';
import { table as outside } from './outside.ts';
import { table as page } from './page.ts';
import { table as pageDealings } from './page-dealings.ts';
import { table as pageGoods } from './page-goods.ts';
import { table as pageRecalls } from './page-recalls.ts';
import { table as pageReturns } from './page-returns.ts';
import { table as pageScreens } from './page-screens.ts';
import { table as pageSlips } from './page-slips.ts';
import { table as parties } from './parties.ts';
import { table as partiesText } from './parties-text.ts';
import { table as pictureSteps } from './picture-steps.ts';
import { table as questions } from './questions.ts';
import { table as reasons } from './reasons.ts';
import { table as recallLetter } from './recall-letter.ts';
import { table as recalls } from './recalls.ts';
import { table as recallsText } from './recalls-text.ts';
import { table as record } from './record.ts';
import { table as recordText } from './record-text.ts';
import { table as repairs } from './repairs.ts';
import { table as roles } from './roles.ts';
import { table as scan } from './scan.ts';
import { table as scanInput } from './scan-input.ts';
import { table as scans } from './scans.ts';
import { table as screen } from './screen.ts';
import { table as sessionText } from './session-text.ts';
import { table as sessions } from './sessions.ts';
import { table as states } from './states.ts';
import { table as steps } from './steps.ts';
import { table as sync } from './sync.ts';
import { table as system } from './system.ts';
import { table as told } from './told.ts';
import { table as tracing } from './tracing.ts';
import { table as verdict } from './verdict.ts';
import { table as verdictText } from './verdict-text.ts';

export { PHRASES } from './phrases.ts';

/** Area → its sentences; an area that is not here is said in English. */
export const TABLES: Tables = {
  advice,
  capture,
  'maintenance-text': maintenanceText,
  chain,
  'command-line': commandLine,
  commands,
  'day-text': dayText,
  demo,
  desk,
  epcis,
  'epcis-files': epcisFiles,
  'event-fields': eventFields,
  exchange,
  export: exported,
  'goods-text': goodsText,
  gs1,
  'gs1-codes': gs1Codes,
  help,
  hints,
  hub,
  items,
  judging,
  label,
  'label-text': labelText,
  labels,
  ledger,
  maintenance,
  node,
  outside,
  page,
  'page-dealings': pageDealings,
  'page-goods': pageGoods,
  'page-recalls': pageRecalls,
  'page-returns': pageReturns,
  'page-screens': pageScreens,
  'page-slips': pageSlips,
  parties,
  'parties-text': partiesText,
  'picture-steps': pictureSteps,
  questions,
  reasons,
  'recall-letter': recallLetter,
  recalls,
  'recalls-text': recallsText,
  record,
  'record-text': recordText,
  repairs,
  roles,
  scan,
  'scan-input': scanInput,
  scans,
  screen,
  'session-text': sessionText,
  sessions,
  states,
  steps,
  sync,
  system,
  told,
  tracing,
  verdict,
  'verdict-text': verdictText,
};
