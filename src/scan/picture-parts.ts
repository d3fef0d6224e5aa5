// One message in several symbols (structured append of DataMatrix and QR): read where all of its parts are in the picture.
import type { SeenSymbol } from './symbol.ts';

/** A message of which parts are missing. */
export interface PartMessage {
  readonly read: number;
  readonly of: number;
}

/** Whole messages in the place of their parts; a part by itself is no code, however well it reads. */
export function wholeMessages(found: readonly SeenSymbol[]): {
  readonly symbols: readonly SeenSymbol[];
  readonly incomplete: readonly PartMessage[];
} {
  const incomplete: PartMessage[] = [];
  const messages = Map.groupBy(
    found.filter(({ part }) => part !== undefined),
    ({ format, part }) => `${format} ${part?.message}`,
  );
  const wholes = new Map<SeenSymbol, SeenSymbol | undefined>();
  for (const parts of messages.values()) {
    const [first] = parts;
    const of = first?.part?.count ?? 0;
    const inOrder = Array.from({ length: of }, (_, at) => parts.find(({ part }) => part?.index === at));
    const read = inOrder.filter((one) => one !== undefined);
    for (const one of parts) wholes.set(one, undefined);
    if (first === undefined || read.length < of || of === 0) incomplete.push({ read: read.length, of });
    else wholes.set(first, joined(read));
  }
  const symbols = found.flatMap((one) => (wholes.has(one) ? (wholes.get(one) ?? []) : one));
  return { symbols, incomplete };
}

/** The identifier of the first part says what the message is. */
function joined(parts: readonly SeenSymbol[]): SeenSymbol | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const { part: _part, ...symbol } = first;
  const data = parts.map(({ text, symbology }) => text.slice(symbology.length)).join('');
  return { ...symbol, text: symbol.symbology + data, content: parts.map(({ content }) => content).join('') };
}
