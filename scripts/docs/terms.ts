// The words of the project: what each means, which words of names in the code stand for it, and which types of events.

/** Where a word comes from. */
export type Origin = 'trade' | 'log' | 'own';

export interface Term {
  readonly term: string;
  readonly of: Origin;
  readonly means: string;
  /** Words of exported names that stand for it; its own where absent. */
  readonly words?: readonly string[];
  /** Types of events that it is about. */
  readonly events?: readonly string[];
  /** The exported name to begin at, and a part of its path where several files export it. */
  readonly see?: string;
  readonly within?: string;
}

export const TITLES: Readonly<Record<Origin, string>> = {
  trade: 'Words of the trade: GS1, FMD, DSCSA',
  log: 'Words of transparency logs',
  own: 'Words of Pedigree',
};

const trade: readonly Omit<Term, 'of'>[] = [
  {
    term: 'AI',
    means:
      'Application identifier: the two to four digits before a value in a GS1 code that say what it is, `01` for a GTIN.',
    see: 'AiTable',
  },
  {
    term: 'allocate',
    means: 'Draw serials for a lot before the packs are made, for the packaging line. Only the maker reads it.',
    events: ['allocate'],
  },
  {
    term: 'carrier',
    means:
      'What bears a code: GS1 DataMatrix, GS1-128, QR, EAN-13. The scanner says which by a symbology identifier (`]d2`).',
    see: 'Carrier',
  },
  { term: 'case, pallet', means: 'See container.', words: ['case', 'pallet'] },
  {
    term: 'check digit',
    means: 'The last digit of a GTIN, GLN or SSCC, which catches every single wrong digit.',
    words: ['check', 'digit'],
    see: 'checkDigit',
  },
  {
    term: 'commission',
    means:
      'Give packs their identity: this serial of this GTIN exists, in this lot, with this expiry. GS1’s and EPCIS’s word; `mint` does it.',
    events: ['commission'],
    see: 'mint',
  },
  {
    term: 'company prefix',
    means: 'The first digits of a company’s GTINs, GLNs and SSCCs (GCP). A regulator accredits a maker for prefixes.',
    words: ['company', 'prefix'],
    see: 'companyPrefixes',
  },
  {
    term: 'consignee',
    means: 'The trading partner that a shipment or a recall is addressed to.',
  },
  {
    term: 'container',
    means:
      'A case or pallet with packs or other containers in it, named by its SSCC: GS1’s logistic unit. What happens to it happens to all inside.',
    words: ['container', 'contents', 'unit'],
    see: 'contents',
  },
  {
    term: 'decommission',
    means:
      'Take a pack out of use for good: destroyed, stolen, a sample, exported. Not the supply to a patient, which is a dispense.',
    events: ['decommission'],
    see: 'decommission',
  },
  {
    term: 'despatch advice',
    means:
      'The message that announces a shipment (DESADV, ASN). Its number names a shipment here, where only one has it.',
    words: ['despatch'],
  },
  {
    term: 'Digital Link',
    means: 'A GS1 code as a web address, `https://id.gs1.org/01/…/21/…`; the part before the path is its stem.',
    words: ['digital', 'link', 'stem'],
    see: 'digitalLink',
  },
  {
    term: 'dispense',
    means:
      'Supply a pack to a patient (FMD: decommission as supplied). Done once: the same pack again is a stop, also at the same pharmacy.',
    events: ['dispense'],
    see: 'dispenseScans',
  },
  {
    term: 'element string',
    means: 'The values of a GS1 code one behind the other, each with its AI. One of them is an element.',
    words: ['element'],
    see: 'elementString',
  },
  {
    term: 'EMVS code',
    means:
      'The alert code of the European verification system that says the same as a reason, `A7` for a pack already dispensed.',
    words: ['emvs'],
  },
  {
    term: 'EPC URN',
    means: 'The name of an item in EPCIS, `urn:epc:id:sgtin:…`; it tells how long the company prefix is.',
    words: ['epc', 'urn', 'identity'],
    see: 'epcUrn',
  },
  {
    term: 'exception',
    means:
      'A difference between the goods that came and the data, told to the shipper: too few, too many, damaged, held.',
    events: ['exception'],
    see: 'EXCEPTIONS',
  },
  {
    term: 'expiry',
    means:
      'The last day on which a pack may be used, in the zone where it is. A day written `00` is the end of the month.',
    see: 'lastDay',
  },
  {
    term: 'GLN',
    means: 'Global Location Number, 13 digits: the name of a party, or of one of its sites, that no two have.',
    see: 'isGln',
  },
  {
    term: 'GS',
    means: 'The separator (ASCII 29) behind a value of open length. Scanners lose it more than anything else.',
    see: 'GS',
  },
  {
    term: 'GTIN',
    means: 'Global Trade Item Number, 14 digits: the product and its pack size.',
    words: ['gtin', 'gtin14'],
    see: 'isGtin',
  },
  {
    term: 'HRI',
    means: 'Human readable interpretation: the text beside the symbol on a pack.',
    words: ['hri', 'bracketed'],
    see: 'hri',
  },
  { term: 'item', means: 'A pack or a container: whatever has a life of its own.', see: 'ItemKey' },
  {
    term: 'label',
    means: 'What is printed on a pack, case or pallet: the symbol and the text beside it.',
    see: 'printLabels',
  },
  {
    term: 'linter',
    means:
      'A rule of the GS1 Syntax Dictionary, such as “a date”, that a value has to pass. The dictionary is data that can be loaded.',
    words: ['lint', 'linter', 'dictionary', 'fault'],
    see: 'LINTERS',
  },
  {
    term: 'lot',
    means:
      'What was made in one run, and is recalled together. GS1 writes batch/lot, the law batch; here it is always lot.',
    see: 'mint',
  },
  {
    term: 'lot notice',
    means: 'What a maker or regulator says of whole lots: on hold, cleared, withdrawn, another expiry.',
    words: ['notice'],
    events: ['lot-notice'],
  },
  {
    term: 'manufacturer, distributor, dispenser, logistics',
    means: 'What a party may do by its accreditation: make, trade, supply to patients, carry for others.',
    words: ['manufacturer', 'maker', 'distributor', 'dispenser', 'logistics'],
    see: 'ROLES',
  },
  {
    term: 'missing, found',
    means:
      'A pack that cannot be found is recorded as missing (unaccounted for) and is a stop elsewhere, until it is found.',
    words: ['missing', 'found'],
    events: ['missing', 'found'],
    see: 'missing',
  },
  {
    term: 'pack',
    means:
      'The box that a patient gets: GTIN and serial name it. As a step it puts packs into a container (EPCIS: aggregate); `unpack` is its reverse.',
    words: ['pack', 'unpack'],
    events: ['pack', 'unpack'],
    see: 'pack',
  },
  {
    term: 'pedigree',
    means: 'The whole recorded way of a pack from maker to patient, with who says so: `trace` shows it.',
    words: ['pedigree', 'trace'],
    see: 'traceScan',
  },
  {
    term: 'product',
    means: 'What a GTIN is called, its strength and form, as its maker or a regulator has named it.',
    events: ['product'],
    see: 'setProduct',
  },
  {
    term: 'profile',
    means:
      'Of codes: what a pack must carry by the law of a place (`eu-fmd`, `us-dscsa`). As an event: what a party says of itself.',
    events: ['profile'],
    see: 'PROFILES',
  },
  {
    term: 'quarantine',
    means: 'Set an item apart, for a reason, until it is released. It keeps its custodian.',
    words: ['quarantine', 'release'],
    events: ['quarantine', 'release'],
    see: 'quarantine',
  },
  {
    term: 'recall',
    means:
      'A maker or regulator calls lots or single packs back: class 1 to 3, how far down (depth), how many consignees to check (level). Its end lifts nothing; only a rescinded one does.',
    events: ['recall', 'recall-end', 'recall-response', 'recall-check'],
    words: ['recall', 'respond', 'response', 'rescind'],
    see: 'issueRecall',
  },
  {
    term: 'regulator',
    means: 'The authority of a network: accredits, revokes, recalls, assigns and settles.',
    see: 'ROLES',
  },
  {
    term: 'reinstate',
    means: 'Undo a dispense that was a mistake: the pack was not supplied.',
    words: ['reinstate', 'undo'],
    events: ['reinstate'],
    see: 'reinstate',
  },
  {
    term: 'report',
    means:
      'Tell the maker and the regulators of a suspect or illegitimate pack (DSCSA’s words), or that it was cleared.',
    events: ['report'],
    see: 'report',
  },
  { term: 'return', means: 'Send goods back with a reason. They arrive quarantined, to be inspected.' },
  {
    term: 'scan',
    means:
      'What a scanner types, or a picture of a code. It may be damaged: what was undone is its repairs, what else it may say its candidates.',
    words: ['scan', 'scanner', 'calibrate', 'repair', 'candidate', 'near', 'miss', 'picture', 'frame', 'pixel'],
    see: 'parse',
  },
  {
    term: 'serial',
    means:
      'The number that makes a pack of a GTIN one of its kind. GTIN and serial are the unique identifier of the FMD.',
    words: ['serial'],
  },
  {
    term: 'ship, receive',
    means:
      'Hand goods over to a trading partner, and take custody of them. In between they are in transit, in the shipper’s charge.',
    words: ['ship', 'shipment', 'transfer', 'receive', 'incoming', 'outgoing'],
    events: ['ship', 'receive'],
    see: 'ship',
  },
  {
    term: 'SSCC',
    means: 'Serial Shipping Container Code, 18 digits: the number plate of a case or pallet.',
    see: 'isSscc',
  },
  {
    term: 'stock',
    means: 'What a party has, lot by lot, worked out from its keys and the ledger alone.',
    see: 'stock',
  },
  {
    term: 'symbol',
    means: 'A printed code, as a reader of pictures finds it.',
    see: 'SeenSymbol',
  },
  {
    term: 'void',
    means: 'Take a shipment back, or say that it never came. To refuse it changes nothing but tells the shipper.',
    words: ['void', 'refuse'],
    events: ['void'],
    see: 'voidShipment',
  },
  {
    term: 'withdrawn',
    means: 'Of a lot: no longer to be sold, without a recall.',
    words: ['withdraw', 'withdrawn'],
  },
];

