// Failures as lines for people.

import { brief } from '../answer/document.ts';
import { hintOf } from '../answer/hints.ts';
import { plain } from '../answer/plain.ts';
import { MOST_LISTED, type PedigreeError } from '../errors.ts';
import { phrase } from '../words/en/screen.ts';
import { wrap } from './style.ts';
import { nameOfScan } from './text/item-name.ts';

/** What stderr says of a failure: `pedigree: error: …` and the next step, `pedigree: hint: …`. */
export function failureText(error: PedigreeError, input?: { readonly n?: number; readonly input?: string }): string {
  const name = input?.input === '-' ? phrase('standard-input') : input?.input;
  const said = input?.n === undefined || !name || error.message.includes(name);
  const message = brief(error.message);
  const told = said ? message : phrase('error-of', { input: nameOfScan(name ?? ''), message });
  const { items: listed, total } = error.detail ?? {};
  const all: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const items = all.slice(0, MOST_LISTED).map(itemText);
  const count = typeof total === 'number' ? total : all.length;
  if (count > items.length) items.push(`  ${phrase('so-many-of', { shown: items.length, total: count })}`);
  return [
    wrap(`pedigree: error: ${plain(told)}`, '  '),
    ...items,
    wrap(`pedigree: hint: ${plain(hintOf(error))}`, '  '),
    '',
  ].join('\n');
}

/** One bad item of a command that is all or nothing. */
function itemText(item: unknown): string {
  const { input, reason, code } = item as { input?: unknown; reason?: unknown; code?: unknown };
  const name = nameOfScan(String(input ?? '')).trim() || phrase('empty-line');
  return wrap(`  ${phrase('error-of', { input: name, message: plain(String(reason ?? code ?? '')) })}`, '    ');
}
