// A file read for what it says of goods: events that repeat others, or are taken back, are passed over.
import { GoodsFold } from './fold.ts';
import { nobody } from './found.ts';
import type { ByteSource, EpcisPart } from './model.ts';
import { readEpcis } from './read.ts';

/**
 * Reads a file to its end.
 * @param begin asked for at the start of each reading, of which there may be two; what it gives takes the parts: of the events those
 * that count, and every declaration of an error
 * @throws what `readEpcis` does (65), and what the source throws
 */
export async function readCounted(source: ByteSource, begin: () => (part: EpcisPart) => void): Promise<void> {
  const taken = new Set<string>();
  // An event that is taken back further down had been shown: it is left out from the start.
  if (await isReadAgain(source, taken, begin())) await isReadAgain(source, taken, begin());
}

async function isReadAgain(source: ByteSource, taken: Set<string>, take: (part: EpcisPart) => void): Promise<boolean> {
  const goods = new GoodsFold(nobody, taken);
  for await (const part of readEpcis(source)) {
    const isPassed = part.part === 'event' && !goods.take(part.event) && part.event.errorDeclaration === undefined;
    if (!isPassed) take(part);
  }
  return goods.events.isLate;
}
