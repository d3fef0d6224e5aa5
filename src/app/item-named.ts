// From a label to the key under which an item's events are found, by the ledger and the stored container keys alone.
import { containerItem, type ItemKey, packItem } from '../custody/item.ts';
import { PedigreeError } from '../errors.ts';
import type { Container, View } from '../ledger/types.ts';
import type { Reading as Label } from './identify.ts';
import type { Reading } from './reading.ts';

/**
 * The item that a label names.
 * @throws not-found (66) for an SSCC that no manifest opened here has named
 */
export function itemNamed(home: Pick<Reading, 'ledger'>, view: View, label: Label): ItemKey {
  if (label.kind === 'pack') return packItem(view.network, label.gtin, label.serial);
  const newest = home.ledger.local.containers.byName(label.sscc).at(-1);
  if (newest !== undefined) return containerNamed(view, newest);
  throw new PedigreeError('not-found', `nothing known here has the SSCC ${label.sscc}`, {
    hint: 'a container is known to those it was shipped to: pedigree sync, or scan a pack of it',
  });
}

/** The item of a stored container; its maker is the author of the first `pack` that is here. */
export function containerNamed(view: View, container: Container): ItemKey {
  const fillings = Array.isArray(container.value) ? (container.value as readonly { readonly event?: unknown }[]) : [];
  for (const { event } of fillings) {
    const author = typeof event === 'string' ? view.event(event)?.author : undefined;
    if (author !== undefined) return containerItem(container.key, author.gln);
  }
  return containerItem(container.key);
}
