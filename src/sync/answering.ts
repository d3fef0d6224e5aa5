// What a peer's questions are answered with: leaves and pages for a WANT, leaf hashes for HASHES.
import { Buffer } from 'node:buffer';
import type { ChainInfo, Ledger, View } from '../ledger/types.ts';
import type { Hashes, Message, Want } from './messages.ts';
import { branchWith, leafHashAt, leavesOf } from './offer.ts';
import { spread } from './search.ts';

/** The answer to one question; empty where the branch it names is not here. */
export function* answer(ledger: Ledger, ask: Want | Hashes): Generator<Message> {
  if (ask.type === 'hashes') {
    yield ledger.publish((view) => hashesAt(view, ask));
    return;
  }
  const found = ledger.publish((view) => {
    const info = branchWith(view, ask.chain, ask.size, ask.root);
    if (info === undefined || ask.from === 0) return info;
    const tip = leafHashAt(view, ask.chain, info.branch, ask.from - 1);
    return tip !== undefined && Buffer.compare(tip, ask.tip) === 0 ? info : parted(view, info, ask);
  });
  if (found === undefined) return;
  if ('type' in found) yield found;
  else yield* leavesOf(ledger, found, ask.from, ask.to);
}

/** The asker's leaf before `from` is not of this branch: hashes from which it finds where the two part. */
function parted(view: View, info: ChainInfo, { chain, size, root, from }: Want): Hashes {
  const at = spread(0, from - 1);
  return { type: 'hashes', chain, size, root, at, leaves: at.map((seq) => hashOr(view, info, seq)) };
}

function hashesAt(view: View, ask: Hashes): Hashes {
  const info = branchWith(view, ask.chain, ask.size, ask.root);
  const at = info === undefined ? [] : ask.at.filter((seq) => seq < info.size);
  if (info === undefined || at.length === 0) return { ...ask, at: [0], leaves: [NO_HASH] };
  return { ...ask, at, leaves: at.map((seq) => hashOr(view, info, seq)) };
}

function hashOr(view: View, info: ChainInfo, seq: number): Uint8Array {
  return leafHashAt(view, info.chain, info.branch, seq) ?? NO_HASH;
}

const NO_HASH = new Uint8Array(32);
