// A file read for what it says of goods: events that repeat others, or are taken back, are passed over.
import { GoodsFold } from './fold.ts';
import { nobody } from './found.ts';
import type { ByteSource, EpcisPart } from './model.ts';
import { readEpcis } from './read.ts';

/** Begins a reading; what it gives takes the parts, while `goods` names those of the last event. */
type Begin = (goods: GoodsFold) => (part: EpcisPart) => void;

/**
 * Reads a file to its end.
 * @param begin asked for at the start of each reading, of which there may be two; of the events it is shown those that count, and
 * every declaration of an error
 * @throws what `readEpcis` does (65), and what the source throws
 */
export async function readCounted(source: ByteSource, begin: Begin): Promise<void> {
  const taken = new Set<string>();
  // An event that is taken back further down had been shown: it is left out from the start.
  if (await isLate(source, taken, begin)) await isLate(source, taken, begin);
}

async function isLate(source: ByteSource, taken: Set<string>, begin: Begin): Promise<boolean> {
  const goods = new GoodsFold(nobody, taken);
  const take = begin(goods);
  for await (const part of readEpcis(source)) {
    const isPassed = part.part === 'event' && !goods.take(part.event) && part.event.errorDeclaration === undefined;
    if (!isPassed) take(part);
  }
  return goods.events.isLate;
}
