// Who this device is and what it may do, as the node says; asked at the start and whenever that may have changed.
import { computed, signal } from '@preact/signals';
import { ask, locked } from '../api/client.ts';
import type { Me } from '../api/documents.ts';

export const me = signal<Me | undefined>(undefined);

/** Asks again; what was known stays where there is no answer. */
export async function loadMe(): Promise<void> {
  const reply = await ask<Me>('/v1/me');
  if (reply.kind !== 'document') return;
  me.value = reply.document;
  const { operators, operator } = reply.document;
  locked.value = operators && operator === undefined;
}

const allowed = computed(() => new Set(me.value?.may ?? []));

/** Whether this device may carry a command out now. */
export function may(command: string): boolean {
  return allowed.value.has(command);
}