const log: readonly Omit<Term, 'of'>[] = [
  {
    term: 'append',
    means: 'Add events to the own chain. Nobody else can, and nothing else is ever done to it.',
    see: 'append',
    within: 'ledger/append.ts',
  },
  {
    term: 'audit',
    means:
      'Work everything out again from the chains (each hash, signature and index) and compare it with what is stored.',
    see: 'audit',
    within: 'ledger/audit.ts',
  },
  {
    term: 'chain',
    means:
      'The log of one party: its events as the leaves of a Merkle tree, under its signature. Its id is made of its first event.',
    see: 'chainIdOf',
  },
  {
    term: 'checkpoint',
    means: 'Chain, size and root as a signed note (C2SP tlog-checkpoint): what its author stands by.',
    see: 'signCheckpoint',
  },
  {
    term: 'compact range',
    means: 'The roots of the perfect subtrees of a tree: all that it takes to go on from there.',
    words: ['range'],
    see: 'CompactRange',
  },
  {
    term: 'evidence',
    means: 'The leaves that are here, as the rules of custody ask for them. Verdicts are functions of it.',
    see: 'Evidence',
  },
  {
    term: 'fork',
    means:
      'Two histories of one chain (split view, equivocation). Two checkpoints that do not agree prove it to anybody, for good; each history is a branch.',
    words: ['fork', 'branch', 'proof'],
    events: ['fork-proof'],
    see: 'ForkProof',
  },
  {
    term: 'head',
    means: 'How far a chain has come: size and root of its newest checkpoint.',
    see: 'Head',
    within: 'sync/messages.ts',
  },
  { term: 'leaf', means: 'The bytes of one event. Its hash is that of RFC 6962.', see: 'leafHash' },
  {
    term: 'ledger',
    means: 'All chains that a node holds, in one database, with an index made of them.',
    see: 'openLedger',
  },
  { term: 'log', means: 'See chain. The command `log` lists the events of one.', see: 'readLog' },
  {
    term: 'root',
    means: 'The hash at the top of a Merkle tree, which stands for all of its leaves.',
    see: 'rangeRoot',
  },
  {
    term: 'signed note',
    means: 'A text with signatures below it, in the form of C2SP. Lines of others than its author are witnesses.',
    words: ['note', 'witness'],
    see: 'readCheckpoint',
  },
];

