// What names of the code are held to besides the glossary: words that are not used, and those of any program.

/** Words that the field has another one for, and that one. No name of the library bears them. */
export const INSTEAD: Readonly<Record<string, string>> = {
  barcode: 'symbol',
  batch: 'lot',
  blockchain: 'chain',
  block: 'leaf',
  box: 'pack',
  carton: 'case',
  counterfeit: 'suspect',
  deed: 'step',
  fake: 'suspect',
  goods: 'item',
  ledgers: 'chain',
  owner: 'custodian',
  package: 'pack',
  parcel: 'shipment',
  supplier: 'shipper',
  told: 'reason',
  transaction: 'event',
  user: 'operator',
  wallet: 'key',
};

/** Words of names that mean what they mean in any program. */
export const PLAIN: ReadonlySet<string> = new Set(
  `add again and answer arrive as ask asked build cancel canonical change code command completion compress convert count data day decode decompress delivery demo end env
  error exit from get here hold info init inspect introduce is issue kind last length list load lock lost make mend name new of open
  option order other outcome own parse pending place policy question read reading record remove request result retry row schema see self send set setting show
  standard status string table text to todo tree unread version waiting with word worst write yymmdd
  at attribute byte declaration dialect extension form hasher id level namespace partner quantity sensor source statement take time type
  vocabulary`.split(/\s+/),
);
