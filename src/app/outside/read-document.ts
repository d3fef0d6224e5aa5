// A file of the world outside read once: what it is, from whom to whom, which shipments it tells of, and what it claims of each item.

import { numbersOf } from '../../epcis/biz-numbers.ts';
import { checkWithClaims, type FileVerdict, verdictOf } from '../../epcis/check.ts';
import type { ClaimSheet } from '../../epcis/claim-sheet.ts';
import { type Deed, deedOf } from '../../epcis/deeds.ts';
import type { FileFinding } from '../../epcis/findings.ts';
import { elementOf, packOf, plainSgtin, readId, UNESCAPED_SERIAL } from '../../epcis/ids.ts';
import type { ByteSource, EpcisDocument, EpcisEvent } from '../../epcis/model.ts';
import { type FileDigest, FileDigester } from '../../epcis/trace-pack.ts';
import { keyerOf } from './claim-keys.ts';

/** Goods that a file says are on their way: what one party ships to another. */
export interface ClaimedShipment {
  /** GLNs, as far as the file names them. */
  readonly from?: string;
  readonly to?: string;
  /** ISO 8601 UTC. */
  readonly at?: string;
  /** Outermost items. */
  readonly items: number;
  /** Despatch advice, purchase order and invoice numbers. */
  readonly despatch?: string;
  readonly po?: string;
  readonly invoice?: string;
}

/** Packs of a lot in a file. */
export interface ClaimedLot {
  readonly gtin: string;
  readonly lot?: string;
  readonly expiry?: string;
  readonly packs: number;
}

export interface ReadDocument {
  readonly document: EpcisDocument;
  readonly profile: string;
  readonly sender?: string;
  readonly receiver?: string;
  readonly events: number;
  readonly packs: number;
  readonly findings: readonly FileFinding[];
  /** How often each code was found. */
  readonly counts: Readonly<Record<string, number>>;
  readonly verdict: FileVerdict;
  readonly shipments: readonly ClaimedShipment[];
  readonly lots: readonly ClaimedLot[];
  readonly sheet: ClaimSheet;
  /** The file without its goods; undefined where it says too much besides them. */
  readonly digest?: FileDigest;
}

/** Words of a file that are remembered. */
const MOST_WORDS = 1000;
/** Names of shipments that are remembered; what a file has beyond is told with the last. */
const MOST_SHIPMENTS = 1000;
/** Lots of a file that are told one by one. */
export const MOST_LOTS = 200;

/**
 * Reads a file to its end, and checks it.
 * @throws what `checkEpcis` does (65), and what the source throws
 */
export async function readDocument(source: ByteSource, network: string): Promise<ReadDocument> {
  let shipments = new Map<string, ClaimedShipment>();
  let lots = new LotCounts();
  let digester = new FileDigester();
  const each = () => {
    shipments = new Map();
    lots = new LotCounts();
    digester = new FileDigester();
    return (event: EpcisEvent) => {
      if (event.errorDeclaration !== undefined) return;
      const deed = deedOf(event);
      noteShipment(event, deed, shipments);
      lots.take(event, deed);
      digester.take(event, deed);
    };
  };
  const checked = await checkWithClaims(source, keyerOf(network), {
    each,
    word: (element) => digester.words.take(element),
  });
  const { document, profile, events, packs, findings, counts } = checked;
  const listed = [...shipments.values()];
  const digest = digester.digest(document.statement);
  const sender = checked.sender ?? onlyOne(listed.map(({ from }) => from));
  const receiver = checked.receiver ?? onlyOne(listed.map(({ to }) => to));
  return {
    document,
    profile,
    ...(sender === undefined ? {} : { sender }),
    ...(receiver === undefined ? {} : { receiver }),
    events,
    packs,
    findings,
    counts,
    verdict: verdictOf(checked),
    shipments: listed,
    lots: lots.list(),
    sheet: checked.sheet,
    ...(isShort(digest) ? { digest } : {}),
  };
}

function isShort({ words, shipments }: FileDigest): boolean {
  return words.products.length + words.places.length <= MOST_WORDS && shipments.length <= MOST_SHIPMENTS;
}

/** Packs of a lot, while they are counted. */
interface Counted {
  readonly is: Omit<ClaimedLot, 'packs'>;
  packs: number;
}

/** Packs by lot as they are made in a file; what something is packed into is no pack. */
class LotCounts {
  readonly #lots = new Map<string, Counted>();
  readonly #containers = new Set<string>();

  take(event: EpcisEvent, { kind, lot, expiry }: Deed): void {
    if (event.parentID !== undefined) this.#containers.add(gtinIn(event.parentID) ?? '');
    if (kind !== 'make') return;
    let last: { readonly stem: string; readonly counted: Counted } | undefined;
    for (const epc of event.epcs ?? event.outputEpcs ?? []) {
      // Goods of one event are of one product, mostly: what stands before their serials is the same.
      if (last !== undefined && epc.indexOf(last.stem) === 0 && UNESCAPED_SERIAL.test(epc.slice(last.stem.length))) {
        last.counted.packs++;
        continue;
      }
      const pack = packOf(epc);
      const counted = pack && this.#of(pack.gtin, lot, expiry);
      if (pack === undefined || counted === undefined) continue;
      counted.packs++;
      last = epc.endsWith(pack.serial) ? { stem: epc.slice(0, -pack.serial.length), counted } : undefined;
    }
  }

  #of(gtin: string, lot: string | undefined, expiry: string | undefined): Counted | undefined {
    const name = `${gtin} ${expiry ?? ''} ${lot ?? ''}`;
    let counted = this.#lots.get(name);
    if (counted === undefined && this.#lots.size < MOST_LOTS) {
      counted = {
        is: { gtin, ...(lot === undefined ? {} : { lot }), ...(expiry === undefined ? {} : { expiry }) },
        packs: 0,
      };
      this.#lots.set(name, counted);
    }
    return counted;
  }

  list(): readonly ClaimedLot[] {
    const all = [...this.#lots.values()].map(({ is, packs }) => ({ ...is, packs }));
    return all.filter(({ gtin }) => !this.#containers.has(gtin));
  }
}

function gtinIn(epc: string): string | undefined {
  return plainSgtin(epc)?.gtin ?? elementOf(readId(epc), '01');
}

function onlyOne(values: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = new Set(values);
  return others.length === 0 ? first : undefined;
}

function noteShipment(event: EpcisEvent, { kind, from, to, at }: Deed, shipments: Map<string, ClaimedShipment>): void {
  if (kind !== 'ship') return;
  const numbers = numbersOf(event.bizTransactions);
  const name = shipments.size < MOST_SHIPMENTS ? JSON.stringify([from, to, numbers.despatch, at]) : '';
  const before = shipments.get(name);
  shipments.set(name, {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(at === undefined ? {} : { at: new Date(at).toISOString() }),
    ...before,
    ...numbers,
    items: (before?.items ?? 0) + (event.epcs?.length ?? 0),
  });
}
