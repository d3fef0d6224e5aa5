// Shipments: what left, what is on its way, what came and what did not.

import type { ShipmentLine } from '../../app/steps/incoming.ts';
import type { ReceiveData } from '../../app/steps/receive-data.ts';
import type { ShipData } from '../../app/steps/ship.ts';
import type { RefuseData, VoidData } from '../../app/steps/void.ts';
import type { Totals } from '../../commands/first-of.ts';
import { phrase } from '../../words/en/goods-text.ts';
import { phrase as screenPhrase } from '../../words/en/screen.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { nameOfScan } from './item-name.ts';
import { lotLines } from './lot-lines.ts';
import { placeOf, written } from './written.ts';

type Shipped = Omit<ShipData, 'exit'> & { readonly bundle?: string };

export function ship(data: Shipped, style: Style): string {
  const lines = [
    wrap(written(data, phrase('shipped', { to: data.toName, items: data.items, packs: data.packs }), style), '  '),
    ...lotLines(data.lots),
  ];
  for (const { container, was, now } of data.opened) {
    lines.push(phrase('opened', { container, was, now }));
  }
  lines.push(pairs([[phrase('shipment'), data.shipment]]));
  if (data.bundle !== undefined) lines.push(phrase('for-the-driver', { file: placeOf(data.bundle) }));
  return lines.join('\n');
}

export function incoming(data: { readonly shipments: readonly ShipmentLine[] }, style: Style): string {
  if (data.shipments.length === 0) return phrase('nothing-coming');
  return data.shipments
    .map((line) => {
      const shown = shipment(line, phrase('coming', { from: line.fromName, ...said(line) }), false, style);
      return line.refused === undefined ? `${shown}\n  ${phrase('next-receive', { shipment: line.shipment })}` : shown;
    })
    .join('\n');
}

export function outgoing(data: { readonly shipments: readonly ShipmentLine[] }, style: Style): string {
  if (data.shipments.length === 0) return phrase('nothing-sent');
  return data.shipments
    .map((line) => shipment(line, phrase('going', { to: line.toName, ...said(line) }), true, style))
    .join('\n');
}

/** How the shipper takes back what was refused. */
function voidLine(shipment: string): string {
  return `pedigree void ${shipment} --reason refused`;
}

/** Whoever has the goods reads what to do with them. */
function refusedLine({ refused, shipment: ref }: ShipmentLine, isOwn: boolean, style: Style): readonly string[] {
  if (refused === undefined) return [];
  const { reason } = refused;
  const on = { refused: style.red(phrase('refused')), day: style.minute(refused.at).slice(0, 10) };
  const next = isOwn ? phrase('take-back', { command: voidLine(ref) }) : phrase('passed-over');
  return [
    wrap(`  ${reason === '' ? phrase('refused-on', on) : phrase('refused-because', { ...on, reason })}`, '    '),
    wrap(`  ${next}`, '    '),
  ];
}

function said({ items, packs, ageHours: hours, reason }: ShipmentLine) {
  return { items, packs, hours, reason };
}

function shipment(line: ShipmentLine, what: string, isOwn: boolean, style: Style): string {
  const name = line.despatch === undefined ? line.shipment : `${line.despatch}  ${style.dim(line.shipment)}`;
  return [
    style.bold(wrap(what)),
    ...lotLines(line.lots),
    `  ${name}`,
    ...refusedLine(line, isOwn, style),
    ...askedLine(line),
    ...(line.contact === '' ? [] : [wrap(`  ${phrase('call', { contact: line.contact })}`, '  ')]),
  ].join('\n');
}

/** Of a file of a partner outside: what came of it, and when its sender was asked. */
function askedLine({ came, asked }: ShipmentLine & { readonly came?: number; readonly asked?: string }): string[] {
  return [
    ...(came === undefined ? [] : [`  ${phrase('came-already', { count: came })}`]),
    ...(asked === undefined ? [] : [`  ${phrase('sender-asked', { day: asked })}`]),
  ];
}

/** Of a partner outside nobody is told by a sync, and nothing stands apart on the chain. */
interface Outside {
  readonly outside?: true;
  readonly withoutData?: readonly string[];
  readonly waiting?: string;
}

export function receive(data: Omit<ReceiveData, 'exit'> & Totals & Outside, style: Style): string {
  if (data.received === 0 && data.missing.length === 0) return nothingCame(data, style);
  const lines = [written(data, phrase('received', { items: data.received, packs: data.packs }), style)];
  const list = (word: string, items: readonly string[], total: number | undefined) => {
    for (const item of items) lines.push(wrap(`${style.yellow(word.padEnd(9))}${nameOfScan(item)}`, '         '));
    for (const line of rest(word, items, total)) lines.push(line);
  };
  list(phrase('missing'), data.missing, data.totals?.missing);
  list(phrase('damaged'), data.damaged, data.totals?.damaged);
  for (const { item, reason, packs } of data.held) {
    lines.push(
      wrap(
        `${style.red(phrase('held').padEnd(9))}${phrase('held-because', { item: nameOfScan(item), packs, reason })}`,
        '         ',
      ),
    );
  }
  for (const line of rest(phrase('held'), data.held, data.totals?.held)) lines.push(line);
  for (const one of notTaken(data, style)) lines.push(one);
  if (data.returned > 0) lines.push(wrap(phrase('returned-apart', { packs: data.returned })));
  if (data.outside === true) {
    list(phrase('extra'), data.extra, data.totals?.extra);
    list(phrase('no-data'), data.withoutData ?? [], data.totals?.withoutData);
    if (data.waiting !== undefined) lines.push(wrap(phrase('ask-for-data', { id: data.waiting }), '  '));
    if (data.missing.length + data.damaged.length + data.extra.length > 0) lines.push(phrase('tell-sender'));
    return lines.join('\n');
  }
  if (data.damaged.length + data.held.length > 0) lines.push(phrase('damaged-apart'));
  if (data.missing.length > 0) lines.push(phrase('missing-told'));
  return lines.join('\n');
}

/** Nothing was received: because it is here, because nothing is under way, or because it was passed over. */
function nothingCame(data: Omit<ReceiveData, 'exit'> & Totals, style: Style): string {
  if (data.items.length === 0) {
    return data.already ? phrase('already-here') : wrap(nothing(data.fromName));
  }
  const first = phrase(data.already ? 'already-from' : 'received-nothing', { from: data.fromName });
  return [first, ...notTaken(data, style), phrase('received-where-named')].join('\n');
}

function nothing(from: string | undefined): string {
  return from === undefined ? phrase('nothing-coming') : phrase('nothing-coming-from', { from });
}

function notTaken({ items, totals }: Pick<ReceiveData, 'items'> & Totals, style: Style): readonly string[] {
  const word = phrase('not-taken');
  const lines = items.map(({ input, reason }) =>
    wrap(`${style.yellow(word)} ${nameOfScan(input)}: ${reason}`, '         '),
  );
  return [...lines, ...rest(word, items, totals?.items)];
}

/** That a list goes on. */
function rest(word: string, shown: readonly unknown[], total: number | undefined): readonly string[] {
  return total === undefined ? [] : [screenPhrase('list-goes-on', { what: word, shown: shown.length, total })];
}

export function voided(data: VoidData, style: Style): string {
  return written(data, phrase('voided', { items: data.items, packs: data.packs }), style);
}

export function refused(data: RefuseData, style: Style): string {
  return [
    written(data, phrase('refused-goods', { items: data.items, packs: data.packs }), style),
    wrap(phrase('shipper-told', { command: voidLine(data.shipment) }), '  '),
  ].join('\n');
}
