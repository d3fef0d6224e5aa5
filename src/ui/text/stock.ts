// Stock lot by lot, and what is inside a container.
import type { ContentsData, TreeNode } from '../../app/steps/contents.ts';
import { isHere, type StockData, type StockLine } from '../../app/verdict/stock.ts';
import { counted, grouped } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import { table } from '../table.ts';
import { lotLines } from './lot-lines.ts';
import { productCell } from './product-words.ts';

export function text(data: StockData, style: Style): string {
  const lots = data.past === undefined ? data.lots : data.lots.filter(isHere);
  const past = data.past ? [`${counted(data.past, 'lot')} used up or gone: pedigree stock --all`] : [];
  if (lots.length === 0) return [nothing(data), ...past].join('\n');
  const rows = lots.map((line) => [
    productCell(line),
    line.gtin,
    line.lot,
    line.expiry,
    grouped(line.packs),
    line.containers === 0 ? '' : grouped(line.containers),
    notes(line),
  ]);
  const heads = [
    { title: 'product', flexible: true },
    { title: 'GTIN' },
    { title: 'lot' },
    { title: 'expiry' },
    { title: 'packs', align: 'right' as const },
    { title: 'cases', align: 'right' as const },
    { title: 'of these and beside', below: true },
  ];
  const lines = [table(heads, rows, style), counted(data.packs, 'pack'), ...past];
  for (const { item, state, within } of data.items ?? []) {
    const said = STATES.get(state) ?? state;
    lines.push(wrap(`${item}  ${said}${within === undefined ? '' : `  in ${within}`}`, '  ', style.width));
  }
  return lines.join('\n');
}

/** A filter that nothing passes is no empty shelf. */
function nothing({ filter = {} }: StockData): string {
  const { gtin, lot, expiring } = filter;
  const of = [gtin === undefined ? undefined : `GTIN ${gtin}`, lot === undefined ? undefined : `lot ${lot}`];
  const what = of.filter((word) => word !== undefined).join(', ');
  if (expiring !== undefined)
    return `nothing here${what === '' ? '' : ` of ${what}`} expires within ${counted(expiring, 'day')}`;
  return what === '' ? 'nothing is here' : wrap(`nothing of ${what} is here: pedigree stock shows what is`, '  ');
}

const SAID: readonly (readonly [keyof StockLine['byState'], string])[] = [
  ['quarantined', 'quarantined'],
  ['unaccounted', 'missing'],
  ['contested', 'contested'],
  ['disputed', 'disputed'],
  ['dispensed', 'dispensed'],
  ['decommissioned', 'out of use'],
  ['incoming', 'coming'],
  ['outgoing', 'sent, not received'],
];

const STATES: ReadonlyMap<string, string> = new Map(SAID);

function notes({ byState }: StockLine): string {
  return SAID.flatMap(([state, word]) => (byState[state] ? [`${grouped(byState[state])} ${word}`] : [])).join(', ');
}

export function contents(data: ContentsData, style: Style): string {
  const lines: string[] = [];
  if (data.shipment !== undefined) lines.push(wrap(shippedText(data.shipment, style), '  '));
  show(data.tree, '', lines, style);
  lines.push(counted(data.packs, 'pack'));
  for (const one of lotLines(data.lots)) lines.push(one);
  return lines.join('\n');
}

const ARRIVALS: Readonly<Record<string, string>> = {
  'on-the-way': 'on its way',
  received: 'received',
  missing: 'did not come',
  'taken-back': 'taken back',
  partly: 'not all of it has arrived, or in different ways',
  unclear: 'what became of it is not clear',
};

/** What a shipment is, before what it held: nobody takes goods that came long ago for an empty parcel. */
function shippedText(shipped: NonNullable<ContentsData['shipment']>, style: Style): string {
  const { fromName, toName, at, state, endedAt, onTheWay } = shipped;
  const when = endedAt === undefined || state === 'partly' ? '' : ` ${style.minute(endedAt)}`;
  const left = state === 'partly' && onTheWay > 0 ? `; ${counted(onTheWay, 'pack')} still on the way` : '';
  return `from ${fromName} to ${toName}, sent ${style.minute(at)}: ${ARRIVALS[state] ?? state}${when}${left}`;
}

/** Packs of a case are listed only where more is asked for; a pallet shows its cases. */
function show(node: TreeNode, indent: string, lines: string[], style: Style): void {
  const count = node.kind === 'pack' ? `lot ${node.lot}, exp ${node.expiry}` : counted(node.packs, 'pack');
  const state =
    node.state === undefined || node.state === 'on-the-way' ? '' : `  ${ARRIVALS[node.state] ?? node.state}`;
  lines.push(`${indent}${style.bold(node.item)}  ${count}${state}`);
  for (const child of node.children ?? []) {
    if (child.kind !== 'pack' || style.verbose || (node.children?.length ?? 0) <= 5)
      show(child, `${indent}  `, lines, style);
  }
}
