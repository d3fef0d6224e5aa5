// A proof beside a file: that the party on its chain had exactly these bytes, and that the founder of its network has let that
// party take part. It is checked with the file and one fingerprint, without a network and without a party.
import { type Bytes, b64u, sameBytes, unb64u, unhex } from '../../chain/bytes.ts';
import { isObject, type Json, type JsonObject } from '../../chain/canonical.ts';
import { readCheckpoint, verifyCheckpoint } from '../../chain/checkpoint.ts';
import { chainIdOf, decodeLeaf, type Leaf } from '../../chain/leaf.ts';
import { verifyInclusion } from '../../chain/merkle.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/export.ts';

/** What such a file says it is. */
export const FILE_PROOF = 'pedigree/file-proof/1';

/** An event with the path from its leaf to the root of its chain's note. */
export interface ProvedLeaf {
  readonly index: number;
  readonly leaf: Bytes;
  readonly path: readonly Bytes[];
}

/** A chain as far as a proof needs it: its opening event, those that changed its sign key, and one that lets the next chain in. */
export interface ProvedChain {
  readonly note: string;
  readonly leaves: readonly ProvedLeaf[];
}

export interface FileProof {
  /** SHA-256 of the file, in hex. */
  readonly sha256: string;
  /** The founder's chain first, that of whoever anchored the file last; its last leaf is the anchoring. */
  readonly chains: readonly ProvedChain[];
}

/** What a proof shows. */
export interface ProvedFile {
  /** The event that anchors the file. */
  readonly event: string;
  /** When it was anchored, as its author claims, ms. */
  readonly at: number;
  readonly party: { readonly name: string; readonly gln: string };
  /** The founder's chain, which the fingerprint is of. */
  readonly network: string;
}

/** The most events of one chain that a proof is read with, and chains. */
const MOST = 64;

const texts = ({ index, leaf, path }: ProvedLeaf): JsonObject => ({ index, leaf: b64u(leaf), path: path.map(b64u) });

/** The text of the file. */
export function encodeFileProof({ sha256, chains }: FileProof): string {
  const own = chains.at(-1);
  const anchoring = own?.leaves.at(-1);
  if (own === undefined || anchoring === undefined) throw new TypeError('a proof has the event that anchors its file');
  return `${JSON.stringify(
    {
      proof: FILE_PROOF,
      sha256,
      ...texts(anchoring),
      note: own.note,
      keys: own.leaves.slice(0, -1).map(texts),
      accreditation: chains.slice(0, -1).map(({ note, leaves }) => ({ note, leaves: leaves.map(texts) })),
    },
    undefined,
    1,
  )}\n`;
}

/** @throws bad-input (65) for a text that is none */
export function decodeFileProof(text: string): FileProof {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (cause) {
    throw unreadable(cause);
  }
  if (!isObject(value) || value.proof !== FILE_PROOF || !/^[0-9a-f]{64}$/.test(String(value.sha256)))
    throw unreadable();
  try {
    const outer = listOf(value.accreditation).map((one) => chainOf(one.note, listOf(one.leaves).map(leafOf)));
    const own = chainOf(value.note, [...listOf(value.keys).map(leafOf), leafOf(value)]);
    return { sha256: String(value.sha256), chains: [...outer, own] };
  } catch (cause) {
    if (cause instanceof PedigreeError && cause.code === 'bad-input') throw cause;
    throw unreadable(cause);
  }
}

function chainOf(note: Json | undefined, leaves: readonly ProvedLeaf[]): ProvedChain {
  if (typeof note !== 'string') throw unreadable();
  return { note, leaves };
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(value) || value.length > MOST || !value.every(isObject)) throw unreadable();
  return value as readonly JsonObject[];
}

function leafOf({ index, leaf, path }: JsonObject): ProvedLeaf {
  const isPath = Array.isArray(path) && path.length <= MOST && path.every((one) => typeof one === 'string');
  if (typeof index !== 'number' || typeof leaf !== 'string' || !isPath) throw unreadable();
  return { index, leaf: unb64u(leaf), path: (path as readonly string[]).map(unb64u) };
}

function unreadable(cause?: unknown): PedigreeError {
  return new PedigreeError('bad-input', say('not-a-proof'), { hint: say('proof-comes-with-file'), cause });
}

