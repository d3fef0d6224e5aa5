// Which key signs a chain at which point: what `open` and `rotate` have set, of keys that are admitted.
import { admitSignKey } from '../chain/admission.ts';
import { type Bytes, b64u } from '../chain/bytes.ts';
import type { Leaf } from '../chain/leaf.ts';
import { EVENT } from '../custody/events/all.ts';
import { peerKey } from '../custody/events/fields.ts';
import { open } from '../custody/events/open.ts';
import { rotate } from '../custody/events/rotate.ts';
import { onPath, type Shape } from './branches.ts';
import { branchOf, leafId, seqOf } from './ids.ts';
import type { Memory } from './memory.ts';

/** The key that this event sets for its chain; none where it is malformed or its key is weak. */
export function signKeyOf(leaf: Leaf): Bytes | undefined {
  if (leaf.fault !== undefined) return undefined;
  let key: Bytes | undefined;
  if (leaf.type === EVENT.open.type && leaf.seq === 0) key = open.parts.public(leaf.public)?.signKey;
  else if (leaf.type === EVENT.rotate.type) key = rotate.parts.public(leaf.public)?.signKey;
  return key !== undefined && isAdmitted(key) ? key : undefined;
}

/** The key for exchanges that this event sets for its chain; none where it is malformed or weak. */
export function peerKeyOf(leaf: Leaf): Bytes | undefined {
  if (
    leaf.fault !== undefined ||
    !(leaf.type === EVENT.rotate.type || (leaf.type === EVENT.open.type && leaf.seq === 0))
  )
    return undefined;
  const key = peerKey(leaf.public)?.peerKey;
  return key !== undefined && isAdmitted(key) ? key : undefined;
}

// A key is admitted once (DESIGN §3.3): the check costs more than a signature.
const KEPT = 10_000;
const admitted = new Map<string, boolean>();

function isAdmitted(key: Bytes): boolean {
  const name = b64u(key);
  let known = admitted.get(name);
  if (known === undefined) {
    known = admitSignKey(key);
    if (admitted.size >= KEPT) admitted.clear();
    admitted.set(name, known);
  }
  return known;
}

/** The last seq whose event may set the key that signs the checkpoint of this size. */
export function lastKeySeq(size: number): number {
  return Math.max(0, size - 2);
}

/** All keys that a chain has had, on any branch. */
export function allKeys(memory: Memory, chain: string): readonly { readonly leaf: number; readonly key: Bytes }[] {
  let keys = memory.keys.get(chain);
  if (keys === undefined) {
    keys = memory.shapes
      .of(chain)
      .flatMap(({ row }) =>
        memory.sql.rows<{ leaf: number; key: Bytes }>(
          'SELECT leaf, key FROM signkey WHERE leaf >= ? AND leaf < ?',
          leafId(row, 0),
          leafId(row + 1, 0),
        ),
      );
    if (keys.length > 0) memory.keys.set(chain, keys);
  }
  return keys;
}

/** The key that was in force after leaf `seq` of this branch's path. */
export function storedKey(memory: Memory, shape: Shape, seq: number): Bytes | undefined {
  let best: { readonly seq: number; readonly key: Bytes } | undefined;
  for (const { leaf, key } of allKeys(memory, shape.chain)) {
    const at = seqOf(leaf);
    if (at > seq || !onPath(shape, branchOf(leaf), at)) continue;
    if (best === undefined || at > best.seq) best = { seq: at, key };
  }
  return best?.key;
}
