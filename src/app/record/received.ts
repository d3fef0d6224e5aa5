// What receiving answers, of goods of the network and of the world outside alike.
import { worstExit } from '../../errors.ts';
import type { Written } from './write.ts';

export interface Received extends Written {
  readonly exit: number;
  /** The party whose goods alone were asked for, or who brought them. */
  readonly from?: string;
  readonly fromName?: string;
  /** Receipts first, then what was set apart, then what the shippers are told. */
  readonly events: readonly string[];
  /** Outermost items. */
  readonly received: number;
  readonly packs: number;
  /** As they were named. */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  readonly damaged: readonly string[];
}

/** Two answers as one, which is about what the first is about; the same caution of both is told once. */
export function together<A extends Received, B extends Received>(one: A, other: B): A & Omit<B, keyof A> {
  return {
    ...other,
    ...one,
    exit: worstExit([one.exit, other.exit]),
    events: [...one.events, ...other.events],
    received: one.received + other.received,
    packs: one.packs + other.packs,
    missing: [...one.missing, ...other.missing],
    damaged: [...one.damaged, ...other.damaged],
    warnings: [...new Set([...one.warnings, ...other.warnings])],
    already: one.already && other.already,
  };
}
