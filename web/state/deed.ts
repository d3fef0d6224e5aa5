// One thing that is recorded from a form: done once however often it is pressed, and what went wrong is kept for the screen.
import { useState } from 'preact/hooks';
import { carryOutOnce, type Order, onceKey } from '../api/client.ts';
import type { Failure } from '../api/documents.ts';

export interface Deed {
  readonly failure: Failure | undefined;
  readonly isBusy: boolean;
  /** Gives the document; undefined where nothing was recorded. */
  readonly carry: <T>(command: string, order: Order) => Promise<T | undefined>;
}

export function useDeed(): Deed {
  const [failure, fail] = useState<Failure | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  return {
    failure,
    isBusy,
    carry: async <T>(command: string, order: Order) => {
      if (isBusy) return undefined;
      setBusy(true);
      const reply = await carryOutOnce<T>(command, { ...order, once: onceKey() });
      setBusy(false);
      fail(reply.kind === 'failure' ? reply.failure : undefined);
      return reply.kind === 'document' ? reply.document : undefined;
    },
  };
}

/** Options of which those that say nothing are left out. */
export function saying(options: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]])),
  );
}
