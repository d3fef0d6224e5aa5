// What a session is told of one scan, and what it expects.
import type { Status } from '../../custody/verdict.ts';
import type { JudgedScan } from '../../scan/session.ts';
import type { ProductWords } from '../items/product-name.ts';
import type { StockState } from '../judging/stock-state.ts';

/** What is told of one scan. */
export interface ScanAnswer extends JudgedScan, Partial<ProductWords> {
  readonly exit: number;
  readonly status: Status;
  readonly code?: string;
  readonly text?: string;
  readonly advice?: string;
  /** Further cautions: one that is told first must not hide that knowledge is old or the clock is wrong. */
  readonly notes?: readonly string[];
  readonly item?: {
    readonly gtin?: string;
    readonly serial?: string;
    readonly lot?: string;
    readonly expiry?: string;
    readonly sscc?: string;
  };
  readonly state?: StockState;
  /** The misread was the scanner's: scan it again. */
  readonly again?: true;
}

export interface Expected {
  readonly key: string;
  readonly name: string;
  readonly packs: number;
  readonly shipment: string;
}
