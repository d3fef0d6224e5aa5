// One transaction as an inspector asks for it: what US law calls transaction information (FDCA 581(26)), and where it is from.
import type { GoodsReceipt } from './goods-receipt.ts';

/** Somebody who sent or received goods. */
export interface TradingParty {
  readonly gln?: string;
  readonly name?: string;
  readonly address?: string;
}

/** What the sender's file says of the transaction statement (FDCA 581(27)). */
export interface FoundStatement {
  readonly affirmed: boolean;
  readonly notice?: string;
}

/** The file or the event that says so. */
export interface TransactionEvidence {
  /** SHA-256 of the file, in hex. */
  readonly document?: string;
  /** The event of the own chain that anchors the file, or the event that shipped the goods. */
  readonly event: string;
  /** When that was written, ISO 8601 UTC. */
  readonly at: string;
  /** In the file, counted from 0. */
  readonly fileEvent?: number;
  readonly eventID?: string;
  /** Who sent the file: a GLN. */
  readonly sender?: string;
  readonly senderName?: string;
  readonly trust?: 'none' | 'named' | 'trusted';
  /** When what came of the goods was received here, ISO 8601 UTC. */
  readonly received?: string;
}

/** The fields that the law asks for; each that nothing here says is named. */
export const FIELDS = [
  'product-name',
  'strength',
  'dosage-form',
  'ndc',
  'container-size',
  'lot',
  'expiry',
  'transaction-date',
  'shipment-date',
  'from-name',
  'from-address',
  'to-name',
  'to-address',
  'statement',
] as const;
export type TransactionField = (typeof FIELDS)[number];

/** What is said of a transaction, field by field. */
export interface TransactionWords {
  readonly gtin: string;
  readonly name?: string;
  readonly strength?: string;
  readonly form?: string;
  readonly ndc?: string;
  readonly size?: string;
  readonly manufacturer?: string;
  readonly lot?: string;
  /** `YYYY-MM-DD` */
  readonly expiry?: string;
  /** Packs of this lot in this transaction. */
  readonly containers: number;
  /** Those that were asked for. */
  readonly serials: readonly string[];
  /** `YYYY-MM-DD`; that of the shipment where nothing gives another. */
  readonly transactionDate?: string;
  readonly shipmentDate?: string;
  /** When it was shipped, ISO 8601 UTC. */
  readonly at?: string;
  readonly from?: TradingParty;
  readonly to?: TradingParty;
  readonly despatch?: string;
  readonly po?: string;
  readonly invoice?: string;
  readonly statement?: FoundStatement;
}

export interface Transaction extends TransactionWords {
  readonly source: 'document' | 'chain';
  /** What became of the goods after all, by that source. */
  readonly state: string;
  /** Absent where nothing here was received by it. */
  readonly receipt?: GoodsReceipt;
  readonly evidence: TransactionEvidence;
  /** Fields that the source does not have, and that are known here. */
  readonly added: readonly TransactionField[];
  readonly missing: readonly TransactionField[];
}

const VALUES: Readonly<Record<TransactionField, (words: TransactionWords) => unknown>> = {
  'product-name': ({ name }) => name,
  strength: ({ strength }) => strength,
  'dosage-form': ({ form }) => form,
  ndc: ({ ndc }) => ndc,
  'container-size': ({ size }) => size,
  lot: ({ lot }) => lot,
  expiry: ({ expiry }) => expiry,
  'transaction-date': ({ transactionDate }) => transactionDate,
  'shipment-date': ({ shipmentDate }) => shipmentDate,
  'from-name': ({ from }) => from?.name,
  'from-address': ({ from }) => from?.address,
  'to-name': ({ to }) => to?.name,
  'to-address': ({ to }) => to?.address,
  statement: ({ statement }) => (statement?.affirmed === true ? statement : undefined),
};

/** The fields without a value, in the order of the law. */
export function missingIn(words: TransactionWords): readonly TransactionField[] {
  return FIELDS.filter((field) => VALUES[field](words) === undefined);
}
