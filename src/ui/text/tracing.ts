// Answers to requests for tracing, and the log of them.
import type { Complaint } from '../../app/outside/complain.ts';
import type { RequestLine } from '../../app/tracing/requests.ts';
import type { TracedGoods } from '../../app/tracing/trace-goods.ts';
import type { Transaction } from '../../app/tracing/transaction.ts';
import { askedText, fieldLabel, receiptText } from '../../app/tracing/write-html.ts';
import { phrase } from '../../words/en/tracing.ts';
import { type Style, wrap } from '../style.ts';
import { type Column, table } from '../table.ts';

const SHORT = 12;
/** Transactions, and serials of each, that a screen has room for. */
const MOST = 20;
const SERIALS = 12;

export function traced(data: TracedGoods, style: Style): string {
  const { asked, transactions, packs, unread, warnings, file, affirmed, request } = data;
  const what = askedText(asked);
  const head =
    transactions.length === 0
      ? phrase('nothing-found', { what })
      : phrase('found-of', { what, found: phrase('found-transactions', { transactions: transactions.length, packs }) });
  const rest = transactions.length > MOST ? [style.dim('…')] : [];
  return [
    wrap(head),
    ...transactions.slice(0, MOST).flatMap((one) => lines(one, style)),
    ...rest,
    ...unread.map(({ document, code }) =>
      style.red(phrase('file-unread', { document: document.slice(0, SHORT), code })),
    ),
    ...warnings.map((text) => style.yellow(wrap(text))),
    ...(file === undefined || file === '-' ? [] : [phrase('written-as', { file })]),
    ...(file !== undefined && affirmed === false ? [style.dim(wrap(phrase('statement-is-declaration')))] : []),
    ...(request === undefined ? [] : [style.dim(phrase('request-logged', { id: request }))]),
  ].join('\n');
}

function lines(of: Transaction, style: Style): readonly string[] {
  const unknown = phrase('unknown');
  const { evidence, missing, added, statement, serials } = of;
  const name = [of.name ?? `(01)${of.gtin}`, of.strength].filter((one) => one !== undefined).join(' ');
  const party = (one: Transaction['from']) => one?.name ?? one?.gln ?? unknown;
  const sent = phrase('sent-line', {
    day: of.shipmentDate ?? unknown,
    from: party(of.from),
    to: party(of.to),
    count: of.containers,
    name,
    lot: of.lot ?? unknown,
    expiry: of.expiry ?? unknown,
  });
  const source =
    evidence.document === undefined
      ? phrase('evidence-chain', { event: evidence.event })
      : phrase('evidence-file', {
          document: evidence.document.slice(0, SHORT),
          sender: evidence.senderName ?? evidence.sender ?? unknown,
          at: style.minute(evidence.at),
          n: evidence.fileEvent ?? unknown,
        });
  const fields = (names: readonly (typeof missing)[number][]) => names.map(fieldLabel);
  const more = [
    shown(serials),
    source,
    ...(evidence.received === undefined ? [] : [phrase('received-at', { at: style.minute(evidence.received) })]),
    ...cameLines(of),
    ...(statement === undefined
      ? []
      : [
          phrase('found-statement', {
            said: statement.affirmed ? (statement.notice ?? phrase('affirmed')) : phrase('not-affirmed'),
          }),
        ]),
    ...(added.length === 0 ? [] : [phrase('from-here', { fields: fields(added) })]),
  ];
  return [
    '',
    wrap(sent, '  '),
    ...more.map((line) => wrap(`  ${line}`, '    ')),
    ...(missing.length === 0 ? [] : [style.yellow(wrap(`  ${phrase('lacks', { fields: fields(missing) })}`, '    '))]),
  ];
}

function shown(serials: readonly string[]): string {
  return serials.slice(0, SERIALS).join(' ') + (serials.length > SERIALS ? ' …' : '');
}

/** What did not come as it was sent. */
function cameLines(of: Transaction): readonly string[] {
  const { notReceived = [], damaged = [] } = of.receipt ?? {};
  if (notReceived.length + damaged.length === 0) return [];
  return [
    phrase('received-count', { count: receiptText(of) ?? '' }),
    ...(notReceived.length === 0 ? [] : [phrase('not-received-serials', { serials: shown(notReceived) })]),
    ...(damaged.length === 0 ? [] : [phrase('damaged-serials', { serials: shown(damaged) })]),
  ];
}

export function requests({ requests: rows }: { readonly requests: readonly RequestLine[] }, style: Style): string {
  if (rows.length === 0) return wrap(phrase('no-requests'));
  const heads: readonly Column[] = [
    { title: phrase('head-request') },
    { title: phrase('head-asked') },
    { title: phrase('head-by'), flexible: true },
    { title: phrase('head-what'), flexible: true },
    { title: phrase('head-state') },
  ];
  return table(
    heads,
    rows.map((row) => [
      row.request,
      style.minute(row.at),
      [row.for, row.ref].filter((one) => one !== undefined).join(' '),
      askedText(row),
      stateOf(row),
    ]),
    style,
  );
}

function stateOf({ state, ageHours: hours, over24, over48 }: RequestLine): string {
  if (state === 'answered') return phrase('state-answered', { hours });
  if (!over24) return phrase('state-open', { hours });
  return phrase('state-over', { hours, limit: over48 ? 48 : 24 });
}

export function complained({ document, letter, file }: Complaint): string {
  if (letter === undefined) return wrap(phrase('nothing-to-complain', { document: document.slice(0, SHORT) }));
  return file === undefined ? letter.join('\n') : phrase('letter-written', { file });
}
