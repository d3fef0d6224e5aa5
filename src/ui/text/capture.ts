// What of a file of an own line was recorded, and what was left out.
import type { CaptureData } from '../../app/capture/capture.ts';
import type { CapturedProduct } from '../../app/capture/products.ts';
import { phrase } from '../../words/en/capture.ts';
import { type Style, wrap } from '../style.ts';
import { written } from './written.ts';

/** Events that are left out and told one by one. */
const TOLD = 5;

export function text(data: CaptureData, style: Style): string {
  const { events, packs, before, skipped, products = [] } = data;
  const done =
    events.length === 0 ? phrase('nothing-captured') : phrase('was-captured', { packs, events: events.length });
  const byType = new Map<string, { count: number; packs: number }>();
  for (const { type, packs: some } of events) {
    const { count, packs: sum } = byType.get(type) ?? { count: 0, packs: 0 };
    byType.set(type, { count: count + 1, packs: sum + some });
  }
  const lines = [...byType].map(([type, sums]) => `  ${phrase('of-type', { type, ...sums })}`);
  const left = skipped
    .slice(0, TOLD)
    .map(({ event, line, reason }) => wrap(`  ${phrase('place-event', { event, line })}: ${reason}`, '    '));
  const more = skipped.length > TOLD ? [`  ${phrase('and-more', { count: skipped.length - TOLD })}`] : [];
  return [
    written(data, done, style),
    ...lines,
    ...(before > 0 && events.length > 0 ? [`  ${phrase('known-before', { count: before })}`] : []),
    ...(skipped.length === 0 ? [] : [style.bold(phrase('left-out', { count: skipped.length }))]),
    ...left,
    ...more,
    ...namesOf(products),
  ].join('\n');
}

function namesOf(products: readonly CapturedProduct[]): string[] {
  const wrong = products.filter(({ reason }) => reason !== undefined);
  const right = products.length - wrong.length;
  const rest = wrong.length > TOLD ? [`  ${phrase('and-more', { count: wrong.length - TOLD })}`] : [];
  return [
    ...(right === 0 ? [] : [phrase('products-named', { count: right })]),
    ...wrong.slice(0, TOLD).map(({ gtin, name = '', reason = '' }) => {
      return wrap(phrase('product-left', { what: `${gtin} ${name}`.trim(), reason }), '  ');
    }),
    ...rest,
  ];
}
