// What judging batches asks of the store, fetched at once and laid where the judge of an embedded ledger looks for it.
import { type Bytes, b64u, sameBytes } from '../../chain/bytes.ts';
import type { takeBatch } from '../batch.ts';
import { pathOf } from '../branches.ts';
import { leafId } from '../ids.ts';
import { attachmentsOf } from '../pages.ts';
import type { Batch } from '../types.ts';
import type { HubConnection } from './connection.ts';
import type { HubBranch, HubLeaf, Mirror } from './mirror.ts';

/** An attachment as the database has it, without its pages. */
export interface HubAttachment {
  readonly root: Buffer;
  readonly kind: number;
  readonly pages: number;
  readonly have: number;
  readonly named: number;
  readonly range: Buffer | null;
}

export interface Prefetched {
  readonly branches: readonly HubBranch[];
  readonly leaves: readonly HubLeaf[];
  readonly attachments: readonly HubAttachment[];
  /** Chains of which all leaves are among them. */
  readonly whole: readonly string[];
}

const LEAVES = `select l.id, l.sum, l.type, l.bytes, k.note from unnest($1::bigint[], $2::bigint[]) as r (low, high)
  join leaf l on l.id >= r.low and l.id < r.high left join note k on k.id = l.id`;

/** Inside a transaction that reads one state, after the mirror is of that. */
export async function prefetch(
  connection: HubConnection,
  mirror: Mirror,
  batches: readonly Batch[],
  take: typeof takeBatch,
): Promise<Prefetched> {
  const chains = [...new Set(batches.map(({ chain }) => chain))];
  const branches = await connection.rows<HubBranch>('select * from branch where chain = any($1::text[])', chains);
  const sizes = new Map(branches.map(({ id, size }) => [id, size]));
  const ranges = new Map<string, readonly [number, number]>();
  const add = (chain: string, from: number, to: number): void => {
    for (const shape of mirror.memory.shapes.of(chain)) {
      const end = Math.min(to, sizes.get(shape.row) ?? 0);
      for (const part of pathOf(shape, Math.max(0, from), end))
        ranges.set(`${part.row} ${part.from} ${part.to}`, [leafId(part.row, part.from), leafId(part.row, part.to)]);
    }
  };
  for (const { chain, start, leaves } of batches) add(chain, start - 1, start + leaves.length);
  let leaves = await leavesIn(connection, [...ranges.values()]);
  const whole = chains.filter((chain) => overlaps(mirror, chain, batches, branches, leaves));
  if (whole.length > 0) {
    ranges.clear();
    for (const chain of whole) add(chain, 0, Number.MAX_SAFE_INTEGER);
    const known = new Set(leaves.map(({ id }) => id));
    leaves = [...leaves, ...(await leavesIn(connection, [...ranges.values()])).filter(({ id }) => !known.has(id))];
  }
  return { branches, leaves, attachments: await attachmentsNamed(connection, batches, take), whole };
}

async function leavesIn(connection: HubConnection, ranges: readonly (readonly [number, number])[]): Promise<HubLeaf[]> {
  if (ranges.length === 0) return [];
  const [low, high] = [ranges.map(([from]) => from), ranges.map(([, to]) => to)];
  const found = await connection.rows<HubLeaf>(LEAVES, low, high);
  return [...new Map(found.map((leaf) => [leaf.id, leaf])).values()];
}

// Whether a batch is anything but what goes on from the end of a branch, or what is here with its very checkpoint.
function overlaps(
  mirror: Mirror,
  chain: string,
  batches: readonly Batch[],
  branches: readonly HubBranch[],
  leaves: readonly HubLeaf[],
): boolean {
  const byId = new Map(leaves.map((leaf) => [leaf.id, leaf]));
  return batches.some((batch) => {
    if (batch.chain !== chain) return false;
    const end = batch.start + batch.leaves.length;
    return mirror.memory.shapes.of(chain).some((shape) => {
      const size = branches.find(({ id }) => id === shape.row)?.size ?? 0;
      if (batch.start >= size) return false;
      const parts = pathOf(shape, batch.start, Math.min(end, size));
      const same = parts.every(({ row, from, to }) => {
        for (let seq = from; seq < to; seq++) {
          const here = byId.get(leafId(row, seq))?.bytes;
          if (here === undefined || !sameBytes(here, batch.leaves[seq - batch.start] ?? NOTHING)) return false;
        }
        return true;
      });
      if (same && end > size) return false;
      const last = parts.at(-1);
      return !same || last === undefined || byId.get(leafId(last.row, end - 1))?.note !== batch.note;
    });
  });
}

const NOTHING: Bytes = new Uint8Array(0);

/** The attachments that leaves of batches name, as far as the database knows them. */
async function attachmentsNamed(
  connection: HubConnection,
  batches: readonly Batch[],
  take: typeof takeBatch,
): Promise<HubAttachment[]> {
  const roots = new Map<string, Bytes>();
  for (const batch of batches) {
    const taken = take(batch);
    if ('admission' in taken) continue;
    for (const leaf of taken.whole.values()) for (const { root } of attachmentsOf(leaf)) roots.set(b64u(root), root);
  }
  if (roots.size === 0) return [];
  return connection.rows<HubAttachment>('select * from attachment where root = any($1::bytea[])', [...roots.values()]);
}

/** Inside `Mirror.scratch`: lays it where the judge looks. */
export function layOut(mirror: Mirror, { branches, leaves, attachments, whole }: Prefetched): void {
  mirror.takeBranches(branches);
  for (const leaf of leaves) mirror.takeLeaf(leaf);
  for (const { root, kind, pages, have, named, range } of attachments)
    mirror.sql.run(
      'INSERT INTO attachment (root, kind, pages, have, named, range) VALUES (?, ?, ?, ?, ?, ?)',
      ...[root, kind, pages, have, named, range],
    );
  for (const chain of whole) mirror.wholeChains.add(chain);
}
