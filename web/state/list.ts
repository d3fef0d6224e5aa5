// The list of what a delivery announces, kept for a break of the line: whether a scan is on it, and never more than that.
import { signal } from '@preact/signals';
import { ask } from '../api/client.ts';
import { itemsOf } from '../scan/item-of.ts';

const PREFIX = 8;

let session = '';
let prefixes: ReadonlySet<string> | undefined;

/** Whether the scan that came last is on the list; undefined where the page cannot tell. */
export const onList = signal<{ readonly scan: string; readonly isOn: boolean | undefined } | undefined>(undefined);

/** Asks for the list of a session that is open. */
export async function loadList(id: string): Promise<void> {
  session = id;
  prefixes = undefined;
  onList.value = undefined;
  const reply = await ask<{ readonly total: number; readonly prefixes: string }>(`/v1/sessions/${id}/list`);
  if (reply.kind !== 'document' || session !== id || reply.document.total === 0) return;
  const bytes = atob(reply.document.prefixes);
  const found = new Set<string>();
  for (let at = 0; at < bytes.length; at += PREFIX) found.add(bytes.slice(at, at + PREFIX));
  prefixes = found;
}

/** Looks a scan up. */
export async function lookUp(scan: string): Promise<void> {
  onList.value = { scan, isOn: undefined };
  const items = itemsOf(scan);
  const list = prefixes;
  if (items.length === 0 || list === undefined) return;
  const found = await Promise.all(items.map(({ name }) => prefixOf(name)));
  if (onList.value?.scan === scan) onList.value = { scan, isOn: found.some((prefix) => list.has(prefix)) };
}

async function prefixOf(name: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name));
  return String.fromCharCode(...new Uint8Array(hash).subarray(0, PREFIX));
}
