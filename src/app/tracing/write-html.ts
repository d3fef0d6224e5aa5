// A tracing answer as a page to print: one file that loads nothing and runs nothing, whatever the texts in it say.
import { phrase } from '../../words/en/tracing.ts';
import { beginsPage, ENDS_PAGE, pageRow, safe } from '../node/pages.ts';
import type { TracingAnswer } from './answer.ts';
import type { TracingQuestion } from './question.ts';
import type { TradingParty, Transaction, TransactionField } from './transaction.ts';

const STYLE =
  'body{font:11pt/1.4 sans-serif;margin:2rem auto;max-width:50rem;padding:0 1rem}h1{font-size:1.4rem}h2{font-size:1.1rem;' +
  'margin-top:2rem;border-top:1px solid #999;padding-top:1rem}table{border-collapse:collapse;width:100%}th{text-align:left;' +
  'width:14rem;font-weight:normal;color:#444}th,td{padding:.15rem .5rem .15rem 0;vertical-align:top;overflow-wrap:anywhere}' +
  '.missing{font-weight:bold}.serials{columns:3;font-family:monospace;font-size:9pt;overflow-wrap:anywhere}' +
  'section{break-inside:avoid-page}@media print{body{margin:0;max-width:none}}';

/** What was asked, in words. */
export function askedText({ gtin, lot, serial, sscc, since, before }: TracingQuestion): string {
  const parts = [
    ...(gtin === undefined ? [] : [`(01)${gtin}`]),
    ...(serial === undefined ? [] : [`(21)${serial}`]),
    ...(lot === undefined ? [] : [`(10)${lot}`]),
    ...(sscc === undefined ? [] : [`(00)${sscc}`]),
  ];
  const days =
    since === undefined && before === undefined
      ? []
      : [phrase('days-asked', { since: since ?? '…', before: before ?? '…' })];
  return [parts.join(''), ...days].join(', ');
}

/** The page, piece by piece. */
export function* htmlOfAnswer(answer: TracingAnswer, { affirm }: { readonly affirm: boolean }): Generator<string> {
  const { asked, at, by, transactions, packs, missing } = answer;
  yield `${beginsPage(phrase('page-title'), STYLE)}<table>\n`;
  yield pageRow(phrase('label-asked'), askedText(asked));
  if (answer.for !== undefined) yield pageRow(phrase('label-for'), answer.for);
  if (answer.ref !== undefined) yield pageRow(phrase('label-ref'), answer.ref);
  yield pageRow(phrase('label-by'), `${by.name}, GLN ${by.gln}`);
  yield pageRow(phrase('label-at'), at);
  yield pageRow(phrase('label-found'), phrase('found-transactions', { transactions: transactions.length, packs }));
  if (missing.length > 0) yield pageRow(phrase('label-missing'), missing.map(fieldLabel).join(', '), 'missing');
  yield '</table>\n';
  if (affirm) yield `<p>${safe(phrase('statement-affirmed', { name: by.name, gln: by.gln, at }))}</p>\n`;
  for (const [n, one] of transactions.entries()) yield* section(one, n + 1, affirm);
  yield ENDS_PAGE;
}

function* section(of: Transaction, n: number, affirm: boolean): Generator<string> {
  yield `<section>\n<h2>${safe(phrase('transaction-n', { n }))}</h2>\n<table>\n`;
  for (const [field, value] of fieldsOf(of)) {
    const isMissing = value === undefined;
    const note = of.added.includes(field) ? ` (${phrase('not-in-source')})` : '';
    yield pageRow(
      fieldLabel(field),
      isMissing ? phrase('is-missing') : `${value}${note}`,
      isMissing ? 'missing' : undefined,
    );
  }
  for (const [label, value] of more(of)) if (value !== undefined) yield pageRow(label, value);
  const { statement } = of;
  if (affirm && statement !== undefined)
    yield pageRow(
      phrase('label-statement'),
      statement.affirmed ? (statement.notice ?? phrase('affirmed')) : phrase('not-affirmed'),
    );
  yield '</table>\n</section>\n';
  yield `<p>${safe(phrase('label-serials'))}</p>\n<div class="serials">`;
  for (const serial of of.serials) yield `${safe(serial)}<br>\n`;
  yield '</div>\n';
}

/** All that the law asks for but the statement. */
function fieldsOf(of: Transaction): readonly (readonly [TransactionField, string | undefined])[] {
  return [
    ['product-name', of.name],
    ['strength', of.strength],
    ['dosage-form', of.form],
    ['ndc', of.ndc],
    ['container-size', of.size],
    ['lot', of.lot],
    ['expiry', of.expiry],
    ['transaction-date', of.transactionDate],
    ['shipment-date', of.shipmentDate],
    ['from-name', named(of.from)],
    ['from-address', of.from?.address],
    ['to-name', named(of.to)],
    ['to-address', of.to?.address],
  ];
}

function named(party: TradingParty | undefined): string | undefined {
  if (party?.name === undefined) return undefined;
  return party.gln === undefined ? party.name : `${party.name}, GLN ${party.gln}`;
}

function more(of: Transaction): readonly (readonly [string, string | undefined])[] {
  const { evidence, containers, gtin } = of;
  return [
    [phrase('label-containers'), String(containers)],
    ['GTIN', gtin],
    ['GLN', [of.from?.gln, of.to?.gln].filter((gln) => gln !== undefined).join(' → ')],
    [phrase('label-po'), of.po],
    [phrase('label-despatch'), of.despatch],
    [phrase('label-invoice'), of.invoice],
    [phrase('label-file'), evidence.document === undefined ? undefined : `SHA-256 ${evidence.document}`],
    [phrase('label-sent-by'), evidence.senderName ?? evidence.sender],
    [phrase('label-event'), `${evidence.event}, ${evidence.at}`],
    [phrase('label-in-file'), evidence.fileEvent === undefined ? undefined : String(evidence.fileEvent)],
    [phrase('label-received'), evidence.received],
    [phrase('label-receipt'), receiptText(of)],
    [phrase('label-not-received'), listOf(of.receipt?.notReceived)],
    [phrase('label-damaged'), listOf(of.receipt?.damaged)],
  ];
}

/** How many of the packs that were asked for came; undefined where nothing was received. */
export function receiptText({ receipt, serials }: Transaction): string | undefined {
  return receipt && phrase('received-of', { count: receipt.received, of: serials.length });
}

function listOf(serials: readonly string[] = []): string | undefined {
  return serials.length === 0 ? undefined : serials.join(' ');
}

/** What a field is called. */
export function fieldLabel(field: TransactionField): string {
  return phrase(`field-${field}`);
}
