// Making the proof of a file that goes out: the file is kept, its hash signed on the own chain, and the way from the founder to it
// written beside the file.
import type { Bytes } from '../../chain/bytes.ts';
import { decodeLeaf } from '../../chain/leaf.ts';
import { inclusionPath, treeRoot } from '../../chain/merkle.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Extension } from '../../epcis/model.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { openOut } from '../../sync/out-stream.ts';
import { say } from '../../words/en/export.ts';
import type { Home } from '../node/home.ts';
import { own } from '../node/own-words.ts';
import { keepDocument } from '../outside/anchor.ts';
import { catchUpDocuments } from '../outside/document-index.ts';
import type { Written } from '../record/write.ts';
import { type EpcisExported, type EpcisExportRequest, exportMarked, mustBeNew } from './export-epcis.ts';
import { encodeFileProof, leafMark, type ProvedChain, type ProvedLeaf } from './file-proof.ts';

export interface ExportWithProof extends EpcisExported, Written {
  /** SHA-256 of the file, in hex: the name of the document that is kept of it. */
  readonly document?: string;
  /** The proof. */
  readonly proof: string;
}

const PROOF_FILE = { kind: say('a-proof'), isKind: () => false };

/**
 * Exports as `exportEpcis`, and proves the file: each event says which one of which chain it is, the hash of the whole file is anchored
 * on the own chain, and `FILE.proof` is all that is needed to check that.
 * @throws as `exportEpcis`, usage (2) where there is no file, wrong-state (14) where no accreditation of the own chain can be shown
 */
export async function exportWithProof(home: Home, request: EpcisExportRequest): Promise<ExportWithProof> {
  if (request.out === '-') throw new PedigreeError('usage', say('proof-needs-file'), { hint: say('name-a-file') });
  home.ledger.read((view) => pathTo(view, home.self.chain));
  const exported = exportMarked(home, request, marksOf, (file) => mustBeNew(`${file}.proof`));
  const { file, profile, to, receiver, events, packs } = exported;
  const proof = `${file}.proof`;
  if (home.env.dryRun) {
    const at = new Date(home.env.clock()).toISOString();
    return { ...exported, proof, at, already: false, warnings: [], dryRun: true };
  }
  const {
    hash,
    bytes: _,
    ...written
  } = keepDocument(home, file, {
    direction: 'out',
    standard: to === '1.2' ? 'epcis-1.2-xml' : 'epcis-2.0-json',
    profile,
    sender: home.self.gln,
    ...(receiver === undefined ? {} : { receiver }),
    events,
    packs,
  });
  await catchUpDocuments(home);
  const out = openOut(proof, PROOF_FILE, home.env.stdout);
  try {
    out.write(proofOf(home, hash, written.event ?? ''));
    out.keep();
  } finally {
    out.drop();
  }
  return { ...exported, ...written, document: hash, proof };
}

function marksOf({ ref, leaf }: CustodyEvent): readonly Extension[] {
  return [own('event', ref), own('leaf', leafMark(leaf))];
}

function proofOf(home: Home, sha256: string, ref: string): string {
  // Nobody is shown a checkpoint that the head file does not know of.
  return home.ledger.publish((view) => {
    const anchoring = view.event(ref);
    if (anchoring === undefined) throw new TypeError('what was anchored is here');
    const grants = pathTo(view, home.self.chain);
    return encodeFileProof({ sha256, chains: [...grants, anchoring].map((last) => chainUpTo(view, last)) });
  });
}

/** The events by which the founder, over regulators and tills, has let this chain in, the founder's first. @throws wrong-state */
function pathTo(view: View, chain: string): readonly CustodyEvent[] {
  const grants = new Map<string, CustodyEvent[]>();
  for (const event of view.eventsOf([EVENT.accredit.type, EVENT.endorse.type])) {
    if (event.contested || event.author === undefined) continue;
    const named = (saidIn(EVENT.accredit, event.leaf) ?? saidIn(EVENT.endorse, event.leaf))?.chain;
    if (named !== undefined) grants.set(named, [event, ...(grants.get(named) ?? [])]);
  }
  const seen = new Set<string>([chain]);
  let ways: readonly { readonly at: string; readonly path: readonly CustodyEvent[] }[] = [{ at: chain, path: [] }];
  while (ways.length > 0) {
    const found = ways.find(({ at }) => at === view.founder);
    if (found !== undefined) return found.path;
    ways = ways.flatMap(({ at, path }) =>
      (grants.get(at) ?? []).flatMap((event) => {
        if (seen.has(event.chain)) return [];
        seen.add(event.chain);
        return [{ at: event.chain, path: [event, ...path] }];
      }),
    );
  }
  throw new PedigreeError('wrong-state', say('no-way-from-founder'), { hint: say('sync-for-accreditation') });
}

/** What of a chain shows its last event here: the note, the opening, changes of the sign key, and that event. */
function chainUpTo(view: View, last: CustodyEvent): ProvedChain {
  const { chain, branch } = last;
  const info = view.chain(chain, branch);
  if (info === undefined) throw new TypeError('the chain of an event is here');
  const hashes = view.leafHashes(chain, branch, 0, info.size);
  const at = (index: number, leaf: Bytes): ProvedLeaf => ({
    index,
    leaf,
    path: inclusionPath(index, info.size, (low, high) => treeRoot(hashes.slice(low, high))),
  });
  const rotations = [...view.eventsOf([EVENT.rotate.type], { chain })]
    .filter((event) => event.branch === branch && saidIn(EVENT.rotate, event.leaf)?.signKey !== undefined)
    .map(({ leaf }) => at(leaf.seq, leaf.bytes));
  const [opening] = view.leaves(chain, branch, 0, 1);
  if (opening === undefined) throw new TypeError('a chain has an opening event');
  return {
    note: info.note,
    leaves: [at(0, decodeLeaf(opening.bytes).bytes), ...rotations, at(last.leaf.seq, last.leaf.bytes)],
  };
}
