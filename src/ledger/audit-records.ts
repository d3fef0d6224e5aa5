// What the audit finds beside the chains: records, rows and checkpoints that are not what was written, or are gone.
import { decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { phrase } from '../words/en/ledger.ts';
import { branchOf, leafId, seqOf } from './ids.ts';
import { MADE_AGAIN } from './local.ts';
import type { Store } from './store.ts';
import { changedRows, miscounts, SUMMED } from './sums.ts';
import type { AuditFinding } from './types.ts';

type Row = Readonly<Record<string, unknown>>;

/** Inside a read transaction, with a memory that is lenient. */
export function recordFindings(store: Store): readonly AuditFinding[] {
  const { sql } = store;
  const findings: AuditFinding[] = [];
  const wrong = new Set<string>();
  for (const summed of SUMMED) {
    changedRows(sql, summed, (row) => {
      wrong.add(summed.table === 'record' ? String(row.kind) : summed.table);
      findings.push(tell(store, summed.table, row));
    });
  }
  for (const { kind, due, here } of miscounts(sql)) {
    // As many as there were, and those that are not what they were are named.
    if (due === here && wrong.has(kind)) continue;
    findings.push(miscounted(kind, due, here));
  }
  return [...findings, ...identity(store)];
}

function tell(store: Store, table: string, row: Row): AuditFinding {
  const { kind, key, chain, size, name } = row;
  switch (table) {
    case 'record':
      return MADE_AGAIN.has(String(kind))
        ? {
            code: 'index-wrong',
            message: phrase('made-again-not-what-written', { kind: String(kind), key: String(key) }),
          }
        : {
            code: 'record-damaged',
            message: phrase('not-what-written-2', { kind: String(kind), key: String(key) }),
            record: `${kind} ${key}`,
          };
    case 'container':
      return {
        code: 'index-wrong',
        message: phrase('what-known-of-container', { name: String(name) }),
      };
    case 'heard':
      return {
        code: 'record-damaged',
        message: phrase('checkpoint-of-size-peer', { size: String(size) }),
        record: `heard ${chain}`,
      };
    case 'meta':
      return { code: 'record-damaged', message: phrase('of-ledger', { key: String(key) }) };
    case 'branch':
      return {
        code: 'branch-wrong',
        message: phrase('what-known-of-this'),
        chain: String(chain),
      };
    default:
      return checkpoint(store, Number(row.id), row.note === null);
  }
}

function checkpoint({ memory }: Store, id: number, missing: boolean): AuditFinding {
  const chain = memory.shapes.byRow(branchOf(id))?.chain;
  const seq = seqOf(id);
  const message = phrase(missing ? 'checkpoint-missing' : 'checkpoint-damaged', {
    size: seq + 1,
  });
  return { code: 'note-damaged', message, ...(chain === undefined ? {} : { chain, seq }) };
}

function miscounted(kind: string, due: number, here: number): AuditFinding {
  const again = MADE_AGAIN.has(kind) ? 'made-again-' : '';
  const message =
    here < due
      ? phrase(`${again}of-records-of-missing`, { due: due - here, due2: due, kind })
      : here > due
        ? phrase(`${again}records-of-here`, { here, kind, due })
        : phrase(`${again}records-of-not-those`, { due, kind });
  if (again !== '') return { code: 'index-wrong', message };
  return { code: here < due ? 'record-missing' : 'record-damaged', message, record: kind };
}

/** Whether the ledger says of itself all that it must, and what its own chain says. */
function identity(store: Store): readonly AuditFinding[] {
  const { sql, memory } = store;
  const findings: AuditFinding[] = [];
  for (const key of ['epoch', 'instance', 'stamp']) {
    if (memory.meta(key) === undefined)
      findings.push({ code: 'record-missing', message: phrase('of-ledger-missing', { key }) });
  }
  const own = memory.own();
  const network = memory.network();
  if (network === '') {
    if (sql.value('SELECT 1 FROM branch LIMIT 1') !== undefined)
      findings.push({ code: 'record-missing', message: phrase('ledger-does-not-say') });
    return findings;
  }
  const said = own === undefined ? undefined : openingOf(store, own);
  if (said !== undefined && (said.public.network ?? own) !== network)
    findings.push({ code: 'record-damaged', message: phrase('ledger-names-another-network') });
  return findings;
}

/** Undefined where it cannot be read, which the replay names. */
function openingOf({ sql, memory }: Store, chain: string): Leaf | undefined {
  const shape = memory.shapes.find(chain, 0);
  if (shape === undefined) return undefined;
  const bytes = sql.blob('SELECT bytes FROM leaf WHERE id = ?', leafId(shape.row, 0));
  try {
    return bytes === undefined ? undefined : decodeLeaf(bytes);
  } catch {
    return undefined;
  }
}
