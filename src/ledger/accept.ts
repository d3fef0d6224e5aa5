// Letting go what only this folder knew and nobody can give back: records that are not what was written are taken away, and what
// is gone is missed no more. Whoever asks for it is told what stood there.
import { MADE_AGAIN } from './local.ts';
import { mendMeta } from './mend.ts';
import { OWN_CHANGES, takeAsIs } from './own-records.ts';
import { exclusively, type Store } from './store.ts';
import { changedRows, miscounts, recount, SUMMED } from './sums.ts';
import type { Accepted } from './types.ts';

/** What is longer was no word of a person. */
const SHOWN = 2_000;

type Row = Readonly<Record<string, unknown>>;

/** See `Ledger.accept`. */
export function accept(store: Store, dryRun: boolean): readonly Accepted[] {
  const head = store.head.read();
  store.memory.lenient = true;
  try {
    return exclusively(
      store,
      () => {
        const accepted: Accepted[] = [...takeAway(store), ...forget(store)];
        mendMeta(store, head);
        const gone = takeAsIs(store, head);
        if (gone > 0) accepted.push({ kind: OWN_CHANGES, gone });
        store.memory.bumpStamp();
        return accepted;
      },
      () => (dryRun ? 'roll-back' : 'commit'),
    );
  } finally {
    store.memory.lenient = false;
  }
}

function takeAway({ sql }: Store): readonly Accepted[] {
  const accepted: Accepted[] = [];
  for (const summed of SUMMED) {
    const { table, key } = summed;
    if (table !== 'record' && table !== 'heard') continue;
    const wrong: Row[] = [];
    // Columns of the key may themselves be what changed: rows are found by them as they stand.
    changedRows(sql, summed, (row) => wrong.push(row));
    for (const row of wrong) {
      const kind = table === 'record' ? String(row.kind) : table;
      if (MADE_AGAIN.has(kind)) continue;
      const found = key.map((column) => `${column} IS ?`).join(' AND ');
      sql.run(`DELETE FROM ${table} WHERE ${found}`, ...key.map((column) => row[column] as string));
      accepted.push({ kind, key: String(table === 'record' ? row.key : row.chain), ...wasOf(row) });
    }
  }
  return accepted;
}

function wasOf({ value }: Row): Pick<Accepted, 'was'> {
  return typeof value === 'string' && value.length <= SHOWN ? { was: value } : {};
}

// Counted after what was changed is gone, which its own tally has taken out.
function forget({ sql }: Store): readonly Accepted[] {
  const accepted: Accepted[] = [];
  for (const { kind, due, here } of miscounts(sql)) {
    if (MADE_AGAIN.has(kind)) continue;
    recount(sql, kind);
    if (due > here) accepted.push({ kind, gone: due - here });
  }
  return accepted;
}