const own: readonly Omit<Term, 'of'>[] = [
  {
    term: 'accredit',
    means: 'A regulator admits a chain as that of a party, with roles, prefixes and a last day (its term).',
    words: ['accredit', 'term'],
    events: ['accredit'],
    see: 'accredit',
  },
  {
    term: 'alert',
    means: 'What a node has flagged for a person to look at, with a severity. One is closed by saying what it was.',
    words: ['alert', 'severity'],
    events: ['alert-close'],
    see: 'listAlerts',
  },
  {
    term: 'assign',
    means: 'A regulator ends a dispute by saying who has the item.',
    events: ['assign'],
    see: 'assign',
    within: 'src/app/',
  },
  {
    term: 'authority',
    means:
      'Who may write what, worked out from the founder’s chain down: accreditations, endorsements, revocations, settlements.',
    see: 'Authority',
  },
  {
    term: 'backup',
    means:
      'A copy of the whole folder in a file. A restored one records nothing before it was recovered: its peers know what came after it.',
    words: ['backup', 'back', 'up', 'restore', 'recover'],
    see: 'backUp',
  },
  {
    term: 'bundle',
    means: 'Chains in a file, for a stick or a mail: exported here, imported there.',
    words: ['bundle', 'export', 'import'],
    see: 'exportBundle',
  },
  {
    term: 'card',
    means:
      'The first event of a chain in a file: name, GLN and keys of a party. It proves nothing by itself; the fingerprint is compared by phone.',
    events: ['open'],
    words: ['card', 'fingerprint'],
    see: 'writeCard',
  },
  {
    term: 'contested',
    means:
      'Of an item whose life can be read in several ways (lines), because records contradict each other. Where none is the main one it is disputed.',
    words: ['contested', 'contest', 'disputed', 'line'],
    see: 'Contest',
  },
  {
    term: 'custodian, custody',
    means:
      'Who has an item by the records (`holder` in states); only the custodian can take the next step with it. Whoever has the code can read its life, custodian or not.',
    words: ['custodian', 'custody', 'holder'],
    see: 'traceItem',
  },
  {
    term: 'doctor',
    means: 'The look at what may go wrong with this folder: program, disk, key, clock, chain, peers.',
    see: 'doctor',
  },
  {
    term: 'endorse',
    means: 'A party adds a till or site of its own, with no more than its own roles.',
    events: ['endorse'],
    see: 'endorse',
    within: 'src/app/',
  },
  {
    term: 'event',
    means: 'One signed statement: a leaf, its parts and its author. It counts only if its author had the right to it.',
    see: 'CustodyEvent',
  },
  {
    term: 'exchange',
    means: 'What two nodes do to tell each other the news: turns of heads, questions and answers.',
    words: ['exchange', 'sync', 'round', 'serve', 'news'],
    see: 'Exchange',
  },
  {
    term: 'founder',
    means:
      'The regulator whose chain a network begins with; the network has its id. Recovery words, kept on paper, can settle its chain or name a successor.',
    words: ['founder', 'network', 'recovery', 'successor'],
    events: ['successor'],
    see: 'initParty',
  },
  {
    term: 'grant',
    means: 'The key of a sealed part, for one reader: a partner, a regulator, a till of the own party.',
    see: 'openGrant',
  },
  {
    term: 'head file',
    means:
      'Says beside the database how far the own chain has come, so that a folder that was copied or put back is noticed before it signs.',
    see: 'HeadFile',
  },
  {
    term: 'home',
    means: 'The folder of a party: key, database, head file, settings (config).',
    words: ['home', 'config', 'folder'],
    see: 'openHome',
  },
  {
    term: 'item key, token',
    means:
      'Made of the code of a pack, or random for a container. From it follows the token of each step, which the event publishes: whoever has the code finds it, anybody else sees random bytes.',
    words: ['token'],
    see: 'itemToken',
  },
  {
    term: 'key',
    means: 'Of a party: one signs, one is sealed for; a passphrase locks the file. Both can be replaced (rotate).',
    words: ['key', 'passphrase', 'rotate'],
    events: ['rotate'],
    see: 'rotateKeys',
  },
  {
    term: 'life',
    means: 'What became of an item, step by step, and its state now: the fold of its events.',
    words: ['life', 'step', 'state'],
    see: 'Life',
    within: 'custody/life.ts',
  },
  {
    term: 'mint',
    means: 'Commission the packs of a lot, and print what a scanner will read.',
    see: 'mint',
  },
  {
    term: 'node',
    means: 'A running copy of Pedigree with a home. It holds chains of others, too.',
  },
  {
    term: 'observer',
    means: 'A role, or a home, that reads and verifies and records nothing that counts.',
    see: 'isObserver',
  },
  {
    term: 'operator',
    means: 'The person at work; sealed to the own party.',
  },
  {
    term: 'outbox',
    means: 'What waits to be recorded until the news that it needs has come.',
    see: 'listOutbox',
  },
  {
    term: 'part',
    means:
      'Of an event, by who can read it: public; details (whoever holds an item of it); manifest (the partners); private (the own party).',
    words: ['details', 'manifest', 'private', 'part'],
    see: 'PartOfEvent',
  },
  {
    term: 'party',
    means: 'A company or agency in a network: a GLN with all its chains.',
    words: ['party'],
    see: 'initParty',
  },
  {
    term: 'peer',
    means: 'Another node that this one exchanges news with.',
    see: 'addPeer',
  },
  {
    term: 'rebuild',
    means: 'Make every derived table anew: the chains are the truth, the rest is a cache.',
    see: 'rebuild',
    within: 'src/app/',
  },
  {
    term: 'retire',
    means: 'End the own chain for good.',
    events: ['retire'],
    see: 'retire',
  },
  {
    term: 'retract',
    means: 'Take back an own entry that others contradict.',
    events: ['retract'],
    see: 'retract',
    within: 'src/app/',
  },
  {
    term: 'revoke',
    means: 'End a party, or an accreditation, at what is known of it: what came before goes on counting.',
    events: ['revoke'],
    see: 'revoke',
  },
  {
    term: 'settle',
    means: 'Of a chain: say which branch counts. Of a scan: say which pack is meant.',
    events: ['settle'],
    see: 'Settlements',
  },
  {
    term: 'share',
    means: 'A till tells a later till of its party the keys of what was written before.',
    events: ['share'],
  },
  {
    term: 'till, site',
    means: 'Another chain of the same party: a cash desk, a warehouse.',
    words: ['till', 'site', 'sibling'],
  },
  {
    term: 'verdict',
    means:
      'The answer to a scan: genuine, caution, stop or unknown, with every reason that there is. A finding is what was noticed in a life.',
    words: ['verdict', 'verify', 'reason', 'finding', 'unreadable'],
    see: 'Verdict',
  },
];

