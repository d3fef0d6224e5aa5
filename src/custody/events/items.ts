// Items in a manifest: which packs and containers an event is about, with what a reader needs to go on inside.
import type { Bytes } from '../../chain/bytes.ts';
import type { Json } from '../../chain/canonical.ts';
import {
  bytes,
  code82,
  eventRef,
  expiry,
  type Field,
  gtin,
  hash,
  itemKey,
  list,
  shape,
  sscc,
  where,
  whole,
} from '../body.ts';

/** Packs of one GTIN, lot and expiry whose step in this event is the same. */
export interface PackLine {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  /** The step this event is for each of them. */
  readonly n: number;
  readonly serials: readonly string[];
}

export interface ContainerLine {
  readonly sscc?: string;
  /** For a case with its own SGTIN instead of an SSCC. */
  readonly gtin?: string;
  readonly serial?: string;
  readonly key: Bytes;
  /** The step this event is for it. */
  readonly n: number;
  /** Its `pack` events, each with its leaf hash and the Km that opens its manifest. */
  readonly events: readonly { readonly event: string; readonly hash: Bytes; readonly m: Bytes }[];
}

export interface Items {
  readonly packs: readonly PackLine[];
  readonly containers: readonly ContainerLine[];
}

const named = (line: { readonly sscc?: string; readonly gtin?: string; readonly serial?: string }): boolean =>
  (line.sscc !== undefined) !== (line.gtin !== undefined && line.serial !== undefined);

const packLine: Field<PackLine> = shape({ gtin, lot: code82, expiry, n: whole(), serials: list(code82) });
/** A container by name and key, as it stands in the manifest of its own `pack`. */
export const containerName = where(shape({ key: itemKey, n: whole() }, { sscc, gtin, serial: code82 }), named);
export const containerLine: Field<ContainerLine> = where(
  shape(
    { key: itemKey, n: whole(), events: list(shape({ event: eventRef, hash, m: bytes(16) }), 10_000) },
    { sscc, gtin, serial: code82 },
  ),
  named,
);
const lines = shape({}, { packs: list(packLine), containers: list(containerLine) });
/** ITEMS; what is absent is read as an empty list. */
export const items: Field<Items> = (value) => {
  const read = lines(value);
  return read && { packs: read.packs ?? [], containers: read.containers ?? [] };
};

/** A manifest that says which items it is about, and nothing else. */
export const itemsAlone = shape({ items });

/** The ITEMS of a manifest, or undefined where they are malformed. */
export function readItems(value: Json | undefined): Items | undefined {
  return items(value);
}
