// A language that nobody speaks: each sentence is the English one in marks, so that what stands outside of them, and what
// fills them and is no sentence itself, is said by the code.
import { readdirSync } from 'node:fs';
import { PHRASES } from '../../src/words/de/index.ts';
import { englishTables, type Tables } from '../../src/words/say.ts';

/** All areas of the English tables: they are known once they are imported. */
for (const file of readdirSync('src/words/en')) await import(`../../src/words/en/${file}`);

export const english = new Map(Object.entries(englishTables()).map(([area, table]) => [area, table()]));

/** The English words, each sentence in marks, and in other marks what fills it. */
export const MARKED: Tables = Object.fromEntries(
  [...english].map(([area, table]) => [
    area,
    () => Object.fromEntries(Object.entries(table).map(([id, entry]) => [id, inMarks(entry)])),
  ]),
);

/** What commands say of themselves, likewise. */
export const MARKED_PHRASES = Object.fromEntries(Object.keys(PHRASES).map((text) => [text, `⟦${text}⟧`]));

type Entry = NonNullable<ReturnType<Tables[string]>[string]>;

function inMarks(entry: Entry): Entry {
  if (typeof entry === 'string') return `⟦${entry.replace(/\{\w+\}/g, '⟨$&⟩')}⟧`;
  return (values: Readonly<Record<string, unknown>>) => {
    const given = Object.entries(values).map(([name, value]) => [name, filling(value)]);
    return `⟦${entry(Object.fromEntries(given) as never)}⟧`;
  };
}

function filling(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filling);
  return typeof value === 'string' ? `⟨${value}⟩` : value;
}

const CLOSES: Readonly<Record<string, string>> = { '⟧': '⟦', '⟩': '⟨' };

/** What stands outside of sentences. */
export function outside(text: string): string {
  return left(text, (around) => around === undefined);
}

/** What stands outside of sentences, and what fills them: neither was said from a table. */
export function unsaid(text: string): string {
  return left(text, (around) => around !== '⟦');
}

function left(text: string, isLeft: (around: string | undefined) => boolean): string {
  const open: string[] = [];
  let out = '';
  for (const sign of text) {
    const closes = CLOSES[sign];
    if (sign === '⟦' || sign === '⟨') {
      open.push(sign);
      out += '\n';
    } else if (closes !== undefined) {
      // A cell of a table that was shortened has lost some in its middle.
      const at = open.lastIndexOf(closes);
      if (at >= 0) open.splice(at);
      out += '\n';
    } else if (isLeft(open.at(-1))) out += sign;
  }
  return out;
}

/** The text that it would be in English. */
export function withoutMarks(text: string): string {
  return text.replace(/[⟦⟧⟨⟩]/g, '');
}
