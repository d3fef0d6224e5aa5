// Words of the trade: GS1, the falsified medicines directive (FMD), the American supply chain act (DSCSA).
import type { Word } from './word.ts';

export const TRADE: readonly Word[] = [
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
    term: 'complaint',
    means: 'A letter to the sender of a file from outside with all that is wrong with it, and what is asked for.',
    words: ['complain'],
  },
  {
    term: 'PDG message',
    means:
      'What the Partnership for DSCSA Governance has trading partners send each other where goods and data differ: JSON with what is missing, what nobody announced, and what is asked for.',
    words: ['pdg'],
    see: 'PdgMessage',
  },
  {
    term: 'suspect product',
    means:
      'Goods that there is reason to doubt: set apart, and compared with what their maker or seller says: three packages or a tenth, whichever is greater.',
    words: ['suspect'],
    see: 'compareSuspects',
  },
  {
    term: 'DSCSA',
    means:
      'The Drug Supply Chain Security Act of the USA: trading partners keep what they sent and received, answer requests for tracing, and tell FDA of illegitimate products on its Form 3911.',
    words: ['dscsa', '3911'],
    see: 'form3911',
  },
  {
    term: 'EPC URN',
    means: 'The name of an item in EPCIS, `urn:epc:id:sgtin:…`; it tells how long the company prefix is.',
    words: ['epc', 'urn', 'identity'],
    see: 'epcUrn',
  },
  {
    term: 'EPCIS',
    means:
      'The GS1 standard for files that say what happened to goods: made, packed, shipped, received. What such a file says is a claim of its sender and never changes what the chain knows.',
    words: ['epcis'],
    see: 'readEpcis',
  },
  {
    term: 'capture',
    means:
      'To sign on the own chain what the own line or warehouse wrote as EPCIS events. What the chain has nothing for is skipped, and listed.',
    words: ['capture', 'captured', 'skipped'],
    see: 'captureFile',
  },
  {
    term: 'event hash',
    means: 'The name of an event of an EPCIS file, made of what it says (CBV 2.0): the same in XML and JSON.',
    words: ['hash'],
  },
  {
    term: 'exception',
    means:
      'A difference between the goods that came and the data, told to the other party of the shipment: too few, too many, damaged, held. The two answer each other until it is resolved.',
    words: ['exception', 'tell', 'resolve'],
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
      'Of codes: what a pack must carry by the law of a place (`eu-fmd`, `us-dscsa`). As an event: what a party says of itself, its address for one.',
    words: ['profile', 'address'],
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
      'A maker or regulator calls lots or single packs back: class 1 to 3, how far down (depth), how many consignees to check (level). A check says whether a consignee follows it, a follow-up that it was asked again. Its end lifts nothing; only a rescinded one does.',
    events: ['recall', 'recall-end', 'recall-response', 'recall-check'],
    words: [
      'recall',
      'respond',
      'response',
      'rescind',
      'affected',
      'sum',
      'basis',
      'difference',
      'lives',
      'counts',
      'followed',
      'follow-up',
      'extend',
      'amend',
      'amended',
      'amendment',
      'scope',
      'letter',
      'notified',
    ],
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
    words: [
      'scan',
      'scanner',
      'calibrate',
      'repair',
      'candidate',
      'near',
      'miss',
      'picture',
      'frame',
      'pixel',
      'typed',
      'pressed',
      'key',
    ],
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
