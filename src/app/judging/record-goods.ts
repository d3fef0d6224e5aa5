// Recording what is done with goods: the append, and the stock kept with it where much was done.
import type { Home } from '../node/home.ts';
import { record, type What, type WriteTx, type Written } from '../record/write.ts';
import { keepStock } from './stock-index.ts';

/** As `record`, for what moves goods. @throws as `record` */
export function recordGoods<T extends object>(home: Home, what: What, fn: (tx: WriteTx) => T): T & Written {
  return record(home, what, (tx) => {
    const size = tx.view.chain(home.self.chain)?.size ?? 0;
    const value = fn(tx);
    keepStock(tx.known, tx.local, size);
    return value;
  });
}