const within =
  (of: Origin) =>
  (term: Omit<Term, 'of'>): Term => ({ ...term, of });

export const TERMS: readonly Term[] = [
  ...trade.map(within('trade')),
  ...log.map(within('log')),
  ...own.map(within('own')),
];

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

/** Names in words that are not used, of before there was a glossary: the list only shrinks. */
export const STILL: ReadonlySet<string> = new Set(['DeedData', 'OwnDeed', 'RecallToldHere', 'Told']);

/** Types of one name in several files, of before names were compared: the list only shrinks. */
export const TWICE: ReadonlySet<string> = new Set(
  `Arrival Asked Checkpoint Deed Ending Entry Finding Fork Grid Head Index Judge Judged Look Memory Opened Pack Placed Plan
  Position Product Progress Question Range Reading Refusal Settled Severity Shape Share Standing Subject Symbology Told Tree
  Typed Value Written`.split(/\s+/),
);

/** Words of names that mean what they mean in any program. */
export const PLAIN: ReadonlySet<string> = new Set(
  `add and answer arrive as build cancel canonical change code completion compress count data day decode decompress delivery demo end env
  error exit from get here hold info init inspect introduce is issue kind last length list load lock make name new of open
  option order own parse pending place read reading remove request result retry row schema see send set setting show
  standard status string table text to todo tree version with word worst write yymmdd`.split(/\s+/),
);
