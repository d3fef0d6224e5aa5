// What the audit finds beside the chains: records, rows and checkpoints that are not what was written, or are gone.
import type { Bytes } from '../chain/bytes.ts';
import { decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { branchOf, leafId, seqOf } from './ids.ts';
import { MADE_AGAIN } from './local.ts';
import type { Store } from './store.ts';
import { changedRows, miscounts, SUMMED } from './sums.ts';
import type { AuditFinding } from './types.ts';

const REBUILD = 'pedigree rebuild makes it again';

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
        ? { code: 'index-wrong', message: `the ${kind} ${key} is not what was written; ${REBUILD}` }
        : {
            code: 'record-damaged',
            message: `the ${kind} ${key} is not what was written`,
            record: `${kind} ${key}`,
          };
    case 'container':
      return { code: 'index-wrong', message: `what is known of container ${name} is not what was written; ${REBUILD}` };
    case 'heard':
      return {
        code: 'record-damaged',
        message: `the checkpoint of size ${size} that a peer showed is not what it was`,
        record: `heard ${chain}`,
      };
    case 'meta':
      return { code: 'record-damaged', message: `the ${key} of the ledger is not what was written` };
    case 'branch':
      return {
        code: 'branch-wrong',
        message: 'what is known of this chain is not what was written',
        chain: String(chain),
      };
    default:
      return checkpoint(store, Number(row.id), row.note === null);
  }
}

function checkpoint({ memory }: Store, id: number, missing: boolean): AuditFinding {
  const chain = memory.shapes.byRow(branchOf(id))?.chain;
  const seq = seqOf(id);
  const message = `the checkpoint of size ${seq + 1} ${missing ? 'is missing' : 'is damaged'}`;
  return { code: 'note-damaged', message, ...(chain === undefined ? {} : { chain, seq }) };
}

function miscounted(kind: string, due: number, here: number): AuditFinding {
  const what =
    here < due
      ? `${due - here} of ${due} records of ${kind} are missing`
      : here > due
        ? `${here} records of ${kind} are here, and ${due} were written`
        : `the ${due} records of ${kind} are not those that were written`;
  if (MADE_AGAIN.has(kind)) return { code: 'index-wrong', message: `${what}; ${REBUILD}` };
  return { code: here < due ? 'record-missing' : 'record-damaged', message: what, record: kind };
}

/** Whether the ledger says of itself all that it must, and what its own chain says. */
function identity(store: Store): readonly AuditFinding[] {
  const { sql, memory } = store;
  const findings: AuditFinding[] = [];
  for (const key of ['epoch', 'instance', 'stamp']) {
    if (memory.meta(key) === undefined)
      findings.push({ code: 'record-missing', message: `the ${key} of the ledger is missing` });
  }
  const own = memory.own();
  const network = memory.network();
  if (network === '') {
    if (sql.value('SELECT 1 FROM branch LIMIT 1') !== undefined)
      findings.push({ code: 'record-missing', message: 'the ledger does not say any more of which network it is' });
    return findings;
  }
  const said = own === undefined ? undefined : openingOf(store, own);
  if (said !== undefined && (said.public.network ?? own) !== network)
    findings.push({ code: 'record-damaged', message: 'the ledger names another network than its own chain does' });
  return findings;
}

/** Undefined where it cannot be read, which the replay names. */
function openingOf({ sql, memory }: Store, chain: string): Leaf | undefined {
  const shape = memory.shapes.find(chain, 0);
  if (shape === undefined) return undefined;
  const bytes = sql.value<Bytes>('SELECT bytes FROM leaf WHERE id = ?', leafId(shape.row, 0));
  try {
    return bytes === undefined ? undefined : decodeLeaf(bytes);
  } catch {
    return undefined;
  }
}
