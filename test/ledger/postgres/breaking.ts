// A database that fails where a test says: before a statement, within it, or after it has done what it should.
import type { HubConnection, HubDatabase } from '../../../src/ledger/postgres/connection.ts';

/** What a server says, as its driver gives it. */
export function serverSays(code: string, message = 'as the test wants it'): Error {
  return Object.assign(new Error(message), { code, severity: 'ERROR' });
}

export interface Statement {
  /** Counted from 1 over all connections. */
  readonly n: number;
  readonly text: string;
}

/** Called for each statement; `run` does it. */
export type Around = (statement: Statement, run: () => Promise<void>) => Promise<void>;

export function breaking(database: HubDatabase, around: Around): HubDatabase {
  let n = 0;
  return {
    lend: (fn) =>
      database.lend((connection) => {
        const broken: HubConnection = {
          async rows<T>(text: string, ...values: Parameters<HubConnection['rows']>[1][]): Promise<T[]> {
            let rows: T[] = [];
            await around({ n: ++n, text }, async () => {
              rows = await connection.rows<T>(text, ...values);
            });
            return rows;
          },
          copy: (rows) => around({ n: ++n, text: `copy ${rows.table}` }, () => connection.copy(rows)),
        };
        return fn(broken);
      }),
    close: () => database.close(),
  };
}

/** A database whose servers change under whoever uses it. */
export function switching(first: HubDatabase): HubDatabase & { to(next: HubDatabase): void } {
  let now = first;
  return {
    lend: (fn) => now.lend(fn),
    close: () => now.close(),
    to(next) {
      now = next;
    },
  };
}
