// The stock as a folder keeps it, for tests that change the world behind it.
import { NAME, StockIndex } from '../../src/app/judging/stock-index.ts';
import { StockStore } from '../../src/app/judging/stock-store.ts';
import type { Home } from '../../src/app/node/home.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';

/** Keeps the stock now, however little has happened. */
export function keep(home: Home): void {
  home.ledger.write((local, view) => {
    const known = knowledgeOf(home, view, local);
    catchUp(known);
    const index = new StockIndex(known, new StockStore(NAME, local));
    index.update();
    index.keep(local);
  });
}
