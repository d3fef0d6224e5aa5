// `pedigree dscsa trace`: an inspector's question, answered from kept files and chains.
import type { Answer } from '../answer/answer.ts';
import { FIELDS } from '../app/tracing/transaction.ts';
import { inFolder } from './at-home.ts';
import { LOST } from './lost-schema.ts';
import { given, optional } from './optional.ts';
import { boolean, type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';
import { ASKED, WRITTEN_AS } from './tracing-schema.ts';

const PARTY = fields({ 'gln?': string(), 'name?': string(), 'address?': string() });
const FIELD = oneOf(FIELDS);

const TRANSACTION = fields({
  source: oneOf(['document', 'chain'], 'a file of a partner outside, or the chains of the network'),
  gtin: string(),
  'name?': string('of the product'),
  'strength?': string(),
  'form?': string('dosage form'),
  'ndc?': string(),
  'size?': string('of the container'),
  'manufacturer?': string(),
  'lot?': string(),
  'expiry?': string('YYYY-MM-DD'),
  containers: integer('packs of this lot in this transaction'),
  serials: list(string(), 'of those that were asked for'),
  'transactionDate?': string('YYYY-MM-DD; that of the shipment where the source has no other'),
  'shipmentDate?': string('YYYY-MM-DD'),
  'at?': string('when it was shipped, ISO 8601 in UTC'),
  'from?': PARTY,
  'to?': PARTY,
  'despatch?': string(),
  'po?': string(),
  'invoice?': string(),
  'statement?': fields(
    { affirmed: boolean(), 'notice?': string() },
    'the transaction statement as the file of the sender has it',
  ),
  state: string('what became of the goods after all, by this source'),
  'receipt?': fields(
    {
      received: integer('of the packs that were asked for'),
      notReceived: list(string(), 'serials of those that did not come, or not yet'),
      damaged: list(string(), 'serials of those that came damaged'),
    },
    'what came of them; absent where nothing was received by it here',
  ),
  evidence: fields({
    'document?': string('SHA-256 of the file, in hex'),
    event: string('that anchors the file, or shipped the goods'),
    at: string('of that event, ISO 8601 in UTC'),
    'fileEvent?': integer('the event in the file, counted from 0'),
    'eventID?': string(),
    'sender?': string('GLN of who sent the file'),
    'senderName?': string(),
    'trust?': oneOf(['none', 'named', 'trusted']),
    'received?': string('when what came of the goods was received here'),
  }),
  added: list(FIELD, 'fields that the source has not, and that are known here'),
  missing: list(FIELD, 'fields that are known nowhere here'),
});

export const command: CommandSpec = {
  name: 'dscsa trace',
  summary: "answer an inspector's question about a pack, a lot or a product",
  about:
    'From the kept files and from the chain: product, lot, dates, who sent, who received, and the files as evidence. Every field that is missing is named (20); 19 where nothing here tells of it. -o writes a table (.csv), EPCIS (.json; .xml is 1.2) or a page to print (.html). A question with --for or --ref is logged, and so is each answer that is written: see pedigree dscsa requests. The transaction statement is a legal declaration and is written only with --affirm.',
  arguments: [{ name: 'item', description: 'a scan, an SSCC, or a lot', optional: true }],
  options: [
    { flags: '--gtin <gtin>', description: 'all of a product' },
    { flags: '--lot <lot>', description: 'of this lot alone' },
    { flags: '--since <date>', description: 'shipped on this day or later, in UTC', value: 'day' },
    { flags: '--before <date>', description: 'shipped before this day', value: 'day' },
    { flags: '--for <name>', description: 'who asks' },
    { flags: '--ref <ref>', description: 'what they call their request' },
    { flags: '--received <time>', description: 'when the request came, if not now' },
    { flags: '-o, --out <file>', description: 'write the answer', out: true },
    {
      flags: '--as <kind>',
      description: 'what is written, where the name of the file does not say',
      choices: WRITTEN_AS,
    },
    { flags: '--affirm', final: true, description: 'write the transaction statement, as a declaration of this party' },
  ],
  examples: [
    "pedigree dscsa trace LOT7 --for 'Board of Pharmacy' --ref 2026-117",
    'pedigree dscsa trace --gtin 09521321000018 --since 2026-11-01 -o answer.html',
  ],
  schema: fields({
    asked: fields(ASKED),
    at: string('when it was put together, ISO 8601 in UTC'),
    by: fields({ gln: string(), name: string() }),
    'for?': string(),
    'ref?': string(),
    transactions: list(TRANSACTION, 'the oldest first'),
    packs: integer('different packs in them'),
    missing: list(FIELD, 'fields that some of them lack'),
    documents: integer('files that were looked into'),
    unread: list(fields({ document: string(), event: string(), code: string() }), 'files that could not be read'),
    warnings: list(string()),
    'file?': string('where it was written'),
    'as?': oneOf(WRITTEN_AS),
    'affirmed?': boolean('the transaction statement was written'),
    'lost?': LOST,
    'request?': string('what it is called in pedigree dscsa requests'),
  }),
  run: async (input): Promise<Answer> => {
    const { isLogged, traceGoods } = await import('../app/tracing/trace-goods.ts');
    const item = input.arg('item');
    const request = {
      item: item === undefined ? undefined : await (await import('./scan-words.ts')).oneScan(item, input.stdin),
      ...given(input, 'gtin', 'lot', 'since', 'before', 'for', 'ref', 'received', 'out'),
      ...optional(
        'as',
        WRITTEN_AS.find((one) => one === input.text('as')),
      ),
      affirm: input.flag('affirm'),
    };
    const options = { readOnly: !isLogged(request) };
    const { exit, ...data } = await inFolder(input, (home) => traceGoods(home, request), options);
    return { exit, data };
  },
};
