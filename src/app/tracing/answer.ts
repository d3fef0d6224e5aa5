// What a tracing answer holds, whatever it is written as.
import type { TracingQuestion } from './question.ts';
import type { Transaction, TransactionField } from './transaction.ts';

/** Who answers whom. */
export interface AnswerHead {
  readonly asked: TracingQuestion;
  /** When it was put together, ISO 8601 UTC. */
  readonly at: string;
  readonly by: { readonly gln: string; readonly name: string };
  readonly for?: string;
  readonly ref?: string;
}

export interface TracingAnswer extends AnswerHead {
  readonly transactions: readonly Transaction[];
  /** Different packs in them. */
  readonly packs: number;
  /** Fields that some transaction lacks. */
  readonly missing: readonly TransactionField[];
}

export type WrittenAs = 'csv' | 'epcis' | 'html';
