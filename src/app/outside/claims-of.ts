// Everything that the documents of this folder claim of one pack, each with whose word it is.
import { packKey } from '../../chain/item-key.ts';
import type { OutsideClaim } from '../../custody/verdict.ts';
import { keyOfName } from '../../epcis/claim-sheet.ts';
import type { Claim } from '../../epcis/claims.ts';
import type { Local } from '../../ledger/types.ts';
import { keyerOf } from './claim-keys.ts';
import { type DocumentRecord, documentAt, isWithdrawn } from './document-records.ts';
import { partnerOf } from './partners.ts';

type Index = Pick<Local, 'documents' | 'claims' | 'outside'>;

export interface CarriedClaim {
  readonly record: DocumentRecord;
  readonly claim: Claim;
}

/** Containers of other files that are looked into; a file has its own looked through already. */
const MOST_AROUND = 8;
/** What a container does that all in it do. */
const MOVED: ReadonlySet<string> = new Set(['shipped', 'received', 'held', 'dispensed', 'destroyed', 'decommissioned']);

/** Claims about a pack. What its sender has taken back since is none. */
export function claimsOf(local: Index, network: string, gtin: string, serial: string): readonly OutsideClaim[] {
  return saidAt(local, packKey(network, gtin, serial)).map((found) => toldOf(local, carried(local, network, found)));
}

/** Claims about the item with this key, as what it lies in has carried it since. */
export function claimsAt(local: Index, network: string, key: Uint8Array): readonly CarriedClaim[] {
  return saidAt(local, key).map((found) => carried(local, network, found));
}

/** What something lies in by the files that came, the innermost first. */
export function* aroundAt(local: Index, network: string, { within }: Claim): Iterable<string> {
  let outer = within;
  for (let level = 0; outer !== undefined && level < MOST_AROUND; level++) {
    yield outer;
    const around = claimsAt(local, network, keyOfName(keyerOf(network), outer));
    outer = around.findLast(({ record }) => record.direction === 'in')?.claim.within;
  }
}

/** Claims about the item with this key, each as its own file has it. */
export function saidAt(local: Index, key: Uint8Array): readonly CarriedClaim[] {
  return local.claims.find(key).flatMap(({ document, claim }) => {
    const record = documentAt(local, document);
    const said = claim as unknown as Claim;
    if (record === undefined || (said.eventID !== undefined && isWithdrawn(local, record.sender, said.eventID)))
      return [];
    return [{ record, claim: said }];
  });
}

/** A pack goes where its container goes, also by a later file of the same sender. */
function carried(local: Index, network: string, found: CarriedClaim): CarriedClaim {
  let at = found;
  const keyer = keyerOf(network);
  let within = found.claim.within;
  for (let level = 0; within !== undefined && level < MOST_AROUND; level++) {
    const around = saidAt(local, keyOfName(keyer, within)).filter(
      ({ record }) => record.sender === found.record.sender,
    );
    const moved = around.filter(({ claim }) => MOVED.has(claim.state) && (claim.at ?? 0) > (at.claim.at ?? 0));
    const last = moved.toSorted((a, b) => (a.claim.at ?? 0) - (b.claim.at ?? 0)).at(-1);
    if (last !== undefined) at = { record: last.record, claim: { ...roadOf(last.claim), ...madeOf(found.claim) } };
    within = around.at(-1)?.claim.within;
  }
  return at;
}

function roadOf({ state, at, event, from, to, eventID }: Claim): Claim {
  return {
    state,
    event,
    ...(at === undefined ? {} : { at }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(eventID === undefined ? {} : { eventID }),
  };
}

function madeOf({ lot, expiry, within }: Claim): Pick<Claim, 'lot' | 'expiry' | 'within'> {
  return {
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(within === undefined ? {} : { within }),
  };
}

function toldOf(local: Index, { record, claim }: CarriedClaim): OutsideClaim {
  const { sender, receiver, document } = record;
  const partner = sender === undefined ? undefined : partnerOf(local, sender);
  const to = claim.to ?? (claim.state === 'shipped' ? receiver : undefined);
  return {
    document,
    event: claim.event,
    ...(sender === undefined ? {} : { sender }),
    ...(partner === undefined ? {} : { senderName: partner.name }),
    trust: partner?.trust ?? 'none',
    ...(claim.at === undefined ? {} : { at: new Date(claim.at).toISOString() }),
    ...madeOf(claim),
    state: claim.state,
    ...(claim.from === undefined ? {} : { from: claim.from }),
    ...(to === undefined ? {} : { to }),
  };
}
