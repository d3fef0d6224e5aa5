// Who this device is and what it may do, as the node says; asked at the start and whenever that may have changed.
import { computed, signal } from '@preact/signals';
import { ask, locked } from '../api/client.ts';
import type { Me } from '../api/documents.ts';
import { keep, recallKept } from '../base/token.ts';

export const me = signal<Me | undefined>(undefined);

/** Times that were asked, and the newest of those that were answered: an older answer says nothing more. */
let asked = 0;
let heard = 0;

/** Asks again; where there is no answer what was known stays, also from before this page was opened. */
export async function loadMe(): Promise<void> {
  const mine = ++asked;
  const reply = await ask<Me>('/v1/me');
  if (reply.kind === 'failure' || mine < heard) return;
  heard = mine;
  if (reply.kind === 'document') void keep('me', reply.document);
  const told = reply.kind === 'document' ? reply.document : (me.value ?? ((await recallKept('me')) as Me | undefined));
  if (told === undefined) return;
  me.value = told;
  const { operators, operator } = told;
  locked.value = operators && operator === undefined;
}

const allowed = computed(() => new Set(me.value?.may ?? []));

/** Whether this device may carry a command out now. */
export function may(command: string): boolean {
  return allowed.value.has(command);
}
