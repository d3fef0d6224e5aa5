// Whether goods of partners outside were received here before: by themselves, or with what they lie in.
import { keyOfName } from '../../epcis/claim-sheet.ts';
import type { Home } from '../node/home.ts';
import { keyerOf } from './claim-keys.ts';
import { aroundAt, type CarriedClaim, claimsAt, saidAt } from './claims-of.ts';
import type { DocumentRecord } from './document-records.ts';
import { isKept, keptBytes } from './kept-files.ts';
import { RECEIPT } from './on-the-way.ts';
import { missingIn } from './receipt-text.ts';

/** The receipt by which goods came here; undefined where none did, or the receipt of what they lay in says they were missing. */
export function receiptFor(home: Home, name: string): DocumentRecord | undefined {
  const { local } = home.ledger;
  const { network } = home.self;
  const claims = (of: string) => claimsAt(local, network, keyOfName(keyerOf(network), of));
  const own = claims(name);
  const receipt = receiptAmong(own);
  if (receipt !== undefined) return receipt;
  const said = own.findLast(({ record }) => record.direction === 'in');
  if (said === undefined) return undefined;
  for (const outer of aroundAt(local, network, said.claim)) {
    const around = receiptAmong(claims(outer));
    if (around !== undefined) return isToldMissing(home, around)(name) ? undefined : around;
  }
  return undefined;
}

function receiptAmong(claims: readonly CarriedClaim[]): DocumentRecord | undefined {
  const receipts = claims.filter(({ record }) => record.profile === RECEIPT).map(({ record }) => record);
  // What was found damaged later has a receipt of its own.
  return receipts.toSorted((a, b) => a.at - b.at || a.n - b.n)[0];
}

/** Whether a receipt here says that goods are damaged: only of these it says that they are held. */
export function isToldDamaged({ ledger, self }: Home, name: string): boolean {
  const said = saidAt(ledger.local, keyOfName(keyerOf(self.network), name));
  return said.some(({ record, claim }) => record.profile === RECEIPT && claim.state === 'held');
}

/** Whether a receipt says of something that it came damaged, or of what that lies in: each container is looked for once. */
export function isToldDamagedWithin(home: Home): (name: string) => boolean {
  const { ledger, self } = home;
  const containers = new Map<string, boolean>();
  const isDamaged = (container: string) => {
    const before = containers.get(container);
    if (before !== undefined) return before;
    const found = isToldDamaged(home, container);
    containers.set(container, found);
    return found;
  };
  return (name) => {
    const own = claimsAt(ledger.local, self.network, keyOfName(keyerOf(self.network), name));
    if (own.some(({ record, claim }) => record.profile === RECEIPT && claim.state === 'held')) return true;
    const came = own.findLast(({ record }) => record.direction === 'in');
    return came !== undefined && [...aroundAt(ledger.local, self.network, came.claim)].some(isDamaged);
  };
}

/** What a receipt says is missing; one whose file is not here says nothing of any, and then all is. */
export function isToldMissing({ dir }: Home, { document }: DocumentRecord): (name: string) => boolean {
  if (!isKept(dir, document)) return () => true;
  const names = new Set(missingIn(Buffer.concat([...keptBytes(dir, document)]).toString('utf8')));
  return (name) => names.has(name);
}
