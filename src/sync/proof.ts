// Proofs of who a peer is: made with the own keys, and checked against what is here of its chain or, of one that nobody here has
// met, against the links that it shows (docs/format.md, "Proof of an exchange").
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import { readCheckpoint, verifyCheckpoint } from '../chain/checkpoint.ts';
import { chainIdOf, decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { decodeRange, EMPTY_RANGE, encodeRange, extendRange, leafHash, rangeRoot } from '../chain/merkle.ts';
import { verifySignature } from '../chain/signature.ts';
import { EVENT } from '../custody/events/all.ts';
import { open } from '../custody/events/open.ts';
import { PedigreeError } from '../errors.ts';
import { peerKeyOf, signKeyOf } from '../ledger/sign-keys.ts';
import type { ChainInfo, View } from '../ledger/types.ts';
import type { ExchangeLedger } from './exchange-ledger.ts';
import { type KeyLink, MAX_LINKS, type Proof } from './messages.ts';

/** How this node proves who it is, and knows again whom it has asked. */
export interface Prover {
  /** Signs with the key for exchanges or the sign key of the own chain; undefined where neither is at hand. */
  readonly sign: ((message: Bytes) => Bytes) | undefined;
  /** 32 bytes that every process of this home has, and nobody else. */
  readonly secret: Bytes;
  readonly random: (n: number) => Bytes;
}

/** What links may take of a proof, bytes. */
const LINK_BYTES = 160 * 1024;

// The compact range before a leaf never changes, and is a walk through all leaves before it.
const ranges = new Map<string, Bytes>();
const KEPT_RANGES = 1_000;

/** What the own chain shows of its keys to whoever has not met it: how it opens, and the newest changes. */
export function linksOf(ledger: ExchangeLedger, chain: string): readonly KeyLink[] {
  return ledger.publish((view) => {
    const size = view.chain(chain)?.size ?? 0;
    const events = [...view.eventsOf([EVENT.open.type, EVENT.rotate.type], { chain, below: size })].filter(
      ({ branch }) => branch === 0,
    );
    const [opening, ...changes] = events.filter(({ leaf }) => leaf.type === EVENT.rotate.type || leaf.seq === 0);
    if (opening === undefined) return [];
    const links: KeyLink[] = [];
    let bytes = 0;
    for (const { leaf } of [opening, ...changes.slice(1 - MAX_LINKS)]) {
      const note = view.note(chain, leaf.seq + 1);
      if (note === undefined) continue;
      bytes += leaf.bytes.length;
      if (bytes > LINK_BYTES) break;
      links.push({ leaf: leaf.bytes, note, range: rangeBefore(view, chain, leaf.seq) });
    }
    return links;
  });
}

function rangeBefore(view: View, chain: string, seq: number): Bytes {
  const name = `${chain} ${seq}`;
  const known = ranges.get(name);
  if (known !== undefined) return known;
  const range = encodeRange(extendRange(EMPTY_RANGE, view.leafHashes(chain, 0, 0, seq)));
  if (ranges.size >= KEPT_RANGES) ranges.clear();
  ranges.set(name, range);
  return range;
}

/** Whether a proof is signed with a key that the chain names last, as far as that is known here and the proof shows more. */
export function isProof(view: View, network: string, chain: string, proof: Proof, message: Bytes): boolean {
  return keysOf(view, network, chain, proof.links).some(
    ({ sign, peer }) =>
      (peer !== undefined && verifySignature(peer, message, proof.signature)) ||
      (sign !== undefined && verifySignature(sign, message, proof.signature)),
  );
}

/** The GLN that the opening event in a proof names for its chain. */
export function glnIn(chain: string, { links: [first] }: Proof): string | undefined {
  const leaf = first === undefined ? undefined : leafOf(first);
  if (leaf === undefined || leaf.seq !== 0 || chainIdOf(leaf.bytes) !== chain) return undefined;
  return open.parts.public(leaf.public)?.party.gln;
}

interface Keys {
  /** Up to which size of the chain they were read. */
  size: number;
  sign: Bytes | undefined;
  peer: Bytes | undefined;
}

/** The keys at the end of each branch, carried on by what the links prove. */
function keysOf(view: View, network: string, chain: string, links: readonly KeyLink[]): readonly Keys[] {
  // Where what is here is damaged it is as if the chain had not been met.
  const here = keysHere(view, chain).filter(({ sign, peer }) => sign !== undefined || peer !== undefined);
  const known = here.length > 0 ? here : opened(network, chain, links[0]);
  // Of what lies within what is here nothing is looked at.
  for (const link of known.length === 0 ? [] : links) {
    const leaf = leafOf(link);
    if (leaf === undefined || leaf.type !== EVENT.rotate.type) continue;
    for (const keys of known) {
      if (leaf.seq < keys.size || !isVouched(chain, link, leaf, keys.sign)) continue;
      keys.size = leaf.seq + 1;
      keys.sign = signKeyOf(leaf) ?? keys.sign;
      keys.peer = peerKeyOf(leaf) ?? keys.peer;
    }
  }
  return known;
}

/** The keys of a chain that is not here, by the event that its id is made of. */
function opened(network: string, chain: string, link: KeyLink | undefined): Keys[] {
  const leaf = link === undefined ? undefined : leafOf(link);
  if (leaf === undefined || leaf.type !== EVENT.open.type || leaf.seq !== 0 || chainIdOf(leaf.bytes) !== chain)
    return [];
  if ((leaf.public.network ?? chain) !== network) return [];
  return [{ size: 1, sign: signKeyOf(leaf), peer: peerKeyOf(leaf) }];
}

/** Whether the note that ends with this leaf is signed with the key before it, over a tree that the leaf is in. */
function isVouched(chain: string, { note, range }: KeyLink, leaf: Leaf, key: Bytes | undefined): boolean {
  try {
    const checkpoint = readCheckpoint(note);
    const before = decodeRange(range);
    if (key === undefined || checkpoint.chain !== chain || checkpoint.size !== leaf.seq + 1) return false;
    if (before.size !== leaf.seq || !verifyCheckpoint(checkpoint, key)) return false;
    return sameBytes(rangeRoot(extendRange(before, [leafHash(leaf.bytes)])), checkpoint.root);
  } catch (error) {
    if (error instanceof PedigreeError) return false;
    throw error;
  }
}

function leafOf(link: KeyLink): Leaf | undefined {
  try {
    const leaf = decodeLeaf(link.leaf);
    return leaf.fault === undefined ? leaf : undefined;
  } catch (error) {
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}

interface Named {
  readonly branch: number;
  readonly seq: number;
  readonly key: Bytes;
}

/** The keys at the end of each branch that is here, without those that a change on any branch has replaced. */
function keysHere(view: View, chain: string): Keys[] {
  const branches = view.branches(chain);
  if (branches.length === 0) return [];
  const events = [...view.eventsOf([EVENT.open.type, EVENT.rotate.type], { chain })];
  const named = (keyOf: (leaf: Leaf) => Bytes | undefined): Named[] =>
    events.flatMap(({ branch, leaf }) => {
      const key = keyOf(leaf);
      return key === undefined ? [] : [{ branch, seq: leaf.seq, key }];
    });
  const [signs, peers] = [named(signKeyOf), named(peerKeyOf)];
  return branches.map((branch) => ({
    size: branch.size,
    sign: lastOn(branches, signs, branch.branch),
    peer: lastOn(branches, peers, branch.branch),
  }));
}

function lastOn(branches: readonly ChainInfo[], keys: readonly Named[], end: number): Bytes | undefined {
  let last: Named | undefined;
  for (const one of keys) {
    if (one.seq >= (last?.seq ?? -1) && isOn(branches, one, end, Number.POSITIVE_INFINITY)) last = one;
  }
  const found = last;
  if (found === undefined) return undefined;
  const replaced = keys.some(({ branch, seq }) => seq > found.seq && isOn(branches, found, branch, seq));
  return replaced ? undefined : found.key;
}

/** Whether an event lies on the path to the place `below` of a branch. */
function isOn(branches: readonly ChainInfo[], { branch, seq }: Named, end: number, below: number): boolean {
  let most = below;
  for (let at: number | undefined = end; at !== undefined; ) {
    if (seq >= most) return false;
    if (at === branch) return true;
    const info: ChainInfo | undefined = branches.find((one) => one.branch === at);
    most = Math.min(most, info?.base ?? 0);
    at = info?.parent;
  }
  return false;
}
