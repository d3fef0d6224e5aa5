// Leaves that wait for the rest of their commit: a turn may be shorter than one, and nothing of it is proved before its note.
import { Buffer } from 'node:buffer';
import { sameBytes } from '../chain/bytes.ts';
import { leafHash } from '../chain/merkle.ts';
import type { ExchangeLedger } from './exchange-ledger.ts';
import type { Data } from './messages.ts';

/** What may wait of one chain: a commit has no more. */
const MOST = 1024 * 1024;

/** What the key of such a part begins with; the chain follows. */
export const PREFIX = 'part ';
const HEADER = 6;

/** Puts a part behind what waits of its chain, or in its place; false where it does not fit or follows nothing. */
export function stage(ledger: ExchangeLedger, { chain, start, leaves }: Data): boolean {
  return ledger.write((local) => {
    const before = read(local.aside.get(PREFIX + chain));
    const goesOn = before !== undefined && before.start + before.leaves.length === start;
    const all = goesOn ? [...before.leaves, ...leaves] : leaves;
    const bytes = written(goesOn ? before.start : start, all);
    if (bytes === undefined) {
      local.aside.delete(PREFIX + chain);
      return false;
    }
    local.aside.put(PREFIX + chain, bytes);
    return true;
  });
}

/** Whether a part of any commit may wait. */
export function partsWait(ledger: ExchangeLedger): boolean {
  const { keys } = ledger.local.aside;
  return keys === undefined || ledger.read(() => keys(PREFIX).length > 0);
}

/** Takes out what waits before a batch of the same chain; nothing where that is no part of it. */
export function unstage(ledger: ExchangeLedger, { chain, start, leaves }: Data): readonly Uint8Array[] {
  const waiting = ledger.read(() => ledger.local.aside.get(PREFIX + chain));
  if (waiting === undefined) return [];
  ledger.write((local) => local.aside.delete(PREFIX + chain));
  const before = read(waiting);
  const [first] = leaves;
  if (before === undefined || first === undefined || before.start + before.leaves.length !== start) return [];
  return follows(first, before.leaves.at(-1)) ? before.leaves : [];
}

/** Whether a leaf names this one as the one before it: parts of two histories are never put together. */
function follows(leaf: Uint8Array, before: Uint8Array | undefined): boolean {
  const prev = /"prev":"([\w-]{43})"/.exec(Buffer.from(leaf).toString('latin1'))?.[1];
  return before !== undefined && prev !== undefined && sameBytes(Buffer.from(prev, 'base64url'), leafHash(before));
}

function written(start: number, leaves: readonly Uint8Array[]): Uint8Array | undefined {
  const length = leaves.reduce((sum, leaf) => sum + 2 + leaf.length, HEADER);
  if (length > MOST + 2 * leaves.length) return undefined;
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(start, 0, HEADER);
  let at = HEADER;
  for (const leaf of leaves) {
    bytes.writeUInt16BE(leaf.length, at);
    bytes.set(leaf, at + 2);
    at += 2 + leaf.length;
  }
  return bytes;
}

function read(
  value: Uint8Array | undefined,
): { readonly start: number; readonly leaves: readonly Uint8Array[] } | undefined {
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value);
  const leaves: Uint8Array[] = [];
  for (let at = HEADER; at < bytes.length; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    leaves.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return { start: bytes.readUIntBE(0, HEADER), leaves };
}
