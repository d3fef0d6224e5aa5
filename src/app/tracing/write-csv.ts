// A tracing answer as a table: a line for each pack of each transaction. Columns are for programs and keep their names.
import { cleanText } from '../../custody/name.ts';
import { csvLine } from '../node/csv-cells.ts';
import type { TracingAnswer } from './answer.ts';
import type { Transaction } from './transaction.ts';

/** @param came what became of the pack at the door */
type Cell = (of: Transaction, serial: string, came: string | undefined) => string | number | undefined;
type Column = readonly [name: string, value: Cell];

const COLUMNS: readonly Column[] = [
  ['product_name', ({ name }) => name],
  ['strength', ({ strength }) => strength],
  ['dosage_form', ({ form }) => form],
  ['ndc', ({ ndc }) => ndc],
  ['gtin', ({ gtin }) => gtin],
  ['container_size', ({ size }) => size],
  ['number_of_containers', ({ containers }) => containers],
  ['lot', ({ lot }) => lot],
  ['expiry', ({ expiry }) => expiry],
  ['serial', (_, serial) => serial],
  ['transaction_date', ({ transactionDate }) => transactionDate],
  ['shipment_date', ({ shipmentDate }) => shipmentDate],
  ['from_gln', ({ from }) => from?.gln],
  ['from_name', ({ from }) => from?.name],
  ['from_address', ({ from }) => from?.address],
  ['to_gln', ({ to }) => to?.gln],
  ['to_name', ({ to }) => to?.name],
  ['to_address', ({ to }) => to?.address],
  ['purchase_order', ({ po }) => po],
  ['despatch_advice', ({ despatch }) => despatch],
  ['invoice', ({ invoice }) => invoice],
  ['state', ({ state }) => state],
  ['source', ({ source }) => source],
  ['document_sha256', ({ evidence }) => evidence.document],
  ['file_sent_by', ({ evidence }) => evidence.sender],
  ['event_in_file', ({ evidence }) => evidence.fileEvent],
  ['event', ({ evidence }) => evidence.event],
  ['event_at', ({ evidence }) => evidence.at],
  ['received_at', ({ evidence }, _, came) => (came === 'not-received' ? undefined : evidence.received)],
  ['receipt', (_, __, came) => came],
  ['not_in_source', ({ added }) => added.join(' ')],
  ['missing', ({ missing }) => missing.join(' ')],
];

/** Of each pack whether it came; undefined where nothing was received. */
function cameOf({ receipt }: Transaction): (serial: string) => string | undefined {
  if (receipt === undefined) return () => undefined;
  const [gone, hurt] = [new Set(receipt.notReceived), new Set(receipt.damaged)];
  return (serial) => (gone.has(serial) ? 'not-received' : hurt.has(serial) ? 'damaged' : 'received');
}

/** Only where somebody affirms it: a declaration, and no field among others. */
const affirmed = (answer: TracingAnswer): readonly Column[] => [
  [
    'transaction_statement',
    ({ statement }) => (statement?.affirmed === true ? (statement.notice ?? 'affirmed') : undefined),
  ],
  ['statement_affirmed_by', () => `${answer.by.name} ${answer.by.gln}`],
];

/** The lines one by one, the names of the columns first. */
export function* csvOfAnswer(answer: TracingAnswer, { affirm }: { readonly affirm: boolean }): Generator<string> {
  const columns = affirm ? [...COLUMNS, ...affirmed(answer)] : COLUMNS;
  yield csvLine(columns.map(([name]) => name));
  for (const transaction of answer.transactions) {
    const came = cameOf(transaction);
    for (const serial of transaction.serials) {
      yield csvLine(
        columns.map(([, value]) => {
          const cell = value(transaction, serial, came(serial));
          return typeof cell === 'string' ? cleanText(cell) : cell;
        }),
      );
    }
  }
}