/** A chain whose leaves are all in the tree that its own key has signed. */
interface Shown {
  readonly chain: string;
  readonly leaves: readonly Leaf[];
  readonly party: { readonly name: string; readonly gln: string };
  /** The network that its opening names; undefined where it founds one. */
  readonly network?: string;
}

/**
 * Checks a proof against the hash of a file.
 * @throws not-authentic (10) where it is a proof of another file, or shows nothing
 */
export function checkFileProof({ sha256, chains }: FileProof, hash: string): ProvedFile {
  if (sha256 !== hash) throw refuted('proof-of-other-file');
  const [founder, ...others] = chains.map(shown);
  if (founder === undefined || founder.network !== undefined) throw refuted('proof-shows-nothing');
  let last = founder;
  let name = founder.party.name;
  // The founder may let anybody in; of others a regulator may, and a till of its party lets in tills.
  let mayAccredit = true;
  let until = Number.POSITIVE_INFINITY;
  let from = 0;
  for (const next of others) {
    const granted = grantOf(last, next.chain, mayAccredit);
    if (granted === undefined || granted.gln !== next.party.gln || next.network !== founder.chain)
      throw refuted('proof-not-accredited');
    mayAccredit = granted.regulates;
    until = Math.min(until, granted.until);
    from = granted.from;
    name = granted.name ?? name;
    last = next;
  }
  const anchoring = last.leaves.at(-1);
  const said = anchoring && saidIn(EVENT.document, anchoring);
  if (said === undefined || !sameBytes(said.hash, unhex(hash))) throw refuted('proof-shows-nothing');
  const { seq, at } = anchoring as Leaf;
  if (at > until || seq < from) throw refuted('proof-not-accredited');
  return { event: `${last.chain}/${seq}`, at, party: { name, gln: last.party.gln }, network: founder.chain };
}

function shown({ note, leaves }: ProvedChain): Shown {
  const checkpoint = readCheckpoint(note);
  const { chain, size, root } = checkpoint;
  const read = leaves.map(({ index, leaf: bytes, path }) => {
    const leaf = decodeLeaf(bytes);
    if (leaf.fault !== undefined || leaf.seq !== index || !verifyInclusion(index, size, leaf.hash, path, root))
      throw refuted('proof-broken');
    return leaf;
  });
  const [opening] = read;
  const said = opening && saidIn(EVENT.open, opening);
  if (said === undefined || opening?.seq !== 0 || chainIdOf(opening.bytes) !== chain) throw refuted('proof-broken');
  let key = said.signKey;
  for (const leaf of read) {
    // A new key signs from the note after the one with its own event.
    const { signKey } = saidIn(EVENT.rotate, leaf) ?? {};
    if (signKey !== undefined && leaf.seq <= size - 2) key = signKey;
  }
  if (!verifyCheckpoint(checkpoint, key)) throw refuted('proof-broken');
  const network = typeof said.network === 'string' ? { network: said.network } : {};
  return { chain, leaves: read, party: { name: said.party.name, gln: said.party.gln }, ...network };
}

interface Granted {
  readonly gln: string;
  readonly name?: string;
  readonly regulates: boolean;
  readonly until: number;
  readonly from: number;
}

function grantOf({ leaves, party }: Shown, chain: string, mayAccredit: boolean): Granted | undefined {
  const leaf = leaves.at(-1);
  if (leaf === undefined) return undefined;
  const admits = saidIn(EVENT.accredit, leaf);
  if (admits !== undefined) {
    if (!mayAccredit || admits.chain !== chain || admits.roles.length === 0) return undefined;
    const { until = Number.POSITIVE_INFINITY, from = 0 } = admits;
    return {
      gln: admits.party.gln,
      name: admits.party.name,
      regulates: admits.roles.includes('regulator'),
      until,
      from,
    };
  }
  const adds = saidIn(EVENT.endorse, leaf);
  if (adds === undefined || adds.chain !== chain || adds.roles.length === 0) return undefined;
  const regulates = mayAccredit && adds.roles.includes('regulator');
  return { gln: party.gln, regulates, until: Number.POSITIVE_INFINITY, from: 0 };
}

type Refuted = 'proof-of-other-file' | 'proof-broken' | 'proof-not-accredited' | 'proof-shows-nothing';

function refuted(why: Refuted): PedigreeError {
  return new PedigreeError('not-authentic', say(why), { hint: say('ask-sender-for-both') });
}

/** The leaf hash of an event as a file names it. */
export function leafMark(leaf: Leaf): string {
  return b64u(leaf.hash);
}
