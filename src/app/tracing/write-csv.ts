// A tracing answer as a table: a line for each pack of each transaction. Columns are for programs and keep their names.
import { cleanText } from '../../custody/name.ts';
import { csvLine } from '../node/csv-cells.ts';
import type { TracingAnswer } from './answer.ts';
import type { Transaction } from './transaction.ts';

type Column = readonly [name: string, value: (of: Transaction, serial: string) => string | number | undefined];

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
  ['received_at', ({ evidence }) => evidence.received],
  ['not_in_source', ({ added }) => added.join(' ')],
  ['missing', ({ missing }) => missing.join(' ')],
];

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
    for (const serial of transaction.serials) {
      yield csvLine(
        columns.map(([, value]) => {
          const cell = value(transaction, serial);
          return typeof cell === 'string' ? cleanText(cell) : cell;
        }),
      );
    }
  }
}
