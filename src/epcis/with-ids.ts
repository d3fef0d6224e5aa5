// Where identifiers stand in an event and in a word of the master data, and how all of them are written another way.
import type { EpcisEvent, Quantity, TypedId, VocabularyElement } from './model.ts';

/** The event with each identifier of goods, places, parties and business documents as `id` gives it back. */
export function withIds(event: EpcisEvent, id: (written: string) => string): EpcisEvent {
  const all = (ids: readonly string[]) => ids.map(id);
  const classes = (list: readonly Quantity[]) => list.map((one) => ({ ...one, epcClass: id(one.epcClass) }));
  const typed = (list: readonly TypedId[]) => list.map((one) => ({ ...one, id: id(one.id) }));
  const { readPoint, bizLocation, parentID, transformationID } = event;
  return {
    ...event,
    ...(event.epcs && { epcs: all(event.epcs) }),
    ...(event.inputEpcs && { inputEpcs: all(event.inputEpcs) }),
    ...(event.outputEpcs && { outputEpcs: all(event.outputEpcs) }),
    ...(event.quantities && { quantities: classes(event.quantities) }),
    ...(event.inputQuantities && { inputQuantities: classes(event.inputQuantities) }),
    ...(event.outputQuantities && { outputQuantities: classes(event.outputQuantities) }),
    ...(parentID === undefined ? {} : { parentID: id(parentID) }),
    ...(transformationID === undefined ? {} : { transformationID: id(transformationID) }),
    ...(readPoint && { readPoint: { ...readPoint, id: id(readPoint.id) } }),
    ...(bizLocation && { bizLocation: { ...bizLocation, id: id(bizLocation.id) } }),
    bizTransactions: typed(event.bizTransactions),
    sources: typed(event.sources),
    destinations: typed(event.destinations),
  };
}

/** The word with its identifiers as `id` gives them back. */
export function wordWithIds(word: VocabularyElement, id: (written: string) => string): VocabularyElement {
  return { ...word, id: id(word.id), children: word.children.map(id) };
}
