// The chains of a hub, each from its first event: every hash, checkpoint and signature again, as the audit of an embedded ledger does.
import { type Bytes, sameBytes } from '../../chain/bytes.ts';
import { type Checkpoint, readCheckpoint, verifyCheckpoint } from '../../chain/checkpoint.ts';
import { chainIdOf, decodeLeaf, type Leaf } from '../../chain/leaf.ts';
import { type CompactRange, EMPTY_RANGE, encodeRange, extendRange, rangeRoot } from '../../chain/merkle.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase } from '../../words/en/ledger.ts';
import { pathOf, type Shape } from '../branches.ts';
import { key48, leafId } from '../ids.ts';
import { lastKeySeq, signKeyOf } from '../sign-keys.ts';
import type { AuditFinding } from '../types.ts';
import type { HubConnection } from './connection.ts';
import type { HubBranch, HubLeaf } from './mirror.ts';

/** Leaves that are read at a time. */
const CHUNK = 1_000;

export interface BranchAudit {
  /** Told of each event of the branch's own, in their order. */
  readonly event: (id: number, leaf: Leaf) => Promise<void> | void;
  readonly find: (code: AuditFinding['code'], message: string, seq: number) => void;
}

/** The shapes of branches, by their rows. */
export function shapesOf(branches: readonly HubBranch[]): ReadonlyMap<number, Shape> {
  const shapes = new Map<number, Shape>();
  // A branch leaves one that was there before it.
  for (const { id, chain, number, parent, base } of branches)
    shapes.set(id, { row: id, chain, number, base, parent: parent === null ? undefined : shapes.get(parent) });
  return shapes;
}

/** Checks a branch from the first event of its chain; how many checkpoints it has. */
export async function auditBranch(
  connection: HubConnection,
  branch: HubBranch,
  shape: Shape,
  { event, find }: BranchAudit,
): Promise<number> {
  const { chain, size, base } = branch;
  const keys: { readonly seq: number; readonly key: Bytes }[] = [];
  let range: CompactRange = EMPTY_RANGE;
  let prev: Bytes = new Uint8Array(32);
  let [at, seq, notes] = [0, 0, 0];
  let last: string | null = null;
  for await (const { sum, bytes, note } of leavesOf(connection, shape, size)) {
    const own = seq >= base;
    const leaf = decoded(bytes, (why) => find('leaf-damaged', phrase('event-damaged-2', { seq, why }), seq));
    if (leaf === undefined) return notes;
    if (own) {
      if (key48(leaf.hash) !== sum)
        find('leaf-damaged', phrase('event-damaged-2', { seq, why: phrase('event-damaged') }), seq);
      if (seq === 0 && chainIdOf(bytes) !== chain) find('leaf-damaged', phrase('opening-event-of-another'), 0);
      if (leaf.seq !== seq || !sameBytes(leaf.prev, prev) || leaf.at < at)
        find('leaf-damaged', phrase('event-does-not-follow', { seq }), seq);
      await event(leafId(branch.id, seq), leaf);
    }
    prev = leaf.hash;
    at = leaf.at;
    const key = signKeyOf(leaf);
    if (key !== undefined) keys.push({ seq, key });
    range = extendRange(range, [leaf.hash]);
    seq++;
    last = note;
    if (note === null || !own) continue;
    notes++;
    const wrong = wrongIn(note, chain, seq, rangeRoot(range), keys);
    if (wrong !== undefined) find(wrong.code, wrong.message, seq - 1);
  }
  if (seq < size) find('leaf-missing', phrase('event-missing', { expected: seq }), seq);
  else {
    const same =
      sameBytes(rangeRoot(range), branch.root) &&
      sameBytes(encodeRange(range), branch.range) &&
      sameBytes(prev, branch.head) &&
      at === branch.at;
    if (!same) find('branch-wrong', phrase('stored-head-of-chain'), size - 1);
    if (last === null) find('note-damaged', phrase('checkpoint-missing', { size }), size - 1);
  }
  return notes;
}

async function* leavesOf(connection: HubConnection, shape: Shape, size: number): AsyncGenerator<HubLeaf> {
  for (const { row, from, to } of pathOf(shape, 0, size)) {
    for (let low = from; low < to; low += CHUNK) {
      const leaves = await connection.rows<HubLeaf>(
        `select l.id, l.sum, l.type, l.bytes, k.note from leaf l left join note k on k.id = l.id
         where l.id >= $1 and l.id < $2 order by l.id`,
        leafId(row, low),
        leafId(row, Math.min(to, low + CHUNK)),
      );
      for (const [i, leaf] of leaves.entries()) {
        if (leaf.id !== leafId(row, low + i)) return;
        yield leaf;
      }
    }
  }
}

function decoded(bytes: Bytes, damaged: (why: string) => void): Leaf | undefined {
  try {
    return decodeLeaf(bytes);
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    damaged(error.message);
    return undefined;
  }
}

function wrongIn(
  note: string,
  chain: string,
  size: number,
  root: Bytes,
  keys: readonly { readonly seq: number; readonly key: Bytes }[],
): Pick<AuditFinding, 'code' | 'message'> | undefined {
  let checkpoint: Checkpoint;
  try {
    checkpoint = readCheckpoint(note);
  } catch {
    return { code: 'note-damaged', message: phrase('checkpoint-damaged', { size }) };
  }
  if (checkpoint.chain !== chain || checkpoint.size !== size || !sameBytes(checkpoint.root, root))
    return { code: 'note-damaged', message: phrase('checkpoint-of-size', { size }) };
  const key = keys.findLast((one) => one.seq <= lastKeySeq(size))?.key;
  if (key !== undefined && verifyCheckpoint(checkpoint, key)) return undefined;
  return { code: 'note-signature', message: phrase('checkpoint-of-size-not-signed', { size }) };
}
