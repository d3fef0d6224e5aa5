// PostgreSQL in this process, where no server can be started: the same statements through another driver.
import { PGlite } from '@electric-sql/pglite';
import type { HubConnection, HubDatabase, HubValue } from '../../../src/ledger/postgres/connection.ts';

const BIGINT = 20;
const BYTEA = 17;

export async function openPglite(): Promise<HubDatabase> {
  const db = await PGlite.create({
    parsers: {
      [BIGINT]: Number,
      [BYTEA]: (text: string) => Buffer.from(text.slice(2), 'hex'),
    },
  });
  const connection: HubConnection = {
    async rows<T>(text: string, ...values: readonly HubValue[]): Promise<T[]> {
      return (await db.query<T>(text, values.map(asText))).rows;
    },
    async copy(rows) {
      const text = `copy ${rows.table} (${rows.columns.join(', ')}) from '/dev/blob' with (format binary)`;
      await db.query(text, [], { blob: new Blob([new Uint8Array(rows.data())]) });
    },
  };
  // One connection: whoever wants it waits for whoever has it.
  let last: Promise<unknown> = Promise.resolve();
  return {
    lend(fn) {
      const run = last.then(() => fn(connection));
      last = run.catch(() => {});
      return run;
    },
    close: () => db.close(),
  };
}

function asText(value: HubValue): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (!Array.isArray(value)) return value;
  return value.map((one) => (one instanceof Uint8Array ? new Uint8Array(one) : one));
}
