// Stock lot by lot, and what is inside a container.
import type { ContentsData, TreeNode } from '../../app/steps/contents.ts';
import { isHere, type StockData, type StockLine } from '../../app/verdict/stock.ts';
import { phrase } from '../../words/en/day-text.ts';
import { grouped } from '../../words/numbers.ts';
import { type Style, wrap } from '../style.ts';
import { table } from '../table.ts';
import { lotLines } from './lot-lines.ts';
import { productCell } from './product-words.ts';
import { saidOf } from './said-of.ts';

export function text(data: StockData, style: Style): string {
  const lots = data.past === undefined ? data.lots : data.lots.filter(isHere);
  const past = data.past ? [phrase('used-up', { count: data.past })] : [];
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
    { title: phrase('product'), flexible: true },
    { title: 'GTIN' },
    { title: phrase('lot') },
    { title: phrase('expiry') },
    { title: phrase('packs'), align: 'right' as const },
    { title: phrase('cases'), align: 'right' as const },
    { title: phrase('beside'), below: true },
  ];
  const lines = [table(heads, rows, style), phrase('in-all', { count: data.packs }), ...past];
  for (const { item, state, within } of data.items ?? []) {
    const word = SAID.find(([one]) => one === state)?.[1];
    const where = within === undefined ? '' : `  ${phrase('in', { within })}`;
    lines.push(wrap(`${item}  ${word === undefined ? state : phrase(word)}${where}`, '  ', style.width));
  }
  return lines.join('\n');
}

/** A filter that nothing passes is no empty shelf. */
function nothing({ filter = {} }: StockData): string {
  const { gtin, lot, expiring } = filter;
  const of = [
    gtin === undefined ? undefined : phrase('of-gtin', { gtin }),
    lot === undefined ? undefined : phrase('of-lot', { lot }),
  ];
  const what = of.filter((word) => word !== undefined).join(', ');
  if (expiring !== undefined)
    return what === ''
      ? phrase('nothing-expires', { days: expiring })
      : phrase('nothing-of-expires', { what, days: expiring });
  return what === '' ? phrase('nothing-here') : wrap(phrase('nothing-of', { what }), '  ');
}

const SAID = [
  ['quarantined', 'quarantined'],
  ['unaccounted', 'unaccounted'],
  ['contested', 'contested'],
  ['disputed', 'disputed'],
  ['dispensed', 'dispensed'],
  ['decommissioned', 'decommissioned'],
  ['incoming', 'coming'],
  ['outgoing', 'outgoing'],
] as const satisfies readonly (readonly [keyof StockLine['byState'], string])[];

function notes({ byState }: StockLine): string {
  return SAID.flatMap(([state, word]) => {
    const count = byState[state];
    return count ? [phrase('so-many', { count, state: phrase(word) })] : [];
  }).join(', ');
}

export function contents(data: ContentsData, style: Style): string {
  const lines: string[] = [];
  if (data.shipment !== undefined) lines.push(wrap(shippedText(data.shipment, style), '  '));
  show(data.tree, '', lines, style);
  lines.push(phrase('in-all', { count: data.packs }));
  for (const one of lotLines(data.lots)) lines.push(one);
  return lines.join('\n');
}

const ARRIVALS = {
  'on-the-way': 'on-the-way',
  received: 'received',
  missing: 'did-not-come',
  'taken-back': 'taken-back',
  partly: 'partly',
  unclear: 'unclear',
} as const;

/** What a shipment is, before what it held: nobody takes goods that came long ago for an empty parcel. */
function shippedText(shipped: NonNullable<ContentsData['shipment']>, style: Style): string {
  const { fromName, toName, at, state, endedAt, onTheWay } = shipped;
  const when = endedAt === undefined || state === 'partly' ? '' : ` ${style.minute(endedAt)}`;
  const places = {
    from: fromName,
    to: toName,
    at: style.minute(at),
    state: `${saidOf(state, ARRIVALS, phrase)}${when}`,
  };
  const said = phrase('sent-state', places);
  return state === 'partly' && onTheWay > 0 ? phrase('still-coming', { said, packs: onTheWay }) : said;
}

/** Packs of a case are listed only where more is asked for; a pallet shows its cases. */
function show(node: TreeNode, indent: string, lines: string[], style: Style): void {
  const { kind, lot = '', expiry = '' } = node;
  const count = kind === 'pack' ? phrase('lot-expiry', { lot, expiry }) : phrase('in-all', { count: node.packs });
  const state =
    node.state === undefined || node.state === 'on-the-way' ? '' : `  ${saidOf(node.state, ARRIVALS, phrase)}`;
  lines.push(`${indent}${style.bold(node.item)}  ${count}${state}`);
  for (const child of node.children ?? []) {
    if (child.kind !== 'pack' || style.verbose || (node.children?.length ?? 0) <= 5)
      show(child, `${indent}  `, lines, style);
  }
}
