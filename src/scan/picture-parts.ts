// One message in several symbols (structured append of DataMatrix and QR): read where all of its parts are in the picture.
import type { SeenSymbol } from './symbol.ts';

/** A message that is not whole. */
export interface PartMessage {
  /** How many of its parts were read. */
  readonly read: number;
  /** How many it has; 0 where that cannot be told: the symbols do not say, or are of several messages that have one name. */
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
    const count = first?.part?.count ?? 0;
    const inOrder = Array.from({ length: count }, (_, at) => parts.find(({ part }) => part?.index === at));
    const whole = inOrder.filter((one) => one !== undefined);
    const read = new Set(parts.map(({ part, text }) => `${part?.index} ${part?.count} ${text}`)).size;
    for (const one of parts) wholes.set(one, undefined);
    if (read > whole.length) incomplete.push({ read, of: 0 });
    else if (first === undefined || read < count) incomplete.push({ read, of: count });
    else wholes.set(first, joined(whole));
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
