// What one file says of one pack, where its claim is known: nothing is needed of the file but its words, its shipments and its statement,
// which are few and are kept. It comes to the same as tracing the pack in the whole file.
import type { Claim } from './claims.ts';
import { type Deed, deedOf } from './deeds.ts';
import { MasterData, type MasterWords, said } from './master-data.ts';
import type { ByteSource, EpcisEvent, Statement } from './model.ts';
import { readCounted } from './read-counted.ts';
import { shipmentIn, shipmentOf, type ToldFile, type ToldShipment } from './trace-file.ts';

export interface ClaimedPack {
  readonly gtin: string;
  readonly serial: string;
  readonly claim: Claim;
  /** The different claims of the file of packs of this product and lot, and of how many packs each is. */
  readonly alike: readonly { readonly claim: Claim; readonly packs: number }[];
}

/** A file without its goods. */
export interface FileDigest {
  readonly words: MasterWords;
  readonly shipments: readonly ToldShipment[];
  readonly statement?: Statement;
}

/** Gathers the digest of a file while it is read. */
export class FileDigester {
  readonly words = new MasterData();
  readonly shipments: ToldShipment[] = [];

  /** @param deed what the event says was done */
  take(event: EpcisEvent, deed: Deed): void {
    if (deed.kind === 'ship') this.shipments.push(shipmentIn(event, deed));
  }

  digest(statement: Statement | undefined): FileDigest {
    return { words: this.words.all, shipments: this.shipments, ...said({ statement }) };
  }
}

/** Reads a file for its digest. @throws what `readEpcis` does (65), and what the source throws */
export async function digestOf(source: ByteSource): Promise<FileDigest> {
  let digest: FileDigest | undefined;
  await readCounted(source, () => {
    const digester = new FileDigester();
    return (part) => {
      if (part.part === 'vocabulary') digester.words.take(part.element);
      else if (part.part !== 'event') digest = digester.digest(part.document.statement);
      else if (part.event.errorDeclaration === undefined) digester.take(part.event, deedOf(part.event));
    };
  });
  if (digest === undefined) throw new TypeError('a file ends with what stands around it');
  return digest;
}

/** What a file says of one pack. What it was ever in is not told: that takes all of the file. */
export function tracePack({ words, shipments, statement }: FileDigest, pack: ClaimedPack): ToldFile {
  const { gtin, serial, claim, alike } = pack;
  const byEvent = new Map(shipments.map((one) => [one.event, one]));
  const shipmentWith = (one: Claim) => byEvent.get(one.event) ?? shipmentOf(one, shipments);
  const nameOfGoods = (one: Claim) => JSON.stringify([one.lot, one.expiry, shipmentWith(one)?.event, one.state]);
  const name = nameOfGoods(claim);
  const packs = alike.reduce((sum, one) => sum + (nameOfGoods(one.claim) === name ? one.packs : 0), 0);
  const { lot, expiry, state } = claim;
  const goods = { gtin, state, ...said({ lot, expiry, shipment: shipmentWith(claim) }), serials: [serial], packs };
  return { ...said({ statement }), words: new MasterData(words), goods: [goods], containers: new Set() };
}
