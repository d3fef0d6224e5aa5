// What one file says of one pack, where its claim is known: the file is read for its words and its shipments, and nothing is held of
// other goods. It comes to the same as tracing the pack in the whole file, in a part of the time.
import type { Claim } from './claims.ts';
import { deedOf } from './deeds.ts';
import { MasterData, said } from './master-data.ts';
import type { ByteSource, EpcisDocument } from './model.ts';
import { readEpcis } from './read.ts';
import { shipmentIn, shipmentOf, type ToldFile, type ToldShipment } from './trace-file.ts';

export interface ClaimedPack {
  readonly gtin: string;
  readonly serial: string;
  readonly claim: Claim;
  /** The different claims of the file of packs of this product and lot, and of how many packs each is. */
  readonly alike: readonly { readonly claim: Claim; readonly packs: number }[];
}

/**
 * Reads a file for one pack. What it was ever in is not told: that takes all of the file.
 * @throws what `readEpcis` does (65), and what the source throws
 */
export async function tracePack(source: ByteSource, { gtin, serial, claim, alike }: ClaimedPack): Promise<ToldFile> {
  const words = new MasterData();
  const shipments: ToldShipment[] = [];
  let document: EpcisDocument | undefined;
  for await (const part of readEpcis(source)) {
    if (part.part === 'vocabulary') words.take(part.element);
    else if (part.part !== 'event') document = part.document;
    else if (part.event.errorDeclaration === undefined) {
      const deed = deedOf(part.event);
      if (deed.kind === 'ship') shipments.push(shipmentIn(part.event, deed));
    }
  }
  if (document === undefined) throw new TypeError('a file ends with what stands around it');
  const byEvent = new Map(shipments.map((one) => [one.event, one]));
  const shipmentWith = (one: Claim) => byEvent.get(one.event) ?? shipmentOf(one, shipments);
  const nameOfGoods = (one: Claim) => JSON.stringify([one.lot, one.expiry, shipmentWith(one)?.event, one.state]);
  const name = nameOfGoods(claim);
  const packs = alike.reduce((sum, one) => sum + (nameOfGoods(one.claim) === name ? one.packs : 0), 0);
  const { lot, expiry, state } = claim;
  const goods = { gtin, state, ...said({ lot, expiry, shipment: shipmentWith(claim) }), serials: [serial], packs };
  return { document, words, goods: [goods], containers: new Set() };
}
