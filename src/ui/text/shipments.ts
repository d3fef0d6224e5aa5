// Shipments: what left, what is on its way, what came and what did not.
import type { ShipmentLine } from '../../app/steps/incoming.ts';
import type { ReceiveData } from '../../app/steps/receive-data.ts';
import type { ShipData } from '../../app/steps/ship.ts';
import { counted } from '../../words/numbers.ts';
import { pairs, type Style, wrap } from '../style.ts';
import { nameOfScan } from './item-name.ts';
import { lotLines } from './lot-lines.ts';
import { placeOf, written } from './written.ts';

type Shipped = Omit<ShipData, 'exit'> & { readonly bundle?: string };

export function ship(data: Shipped, style: Style): string {
  const lines = [wrap(written(data, `shipped to ${data.toName}: ${goods(data)}`, style), '  '), ...lotLines(data.lots)];
  for (const { container, was, now } of data.opened) {
    lines.push(`opened ${container}: ${was} packs before, ${now} now`);
  }
  lines.push(pairs([['shipment', data.shipment]]));
  if (data.bundle !== undefined) lines.push(`for the driver or a mail: ${placeOf(data.bundle)}`);
  return lines.join('\n');
}

export function incoming(data: { readonly shipments: readonly ShipmentLine[] }, style: Style): string {
  if (data.shipments.length === 0) return 'nothing is on its way here';
  return data.shipments
    .map((line) => {
      const shown = shipment(line, `from ${line.fromName}`, style);
      return line.refused === undefined ? `${shown}\n  next: pedigree receive ${line.shipment}` : shown;
    })
    .join('\n');
}

export function outgoing(data: { readonly shipments: readonly ShipmentLine[] }, style: Style): string {
  if (data.shipments.length === 0) return 'nothing that was sent is on its way';
  return data.shipments.map((line) => shipment(line, `to ${line.toName}`, style)).join('\n');
}

/** How the shipper takes back what was refused. */
function voidLine(shipment: string): string {
  return `pedigree void ${shipment} --reason refused`;
}

/** Whoever has the goods reads what to do with them. */
function refusedLine({ refused, shipment: ref }: ShipmentLine, isOwn: boolean, style: Style): readonly string[] {
  if (refused === undefined) return [];
  const why = refused.reason === '' ? '' : `: ${refused.reason}`;
  const next = isOwn ? `take it back: ${voidLine(ref)}` : 'pedigree receive --all passes it over';
  return [
    wrap(`  ${style.red('refused')} on ${style.minute(refused.at).slice(0, 10)}${why}`, '    '),
    wrap(`  ${next}`, '    '),
  ];
}

function shipment(line: ShipmentLine, where: string, style: Style): string {
  const age = line.ageHours < 48 ? counted(line.ageHours, 'hour') : counted(Math.floor(line.ageHours / 24), 'day');
  const name = line.despatch === undefined ? line.shipment : `${line.despatch}  ${style.dim(line.shipment)}`;
  const back = line.reason === undefined ? '' : `, sent back: ${line.reason}`;
  return [
    style.bold(wrap(`${where}: ${goods(line)}, ${age} ago${back}`)),
    ...lotLines(line.lots),
    `  ${name}`,
    ...refusedLine(line, where.startsWith('to '), style),
    wrap(`  call ${line.contact}`, '  '),
  ].join('\n');
}

function goods({ items, packs }: { readonly items: number; readonly packs: number }): string {
  return items === packs ? counted(packs, 'pack') : `${counted(items, 'item')} with ${counted(packs, 'pack')}`;
}

export function receive(data: Omit<ReceiveData, 'exit'>, style: Style): string {
  if (data.received === 0 && data.missing.length === 0) return nothingCame(data, style);
  const lines = [written(data, `received ${goods({ items: data.received, packs: data.packs })}`, style)];
  const list = (word: string, items: readonly string[]) => {
    for (const item of items) lines.push(wrap(`${style.yellow(word.padEnd(9))}${nameOfScan(item)}`, '         '));
  };
  list('missing', data.missing);
  list('damaged', data.damaged);
  for (const { item, reason, packs } of data.held) {
    lines.push(
      wrap(`${style.red('held')}     ${nameOfScan(item)} (${counted(packs, 'pack')}): ${reason}`, '         '),
    );
  }
  for (const one of notTaken(data.items, style)) lines.push(one);
  if (data.returned > 0)
    lines.push(wrap(`${counted(data.returned, 'returned pack')} in quarantine until inspected: pedigree release …`));
  if (data.damaged.length + data.held.length > 0)
    lines.push('set apart in quarantine until inspected: pedigree release …');
  if (data.missing.length > 0) lines.push('what is missing stays in the shipper’s charge; the shipper is told');
  return lines.join('\n');
}

/** Nothing was received: because it is here, because nothing is under way, or because it was passed over. */
function nothingCame(data: Omit<ReceiveData, 'exit'>, style: Style): string {
  const from = data.fromName === undefined ? '' : ` from ${data.fromName}`;
  if (data.items.length === 0) {
    return data.already ? 'already recorded: it is here' : wrap(`nothing is on its way here${from}`);
  }
  const first = data.already ? 'already recorded' : 'nothing received';
  const next = 'what is here all the same is received where it is named';
  return [`${first}${from}`, ...notTaken(data.items, style), next].join('\n');
}

function notTaken(items: ReceiveData['items'], style: Style): readonly string[] {
  return items.map(({ input, reason }) =>
    wrap(`${style.yellow('not taken')} ${nameOfScan(input)}: ${reason}`, '         '),
  );
}

interface Moved {
  readonly items: number;
  readonly packs: number;
  readonly already: boolean;
  readonly dryRun?: true;
}

export function voided(data: Moved, style: Style): string {
  return written(data, `taken back: ${goods(data)}; the shipper has ${data.packs === 1 ? 'it' : 'them'} again`, style);
}

export function refused(data: Moved & { readonly shipment: string }, style: Style): string {
  return [
    written(data, `refused: ${goods(data)}`, style),
    wrap(`the shipper is told at the next sync, and takes it back: ${voidLine(data.shipment)}`, '  '),
  ].join('\n');
}
