// What files of EPCIS that are written here say in words of the product's own, where the CBV has none.
import type { Extension } from '../../epcis/model.ts';

/** The namespace of what EPCIS has no word for. */
export const PEDIGREE = 'urn:pedigree:epcis:v1:';

export function own(name: string, value: string): Extension {
  return { ns: PEDIGREE, prefix: 'pedigree', name, value };
}

/** What an event says under such a name. */
export function ownWord(extensions: readonly Extension[], name: string): string | undefined {
  return extensions.find((one) => one.ns === PEDIGREE && one.name === name)?.value;
}
